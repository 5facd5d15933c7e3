/* ZoneEditor - a place on a publisher's pages; on the right what the publisher puts there. */
import { Select, Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useEntityEditor } from "../../forms/entityEditor.ts";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { UrlField } from "../../forms/UrlField.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { FORMATS, useFormatName } from "./formats.ts";
import { siteWords } from "./words.ts";

interface Form {
  name: string;
  site_id: number | null;
  format: string;
  floor_price: string;
  expected_ctr: string;
  fallback_url: string | null;
}
const EMPTY: Form = { name: "", site_id: null, format: "300x250", floor_price: "0", expected_ctr: "0.1", fallback_url: null };
const SHOWN = ["name", "site_id", "format", "floor_price", "expected_ctr", "fallback_url"];
const readForm = (row: Rows["zones"]): Form => ({ name: row.name, site_id: row.site_id, format: row.format, floor_price: row.floor_price, expected_ctr: row.expected_ctr, fallback_url: row.fallback_url });
const decimal = (text: string): string => text.trim().replace(",", ".");

function Embed({ zone }: { zone: Rows["zones"] }): ReactElement {
  const t = useWords(siteWords);
  return (
    <Stack gap="md">
      <CopyText label={t("zone.id")} text={String(zone.id)} />
      <CopyText label={t(zone.format === "popunder" ? "zone.embed.popunder" : "zone.embed")} text={zone.links.embed_code} />
      <CopyText label={t("zone.url")} text={zone.links.zone_url} />
    </Stack>
  );
}

export function ZoneEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(siteWords);
  const { mayWrite, workspace } = useSession();
  const { params } = useUrl();
  const formatName = useFormatName();
  const asked = Number(params.get("site"));
  const empty = asked > 0 ? { ...EMPTY, site_id: asked } : EMPTY;
  const { draft, saved, isNew, isLoading, warnings, loadError, save, isSaving } = useEntityEditor({ resource: "zones", id, empty, read: readForm, write: (form) => form, shown: SHOWN });
  const { value, set, errorOf } = draft;
  const may = mayWrite("ads");
  return (
    <EditorDrawer
      title={isNew ? t("zone.new") : (saved?.name ?? "")}
      close={close}
      save={may ? save : undefined}
      isSaving={isSaving}
      isLoading={isLoading}
      isNew={isNew}
      formError={draft.formError ?? loadError}
      aside={saved ? <Embed zone={saved} /> : <Text className="muted">{t("zone.after")}</Text>}
    >
      <Stack gap="sm">
        <TextInput data-autofocus label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} readOnly={!may} />
        <EntitySelect resource="sites" label={t("site")} isRequired isClearable={false} value={value.site_id} error={errorOf("site_id")} onChange={(site) => set("site_id", site)} />
        <Select label={t("format")} required allowDeselect={false} searchable data={FORMATS.map((format) => ({ value: format, label: formatName(format) }))} value={value.format} onChange={(format) => format && set("format", format)} error={errorOf("format")} readOnly={!may} />
        <TextInput label={t("floor")} description={t("floor.hint", { currency: workspace?.currency ?? "" })} inputMode="decimal" value={value.floor_price} onChange={(event) => set("floor_price", decimal(event.currentTarget.value))} error={errorOf("floor_price")} readOnly={!may} />
        <TextInput label={t("ctr")} description={t("ctr.hint")} inputMode="decimal" value={value.expected_ctr} onChange={(event) => set("expected_ctr", decimal(event.currentTarget.value))} error={errorOf("expected_ctr")} readOnly={!may} />
        <UrlField label={t("fallback")} hint={t("fallback.hint")} kind={null} value={value.fallback_url ?? ""} onChange={(url) => set("fallback_url", url || null)} error={errorOf("fallback_url")} />
        <Warnings warnings={warnings} />
      </Stack>
    </EditorDrawer>
  );
}
