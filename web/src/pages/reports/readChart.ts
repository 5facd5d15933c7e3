/* readChart - asks the report for what a chart draws: a figure by steps of time, by the largest groups, by hour and weekday, by country. */
import { get, type Query } from "../../api/client.ts";
import { besideOf, kindOf, type Figures } from "../../table/metrics.ts";
import { bucketsOf, hourKey, nowIn } from "./buckets.ts";
import type { ChartSpec, Step } from "./chartSpec.ts";
import { parseFilter, writeFilter } from "./filters.ts";
import type { Value } from "./values.ts";

type Row = Record<string, Value> & { filter?: string[] };
interface Answer {
  rows: (Row & Figures)[];
  next: string | null;
  behind_ms?: number;
}
export interface Series {
  /** What it stands for; "all", what stands beside and "rest" are no values. */
  of: "all" | "before" | "raw" | "rest" | { value: Value };
  values: (number | null)[];
}
export type ChartData =
  | { kind: "series"; buckets: string[]; series: Series[]; isStacked: boolean }
  | { kind: "heat"; cells: { weekday: number; hour: number; value: number | null }[] }
  | { kind: "map"; countries: { code: string; value: number | null }[] };

export const TOP = 8;
const PAGES_MAX = 8;

/** How far the figures were behind, at most, that a chart is drawn of. */
export interface Lag {
  behind_ms: number;
}

async function readAll(query: Query, signal: AbortSignal, lag: Lag): Promise<(Row & Figures)[]> {
  const rows: (Row & Figures)[] = [];
  let cursor: string | null = "";
  for (let page = 0; page < PAGES_MAX && cursor !== null; page++) {
    const answer: Answer = await get<Answer>("report", { ...query, limit: 1000, cursor }, signal);
    lag.behind_ms = Math.max(lag.behind_ms, answer.behind_ms ?? 0);
    rows.push(...answer.rows);
    cursor = answer.next;
  }
  return rows;
}

const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
const isSum = (spec: ChartSpec): boolean => kindOf(spec.metric) === "count" || kindOf(spec.metric) === "money";

const dimensionsOf = (step: Step): string => (step === "hour" ? "day,hour" : step);
const keyOf = (step: Step, row: Row): string => (step === "hour" ? hourKey(String(row["day"]), Number(row["hour"])) : String(row[step]));

/** Where nothing was counted a sum is zero, and a ratio undefined: a gap. */
function valuesOf(spec: ChartSpec, buckets: readonly string[], rows: readonly Row[], figuresOf: (row: Row) => Figures | null | undefined): (number | null)[] {
  const found = new Map(rows.map((row) => [keyOf(spec.step, row), numberOf(figuresOf(row)?.[spec.metric])]));
  return buckets.map((bucket) => (found.has(bucket) ? (found.get(bucket) ?? null) : isSum(spec) ? 0 : null));
}

/** The question without anything beside its figures. */
const alone = (base: Query): Query => ({ ...base, compare: null, bots: base["bots"] === "both" ? null : base["bots"] });

async function readTop(spec: ChartSpec, base: Query, grouping: string, signal: AbortSignal): Promise<{ rows: Row[]; filter: string } | null> {
  const top = await get<Answer>("report", { ...alone(base), group_by: grouping, metrics: spec.metric, sort: `-${spec.metric}`, limit: TOP + 1 }, signal);
  const known = top.rows.filter((row) => row.filter?.[0] !== undefined && parseFilter(row.filter[0]).operator === "is").slice(0, TOP);
  if (known.length === 0) return null;
  return { rows: known, filter: writeFilter({ name: grouping, operator: "is", values: known.flatMap((row) => parseFilter(row.filter?.[0] ?? "").values) }) };
}

const sameValue = (a: Value, b: Value): boolean => (typeof a === "object" && a !== null && typeof b === "object" && b !== null ? a.id === b.id : a === b);

async function readSeries(spec: ChartSpec, base: Query, grouping: string | null, signal: AbortSignal, lag: Lag): Promise<ChartData> {
  const common = { metrics: spec.metric, group_by: dimensionsOf(spec.step) };
  const isSplit = spec.shape === "stack" && grouping !== null;
  const [rows, top] = await Promise.all([readAll({ ...(isSplit ? alone(base) : base), ...common }, signal, lag), isSplit ? readTop(spec, base, grouping, signal) : null]);
  const days = rows.map((row) => String(row["day"] ?? "")).filter((day) => day !== "").sort();
  const from = base.from ?? days[0];
  const buckets = typeof from === "string" ? bucketsOf(spec.step, from, String(base.to ?? days.at(-1)), nowIn(String(base.tz))) : rows.map((row) => keyOf(spec.step, row)).sort();
  const all = valuesOf(spec, buckets, rows, (row) => row as Figures);
  if (!isSplit) {
    const beside = rows.map((row) => besideOf(row as Figures)?.name).find((name) => name !== undefined);
    const second: Series[] = beside === undefined ? [] : [{ of: beside === "raw" ? "raw" : "before", values: valuesOf(spec, buckets, rows, (row) => besideOf(row as Figures)?.figures) }];
    return { kind: "series", buckets, isStacked: false, series: [{ of: "all", values: all }, ...second] };
  }
  if (top === null) return { kind: "series", buckets, isStacked: false, series: [{ of: "all", values: all }] };
  const split = await readAll({ ...alone(base), ...common, group_by: `${grouping},${common.group_by}`, filter: [...((base.filter as string[] | undefined) ?? []), top.filter] }, signal, lag);
  const series: Series[] = top.rows.map((row) => {
    const value = row[grouping];
    return { of: { value }, values: valuesOf(spec, buckets, split.filter((one) => sameValue(one[grouping], value)), (one) => one as Figures) };
  });
  /* A campaign of two tags, a visit of two signals counts in both: what is left over would be no rest. */
  if (isSum(spec) && grouping !== "tag" && grouping !== "bot_signal") {
    const rest = all.map((value, i) => (value ?? 0) - series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0));
    if (rest.some((value) => Math.abs(value) > 0.000001)) series.push({ of: "rest", values: rest });
  }
  return { kind: "series", buckets, isStacked: isSum(spec), series };
}

export async function readChart(spec: ChartSpec, base: Query, grouping: string | null, signal: AbortSignal, lag: Lag): Promise<ChartData> {
  if (spec.shape === "heat") {
    const rows = await readAll({ ...alone(base), metrics: spec.metric, group_by: "weekday,hour" }, signal, lag);
    return { kind: "heat", cells: rows.map((row) => ({ weekday: Number(row["weekday"]), hour: Number(row["hour"]), value: numberOf(row[spec.metric]) })) };
  }
  if (spec.shape === "map") {
    const rows = await readAll({ ...alone(base), metrics: spec.metric, group_by: "country", sort: `-${spec.metric}` }, signal, lag);
    return { kind: "map", countries: rows.map((row) => ({ code: String(row["country"] ?? "unknown"), value: numberOf(row[spec.metric]) })) };
  }
  return readSeries(spec, base, grouping, signal, lag);
}
