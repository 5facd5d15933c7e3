/* TemplatePicker - what a new source or network is filled from: searched by name, each with how sure its facts are; one's own come first. */
import { Button, Group, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useState, type ReactElement } from "react";
import type { Page, Schemas } from "../api/client.ts";
import { useGet } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import classes from "./forms.module.css";
import { templateWords } from "./templateWords.ts";

export type TemplateKind = "source" | "network";
export type Template = Omit<Schemas["template_row"], "fields"> & { fields: Record<string, unknown> };

/** One of a name: a user's own takes the place of the preset that is called alike. */
export function useTemplates(kind: TemplateKind): Template[] {
  const rows = useGet<Page<Template>>("templates", { kind }, { staleTime: 60_000 }).data?.rows ?? [];
  return rows.filter((row, i) => rows.findIndex((other) => other.template === row.template) === i);
}

function Mark({ row }: { row: Template }): ReactElement {
  const t = useWords(templateWords);
  return (
    <Text span size="xs" className={row.verified === false ? "warn" : "gain"} title={row.confidence ?? undefined}>
      {row.origin === "user" ? t("own") : t(row.verified ? "verified" : "unverified")}
    </Text>
  );
}

export interface TemplatePickerProps {
  kind: TemplateKind;
  onPick: (template: Template | null) => void;
  /** What was picked; undefined: nothing yet, null: to go without. While something is, the list is away. */
  picked?: string | null | undefined;
  /** Gives the list back. */
  onAgain?: () => void;
}

export function TemplatePicker({ kind, onPick, picked, onAgain }: TemplatePickerProps): ReactElement {
  const t = useWords(templateWords);
  const [text, setText] = useState("");
  const rows = useTemplates(kind);
  const chosen = rows.find((row) => row.template === picked);
  if (picked === null || chosen)
    return (
      <div>
        <Group gap="xs">
          <Text size="sm">{chosen ? t("picked", { name: chosen.name }) : t("blank")}</Text>
          {chosen && <Mark row={chosen} />}
          {onAgain && (
            <Button variant="default" size="compact-xs" onClick={onAgain}>
              {t("again")}
            </Button>
          )}
        </Group>
        {chosen?.notes && (
          <Text size="xs" className="muted">
            {chosen.notes}
          </Text>
        )}
      </div>
    );
  const found = rows.filter((row) => row.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Stack gap="xs">
      <TextInput
        data-autofocus
        label={t("search")}
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault(); /* the form around it is not there yet */
          if (text.trim() !== "" && found[0]) onPick(found[0]);
        }}
      />
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
                {row.name} <Mark row={row} />
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
