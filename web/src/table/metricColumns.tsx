/* metricColumns - the figures as a table's columns. */
import { useMemo, type ReactElement, type ReactNode } from "react";
import { NONE, useFormat, type Format } from "../i18n/format.ts";
import { useLocale } from "../i18n/words.ts";
import { textOf } from "./figureText.ts";
import { useMetricHint } from "./metricHints.ts";
import { WithBots } from "./WithBots.tsx";
import { besideOf, defaultsOf, isLessBetter, kindOf, metricsOf, useMetricName, type Figures, type Metric, type MetricKind, type Side } from "./metrics.ts";
import type { Column, FigureSource } from "./types.ts";


/** Gain and loss by sign, arrow and colour together. */
export function Signed({ value, text }: { value: number; text: string }): ReactElement {
  if (value === 0) return <>{text}</>;
  return (
    <span className={value > 0 ? "gain" : "loss"}>
      {value > 0 ? "▲" : "▼"} {text}
    </span>
  );
}

/** "+12 %" beside a figure: how far it is from what it was. */
export function Change({ metric, now, before, language }: { metric: Metric; now: number | string | null | undefined; before: number | string | null | undefined; language: string }): ReactElement {
  const from = before === null || before === undefined ? 0 : Number(before);
  const to = now === null || now === undefined ? 0 : Number(now);
  const share = from === 0 ? null : (to - from) / Math.abs(from);
  const text = share === null ? (to === 0 ? "" : NONE) : share.toLocaleString(language, { style: "percent", signDisplay: "exceptZero", notation: Math.abs(share) >= 100 ? "compact" : "standard", maximumFractionDigits: 0 });
  const tone = share === null || share === 0 ? "muted" : share > 0 !== isLessBetter(metric) ? "gain" : "loss";
  return (
    <small className={tone} style={{ display: "inline-block", minWidth: 44, fontSize: 11 }}>
      {text}
    </small>
  );
}

const SIGNED: readonly Metric[] = ["profit", "roi", "roi_confirmed"];

export function metricCell(format: Format, metric: Metric, figures: Figures | null | undefined, language = "en"): ReactNode {
  const value = figures?.[metric];
  const text = textOf(format, metric, value);
  const cell = SIGNED.includes(metric) && value !== null && value !== undefined ? <Signed value={Number(value)} text={text} /> : text;
  const beside = besideOf(figures);
  if (beside === null) return cell;
  return (
    <>
      {cell} {beside.name === "raw" ? <WithBots metric={metric} clean={value} raw={beside.figures[metric]} format={format} /> : <Change metric={metric} now={value} before={beside.figures[metric]} language={language} />}
    </>
  );
}

/** The strength of a row's colour: its ROI, all green from 100 %, all red at -100 %. */
export function toneOf(figures: Figures | null | undefined): number | null {
  const roi = figures?.roi;
  if (roi === null || roi === undefined) return null;
  return Math.max(-1, Math.min(1, Number(roi) / 100));
}

/** How a currency is written beside a number: "$", "€", "CA$". */
export function currencySign(currency: string, language: string): string {
  try {
    return new Intl.NumberFormat(language, { style: "currency", currency }).formatToParts(0).find((part) => part.type === "currency")?.value ?? currency;
  } catch {
    return currency;
  }
}

const WIDTHS: Record<MetricKind, number> = { count: 76, money: 100, unit: 80, percent: 86, number: 80 };
const BESIDE_PX = { compare: 50, raw: 128 };
/** Wide enough for what stands in the header: letters, a sort mark, the edges. */
export function widthOf(label: string, least: number): number {
  return Math.max(least, Math.ceil(label.length * 7.8) + 34);
}

export interface MetricOptions {
  /** Of the answer: told in the header of money. */
  currency?: string | null | undefined;
  side?: Side;
}

/** One column: its label, width and cells follow from the metric. */
export function useMetricColumn(timeZone: string, { currency = null, side = "tracker" }: MetricOptions): <Row>(metric: Metric, source: FigureSource<Row>) => Column<Row> {
  const nameOf = useMetricName();
  const hintOf = useMetricHint(side);
  const { language } = useLocale();
  const format = useFormat(timeZone);
  return useMemo(
    () => (metric, source) => {
      const kind = kindOf(metric);
      const label = nameOf(metric);
      const unit = currency !== null && (kind === "money" || kind === "unit") ? currencySign(currency, language) : undefined;
      const beside = besideOf(source.totals);
      const more = beside === null ? 0 : BESIDE_PX[beside.name];
      const cell = (figures: Figures | null | undefined): ReactNode => metricCell(format, metric, figures, language);
      return {
        id: metric,
        label,
        hint: hintOf(metric),
        unit,
        width: widthOf(label + (unit === undefined ? "" : ` ${unit}`), WIDTHS[kind] + (SIGNED.includes(metric) ? 22 : 0)) + more,
        isNumber: true,
        sort: metric,
        cell: (row) => cell(source.of(row)),
        text: (row) => String(source.of(row)?.[metric] ?? ""),
        total: cell(source.totals),
        metric,
        figures: { source, cell },
      };
    },
    [nameOf, hintOf, language, format, currency, side],
  );
}

export function useMetricColumns<Row>(figuresOf: (row: Row) => Figures | null | undefined, totals: Figures | null | undefined, timeZone: string, options: MetricOptions = {}): Column<Row>[] {
  const { currency, side = "tracker" } = options;
  const columnOf = useMetricColumn(timeZone, { currency, side });
  return useMemo(() => {
    const source: FigureSource<Row> = { of: figuresOf, totals, side };
    const defaults = defaultsOf(side);
    return metricsOf(side).map((metric) => ({ ...columnOf(metric, source), isShown: defaults.includes(metric) }));
  }, [columnOf, figuresOf, totals, side]);
}
