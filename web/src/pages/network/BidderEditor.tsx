/* BidderEditor - the bidder of an ad campaign: its settings on the left, dry run and history on the right. */
import { Button, Group, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactElement } from "react";
import { useArchive, useOne, useRenew, useSave, type Rows } from "../../api/hooks.ts";
import { useDraft, type Draft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { Section } from "../../forms/Section.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { BidderAside } from "./BidderAside.tsx";
import { decimal, draftOf, EVERY, fieldsOf, PERIODS, type Bidder, type BidderDraft } from "./bidderDraft.ts";
import { BidderRules, usePeriodName } from "./BidderRules.tsx";
import { BidderSet } from "./BidderSet.tsx";
import { bidderWords } from "./bidderWords.ts";
import { useTellSaved } from "./editing.tsx";
import { useGoalChoice } from "./useGoalColumns.tsx";

const SHOWN = ["goal_id", "period_days", "every_hours", "worth.amount", "test_budget", "price_min", "price_max", /^rules\[\d+\]\.(name|conditions\[\d+\]\.value)$/] as const;

/** Of the ad campaign of that id; `close` also leaves the address. */
export function BidderEditor({ adcampaignId, close }: { adcampaignId: string; close: () => void }): ReactElement {
  const t = useWords(bidderWords);
  const campaign = useOne("adcampaigns", adcampaignId);
  const own = campaign.data && String(campaign.data.id) === adcampaignId ? campaign.data : null;
  const bidder = useOne("bidders", own?.bidder_id ?? null);
  const isRead = own !== null && (own.bidder_id === null || bidder.data?.id === own.bidder_id);
  const error = campaign.error ?? bidder.error;
  if (!isRead || error)
    return (
      <EditorDrawer title={t("bidder")} close={close} formError={error} isLoading>
        {null}
      </EditorDrawer>
    );
  const found = own.bidder_id === null ? null : (bidder.data ?? null);
  /* A decision changes the document: the form begins anew with it. */
  return <Form key={`${found?.id ?? "new"}.${found?.version ?? 0}`} campaign={own} bidder={found} close={close} />;
}

function Form({ campaign, bidder, close }: { campaign: Rows["adcampaigns"]; bidder: Bidder | null; close: () => void }): ReactElement {
  const t = useWords(bidderWords);
  const renew = useRenew();
  const tell = useTellError();
  const tellSaved = useTellSaved();
  const isOurs = useSession().mayWrite("ads");
  const saving = useSave("bidders");
  const archiving = useArchive("bidders");
  const draft = useDraft(draftOf(bidder), SHOWN);
  const save = (): void => {
    const fields = { ...fieldsOf(draft.value), name: campaign.name };
    const body = bidder ? { ...fields, status: draft.value.status, version: bidder.version } : { ...fields, adcampaign_id: campaign.id };
    saving.mutate(
      { id: bidder?.id, body },
      {
        onSuccess: async (saved) => {
          tellSaved(saved);
          await renew("adcampaigns", "bidders");
        },
        onError: draft.refuse,
      },
    );
  };
  const archive = (): void =>
    archiving.mutate(bidder?.id ?? 0, {
      onSuccess: async () => {
        notifications.show({ message: t("bidder.archived") });
        await renew("adcampaigns", "bidders");
        close();
      },
      onError: tell,
    });
  return (
    <EditorDrawer
      title={t("bidder.of", { name: campaign.name })}
      close={close}
      isNew={bidder === null}
      isSaving={saving.isPending}
      formError={draft.formError}
      {...(isOurs ? { save } : {})}
      actions={
        bidder &&
        isOurs && (
          <Button variant="default" size="sm" onClick={archive}>
            {t("remove")}
          </Button>
        )
      }
      aside={bidder && <BidderAside bidder={bidder} draft={draft.value} isChanged={draft.isChanged} isOurs={isOurs} refuse={draft.refuse} />}
    >
      <Stack gap="sm">
        {bidder && isOurs && <Switch label={t("status")} description={t("status.hint")} checked={draft.value.status === "active"} onChange={(event) => draft.set("status", event.currentTarget.checked ? "active" : "paused")} />}
        <Frame draft={draft} isOurs={isOurs} />
        <Automatic draft={draft} isOurs={isOurs} />
        <Text fw={600}>{t("rules")}</Text>
        <BidderRules draft={draft} isOurs={isOurs} />
        {bidder && (
          <Section title={t("set")} isOpen={draft.value.blocked.length + draft.value.zone_prices.length + draft.value.held.length > 0}>
            <BidderSet draft={draft} isOurs={isOurs} />
          </Section>
        )}
        {bidder?.warnings && <Warnings warnings={bidder.warnings} />}
      </Stack>
    </EditorDrawer>
  );
}

interface PartProps {
  draft: Draft<BidderDraft>;
  isOurs: boolean;
}

function Frame({ draft, isOurs }: PartProps): ReactElement {
  const t = useWords(bidderWords);
  const periodName = usePeriodName();
  const { goals } = useGoalChoice();
  const { value } = draft;
  const every = EVERY.some((hours) => hours === value.every_hours) ? EVERY : [...EVERY, value.every_hours];
  return (
    <>
      <Select
        label={t("goal")}
        description={t("goal.hint")}
        data-autofocus
        allowDeselect={false}
        data={[{ value: "", label: t("goal.all") }, ...goals.filter((goal) => goal.status !== "archived" || goal.id === value.goal_id).map((goal) => ({ value: goal.id, label: goal.name }))]}
        value={value.goal_id ?? ""}
        error={draft.errorOf("goal_id")}
        onChange={(next) => draft.set("goal_id", next === "" ? null : next)}
        readOnly={!isOurs}
      />
      <Group grow align="flex-start">
        <Select label={t("period")} allowDeselect={false} data={PERIODS.map((days) => ({ value: String(days), label: periodName(days) }))} value={String(value.period_days)} error={draft.errorOf("period_days")} onChange={(next) => draft.set("period_days", Number(next))} readOnly={!isOurs} />
        <Select label={t("every")} allowDeselect={false} data={every.map((hours) => ({ value: String(hours), label: hours === 0 ? t("every.0") : t("every.n", { n: hours }) }))} value={String(value.every_hours)} error={draft.errorOf("every_hours")} onChange={(next) => draft.set("every_hours", Number(next))} readOnly={!isOurs} />
      </Group>
    </>
  );
}

function Automatic({ draft, isOurs }: PartProps): ReactElement {
  const t = useWords(bidderWords);
  const { workspace } = useSession();
  const { value } = draft;
  const amount = (name: "test_budget" | "price_min" | "price_max", hint?: string): ReactElement => (
    <TextInput label={t(name === "test_budget" ? "test.budget" : name === "price_min" ? "price.min" : "price.max")} description={hint} inputMode="decimal" value={value[name]} error={draft.errorOf(name)} onChange={(event) => draft.set(name, decimal(event.currentTarget.value))} readOnly={!isOurs} />
  );
  return (
    <>
      <Switch label={t("automatic")} description={t("automatic.hint")} checked={value.automatic} onChange={(event) => isOurs && draft.set("automatic", event.currentTarget.checked)} />
      {value.automatic && (
        <>
          <Group grow align="flex-start">
            <Select
              label={t("worth")}
              allowDeselect={false}
              data={[
                { value: "goal", label: t("worth.goal") },
                { value: "target", label: t("worth.target") },
              ]}
              value={value.worth.from}
              onChange={(next) => draft.set("worth", { ...value.worth, from: next === "target" ? "target" : "goal" })}
              readOnly={!isOurs}
            />
            {value.worth.from === "target" && <TextInput label={t("worth.amount")} inputMode="decimal" value={value.worth.amount} error={draft.errorOf("worth.amount")} onChange={(event) => draft.set("worth", { ...value.worth, amount: decimal(event.currentTarget.value) })} readOnly={!isOurs} />}
          </Group>
          {amount("test_budget", t("test.budget.hint", { currency: workspace?.currency ?? "" }))}
          <Group grow align="flex-start">
            {amount("price_min")}
            {amount("price_max", t("price.max.hint"))}
          </Group>
        </>
      )}
    </>
  );
}
