/* figureText - a figure as text, by its kind. */
import { NONE, type Format } from "../i18n/format.ts";
import { kindOf, type Metric, type MetricKind } from "./metrics.ts";

export function textOfKind(format: Format, kind: MetricKind, value: number | string | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  switch (kind) {
    case "count":
      return format.count(Number(value));
    case "number":
      return format.number(Number(value));
    case "percent":
      return format.percent(Number(value));
    case "money":
      return format.money(String(value));
    case "unit":
      return format.unit(String(value));
  }
}
export function textOf(format: Format, metric: Metric, value: number | string | null | undefined): string {
  return textOfKind(format, kindOf(metric), value);
}
