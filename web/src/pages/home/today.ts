/* today - today until now beside yesterday until the same hour, and both by the hour. */
import { useEffect, useMemo, useState } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useGet } from "../../api/hooks.ts";
import { useSession } from "../../state/session.ts";
import { dayAt } from "../../state/span.ts";
import type { Figures } from "../../table/metrics.ts";
import { dayStart } from "../logs/logQuery.ts";

export const TODAY_METRICS = ["visits", "clicks", "conversions", "cost", "revenue", "profit", "roi"] as const;
export type TodayMetric = (typeof TODAY_METRICS)[number];
type Compared = Figures & { compare?: Figures | null };
export interface Answer {
  rows: (Compared & { hour?: number; campaign?: { id: number; name: string | null } | null })[];
  totals: Compared;
  behind_ms: number;
  currency: string;
}
const MINUTE_MS = 60_000;

/** The minute that it is, so that questions change once in it. */
function useMinute(): number {
  const [now, setNow] = useState(() => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS), 5_000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

export interface Today {
  tz: string;
  day: string;
  totals: UseQueryResult<Answer>;
  byHour: UseQueryResult<Answer>;
}

export function useToday(): Today {
  const { workspace } = useSession();
  const tz = workspace?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const minute = useMinute();
  const metrics = TODAY_METRICS.join(",");
  const [today, yesterday] = [dayAt(tz, 0), dayAt(tz, -1)];
  const until = useMemo(() => {
    const [begin, before] = [dayStart(today, tz), dayStart(yesterday, tz)];
    const length = Math.max(minute + MINUTE_MS - Date.parse(begin), MINUTE_MS);
    const end = (from: string): string => new Date(Date.parse(from) + length).toISOString();
    const yesterdayEnd = end(before) < begin ? end(before) : begin;
    return { from: begin, to: end(begin), compare_from: before, compare_to: yesterdayEnd };
  }, [today, yesterday, tz, minute]);
  return {
    tz,
    day: today,
    totals: useGet<Answer>("report", { metrics, tz, ...until }),
    byHour: useGet<Answer>("report", { metrics, tz, from: today, to: today, compare: "previous", group_by: "hour", limit: 30 }, { refetchInterval: MINUTE_MS }),
  };
}
