/* DataTable - dense rows of which only those in view exist: header and totals stay, the first column is pinned, two columns sort. */
import { Checkbox, Menu, UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { useErrorText } from "../shell/errors.ts";
import classes from "./table.module.css";
import type { Column, DataTableProps } from "./types.ts";
import { tableWords } from "./words.ts";

const ROW_PX = 30;
const CHECK_PX = 34;

/** The sorts after a click on a column: descending first, then ascending, then none; with Shift it is the second. */
export function nextSort(sort: readonly string[], name: string, isSecond: boolean): string[] {
  const is = sort.find((one) => one.replace(/^-/, "") === name);
  const next = is === undefined ? `-${name}` : is.startsWith("-") ? name : null;
  const others = sort.filter((one) => one.replace(/^-/, "") !== name);
  if (!isSecond) return next === null ? [] : [next];
  return next === null ? others : [...others.slice(0, 1), next];
}

function SortMark({ sort, name }: { sort: readonly string[]; name: string }): ReactElement | null {
  const at = sort.findIndex((one) => one.replace(/^-/, "") === name);
  if (at < 0) return null;
  return <span aria-hidden> {sort[at]?.startsWith("-") ? "▼" : "▲"}{sort.length > 1 ? at + 1 : ""}</span>;
}

export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { columns, rows, keyOf, sort = [], onSort, selected, onSelect, onOpen, menu, tone, struck, onEnd } = props;
  const t = useWords(tableWords);
  const errorText = useErrorText();
  const scroll = useRef<HTMLDivElement>(null);
  const [menuAt, setMenuAt] = useState<{ row: Row; x: number; y: number } | null>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_PX, overscan: 12 });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && rows.length > 0 && lastSeen >= rows.length - 30) onEnd();
  }, [lastSeen, rows.length, onEnd]);

  const hasChecks = selected !== undefined && onSelect !== undefined;
  const width = columns.reduce((sum, column) => sum + column.width, hasChecks ? CHECK_PX : 0);
  const pick = (key: string, isOn: boolean): void => {
    const next = new Set(selected);
    if (isOn) next.add(key);
    else next.delete(key);
    onSelect?.(next);
  };
  const openMenu = (event: MouseEvent | KeyboardEvent, row: Row): void => {
    if (!menu) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    setMenuAt("clientX" in event ? { row, x: event.clientX, y: event.clientY } : { row, x: box.left + 40, y: box.bottom });
  };
  const onKey = (event: KeyboardEvent<HTMLTableRowElement>, row: Row, index: number): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter") onOpen?.(row);
    else if (event.key === " " && hasChecks) pick(keyOf(row), !selected.has(keyOf(row)));
    else if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) return openMenu(event, row);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = index + (event.key === "ArrowDown" ? 1 : -1);
      virtual.scrollToIndex(next);
      scroll.current?.querySelector<HTMLElement>(`tr[data-index="${next}"]`)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const head = (column: Column<Row>): ReactElement | string =>
    column.sort !== undefined && onSort ? (
      <UnstyledButton className={classes.sort} title={`${column.hint ? `${column.hint} · ` : ""}${t("sort.hint")}`} onClick={(event) => onSort(nextSort(sort, column.sort ?? "", event.shiftKey))}>
        {column.label}
        <SortMark sort={sort} name={column.sort} />
      </UnstyledButton>
    ) : (
      column.label
    );
  const sortState = (column: Column<Row>): "ascending" | "descending" | undefined => {
    const is = sort.find((one) => one.replace(/^-/, "") === column.sort);
    return is === undefined ? undefined : is.startsWith("-") ? "descending" : "ascending";
  };
  const top = items[0]?.start ?? 0;
  const bottom = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const span = columns.length + (hasChecks ? 1 : 0);

  return (
    <div className={`${classes.scroll} ${props.isLoading ? classes.busy : ""}`} ref={scroll} tabIndex={0} role="region" aria-label={props.label}>
      <table className={classes.table} style={{ width }} aria-label={props.label} aria-rowcount={rows.length + 1} aria-busy={props.isLoading || undefined}>
        <colgroup>
          {hasChecks && <col style={{ width: CHECK_PX }} />}
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {hasChecks && (
              <th scope="col" className={classes.pinned}>
                <Checkbox
                  size="xs"
                  aria-label={t("select.all")}
                  checked={rows.length > 0 && selected.size === rows.length}
                  indeterminate={selected.size > 0 && selected.size < rows.length}
                  onChange={(event) => onSelect(event.currentTarget.checked ? new Set(rows.map(keyOf)) : new Set())}
                />
              </th>
            )}
            {columns.map((column, i) => (
              <th key={column.id} scope="col" title={column.hint} aria-sort={sortState(column)} className={`${column.isNumber ? "number" : ""} ${i === 0 ? classes.pinned : ""}`} style={i === 0 && hasChecks ? { left: CHECK_PX } : undefined}>
                {head(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {top > 0 && (
            <tr className={classes.space} aria-hidden>
              <td colSpan={span} style={{ height: top }} />
            </tr>
          )}
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const key = keyOf(row);
            const strength = tone?.(row) ?? null;
            const ground = strength === null || strength === 0 ? undefined : `linear-gradient(rgba(var(--${strength > 0 ? "gain" : "loss"}-ground), ${(Math.abs(strength) * 0.22).toFixed(3)}) 0 0)`;
            return (
              <tr
                key={key}
                data-index={item.index}
                data-selected={selected?.has(key) || undefined}
                data-struck={struck?.has(key) || undefined}
                aria-rowindex={item.index + 2}
                tabIndex={0}
                onDoubleClick={() => onOpen?.(row)}
                onContextMenu={(event) => openMenu(event, row)}
                onKeyDown={(event) => onKey(event, row, item.index)}
              >
                {hasChecks && (
                  <td className={classes.pinned}>
                    <Checkbox size="xs" aria-label={t("select", { name: columns[0]?.text?.(row) ?? key })} checked={selected.has(key)} onChange={(event) => pick(key, event.currentTarget.checked)} />
                  </td>
                )}
                {columns.map((column, i) => (
                  <td key={column.id} className={`${column.isNumber ? "number" : ""} ${i === 0 ? classes.pinned : ""}`} style={i === 0 ? { left: hasChecks ? CHECK_PX : 0, backgroundImage: ground } : undefined} title={i === 0 ? column.text?.(row) : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {bottom > 0 && (
            <tr className={classes.space} aria-hidden>
              <td colSpan={span} style={{ height: bottom }} />
            </tr>
          )}
          {rows.length === 0 && (
            <tr>
              <td colSpan={span} style={{ height: 90, whiteSpace: "normal" }}>
                {props.error ? <span role="alert">{errorText(props.error)}</span> : props.isLoading ? "..." : (props.empty ?? t("empty"))}
              </td>
            </tr>
          )}
        </tbody>
        {props.hasTotals && (
          <tfoot>
            <tr>
              {hasChecks && <td className={classes.pinned} />}
              {columns.map((column, i) => (
                <td key={column.id} className={`${column.isNumber ? "number" : ""} ${i === 0 ? classes.pinned : ""}`} style={i === 0 && hasChecks ? { left: CHECK_PX } : undefined}>
                  {i === 0 ? (props.totalLabel ?? t("total", { n: rows.length })) : column.total}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      <Menu opened={menuAt !== null} onChange={(isOpen) => !isOpen && setMenuAt(null)} position="bottom-start" withinPortal>
        <Menu.Target>
          <span aria-hidden style={{ position: "fixed", left: menuAt?.x ?? 0, top: menuAt?.y ?? 0, width: 1, height: 1 }} />
        </Menu.Target>
        <Menu.Dropdown aria-label={t("menu")}>
          {menuAt !== null &&
            menu?.(menuAt.row).map((item) => (
              <Menu.Item key={item.key ?? item.label} disabled={item.isOff ?? false} onClick={item.onClick}>
                {item.label}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
