/* words - the two languages. Each room keeps its words beside its code, both languages in one pair, so that none can be missing:
 *
 *   const words = defineWords({ "campaign.new": ["New campaign", "Nouvelle campagne"], "rows": ["{n} rows", "{n} lignes"] });
 *   const t = useWords(words);
 *   t("rows", { n: 3 }) */
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

/** {name} in a text becomes the value of that name; numbers by the language. */
export function say<W extends Words>(words: W, language: Language, word: keyof W & string, values?: Record<string, string | number>): string {
  const text = words[word]?.[language === "fr" ? 1 : 0] ?? word;
  return values === undefined
    ? text
    : text.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name];
        return value === undefined ? whole : typeof value === "number" ? value.toLocaleString(language) : isolated(value);
      });
}

export function useWords<W extends Words>(words: W): Say<W> {
  const { language } = useLocale();
  return useMemo(() => (word, values) => say(words, language, word, values), [words, language]);
}
