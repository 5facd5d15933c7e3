/* WorkspaceEditor - a workspace's name, who sees it, its clock and currency. */
import { Select, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useOne, useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { teamWords } from "./words.ts";

type Workspace = Schemas["workspace"];

const ZONES = Intl.supportedValuesOf("timeZone");
const CURRENCIES = Intl.supportedValuesOf("currency");
const withOwn = (list: readonly string[], own: string): string[] => (list.includes(own) ? [...list] : [own, ...list]);

function Form({ row, close }: { row: Workspace | null; close: () => void }): ReactElement {
  const t = useWords(teamWords);
  const save = useSave("workspaces");
  const draft = useDraft(
    { name: row?.name ?? "", visibility: (row?.visibility ?? "private") as Workspace["visibility"], time_zone: row?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, currency: row?.currency ?? "USD" },
    ["name", "visibility", "time_zone", "currency"],
  );
  const { value, set, errorOf } = draft;
  const send = (): void =>
    save.mutate(
      { id: row?.id ?? null, body: row ? { ...value, version: row.version } : value },
      {
        onError: draft.refuse,
        onSuccess: () => {
          close();
          notifications.show({ message: t("saved") });
        },
      },
    );
  return (
    <EditorDrawer title={row ? t("edit.of", { name: row.name }) : t("spaces.new")} close={close} save={send} isSaving={save.isPending} isNew={!row} formError={draft.formError}>
      <Stack gap="sm">
        <TextInput label={t("name")} required data-autofocus value={value.name} error={errorOf("name")} onChange={(event) => set("name", event.currentTarget.value)} />
        <Select label={t("visibility")} allowDeselect={false} data={(["private", "public"] as const).map((one) => ({ value: one, label: t(`visibility.${one}`) }))} value={value.visibility} error={errorOf("visibility")} onChange={(next) => next !== null && set("visibility", next as Workspace["visibility"])} />
        <Select label={t("zone")} description={t("zone.hint")} searchable allowDeselect={false} limit={50} data={withOwn(ZONES, value.time_zone)} value={value.time_zone} error={errorOf("time_zone")} onChange={(next) => next !== null && set("time_zone", next)} />
        <Select label={t("currency")} description={t("currency.hint")} searchable allowDeselect={false} limit={50} data={withOwn(CURRENCIES, value.currency)} value={value.currency} error={errorOf("currency")} onChange={(next) => next !== null && set("currency", next)} />
      </Stack>
    </EditorDrawer>
  );
}

export function WorkspaceEditor({ id, close }: { id: string; close: () => void }): ReactElement | null {
  const row = useOne("workspaces", id === "new" ? null : id);
  if (id !== "new" && String(row.data?.id) !== id) return null;
  return <Form row={id === "new" ? null : (row.data ?? null)} close={close} />;
}
