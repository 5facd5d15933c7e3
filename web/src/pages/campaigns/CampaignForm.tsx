/* CampaignForm - the left side of the campaign's editor: what one enters. */
import { Group, NumberInput, Select, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { useOne } from "../../api/hooks.ts";
import type { Draft } from "../../forms/draft.ts";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { PathsEditor } from "../../forms/PathsEditor.tsx";
import { useWords } from "../../i18n/words.ts";
import { COLORS, COST_MODELS, REDIRECTS, TYPES, type CampaignDraft } from "./campaignDraft.ts";
import classes from "./campaigns.module.css";
import { useCountries } from "../../forms/countries.ts";
import { PostbackFields } from "./PostbackFields.tsx";
import { campaignWords } from "./words.ts";

function Part({ title, isOpen = true, children }: { title: string; isOpen?: boolean; children: ReactNode }): ReactElement {
  return (
    <details className={classes.part} open={isOpen}>
      <summary>{title}</summary>
      <Stack gap="sm">{children}</Stack>
    </details>
  );
}

export function CampaignForm({ draft, isNew }: { draft: Draft<CampaignDraft>; isNew: boolean }): ReactElement {
  const t = useWords(campaignWords);
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
      <Group grow align="flex-start">
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
      </Group>
      <Part title={t("part.paths")}>
        <EntitySelect resource="flows" label={t("flow")} hint={t("flow.hint")} value={value.flow_id} onChange={(id) => set("flow_id", id)} error={errorOf("flow_id")} />
        {value.flow_id === null && (
          <PathsEditor paths={value.paths} rules={value.rules} onPaths={(paths) => set("paths", paths)} onRules={(rules) => set("rules", rules)} errorOf={errorOf} sourceId={value.source_id} />
        )}
      </Part>
      <Part title={t("part.tracking")}>
        <Group grow align="flex-start">
          <EntitySelect resource="domains" label={t("domain")} hint={t("domain.hint")} value={value.domain_id} onChange={(id) => set("domain_id", id)} error={errorOf("domain_id")} />
          <NumberInput label={t("uniqueness")} min={1} allowDecimal={false} value={value.uniqueness_hours} onChange={(next) => set("uniqueness_hours", Number(next))} error={errorOf("uniqueness_hours")} />
        </Group>
        <Group grow align="flex-start">
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
        </Group>
      </Part>
      <Part title={t("part.postback")} isOpen={value.postback !== null}>
        <PostbackFields value={value.postback} onChange={(next) => set("postback", next)} errorOf={errorOf} sourceId={value.source_id} />
      </Part>
      <Part title={t("part.labels")} isOpen={false}>
        <TagsInput label={t("tags")} value={value.tags} onChange={(next) => set("tags", next)} error={errorOf("tags")} />
        <Group grow align="flex-start">
          <TextInput label={t("group")} value={value.group ?? ""} onChange={(event) => text("group", event.currentTarget.value)} error={errorOf("group")} />
          <Select label={t("color")} clearable data={choices(COLORS, (color) => t(`color.${color}`))} value={value.color} onChange={(color) => set("color", color)} error={errorOf("color")} />
        </Group>
        <Select label={t("country")} description={t("country.hint")} clearable searchable data={countries} value={value.country} onChange={(country) => set("country", country)} error={errorOf("country")} />
        <Textarea label={t("note")} autosize minRows={2} value={value.note ?? ""} onChange={(event) => text("note", event.currentTarget.value)} error={errorOf("note")} />
      </Part>
    </Stack>
  );
}
