/* AdCampaignLimits - when an ad campaign delivers and how much: schedule, budgets, caps, and where visitors go otherwise. */
import { Group, Select, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Draft } from "../../forms/draft.ts";
import { Section } from "../../forms/Section.tsx";
import { UrlField } from "../../forms/UrlField.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { CAPS, type AdCampaignDraft } from "./adCampaignDraft.ts";
import { decimal } from "./bidderDraft.ts";
import { budgetWords } from "./budgetWords.ts";
import { instantOf, wallOf } from "./instants.ts";

const ZONES = Intl.supportedValuesOf("timeZone");
const digits = (text: string): string => text.replace(/\D/g, "");

export interface LimitsProps {
  draft: Draft<AdCampaignDraft>;
  isOurs: boolean;
}

export function AdCampaignLimits(props: LimitsProps): ReactElement {
  return (
    <>
      <Budgets {...props} />
      <Schedule {...props} />
      <Fallback {...props} />
    </>
  );
}

function Budgets({ draft, isOurs }: LimitsProps): ReactElement {
  const t = useWords(budgetWords);
  const { value, set, errorOf } = draft;
  const isSet = value.total_budget !== "" || value.daily_budget !== "" || value.capping.quantity !== "" || CAPS.some((cap) => value.caps[cap] !== "");
  const isWrong = ["total_budget", "daily_budget", "capping.quantity", "capping.frequency_hours", ...CAPS.map((cap) => `caps.${cap}`)].some((field) => errorOf(field) !== undefined);
  return (
    <Section title={t("limits")} isSet={isSet} isOpen={isSet} isWrong={isWrong}>
      <Group grow align="flex-start">
        {(["total_budget", "daily_budget"] as const).map((name) => (
          <TextInput key={name} label={t(name)} placeholder={t("limit.none")} inputMode="decimal" value={value[name]} error={errorOf(name)} onChange={(event) => set(name, decimal(event.currentTarget.value))} readOnly={!isOurs} />
        ))}
      </Group>
      {[CAPS.slice(0, 2), CAPS.slice(2)].map((pair) => (
        <Group grow align="flex-start" key={pair.join()}>
          {pair.map((cap) => (
            <TextInput key={cap} label={t(cap)} placeholder={t("limit.none")} inputMode="numeric" value={value.caps[cap]} error={errorOf(`caps.${cap}`)} onChange={(event) => set("caps", { ...value.caps, [cap]: digits(event.currentTarget.value) })} readOnly={!isOurs} />
          ))}
        </Group>
      ))}
      <Group grow align="flex-start">
        <TextInput label={t("capping.quantity")} placeholder={t("limit.none")} inputMode="numeric" value={value.capping.quantity} error={errorOf("capping.quantity")} onChange={(event) => set("capping", { ...value.capping, quantity: digits(event.currentTarget.value) })} readOnly={!isOurs} />
        <TextInput label={t("capping.hours")} inputMode="numeric" value={value.capping.frequency_hours} error={errorOf("capping.frequency_hours")} onChange={(event) => set("capping", { ...value.capping, frequency_hours: digits(event.currentTarget.value) })} readOnly={!isOurs} />
      </Group>
    </Section>
  );
}

function Schedule({ draft, isOurs }: LimitsProps): ReactElement {
  const t = useWords(budgetWords);
  const { workspace } = useSession();
  const { value, set, errorOf } = draft;
  const own = workspace?.time_zone ?? "UTC";
  const zone = value.time_zone ?? own;
  const isSet = value.starts_at !== null || value.ends_at !== null || value.time_zone !== null;
  const isWrong = ["starts_at", "ends_at", "time_zone"].some((field) => errorOf(field) !== undefined);
  const zones = value.time_zone === null || ZONES.includes(value.time_zone) ? ZONES : [value.time_zone, ...ZONES];
  const take = (name: "starts_at" | "ends_at", wall: string): void => set(name, wall === "" ? null : instantOf(wall, zone));
  return (
    <Section title={t("schedule")} isSet={isSet} isOpen={isSet} isWrong={isWrong}>
      <Group grow align="flex-start">
        <TextInput type="datetime-local" label={t("starts")} value={wallOf(value.starts_at, zone)} error={errorOf("starts_at")} onChange={(event) => take("starts_at", event.currentTarget.value)} readOnly={!isOurs} />
        <TextInput type="datetime-local" label={t("ends")} value={wallOf(value.ends_at, zone)} error={errorOf("ends_at")} onChange={(event) => take("ends_at", event.currentTarget.value)} readOnly={!isOurs} />
      </Group>
      <Select
        label={t("zone")}
        description={t("zone.hint")}
        searchable
        allowDeselect={false}
        limit={50}
        data={[{ value: "", label: t("zone.own", { zone: own }) }, ...zones.map((name) => ({ value: name, label: name }))]}
        value={value.time_zone ?? ""}
        error={errorOf("time_zone")}
        onChange={(next) => set("time_zone", next === null || next === "" ? null : next)}
        readOnly={!isOurs}
      />
    </Section>
  );
}

function Fallback({ draft, isOurs }: LimitsProps): ReactElement {
  const t = useWords(budgetWords);
  const { value, set, errorOf } = draft;
  return (
    <Section title={t("fallback")} isSet={value.fallback_url !== ""} isOpen={value.fallback_url !== ""} isWrong={errorOf("fallback_url") !== undefined}>
      <UrlField label={t("fallback.url")} kind={null} hint={t("fallback.hint")} isReadOnly={!isOurs} value={value.fallback_url} error={errorOf("fallback_url")} onChange={(url) => set("fallback_url", url)} />
    </Section>
  );
}
