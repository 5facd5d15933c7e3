/* outcomes - what became of a call of tag.php, and why, in words. */
import type { ReactElement } from "react";
import { useWords, type Say } from "../../i18n/words.ts";
import { OUTCOMES } from "./LogFilters.tsx";
import { reportWords } from "./reportWords.ts";
import type { LogRow } from "./useLog.ts";

type Word = keyof typeof reportWords;

export function outcomeText(t: Say<typeof reportWords>, row: LogRow): string {
  const known = OUTCOMES.find((one) => one === row.outcome);
  return known === undefined ? (row.outcome ?? "") : t(`outcome.${known}`);
}

export function reasonText(t: Say<typeof reportWords>, row: LogRow): string {
  const reason = row.reason || (row.outcome === "duplicate" ? "duplicate" : "");
  if (reason === "") return "";
  const word = `reason.${reason}`;
  return word in reportWords ? t(word as Word) : reason;
}

export function Outcome({ row }: { row: LogRow }): ReactElement {
  const t = useWords(reportWords);
  const isGood = row.outcome === "stored" || row.outcome === "repeated";
  const isWarned = row.outcome === "duplicate" || row.reason === "missing_value";
  return <span className={isWarned ? "warn" : isGood ? "gain" : "loss"}>{`${isWarned ? "!" : isGood ? "✓" : "✕"} ${outcomeText(t, row)}`}</span>;
}
