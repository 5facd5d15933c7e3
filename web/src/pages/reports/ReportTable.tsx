/* ReportTable - the report's rows with their figures: opened, drilled into, and followed to the entries behind them. */
import { Button, Group, Stack } from "@mantine/core";
import { useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactElement } from "react";
import { useLocation } from "wouter";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { DataTable } from "../../table/DataTable.tsx";
import { toneOf, useMetricColumns } from "../../table/metricColumns.tsx";
import { besideOf, type Figures, type Metric } from "../../table/metrics.ts";
import type { Column, MenuItem } from "../../table/types.ts";
import { FigureCell, logOf } from "./FigureCell.tsx";
import { NameCell } from "./NameCell.tsx";
import classes from "./reports.module.css";
import { LOGS, type ReportState } from "./state.ts";
import type { ReportRows, TreeRow } from "./useReportRows.ts";
import { useValueText } from "./values.ts";
import { reportWords } from "./words.ts";

const NO_FILTERS: readonly string[] = [];
const NO_ROWS: readonly TreeRow[] = [];
const figuresOf = (row: TreeRow): Figures | null => (row.kind === "group" ? row.figures : null);

/** By what name the user's columns are kept. */
export const tableName = (state: ReportState): string => `reports${state.isFlat ? ".flat" : ""}${state.metrics === null ? "" : ".asked"}`;

export interface ReportTableProps {
  state: ReportState;
  report: ReportRows;
  nameOf: (dimension: string) => string;
}

export function ReportTable({ state, report, nameOf }: ReportTableProps): ReactElement {
  const t = useWords(reportWords);
  const format = useFormat(state.span.tz);
  const valueText = useValueText();
  const [, navigate] = useLocation();
  const latest = useRef(report);
  latest.current = report;
  const totals = report.answer?.totals;
  const metricColumns = useMetricColumns<TreeRow>(figuresOf, totals, state.span.tz, { currency: report.answer?.currency });
  const besideName = besideOf(totals)?.name ?? null;
  const canOpen = (row: TreeRow): boolean => row.kind === "group" && !state.isFlat && row.depth + 1 < state.groupings.length;
  const titleOf = (row: TreeRow): string => (row.kind === "group" ? row.names.map((name) => valueText(name, row.dimensions[name])).join(" · ") : "");

  const columns = useMemo<Column<TreeRow>[]>(() => {
    const levels = state.isFlat && state.groupings.length > 0 ? state.groupings.map((name) => [name]) : [state.groupings];
    const names = levels.map((level, at): Column<TreeRow> => ({
      id: `name${at}`,
      label: level.map(nameOf).join(" › ") || t("group.none"),
      width: at === 0 ? 280 : 160,
      ...(level[0] === undefined ? {} : { sort: level[0] }),
      text: (row) => (row.kind === "group" ? valueText(row.names[at] ?? "", row.dimensions[row.names[at] ?? ""]) : ""),
      cell: (row) => (
        <NameCell
          row={row}
          at={at}
          canOpen={canOpen(row)}
          isLeaf={row.depth > 0 && !canOpen(row)}
          valueText={valueText}
          onToggle={() => row.kind === "group" && latest.current.toggle(row)}
          onMore={() => row.kind !== "group" && latest.current.loadMore(row.node)}
          onRetry={() => latest.current.retry()}
          onDrill={state.drill}
          onExclude={state.exclude}
        />
      ),
    }));
    const arrow: Column<TreeRow> = {
      id: "entries",
      label: t("entries"),
      width: 82,
      cell: (row) =>
        row.kind === "group" && (
          <a data-entries className={classes.more} href={state.logHref("visits", row.filters)} aria-label={t("entries.of", { name: titleOf(row) })}>
            →
          </a>
        ),
      total: (
        <a data-entries className={classes.more} href={state.logHref("visits", NO_FILTERS)} aria-label={t("entries.of", { name: t("all") })}>
          →
        </a>
      ),
    };
    const wanted = state.metrics;
    const chosen = wanted === null ? metricColumns : wanted.flatMap((metric) => metricColumns.filter((column) => column.id === metric)).map((column) => ({ ...column, isShown: true }));
    const figures = chosen.map((column): Column<TreeRow> => {
      const metric = column.id as Metric;
      const cellOf = (of: Figures | null | undefined, filters: readonly string[]): ReactElement | null =>
        of ? <FigureCell metric={metric} figures={of} beside={besideOf(of)} format={format} href={state.logHref(logOf(metric), filters)} /> : null;
      return {
        ...column,
        width: besideName === "compare" ? column.width + 62 : metric === "cv" ? 116 : column.width,
        cell: (row) => (row.kind === "group" ? cellOf(row.figures, row.filters) : null),
        total: cellOf(totals, NO_FILTERS),
        ...(column.figures ? { figures: { ...column.figures, cell: (of) => cellOf(of, NO_FILTERS) } } : {}),
      };
    });
    return [...names, arrow, ...figures];
  }, [state, metricColumns, totals, besideName, nameOf, valueText, format, t]);

  const menu = (row: TreeRow): MenuItem[] => {
    if (row.kind !== "group") return [];
    const own = row.filters.slice(row.depth);
    return [
      ...own.flatMap((filter, i) => {
        const values = valueText(row.names[i] ?? "", row.dimensions[row.names[i] ?? ""]);
        return [
          { key: `only${filter}`, label: t("filter.is", { name: t("only"), values }), onClick: () => state.drill(filter) },
          { key: `without${filter}`, label: t("filter.is", { name: t("without"), values }), onClick: () => state.exclude(filter) },
        ];
      }),
      ...LOGS.map((log) => ({ label: `→ ${t(`entries.${log}`)}`, onClick: () => navigate(state.logHref(log, row.filters)) })),
    ];
  };
  const onArrow = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const at = event.currentTarget.querySelector<HTMLElement>("tr[data-current]")?.dataset["index"];
    const row = at === undefined ? undefined : report.rows[Number(at)];
    if (!row) return;
    event.preventDefault();
    if (row.kind === "group" && canOpen(row) && row.isOpen === (event.key === "ArrowLeft")) report.toggle(row);
  };
  /* Hundreds of links in view: one handler for all of them. */
  const onLink = (event: MouseEvent<HTMLElement>): void => {
    const href = (event.target as Element).closest("a[data-entries]")?.getAttribute("href");
    if (!href || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  };
  const isTotals = state.groupings.length === 0;
  const empty = isTotals ? (
    t("none.grouped")
  ) : (
    <Stack gap="xs" align="flex-start">
      {t("none.title")}
      <Group gap="xs">
        {state.filters.length > 0 && <Button onClick={() => state.setFilters([])}>{t("none.filters")}</Button>}
        <Button variant="default" onClick={() => state.set({ dates: "last30" })}>
          {t("none.widen")}
        </Button>
      </Group>
    </Stack>
  );
  return (
    <div className={classes.table} onKeyDown={onArrow} onClick={onLink}>
      <DataTable
        name={tableName(state)}
        isFixed={state.metrics !== null}
        isPart={(row) => row.depth === 0}
        label={state.groupings.map(nameOf).join(", ") || t("group.none")}
        columns={columns}
        rows={isTotals ? NO_ROWS : report.rows}
        keyOf={(row) => row.key}
        sort={state.sort}
        onSort={(next) => state.set({ sort: next.join(",") })}
        onOpen={(row) => canOpen(row) && row.kind === "group" && report.toggle(row)}
        menu={menu}
        tone={(row) => toneOf(figuresOf(row))}
        hasTotals
        totalLabel={isTotals ? t("total") : t("rows", { n: report.answer?.row_count ?? 0 })}
        isLoading={report.isLoading}
        error={report.error}
        onEnd={report.onEnd}
        empty={empty}
      />
    </div>
  );
}
