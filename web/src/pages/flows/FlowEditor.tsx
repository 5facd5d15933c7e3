/* FlowEditor - paths and rules that several campaigns share. */
import { Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { CommonFields, COMMON_FIELDS, commonOf, NO_COMMON, type Common } from "../../forms/CommonFields.tsx";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useEntityEditor } from "../../forms/entityEditor.ts";
import { PATH_FIELDS, PathsEditor, type Path, type Rule } from "../../forms/PathsEditor.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { flowWords } from "./words.ts";

interface Form extends Common {
  name: string;
  paths: Path[];
  rules: Rule[];
}
const EMPTY: Form = { ...NO_COMMON, name: "", paths: [], rules: [] };
const SHOWN = ["name", PATH_FIELDS, ...COMMON_FIELDS];
const readForm = (row: Rows["flows"]): Form => ({ ...commonOf(row), name: row.name, paths: row.paths, rules: row.rules });

export function FlowEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(flowWords);
  const { mayWrite } = useSession();
  const { draft, saved, isNew, isLoading, warnings, loadError, save, isSaving } = useEntityEditor({ resource: "flows", id, empty: EMPTY, read: readForm, write: (form) => form, shown: SHOWN });
  const { value, set, errorOf } = draft;
  return (
    <EditorDrawer title={isNew ? t("new") : (saved?.name ?? "")} close={close} save={mayWrite("flows") ? save : undefined} isSaving={isSaving} isLoading={isLoading} isNew={isNew} formError={draft.formError ?? loadError}>
      <Stack gap="sm">
        <Text className="muted">{t("hint")}</Text>
        <TextInput data-autofocus label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
        <PathsEditor paths={value.paths} rules={value.rules} onPaths={(paths) => set("paths", paths)} onRules={(rules) => set("rules", rules)} errorOf={errorOf} />
        <Warnings warnings={warnings} />
        <CommonFields draft={draft} />
      </Stack>
    </EditorDrawer>
  );
}
