/* HopDiagram - a conversion test as a sequence: a lifeline for each who takes part, an arrow for each step.
 * It is an ordered list of buttons, so that it reads and opens by keyboard as well; the first step that fails is open. */
import { Alert } from "@mantine/core";
import { useId, useState, type CSSProperties, type ReactElement } from "react";
import { CopyText } from "../../forms/CopyText.tsx";
import { useWords } from "../../i18n/words.ts";
import classes from "./hops.module.css";
import { actorsOf, wayOf, type Actor, type TestStep } from "./hopSteps.ts";
import { testWords } from "./testWords.ts";

export function HopDiagram({ steps }: { steps: readonly TestStep[] }): ReactElement {
  const t = useWords(testWords);
  const actors = actorsOf(steps);
  const failedAt = steps.findIndex((step) => !step.ok);
  return (
    <div className={classes.diagram} style={{ "--actors": actors.length } as CSSProperties}>
      <div className={classes.actors} aria-hidden>
        {actors.map((actor) => (
          <span key={actor}>{t(`actor.${actor}`)}</span>
        ))}
      </div>
      <div className={classes.body}>
        <div className={classes.lines} aria-hidden>
          {actors.map((actor) => (
            <span key={actor} />
          ))}
        </div>
        <ol className={classes.steps} aria-label={t("steps.label")}>
          {steps.map((step, index) => (
            <Hop key={index} number={index + 1} step={step} actors={actors} isOpenFirst={index === failedAt} />
          ))}
        </ol>
      </div>
      {failedAt >= 0 && failedAt === steps.length - 1 && steps[failedAt]?.step !== "source_postback" && steps[failedAt]?.step !== "campaign_postback" && <p className="muted">{t("ended")}</p>}
    </div>
  );
}

/** Where the arrow stands, in parts of the whole width. */
function placeOf(actors: readonly Actor[], from: Actor, to: Actor): CSSProperties {
  const a = actors.indexOf(from) + 0.5;
  const b = actors.indexOf(to) + 0.5;
  const part = 100 / actors.length;
  return { left: `${Math.min(a, b) * part}%`, width: `${Math.abs(a - b) * part}%` };
}

function Hop({ number, step, actors, isOpenFirst }: { number: number; step: TestStep; actors: readonly Actor[]; isOpenFirst: boolean }): ReactElement {
  const t = useWords(testWords);
  const [isOpen, setOpen] = useState(isOpenFirst);
  const id = useId();
  const [from, to] = wayOf(step);
  const isNote = from === to;
  const way = isNote ? t("at", { actor: t(`actor.${from}`) }) : `${t(`actor.${from}`)} → ${t(`actor.${to}`)}`;
  const direction = isNote ? classes.note : actors.indexOf(from) < actors.indexOf(to) ? classes.right : classes.left;
  const isCalled = step.status !== null;
  return (
    <li className={step.ok ? classes.well : classes.failed}>
      <button type="button" className={classes.hop} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <span className={classes.label}>
          <span aria-hidden>{step.ok ? "✓" : "✗"}</span>
          <span className="sr-only">{t(step.ok ? "ok" : "failed")}</span>
          <strong>
            {number}. {t(`step.${step.step}`)}
          </strong>
          <span className={classes.way}>{way}</span>
          {isCalled && <span className={classes.status}>{step.status}</span>}
          {isCalled && <span className="number muted">{t("ms", { ms: step.ms })}</span>}
          <span className={classes.url}>{step.url ?? step.answer ?? ""}</span>
        </span>
        <span className={`${classes.arrow} ${direction} ${isCalled || isNote ? "" : classes.dashed}`} style={placeOf(actors, from, to)} aria-hidden />
      </button>
      <div id={id} hidden={!isOpen} className={classes.detail}>
        {!step.ok && step.what_to_change !== null && (
          <Alert color="red" title={t("change")}>
            {step.what_to_change}
          </Alert>
        )}
        {step.url !== null && <CopyText label={t("url")} text={step.url} />}
        {step.answer !== null && (
          <div>
            <b className={classes.small}>
              {t("answer")}
              {isCalled ? ` · ${step.status} · ${t("ms", { ms: step.ms })}` : isNote ? "" : ` · ${t("ms.none")}`}
            </b>
            <div className="mono">{step.answer}</div>
          </div>
        )}
      </div>
    </li>
  );
}
