/* CampaignStep - the campaign that joins what was chosen: its name, its cost, its domain. */
import { Group, Select, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { useWords } from "../../i18n/words.ts";
import { COST_MODELS, EMPTY_PATH } from "../campaigns/campaignDraft.ts";
import { campaignWords } from "../campaigns/words.ts";
import { Choose } from "./Choose.tsx";
import type { Made } from "./useMade.ts";
import { idOf, type Wizard } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

const SHOWN = ["name", "cost.amount", "cost.model", "domain_id"];

/** What joins source, offer and lander, as the API takes it; null: something is not chosen yet. */
export function joinOf({ choices }: Wizard): { source_id: number; paths: (typeof EMPTY_PATH)[] } | null {
  const source = idOf(choices.source);
  const offer = idOf(choices.offer);
  const lander = idOf(choices.lander);
  if (source === null || offer === null) return null;
  return { source_id: source, paths: [{ ...EMPTY_PATH, landers: lander === null ? [] : [{ id: lander, weight: 100 }], offers: [{ id: offer, weight: 100 }] }] };
}

export function CampaignStep({ wizard, made }: { wizard: Wizard; made: Made }): ReactElement {
  const t = useWords(wizardWords);
  const words = useWords(campaignWords);
  const save = useSave("campaigns");
  const join = joinOf(wizard);
  const { value, set, errorOf, formError, refuse } = useDraft({ name: "", cost: { model: "auto" as string, amount: "0" }, domain_id: null as number | null }, SHOWN);
  const create = async (): Promise<void> => {
    if (join === null) return;
    try {
      const row = await save.mutateAsync({ body: { ...join, ...value, name: value.name.trim() } });
      made.tell("campaign", row.warnings);
      wizard.choose("campaign", Number(row.id));
    } catch (error) {
      refuse(error);
    }
  };
  return (
    <Choose what="campaign" choice={wizard.choices.campaign} onChoose={(choice) => wizard.choose("campaign", choice)} create={() => void create()} isCreating={save.isPending} canCreate={join !== null && value.name.trim() !== ""} error={formError}>
      {join === null && (
        <Text size="sm" className="warn">
          {t("campaign.needs")}
        </Text>
      )}
      <TextInput label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
      <Group grow align="flex-start">
        <Select label={t("cost.model")} allowDeselect={false} data={COST_MODELS.map((model) => ({ value: model, label: words(`cost.${model}`) }))} value={value.cost.model} onChange={(model) => model && set("cost", { ...value.cost, model })} error={errorOf("cost.model")} />
        {value.cost.model !== "auto" && value.cost.model !== "none" && (
          <TextInput label={words(value.cost.model === "revshare" ? "cost.percent" : "cost.amount")} inputMode="decimal" value={value.cost.amount} onChange={(event) => set("cost", { ...value.cost, amount: event.currentTarget.value })} error={errorOf("cost.amount")} />
        )}
      </Group>
      <EntitySelect resource="domains" label={t("domain")} hint={t("domain.hint")} value={value.domain_id} onChange={(id) => set("domain_id", id)} error={errorOf("domain_id")} />
    </Choose>
  );
}
