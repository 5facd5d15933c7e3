/* TableRow - one row; drawn anew only when what it shows has changed, so that scrolling stays smooth. */
import { memo, type ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import classes from "./table.module.css";
import type { Column } from "./types.ts";
import { tableWords } from "./words.ts";

export const CHECK_PX = 34;

export interface TableRowProps<Row> {
  id: string;
  row: Row;
  index: number;
  /** Among all rows of the table, the header's too. */
  place: number;
  columns: readonly Column<Row>[];
  hasCheck: boolean;
  isSelected: boolean;
  isStruck: boolean;
  isCurrent: boolean;
  /** Offers to take it out of the totals. */
  mayStrike: boolean;
  /** Of its colour, from -1 to 1. */
  strength: number | null;
}

function Plain<Row>({ id, row, index, place, columns, hasCheck, isSelected, isStruck, isCurrent, mayStrike, strength }: TableRowProps<Row>): ReactElement {
  const t = useWords(tableWords);
  const ground = strength === null || strength === 0 ? undefined : `linear-gradient(rgba(var(--${strength > 0 ? "gain" : "loss"}-ground), ${(Math.abs(strength) * 0.14).toFixed(3)}) 0 0)`;
  const name = columns[0]?.text?.(row) ?? "";
  return (
    <tr id={id} data-index={index} data-selected={isSelected || undefined} data-struck={isStruck || undefined} data-current={isCurrent || undefined} aria-rowindex={place} aria-selected={hasCheck ? isSelected : undefined}>
      {hasCheck && (
        <td className={classes.pinned} data-check>
          <input type="checkbox" className={classes.check} tabIndex={-1} aria-label={t("select", { name: name || String(index + 1) })} checked={isSelected} readOnly />
        </td>
      )}
      {columns.map((column, i) => (
        <td key={column.id} className={`${column.isNumber ? "number" : ""} ${i === 0 ? classes.pinned : ""}`} style={i === 0 ? { left: hasCheck ? CHECK_PX : 0, backgroundImage: ground } : undefined} title={i === 0 ? column.text?.(row) : undefined}>
          {i === 0 && mayStrike ? (
            <div className={classes.first}>
              <div className={classes.name}>{column.cell(row)}</div>
              <button type="button" className={classes.strike} data-strike tabIndex={-1} aria-pressed={isStruck} aria-label={t(isStruck ? "put.back" : "leave.out", { name })} title={t(isStruck ? "menu.put.back" : "menu.leave.out")}>
                ⌀
              </button>
            </div>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

export const TableRow = memo(Plain) as typeof Plain;
