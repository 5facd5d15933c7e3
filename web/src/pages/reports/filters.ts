/* filters - the filters of a report as the address and the API write them (docs/reports.md, "Filters"), and as an editor holds them. */
export type Operator = "is" | "not" | "has" | "has_not" | "gt" | "gte" | "lt" | "lte" | "empty" | "not_empty";

export interface Filter {
  name: string;
  operator: Operator;
  values: string[];
}

/* Longest first, as the server reads them. */
const MARKS: readonly [mark: string, operator: Operator][] = [
  ["!~", "has_not"],
  ["~", "has"],
  [">=", "gte"],
  [">", "gt"],
  ["<=", "lte"],
  ["<", "lt"],
  ["!", "not"],
];

export function parseFilter(text: string): Filter {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  let rest = colon < 0 ? "" : text.slice(colon + 1);
  if (rest === "empty" || rest === "!empty") return { name, operator: rest === "empty" ? "empty" : "not_empty", values: [] };
  const found = MARKS.find(([mark]) => rest.startsWith(mark));
  if (found) rest = rest.slice(found[0].length);
  return { name, operator: found?.[1] ?? "is", values: splitValues(rest) };
}

function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = "";
  let isFirst = true;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === ",") {
      values.push(value);
      value = "";
      isFirst = true;
      continue;
    }
    if (!(isFirst && char === '"')) value += char === "\\" && at + 1 < text.length ? text.charAt(++at) : char;
    isFirst = false;
  }
  return [...values, value];
}

export function writeFilter({ name, operator, values }: Filter): string {
  if (operator === "empty" || operator === "not_empty") return `${name}:${operator === "empty" ? "" : "!"}empty`;
  const mark = MARKS.find(([, one]) => one === operator)?.[0] ?? "";
  const written = values.map((value, i) => {
    const text = value.replace(/[\\,]/g, "\\$&");
    return /^[!~<>"]/.test(value) || (i === 0 && value === "empty") ? `"${text}` : text;
  });
  return `${name}:${mark}${written.join(",")}`;
}

/** The opposite of what a row's own filter keeps. */
export function negated(filter: Filter): Filter {
  if (filter.operator === "empty") return { ...filter, operator: "not_empty" };
  return { ...filter, operator: "not" };
}

/** The filters with one more: what is excluded of the same dimension joins the list that is there. */
export function withFilter(filters: readonly string[], added: Filter): string[] {
  const parsed = filters.map(parseFilter);
  const same = parsed.findIndex((one) => added.operator === "not" && one.operator === "not" && one.name === added.name);
  const joined = parsed[same];
  if (joined) {
    const values = [...new Set([...joined.values, ...added.values])];
    return filters.map((text, i) => (i === same ? writeFilter({ ...added, values }) : text));
  }
  const text = writeFilter(added);
  return filters.includes(text) ? [...filters] : [...filters, text];
}
