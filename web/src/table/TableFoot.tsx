/* TableFoot - the totals, always in view; above them the sum and the average of what is selected. */
import { UnstyledButton } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { useWords } from "../i18n/words.ts";
import { kindOf } from "./metrics.ts";
import classes from "./table.module.css";
import { CHECK_PX } from "./TableRow.tsx";
import { isSum } from "./totals.ts";
import type { Column } from "./types.ts";
import type { WhatIf } from "./useWhatIf.ts";
import { tableWords } from "./words.ts";

const ROW_PX = 30;

interface Line<Row> {
  key: string;
  label: ReactNode;
  cell: (column: Column<Row>) => ReactNode;
}

export interface TableFootProps<Row> {
  columns: readonly Column<Row>[];
  hasCheck: boolean;
  hasTotals: boolean;
  totalLabel: string;
  whatIf: WhatIf<Row>;
  struckCount: number;
}

export function TableFoot<Row>({ columns, hasCheck, hasTotals, totalLabel, whatIf, struckCount }: TableFootProps<Row>): ReactElement | null {
  const t = useWords(tableWords);
  const lines: Line<Row>[] = [];
  const { selection, totals } = whatIf;
  if (selection !== null) {
    lines.push({ key: "sum", label: t("sum", { n: selection.count }), cell: (column) => column.figures?.cell(selection.of.get(column.figures.source)?.sum) });
    lines.push({
      key: "average",
      label: t("average"),
      cell: (column) => (column.metric !== undefined && isSum(column.metric) && kindOf(column.metric) !== "percent" ? column.figures?.cell(selection.of.get(column.figures.source)?.average) : null),
    });
  }
  if (hasTotals && totals !== null)
    lines.push({
      key: "total",
      label: (
        <UnstyledButton className={classes.back} title={t("all.back")} onClick={whatIf.restoreAll}>
          {t("total.without", { n: struckCount })} ↺
        </UnstyledButton>
      ),
      cell: (column) => (column.figures ? column.figures.cell(totals.get(column.figures.source)) : column.total),
    });
  else if (hasTotals) lines.push({ key: "total", label: totalLabel, cell: (column) => column.total });
  if (lines.length === 0) return null;
  return (
    <tfoot>
      {lines.map((line, i) => {
        const bottom = (lines.length - 1 - i) * ROW_PX;
        return (
          <tr key={line.key} data-line={line.key}>
            {hasCheck && <td className={classes.pinned} style={{ bottom }} />}
            {columns.map((column, at) => (
              <td key={column.id} className={`${column.isNumber ? "number" : ""} ${at === 0 ? classes.pinned : ""}`} style={at === 0 ? { left: hasCheck ? CHECK_PX : 0, bottom } : { bottom }}>
                {at === 0 ? line.label : line.cell(column)}
              </td>
            ))}
          </tr>
        );
      })}
    </tfoot>
  );
}
