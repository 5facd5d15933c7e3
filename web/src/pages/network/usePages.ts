/* usePages - a list or log that is longer than one answer: the next page is fetched when the end of the rows comes near. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { get, type Page, type Query } from "../../api/client.ts";

export interface Pages<Row, Answer> {
  rows: Row[];
  /** The first page's answer: totals, zone, freshness. */
  answer: Answer | undefined;
  hasMore: boolean;
  more: () => void;
  isLoading: boolean;
  error: unknown;
}

export function usePages<Row, Answer extends Page<Row> = Page<Row>>(path: string, query: Query, refetchInterval: number | false = false): Pages<Row, Answer> {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData, isPending } = useInfiniteQuery({
    queryKey: [path, path, "pages", query],
    queryFn: ({ pageParam, signal }) => get<Answer>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: (asked) => ((asked.state.data?.pages.length ?? 0) > 1 ? false : refetchInterval),
  });
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  return { rows, answer: data?.pages[0], hasMore: hasNextPage, more, isLoading: isPending || isPlaceholderData, error };
}
