/* useWhatIf - rows taken out of the totals, and the totals without them; sums and averages of a selection. */
import { useMemo, useState } from "react";
import { besideOf, withBeside, type Figures } from "./metrics.ts";
import { averageOf, sumOf, without, type Sums } from "./totals.ts";
import type { DataTableProps, FigureSource } from "./types.ts";

export interface WhatIf<Row> {
  /** Whether rows can be taken out here. */
  isOffered: boolean;
  struck: ReadonlySet<string>;
  strike: (key: string) => void;
  restoreAll: () => void;
  /** By their source; null: nothing is taken out, the totals are the server's. */
  totals: ReadonlyMap<FigureSource<Row>, Figures> | null;
  /** Null: fewer than two rows are selected. */
  selection: { count: number; of: ReadonlyMap<FigureSource<Row>, { sum: Figures; average: Figures }> } | null;
}

const present = (figures: readonly (Figures | null | undefined)[]): Sums[] => figures.filter((one) => !!one) as Sums[];

/** The totals of a source without these rows, those beside them as well. */
function leftOf<Row>(source: FigureSource<Row>, out: readonly Row[]): Figures | null {
  if (!source.totals) return null;
  const figures = present(out.map(source.of));
  const beside = withBeside(source.totals, (of) => without(of as Sums, present(figures.map((one) => besideOf(one as Figures)?.figures))) as Figures);
  return { ...without(source.totals as Sums, figures), ...beside } as Figures;
}

export function useWhatIf<Row>({ columns, rows, keyOf, struck: given, onStruck, selected, hasTotals, isPart }: DataTableProps<Row>): WhatIf<Row> {
  const [own, setOwn] = useState<ReadonlySet<string>>(new Set());
  const struck = given ?? own;
  const setStruck = onStruck ?? setOwn;
  const sources = useMemo(() => [...new Set(columns.flatMap((column) => column.figures?.source ?? []))], [columns]);
  const totals = useMemo(() => {
    const out = struck.size === 0 ? [] : rows.filter((row) => struck.has(keyOf(row)) && (isPart?.(row) ?? true));
    if (out.length === 0 || !sources[0]?.totals) return null;
    return new Map(
      sources.flatMap((source) => {
        const left = leftOf(source, out);
        return left === null ? [] : [[source, left] as const];
      }),
    );
  }, [sources, struck, rows, keyOf, isPart]);
  const selection = useMemo(() => {
    if (selected === undefined || selected.size < 2) return null;
    const chosen = rows.filter((row) => selected.has(keyOf(row)));
    const [first] = sources;
    const count = first === undefined ? 0 : present(chosen.map(first.of)).length;
    if (count < 2) return null;
    const of = new Map(
      sources.map((source) => {
        const sum = sumOf([...present([source.base]), ...present(chosen.map(source.of))]);
        return [source, { sum: sum as Figures, average: averageOf(sum, count) as Figures }] as const;
      }),
    );
    return { count, of };
  }, [sources, selected, rows, keyOf]);
  return {
    isOffered: sources.length > 0 && hasTotals === true && (given === undefined || onStruck !== undefined),
    struck,
    strike: (key) => {
      const next = new Set(struck);
      if (!next.delete(key)) next.add(key);
      setStruck(next);
    },
    restoreAll: () => setStruck(new Set()),
    totals,
    selection,
  };
}
