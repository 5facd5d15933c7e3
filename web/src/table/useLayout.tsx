/* useLayout - the columns as the user wants them: order, choice, widths, and their own formulas among them. */
import { useMemo, type ReactNode } from "react";
import { useFormat } from "../i18n/format.ts";
import { usePref } from "../state/prefs.ts";
import { parseFormula, valueOf, type Formula } from "./formula.ts";
import { arrange, EMPTY_LAYOUT, isShown, readLayout, WIDTH_MAX, WIDTH_MIN, type Layout } from "./layout.ts";
import { textOfKind } from "./figureText.ts";
import { widthOf } from "./metricColumns.tsx";
import { metricsOf, type Figures, type MetricKind } from "./metrics.ts";
import type { Sums } from "./totals.ts";
import type { Column } from "./types.ts";

/** What the label needs: letters, the edges, room for a sort mark. */
const headWidth = ({ label, unit, sort }: { label: string; unit?: string | undefined; sort?: string | undefined }): number => Math.ceil((label.length + (unit === undefined ? 0 : unit.length + 1)) * 8.2) + (sort === undefined ? 20 : 40);

const KINDS: Record<Formula["kind"], MetricKind> = { number: "unit", money: "money", percent: "percent" };

export interface UserColumns<Row> {
  layout: Layout;
  setLayout: (layout: Layout) => void;
  /** All there are, in the user's order. */
  all: Column<Row>[];
  /** Those that are shown, as wide as the user wants them. */
  shown: Column<Row>[];
  setWidth: (id: string, width: number) => void;
}

export function useLayout<Row>(name: string, columns: readonly Column<Row>[]): UserColumns<Row> {
  const [kept, setKept] = usePref<Partial<Layout>>(`table.${name}`, EMPTY_LAYOUT);
  const layout = useMemo(() => readLayout(kept), [kept]);
  const format = useFormat();
  const all = useMemo(() => {
    const source = columns.find((column) => column.figures)?.figures?.source;
    if (source === undefined) return arrange(columns, layout);
    const known = metricsOf(source.side) as readonly string[];
    const own = layout.formulas.map((formula): Column<Row> => {
      const parsed = parseFormula(formula.text, (metric) => known.includes(metric));
      const value = (figures: Figures | null | undefined): number | null => valueOf(parsed, figures as Sums | null | undefined);
      const cell = (figures: Figures | null | undefined): ReactNode => textOfKind(format, KINDS[formula.kind], value(figures));
      return {
        id: formula.id,
        label: formula.name,
        hint: formula.text,
        width: widthOf(formula.name.slice(0, 24), 80),
        isNumber: true,
        cell: (row) => cell(source.of(row)),
        text: (row) => String(value(source.of(row)) ?? ""),
        total: cell(source.totals),
        figures: { source, cell },
      };
    });
    return arrange([...columns, ...own], layout);
  }, [columns, layout, format]);
  const shown = useMemo(
    () => all.filter((column, i) => i === 0 || isShown(column, layout)).map((column) => ({ ...column, width: layout.widths[column.id] ?? Math.max(column.width, headWidth(column)) })),
    [all, layout],
  );
  return {
    layout,
    setLayout: setKept,
    all,
    shown,
    setWidth: (id, width) => setKept({ ...layout, widths: { ...layout.widths, [id]: Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, Math.round(width))) } }),
  };
}
