/* TableBody - the rows in view and the room of the others: the only part that is drawn anew while one scrolls. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useState, type MouseEvent, type ReactElement, type ReactNode, type RefObject } from "react";
import classes from "./table.module.css";
import { TableRow } from "./TableRow.tsx";
import type { Column } from "./types.ts";

export const ROW_PX = 30;

export interface TableBodyProps<Row> {
  /** Rows' ids in the document begin with it. */
  id: string;
  scroll: RefObject<HTMLDivElement | null>;
  /** Set by it: brings a row into view. */
  scrollTo: RefObject<(index: number) => void>;
  /** What the header and footer cover. */
  coveredPx: number;
  /** The first row's place, for those who hear it. */
  firstRow: number;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  hasCheck: boolean;
  selected: ReadonlySet<string> | undefined;
  struck: ReadonlySet<string>;
  current: number;
  mayStrike: (row: Row) => boolean;
  tone: ((row: Row) => number | null) | undefined;
  onEnd: (() => void) | undefined;
  onClick: (event: MouseEvent) => void;
  onDoubleClick: (event: MouseEvent) => void;
  onContextMenu: (event: MouseEvent) => void;
  /** Stands there when there are no rows. */
  none: ReactNode;
}

export function TableBody<Row>(props: TableBodyProps<Row>): ReactElement {
  const { rows, keyOf, columns, hasCheck, onEnd } = props;
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => props.scroll.current, estimateSize: () => ROW_PX, overscan: 8, scrollPaddingEnd: props.coveredPx });
  /* Rows that are there from the first moment: the frame that scrolls is known only once it stands. */
  const [, setStanding] = useState(false);
  useEffect(() => setStanding(true), []);
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  props.scrollTo.current = (index) => virtual.scrollToIndex(index);
  useEffect(() => {
    if (onEnd && rows.length > 0 && lastSeen >= rows.length - 30) onEnd();
  }, [lastSeen, rows.length, onEnd]);
  const top = items[0]?.start ?? 0;
  const bottom = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const span = columns.length + (hasCheck ? 1 : 0);
  const space = (height: number): ReactElement | null =>
    height > 0 ? (
      <tr className={classes.space} aria-hidden>
        <td colSpan={span} style={{ height }} />
      </tr>
    ) : null;
  return (
    <tbody onClick={props.onClick} onDoubleClick={props.onDoubleClick} onContextMenu={props.onContextMenu}>
      {space(top)}
      {items.map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        const key = keyOf(row);
        return (
          <TableRow
            key={key}
            id={`${props.id}${item.index}`}
            row={row}
            index={item.index}
            place={props.firstRow + item.index}
            columns={columns}
            hasCheck={hasCheck}
            isSelected={props.selected?.has(key) ?? false}
            isStruck={props.struck.has(key)}
            isCurrent={props.current === item.index}
            mayStrike={props.mayStrike(row)}
            strength={props.tone?.(row) ?? null}
          />
        );
      })}
      {space(bottom)}
      {rows.length === 0 && (
        <tr>
          <td colSpan={span} className={classes.none}>
            {props.none}
          </td>
        </tr>
      )}
    </tbody>
  );
}
