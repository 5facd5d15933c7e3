/* logQuery - what the address asks of a log: the ledger as it stands, or, with a report's filters, exactly what is behind a figure. */
import type { Query } from "../../api/client.ts";
import type { Span } from "../../state/span.ts";
import type { Log } from "./logs.ts";

/** Parameters of a report's question; any of them makes the log answer from the facts. */
const OF_FACTS = ["filter", "time", "bots", "tests"] as const;

/** The instant at which a day begins on the clock of tz. */
export function dayStart(day: string, tz: string): string {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: tz, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const shown = (at: number): number => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return Date.parse(`${parts["year"]}-${parts["month"]}-${parts["day"]}T${parts["hour"]}:${parts["minute"]}:${parts["second"]}Z`);
  };
  let at = wanted;
  for (let tries = 0; tries < 3; tries++) at += wanted - shown(at);
  return new Date(at).toISOString();
}

export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

export const isOfFacts = (log: Log, params: URLSearchParams): boolean => log.isOfFacts && OF_FACTS.some((name) => params.has(name));

export function logQuery(log: Log, params: URLSearchParams, span: Span): Query {
  const query: Record<string, string | readonly string[]> = {};
  const names = [...log.entities, ...Object.keys(log.words), "test", "txid", "conversion_id", ...(log.hasCid ? ["cid"] : [])];
  for (const name of names) {
    const value = params.get(name);
    if (value !== null && value !== "") query[name] = value;
  }
  if (isOfFacts(log, params)) {
    for (const name of ["time", "bots", "tests"]) {
      const value = params.get(name);
      if (value !== null) query[name] = value;
    }
    return { ...query, filter: params.getAll("filter"), tz: span.tz, from: span.from, to: span.to };
  }
  /* What waits is shown whatever its age. */
  if (!log.isOfFacts) return query;
  return { ...query, from: span.from && dayStart(span.from, span.tz), to: span.to && dayStart(nextDay(span.to), span.tz) };
}
