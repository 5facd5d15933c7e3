/* adColumns - the ad network's figures as a table's columns; beside each the one of the span before, when it is asked for. */
import { useMemo, type ReactNode } from "react";
import { useFormat, type Format } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { Signed } from "../../table/metricColumns.tsx";
import type { Column } from "../../table/types.ts";
import { AD_DEFAULT, AD_METRICS, adMetricHints, adMetricWords, adText, adWidth, type AdFigures, type AdMetric } from "./adMetrics.ts";

export function adCell(format: Format, metric: AdMetric, figures: AdFigures | null | undefined): ReactNode {
  const value = figures?.[metric];
  const text = adText(format, metric, value);
  const isSigned = (metric === "profit" || metric === "roi") && value !== null && value !== undefined;
  const now = isSigned ? <Signed value={Number(value)} text={text} /> : text;
  if (!figures?.compare) return now;
  return (
    <>
      {now} <span className="muted">← {adText(format, metric, figures.compare[metric])}</span>
    </>
  );
}

/** The strength of a row's colour: its ROI, all green from 100 %, all red at -100 %. */
export function adTone(figures: AdFigures | null | undefined): number | null {
  const roi = figures?.roi;
  return roi === null || roi === undefined ? null : Math.max(-1, Math.min(1, Number(roi) / 100));
}

export function useAdColumns<Row>(figuresOf: (row: Row) => AdFigures | null | undefined, totals: AdFigures | null | undefined, timeZone: string): Column<Row>[] {
  const t = useWords(adMetricWords);
  const hint = useWords(adMetricHints);
  const format = useFormat(timeZone);
  const isCompared = Boolean(totals?.compare);
  return useMemo(
    () =>
      AD_METRICS.map((metric) => ({
        id: metric,
        label: t(metric),
        hint: hint(metric),
        width: adWidth(metric) + (isCompared ? 80 : 0),
        isNumber: true,
        isShown: AD_DEFAULT.includes(metric),
        sort: metric,
        cell: (row: Row) => adCell(format, metric, figuresOf(row)),
        text: (row: Row) => String(figuresOf(row)?.[metric] ?? ""),
        total: adCell(format, metric, totals),
      })),
    [t, hint, format, figuresOf, totals, isCompared],
  );
}
