/* EntityList - a tab of the tracker: its entities with their figures over the chosen days, and what one does with them. */
import { useCallback, useMemo, useState, type ReactElement, type ReactNode } from "react";
import { useList, type Resource, type Rows } from "../api/hooks.ts";
import { Page } from "../shell/Page.tsx";
import { useSpan } from "../state/span.ts";
import { useUrl } from "../state/url.ts";
import { DataTable } from "../table/DataTable.tsx";
import type { Figures } from "../table/metrics.ts";
import { toneOf, useMetricColumns } from "../table/metricColumns.tsx";
import type { Column } from "../table/types.ts";

type Entity = { id: number | string; name: string; status: string; figures?: Figures | null };

export interface EntityListProps<R extends Resource> {
  resource: R;
  title: string;
  /** Columns of its own, behind the name. */
  columns?: readonly Column<Rows[R]>[];
  editor?: (id: string, close: () => void) => ReactNode;
}

export function EntityList<R extends Resource>({ resource, title, columns = [], editor }: EntityListProps<R>): ReactElement {
  const { params, set } = useUrl();
  const { span, query } = useSpan();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const sort = (params.get("sort") ?? "-visits").split(",").filter((one) => one !== "");
  const list = useList(resource, { ...query, limit: 1000, sort: sort.join(",") });
  const answer = list.data as { totals?: Figures; behind_ms?: number } | undefined;
  const figuresOf = useCallback((row: Rows[R]) => (row as unknown as Entity).figures, []);
  const metrics = useMetricColumns(figuresOf, answer?.totals, span.tz);
  const all = useMemo<Column<Rows[R]>[]>(
    () => [
      { id: "name", label: title, width: 260, sort: "name", cell: (row) => (row as unknown as Entity).name, text: (row) => (row as unknown as Entity).name },
      ...columns,
      ...metrics.filter((column) => column.isShown),
    ],
    [title, columns, metrics],
  );
  const edit = params.get("edit");
  return (
    <Page title={title} hasDates behindMs={answer?.behind_ms}>
      <DataTable
        name={resource}
        label={title}
        columns={all}
        rows={list.data?.rows ?? []}
        keyOf={(row) => String((row as unknown as Entity).id)}
        sort={sort}
        onSort={(next) => set({ sort: next.join(",") })}
        selected={selected}
        onSelect={setSelected}
        onOpen={(row) => set({ edit: String((row as unknown as Entity).id) })}
        tone={(row) => toneOf((row as unknown as Entity).figures)}
        hasTotals
        isLoading={list.isFetching && list.isPlaceholderData}
        error={list.error}
      />
      {edit !== null && editor?.(edit, () => set({ edit: null }))}
    </Page>
  );
}
