/* Warnings - what looks wrong though it was saved. */
import { Alert } from "@mantine/core";
import type { ReactElement } from "react";
import { defineWords, useWords } from "../i18n/words.ts";

const words = defineWords({ title: ["Saved, but look at this", "Enregistré, mais à vérifier"] });

export function Warnings({ warnings }: { warnings: readonly { field?: string; message: string }[] }): ReactElement | null {
  const t = useWords(words);
  if (warnings.length === 0) return null;
  return (
    <Alert color="orange" title={t("title")} role="status">
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {warnings.map((warning) => (
          <li key={`${warning.field ?? ""}${warning.message}`}>
            {warning.field && <code>{warning.field}</code>} {warning.message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
