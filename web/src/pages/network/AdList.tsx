/* AdList - ad campaigns or variations with their figures over the chosen days, and what one does with them. */
import { Button, Stack, Text } from "@mantine/core";
import { useCallback, useMemo, useState, type ReactElement, type ReactNode } from "react";
import type { Rows } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { Page } from "../../shell/Page.tsx";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { DataTable } from "../../table/DataTable.tsx";
import { toneOf, useMetricColumns } from "../../table/metricColumns.tsx";
import type { Figures } from "../../table/metrics.ts";
import type { Column, MenuItem } from "../../table/types.ts";
import { RowCount } from "../list/RowCount.tsx";
import { useEntityRows } from "../list/useEntityRows.ts";
import { GoalPanel } from "./GoalPanel.tsx";
import { ListBar } from "./ListBar.tsx";
import { NameLink } from "./NameLink.tsx";
import { TimeSelect } from "./TimeSelect.tsx";
import { useActs } from "./useActs.tsx";
import { useAdSpan } from "./useAdSpan.ts";
import { useGoalChoice, useGoalColumns } from "./useGoalColumns.tsx";
import { useGoalFigures } from "./useGoalFigures.ts";
import { adWords } from "./words.ts";

type Resource = "adcampaigns" | "variations";

export interface AdListProps<R extends Resource> {
  resource: R;
  /** Its dimension in statistics and logs. */
  dimension: "adcampaign" | "variation";
  title: string;
  newLabel: string;
  empty: string;
  columns: readonly Column<Rows[R]>[];
  editor: (id: string, close: () => void) => ReactNode;
  /** Further items of a row's menu. */
  menuOf?: (row: Rows[R]) => MenuItem[];
  /** What else is open over the list. */
  children?: ReactNode;
}

export function AdList<R extends Resource>({ resource, dimension, title, newLabel, empty, columns, editor, menuOf, children }: AdListProps<R>): ReactElement {
  const t = useWords(adWords);
  const { params, set } = useUrl();
  const { tz, time, setTime, query } = useAdSpan(resource);
  const mayWrite = useSession().mayWrite("ads");
  const [current, setCurrent] = useState<Rows[R] | null>(null);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const acts = useActs(resource, () => setSelected(new Set()));
  const list = useEntityRows(resource);
  const figuresOf = useCallback((row: Rows[R]) => row.figures as Figures | null | undefined, []);
  const metrics = useMetricColumns(figuresOf, list.totals, tz, { currency: list.currency, side: "ad" });
  const choice = useGoalChoice(resource);
  const [isPanelOpen, setPanelOpen] = useState(false);
  const goals = useGoalFigures(dimension, list.hasMore ? null : list.rows.length, list.rows, query, choice.on);
  const goalColumns = useGoalColumns<Rows[R]>(choice, goals.of, figuresOf, { goals: goals.totals, all: list.totals }, tz, list.currency);
  const all = useMemo<Column<Rows[R]>[]>(
    () => [
      { id: "name", label: t("name"), width: 230, sort: "name", cell: (row) => <NameLink row={row} />, text: (row) => row.name },
      { id: "status", label: t("status"), width: 84, cell: (row) => <span className={row.status === "active" ? undefined : "muted"}>{t(`status.${row.status}`)}</span>, text: (row) => row.status },
      ...columns,
      ...metrics,
      ...goalColumns,
    ],
    [t, columns, metrics, goalColumns],
  );
  const menu = (row: Rows[R]): MenuItem[] => {
    const about = { filter: `${dimension}:${row.id}`, edit: null, q: null, status: null, sort: null, goals: null, time };
    return [
      { label: t("edit"), onClick: () => set({ edit: String(row.id) }) },
      ...(menuOf?.(row) ?? []),
      ...(mayWrite
        ? [
            { label: t("clone"), onClick: () => acts.clone(row) },
            ...(row.status === "archived"
              ? [{ label: t("restore"), onClick: () => acts.restore([row]) }]
              : [
                  { label: t(row.status === "active" ? "pause" : "start"), onClick: () => acts.setRunning([row], row.status !== "active") },
                  { label: t("archive"), onClick: () => acts.archive([row]) },
                ]),
          ]
        : []),
      { label: t("statistics"), onClick: () => set({ ...about, group: dimension === "adcampaign" ? "variation" : "site" }, { path: "/network/statistics" }) },
      { label: t("to.clicks"), onClick: () => set({ ...about, log: "ad-clicks" }, { path: "/network/calls" }) },
      { label: t("to.impressions"), onClick: () => set({ ...about, log: "impressions" }, { path: "/network/calls" }) },
      { label: t("to.calls"), onClick: () => set({ ...about, log: "goal-calls" }, { path: "/network/calls" }) },
    ];
  };
  const chosen = list.rows.filter((row) => selected.has(String(row.id)));
  const edit = params.get("edit");
  return (
    <Page title={title} hasDates behindMs={list.behindMs}>
      <DataTable
        name={resource}
        label={title}
        columns={all}
        toolbar={
          <ListBar newLabel={newLabel} mayWrite={mayWrite} acts={acts} canPause chosen={chosen} current={current} regexFault={list.regexFault}>
            <TimeSelect time={time} setTime={setTime} />
            <GoalPanel choice={choice} isOpen={isPanelOpen} setOpen={setPanelOpen} />
          </ListBar>
        }
        rows={list.rows}
        keyOf={(row) => String(row.id)}
        sort={list.sort}
        onSort={(next) => set({ sort: next.join(",") })}
        selected={new Set(chosen.map((row) => String(row.id)))}
        onSelect={setSelected}
        onCurrent={setCurrent}
        onOpen={(row) => set({ edit: String(row.id) })}
        menu={menu}
        tone={(row) => toneOf(figuresOf(row))}
        hasTotals
        isLoading={list.isLoading}
        error={list.error}
        onEnd={list.more}
        status={<RowCount list={list} />}
        empty={
          list.search || params.get("status") ? (
            t("no.match")
          ) : (
            <Stack gap="xs" align="flex-start" p="md">
              <Text>{empty}</Text>
              {mayWrite && <Button onClick={() => set({ edit: "new" })}>+ {newLabel}</Button>}
            </Stack>
          )
        }
      />
      {edit !== null && editor(edit, () => set({ edit: null, created: null, adcampaign: null }))}
      {children}
    </Page>
  );
}
