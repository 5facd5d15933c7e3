/* AddConversion - registers one conversion by hand, as a postback would, and says what became of it. */
import { Alert, Anchor, Autocomplete, Button, Checkbox, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { post, type Schemas } from "../../api/client.ts";
import { useRenew } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { WordValue } from "../logs/Value.tsx";
import { conversionWords } from "./words.ts";

const MODES = ["update", "ignore", "add", "sum"] as const;
const STATUSES = ["lead", "sale", "rebill", "rejected"];
const TEXTS = ["cid", "payout", "currency", "txid", "conversion_id"] as const;
const EMPTY = { cid: "", payout: "", currency: "", status: "", txid: "", conversion_id: "", params: "", forward: true, mode: null as string | null };

/** "event1=3" a line. */
function paramsOf(text: string): Record<string, string> | null {
  const pairs = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => [line.split("=")[0]?.trim() ?? "", line.slice(line.indexOf("=") + 1).trim()] as const);
  return pairs.length === 0 ? null : Object.fromEntries(pairs);
}

export function AddConversion({ close }: { close: () => void }): ReactElement {
  const t = useWords(conversionWords);
  const renew = useRenew();
  const draft = useDraft(EMPTY, [...TEXTS, "status", "mode", "params"]);
  const [isSaving, setSaving] = useState(false);
  const [made, setMade] = useState<Schemas["conversion_made"] | null>(null);
  const { value, set, errorOf } = draft;
  const save = async (): Promise<void> => {
    setSaving(true);
    setMade(null);
    const filled = Object.fromEntries([...TEXTS, "status" as const].map((name) => [name, value[name].trim()]).filter(([, text]) => text !== ""));
    try {
      setMade(await post<Schemas["conversion_made"]>("conversions", { cid: "", ...filled, params: paramsOf(value.params), forward: value.forward, mode: value.mode }));
      await renew();
    } catch (error) {
      draft.refuse(error);
    } finally {
      setSaving(false);
    }
  };
  const text = (name: (typeof TEXTS)[number], hint?: string): ReactElement => (
    <TextInput label={t(name)} description={hint} required={name === "cid"} data-autofocus={name === "cid" || undefined} value={value[name]} error={errorOf(name)} onChange={(event) => set(name, event.currentTarget.value)} />
  );
  return (
    <EditorDrawer
      title={t("add.title")}
      close={close}
      save={() => void save()}
      isSaving={isSaving}
      isNew
      formError={draft.formError}
      actions={
        made && (
          <Button
            variant="default"
            size="sm"
            onClick={() => {
              draft.setAll({ ...EMPTY, forward: value.forward, mode: value.mode });
              setMade(null);
            }}
          >
            {t("another")}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        {text("cid")}
        {text("payout", t("payout.hint"))}
        {text("currency", t("currency.hint"))}
        <Autocomplete label={t("status")} data={STATUSES} value={value.status} error={errorOf("status")} onChange={(status) => set("status", status)} />
        {text("txid")}
        {text("conversion_id")}
        <Textarea label={t("params")} description={t("params.hint")} autosize minRows={2} value={value.params} error={errorOf("params")} onChange={(event) => set("params", event.currentTarget.value)} />
        <Select label={t("mode")} placeholder={t("mode.network")} clearable data={MODES.map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))} value={value.mode} error={errorOf("mode")} onChange={(mode) => set("mode", mode)} />
        <Checkbox label={t("forward")} checked={value.forward} onChange={(event) => set("forward", event.currentTarget.checked)} />
        {made && (
          <Alert role="status" color={made.conversion_id === null ? "yellow" : "green"}>
            <WordValue word={made.outcome} /> {made.reason}{" "}
            {made.conversion_id !== null && (
              <Anchor component={Link} size="sm" href={`/logs/conversions?dates=all&row=${made.conversion_id}`}>
                {t("added.open")}
              </Anchor>
            )}
          </Alert>
        )}
      </Stack>
    </EditorDrawer>
  );
}
