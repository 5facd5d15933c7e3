/* DataTable - dense rows of which only those in view exist: header and totals stay, the first column is pinned, two columns sort. */
import { notifications } from "@mantine/notifications";
import { useCallback, useId, useMemo, useRef, useState, type ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { useErrorText } from "../shell/errors.ts";
import { ColumnsButton } from "./ColumnsButton.tsx";
import { moved, tsvOf } from "./layout.ts";
import { RowMenu, type MenuAt } from "./RowMenu.tsx";
import classes from "./table.module.css";
import { ROW_PX, TableBody } from "./TableBody.tsx";
import { TableFoot } from "./TableFoot.tsx";
import { hasGroups, TableHead } from "./TableHead.tsx";
import { CHECK_PX } from "./TableRow.tsx";
import type { DataTableProps, MenuItem } from "./types.ts";
import { useLayout } from "./useLayout.tsx";
import { useNarrow } from "./useNarrow.ts";
import { useRows } from "./useRows.ts";
import { useWhatIf } from "./useWhatIf.ts";
import { tableWords } from "./words.ts";

export { nextSort } from "./layout.ts";

/** On a phone the first column leaves room for figures; a time fits in it. */
const FIRST_NARROW_PX = 172; /* a time to the second, in English, is whole */

export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { rows, keyOf, sort = [], onSort, selected, onSelect, menu } = props;
  const t = useWords(tableWords);
  const errorText = useErrorText();
  const id = useId();
  const scroll = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const scrollTo = useRef<(index: number) => void>(() => undefined);
  const isNarrow = useNarrow();
  const user = useLayout(props.name, props.columns);
  const whatIf = useWhatIf({ ...props, columns: user.all });
  const [drawn, setDrawn] = useState<{ id: string; width: number } | null>(null);
  const [menuAt, setMenuAt] = useState<MenuAt<Row> | null>(null);
  const columns = useMemo(
    () => (isNarrow ? user.shown.map((column, i) => (i === 0 ? { ...column, width: Math.min(column.width, FIRST_NARROW_PX) } : column)) : user.shown),
    [user.shown, isNarrow],
  );
  const widthOf = (column: { id: string; width: number }): number => (drawn?.id === column.id ? drawn.width : column.width);
  const headRows = hasGroups(columns) ? 2 : 1;
  const maySelect = selected !== undefined && onSelect !== undefined;
  const hasCheck = maySelect && !isNarrow;
  const width = columns.reduce((sum, column) => sum + widthOf(column), hasCheck ? CHECK_PX : 0);
  const copy = (which: readonly Row[]): void => {
    const text = tsvOf([columns.map((column) => (column.group === undefined ? column.label : `${column.group} · ${column.label}`)), ...which.map((row) => columns.map((column) => column.text?.(row) ?? ""))]);
    navigator.clipboard.writeText(text).then(
      () => notifications.show({ message: t("copied", { n: which.length }), autoClose: 2500 }),
      () => notifications.show({ color: "red", message: t("not.copied") }),
    );
  };
  const chosen = (): readonly Row[] => rows.filter((row) => selected?.has(keyOf(row)));
  const handlers = useRows({
    rows,
    keyOf,
    selected,
    onSelect,
    onOpen: props.onOpen,
    onDoubleClick: props.onDoubleClick ?? props.onOpen,
    onCurrent: props.onCurrent,
    strike: whatIf.isOffered ? whatIf.strike : null,
    copy: () => {
      const some = chosen();
      const current = rows[handlers.current];
      if (some.length > 0) copy(some);
      else if (current !== undefined) copy([current]);
    },
    openMenu: (row, x, y) => setMenuAt({ row, x, y }),
    scrollTo: (index) => scrollTo.current(index),
    pageSize: () => Math.max(1, Math.floor((scroll.current?.clientHeight ?? 300) / ROW_PX) - 3),
    rowAt: (index) => scroll.current?.querySelector(`tr[data-index="${index}"]`) ?? null,
  });
  const ownItems = (row: Row): MenuItem[] => {
    const key = keyOf(row);
    const isOut = whatIf.struck.has(key);
    const some = chosen();
    return [
      ...(maySelect && isNarrow ? [{ key: "select", label: t(selected.has(key) ? "unselect" : "select.row"), onClick: () => onSelect(selected.has(key) ? new Set([...selected].filter((one) => one !== key)) : new Set([...selected, key])) }] : []),
      ...(whatIf.isOffered && (props.isPart?.(row) ?? true) ? [{ key: "strike", label: t(isOut ? "menu.put.back" : "menu.leave.out"), onClick: () => whatIf.strike(key) }] : []),
      some.length > 1 && selected?.has(key) ? { key: "copy", label: t("copy.rows", { n: some.length }), shortcut: "Ctrl C", onClick: () => copy(some) } : { key: "copy", label: t("copy.row"), onClick: () => copy([row]) },
      { key: "copy.all", label: t("copy.all", { n: rows.length }), onClick: () => copy(rows) },
    ];
  };
  const closeMenu = useCallback(() => {
    setMenuAt(null);
    grid.current?.focus({ preventScroll: true });
  }, []);

  const all = maySelect && rows.length > 0 && selected.size >= rows.length && rows.every((row) => selected.has(keyOf(row)));
  const struckCount = whatIf.struck.size === 0 ? 0 : rows.filter((row) => whatIf.struck.has(keyOf(row)) && (props.isPart?.(row) ?? true)).length;
  const columnsButton = props.isFixed ? null : <ColumnsButton user={user} />;

  return (
    <div className={classes.frame}>
      {props.toolbar !== undefined && (
        <div className={classes.bar} role="toolbar" aria-label={props.label}>
          {props.toolbar}
          <div className={classes.end}>{columnsButton}</div>
        </div>
      )}
      <div className={`${classes.scroll} ${props.isLoading ? classes.busy : ""}`} ref={scroll}>
        <table
          className={classes.table}
          style={{ width }}
          ref={grid}
          role="grid"
          tabIndex={0}
          aria-label={props.label}
          aria-description={t("keys")}
          aria-rowcount={rows.length + headRows}
          aria-multiselectable={maySelect || undefined}
          aria-busy={props.isLoading || undefined}
          aria-activedescendant={handlers.current >= 0 ? `${id}${handlers.current}` : undefined}
          onKeyDown={handlers.onKeyDown}
        >
          <colgroup>
            {hasCheck && <col style={{ width: CHECK_PX }} />}
            {columns.map((column) => (
              <col key={column.id} style={{ width: widthOf(column) }} />
            ))}
          </colgroup>
          <TableHead
            columns={columns}
            sort={sort}
            onSort={onSort}
            setWidth={user.setWidth}
            draw={(column, next) => setDrawn(next === null ? null : { id: column, width: next })}
            move={(from, to) => user.setLayout({ ...user.layout, order: moved(user.all.map((column) => column.id), from, to) })}
            check={
              hasCheck ? (
                <input
                  type="checkbox"
                  className={classes.check}
                  aria-label={t("select.all")}
                  checked={all}
                  ref={(box) => {
                    if (box) box.indeterminate = selected.size > 0 && !all;
                  }}
                  onChange={(event) => onSelect(event.currentTarget.checked ? new Set(rows.map(keyOf)) : new Set())}
                />
              ) : null
            }
          />
          <TableBody
            id={id}
            scroll={scroll}
            scrollTo={scrollTo}
            coveredPx={ROW_PX * (headRows + (props.hasTotals ? 1 : 0) + (whatIf.selection === null ? 0 : 2))}
            firstRow={headRows + 1}
            columns={columns}
            rows={rows}
            keyOf={keyOf}
            hasCheck={hasCheck}
            selected={selected}
            struck={whatIf.struck}
            current={handlers.current}
            mayStrike={(row) => whatIf.isOffered && (props.isPart?.(row) ?? true)}
            tone={props.tone}
            onEnd={props.onEnd}
            onClick={handlers.onClick}
            onDoubleClick={handlers.onDoubleClick}
            onContextMenu={handlers.onContextMenu}
            none={props.error ? <span role="alert">{errorText(props.error)}</span> : props.isLoading ? "..." : (props.empty ?? t("empty"))}
          />
          <TableFoot columns={columns} hasCheck={hasCheck} hasTotals={props.hasTotals === true && rows.length > 0} totalLabel={props.totalLabel ?? t("total", { n: rows.length })} whatIf={whatIf} struckCount={struckCount} />
        </table>
      </div>
      {(props.status !== undefined || (props.toolbar === undefined && columnsButton !== null)) && (
        <div className={classes.status}>
          {props.status}
          {props.toolbar === undefined && <div className={classes.end}>{columnsButton}</div>}
        </div>
      )}
      {menuAt !== null && <RowMenu at={menuAt} items={[menu?.(menuAt.row) ?? [], ownItems(menuAt.row)]} close={closeMenu} />}
    </div>
  );
}
