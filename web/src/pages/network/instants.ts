/* instants - the first moment of a day on a zone's clock, for questions that take moments instead of dates. */

function offsetAt(instant: number, tz: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: tz, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }).formatToParts(new Date(instant));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "00";
  return Date.parse(`${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}:${of("second")}Z`) - instant;
}

/** `days` after the day "2026-11-24", where it begins. */
export function dayBegins(day: string, tz: string, days = 0): string {
  const wanted = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  const guess = wanted - offsetAt(wanted, tz);
  return new Date(wanted - offsetAt(guess, tz)).toISOString();
}
