/* useLog - a log page after page; where a page brought little, the next is asked for by itself, up to a bound. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { get, type Page, type Query } from "../../api/client.ts";
import type { Log, LogRow } from "./logs.ts";

const PAGE_ROWS = 200;
const ENOUGH_ROWS = 30;
const PAGES_BY_ITSELF = 10;

export type LogPage = Page<LogRow> & { behind_ms?: number };

export interface LogState {
  rows: LogRow[];
  behindMs: number | null;
  error: unknown;
  isLoading: boolean;
  isEmpty: boolean;
  hasMore: boolean;
  more: () => void;
  renew: () => void;
}

export function useLog(log: Log, query: Query): LogState {
  const found = useInfiniteQuery({
    queryKey: [log.path.split("/")[0], "log", log.path, query],
    queryFn: ({ pageParam, signal }) => get<LogPage>(log.path, { ...query, limit: PAGE_ROWS, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const { data, hasNextPage, isFetching, fetchNextPage, isError } = found;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && rows.length < ENOUGH_ROWS && pages < PAGES_BY_ITSELF) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, rows.length, pages, fetchNextPage]);
  return {
    rows,
    behindMs: data?.pages[0]?.behind_ms ?? null,
    error: found.error,
    isLoading: isFetching,
    isEmpty: rows.length === 0 && !isFetching && !isError,
    hasMore: hasNextPage,
    more: () => {
      if (hasNextPage && !isFetching) void fetchNextPage();
    },
    renew: () => void found.refetch(),
  };
}
