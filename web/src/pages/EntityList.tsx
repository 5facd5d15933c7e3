/* EntityList - a tab of the tracker: its entities with their figures over the chosen days, and what one does with them. */
import { Button, Stack, Text, UnstyledButton } from "@mantine/core";
import { useCallback, useMemo, useState, type ReactElement, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Resource, Rows } from "../api/hooks.ts";
import { useFormat } from "../i18n/format.ts";
import { useWords } from "../i18n/words.ts";
import { useTellError } from "../shell/errors.ts";
import { Page } from "../shell/Page.tsx";
import { useShortcut } from "../shell/shortcuts.ts";
import { usePref, type DoubleClick } from "../state/prefs.ts";
import { useSession } from "../state/session.ts";
import { useSpan } from "../state/span.ts";
import { useUrl } from "../state/url.ts";
import { DataTable } from "../table/DataTable.tsx";
import { toneOf, useMetricColumns } from "../table/metricColumns.tsx";
import type { Column, MenuItem } from "../table/types.ts";
import { saveCsv } from "./list/csv.ts";
import { entityOf, idOf, KINDS, type Entity } from "./list/entity.ts";
import classes from "./list/list.module.css";
import { ListToolbar } from "./list/ListToolbar.tsx";
import { NameCell } from "./list/NameCell.tsx";
import { RowCount } from "./list/RowCount.tsx";
import { useActions } from "./list/useActions.tsx";
import { useEntityRows } from "./list/useEntityRows.ts";
import { listWords } from "./list/words.ts";

export interface EntityListProps<R extends Resource> {
  resource: R;
  title: string;
  /** Columns of its own, behind the name. */
  columns?: readonly Column<Rows[R]>[];
  editor?: (id: string, close: () => void) => ReactNode;
  /** Whether a copy needs another name to be made at all: then its form is filled, not saved. */
  isCopyNamedFirst?: boolean;
  /** Further buttons behind "New". */
  actions?: ReactNode;
  /** Further actions of a row, in its menu. */
  rowActions?: (row: Rows[R]) => MenuItem[];
  /** What stands there while there is nothing yet. */
  empty?: ReactNode;
}

const NO_COLUMNS: readonly never[] = [];
const KEPT = ["dates", "tz", "compare", "time", "bots"];

export function EntityList<R extends Resource>({ resource, title, columns = NO_COLUMNS, editor, isCopyNamedFirst = false, actions: more, rowActions, empty }: EntityListProps<R>): ReactElement {
  type Row = Rows[R];
  const t = useWords(listWords);
  const { params, set } = useUrl();
  const [, navigate] = useLocation();
  const { span } = useSpan();
  const format = useFormat(span.tz);
  const { mayWrite } = useSession();
  const tellError = useTellError();
  const kind = KINDS[resource];
  const may = mayWrite(kind.right);
  const list = useEntityRows(resource);
  const actions = useActions(resource);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [current, setCurrent] = useState<Row | null>(null);
  const [isSaving, setSaving] = useState(false);
  const edit = params.get("edit");
  const [double] = usePref<DoubleClick>("double", "edit");

  const figuresOf = useCallback((row: Row) => entityOf(row).figures, []);
  const metrics = useMetricColumns(figuresOf, list.totals, span.tz, { currency: list.currency, side: kind.side });
  const all = useMemo<Column<Row>[]>(
    () => [
      { id: "name", label: title, width: 222, sort: "name", cell: (row) => <NameCell entity={entityOf(row)} />, text: (row) => entityOf(row).name },
      ...columns,
      { id: "id", label: t("id"), width: 70, isShown: false, cell: (row) => idOf(row), text: idOf },
      {
        id: "tags",
        label: t("tags"),
        width: 140,
        isShown: false,
        cell: (row) =>
          entityOf(row).tags?.map((tag) => (
            <UnstyledButton key={tag} className={classes.tag} title={t("tag.filter", { tag })} onClick={() => set({ q: `#${tag}` })}>
              #{tag}
            </UnstyledButton>
          )),
        text: (row) => entityOf(row).tags?.join(", ") ?? "",
      },
      { id: "group", label: t("group"), width: 110, isShown: false, cell: (row) => entityOf(row).group ?? "", text: (row) => entityOf(row).group ?? "" },
      { id: "created", label: t("created"), width: 130, isShown: false, cell: (row) => format.time(entityOf(row).created_at), text: (row) => entityOf(row).created_at ?? "" },
      ...(kind.dimension === null ? [] : metrics),
    ],
    [title, columns, metrics, t, format, set, kind.dimension],
  );

  const open = (id: string): void => set({ edit: id });
  const chosen = (): Entity[] => {
    const some = list.rows.filter((row) => selected.has(idOf(row)));
    return (some.length > 0 ? some : current === null ? [] : [current]).map(entityOf);
  };
  const report = (rows: readonly Entity[]): void => {
    const query = new URLSearchParams(KEPT.flatMap((name) => (params.get(name) === null ? [] : [[name, params.get(name) ?? ""]])));
    query.set(kind.side === "ad" ? "group" : "group_by", kind.dimension ?? "");
    if (rows.length > 0) query.set("filter", `${kind.dimension}:${rows.map((row) => row.id).join(",")}`);
    navigate(`${kind.report}?${query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",")}`);
  };
  const done = (work: (rows: readonly Entity[]) => void, rows: readonly Entity[]): void => {
    work(rows);
    setSelected(new Set());
  };
  const clone = async (rows: readonly Entity[]): Promise<void> => {
    if (isCopyNamedFirst) return open(`new-${rows[0]?.id ?? ""}`);
    const ids = await actions.clone(rows);
    if (ids.length === 1 && ids[0] !== undefined && editor) open(ids[0]);
  };
  const itemsFor = (rows: readonly Entity[], isBar: boolean): MenuItem[] => {
    const none = rows.length === 0;
    const isArchived = list.status === "archived" || (!none && rows.every((row) => row.status === "archived"));
    const isPaused = !none && rows.every((row) => row.status === "paused");
    const first = rows[0];
    return [
      ...(editor ? [{ key: "edit", label: t("edit"), shortcut: "E", isOff: rows.length !== 1, onClick: () => first && open(String(first.id)) }] : []),
      ...(kind.dimension === null ? [] : [{ key: "report", label: t("report"), isOff: none && !isBar, onClick: () => report(rows) }]),
      ...(may && !isArchived
        ? [
            { key: "clone", label: t("clone"), isOff: isCopyNamedFirst ? rows.length !== 1 : none, onClick: () => void clone(rows) },
            { key: "pause", label: t(isPaused ? "resume" : "pause"), isOff: none, onClick: () => actions.setStatus(rows, isPaused ? "active" : "paused") },
            { key: "archive", label: t("archive"), isOff: none, onClick: () => done(actions.archive, rows) },
          ]
        : []),
      ...(may && isArchived ? [{ key: "restore", label: t("restore"), isOff: none, onClick: () => done(actions.restore, rows) }] : []),
    ];
  };
  const menu = (row: Row): MenuItem[] => {
    const rows = selected.has(idOf(row)) ? chosen() : [entityOf(row)];
    return [...itemsFor(rows, false), ...(rows.length === 1 ? (rowActions?.(row) ?? []) : [])];
  };
  const csv = (): void => {
    setSaving(true);
    saveCsv(resource, list.query, `${resource}-${span.from ?? "all"}-${span.to ?? ""}`.replace(/-$/, ""))
      .catch(tellError)
      .finally(() => setSaving(false));
  };
  useShortcut("n", () => may && editor && open("new"));
  useShortcut("e", () => {
    const [first] = chosen();
    if (first && editor) open(String(first.id));
  });

  const isFiltered = list.search !== "" || list.status !== "active";
  const nothing = isFiltered ? (
    <Stack align="flex-start" gap={6}>
      <Text size="sm">{t("none.found")}</Text>
      <Button variant="default" onClick={() => set({ q: null, status: null })}>
        {t("show.all")}
      </Button>
    </Stack>
  ) : (
    (empty ?? (
      <Stack align="flex-start" gap={6}>
        <Text size="sm">{t(`none.${resource}` in listWords ? (`none.${resource}` as keyof typeof listWords) : "none.yet")}</Text>
        {may && editor && <Button onClick={() => open("new")}>{t("none.first")}</Button>}
      </Stack>
    ))
  );
  return (
    <Page title={title} hasDates={kind.dimension !== null} behindMs={list.behindMs}>
      <DataTable
        name={resource}
        label={title}
        columns={all}
        rows={list.rows}
        keyOf={idOf}
        sort={list.sort}
        onSort={(next) => set({ sort: next.join(",") })}
        selected={selected}
        onSelect={setSelected}
        onCurrent={setCurrent}
        onOpen={editor ? (row) => open(idOf(row)) : undefined}
        onDoubleClick={double === "report" && kind.dimension !== null ? (row) => report([entityOf(row)]) : undefined}
        menu={menu}
        tone={(row) => toneOf(entityOf(row).figures)}
        hasTotals={kind.dimension !== null}
        isLoading={list.isLoading}
        error={list.error}
        onEnd={list.more}
        empty={nothing}
        status={<RowCount list={list} />}
        toolbar={
          <ListToolbar
            onNew={may && editor ? () => open("new") : null}
            items={itemsFor(chosen(), true)}
            actions={more}
            onCsv={csv}
            isSaving={isSaving}
            selectedCount={selected.size}
            unselect={() => setSelected(new Set())}
            status={list.status}
            hasTraffic={kind.dimension !== null}
            setStatus={(next) => {
              setSelected(new Set());
              set({ status: next === "active" ? null : next });
            }}
            regexFault={list.regexFault}
          />
        }
      />
      {edit !== null && editor?.(edit, () => set({ edit: null }))}
    </Page>
  );
}
