/* SourceEditor - where the clicks come from: what its URL carries, what they cost, and how it is told of conversions. A new one begins with a template. */
import { Alert, Checkbox, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMemo, useState, type ReactElement } from "react";
import { CommonFields, COMMON_FIELDS } from "../../forms/CommonFields.tsx";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useEntityEditor } from "../../forms/entityEditor.ts";
import classes from "../../forms/forms.module.css";
import { STATUSES, statusWords, type Status } from "../../forms/statusWords.ts";
import { SaveAsTemplate } from "../../forms/SaveAsTemplate.tsx";
import { TemplatePicker } from "../../forms/TemplatePicker.tsx";
import { UrlField } from "../../forms/UrlField.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { EMPTY_SOURCE, fromTemplate, readSource, SOURCE_FIELDS, sourceDraft, sourceTemplateOf, writeSource } from "./sourceForm.ts";
import { CostSyncAside } from "./CostSyncAside.tsx";
import { CostSyncFields } from "./CostSyncFields.tsx";
import { SourceCampaignUrl } from "./SourceCampaignUrl.tsx";
import { SourceMore } from "./SourceMore.tsx";
import { TokenFields } from "./TokenFields.tsx";
import { sourceWords } from "./words.ts";

const SHOWN = [...SOURCE_FIELDS, ...COMMON_FIELDS];

export function SourceEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(sourceWords);
  const status = useWords(statusWords);
  const { mayWrite } = useSession();
  const [isPicking, setPicking] = useState(id === "new");
  const { draft, saved, isNew, isLoading, warnings, loadError, save, isSaving } = useEntityEditor({ resource: "sources", id, empty: EMPTY_SOURCE, read: readSource, write: writeSource, shown: SHOWN });
  const { value, set, errorOf } = draft;
  const title = isNew ? t("new") : (saved?.name ?? "");
  const context = useMemo(() => ({ source_id: isNew ? null : Number(id), source: sourceDraft(value) }), [isNew, id, value]);
  if (isNew && isPicking)
    return (
      <EditorDrawer title={title} close={close}>
        <TemplatePicker
          kind="source"
          onPick={(template) => {
            draft.setAll(fromTemplate(template));
            setPicking(false);
          }}
        />
      </EditorDrawer>
    );
  const { postback, cost, external_id: external } = value;
  const setCost = (change: Partial<NonNullable<typeof cost>>): void => set("cost", { ...(cost ?? { param: "", macro: "", unit: "event", currency: null, currency_param: null }), ...change });
  const setExternal = (change: Partial<NonNullable<typeof external>>): void => set("external_id", { ...(external ?? { param: "", macro: null }), ...change });
  return (
    <EditorDrawer title={title} close={close} save={mayWrite("sources") ? save : undefined} isSaving={isSaving} isLoading={isLoading} isNew={isNew} formError={draft.formError ?? loadError} aside={<Stack gap="lg"><SourceCampaignUrl context={context} />{saved?.cost_sync?.api_token != null && <CostSyncAside id={saved.id} />}</Stack>} actions={<SaveAsTemplate kind="source" name={value.name} fieldsOf={() => sourceTemplateOf(value)} />}>
      <Stack gap="sm">
        {value.template !== null && (
          <Text size="xs" className="muted">
            {t("template", { name: value.template })}
          </Text>
        )}
        <TextInput data-autofocus label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
        <UrlField
          label={t("postback.url")}
          hint={t("postback.hint")}
          kind="source_postback"
          context={context}
          value={postback.url ?? ""}
          onChange={(url) => set("postback", { ...postback, url: url || null })}
          error={errorOf("postback.url")}
        />
        {postback.url?.includes("REPLACE") && <Alert color="orange">{t("replace.left")}</Alert>}
        <Checkbox.Group label={t("statuses")} value={postback.statuses} onChange={(statuses) => set("postback", { ...postback, statuses: statuses as Status[] })} error={errorOf("postback.statuses")}>
          <Group gap="md" mt={4}>
            {STATUSES.map((one) => (
              <Checkbox key={one} size="xs" value={one} label={status(one)} />
            ))}
          </Group>
        </Checkbox.Group>
        <div className={classes.fields}>
          <TextInput label={t("external.param")} value={external?.param ?? ""} onChange={(event) => setExternal({ param: event.currentTarget.value })} error={errorOf("external_id.param")} />
          <TextInput label={t("external.macro")} value={external?.macro ?? ""} onChange={(event) => setExternal({ macro: event.currentTarget.value || null })} error={errorOf("external_id.macro")} />
        </div>
        <div className={classes.fields}>
          <TextInput label={t("cost.param")} value={cost?.param ?? ""} onChange={(event) => setCost({ param: event.currentTarget.value })} error={errorOf("cost.param")} />
          <TextInput label={t("cost.macro")} value={cost?.macro ?? ""} onChange={(event) => setCost({ macro: event.currentTarget.value })} error={errorOf("cost.macro")} />
          <Select label={t("cost.unit")} allowDeselect={false} data={[{ value: "event", label: t("event") }, { value: "cpm", label: t("cpm") }]} value={cost?.unit ?? "event"} onChange={(unit) => setCost({ unit: unit === "cpm" ? "cpm" : "event" })} />
        </div>
        <Warnings warnings={warnings} linted={["postback.url"]} />
        <TokenFields tokens={value.tokens} onChange={(tokens) => set("tokens", tokens)} error={errorOf("tokens")} />
        <SourceMore draft={draft} />
        <CostSyncFields draft={draft} />
        <CommonFields draft={draft} />
      </Stack>
    </EditorDrawer>
  );
}
