/* BidderEditor - the bidder of an ad campaign: its settings on the left, dry run and history on the right. */
import { Button, Group, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState, type ReactElement } from "react";
import { useArchive, useOne, useRenew, useSave, type Rows } from "../../api/hooks.ts";
import { useDraft, type Draft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { Section } from "../../forms/Section.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { BidderAside } from "./BidderAside.tsx";
import { decimal, draftOf, EVERY, fieldsOf, PERIODS, type Bidder, type BidderDraft } from "./bidderDraft.ts";
import { BidderRules, usePeriodName } from "./BidderRules.tsx";
import { BidderSet } from "./BidderSet.tsx";
import { bidderWords } from "./bidderWords.ts";
import { useTellSaved } from "./editing.tsx";
import { useGoals } from "./useGoalColumns.tsx";

const SHOWN = ["goal_id", "period_days", "every_hours", "worth.amount", "test_budget", "price_min", "price_max", /^rules\[\d+\]\.(name|conditions\[\d+\]\.value)$/] as const;

/** The bidder of that id; "new": of the ad campaign of that id, which has none yet. */
export function BidderEditor({ id, adcampaignId, close }: { id: string; adcampaignId: string | null; close: () => void }): ReactElement {
  const t = useWords(bidderWords);
  const isNew = id === "new";
  /* What was saved, decided or undone changed the document: the form begins anew with it. */
  const [round, setRound] = useState(0);
  const bidder = useOne("bidders", isNew ? null : id);
  const found = !isNew && bidder.data && String(bidder.data.id) === id ? bidder.data : null;
  const campaignId = isNew ? adcampaignId : (found?.adcampaign_id ?? null);
  const campaign = useOne("adcampaigns", campaignId);
  const own = campaign.data && String(campaign.data.id) === String(campaignId) ? campaign.data : null;
  const error = campaign.error ?? bidder.error;
  if (own === null || (!isNew && found === null) || error)
    return (
      <EditorDrawer title={t("bidder")} close={close} formError={error} isLoading>
        {null}
      </EditorDrawer>
    );
  return <Form key={`${id}.${round}`} campaign={own} bidder={found} close={close} renewed={() => setRound((before) => before + 1)} />;
}

function Form({ campaign, bidder, close, renewed }: { campaign: Rows["adcampaigns"]; bidder: Bidder | null; close: () => void; renewed: () => void }): ReactElement {
  const t = useWords(bidderWords);
  const renew = useRenew();
  const { set } = useUrl();
  const tell = useTellError();
  const tellSaved = useTellSaved();
  const isOurs = useSession().mayWrite("ads");
  const saving = useSave("bidders");
  const archiving = useArchive("bidders");
  const draft = useDraft(draftOf(bidder), SHOWN);
  const [version] = useState(bidder?.version); /* that the draft began with */
  const save = (): void => {
    const fields = { ...fieldsOf(draft.value), name: campaign.name };
    const body = bidder ? { ...fields, status: draft.value.status, version } : { ...fields, adcampaign_id: campaign.id };
    saving.mutate(
      { id: bidder?.id, body },
      {
        onSuccess: async (saved) => {
          tellSaved(saved);
          await renew("adcampaigns", "bidders");
          renewed();
          if (bidder === null) set({ bidder: String(saved.id), adcampaign: null }, { replace: true });
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
      aside={
        bidder ? (
          <BidderAside bidder={bidder} draft={draft.value} isChanged={draft.isChanged} isOurs={isOurs} renewed={renewed} refuse={draft.refuse} />
        ) : (
          <Text size="sm" className="muted">
            {t("after")}
          </Text>
        )
      }
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
  const { goals } = useGoals();
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
            {amount("price_min", t("price.min.hint"))}
            {amount("price_max", t("price.max.hint"))}
          </Group>
        </>
      )}
    </>
  );
}
