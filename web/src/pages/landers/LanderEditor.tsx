/* LanderEditor - a page before the offer: its address, and the links that its buttons need. */
import { Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useList, type Rows } from "../../api/hooks.ts";
import { CommonFields, COMMON_FIELDS, commonOf, NO_COMMON, type Common } from "../../forms/CommonFields.tsx";
import { CopyText } from "../../forms/CopyText.tsx";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useEntityEditor } from "../../forms/entityEditor.ts";
import { UrlField } from "../../forms/UrlField.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { landerWords } from "./words.ts";

interface Form extends Common {
  name: string;
  url: string;
}
const EMPTY: Form = { ...NO_COMMON, name: "", url: "" };
const SHOWN = ["name", "url", ...COMMON_FIELDS];
const readForm = (row: Rows["landers"]): Form => ({ ...commonOf(row), name: row.name, url: row.url });

/** The click URLs are the tracker's: any campaign tells them. */
function ClickLinks(): ReactElement {
  const t = useWords(landerWords);
  const links = useList("campaigns", { limit: 1 }).data?.rows[0]?.links;
  return (
    <Stack gap="sm">
      <Text fw={600}>{t("click.title")}</Text>
      {links ? (
        <>
          <CopyText label={t("click.url")} text={links.click_url} />
          <CopyText label={t("click.url.n")} text={links.click_url_n} />
        </>
      ) : (
        <Text className="muted">{t("click.none")}</Text>
      )}
    </Stack>
  );
}

export function LanderEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(landerWords);
  const { mayWrite } = useSession();
  const { draft, saved, isNew, isLoading, warnings, loadError, save, isSaving } = useEntityEditor({ resource: "landers", id, empty: EMPTY, read: readForm, write: (form) => form, shown: SHOWN });
  const { value, set, errorOf } = draft;
  return (
    <EditorDrawer title={isNew ? t("new") : (saved?.name ?? "")} close={close} save={mayWrite("landers") ? save : undefined} isSaving={isSaving} isLoading={isLoading} isNew={isNew} formError={draft.formError ?? loadError} aside={<ClickLinks />}>
      <Stack gap="sm">
        <TextInput data-autofocus label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
        <UrlField label={t("url")} hint={t("url.hint")} kind="lander_url" context={{ lander_id: isNew ? null : Number(id) }} isRequired value={value.url} onChange={(url) => set("url", url)} error={errorOf("url")} />
        <Warnings warnings={warnings} linted={["url"]} />
        <CommonFields draft={draft} />
      </Stack>
    </EditorDrawer>
  );
}
