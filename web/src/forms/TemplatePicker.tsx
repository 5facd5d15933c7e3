/* TemplatePicker - what a new source or network is filled from: searched by name, each with how sure its facts are. */
import { Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useState, type ReactElement } from "react";
import type { Page, Schemas } from "../api/client.ts";
import { useGet } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import classes from "./forms.module.css";
import { templateWords } from "./templateWords.ts";

export type Template = Omit<Schemas["template_row"], "fields"> & { fields: Record<string, unknown> };

export function TemplatePicker({ kind, onPick }: { kind: "source" | "network"; onPick: (template: Template | null) => void }): ReactElement {
  const t = useWords(templateWords);
  const [text, setText] = useState("");
  const rows = useGet<Page<Template>>("templates", { kind }, { staleTime: 60_000 }).data?.rows ?? [];
  const found = rows.filter((row) => row.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Stack gap="xs">
      <TextInput data-autofocus label={t("search")} type="search" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <ul className={classes.templates}>
        <li>
          <UnstyledButton className={classes.template} onClick={() => onPick(null)}>
            {t("blank")}
          </UnstyledButton>
        </li>
        {found.map((row) => (
          <li key={row.template}>
            <UnstyledButton className={classes.template} onClick={() => onPick(row)}>
              <span>
                {row.name}{" "}
                <Text span size="xs" className={row.verified === false ? "warn" : "gain"} title={row.confidence ?? undefined}>
                  {row.origin === "user" ? t("own") : t(row.verified ? "verified" : "unverified")}
                </Text>
              </span>
              {row.notes !== null && (
                <Text size="xs" className="muted">
                  {row.notes}
                </Text>
              )}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {rows.length > 0 && found.length === 0 && <Text className="muted">{t("none")}</Text>}
    </Stack>
  );
}
