/* SiteEditor - a publisher's site; on the right the way to its zones. */
import { Button, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useEntityEditor } from "../../forms/entityEditor.ts";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { siteWords } from "./words.ts";

interface Form {
  name: string;
  hostname: string;
  category_id: number | null;
}
const EMPTY: Form = { name: "", hostname: "", category_id: null };
const SHOWN = ["name", "hostname", "category_id"];
const readForm = (row: Rows["sites"]): Form => ({ name: row.name, hostname: row.hostname, category_id: row.category_id });

export function SiteEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(siteWords);
  const { mayWrite } = useSession();
  const { set: go } = useUrl();
  const { draft, saved, isNew, isLoading, warnings, loadError, save, isSaving } = useEntityEditor({ resource: "sites", id, empty: EMPTY, read: readForm, write: (form) => form, shown: SHOWN });
  const { value, set, errorOf } = draft;
  const may = mayWrite("ads");
  return (
    <EditorDrawer
      title={isNew ? t("site.new") : (saved?.name ?? "")}
      close={close}
      save={may ? save : undefined}
      isSaving={isSaving}
      isLoading={isLoading}
      isNew={isNew}
      formError={draft.formError ?? loadError}
      aside={
        <Stack gap="sm">
          <Text fw={600}>{t("site.next")}</Text>
          <Text size="sm">{t("site.next.text")}</Text>
          {saved && may && (
            <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={() => go({ edit: "new", site: String(saved.id), q: null, status: null, sort: null }, { path: "/network/zones" })}>
              {t("add.zone")}
            </Button>
          )}
        </Stack>
      }
    >
      <Stack gap="sm">
        <TextInput data-autofocus label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} readOnly={!may} />
        <TextInput label={t("hostname")} description={t("hostname.hint", { src_hostname: "{src_hostname}" })} required value={value.hostname} onChange={(event) => set("hostname", event.currentTarget.value.trim())} error={errorOf("hostname")} readOnly={!may} />
        <NumberInput label={t("category")} description={t("category.hint", { category_id: "{category_id}" })} min={1} max={65535} allowDecimal={false} value={value.category_id ?? ""} onChange={(number) => set("category_id", number === "" ? null : Number(number))} error={errorOf("category_id")} readOnly={!may} />
        <Warnings warnings={warnings} />
      </Stack>
    </EditorDrawer>
  );
}
