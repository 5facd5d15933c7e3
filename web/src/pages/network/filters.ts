/* filters - the API's filters, "NAME:VALUE", in parts and back (docs/reports.md, "Filters"). */
import type { Dimension } from "./reportWords.ts";

export const OPERATORS = ["is", "not", "has", "over", "under", "empty"] as const;
export type Operator = (typeof OPERATORS)[number];

/** A value as it stands in a filter: a comma or backslash is escaped, what reads as an operator is quoted. */
export function valueText(value: string): string {
  const escaped = value.replace(/[\\,]/g, "\\$&");
  return /^([!~<>"]|empty$)/.test(value) ? `"${escaped}` : escaped;
}

export function filterOf(dimension: string, operator: Operator, value: string): string {
  const several = value
    .split(",")
    .map((one) => valueText(one.trim()))
    .join(",");
  switch (operator) {
    case "is":
      return `${dimension}:${several}`;
    case "not":
      return `${dimension}:!${several}`;
    case "has":
      return `${dimension}:~${value}`;
    case "over":
      return `${dimension}:>${value}`;
    case "under":
      return `${dimension}:<${value}`;
    case "empty":
      return `${dimension}:empty`;
  }
}

export interface FilterParts {
  name: string;
  operator: Operator;
  value: string;
}

export function partsOf(filter: string): FilterParts {
  const at = filter.indexOf(":");
  const name = filter.slice(0, at);
  const rest = filter.slice(at + 1);
  const plain = (text: string): string => text.replace(/^"/, "").replace(/\\(.)/g, "$1");
  if (rest === "empty") return { name, operator: "empty", value: "" };
  if (rest.startsWith("!")) return { name, operator: "not", value: plain(rest.slice(1)) };
  if (rest.startsWith("~")) return { name, operator: "has", value: rest.slice(1) };
  if (rest.startsWith(">")) return { name, operator: "over", value: rest.slice(1) };
  if (rest.startsWith("<")) return { name, operator: "under", value: rest.slice(1) };
  return { name, operator: "is", value: plain(rest) };
}

/** Where one looks next after a value of a dimension was chosen. */
export const DEEPER: readonly Dimension[] = ["adcampaign", "variation", "site", "zone", "country", "format", "day"];

/** An address of the API's log as a page of the dashboard. */
export function pageOfEntries(address: string): string {
  const url = new URL(address, window.location.origin);
  const asked = url.searchParams;
  const next = new URLSearchParams();
  next.set("log", url.pathname.split("/").at(-1) ?? "");
  const from = asked.get("from");
  const to = asked.get("to");
  next.set("dates", from && to ? `${from.slice(0, 10)}..${to.slice(0, 10)}` : "all");
  for (const name of ["tz", "time", "bots"]) {
    const value = asked.get(name);
    if (value) next.set(name, value);
  }
  for (const filter of new Set(asked.getAll("filter"))) next.append("filter", filter);
  return `/network/calls?${next.toString()}`;
}
