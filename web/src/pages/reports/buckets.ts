/* buckets - the steps of time from one day to another, as the report's dimensions name them; those that have not begun are left out. */
import type { Step } from "./chartSpec.ts";

const DAY_MS = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** ISO 8601: the week belongs to the year of its Thursday. */
export function weekOf(day: string): string {
  const at = Date.parse(`${day}T12:00:00Z`);
  const thursday = at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const week = 1 + Math.floor((thursday - Date.UTC(year, 0, 1, 12)) / (7 * DAY_MS));
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** `now` is the hour on the page's clock, "2026-11-24 13". */
export function bucketsOf(step: Step, from: string, to: string, now: string): string[] {
  const today = now.slice(0, 10);
  const last = to < today ? to : today;
  const found = new Set<string>();
  for (let at = Date.parse(`${from}T12:00:00Z`); dayOf(at) <= last; at += DAY_MS) {
    const day = dayOf(at);
    if (step === "day") found.add(day);
    else if (step === "week") found.add(weekOf(day));
    else if (step === "month") found.add(day.slice(0, 7));
    else for (let hour = 0; hour < 24 && hourKey(day, hour) <= now; hour++) found.add(hourKey(day, hour));
  }
  return [...found];
}

export const hourKey = (day: string, hour: number): string => `${day} ${String(hour).padStart(2, "0")}`;

/** The hour that it is in that zone. */
export function nowIn(timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", hourCycle: "h23" }).formatToParts(new Date());
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}`;
}
