/* UserEditor - a user's name, address, role and workspaces; a new one gets a one-time link at once. */
import { Select, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useOne, useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { ROLES, type Role } from "./rights.ts";
import { RightsTable } from "./RightsTable.tsx";
import { teamWords } from "./words.ts";
import { WorkspacePicker } from "./WorkspacePicker.tsx";

type User = Schemas["user"];
interface EditorProps {
  id: string;
  close: () => void;
  onCreated: (user: User) => void;
}

function Form({ user, close, onCreated }: { user: User | null } & Omit<EditorProps, "id">): ReactElement {
  const t = useWords(teamWords);
  const { workspace } = useSession();
  const save = useSave("users");
  const draft = useDraft(
    { name: user?.name ?? "", email: user?.email ?? "", role: (user?.role ?? "buyer") as Role, workspaces: user?.workspaces ?? (workspace ? [{ id: workspace.id }] : []) },
    ["name", "email", "role", "workspaces"],
  );
  const { value, set, errorOf } = draft;
  const send = (): void => {
    const body = { ...value, workspaces: value.role === "owner" ? [] : value.workspaces, ...(user ? { version: user.version } : {}) };
    save.mutate(
      { id: user?.id ?? null, body },
      {
        onError: draft.refuse,
        onSuccess: (saved) => {
          for (const warning of saved.warnings ?? []) notifications.show({ color: "yellow", message: warning.message });
          close();
          if (user) notifications.show({ message: t("saved") });
          else onCreated(saved);
        },
      },
    );
  };
  return (
    <EditorDrawer title={user ? t("edit.of", { name: user.name }) : t("users.new")} close={close} save={send} isSaving={save.isPending} isNew={!user} formError={draft.formError} aside={<RightsTable role={value.role} />}>
      <Stack gap="sm">
        <TextInput label={t("name")} required data-autofocus value={value.name} error={errorOf("name")} onChange={(event) => set("name", event.currentTarget.value)} />
        <TextInput label={t("email")} type="email" required value={value.email} error={errorOf("email")} onChange={(event) => set("email", event.currentTarget.value)} />
        <Select label={t("role")} allowDeselect={false} data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))} value={value.role} error={errorOf("role")} onChange={(role) => role !== null && set("role", role as Role)} />
        <WorkspacePicker label={t("users.workspaces")} hint={t("users.workspaces.hint")} value={value.role === "owner" ? [] : value.workspaces} onChange={(next) => set("workspaces", next)} error={errorOf("workspaces")} isOff={value.role === "owner"} />
      </Stack>
    </EditorDrawer>
  );
}

export function UserEditor({ id, ...rest }: EditorProps): ReactElement | null {
  const user = useOne("users", id === "new" ? null : id);
  if (id !== "new" && String(user.data?.id) !== id) return null;
  return <Form user={id === "new" ? null : (user.data ?? null)} {...rest} />;
}
