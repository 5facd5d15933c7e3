/* signals - why a visit looks like a machine's, in words (src/visitor/signals.c has the codes). */
import { useMemo } from "react";
import { defineWords, useWords } from "./words.ts";

export const signalWords = defineWords({
  head: ["HEAD request", "Requête HEAD"],
  link_preview: ["Link preview", "Aperçu de lien"],
  crawler: ["Crawler’s user agent", "Agent d’un robot"],
  impossible: ["Impossible headers", "En-têtes impossibles"],
  listed: ["On your list", "Sur votre liste"],
  hosting: ["Data centre", "Centre de données"],
  no_agent: ["No user agent", "Pas d’agent utilisateur"],
  no_language: ["No language", "Pas de langue"],
  frequent: ["Very many visits", "Très nombreuses visites"],
});

export const SIGNALS: readonly string[] = Object.keys(signalWords);

/** "hosting", "no_language" to "Data centre, No language"; a code that has no words stays. */
export function useSignalsText(): (codes: readonly string[]) => string {
  const t = useWords(signalWords);
  return useMemo(() => (codes) => codes.map((code) => (code in signalWords ? t(code as keyof typeof signalWords) : code)).join(", "), [t]);
}
