/* useReportRows - the report as a tree: the first grouping's rows page as one scrolls, a row that is opened has the next grouping's under it. */
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { get, type Query } from "../../api/client.ts";
import type { Figures } from "../../table/metrics.ts";
import { SEPARATOR } from "./opened.ts";
import type { Value } from "./values.ts";

export type Dimensions = Readonly<Record<string, Value>>;

export interface Group {
  kind: "group";
  key: string;
  depth: number;
  /** What opens exactly this group, beside the filters of the page. */
  filters: readonly string[];
  /** What it is grouped by: one, when flat all of them. */
  names: readonly string[];
  dimensions: Dimensions;
  figures: Figures;
  isOpen: boolean;
}
/** What stands for rows that are not there yet. */
export interface Pending {
  kind: "more" | "reading" | "failed";
  key: string;
  depth: number;
  node: string;
  shown: number;
  all: number;
}
export type TreeRow = Group | Pending;

type Raw = Dimensions & Figures & { filter?: string[]; entries?: unknown };
interface Answer {
  rows: Raw[];
  totals: Figures;
  row_count: number;
  next: string | null;
  behind_ms: number;
  currency: string;
  rate: string | null;
  rate_date: string | null;
}
interface Loaded {
  data: Answer | undefined;
  error: unknown;
  isFetching: boolean;
  isError: boolean;
}

const ROOT = "";
const FIRST_PAGE = 200;
const NEXT_PAGE = 500;
const filtersOf = (node: string): string[] => (node === ROOT ? [] : node.split(SEPARATOR));
const keyOf = (filters: readonly string[]): string => filters.join(SEPARATOR);

/** The addresses of a million rows' entries would fill the memory; they follow from the filters. */
async function read(query: Query, signal: AbortSignal): Promise<Answer> {
  const answer = await get<Answer>("report", query, signal);
  for (const row of answer.rows) delete row.entries;
  return answer;
}

export interface ReportRows {
  rows: readonly TreeRow[];
  /** Of the first level; undefined while nothing was answered yet. */
  answer: Answer | undefined;
  isLoading: boolean;
  error: unknown;
  toggle: (row: Group) => void;
  loadMore: (node: string) => void;
  retry: () => void;
  onEnd: () => void;
}

export interface ReportQuestion {
  base: Query;
  groupings: readonly string[];
  isFlat: boolean;
  sort: readonly string[];
  metrics: string | null;
  opened: ReadonlySet<string>;
  setOpened: (opened: ReadonlySet<string>) => void;
}

export function useReportRows({ base, groupings, isFlat, sort, metrics, opened, setOpened }: ReportQuestion): ReportRows {
  const client = useQueryClient();
  const levels = isFlat || groupings.length === 0 ? [groupings] : groupings.map((name) => [name]);
  const question = JSON.stringify([base, groupings, isFlat, sort, metrics]);
  const [paged, setPaged] = useState<{ question: string; cursors: Readonly<Record<string, readonly string[]>> }>({ question, cursors: {} });
  const cursors = paged.question === question ? paged.cursors : {};

  const isShown = (node: string): boolean => filtersOf(node).every((_, i, all) => opened.has(keyOf(all.slice(0, i + 1))));
  const nodes = [ROOT, ...[...opened].filter((node) => filtersOf(node).length < levels.length && isShown(node))];
  const places = nodes.flatMap((node) => ["", ...(cursors[node] ?? [])].map((cursor) => ({ node, cursor })));
  const results: Loaded[] = useQueries({
    queries: places.map(({ node, cursor }) => {
      const own = levels[filtersOf(node).length] ?? [];
      const query: Query = {
        ...base,
        filter: [...((base.filter as string[] | undefined) ?? []), ...filtersOf(node)],
        group_by: own.join(","),
        sort: sort.filter((one) => own.includes(one.replace(/^-/, "")) || !groupings.includes(one.replace(/^-/, ""))).join(","),
        metrics,
        limit: cursor === "" ? FIRST_PAGE : NEXT_PAGE,
        cursor,
      };
      const isOnly = cursor === "" && (cursors[node] ?? []).length === 0;
      return {
        queryKey: ["report", "rows", query],
        queryFn: ({ signal }: { signal: AbortSignal }) => read(query, signal),
        /* Pages that were read one after the other stay as they fit together. */
        ...(isOnly ? {} : { staleTime: Infinity, refetchOnWindowFocus: false }),
      };
    }),
    combine: useCallback((all: readonly Loaded[]) => all.map(({ data, error, isFetching, isError }) => ({ data, error, isFetching, isError })), []),
  });

  const now = useMemo(() => {
    const pages = new Map<string, Loaded[]>();
    places.forEach(({ node }, i) => {
      const result = results[i];
      if (result) pages.set(node, [...(pages.get(node) ?? []), result]);
    });
    const rows: TreeRow[] = [];
    const walk = (node: string): void => {
      const depth = filtersOf(node).length;
      let shown = 0;
      let last: Loaded | undefined;
      for (const page of pages.get(node) ?? []) {
        last = page;
        for (const raw of page.data?.rows ?? []) {
          const filters = [...filtersOf(node), ...(raw.filter ?? [])];
          const key = keyOf(filters);
          const isOpen = depth + 1 < levels.length && opened.has(key);
          rows.push({ kind: "group", key, depth, filters, names: levels[depth] ?? [], dimensions: raw, figures: raw, isOpen });
          shown++;
          if (isOpen) walk(key);
        }
      }
      const all = last?.data?.row_count ?? 0;
      if (last?.isError) rows.push({ kind: "failed", key: `${node}${SEPARATOR}failed`, depth, node, shown, all });
      else if (last && !last.data && node !== ROOT) rows.push({ kind: "reading", key: `${node}${SEPARATOR}reading`, depth, node, shown, all });
      else if (last?.data?.next && node !== ROOT) rows.push({ kind: "more", key: `${node}${SEPARATOR}more`, depth, node, shown, all });
    };
    if (pages.get(ROOT)?.[0]?.data) walk(ROOT);
    return { rows, answer: pages.get(ROOT)?.[0]?.data, last: new Map([...pages].map(([node, all]) => [node, all.at(-1)])) };
    /* places and levels follow from these */
  }, [results, opened, question, paged]);

  const kept = useRef<typeof now | null>(null);
  if (now.answer) kept.current = now;
  const isWaiting = !now.answer && !results[0]?.isError;
  const shown = isWaiting ? (kept.current ?? now) : now;

  const loadMore = (node: string): void => {
    const next = now.last.get(node)?.data?.next;
    if (!next) return;
    setPaged({ question, cursors: { ...cursors, [node]: [...(cursors[node] ?? []), next] } });
  };
  const latest = useRef(loadMore);
  latest.current = loadMore;
  const onEnd = useCallback(() => latest.current(ROOT), []);
  return {
    rows: shown.rows,
    answer: shown.answer,
    isLoading: isWaiting,
    error: results[0]?.isError ? results[0].error : null,
    toggle: (row) => {
      const next = new Set(opened);
      if (!next.delete(row.key)) next.add(row.key);
      setOpened(next);
    },
    loadMore,
    retry: () => void client.refetchQueries({ queryKey: ["report", "rows"], predicate: (query) => query.state.status === "error" }),
    onEnd,
  };
}
