/* conditionText - a rule's condition in words: what is looked at, and its values, as the form calls them. */
import { useMemo } from "react";
import { useSignalsText } from "../i18n/signals.ts";
import { useWords } from "../i18n/words.ts";
import { TOKEN_PARAM, wordsOf } from "./conditions.ts";
import { useCountries } from "./countries.ts";
import { pathWords } from "./pathWords.ts";

export interface ConditionText {
  field: (field: string) => string;
  value: (field: string, value: string) => string;
}

export function useConditionText(): ConditionText {
  const t = useWords(pathWords);
  const countries = useCountries();
  const signals = useSignalsText();
  return useMemo(() => {
    const names = new Map(countries.map(({ value, label }) => [value, label]));
    const known = (word: string): string | undefined => (word in pathWords ? t(word as keyof typeof pathWords) : undefined);
    const token = /^token(\d+)$/;
    return {
      field: (field) => (field.startsWith(TOKEN_PARAM) ? field.slice(TOKEN_PARAM.length) : token.test(field) ? t("token.n", { n: Number(token.exec(field)?.[1]) }) : (known(`field.${field}`) ?? field)),
      value: (field, value) => {
        if (field === "country") return names.get(value) ?? value;
        if (field === "bot_signal") return signals([value]);
        return (wordsOf(field)?.includes(value) ? known(`value.${value}`) : undefined) ?? value;
      },
    };
  }, [t, countries, signals]);
}
