/* words - the two languages. Each room keeps its words beside its code, both languages in one pair, so that none can be missing:
 *
 *   const words = defineWords({ "campaign.new": ["New campaign", "Nouvelle campagne"], "rows": ["{n} {n|row|rows}", "{n} {n|ligne|lignes}"] });
 *   const t = useWords(words);
 *   t("rows", { n: 3 })
 *
 * {n|row|rows} is "row" where the language speaks of n as of one (French: of 0 too), else "rows". */
import { createContext, useContext, useMemo } from "react";

export type Language = "en" | "fr";
export const LANGUAGES: readonly Language[] = ["en", "fr"];
export type Words = Record<string, readonly [en: string, fr: string]>;

export function defineWords<W extends Words>(words: W): W {
  return words;
}

export interface Locale {
  language: Language;
  setLanguage: (language: Language) => void;
}
export const LocaleContext = createContext<Locale>({ language: "en", setLanguage: () => undefined });
export const useLocale = (): Locale => useContext(LocaleContext);

export type Say<W extends Words> = (word: keyof W & string, values?: Record<string, string | number>) => string;

/* Right-to-left letters, and the marks that turn a line round. */
const TURNING = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** A user's text within ours: what turns the line round does so for itself alone. */
export function isolated(text: string): string {
  return TURNING.test(text) ? `\u2068${text}\u2069` : text;
}

/* A line of French does not end before its double punctuation, a percent sign or the closing quote, after the opening one, nor within a number. */
const BOUND = / (?=[:;!?»%](?![\p{L}\p{N}]))|(?<=«) |(?<=\d) (?=\d{3}(?!\d))/gu;
const typeset = new Map<string, string>();

/** The text with spaces that do not break where French has none to break at. */
function bound(text: string): string {
  let found = typeset.get(text);
  if (found === undefined) typeset.set(text, (found = text.replace(BOUND, "\u00a0")));
  return found;
}

const PLURALS = { en: new Intl.PluralRules("en"), fr: new Intl.PluralRules("fr") };

/** {name} in a text becomes the value of that name; numbers by the language. {name|one|other} becomes the form that goes by the number of that name. */
export function say<W extends Words>(words: W, language: Language, word: keyof W & string, values?: Record<string, string | number>): string {
  const pair = words[word];
  const text = pair === undefined ? word : language === "fr" ? bound(pair[1]) : pair[0];
  return values === undefined
    ? text
    : text.replace(/\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
        const value = values[name];
        if (one !== undefined && other !== undefined) return typeof value === "number" && PLURALS[language].select(value) === "one" ? one : other;
        return value === undefined ? whole : typeof value === "number" ? value.toLocaleString(language) : isolated(value);
      });
}

export function useWords<W extends Words>(words: W): Say<W> {
  const { language } = useLocale();
  return useMemo(() => (word, values) => say(words, language, word, values), [words, language]);
}
