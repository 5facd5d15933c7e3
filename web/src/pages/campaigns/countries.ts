/* countries - the countries by name, in the page's language. */
import { useMemo } from "react";
import { useLocale } from "../../i18n/words.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/* Codes that browsers name although they stand for no country. */
const NOT_COUNTRIES = new Set(["EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "SU", "YU", "DD", "FX", "BU", "TP", "ZR", "AN", "CS", "NT", "UK"]);

export function useCountries(): { value: string; label: string }[] {
  const { language } = useLocale();
  return useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    const found: { value: string; label: string }[] = [];
    for (const a of LETTERS)
      for (const b of LETTERS) {
        const name = NOT_COUNTRIES.has(a + b) ? undefined : names.of(a + b);
        if (name) found.push({ value: a + b, label: `${name} (${a}${b})` });
      }
    return found.sort((one, other) => one.label.localeCompare(other.label, language));
  }, [language]);
}
