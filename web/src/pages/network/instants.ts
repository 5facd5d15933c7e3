/* instants - moments on a zone's clock: the first of a day, and what people type as date and time. */

function offsetAt(instant: number, tz: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: tz, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }).formatToParts(new Date(instant));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "00";
  return Date.parse(`${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}:${of("second")}Z`) - instant;
}

/** `days` after the day "2026-11-24", where it begins. */
export function dayBegins(day: string, tz: string, days = 0): string {
  return at(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000, tz);
}

function at(wanted: number, tz: string): string {
  const guess = wanted - offsetAt(wanted, tz);
  return new Date(wanted - offsetAt(guess, tz)).toISOString();
}

/** The moment at which the zone's clock says "2026-11-24T10:30". */
export const instantOf = (wall: string, tz: string): string => at(Date.parse(`${wall}:00Z`), tz);

/** What the zone's clock says at a moment, to the minute; "" of none. */
export function wallOf(instant: string | null, tz: string): string {
  const moment = instant === null ? NaN : Date.parse(instant);
  return Number.isNaN(moment) ? "" : new Date(moment + offsetAt(moment, tz)).toISOString().slice(0, 16);
}
