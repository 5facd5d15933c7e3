/* useEntityRows - a list's rows as they are scrolled to, by the status, the search and the sort that the address names. A search that begins with "/" is a regular expression over all rows. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { get, type Page, type Query } from "../../api/client.ts";
import type { Resource, Rows } from "../../api/hooks.ts";
import { botsOf, botsQuery } from "../../state/bots.ts";
import { useSpan } from "../../state/span.ts";
import { useUrl } from "../../state/url.ts";
import { askedWith } from "../../table/metrics.ts";
import { useShownEvents } from "../../table/useShownEvents.ts";
import { useAdSpan } from "../network/useAdSpan.ts";
import { besideOf, withBeside, type Figures } from "../../table/metrics.ts";
import { sumOf, type Sums } from "../../table/totals.ts";
import { entityOf, KINDS } from "./entity.ts";

const PAGE_ROWS = 500;
export const STATUSES = ["active", "traffic", "all", "archived"] as const;
export type StatusFilter = (typeof STATUSES)[number];

type Answer<Row> = Page<Row> & { totals?: Figures; behind_ms?: number; currency?: string };

/** "/exo.*fr" and "/exo.*fr/" as an expression without regard to case; null: it is no regular search. */
export function regexOf(text: string): { regex: RegExp } | { fault: string } | null {
  if (!text.startsWith("/") || text.length < 2) return null;
  try {
    return { regex: new RegExp(text.slice(1).replace(/\/$/, ""), "i") };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

export interface EntityRows<Row> {
  rows: readonly Row[];
  /** How many were loaded before the regular expression took some away. */
  loaded: number;
  totals: Figures | undefined;
  behindMs: number | undefined;
  currency: string | null;
  sort: string[];
  status: StatusFilter;
  search: string;
  regexFault: string | null;
  isRegex: boolean;
  hasMore: boolean;
  isLoading: boolean;
  isBusy: boolean;
  error: unknown;
  more: () => void;
  /** What the list was asked, for the same as a file. */
  query: Query;
}

export function useEntityRows<R extends Resource>(resource: R): EntityRows<Rows[R]> {
  const { params } = useUrl();
  const ofTracker = useSpan().query;
  const ofNetwork = useAdSpan(resource).query;
  const kind = KINDS[resource];
  const isAd = kind.side === "ad";
  const span = isAd ? ofNetwork : ofTracker;
  const events = useShownEvents(resource);
  const asked = params.get("status");
  const status = STATUSES.find((one) => one === asked) ?? "active";
  const search = params.get("q") ?? "";
  const sort = (params.get("sort") ?? kind.sort).split(",").filter((one) => one !== "");
  const found = useMemo(() => regexOf(search), [search]);
  const isRegex = search.startsWith("/");
  const query: Query = {
    ...(kind.dimension === null ? {} : { ...span, bots: botsQuery(botsOf(params)), metrics: isAd ? null : askedWith(events) }),
    sort: kind.dimension === null ? (sort[0] ?? null) : sort.join(","),
    q: isRegex ? null : search.trim(),
    /* The ad network's lists tell active ones and paused ones apart. */
    status: asked === "all" || asked === "archived" || (isAd && (asked === "paused" || asked === "active")) ? asked : null,
    ...(status === "traffic" && kind.dimension !== null ? { filter: isAd ? "clicks:>0" : "visits:>0" } : {}),
  };
  const list = useInfiniteQuery({
    queryKey: [resource, "pages", query],
    queryFn: ({ pageParam, signal }) => get<Answer<Rows[R]>>(resource, { ...query, limit: PAGE_ROWS, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetching, isPlaceholderData, isError } = list;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching && !isPlaceholderData && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isPlaceholderData, isError, fetchNextPage]);
  useEffect(() => {
    if (isRegex) more();
  }, [isRegex, more]);

  const loaded = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const rows = useMemo(() => {
    if (found === null || "fault" in found) return loaded;
    return loaded.filter((row) => found.regex.test(entityOf(row).name));
  }, [loaded, found]);
  const first = list.data?.pages[0];
  const totals = useMemo((): Figures | undefined => {
    if (rows === loaded || first?.totals === undefined) return first?.totals;
    const figures = rows.flatMap((row) => entityOf(row).figures ?? []);
    const own = sumOf(figures as Sums[]);
    return { ...own, ...withBeside(first.totals, () => sumOf(figures.flatMap((one) => besideOf(one)?.figures ?? []) as Sums[]) as Figures) } as Figures;
  }, [rows, loaded, first]);
  return {
    rows,
    loaded: loaded.length,
    totals,
    behindMs: first?.behind_ms,
    currency: first?.currency ?? null,
    sort,
    status,
    search,
    regexFault: found !== null && "fault" in found ? found.fault : null,
    isRegex: found !== null && "regex" in found,
    hasMore: hasNextPage,
    isLoading: list.isPending || (isFetching && isPlaceholderData),
    isBusy: isFetchingNextPage,
    error: list.error,
    more,
    query,
  };
}
