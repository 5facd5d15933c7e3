/* useWhatIf - rows taken out of the totals, and the totals without them; sums and averages of a selection. */
import { useMemo, useState } from "react";
import { comparedOf, type Figures } from "./metrics.ts";
import { averageOf, sumOf, without, type Sums } from "./totals.ts";
import type { DataTableProps } from "./types.ts";

export interface WhatIf {
  /** Whether rows can be taken out here. */
  isOffered: boolean;
  struck: ReadonlySet<string>;
  strike: (key: string) => void;
  restoreAll: () => void;
  /** Null: nothing is taken out, the totals are the server's. */
  totals: Figures | null;
  /** Null: fewer than two rows are selected. */
  selection: { count: number; sum: Figures; average: Figures } | null;
}

export function useWhatIf<Row>({ columns, rows, keyOf, struck: given, onStruck, selected, hasTotals, isPart }: DataTableProps<Row>): WhatIf {
  const [own, setOwn] = useState<ReadonlySet<string>>(new Set());
  const struck = given ?? own;
  const setStruck = onStruck ?? setOwn;
  const source = columns.find((column) => column.figures)?.figures;
  const totals = useMemo(() => {
    if (source === undefined || struck.size === 0 || !source.totals) return null;
    const out = rows.filter((row) => struck.has(keyOf(row)) && (isPart?.(row) ?? true)).map((row) => source.of(row));
    if (out.length === 0) return null;
    const left = without(source.totals as Sums, out.filter((figures) => !!figures) as Sums[]);
    const before = comparedOf(source.totals);
    const compare = before === null ? {} : { compare: without(before as Sums, out.flatMap((figures) => comparedOf(figures) ?? []) as Sums[]) };
    return { ...left, ...compare } as Figures;
  }, [source, struck, rows, keyOf, isPart]);
  const selection = useMemo(() => {
    if (source === undefined || selected === undefined || selected.size < 2) return null;
    const chosen = rows.filter((row) => selected.has(keyOf(row))).flatMap((row) => source.of(row) ?? []) as Sums[];
    if (chosen.length < 2) return null;
    const sum = sumOf(chosen);
    return { count: chosen.length, sum: sum as Figures, average: averageOf(sum, chosen.length) as Figures };
  }, [source, selected, rows, keyOf]);
  return {
    isOffered: source !== undefined && hasTotals === true && (given === undefined || onStruck !== undefined),
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
