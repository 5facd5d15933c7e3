/* Goals - the conversion goals in their order, which is that of their columns everywhere. */
import { ActionIcon, Button, Group, Stack, Text } from "@mantine/core";
import { useMemo, useRef, useState, type DragEvent, type KeyboardEvent, type ReactElement } from "react";
import { useList, type Rows } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { DataTable } from "../../table/DataTable.tsx";
import type { Column, MenuItem } from "../../table/types.ts";
import { GoalEditor } from "./GoalEditor.tsx";
import { ListBar } from "./ListBar.tsx";
import { NameLink } from "./NameLink.tsx";
import classes from "./network.module.css";
import { useActs } from "./useActs.tsx";
import { useGoalOrder } from "./useGoalOrder.ts";
import { adWords } from "./words.ts";

type Goal = Rows["goals"];

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
  const q = params.get("q");
  const status = params.get("status");
  const list = useList("goals", { limit: 1000, q, status });
  const { goals, move, isMoving } = useGoalOrder(list.data?.rows ?? []);
  /* Only the whole list has places to move to. */
  const canMove = mayWrite && !q && !status;
  const columns: Column<Goal>[] = [
    { id: "name", label: t("name"), width: 220, cell: (row) => <NameLink row={row} />, text: (row) => row.name, total: null },
    {
      id: "order",
      label: t("goal.order"),
      hint: `${t("goal.order.hint")} · ${t("drag.hint")}`,
      width: 118,
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
    { id: "id", label: t("goal.id"), width: 255, cell: (row) => <code className="mono">{row.id}</code>, text: (row) => row.id },
    { id: "value", label: t("goal.value"), width: 150, cell: (row) => `${t(`value.${row.value.type}`)}${row.value.type === "fixed" ? ` ${format.money(row.value.amount, 6)}` : ""}`, text: (row) => row.value.type },
    { id: "count", label: t("goal.count"), width: 190, cell: (row) => t(`count.${row.count}`), text: (row) => row.count },
    { id: "window", label: t("goal.window.short"), hint: t("goal.window.hint"), width: 110, isNumber: true, cell: (row) => format.count(row.window_days), text: (row) => String(row.window_days) },
    { id: "conversions", label: t("goal.conversions"), hint: t("goal.all.time"), width: 110, isNumber: true, cell: (row) => format.count(row.counts?.conversions), text: (row) => String(row.counts?.conversions ?? ""), total: format.count(goals.reduce((sum, row) => sum + (row.counts?.conversions ?? 0), 0)) },
    { id: "total", label: t("goal.total"), hint: t("goal.all.time"), width: 110, isNumber: true, cell: (row) => format.money(row.counts?.value), text: (row) => row.counts?.value ?? "", total: format.money(String(goals.reduce((sum, row) => sum + Number(row.counts?.value ?? 0), 0))) },
    { id: "status", label: t("status"), width: 90, cell: (row) => <span className={row.status === "active" ? undefined : "muted"}>{t(`status.${row.status}`)}</span>, text: (row) => row.status },
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
    <Page title={area("network/goals")}>
      <div ref={frame} style={{ display: "contents" }} onDragOver={(event) => dragged !== null && event.preventDefault()} onDrop={onDrop} onKeyDownCapture={onKey}>
        <DataTable
          name="goals"
          label={area("network/goals")}
          columns={columns}
          toolbar={<ListBar newLabel={t("goal.new")} mayWrite={mayWrite} acts={acts} canPause={false} chosen={chosen} current={current} />}
          rows={goals}
          keyOf={(row) => row.id}
          selected={new Set(chosen.map((row) => row.id))}
          onSelect={setSelected}
          onCurrent={setCurrent}
          onOpen={(row) => set({ edit: row.id })}
          menu={menu}
          hasTotals
          isLoading={list.isPending || list.isPlaceholderData}
          error={list.error}
          empty={
            q || status ? (
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
      {edit !== null && <GoalEditor key={edit} id={edit} nextOrder={nextOrder} close={() => set({ edit: null, created: null })} />}
    </Page>
  );
}
