/* NetworkEditor - who pays: how its offers' URLs are made, what its postbacks say, and the postback URL to paste there. A new one begins with a template. */
import { Select, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { CommonFields, COMMON_FIELDS } from "../../forms/CommonFields.tsx";
import { CopyText } from "../../forms/CopyText.tsx";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useEntityEditor } from "../../forms/entityEditor.ts";
import { MapFields } from "../../forms/MapFields.tsx";
import { Section } from "../../forms/Section.tsx";
import { STATUSES, statusWords, type Status } from "../../forms/statusWords.ts";
import { SaveAsTemplate } from "../../forms/SaveAsTemplate.tsx";
import { TemplatePicker } from "../../forms/TemplatePicker.tsx";
import { UrlField } from "../../forms/UrlField.tsx";
import { UrlSample } from "../../forms/UrlSample.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { EMPTY_NETWORK, fromNetworkTemplate, NETWORK_FIELDS, networkDraft, networkTemplateOf, readNetwork } from "./networkForm.ts";
import { networkWords } from "./words.ts";

const SHOWN = [...NETWORK_FIELDS, ...COMMON_FIELDS];
const MODES = ["update", "ignore", "add", "sum"] as const;

function Links({ network }: { network: Rows["networks"] | undefined }): ReactElement {
  const t = useWords(networkWords);
  if (!network) return <Text className="muted">{t("postback.later")}</Text>;
  return (
    <Stack gap="sm">
      <CopyText label={t("postback.title")} text={network.links.postback_url} />
      <CopyText label={t("postback.secure")} text={network.links.secure_postback_url} />
      <UrlSample kind="incoming_postback" label={t("postback.sample")} text={network.links.postback_url} context={{ network_id: network.id }} />
    </Stack>
  );
}

export function NetworkEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(networkWords);
  const status = useWords(statusWords);
  const { mayWrite } = useSession();
  const [isPicking, setPicking] = useState(id === "new");
  const { draft, saved, isNew, isLoading, warnings, loadError, save, isSaving } = useEntityEditor({ resource: "networks", id, empty: EMPTY_NETWORK, read: readNetwork, write: (form) => form, shown: SHOWN });
  const { value, set, errorOf } = draft;
  const title = isNew ? t("new") : (saved?.name ?? "");
  if (isNew && isPicking)
    return (
      <EditorDrawer title={title} close={close}>
        <TemplatePicker
          kind="network"
          onPick={(template) => {
            draft.setAll(fromNetworkTemplate(template));
            setPicking(false);
          }}
        />
      </EditorDrawer>
    );
  const statuses = STATUSES.map((one) => ({ value: one, label: status(one) }));
  return (
    <EditorDrawer title={title} close={close} save={mayWrite("networks") ? save : undefined} isSaving={isSaving} isLoading={isLoading} isNew={isNew} formError={draft.formError ?? loadError} aside={<Links network={saved} />} actions={<SaveAsTemplate kind="network" name={value.name} fieldsOf={() => networkTemplateOf(value)} />}>
      <Stack gap="sm">
        {value.template !== null && (
          <Text size="xs" className="muted">
            {t("template", { name: value.template })}
          </Text>
        )}
        <TextInput data-autofocus label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
        <UrlField label={t("offer.template")} hint={t("offer.template.hint")} kind="network_template" context={{ network: networkDraft(value, saved) }} value={value.offer_url_template ?? ""} onChange={(url) => set("offer_url_template", url || null)} error={errorOf("offer_url_template")} />
        <Select label={t("duplicate")} allowDeselect={false} data={MODES.map((mode) => ({ value: mode, label: t(mode) }))} value={value.duplicate_mode} onChange={(mode) => mode !== null && set("duplicate_mode", mode as (typeof MODES)[number])} error={errorOf("duplicate_mode")} />
        <Select label={t("default.status")} allowDeselect={false} data={statuses} value={value.default_status} onChange={(one) => one !== null && set("default_status", one as Status)} error={errorOf("default_status")} />
        <Switch size="xs" label={t("append")} checked={value.append_click_id} onChange={(event) => set("append_click_id", event.currentTarget.checked)} />
        <Warnings warnings={warnings} linted={["offer_url_template"]} />
        <Section title={t("map")} isSet={Object.keys(value.status_map).length > 0}>
          <MapFields map={value.status_map} onChange={(map) => set("status_map", map)} choices={statuses} words={{ name: t("word"), value: t("status"), add: t("map.add"), remove: t("remove") }} />
        </Section>
        <Section title={t("macros")} isSet={Object.keys(value.postback_macros).length > 0}>
          <MapFields map={value.postback_macros} onChange={(map) => set("postback_macros", map)} words={{ name: t("param"), value: t("macro"), add: t("macro.add"), remove: t("remove") }} />
        </Section>
        <Section isWrong={["ip_allow", "secret", "currency"].some((name) => errorOf(name) !== undefined)} title={t("guard")} isSet={value.ip_allow.length > 0 || value.secret !== null || value.currency !== null}>
          <TagsInput label={t("ips")} value={value.ip_allow} onChange={(list) => set("ip_allow", list)} error={errorOf("ip_allow")} />
          <TextInput label={t("secret")} autoComplete="off" value={value.secret ?? ""} onChange={(event) => set("secret", event.currentTarget.value || null)} error={errorOf("secret")} />
          <TextInput label={t("currency")} maxLength={3} value={value.currency ?? ""} onChange={(event) => set("currency", event.currentTarget.value.toUpperCase() || null)} error={errorOf("currency")} />
        </Section>
        <CommonFields draft={draft} />
      </Stack>
    </EditorDrawer>
  );
}
