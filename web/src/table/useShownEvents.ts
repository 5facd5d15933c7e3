/* useShownEvents - which events a table needs. */
import { useMemo } from "react";
import { usePref } from "../state/prefs.ts";
import { EMPTY_LAYOUT, eventsOf, readLayout, type Layout } from "./layout.ts";
import type { EventMetric } from "./metrics.ts";

/** Of the table of that name. */
export function useShownEvents(table: string): readonly EventMetric[] {
  const [kept] = usePref<Partial<Layout>>(`table.${table}`, EMPTY_LAYOUT);
  return useMemo(() => eventsOf(readLayout(kept)), [kept]);
}
