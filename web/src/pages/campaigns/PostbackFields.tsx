/* PostbackFields - a campaign's own postback: a second place that is told, and conditions that win over the source's. */
import { Group, MultiSelect, NumberInput, Select, Stack, Switch, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import classes from "../../forms/forms.module.css";
import { UrlField } from "../../forms/UrlField.tsx";
import { useWords } from "../../i18n/words.ts";
import { EMPTY_POSTBACK, STATUSES, type Postback } from "./campaignDraft.ts";
import { campaignWords } from "./words.ts";

export interface PostbackFieldsProps {
  value: Postback | null;
  onChange: (value: Postback | null) => void;
  errorOf: (field: string) => string | undefined;
  sourceId: number | null;
  campaignId: number | null;
}

export function PostbackFields({ value, onChange, errorOf, sourceId, campaignId }: PostbackFieldsProps): ReactElement {
  const t = useWords(campaignWords);
  const set = <K extends keyof Postback>(name: K, next: Postback[K]): void => onChange({ ...(value ?? EMPTY_POSTBACK), [name]: next });
  const three = (name: "only_first" | "include_bots"): ReactElement => (
    <Select
      label={t(`postback.${name}`)}
      allowDeselect={false}
      data={[
        { value: "", label: t("as.source") },
        { value: "true", label: t("yes") },
        { value: "false", label: t("no") },
      ]}
      value={value?.[name] === null || value === null ? "" : String(value[name])}
      onChange={(next) => set(name, next === "" || next === null ? null : next === "true")}
    />
  );
  const percent = (name: "payout_percent" | "postback_percent"): ReactElement => (
    <TextInput label={t(`postback.${name}`)} placeholder={t("as.source")} inputMode="decimal" error={errorOf(`postback.${name}`)} value={value?.[name] ?? ""} onChange={(event) => set(name, event.currentTarget.value.trim() || null)} />
  );
  const match = (name: "success_match" | "duplicate_match" | "failure_match"): ReactElement => (
    <TextInput label={t(`postback.${name}`)} spellCheck={false} error={errorOf(`postback.${name}`)} value={value?.[name] ?? ""} onChange={(event) => set(name, event.currentTarget.value)} />
  );
  return (
    <Stack gap="sm">
      <Switch label={t("postback.on")} checked={value !== null} onChange={(event) => onChange(event.currentTarget.checked ? EMPTY_POSTBACK : null)} />
      {value !== null && (
        <>
          <UrlField label={t("postback.url")} hint={t("postback.url.hint")} kind="source_postback" context={{ source_id: sourceId, campaign_id: campaignId }} value={value.url ?? ""} onChange={(url) => set("url", url === "" ? null : url)} error={errorOf("postback.url")} />
          <MultiSelect
            label={t("postback.statuses")}
            placeholder={value.statuses === null ? t("as.source") : ""}
            data={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
            value={value.statuses ?? []}
            onChange={(next) => set("statuses", next.length === 0 ? null : (next as Postback["statuses"]))}
            error={errorOf("postback.statuses")}
          />
          <div className={classes.fields}>
            {three("only_first")}
            {three("include_bots")}
          </div>
          <div className={classes.fields}>
            {percent("payout_percent")}
            {percent("postback_percent")}
          </div>
          {value.url !== null && (
            <>
              <Group>
                <Switch label={t("postback.enabled")} checked={value.enabled} onChange={(event) => set("enabled", event.currentTarget.checked)} />
                <Switch label={t("postback.paused")} checked={value.paused} onChange={(event) => set("paused", event.currentTarget.checked)} />
              </Group>
              <div className={classes.fields}>
                <Select label={t("postback.method")} allowDeselect={false} data={["GET", "POST"]} value={value.method} onChange={(next) => set("method", next === "POST" ? "POST" : "GET")} />
                <NumberInput label={t("postback.dedup_hours")} min={0} allowDecimal={false} error={errorOf("postback.dedup_hours")} value={value.dedup_hours} onChange={(next) => set("dedup_hours", Number(next) || 0)} />
              </div>
              {match("success_match")}
              <div className={classes.fields}>
                {match("duplicate_match")}
                {match("failure_match")}
              </div>
            </>
          )}
        </>
      )}
    </Stack>
  );
}
