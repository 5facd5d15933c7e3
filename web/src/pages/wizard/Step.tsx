/* Step - one step of the wizard: open while it is the current one, else what was chosen, and a way back to it. */
import { Button } from "@mantine/core";
import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import { useWords } from "../../i18n/words.ts";
import classes from "./wizard.module.css";
import { STEPS, type StepName, type Wizard } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

export interface StepProps {
  name: StepName;
  wizard: Wizard;
  /** What was chosen, in a few words. */
  summary?: ReactNode;
  isOptional?: boolean;
  children: ReactNode;
}

export function Step({ name, wizard, summary, isOptional = false, children }: StepProps): ReactElement {
  const t = useWords(wizardWords);
  const heading = useRef<HTMLHeadingElement>(null);
  const isCurrent = wizard.step === name;
  const was = useRef(isCurrent);
  useEffect(() => {
    if (isCurrent && !was.current) heading.current?.focus();
    was.current = isCurrent;
  }, [isCurrent]);
  const isDone = wizard.isDone(name);
  return (
    <section className={`${classes.step} ${isCurrent ? classes.current : ""}`} aria-labelledby={`step-${name}`}>
      <div className={classes.head}>
        <h2 id={`step-${name}`} ref={heading} tabIndex={-1}>
          {STEPS.indexOf(name) + 1}. {t(name)} {isOptional && <small className="muted">({t("optional")})</small>}
        </h2>
        {isDone && <span className="gain">✓</span>}
        {!isCurrent && summary !== undefined && <span>{summary}</span>}
        {!isCurrent && (
          <Button variant="subtle" onClick={() => wizard.go(name)} aria-label={t(isDone ? "change.label" : "go.label", { step: t(name) })}>
            {t(isDone ? "change" : "go")}
          </Button>
        )}
      </div>
      {isCurrent && <div className={classes.content}>{children}</div>}
    </section>
  );
}
