/* metricColumns - the figures as a table's columns. */
import { useMemo, type ReactElement, type ReactNode } from "react";
import { NONE, useFormat, type Format } from "../i18n/format.ts";
import { useWords } from "../i18n/words.ts";
import { DEFAULT_METRICS, kindOf, METRICS, metricWords, type Figures, type Metric } from "./metrics.ts";
import type { Column } from "./types.ts";

export function textOf(format: Format, metric: Metric, value: number | string | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  switch (kindOf(metric)) {
    case "count":
      return format.count(Number(value));
    case "percent":
      return format.percent(Number(value));
    case "money":
      return format.money(String(value));
    case "unit":
      return format.money(String(value), 4);
  }
}

/** Gain and loss by sign, arrow and colour together. */
export function Signed({ value, text }: { value: number; text: string }): ReactElement {
  if (value === 0) return <>{text}</>;
  return (
    <span className={value > 0 ? "gain" : "loss"}>
      {value > 0 ? "▲" : "▼"} {text}
    </span>
  );
}

export function metricCell(format: Format, metric: Metric, figures: Figures | null | undefined): ReactNode {
  const value = figures?.[metric];
  const text = textOf(format, metric, value);
  if ((metric === "profit" || metric === "roi" || metric === "roi_confirmed") && value !== null && value !== undefined) return <Signed value={Number(value)} text={text} />;
  return text;
}

/** The strength of a row's colour: its ROI, all green from 100 %, all red at -100 %. */
export function toneOf(figures: Figures | null | undefined): number | null {
  const roi = figures?.roi;
  if (roi === null || roi === undefined) return null;
  return Math.max(-1, Math.min(1, Number(roi) / 100));
}

export function useMetricColumns<Row>(figuresOf: (row: Row) => Figures | null | undefined, totals: Figures | null | undefined, timeZone: string): Column<Row>[] {
  const t = useWords(metricWords);
  const format = useFormat(timeZone);
  return useMemo(
    () =>
      METRICS.map((metric) => ({
        id: metric,
        label: t(metric),
        width: kindOf(metric) === "money" ? 104 : 92,
        isNumber: true,
        isShown: DEFAULT_METRICS.includes(metric),
        sort: metric,
        cell: (row: Row) => metricCell(format, metric, figuresOf(row)),
        text: (row: Row) => String(figuresOf(row)?.[metric] ?? ""),
        total: metricCell(format, metric, totals),
      })),
    [t, format, figuresOf, totals],
  );
}
