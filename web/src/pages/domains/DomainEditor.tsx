/* DomainEditor - a host of one's own, and whether the name servers lead here, with the exact record to set. */
import { Button, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../../api/client.ts";
import { useGet, type Rows } from "../../api/hooks.ts";
import { CommonFields, COMMON_FIELDS, commonOf, NO_COMMON, type Common } from "../../forms/CommonFields.tsx";
import { CopyText } from "../../forms/CopyText.tsx";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useEntityEditor } from "../../forms/entityEditor.ts";
import { UrlField } from "../../forms/UrlField.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { domainWords } from "./words.ts";

interface Form extends Common {
  name: string;
  scheme: "http" | "https";
  port: number | null;
  fallback_url: string | null;
}
const EMPTY: Form = { ...NO_COMMON, name: "", scheme: "http", port: null, fallback_url: null };
const SHOWN = ["name", "scheme", "port", "fallback_url", ...COMMON_FIELDS];
const readForm = (row: Rows["domains"]): Form => ({ ...commonOf(row), name: row.name, scheme: row.scheme, port: row.port, fallback_url: row.fallback_url });

function Check({ id }: { id: number }): ReactElement {
  const t = useWords(domainWords);
  const errorText = useErrorText();
  const check = useGet<Schemas["domain_check"]>(`domains/${id}/check`, undefined, { staleTime: 0 });
  return (
    <Stack gap="sm" role="status">
      <Text fw={600}>{t("check")}</Text>
      {check.isFetching && <Text className="muted">{t("checking")} ...</Text>}
      {check.error && <Text className="loss">{errorText(check.error)}</Text>}
      {check.data && (check.data.ok ? <Text className="gain">{t("ok")}</Text> : <Text className="sentence">{check.data.message}</Text>)}
      {check.data?.set.map((record) => <CopyText key={record.type + record.value} label={`${t("set")}: ${record.type} ${record.name}`} text={`${record.name} ${record.type} ${record.value}`} />)}
      <div>
        <Button variant="default" onClick={() => void check.refetch()}>
          {t("again")}
        </Button>
      </div>
    </Stack>
  );
}

export function DomainEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(domainWords);
  const { mayWrite } = useSession();
  const { draft, saved, isNew, isLoading, warnings, loadError, save, isSaving } = useEntityEditor({ resource: "domains", id, empty: EMPTY, read: readForm, write: (form) => form, shown: SHOWN });
  const { value, set, errorOf } = draft;
  return (
    <EditorDrawer
      title={isNew ? t("new") : (saved?.name ?? "")}
      close={close}
      save={mayWrite("domains") ? save : undefined}
      isSaving={isSaving}
      isLoading={isLoading}
      isNew={isNew}
      formError={draft.formError ?? loadError}
      aside={saved ? <Check id={saved.id} /> : <Text className="muted">{t("check.later")}</Text>}
    >
      <Stack gap="sm">
        <TextInput data-autofocus label={t("name")} description={t("name.hint")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value.trim())} error={errorOf("name")} />
        <Select label={t("scheme")} allowDeselect={false} data={["http", "https"]} value={value.scheme} onChange={(scheme) => set("scheme", scheme === "https" ? "https" : "http")} error={errorOf("scheme")} />
        <NumberInput label={t("port")} min={1} max={65535} allowDecimal={false} value={value.port ?? ""} onChange={(port) => set("port", port === "" ? null : Number(port))} error={errorOf("port")} />
        <UrlField label={t("fallback")} hint={t("fallback.hint")} kind={null} value={value.fallback_url ?? ""} onChange={(url) => set("fallback_url", url || null)} error={errorOf("fallback_url")} />
        <Warnings warnings={warnings} />
        <CommonFields draft={draft} />
      </Stack>
    </EditorDrawer>
  );
}
