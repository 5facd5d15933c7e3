/* types - what a table is told. */
import type { ReactNode } from "react";

export interface Column<Row> {
  id: string;
  label: string;
  /** Said on hover: the rule or the unit. */
  hint?: string;
  /** In pixels, before the user changes it. */
  width: number;
  isNumber?: boolean;
  /** Shown until the user chooses. Without: yes. */
  isShown?: boolean;
  cell: (row: Row) => ReactNode;
  /** The cell as plain text, for copying. */
  text?: (row: Row) => string;
  /** What the server sorts by; without it the column does not sort. */
  sort?: string;
  /** What stands in the totals' row. */
  total?: ReactNode;
}

export interface MenuItem {
  label: string;
  onClick: () => void;
  isOff?: boolean;
  key?: string;
}

export interface DataTableProps<Row> {
  /** By this name the user's columns are kept. */
  name: string;
  /** What the table shows, for those who hear it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Up to two, "-" before one: descending. */
  sort?: readonly string[];
  onSort?: (sort: string[]) => void;
  totalLabel?: string;
  hasTotals?: boolean;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  /** Double click, or Enter on the row. */
  onOpen?: (row: Row) => void;
  menu?: (row: Row) => MenuItem[];
  /** From -1, all loss, to 1: the ground of the row's first cell. */
  tone?: (row: Row) => number | null;
  /** Rows that the user took out of the totals. */
  struck?: ReadonlySet<string>;
  isLoading?: boolean;
  error?: unknown;
  /** Asked when the end of the rows comes near. */
  onEnd?: () => void;
  empty?: ReactNode;
}
