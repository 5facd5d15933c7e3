/* opened - the rows of a report that are open, as they stand in the address: open=country:FR|os:Android is the row Android under the open row France. */

/** A row is known by its filters and those of the rows above it. */
export const SEPARATOR = "\u0000";
/** An address holds some thousand characters: of very many rows the first ones close. */
const CHARACTERS_MAX = 4000;

/** A node as text: "|" between filters, "\" before a "|" or "\" of their own. */
export const writeNode = (node: string): string => node.split(SEPARATOR).map((filter) => filter.replace(/[\\|]/g, "\\$&")).join("|");

export function readNode(text: string): string {
  const filters: string[] = [""];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (char === "|") filters.push("");
    else filters[filters.length - 1] += char === "\\" ? (text[++i] ?? "") : char;
  }
  return filters.join(SEPARATOR);
}

export const readOpened = (texts: readonly string[]): ReadonlySet<string> => new Set(texts.filter((text) => text !== "").map(readNode));

/** The opened rows as an address holds them, the newest ones that fit. */
export function writeOpened(opened: ReadonlySet<string>): string[] {
  const texts = [...opened].map(writeNode);
  let size = 0;
  let from = texts.length;
  while (from > 0 && size + (texts[from - 1]?.length ?? 0) + 6 <= CHARACTERS_MAX) size += (texts[--from]?.length ?? 0) + 6;
  return texts.slice(from);
}
