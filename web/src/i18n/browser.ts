/* browser - what the browser says of its user. */
import type { Language } from "./words.ts";

/** The browser's language, as far as there is one of ours. */
export function browserLanguage(): Language {
  return navigator.languages.map((name) => name.slice(0, 2).toLowerCase()).find((name): name is Language => name === "en" || name === "fr") ?? "en";
}
