/* types - what a table is told. */
import type { ReactNode } from "react";
import type { Figures, Metric, Side } from "./metrics.ts";

/** Where columns have their figures from: those of a row, and of all rows. Columns of one source share the object. */
export interface FigureSource<Row> {
  of: (row: Row) => Figures | null | undefined;
  totals: Figures | null | undefined;
  side: Side;
  /** What all rows have in common and counts once, beside what each of them adds. */
  base?: Figures | null;
}

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
  /** Said small behind the label: a currency. */
  unit?: string;
  /** Figures have these, so that the table can reckon totals without a row, sums of a selection, and own formulas. */
  metric?: Metric;
  figures?: { source: FigureSource<Row>; cell: (figures: Figures | null | undefined) => ReactNode };
  /** Said above the labels of all columns of the group that stand side by side. */
  group?: string;
}

export interface MenuItem {
  label: string;
  onClick: () => void;
  isOff?: boolean;
  key?: string;
  /** The key that does the same. */
  shortcut?: string;
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
  /** Enter on the row, or a double click. */
  onOpen?: (row: Row) => void;
  /** A double click, where it does something else than Enter. */
  onDoubleClick?: ((row: Row) => void) | undefined;
  menu?: (row: Row) => MenuItem[];
  /** From -1, all loss, to 1: the ground of the row's first cell. */
  tone?: (row: Row) => number | null;
  /** Rows that the user took out of the totals; without it the table keeps them itself, if its columns are figures. */
  struck?: ReadonlySet<string>;
  onStruck?: (struck: Set<string>) => void;
  /** Whether a row counts in the totals: those under another one do not. Without: all do. */
  isPart?: (row: Row) => boolean;
  /** Buttons above the table; the choice of columns stands at their end. Without, it stands below. */
  toolbar?: ReactNode;
  /** Small text below the table. */
  status?: ReactNode;
  /** No choice of columns. */
  isFixed?: boolean;
  /** The row where the keyboard is. */
  onCurrent?: (row: Row | null) => void;
  isLoading?: boolean;
  error?: unknown;
  /** Asked when the end of the rows comes near. */
  onEnd?: () => void;
  empty?: ReactNode;
}
