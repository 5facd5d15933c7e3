/* OfferStep - the offer: its name, its URL, what it pays. */
import { Group, Select, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { UrlField } from "../../forms/UrlField.tsx";
import { useWords } from "../../i18n/words.ts";
import { Choose } from "./Choose.tsx";
import type { Made } from "./useMade.ts";
import { idOf, type Wizard } from "./wizardState.ts";
import { wizardWords } from "./words.ts";

const SHOWN = ["name", "url", "payout.amount"];

export function OfferStep({ wizard, made }: { wizard: Wizard; made: Made }): ReactElement {
  const t = useWords(wizardWords);
  const save = useSave("offers");
  const networkId = idOf(wizard.choices.network);
  const { value, set, errorOf, formError, refuse } = useDraft({ name: "", url: "", payout: { mode: "auto", amount: "" } }, SHOWN);
  const create = async (): Promise<void> => {
    try {
      const { mode, amount } = value.payout;
      const row = await save.mutateAsync({ body: { name: value.name.trim(), url: value.url.trim(), network_id: networkId, payout: { mode, ...(amount.trim() !== "" ? { amount: amount.trim() } : {}) } } });
      made.tell("offer", row.warnings);
      wizard.choose("offer", Number(row.id));
    } catch (error) {
      refuse(error);
    }
  };
  return (
    <Choose what="offer" choice={wizard.choices.offer} onChoose={(choice) => wizard.choose("offer", choice)} create={() => void create()} isCreating={save.isPending} canCreate={value.name.trim() !== "" && value.url.trim() !== ""} error={formError}>
      <TextInput label={t("name")} required value={value.name} onChange={(event) => set("name", event.currentTarget.value)} error={errorOf("name")} />
      <UrlField label={t("offer.url")} hint={t("offer.url.hint")} isRequired kind="offer_url" context={{ network_id: networkId }} value={value.url} onChange={(url) => set("url", url)} error={errorOf("url")} />
      <Group grow align="flex-start">
        <Select
          label={t("payout")}
          allowDeselect={false}
          data={[
            { value: "auto", label: t("payout.auto") },
            { value: "manual", label: t("payout.manual") },
          ]}
          value={value.payout.mode}
          onChange={(mode) => mode && set("payout", { ...value.payout, mode })}
        />
        {value.payout.mode === "manual" && <TextInput label={t("amount")} inputMode="decimal" value={value.payout.amount} onChange={(event) => set("payout", { ...value.payout, amount: event.currentTarget.value })} error={errorOf("payout.amount")} />}
      </Group>
    </Choose>
  );
}
