/* TableHead - the columns' names: a click sorts, the edge changes the width, a name is drawn to another place. */
import { UnstyledButton } from "@mantine/core";
import type { KeyboardEvent, PointerEvent, ReactElement, ReactNode } from "react";
import { useWords } from "../i18n/words.ts";
import { nextSort } from "./layout.ts";
import classes from "./table.module.css";
import { CHECK_PX } from "./TableRow.tsx";
import type { Column } from "./types.ts";
import { tableWords } from "./words.ts";

function SortMark({ sort, name }: { sort: readonly string[]; name: string }): ReactElement | null {
  const at = sort.findIndex((one) => one.replace(/^-/, "") === name);
  if (at < 0) return null;
  return <span aria-hidden> {sort[at]?.startsWith("-") ? "▼" : "▲"}{sort.length > 1 ? at + 1 : ""}</span>;
}

function stateOf(sort: readonly string[], name: string | undefined): "ascending" | "descending" | undefined {
  const is = sort.find((one) => one.replace(/^-/, "") === name);
  return is === undefined ? undefined : is.startsWith("-") ? "descending" : "ascending";
}

/** The right edge of a header, to be drawn. */
function Edge({ width, isTold, setWidth }: { width: number; isTold: (width: number | null) => void; setWidth: (width: number) => void }): ReactElement {
  const start = (event: PointerEvent<HTMLSpanElement>): void => {
    event.preventDefault();
    event.stopPropagation();
    const edge = event.currentTarget;
    const from = event.clientX;
    const at = (x: number): number => Math.max(48, width + x - from);
    edge.setPointerCapture(event.pointerId);
    const move = (next: globalThis.PointerEvent): void => isTold(at(next.clientX));
    const end = (next: globalThis.PointerEvent): void => {
      edge.removeEventListener("pointermove", move);
      edge.removeEventListener("pointerup", end);
      edge.removeEventListener("pointercancel", end);
      if (next.type === "pointerup" && next.clientX !== from) setWidth(at(next.clientX));
      isTold(null);
    };
    edge.addEventListener("pointermove", move);
    edge.addEventListener("pointerup", end);
    edge.addEventListener("pointercancel", end);
  };
  return <span className={classes.edge} aria-hidden onPointerDown={start} onClick={(event) => event.stopPropagation()} />;
}

export interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  sort: readonly string[];
  onSort?: ((sort: string[]) => void) | undefined;
  /** The box that selects all; null: rows are not selected here. */
  check: ReactNode;
  setWidth: (id: string, width: number) => void;
  /** While an edge is drawn: the width so far; null: it was let go. */
  draw: (id: string, width: number | null) => void;
  move: (id: string, to: string) => void;
}

/** What stands above the labels: each group once over its columns that stand side by side. */
function runsOf<Row>(columns: readonly Column<Row>[]): { key: string; group: string | undefined; count: number }[] {
  const runs: { key: string; group: string | undefined; count: number }[] = [];
  for (const [i, { id, group }] of columns.entries()) {
    const last = runs.at(-1);
    /* The first column is pinned, so it stands alone. */
    if (last !== undefined && i > 1 && last.group === group) last.count++;
    else runs.push({ key: id, group, count: 1 });
  }
  return runs;
}

/** Whether the header has the line of groups. */
export const hasGroups = <Row,>(columns: readonly Column<Row>[]): boolean => columns.some((column) => column.group !== undefined);

export function TableHead<Row>({ columns, sort, onSort, check, setWidth, draw, move }: TableHeadProps<Row>): ReactElement {
  const t = useWords(tableWords);
  /* A group begins where another column stood before. */
  const isFirst = (i: number): boolean => columns[i]?.group !== undefined && columns[i]?.group !== columns[i - 1]?.group;
  const label = (column: Column<Row>): ReactNode => (
    <>
      {column.group !== undefined && <span className="sr-only">{column.group} · </span>}
      {column.label}
      {column.unit !== undefined && <small className={classes.unit}> {column.unit}</small>}
      {column.sort !== undefined && <SortMark sort={sort} name={column.sort} />}
    </>
  );
  const onKey = (event: KeyboardEvent, column: Column<Row>): void => {
    if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    event.stopPropagation();
    setWidth(column.id, column.width + (event.key === "ArrowRight" ? 10 : -10));
  };
  return (
    <thead data-groups={hasGroups(columns) || undefined}>
      {hasGroups(columns) && (
        /* Each label says its group to those who hear it. */
        <tr className={classes.groups} aria-hidden>
          {check !== null && <td className={classes.pinned} />}
          {runsOf(columns).map(({ key, group, count }, i) => (
            <td key={key} colSpan={count} data-group={group !== undefined || undefined} className={i === 0 ? classes.pinned : undefined} style={i === 0 && check !== null ? { left: CHECK_PX } : undefined}>
              {group}
            </td>
          ))}
        </tr>
      )}
      <tr>
        {check !== null && (
          <th scope="col" className={classes.pinned} data-check>
            {check}
          </th>
        )}
        {columns.map((column, i) => (
          <th
            key={column.id}
            scope="col"
            title={column.hint}
            aria-sort={stateOf(sort, column.sort)}
            className={`${column.isNumber ? "number" : ""} ${i === 0 ? classes.pinned : ""}`}
            style={i === 0 && check !== null ? { left: CHECK_PX } : undefined}
            data-first={isFirst(i) || undefined}
            draggable={i > 0}
            onDragStart={(event) => event.dataTransfer.setData("text/x-column", column.id)}
            onDragOver={(event) => i > 0 && event.dataTransfer.types.includes("text/x-column") && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              const id = event.dataTransfer.getData("text/x-column");
              if (id !== "" && id !== column.id) move(id, column.id);
            }}
          >
            {column.sort !== undefined && onSort ? (
              <UnstyledButton
                className={classes.sort}
                title={`${column.hint ? `${column.hint} · ` : ""}${t("sort.hint")}`}
                onKeyDown={(event) => onKey(event, column)}
                onClick={(event) => onSort(nextSort(sort, column.sort ?? "", event.shiftKey))}
              >
                {label(column)}
              </UnstyledButton>
            ) : (
              label(column)
            )}
            <Edge width={column.width} isTold={(width) => draw(column.id, width)} setWidth={(width) => setWidth(column.id, width)} />
          </th>
        ))}
      </tr>
    </thead>
  );
}
