/* Warnings - what looks wrong though it was saved. */
import { Alert } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../api/client.ts";
import { defineWords, useWords } from "../i18n/words.ts";
import { useSession } from "../state/session.ts";

const words = defineWords({ title: ["Saved, but look at this", "Enregistré, mais à vérifier"] });

export type Warning = Schemas["source_written"]["warnings"][number];

export interface WarningsProps {
  warnings: readonly Warning[];
  /** Fields whose input says itself what the linter finds: not twice. */
  linted?: readonly string[];
}

export function Warnings({ warnings, linted = [] }: WarningsProps): ReactElement | null {
  const t = useWords(words);
  const saysItself = useSession().mayWrite("tools");
  const shown = warnings.filter((warning) => !(saysItself && warning.code !== undefined && linted.includes(warning.field)));
  if (shown.length === 0) return null;
  return (
    <Alert color="orange" title={t("title")} role="status">
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {shown.map((warning) => (
          <li key={`${warning.field}${warning.message}`}>
            {warning.field && <code>{warning.field}</code>} {warning.message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
