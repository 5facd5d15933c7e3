/* KeyEditor - a key's name, scopes, workspaces and end. */
import { Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useOne, useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { ScopePicker } from "./ScopePicker.tsx";
import { teamWords } from "./words.ts";
import { WorkspacePicker } from "./WorkspacePicker.tsx";

type Key = Schemas["key"];
interface EditorProps {
  id: string;
  close: () => void;
  /** Told the key itself, this once. */
  onCreated: (key: string) => void;
}

function Form({ row, close, onCreated }: { row: Key | null } & Omit<EditorProps, "id">): ReactElement {
  const t = useWords(teamWords);
  const save = useSave("keys");
  const draft = useDraft({ name: row?.name ?? "", scopes: row?.scopes ?? ["read"], workspaces: row?.workspaces ?? [], expires_at: row?.expires_at ?? null }, ["name", "scopes", "workspaces", "expires_at"]);
  const { value, set, errorOf } = draft;
  const send = (): void =>
    save.mutate(
      { id: row?.id ?? null, body: row ? { ...value, version: row.version } : value },
      {
        onError: draft.refuse,
        onSuccess: (saved) => {
          close();
          if (saved.key !== undefined) onCreated(saved.key);
          else notifications.show({ message: t("saved") });
        },
      },
    );
  return (
    <EditorDrawer title={row ? t("edit.of", { name: row.name }) : t("keys.new")} close={close} save={send} isSaving={save.isPending} isNew={!row} formError={draft.formError}>
      <Stack gap="sm">
        <TextInput label={t("name")} required data-autofocus value={value.name} error={errorOf("name")} onChange={(event) => set("name", event.currentTarget.value)} />
        <ScopePicker value={value.scopes} onChange={(next) => set("scopes", next)} error={errorOf("scopes")} />
        <WorkspacePicker label={t("keys.workspaces")} hint={t("keys.workspaces.hint")} value={value.workspaces} onChange={(next) => set("workspaces", next)} error={errorOf("workspaces")} />
        <TextInput type="date" label={t("keys.expires")} description={t("keys.expires.hint")} value={value.expires_at?.slice(0, 10) ?? ""} error={errorOf("expires_at")} onChange={(event) => set("expires_at", event.currentTarget.value === "" ? null : `${event.currentTarget.value}T00:00:00Z`)} />
      </Stack>
    </EditorDrawer>
  );
}

export function KeyEditor({ id, ...rest }: EditorProps): ReactElement | null {
  const row = useOne("keys", id === "new" ? null : id);
  if (id !== "new" && String(row.data?.id) !== id) return null;
  return <Form row={id === "new" ? null : (row.data ?? null)} {...rest} />;
}
