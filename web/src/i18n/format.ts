/* format - numbers, money, times as the language writes them; what is unknown or undefined is an en dash. */
import { useMemo } from "react";
import { useLocale } from "./words.ts";

export const NONE = "–";

export interface Format {
  count: (value: number | null | undefined) => string;
  /** A plain decimal as the API gives it, 2 to `digits` places. */
  money: (value: string | null | undefined, digits?: number) => string;
  /** A price of one: always 4 places, so that they stand in line. */
  unit: (value: string | null | undefined) => string;
  /** A price that was set: 4 places so that they stand in line, up to 6 where it has them. */
  price: (value: string | null | undefined) => string;
  percent: (value: number | null | undefined) => string;
  /** Any number, with the digits that it has, up to 6. */
  number: (value: number | null | undefined) => string;
  /** An instant in the zone of the page. */
  time: (value: string | null | undefined) => string;
  date: (value: string | null | undefined) => string;
  /** "3 min ago" */
  ago: (value: string | null | undefined) => string;
  /** A length of time in the one unit that tells it: "0.8 s", "3 min", "4 days". */
  span: (ms: number) => string;
  bytes: (value: number | null | undefined) => string;
}

const SPANS: readonly [limit: number, divisor: number, unit: string, digits: number][] = [
  [60_000, 1000, "second", 1],
  [3_600_000, 60_000, "minute", 0],
  [48 * 3_600_000, 3_600_000, "hour", 0],
  [Infinity, 86_400_000, "day", 0],
];

const AGO: readonly [limit: number, divisor: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [Infinity, 86_400, "day"],
];

export function useFormat(timeZone?: string): Format {
  const { language } = useLocale();
  return useMemo(() => {
    const counts = new Intl.NumberFormat(language);
    const percents = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
    const large = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
    const units = new Intl.NumberFormat(language, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
    const prices = new Intl.NumberFormat(language, { minimumFractionDigits: 4, maximumFractionDigits: 6 });
    const moneys = new Map<number, Intl.NumberFormat>();
    const moneyOf = (digits: number): Intl.NumberFormat => {
      let found = moneys.get(digits);
      if (!found) moneys.set(digits, (found = new Intl.NumberFormat(language, { minimumFractionDigits: Math.min(2, digits), maximumFractionDigits: digits })));
      return found;
    };
    const zone = timeZone ? { timeZone } : {};
    const times = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium", ...zone });
    const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", ...zone });
    const relative = new Intl.RelativeTimeFormat(language, { numeric: "always", style: "short" });
    return {
      count: (value) => (value === null || value === undefined ? NONE : counts.format(value)),
      money: (value, digits = 2) => (value === null || value === undefined ? NONE : moneyOf(digits).format(Number(value))),
      unit: (value) => (value === null || value === undefined ? NONE : units.format(Number(value))),
      price: (value) => (value === null || value === undefined ? NONE : prices.format(Number(value))),
      percent: (value) => (value === null || value === undefined ? NONE : Math.abs(value) >= 10_000 ? large.format(value) : percents.format(value)),
      number: (value) => (value === null || value === undefined ? NONE : numbers.format(value)),
      time: (value) => (value ? times.format(new Date(value)) : NONE),
      date: (value) => (value ? dates.format(new Date(value)) : NONE),
      ago: (value) => {
        if (!value) return NONE;
        const seconds = Math.max(0, (Date.now() - Date.parse(value)) / 1000);
        const [, divisor, unit] = AGO.find(([limit]) => seconds < limit) ?? [0, 86_400, "day"];
        return relative.format(-Math.floor(seconds / divisor), unit);
      },
      span: (ms) => {
        const [, divisor, unit, digits] = SPANS.find(([limit]) => ms < limit) ?? [0, 86_400_000, "day", 0];
        return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(Math.floor((ms / divisor) * 10 ** digits) / 10 ** digits);
      },
      bytes: (value) => {
        if (value === null || value === undefined) return NONE;
        const units = language === "fr" ? ["o", "Kio", "Mio", "Gio", "Tio"] : ["B", "KiB", "MiB", "GiB", "TiB"];
        const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
        return `${new Intl.NumberFormat(language, { maximumFractionDigits: power === 0 ? 0 : 1 }).format(value / 1024 ** power)} ${units[power]}`;
      },
    };
  }, [language, timeZone]);
}
