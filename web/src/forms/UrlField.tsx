/* UrlField - a URL with macros: coloured, judged while one types, mended by a press, and shown as it will be. */
import { Input } from "@mantine/core";
import { useId, useMemo, useRef, type KeyboardEvent, type ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { CopyButtonOf } from "./CopyText.tsx";
import { inkOf, placesOf, repaired, spanOf, type Finding } from "./macroInk.ts";
import { MacroText, typeInto } from "./MacroText.tsx";
import { FindingsSpoken, UrlFindings } from "./UrlFindings.tsx";
import classes from "./url.module.css";
import { UrlSample } from "./UrlSample.tsx";
import { urlWords } from "./urlWords.ts";
import { useUrlLint, type UrlContext, type UrlKind } from "./useUrlCheck.ts";

export interface UrlFieldProps {
  label: string;
  /** null: an address without macros. */
  kind: UrlKind | null;
  value: string;
  onChange: (value: string) => void;
  /** Whose macros must stand in it, and whose visit it is shown for. */
  context?: UrlContext;
  error?: string | undefined;
  hint?: string | undefined;
  isRequired?: boolean;
  isReadOnly?: boolean;
  /** Rules of the linter that do not hold here. */
  ignored?: readonly string[];
}

const NO_CONTEXT: UrlContext = {};

/** The finding that one key mends: the one at the caret, else the first. */
function findingAt(findings: readonly Finding[], text: string, caret: number): Finding | undefined {
  const mendable = findings.filter((one) => one.suggestion !== null);
  const places = placesOf(text);
  return (
    mendable.find((one) => {
      const [from, to] = spanOf(one, places);
      return from <= caret && caret <= to;
    }) ?? mendable[0]
  );
}

export function UrlField({ label, kind, value, onChange, context = NO_CONTEXT, error, hint, isRequired = false, isReadOnly = false, ignored }: UrlFieldProps): ReactElement {
  const t = useWords(urlWords);
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const { findings, fixed, verdicts, isBusy } = useUrlLint(kind, value, context, ignored);
  const pieces = useMemo(() => inkOf(value, verdicts, findings), [value, verdicts, findings]);
  const shown = isReadOnly ? [] : findings;

  const replace = (from: number, to: number, text: string): void => {
    const input = area.current;
    if (!input) return;
    input.focus();
    input.setSelectionRange(from, to);
    typeInto(input, text);
  };
  const repair = (finding: Finding): void => {
    const mend = repaired(value, finding);
    if (mend) replace(mend.from, mend.to, finding.suggestion ?? "");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing) {
      event.preventDefault(); /* one line, as in any other input: Enter saves */
      event.currentTarget.form?.requestSubmit();
    } else if (event.key === "." && (event.ctrlKey || event.metaKey)) {
      const finding = findingAt(shown, value, event.currentTarget.selectionStart);
      event.preventDefault();
      if (finding) repair(finding);
    }
  };
  const describedBy = [hint && `${id}-description`, error && `${id}-error`, shown.length > 0 && `${id}-found`].filter(Boolean).join(" ") || undefined;
  return (
    <div className={classes.field} aria-busy={isBusy}>
      <Input.Wrapper id={id} label={label} description={hint} error={error} required={isRequired} labelProps={{ htmlFor: id }} inputWrapperOrder={["label", "description", "input", "error"]}>
        <div className={classes.line}>
          <MacroText value={value} onChange={onChange} pieces={pieces} area={area} id={id} isInvalid={error !== undefined} isRequired={isRequired} isReadOnly={isReadOnly} describedBy={describedBy} onKeyDown={onKeyDown} />
          {value !== "" && <CopyButtonOf text={value} what={label} />}
        </div>
      </Input.Wrapper>
      <FindingsSpoken findings={shown} />
      <UrlFindings id={`${id}-found`} findings={shown} canRepairAll={fixed !== null && shown.filter((one) => one.suggestion !== null).length > 1} repair={repair} repairAll={() => fixed !== null && replace(0, value.length, fixed)} />
      {value.includes("REPLACE") && !shown.some((one) => one.code === "replace_left") && <p className={`warn ${classes.replace}`}>{t("replace")}</p>}
      {kind !== null && value !== "" && <UrlSample kind={kind} text={value} context={context} />}
    </div>
  );
}
