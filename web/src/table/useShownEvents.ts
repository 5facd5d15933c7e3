/* useShownEvents - which events a table needs: those whose columns are shown, and those in own formulas. Answers have no others. */
import { useMemo } from "react";
import { usePref } from "../state/prefs.ts";
import { EMPTY_LAYOUT, readLayout, type Layout } from "./layout.ts";
import { EVENTS, type EventMetric } from "./metrics.ts";

export function eventsOf(layout: Layout): EventMetric[] {
  const named = new Set(layout.formulas.flatMap(({ text }) => text.toLowerCase().match(/\bevent\d+\b/g) ?? []));
  return EVENTS.filter((event) => named.has(event) || (layout.shown.includes(event) && !layout.hidden.includes(event)));
}

/** Of the table of that name. */
export function useShownEvents(table: string): readonly EventMetric[] {
  const [kept] = usePref<Partial<Layout>>(`table.${table}`, EMPTY_LAYOUT);
  return useMemo(() => eventsOf(readLayout(kept)), [kept]);
}
