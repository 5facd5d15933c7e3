/* WithBots - beside a clean figure the same with bots, and how much more that is. */
import type { ReactElement } from "react";
import { NONE, type Format } from "../i18n/format.ts";
import { defineWords, useWords } from "../i18n/words.ts";
import { textOf } from "./figureText.ts";
import { decimalOf, microsOf } from "./totals.ts";
import type { Metric } from "./metrics.ts";

const words = defineWords({
  raw: ["With bots: {raw}. Difference: {difference}", "Avec les robots : {raw}. Différence : {difference}"],
});

type Value = number | string | null | undefined;

/** "+2", "−0.40"; of percentages in points. */
function differenceText(format: Format, metric: Metric, clean: Value, raw: Value): string {
  if (clean === null || clean === undefined || raw === null || raw === undefined) return NONE;
  const difference = microsOf(raw) - microsOf(clean);
  if (difference === 0n) return "=";
  return `${difference > 0n ? "+" : "−"}${textOf(format, metric, decimalOf(difference > 0n ? difference : -difference))}`;
}

export function WithBots({ metric, clean, raw, format }: { metric: Metric; clean: Value; raw: Value; format: Format }): ReactElement {
  const t = useWords(words);
  const text = textOf(format, metric, raw);
  const difference = differenceText(format, metric, clean, raw);
  return (
    <small title={t("raw", { raw: text, difference })} style={{ fontSize: 11 }}>
      <span style={{ display: "inline-block", minWidth: 56 }} data-raw>
        {text}
      </span>{" "}
      <span className="muted" style={{ display: "inline-block", minWidth: 56 }} data-difference>
        {difference}
      </span>
    </small>
  );
}
