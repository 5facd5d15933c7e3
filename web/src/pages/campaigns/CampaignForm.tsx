/* CampaignForm - the left side of the campaign's editor: what one enters. */
import { NumberInput, Select, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useOne } from "../../api/hooks.ts";
import type { Draft } from "../../forms/draft.ts";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { PathsEditor } from "../../forms/PathsEditor.tsx";
import { Section } from "../../forms/Section.tsx";
import { useWords } from "../../i18n/words.ts";
import { COLORS, COST_MODELS, REDIRECTS, TYPES, type CampaignDraft } from "./campaignDraft.ts";
import classes from "../../forms/forms.module.css";
import { useCountries } from "../../forms/countries.ts";
import { PostbackFields } from "./PostbackFields.tsx";
import { campaignWords } from "./words.ts";

const POSTBACK_FIELDS = ["url", "statuses", "payout_percent", "postback_percent", "dedup_hours", "success_match", "duplicate_match", "failure_match"];
const LABEL_FIELDS = ["tags", "group", "color", "country", "note"];

export function CampaignForm({ draft, campaignId }: { draft: Draft<CampaignDraft>; campaignId: number | null }): ReactElement {
  const t = useWords(campaignWords);
  const isNew = campaignId === null;
  const countries = useCountries();
  const { value, set, errorOf } = draft;
  const source = useOne("sources", value.source_id);
  const cost = source.data?.cost;
  const costHint = value.cost.model !== "auto" || !source.data ? undefined : cost?.macro ? t("cost.from", { macro: cost.macro }) : cost?.param ? t("cost.from", { macro: cost.param }) : t("cost.nothing");
  const text = (name: "group" | "note", next: string): void => set(name, next === "" ? null : next);
  const choices = <V extends string>(values: readonly V[], word: (value: V) => string): { value: V; label: string }[] => values.map((one) => ({ value: one, label: word(one) }));
  return (
    <Stack gap="sm">
      <TextInput label={t("name")} required data-autofocus value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
      <EntitySelect resource="sources" label={t("source")} isRequired value={value.source_id} onChange={(id) => set("source_id", id)} error={errorOf("source_id")} />
      <div className={classes.fields}>
        <Select
          label={t("cost.model")}
          description={costHint}
          allowDeselect={false}
          data={choices(COST_MODELS, (model) => t(`cost.${model}`))}
          value={value.cost.model}
          onChange={(model) => model && set("cost", { ...value.cost, model: model as CampaignDraft["cost"]["model"] })}
          error={errorOf("cost.model")}
        />
        {value.cost.model !== "auto" && value.cost.model !== "none" && (
          <TextInput
            label={t(value.cost.model === "revshare" ? "cost.percent" : "cost.amount")}
            inputMode="decimal"
            value={value.cost.amount}
            onChange={(event) => set("cost", { ...value.cost, amount: event.currentTarget.value })}
            error={errorOf("cost.amount")}
          />
        )}
      </div>
      <Section isOpen title={t("part.paths")}>
        <EntitySelect resource="flows" label={t("flow")} hint={t("flow.hint")} value={value.flow_id} onChange={(id) => set("flow_id", id)} error={errorOf("flow_id")} />
        {value.flow_id === null && (
          <PathsEditor paths={value.paths} rules={value.rules} onPaths={(paths) => set("paths", paths)} onRules={(rules) => set("rules", rules)} errorOf={errorOf} sourceId={value.source_id} />
        )}
      </Section>
      <Section isOpen title={t("part.tracking")}>
        <div className={classes.fields}>
          <EntitySelect resource="domains" label={t("domain")} hint={t("domain.hint")} value={value.domain_id} onChange={(id) => set("domain_id", id)} error={errorOf("domain_id")} />
          <NumberInput label={t("uniqueness")} min={1} allowDecimal={false} value={value.uniqueness_hours} onChange={(next) => set("uniqueness_hours", Number(next))} error={errorOf("uniqueness_hours")} />
        </div>
        <div className={classes.fields}>
          <Select
            label={t("type")}
            description={isNew ? t("type.hint") : undefined}
            disabled={!isNew}
            allowDeselect={false}
            data={choices(TYPES, (type) => t(`type.${type}`))}
            value={value.type}
            onChange={(type) => type && set("type", type as CampaignDraft["type"])}
            error={errorOf("type")}
          />
          {value.type === "redirect" && (
            <Select
              label={t("redirect")}
              allowDeselect={false}
              data={choices(REDIRECTS, (redirect) => t(`redirect.${redirect}`))}
              value={value.redirect}
              onChange={(redirect) => redirect && set("redirect", redirect as CampaignDraft["redirect"])}
              error={errorOf("redirect")}
            />
          )}
        </div>
      </Section>
      <Section title={t("part.postback")} isSet={value.postback !== null} isOpen={value.postback !== null} isWrong={POSTBACK_FIELDS.some((name) => errorOf(`postback.${name}`) !== undefined)}>
        <PostbackFields value={value.postback} onChange={(next) => set("postback", next)} errorOf={errorOf} sourceId={value.source_id} campaignId={campaignId} />
      </Section>
      <Section title={t("part.labels")} isSet={value.tags.length > 0 || value.group !== null || value.color !== null || value.country !== null || value.note !== null} isWrong={LABEL_FIELDS.some((name) => errorOf(name) !== undefined)}>
        <TagsInput label={t("tags")} value={value.tags} onChange={(next) => set("tags", next)} error={errorOf("tags")} />
        <div className={classes.fields}>
          <TextInput label={t("group")} value={value.group ?? ""} onChange={(event) => text("group", event.currentTarget.value)} error={errorOf("group")} />
          <Select label={t("color")} clearable data={choices(COLORS, (color) => t(`color.${color}`))} value={value.color} onChange={(color) => set("color", color)} error={errorOf("color")} />
        </div>
        <Select label={t("country")} description={t("country.hint")} clearable searchable data={countries} value={value.country} onChange={(country) => set("country", country)} error={errorOf("country")} />
        <Textarea label={t("note")} autosize minRows={2} value={value.note ?? ""} onChange={(event) => text("note", event.currentTarget.value)} error={errorOf("note")} />
      </Section>
    </Stack>
  );
}
