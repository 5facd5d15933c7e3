/* chartSpec - what the chart draws, as the address has it: "profit.line.day", or "off". */
import type { Span } from "../../state/span.ts";
import { METRICS, type Metric } from "../../table/metrics.ts";

export const SHAPES = ["line", "stack", "heat", "map"] as const;
export type Shape = (typeof SHAPES)[number];
export const STEPS = ["hour", "day", "week", "month"] as const;
export type Step = (typeof STEPS)[number];

export interface ChartSpec {
  metric: Metric;
  shape: Shape;
  step: Step;
}

/** Hours of more days than these are more points than a chart has room for. */
export const HOURS_DAYS_MAX = 31;

export function daysIn(span: Span): number | null {
  if (span.from === null || span.to === null) return null;
  return (Date.parse(`${span.to}T12:00:00Z`) - Date.parse(`${span.from}T12:00:00Z`)) / 86_400_000 + 1;
}

export function readSpec(text: string | null, span: Span): ChartSpec {
  const [metric, shape, step] = (text ?? "").split(".");
  const days = daysIn(span);
  const isFew = days !== null && days <= HOURS_DAYS_MAX;
  const wanted = STEPS.find((one) => one === step) ?? (days !== null && days <= 2 ? "hour" : "day");
  return {
    metric: METRICS.find((one) => one === metric) ?? "profit",
    shape: SHAPES.find((one) => one === shape) ?? "line",
    step: wanted === "hour" && !isFew ? "day" : wanted,
  };
}

export const writeSpec = ({ metric, shape, step }: ChartSpec): string => `${metric}.${shape}.${step}`;
