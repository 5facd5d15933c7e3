/* useRows - mouse and keyboard on the rows: which one is current, which are selected, what a key does. The focus stays on the table, so it is never lost when rows come and go. */
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";

export interface RowsOptions<Row> {
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  selected: ReadonlySet<string> | undefined;
  onSelect: ((selected: Set<string>) => void) | undefined;
  onOpen: ((row: Row) => void) | undefined;
  onDoubleClick: ((row: Row) => void) | undefined;
  onCurrent: ((row: Row | null) => void) | undefined;
  strike: ((key: string) => void) | null;
  copy: () => void;
  openMenu: (row: Row, x: number, y: number) => void;
  scrollTo: (index: number) => void;
  /** How many rows a page is. */
  pageSize: () => number;
  rowAt: (index: number) => Element | null;
}

export interface RowHandlers {
  current: number;
  onClick: (event: MouseEvent) => void;
  onDoubleClick: (event: MouseEvent) => void;
  onContextMenu: (event: MouseEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const OWN = "a,button,input,select,textarea,label,[role=button]";

export function useRows<Row>(options: RowsOptions<Row>): RowHandlers {
  const [current, setCurrent] = useState(-1);
  const anchor = useRef(-1);
  const latest = useRef(options);
  latest.current = options;
  const at = current < options.rows.length ? current : -1;
  const currentRow = options.rows[at] ?? null;
  const currentKey = currentRow === null ? null : options.keyOf(currentRow);
  useEffect(() => {
    const { rows, onCurrent } = latest.current;
    onCurrent?.(rows[at] ?? null);
  }, [at, currentKey]);

  const range = (from: number, to: number): Set<string> => {
    const { rows, keyOf } = latest.current;
    return new Set(rows.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1).map(keyOf));
  };
  const toggle = (index: number): void => {
    const { rows, keyOf, selected, onSelect } = latest.current;
    const row = rows[index];
    if (row === undefined || selected === undefined) return;
    const next = new Set(selected);
    if (!next.delete(keyOf(row))) next.add(keyOf(row));
    anchor.current = index;
    onSelect?.(next);
  };
  const indexOf = (event: MouseEvent): number => {
    const index = (event.target as Element).closest("tr[data-index]")?.getAttribute("data-index");
    return index === null || index === undefined ? -1 : Number(index);
  };

  const onClick = useCallback((event: MouseEvent) => {
    const { rows, keyOf, selected, onSelect, strike } = latest.current;
    const index = indexOf(event);
    const row = rows[index];
    if (row === undefined) return;
    const target = event.target as Element;
    if (target.closest("[data-strike]")) return strike?.(keyOf(row));
    const isCheck = target.closest("td[data-check]") !== null;
    if (!isCheck && target.closest(OWN)) return;
    setCurrent(index);
    if (onSelect === undefined || selected === undefined) return;
    if (event.shiftKey && anchor.current >= 0) {
      document.getSelection()?.removeAllRanges();
      onSelect(new Set([...(event.ctrlKey || event.metaKey || isCheck ? selected : []), ...range(anchor.current, index)]));
    } else if (isCheck || event.ctrlKey || event.metaKey) toggle(index);
    else if (document.getSelection()?.isCollapsed ?? true) {
      anchor.current = index;
      onSelect(new Set([keyOf(row)]));
    }
  }, []);
  const onDoubleClick = useCallback((event: MouseEvent) => {
    const row = latest.current.rows[indexOf(event)];
    if (row === undefined || (event.target as Element).closest(`${OWN},td[data-check]`)) return;
    document.getSelection()?.removeAllRanges();
    latest.current.onDoubleClick?.(row);
  }, []);
  const onContextMenu = useCallback((event: MouseEvent) => {
    const { rows, rowAt, openMenu } = latest.current;
    const index = indexOf(event);
    const row = rows[index];
    if (row === undefined || (event.target as Element).closest("a[href]")) return;
    event.preventDefault();
    setCurrent(index);
    const box = rowAt(index)?.getBoundingClientRect();
    openMenu(row, event.clientX || (box?.left ?? 0) + 60, event.clientY || (box?.bottom ?? 0));
  }, []);

  const go = (index: number, isExtending: boolean): void => {
    const { rows, onSelect, scrollTo } = latest.current;
    const next = Math.max(0, Math.min(rows.length - 1, index));
    if (rows.length === 0) return;
    if (isExtending && onSelect) {
      if (anchor.current < 0) anchor.current = Math.max(0, at);
      onSelect(range(anchor.current, next));
    } else anchor.current = next;
    setCurrent(next);
    scrollTo(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const { rows, keyOf, onSelect, onOpen, copy, openMenu, pageSize, rowAt, selected } = latest.current;
    const row = rows[at];
    const isMod = event.ctrlKey || event.metaKey;
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: rows.length - 1, PageDown: Math.max(0, at) + pageSize(), PageUp: Math.max(0, at) - pageSize() };
    const step = steps[event.key];
    if (step !== undefined && !event.altKey) go(step, event.shiftKey);
    else if (event.key === " " && row !== undefined && onSelect) toggle(at);
    else if (event.key === "Enter" && row !== undefined && onOpen) onOpen(row);
    else if (isMod && event.key.toLowerCase() === "a" && onSelect) onSelect(new Set(rows.map(keyOf)));
    else if (isMod && event.key.toLowerCase() === "c" && (document.getSelection()?.isCollapsed ?? true)) copy();
    else if (event.key === "Escape" && onSelect && selected !== undefined && selected.size > 0) onSelect(new Set());
    else if (row !== undefined && (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))) {
      const box = rowAt(at)?.getBoundingClientRect();
      openMenu(row, (box?.left ?? 0) + 60, box?.bottom ?? 0);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { current: at, onClick, onDoubleClick, onContextMenu, onKeyDown };
}
