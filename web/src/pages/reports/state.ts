/* state - the report that the address asks for, and the ways to change it. */
import { useMemo } from "react";
import type { Query } from "../../api/client.ts";
import { botsOf, botsOfEntries, botsQuery } from "../../state/bots.ts";
import { useSpan, type Span } from "../../state/span.ts";
import { useUrl, type UrlValues } from "../../state/url.ts";
import { isMetric, type Metric } from "../../table/metrics.ts";
import { DIMENSIONS, GROUPINGS_MAX } from "./dimensions.ts";
import { readOpened, writeOpened } from "./opened.ts";
import { negated, parseFilter, withFilter, type Filter } from "./filters.ts";

export type Log = "visits" | "clicks" | "conversions" | "postbacks-in" | "postbacks-out";
export const LOGS: readonly Log[] = ["visits", "clicks", "conversions", "postbacks-in", "postbacks-out"];

export interface ReportState {
  groupings: readonly string[];
  filters: readonly string[];
  sort: readonly string[];
  isFlat: boolean;
  /** What the user asked for; null: as the table's columns are. */
  metrics: readonly Metric[] | null;
  chart: string | null;
  /** The rows that are open, by their nodes; they belong to these groupings. */
  opened: ReadonlySet<string>;
  setOpened: (opened: ReadonlySet<string>) => void;
  span: Span;
  params: URLSearchParams;
  /** What every question of the page has in common, filters included. */
  base: Query;
  set: (values: UrlValues) => void;
  setGroupings: (names: readonly string[]) => void;
  setFilters: (filters: readonly string[]) => void;
  /** Keeps only what this filter of a row keeps; its grouping, which would be one row, gives way to the next. */
  drill: (text: string) => void;
  exclude: (text: string) => void;
  /** The log with what is behind a group. */
  logHref: (log: Log, groupFilters: readonly string[]) => string;
}

const list = (text: string | null): string[] => (text ?? "").split(",").filter((one) => one !== "");
/** Figures choose among groups, which entries have not. */
export const isOfGroups = (text: string): boolean => isMetric(parseFilter(text).name);

export function useReportState(): ReportState {
  const { params, set } = useUrl();
  const { span, query } = useSpan();
  return useMemo(() => {
    const groupings = [...new Set(list(params.get("group_by") ?? "campaign"))].filter((name) => DIMENSIONS.has(name)).slice(0, GROUPINGS_MAX);
    const filters = params.getAll("filter");
    const metrics = list(params.get("metrics")).filter(isMetric);
    const sort = list(params.get("sort")).slice(0, 2);
    const passed = Object.fromEntries(["tests", "denominator", "currency"].map((name) => [name, params.get(name)]));
    const setFilters = (next: readonly string[], others: UrlValues = {}): void => set({ filter: next, ...others });
    const logQuery = (groupFilters: readonly string[]): string => {
      const target = new URLSearchParams({ dates: span.name, tz: span.tz });
      if (span.time !== null) target.set("time", span.time);
      const bots = botsOfEntries(botsOf(params));
      if (bots !== null) target.set("bots", bots);
      if (params.get("tests")) target.set("tests", params.get("tests") ?? "");
      for (const text of [...filters, ...groupFilters]) if (!isOfGroups(text)) target.append("filter", text);
      return target.toString();
    };
    /* Each figure of a row leads to the same entries. */
    const logQueries = new WeakMap<readonly string[], string>();
    const namesOf = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(","));
    return {
      groupings,
      filters,
      sort,
      metrics: metrics.length > 0 ? metrics : null,
      isFlat: params.get("flat") === "1",
      chart: params.get("chart"),
      opened: readOpened(params.getAll("open")),
      setOpened: (opened) => set({ open: writeOpened(opened) }, { replace: true }),
      span,
      params,
      base: { ...query, ...passed, bots: botsQuery(botsOf(params)), filter: filters },
      set,
      setGroupings: (names) => set({ group_by: namesOf(names), open: null }),
      setFilters,
      drill: (text) => {
        const filter = parseFilter(text);
        const left = groupings.filter((name) => name !== filter.name);
        setFilters(withFilter(filters, filter), left.length > 0 ? { group_by: left.join(","), open: null } : {});
      },
      exclude: (text) => setFilters(withFilter(filters, negated(parseFilter(text)))),
      logHref: (log, groupFilters) => {
        let text = logQueries.get(groupFilters);
        if (text === undefined) logQueries.set(groupFilters, (text = logQuery(groupFilters)));
        return `/logs/${log}?${text}`;
      },
    };
  }, [params, span, query, set]);
}

export type { Filter };
