/* useLog - one of the ad network's logs for the page's days and filters: as the ledger stands, or with filters what the statistics count. */
import type { Page, Query, Schemas } from "../../api/client.ts";
import { useUrl } from "../../state/url.ts";
import { dayBegins } from "./instants.ts";
import { useAdSpan } from "./useAdSpan.ts";
import { usePages, type Pages } from "./usePages.ts";

export const LOGS = ["goal-calls", "ad-clicks", "impressions"] as const;
export type LogName = (typeof LOGS)[number];
export type LogRow = Schemas["goal_call"] & Schemas["ad_click"] & Schemas["impression"];
export type Answer = Page<LogRow> & { behind_ms?: number };

export interface Log extends Pages<LogRow, Answer> {
  name: LogName;
  tz: string;
  query: Query;
  isFiltered: boolean;
}

export function useLog(): Log {
  const { params } = useUrl();
  const { tz, time, query: span } = useAdSpan();
  const name: LogName = LOGS.find((one) => one === params.get("log")) ?? "goal-calls";
  const filter = params.getAll("filter");
  const bots = params.get("bots");
  const isFiltered = filter.length > 0 || params.get("time") !== null || bots !== null;
  const days: Query = isFiltered
    ? { from: span.from, to: span.to, tz, time, filter, bots }
    : { from: span.from && dayBegins(span.from, tz), to: span.to && dayBegins(span.to, tz, 1) };
  const own: Query = name === "goal-calls" ? { goal: params.get("goal"), variation: params.get("variation"), outcome: params.get("outcome") } : { adcampaign: params.get("adcampaign"), variation: params.get("variation") };
  const query = { ...days, ...own };
  return { name, tz, query, isFiltered, ...usePages<LogRow, Answer>(name, { ...query, limit: 200 }, 10_000) };
}
