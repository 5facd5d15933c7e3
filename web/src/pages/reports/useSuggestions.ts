/* useSuggestions - the values that a dimension has in these dates, the most visited first, searched by the server. */
import { useGet } from "../../api/hooks.ts";
import { useSession } from "../../state/session.ts";
import { ENTITIES, kindOfDimension } from "./dimensions.ts";
import { parseFilter, writeFilter } from "./filters.ts";
import { isOfGroups, type ReportState } from "./state.ts";
import type { Value, ValueText } from "./values.ts";

export interface Suggestion {
  value: string;
  label: string;
  count: number | null;
}

type Named = { id: number | string; name: string; figures?: { visits?: number } | null };
type Grouped = Record<string, Value> & { visits?: number; conversions?: number };

/** Whose values are few and said otherwise than the API says them: all are loaded, and searched by what people read. */
const CLOSED: ReadonlySet<string> = new Set(["country", "continent", "language", "device_type", "via", "status", "channel", "bot_reason", "bot_signal", "weekday", "hour", "proxy", "connection_type", "tag"]);
export const isChosen = (name: string): boolean => name in ENTITIES || CLOSED.has(name) || kindOfDimension(name) === "bool";

const isOfConversions = (name: string): boolean => /^(status|status_raw|type|currency|channel|param\d+|event_value\d+)$/.test(name);

export function useSuggestions(name: string, search: string, state: ReportState, valueText: ValueText): { found: Suggestion[]; isLoading: boolean } {
  const { workspaces } = useSession();
  const resource = ENTITIES[name];
  const kind = kindOfDimension(name);
  const metric = isOfConversions(name) ? "conversions" : "visits";
  const { from, to, tz, bots, tests } = state.base;
  const others = state.filters.filter((text) => !isOfGroups(text) && parseFilter(text).name !== name);
  const searched = search !== "" && kind === "text" && !CLOSED.has(name) ? [writeFilter({ name, operator: "has", values: [search] })] : [];
  const entities = useGet<{ rows: Named[] }>(resource === undefined || name === "workspace" ? null : resource, { q: search, from, to, tz, metrics: "visits", sort: "-visits", limit: 50 });
  const isAsked = name !== "" && resource === undefined && kind !== "bool" && kind !== "search";
  const groups = useGet<{ rows: Grouped[] }>(isAsked ? "report" : null, { from, to, tz, bots, tests, filter: [...others, ...searched], group_by: name, metrics: metric, sort: `-${metric}`, limit: CLOSED.has(name) ? 300 : 50 });
  if (name === "workspace") return { found: workspaces.map((one) => ({ value: String(one.id), label: one.name, count: null })), isLoading: false };
  if (kind === "bool") return { found: ["true", "false"].map((value) => ({ value, label: valueText(name, value), count: null })), isLoading: false };
  if (resource !== undefined) {
    const rows = entities.data?.rows ?? [];
    return { found: rows.map((row) => ({ value: String(row.id), label: row.name, count: row.figures?.visits ?? null })), isLoading: entities.isFetching };
  }
  const rows = (isAsked ? groups.data?.rows : undefined) ?? [];
  const found = rows.flatMap((row) => {
    const value = row[name];
    return value === null || value === undefined || value === "" || value === "unknown" ? [] : [{ value: String(value), label: valueText(name, value), count: row[metric] ?? null }];
  });
  return { found, isLoading: groups.isFetching };
}
