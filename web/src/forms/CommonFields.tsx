/* CommonFields - what every entity has besides its own: tags, group, colour, note. */
import { Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../i18n/words.ts";
import { commonWords } from "./commonWords.ts";
import type { Draft } from "./draft.ts";
import classes from "./forms.module.css";
import { Section } from "./Section.tsx";

export interface Common {
  tags: string[];
  group: string | null;
  color: string | null;
  note: string | null;
}
export const NO_COMMON: Common = { tags: [], group: null, color: null, note: null };
export const COMMON_FIELDS = ["tags", "group", "color", "note"] as const;
export const commonOf = (row: Common): Common => ({ tags: row.tags, group: row.group, color: row.color, note: row.note });

const COLORS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "gray"] as const;

export function CommonFields<F extends Common>({ draft }: { draft: Draft<F> }): ReactElement {
  const t = useWords(commonWords);
  const { value, errorOf } = draft;
  const set = draft.set as unknown as (name: keyof Common, value: Common[keyof Common]) => void;
  const isSet = value.tags.length > 0 || value.group !== null || value.color !== null || value.note !== null;
  return (
    <Section title={t("title")} isSet={isSet} isWrong={COMMON_FIELDS.some((name) => errorOf(name) !== undefined)}>
      <div className={classes.fields}>
        <TagsInput label={t("tags")} description={t("tags.hint")} value={value.tags} onChange={(tags) => set("tags", tags)} error={errorOf("tags")} />
        <TextInput label={t("group")} value={value.group ?? ""} onChange={(event) => set("group", event.currentTarget.value || null)} error={errorOf("group")} />
        <Select label={t("color")} clearable data={COLORS.map((color) => ({ value: color, label: t(color) }))} value={value.color} onChange={(color) => set("color", color)} error={errorOf("color")} />
      </div>
      <Textarea label={t("note")} autosize minRows={1} value={value.note ?? ""} onChange={(event) => set("note", event.currentTarget.value || null)} error={errorOf("note")} />
    </Section>
  );
}
