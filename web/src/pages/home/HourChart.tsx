/* HourChart - one figure by the hour, today over yesterday; the hours to come are a gap. */
import { SegmentedControl, useComputedColorScheme } from "@mantine/core";
import type { EChartsType } from "echarts/core";
import { useEffect, useRef, type ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useLocale, useWords } from "../../i18n/words.ts";
import { useUrl } from "../../state/url.ts";
import { textOf } from "../../table/metricColumns.tsx";
import { metricWords } from "../../table/metrics.ts";
import type { ChartLines } from "./chart.ts";
import classes from "./home.module.css";
import type { Answer } from "./today.ts";
import { homeWords } from "./words.ts";

const CHOICES = ["profit", "revenue", "cost", "visits", "conversions"] as const;
type Choice = (typeof CHOICES)[number];

function linesOf(rows: Answer["rows"], metric: Choice, hourNow: number): { today: (number | null)[]; yesterday: (number | null)[] } {
  const byHour = new Map(rows.map((row) => [row.hour, row]));
  const hours = Array.from({ length: 24 }, (_, hour) => byHour.get(hour));
  return {
    today: hours.map((row, hour) => (hour > hourNow ? null : Number(row?.[metric] ?? 0))),
    yesterday: hours.map((row) => Number(row?.compare?.[metric] ?? 0)),
  };
}

function Chart({ lines, label }: { lines: ChartLines; label: string }): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const latest = useRef(lines);
  latest.current = lines;
  const chart = useRef<EChartsType | null>(null);
  const draw = useRef<((chart: EChartsType, lines: ChartLines) => void) | null>(null);
  useEffect(() => {
    let isGone = false;
    let watch: ResizeObserver | null = null;
    void import("./chart.ts").then(({ makeChart, drawChart }) => {
      if (isGone || !box.current) return;
      const made = makeChart(box.current);
      chart.current = made;
      draw.current = drawChart;
      drawChart(made, latest.current);
      watch = new ResizeObserver(() => made.resize());
      watch.observe(box.current);
    });
    return () => {
      isGone = true;
      watch?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, [scheme]);
  useEffect(() => {
    if (chart.current) draw.current?.(chart.current, lines);
  }, [lines]);
  return <div ref={box} className={classes.chart} role="img" aria-label={label} />;
}

export function HourChart({ rows, tz }: { rows: Answer["rows"]; tz: string }): ReactElement {
  const t = useWords(homeWords);
  const metrics = useWords(metricWords);
  const format = useFormat(tz);
  const { language } = useLocale();
  const { params, set } = useUrl();
  const metric = CHOICES.find((one) => one === params.get("metric")) ?? "profit";
  const hourNow = Number(new Intl.DateTimeFormat("en", { timeZone: tz, hour: "2-digit", hourCycle: "h23" }).format(new Date()));
  const { today, yesterday } = linesOf(rows, metric, hourNow);
  const textOfFigure = (value: number | null): string => textOf(format, metric, value);
  const label = t("chart.label", { metric: metrics(metric) });
  return (
    <section>
      <div className={classes.head}>
        <h2>{t("by.hour")}</h2>
        <SegmentedControl size="xs" aria-label={t("chart.metric")} data={CHOICES.map((one) => ({ value: one, label: metrics(one) }))} value={metric} onChange={(next) => set({ metric: next === "profit" ? null : next }, { replace: true })} />
      </div>
      <Chart lines={{ today, yesterday, names: [t("today"), t("yesterday")], textOf: textOfFigure, language }} label={label} />
      <table className="sr-only">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t("hour")}</th>
            <th scope="col">{t("today")}</th>
            <th scope="col">{t("yesterday")}</th>
          </tr>
        </thead>
        <tbody>
          {today.map((value, hour) => (
            <tr key={hour}>
              <th scope="row">{hour}</th>
              <td>{textOfFigure(value)}</td>
              <td>{textOfFigure(yesterday[hour] ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
