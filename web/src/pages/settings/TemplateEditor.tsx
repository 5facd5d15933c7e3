/* TemplateEditor - a template of one's own; it may begin as a preset. */
import { Select, Stack, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { patch, post, type Schemas } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import type { TemplateRow } from "./Templates.tsx";
import { settingsWords } from "./words.ts";

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** An object, or why the text is none. */
function objectOf(text: string): { object: Record<string, unknown> | null; why: string } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { object: value as Record<string, unknown>, why: "" } : { object: null, why: "{ }" };
  } catch (error) {
    return { object: null, why: error instanceof Error ? error.message : String(error) };
  }
}

export function TemplateEditor({ row, presets, close }: { row: TemplateRow | null; presets: readonly TemplateRow[]; close: () => void }): ReactElement {
  const t = useWords(settingsWords);
  const renew = useRenew();
  const [fields, setFields] = useState(pretty(row?.fields ?? {}));
  const draft = useDraft({ name: row?.name ?? "", template: row?.template ?? "", kind: row?.kind ?? ("source" as TemplateRow["kind"]), notes: row?.notes ?? "" }, ["name", "template", "kind", "notes"]);
  const { value, set, errorOf } = draft;
  const { object, why } = objectOf(fields);
  const save = useMutation({
    mutationFn: () => {
      const body = { ...value, template: value.template || null, notes: value.notes || null, fields: object };
      return row ? patch<Schemas["template_written"]>(`templates/${row.id}`, body) : post<Schemas["template_written"]>("templates", body);
    },
    onError: draft.refuse,
    onSuccess: async (saved) => {
      for (const warning of saved.warnings) notifications.show({ color: "yellow", message: warning.message });
      notifications.show({ message: t("saved") });
      close();
      await renew("templates");
    },
  });
  return (
    <EditorDrawer title={row ? t("templates.edit", { name: row.name }) : t("templates.new")} close={close} save={() => object && save.mutate()} isSaving={save.isPending} isNew={!row} formError={draft.formError}>
      <Stack gap="sm">
        <TextInput label={t("name")} required data-autofocus value={value.name} error={errorOf("name")} onChange={(event) => set("name", event.currentTarget.value)} />
        <Select label={t("templates.kind")} allowDeselect={false} data={(["source", "network"] as const).map((one) => ({ value: one, label: t(`kind.${one}`) }))} value={value.kind} error={errorOf("kind")} onChange={(kind) => kind !== null && set("kind", kind as TemplateRow["kind"])} />
        <Select
          label={t("templates.from")}
          searchable
          value={null}
          data={presets.filter((one) => one.kind === value.kind).map((one) => ({ value: one.template, label: one.name }))}
          onChange={(name) => {
            const preset = presets.find((one) => one.template === name && one.kind === value.kind);
            if (preset) setFields(pretty(preset.fields));
          }}
        />
        <TextInput label={t("templates.word")} description={t("templates.word.hint")} value={value.template} error={errorOf("template")} onChange={(event) => set("template", event.currentTarget.value)} />
        <Textarea label={t("templates.fields")} description={t("templates.fields.hint")} autosize minRows={8} maxRows={22} spellCheck={false} className="mono" value={fields} error={object === null ? t("templates.fields.bad", { why }) : undefined} onChange={(event) => setFields(event.currentTarget.value)} />
        <Textarea label={t("templates.notes")} autosize minRows={2} value={value.notes} error={errorOf("notes")} onChange={(event) => set("notes", event.currentTarget.value)} />
      </Stack>
    </EditorDrawer>
  );
}
