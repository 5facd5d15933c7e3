/* TodayFigures - what today has brought so far, each figure with its change. */
import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { textOf } from "../../table/figureText.ts";
import { metricCell } from "../../table/metricColumns.tsx";
import { metricWords } from "../../table/metrics.ts";
import classes from "./home.module.css";
import { TODAY_METRICS, type Answer, type TodayMetric } from "./today.ts";
import { homeWords } from "./words.ts";

/** More of it is not better. */
const COSTS: readonly TodayMetric[] = ["cost"];

function Change({ metric, now, was }: { metric: TodayMetric; now: number; was: number }): ReactElement | null {
  const format = useFormat();
  if (was === 0 || now === was) return null;
  const change = ((now - was) / Math.abs(was)) * 100;
  const tone = COSTS.includes(metric) ? "muted" : change > 0 ? "gain" : "loss";
  return (
    <span className={tone}>
      {change > 0 ? "▲" : "▼"} {format.percent(Math.abs(change))} %
    </span>
  );
}

export function TodayFigures({ totals, tz }: { totals: Answer["totals"] | undefined; tz: string }): ReactElement {
  const t = useWords(homeWords);
  const metrics = useWords(metricWords);
  const format = useFormat(tz);
  return (
    <dl className={classes.figures}>
      {TODAY_METRICS.map((metric) => {
        const [now, was] = [totals?.[metric], totals?.compare?.[metric]];
        return (
          <div key={metric}>
            <dt>{metrics(metric)}</dt>
            <dd className={classes.figure}>{metricCell(format, metric, { [metric]: now })}</dd>
            <dd className={classes.change}>
              {now !== null && now !== undefined && was !== null && was !== undefined ? <Change metric={metric} now={Number(now)} was={Number(was)} /> : null}
              <Text size="xs" className="muted">
                {t("was", { value: textOf(format, metric, was) })}
              </Text>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
