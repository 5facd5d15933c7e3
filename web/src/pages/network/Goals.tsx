/* Goals - the conversion goals in their order, which is that of their columns everywhere. */
import { ActionIcon, Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState, type DragEvent, type KeyboardEvent, type ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useLocale, useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { DataTable } from "../../table/DataTable.tsx";
import { decimalOf, microsOf } from "../../table/totals.ts";
import { metricCell, toneOf, useMetricColumns } from "../../table/metricColumns.tsx";
import { withBeside, type Figures } from "../../table/metrics.ts";
import type { Column, FigureSource, MenuItem } from "../../table/types.ts";
import { RowCount } from "../list/RowCount.tsx";
import { useEntityRows } from "../list/useEntityRows.ts";
import { GoalEditor } from "./GoalEditor.tsx";
import { ListBar } from "./ListBar.tsx";
import { NameLink } from "./NameLink.tsx";
import classes from "./network.module.css";
import { SecretKey } from "./SecretKey.tsx";
import { useActs } from "./useActs.tsx";
import { useAdSpan } from "./useAdSpan.ts";
import { GOAL_METRICS } from "./useGoalColumns.tsx";
import { useGoalOrder } from "./useGoalOrder.ts";
import { adWords } from "./words.ts";

type Goal = Rows["goals"];
const figuresOf = (row: Goal): Figures | null | undefined => row.figures as Figures | null | undefined;

/** What a goal adds to all goals together: clicks and cost are there with or without it. */
function partOf(figures: Figures | null | undefined): Figures | undefined {
  if (!figures) return undefined;
  const { conversions, value } = figures;
  return { impressions: 0, clicks: 0, cost: "0", conversions, value, revenue: value, profit: value, ...withBeside(figures, (of) => partOf(of) ?? {}) } as Figures;
}

/** The goals' figures: a goal's row shows its own beside the cost of all, the totals count that cost once. */
function useGoalFigureColumns(totals: Figures | undefined, timeZone: string, currency: string | null): Column<Goal>[] {
  const format = useFormat(timeZone);
  const { language } = useLocale();
  const columns = useMetricColumns<Goal>(figuresOf, totals, timeZone, { currency, side: "ad" });
  return useMemo(() => {
    const base = totals ? ({ impressions: totals.impressions, clicks: totals.clicks, cost: totals.cost, profit: decimalOf(-microsOf(totals.cost)) } as Figures) : null;
    const source: FigureSource<Goal> = { of: (row) => partOf(figuresOf(row)), totals, side: "ad", base };
    return columns.map((column): Column<Goal> => {
      const { metric, figures } = column;
      if (metric === undefined || figures === undefined) return column;
      return { ...column, isShown: (GOAL_METRICS as readonly string[]).includes(metric), figures: { ...figures, source }, cell: (row) => metricCell(format, metric, figuresOf(row), language) };
    });
  }, [columns, totals, format, language]);
}

export default function Goals(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(adWords);
  const format = useFormat();
  const { params, set } = useUrl();
  const mayWrite = useSession().mayWrite("goals");
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const acts = useActs("goals", () => setSelected(new Set()));
  const [current, setCurrent] = useState<Goal | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const { tz } = useAdSpan("goals");
  const list = useEntityRows("goals");
  const { more } = list;
  useEffect(more, [more]); /* an order needs all of them */
  const isByOrder = list.sort.length === 0;
  const ordered = useGoalOrder(list.rows);
  const { move, isMoving } = ordered;
  const goals = isByOrder ? ordered.goals : list.rows;
  const isFiltered = list.search !== "" || params.get("status") !== null;
  /* Only the whole list has places to move to. */
  const canMove = mayWrite && isByOrder && !isFiltered && !list.hasMore;
  const figures = useGoalFigureColumns(list.totals, tz, list.currency);
  const columns: Column<Goal>[] = [
    { id: "name", label: t("name"), width: 170, sort: "name", cell: (row) => <NameLink row={row} />, text: (row) => row.name, total: null },
    {
      id: "order",
      label: t("goal.order"),
      hint: `${t("goal.order.hint")} · ${t("drag.hint")}`,
      width: 104,
      cell: (row) => (
        <Group gap={2} wrap="nowrap">
          {canMove && (
            <span className={classes.grip} draggable aria-hidden title={t("drag.hint")} onDragStart={() => setDragged(row.id)} onDragEnd={() => setDragged(null)}>
              ⠿
            </span>
          )}
          <span className="number">{row.order}</span>
          {canMove && (
            <>
              <ActionIcon size="sm" aria-label={t("move.up", { name: row.name })} disabled={isMoving || goals[0]?.id === row.id} onClick={() => move(row.id, goals.indexOf(row) - 1)}>
                ↑
              </ActionIcon>
              <ActionIcon size="sm" aria-label={t("move.down", { name: row.name })} disabled={isMoving || goals.at(-1)?.id === row.id} onClick={() => move(row.id, goals.indexOf(row) + 1)}>
                ↓
              </ActionIcon>
            </>
          )}
        </Group>
      ),
      text: (row) => String(row.order),
    },
    ...figures,
    { id: "id", label: t("goal.id"), width: 252, cell: (row) => <code className="mono">{row.id}</code>, text: (row) => row.id },
    { id: "value", label: t("goal.value"), width: 140, cell: (row) => `${t(`value.${row.value.type}`)}${row.value.type === "fixed" ? ` ${format.money(row.value.amount, 6)}` : ""}`, text: (row) => row.value.type },
    { id: "count", label: t("goal.count"), width: 150, cell: (row) => t(`count.${row.count}`), text: (row) => row.count },
    { id: "window", label: t("goal.window.short"), hint: t("goal.window.hint"), width: 110, isShown: false, isNumber: true, cell: (row) => format.count(row.window_days), text: (row) => String(row.window_days) },
    { id: "status", label: t("status"), width: 90, isShown: false, cell: (row) => <span className={row.status === "active" ? undefined : "muted"}>{t(`status.${row.status}`)}</span>, text: (row) => row.status },
  ];
  const menu = (row: Goal): MenuItem[] => [
    { label: t("edit"), onClick: () => set({ edit: row.id }) },
    ...(mayWrite
      ? [
          { label: t("clone"), onClick: () => acts.clone(row) },
          ...(canMove
            ? [
                { label: t("menu.up"), isOff: goals[0]?.id === row.id, onClick: () => move(row.id, goals.indexOf(row) - 1) },
                { label: t("menu.down"), isOff: goals.at(-1)?.id === row.id, onClick: () => move(row.id, goals.indexOf(row) + 1) },
              ]
            : []),
          row.status === "archived" ? { label: t("restore"), onClick: () => acts.restore([row]) } : { label: t("archive"), onClick: () => acts.archive([row]) },
        ]
      : []),
    { label: t("to.calls"), onClick: () => set({ goal: row.id, log: "goal-calls", edit: null, q: null, status: null }, { path: "/network/calls" }) },
  ];
  const frame = useRef<HTMLDivElement>(null);
  const grid = (): Element | null => frame.current?.querySelector("[role=grid]") ?? null;
  const rowAt = (target: EventTarget): number => Number((target as HTMLElement).closest<HTMLElement>("tr[data-index]")?.dataset["index"] ?? -1);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    if (dragged !== null) move(dragged, rowAt(event.target));
    setDragged(null);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (!canMove || current === null || !event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown") || event.target !== grid()) return;
    event.preventDefault();
    event.stopPropagation();
    move(current.id, goals.findIndex((goal) => goal.id === current.id) + (event.key === "ArrowDown" ? 1 : -1));
    /* The mark goes along with the goal. */
    event.target.dispatchEvent(new window.KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true }));
  };
  const nextOrder = useMemo(() => Math.max(0, ...goals.map((goal) => goal.order)) + 1, [goals]);
  const chosen = goals.filter((row) => selected.has(row.id));
  const edit = params.get("edit");
  return (
    <Page title={area("network/goals")} hasDates behindMs={list.behindMs}>
      <div ref={frame} style={{ display: "contents" }} onDragOver={(event) => dragged !== null && event.preventDefault()} onDrop={onDrop} onKeyDownCapture={onKey}>
        <DataTable
          name="goals"
          label={area("network/goals")}
          columns={columns}
          toolbar={<ListBar newLabel={t("goal.new")} mayWrite={mayWrite} acts={acts} canPause={false} chosen={chosen} current={current} regexFault={list.regexFault} />}
          rows={goals}
          keyOf={(row) => row.id}
          sort={list.sort}
          onSort={(next) => set({ sort: next.join(",") })}
          tone={(row) => toneOf(figuresOf(row))}
          status={<RowCount list={list} />}
          selected={new Set(chosen.map((row) => row.id))}
          onSelect={setSelected}
          onCurrent={setCurrent}
          onOpen={(row) => set({ edit: row.id })}
          menu={menu}
          hasTotals
          isLoading={list.isLoading}
          error={list.error}
          empty={
            isFiltered ? (
              t("no.match")
            ) : (
              <Stack gap="xs" align="flex-start" p="md">
                <Text>{t("goal.empty")}</Text>
                {mayWrite && <Button onClick={() => set({ edit: "new" })}>+ {t("goal.new")}</Button>}
              </Stack>
            )
          }
        />
      </div>
      <SecretKey mayWrite={mayWrite} />
      {edit !== null && <GoalEditor key={edit} id={edit} nextOrder={nextOrder} close={() => set({ edit: null, created: null })} />}
    </Page>
  );
}
