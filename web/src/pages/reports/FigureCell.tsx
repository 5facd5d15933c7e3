/* FigureCell - one figure of a row, a link to the entries behind it; beside it what may be said of it: the interval, the other span. */
import type { ReactElement } from "react";
import { NONE, type Format } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { textOf } from "../../table/figureText.ts";
import { metricCell } from "../../table/metricColumns.tsx";
import { WithBots } from "../../table/WithBots.tsx";
import { isLessBetter, type Beside, type Figures, type Metric } from "../../table/metrics.ts";
import classes from "./reports.module.css";
import type { Log } from "./state.ts";
import { wilson } from "./wilson.ts";
import { reportWords } from "./words.ts";

const OF_CLICKS: ReadonlySet<Metric> = new Set(["clicks", "unique_clicks", "ctr", "uctr"]);
const OF_VISITS: ReadonlySet<Metric> = new Set(["visits", "unique_visits", "cost", "own_cost", "cpv", "ecpm", "cost_missing", "no_rate"]);

/** Which log has what the figure counts; of a ratio, what it counts above the line. */
export function logOf(metric: Metric): Log {
  if (OF_CLICKS.has(metric)) return "clicks";
  return OF_VISITS.has(metric) ? "visits" : "conversions";
}

/** By how much of the other it changed, in percent; of percentages the difference. */
export function changeOf(metric: Metric, now: Figures, before: Figures): number | null {
  const is = now[metric];
  const was = before[metric];
  if (is === null || is === undefined || was === null || was === undefined || Number(was) === 0) return null;
  return ((Number(is) - Number(was)) / Math.abs(Number(was))) * 100;
}

function Interval({ figures, format }: { figures: Figures; format: Format }): ReactElement | null {
  const t = useWords(reportWords);
  const { visits, conversions } = figures;
  if (typeof visits !== "number" || typeof conversions !== "number") return null;
  const found = wilson(conversions, visits);
  if (found === null) return null;
  const low = format.percent(found.low * 100);
  const high = format.percent(found.high * 100);
  return (
    <span className={classes.aside} title={t("interval", { low, high })}>
      {conversions === 0 ? `≤${high}` : `±${format.percent(((found.high - found.low) / 2) * 100)}`}
    </span>
  );
}

function Change({ metric, figures, compare, format }: { metric: Metric; figures: Figures; compare: Figures; format: Format }): ReactElement {
  const t = useWords(reportWords);
  const change = changeOf(metric, figures, compare);
  const before = textOf(format, metric, compare[metric]);
  const isGood = change !== null && change > 0 !== isLessBetter(metric);
  return (
    <span className={classes.before} title={t("before", { text: before })}>
      <span className={classes.aside}>{before}</span>
      <span className={`${classes.change} ${change === null || change === 0 ? "muted" : isGood ? "gain" : "loss"}`}>
        {change === null ? NONE : change === 0 ? "=" : `${change > 0 ? "+" : "−"}${Math.abs(change) >= 1000 ? format.count(Math.round(Math.abs(change))) : Math.abs(change).toFixed(1)} %`}
      </span>
    </span>
  );
}

export interface FigureCellProps {
  metric: Metric;
  figures: Figures;
  beside: Beside | null;
  format: Format;
  href: string;
}

export function FigureCell({ metric, figures, beside, format, href }: FigureCellProps): ReactElement {
  const value = figures[metric];
  return (
    <span className={classes.figure}>
      {value === null || value === undefined ? (
        NONE
      ) : (
        <a className={classes.entries} href={href} tabIndex={-1} data-entries>
          {metricCell(format, metric, { [metric]: value })}
        </a>
      )}
      {metric === "cv" && beside === null && <Interval figures={figures} format={format} />}
      {beside?.name === "compare" && <Change metric={metric} figures={figures} compare={beside.figures} format={format} />}
      {beside?.name === "raw" && <WithBots metric={metric} clean={value} raw={beside.figures[metric]} format={format} />}
    </span>
  );
}
