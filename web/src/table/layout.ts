/* layout - which columns stand where and how wide, as the user chose; and what goes to the clipboard. */
import type { Formula } from "./formula.ts";
import { EVENTS, type EventMetric } from "./metrics.ts";

export interface Layout {
  /** Those that were put somewhere, in their order. */
  order: readonly string[];
  /** Shown or hidden by choice; others are as the table says. */
  shown: readonly string[];
  hidden: readonly string[];
  widths: Readonly<Record<string, number>>;
  formulas: readonly Formula[];
  presets: readonly { name: string; columns: readonly string[] }[];
}
export const EMPTY_LAYOUT: Layout = { order: [], shown: [], hidden: [], widths: {}, formulas: [], presets: [] };

export const WIDTH_MIN = 48;
export const WIDTH_MAX = 800;

interface Placed {
  id: string;
  isShown?: boolean;
}

/** A kept layout may be of an older make, or spoilt: what is not usable counts as not said. */
export function readLayout(kept: Partial<Layout>): Layout {
  return { ...EMPTY_LAYOUT, ...kept };
}

export function isShown(column: Placed, layout: Layout): boolean {
  if (layout.hidden.includes(column.id)) return false;
  return layout.shown.includes(column.id) || column.isShown !== false;
}

/** All columns in the user's order. The first one stays first; those that were never put anywhere stand behind their neighbour. */
export function arrange<C extends Placed>(columns: readonly C[], layout: Layout): C[] {
  const [first, ...rest] = columns;
  if (first === undefined) return [];
  const byId = new Map(rest.map((column) => [column.id, column]));
  const placed = layout.order.flatMap((id) => byId.get(id) ?? []);
  let before: C | undefined;
  for (const column of rest) {
    if (!placed.includes(column)) placed.splice(before === undefined ? 0 : placed.indexOf(before) + 1, 0, column);
    before = column;
  }
  return [first, ...placed];
}

/** The order after one column was put where another stands. */
export function moved(order: readonly string[], id: string, to: string): string[] {
  const from = order.indexOf(id);
  const at = order.indexOf(to);
  if (from < 0 || at < 0) return [...order];
  const next = order.filter((one) => one !== id);
  next.splice(at, 0, id);
  return next;
}

/** Shows these of the columns that a preset is about, first in its order, and hides the others. */
export function applyPreset(layout: Layout, columns: readonly string[], all: readonly string[]): Layout {
  return {
    ...layout,
    order: [...layout.order.filter((id) => !all.includes(id)), ...columns, ...all.filter((id) => !columns.includes(id))],
    shown: [...layout.shown.filter((id) => !all.includes(id)), ...columns],
    hidden: [...layout.hidden.filter((id) => !all.includes(id)), ...all.filter((id) => !columns.includes(id))],
  };
}

/** The sorts after a click on a column: descending first, then ascending, then none; with Shift it is the second. */
export function nextSort(sort: readonly string[], name: string, isSecond: boolean): string[] {
  const is = sort.find((one) => one.replace(/^-/, "") === name);
  const next = is === undefined ? `-${name}` : is.startsWith("-") ? name : null;
  const others = sort.filter((one) => one.replace(/^-/, "") !== name);
  if (!isSecond) return next === null ? [] : [next];
  return next === null ? others : [...others.slice(0, 1), next];
}

/** The events that must be asked for: those whose columns are shown, and those in own formulas. Answers have no others. */
export function eventsOf(layout: Layout): EventMetric[] {
  const named = new Set(layout.formulas.flatMap(({ text }) => text.toLowerCase().match(/\bevent\d+\b/g) ?? []));
  return EVENTS.filter((event) => named.has(event) || (layout.shown.includes(event) && !layout.hidden.includes(event)));
}

/** Rows as a spreadsheet pastes them: a tab and a line end are spaces, and what would run as a formula is text. */
export function tsvOf(rows: readonly (readonly string[])[]): string {
  const field = (text: string): string => {
    const plain = text.replace(/[\t\r\n]+/g, " ");
    return /^[=+\-@]/.test(plain) && !/^[-+]?\d+(\.\d+)?$/.test(plain) ? `'${plain}` : plain;
  };
  return rows.map((row) => row.map(field).join("\t")).join("\n");
}
