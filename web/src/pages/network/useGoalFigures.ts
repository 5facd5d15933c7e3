/* useGoalFigures - the figures of the goals that are switched on, for the rows of a list: asked of the statistics, a page of rows at a time. */
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { get, type Page, type Query } from "../../api/client.ts";
import type { AdRow, GoalFigures } from "./useGoalColumns.tsx";

const PAGE_ROWS = 500;
type Answer = Page<AdRow> & { totals: { goals: GoalFigures[] } };

export interface GoalsOfRows<Row> {
  of: (row: Row) => readonly GoalFigures[] | undefined;
  /** Of all rows; undefined while the list is longer than what was asked at once. */
  totals: readonly GoalFigures[] | undefined;
}

/** `count`: of all rows of the list; null: there are more than are read. */
export function useGoalFigures<Row extends { id: number | string }>(dimension: "adcampaign" | "variation", count: number | null, rows: readonly Row[], span: Query, on: readonly string[]): GoalsOfRows<Row> {
  const pages = useMemo(() => Array.from({ length: on.length === 0 ? 0 : Math.ceil(rows.length / PAGE_ROWS) }, (_, i) => rows.slice(i * PAGE_ROWS, (i + 1) * PAGE_ROWS).map((row) => row.id)), [rows, on.length]);
  const combine = useCallback((answers: { data?: Answer | undefined }[]) => ({ all: answers.flatMap(({ data }) => data?.rows ?? []), first: answers[0]?.data }), []);
  const { all, first } = useQueries({
    queries: pages.map((ids) => {
      const query = { ...span, group_by: dimension, filter: [`${dimension}:${ids.join(",")}`], goals: on.join(","), limit: PAGE_ROWS };
      return { queryKey: ["adreport", "goals of rows", query], queryFn: ({ signal }: { signal: AbortSignal }) => get<Answer>("adreport", query, signal), placeholderData: keepPreviousData };
    }),
    combine,
  });
  const byId = useMemo(() => new Map(all.map((row) => [String((row as unknown as Record<string, { id: number } | undefined>)[dimension]?.id), row.goals])), [all, dimension]);
  const of = useCallback((row: Row) => byId.get(String(row.id)), [byId]);
  return { of, totals: count !== null && count <= PAGE_ROWS ? first?.totals.goals : undefined };
}
