/* span - which days a page shows, on whose clock, beside which others: in the address, and kept for the next page. */
import { useMemo } from "react";
import { botsOf } from "./bots.ts";
import { usePref } from "./prefs.ts";
import { useSession } from "./session.ts";
import { useUrl } from "./url.ts";

export const PRESETS = ["today", "yesterday", "last7", "last14", "last30", "month", "last_month", "all"] as const;
export type Preset = (typeof PRESETS)[number];

export interface Span {
  /** "last7", or "2026-11-01..2026-11-24". */
  name: string;
  /** Dates on the clock of tz, both days within; null: all there is. */
  from: string | null;
  to: string | null;
  tz: string;
  compare: "previous" | null;
  time: "visit" | "conversion" | null;
}

/** A day as YYYY-MM-DD, `days` from today on that clock. */
export function dayAt(tz: string, days: number): string {
  return new Date(Date.parse(`${todayIn(tz)}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
function todayIn(tz: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
}

export function daysOf(name: string, tz: string): { from: string | null; to: string | null } {
  const range = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(name);
  if (range) return { from: range[1] ?? null, to: range[2] ?? null };
  const today = todayIn(tz);
  switch (name as Preset) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: dayAt(tz, -1), to: dayAt(tz, -1) };
    case "last14":
      return { from: dayAt(tz, -13), to: today };
    case "last30":
      return { from: dayAt(tz, -29), to: today };
    case "month":
      return { from: `${today.slice(0, 7)}-01`, to: today };
    case "last_month": {
      const end = new Date(Date.parse(`${today.slice(0, 7)}-01T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
      return { from: `${end.slice(0, 7)}-01`, to: end };
    }
    case "all":
      return { from: null, to: null };
    default:
      return { from: dayAt(tz, -6), to: today };
  }
}

/** The range beside it, as long: what the arrow keys do. */
export function shift(span: Span, by: 1 | -1): string {
  if (span.from === null || span.to === null) return span.name;
  const from = Date.parse(`${span.from}T12:00:00Z`);
  const length = (Date.parse(`${span.to}T12:00:00Z`) - from) / 86_400_000 + 1;
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const moved = from + by * length * 86_400_000;
  return `${day(moved)}..${day(moved + (length - 1) * 86_400_000)}`;
}

export interface SpanState {
  span: Span;
  setSpan: (change: Partial<Pick<Span, "name" | "tz" | "compare" | "time">>) => void;
  /** What every question takes: from, to, tz, time, compare. */
  query: { from: string | null; to: string | null; tz: string; time: string | null; compare: string | null };
}

export function useSpan(): SpanState {
  const { params, set } = useUrl();
  const { workspace } = useSession();
  const [kept, keep] = usePref<string>("dates", "last7");
  const name = params.get("dates") ?? kept;
  const tz = params.get("tz") ?? workspace?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  /* A row has one thing beside it. */
  const isBoth = botsOf(params) === "both";
  const compare = params.get("compare") === "previous" && !isBoth ? "previous" : null;
  const asked = params.get("time");
  const time = asked === "visit" || asked === "conversion" ? asked : null;
  return useMemo(() => {
    const { from, to } = daysOf(name, tz);
    const span: Span = { name, from, to, tz, compare, time };
    return {
      span,
      setSpan: (change) => {
        if (change.name !== undefined) keep(change.name);
        set({
          ...(change.name !== undefined ? { dates: change.name } : {}),
          ...(change.tz !== undefined ? { tz: change.tz } : {}),
          ...("compare" in change ? { compare: change.compare ?? null, ...(isBoth ? { bots: null } : {}) } : {}),
          ...("time" in change ? { time: change.time ?? null } : {}),
        });
      },
      query: { from, to, tz, time, compare: from === null ? null : compare },
    };
  }, [name, tz, compare, isBoth, time, keep, set]);
}
