/* ApiTokenEditor - a new token of the public API: a key with the scopes of the ad network's side, in this workspace alone. */
import { Input, SegmentedControl, Stack, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { teamWords } from "../team/words.ts";
import { apiWords } from "./apiWords.ts";

type Level = "read" | "write";
const scopesOf = (level: Level): string[] => [`ads:${level}`, `goals:${level}`, "reports:read"];

export function ApiTokenEditor({ workspaceId, close, onCreated }: { workspaceId: number; close: () => void; onCreated: (text: string) => void }): ReactElement {
  const t = useWords(apiWords);
  const team = useWords(teamWords);
  const save = useSave("keys");
  const draft = useDraft({ name: "", level: "write" as Level, expires_at: "" }, ["name", "expires_at"]);
  const { value, set, errorOf } = draft;
  const send = (): void =>
    save.mutate(
      { id: null, body: { name: value.name, scopes: scopesOf(value.level), workspaces: [{ id: workspaceId }], expires_at: value.expires_at === "" ? null : `${value.expires_at}T00:00:00Z` } },
      {
        onError: draft.refuse,
        onSuccess: (saved) => {
          close();
          if (saved.key !== undefined) onCreated(saved.key);
        },
      },
    );
  return (
    <EditorDrawer title={t("tokens.new")} close={close} save={send} isSaving={save.isPending} isNew formError={draft.formError}>
      <Stack gap="sm">
        <TextInput label={team("name")} required data-autofocus value={value.name} error={errorOf("name")} onChange={(event) => set("name", event.currentTarget.value)} />
        <Input.Wrapper label={t("level")} description={t("level.hint")}>
          <SegmentedControl
            mt={4}
            aria-label={t("level")}
            value={value.level}
            data={(["write", "read"] as const).map((level) => ({ value: level, label: t(`level.${level}`) }))}
            onChange={(level) => set("level", level as Level)}
          />
        </Input.Wrapper>
        <TextInput type="date" label={team("keys.expires")} description={team("keys.expires.hint")} value={value.expires_at} error={errorOf("expires_at")} onChange={(event) => set("expires_at", event.currentTarget.value)} />
      </Stack>
    </EditorDrawer>
  );
}
