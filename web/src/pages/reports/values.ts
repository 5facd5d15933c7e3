/* values - how a dimension and its values are said to people. */
import { useMemo } from "react";
import { isMetric, useMetricName } from "../../table/metrics.ts";
import { useOne } from "../../api/hooks.ts";
import { useLocale, useWords } from "../../i18n/words.ts";
import { useSignalsText } from "../../i18n/signals.ts";
import { dimensionWords, type NamedDimension } from "./dimensions.ts";
import { parseFilter } from "./filters.ts";
import { valueWords } from "./words.ts";

export type Value = string | number | boolean | { id: number | string; name: string | null } | null | undefined;

/** "token3" to "Source site (token 3)", where `tokens` knows its name. */
export function useDimensionName(tokens: ReadonlyMap<number, string>): (name: string) => string {
  const t = useWords(dimensionWords);
  const m = useMetricName();
  const v = useWords(valueWords);
  return useMemo(
    () => (name) => {
      if (isMetric(name)) return m(name);
      if (name in dimensionWords) return t(name as NamedDimension);
      const [, kind, digits] = /^(token|param|event_value)(\d+)$/.exec(name) ?? [];
      const n = Number(digits);
      const named = kind === "token" ? tokens.get(n) : undefined;
      if (named !== undefined) return v("token.named", { name: named, n });
      return kind === undefined ? name : v(`${kind}.n` as keyof typeof valueWords, { n });
    },
    [t, m, v, tokens],
  );
}

/** The tokens' names, where the filters leave one source, or one campaign and so its source. */
export function useTokenNames(filters: readonly string[]): ReadonlyMap<number, string> {
  const one = (name: string): string | null => {
    const found = filters.map(parseFilter).find((filter) => filter.name === name && filter.operator === "is" && filter.values.length === 1);
    return found?.values[0] ?? null;
  };
  const campaignId = one("campaign");
  const campaign = useOne("campaigns", campaignId).data;
  const ofCampaign = campaign && String(campaign.id) === campaignId ? campaign.source_id : null;
  const sourceId = one("source") ?? ofCampaign;
  const source = useOne("sources", sourceId).data;
  return useMemo(
    () => new Map(source && sourceId !== null && String(source.id) === String(sourceId) ? source.tokens.map((token) => [token.slot, token.name || token.param]) : []),
    [source, sourceId],
  );
}

export type ValueText = (name: string, value: Value) => string;

export function useValueText(): ValueText {
  const { language } = useLocale();
  const v = useWords(valueWords);
  const signals = useSignalsText();
  return useMemo(() => {
    const countries = new Intl.DisplayNames([language], { type: "region", fallback: "code" });
    const languages = new Intl.DisplayNames([language], { type: "language", fallback: "code" });
    const weekdays = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
    const days = new Intl.DateTimeFormat(language, { weekday: "short", year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });
    const months = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
    const named = (names: Intl.DisplayNames, code: string): string => {
      try {
        const name = names.of(code);
        return name === undefined || name === code ? code : `${name} (${code})`;
      } catch {
        return code;
      }
    };
    return (name, value) => {
      if (value === null || value === undefined) return `${name}.none` in valueWords ? v(`${name}.none` as keyof typeof valueWords) : v("none");
      if (typeof value === "object") return value.name ?? v("nameless", { id: String(value.id) });
      const text = String(value);
      if (text === "") return v("none");
      if (text === "unknown") return v("unknown");
      if (`${name}.${text}` in valueWords) return v(`${name}.${text}` as keyof typeof valueWords);
      if (text === "true" || text === "false") return v(text === "true" ? "yes" : "no");
      switch (name) {
        case "country":
          return named(countries, text);
        case "language":
          return named(languages, text);
        case "weekday":
          return weekdays.format(Date.UTC(2024, 0, Number(text)));
        case "day":
          return /^\d{4}-\d\d-\d\d$/.test(text) ? days.format(Date.parse(`${text}T00:00:00Z`)) : text;
        case "month":
          return /^\d{4}-\d\d$/.test(text) ? months.format(Date.parse(`${text}-01T00:00:00Z`)) : text;
        case "bot_reason":
        case "bot_signal":
          return signals(text.split(","));
        case "hour":
          return `${text.padStart(2, "0")}:00`;
        default:
          return text;
      }
    };
  }, [language, v, signals]);
}
