/* AdCampaignEditor - pricing, budgets and caps of an ad campaign; on the right how it stands, and where its clicks come from. */
import { Alert, Button, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useSave, type Rows } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { AdCampaignLimits } from "./AdCampaignLimits.tsx";
import { draftOf, fieldsOf, PRICINGS, SHOWN } from "./adCampaignDraft.ts";
import { bidderAddress } from "./bidderDraft.ts";
import { bidderWords } from "./bidderWords.ts";
import { budgetWords } from "./budgetWords.ts";
import { Delivery } from "./Delivery.tsx";
import { Targeting } from "./Targeting.tsx";
import { EditorActs, Loaded, useTellSaved } from "./editing.tsx";
import { useActs } from "./useActs.tsx";
import { useGoals } from "./useGoalColumns.tsx";
import { adWords } from "./words.ts";

export function AdCampaignEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(adWords);
  return (
    <Loaded resource="adcampaigns" id={id} title={t("adcampaign")} close={close}>
      {(entity) => <Form entity={entity} close={close} />}
    </Loaded>
  );
}

function Form({ entity, close }: { entity: Rows["adcampaigns"] | null; close: () => void }): ReactElement {
  const t = useWords(adWords);
  const b = useWords(bidderWords);
  const l = useWords(budgetWords);
  const { goals } = useGoals();
  const { params, set } = useUrl();
  const { mayWrite, workspace } = useSession();
  const acts = useActs("adcampaigns");
  const tellSaved = useTellSaved();
  const saving = useSave("adcampaigns");
  const draft = useDraft(draftOf(entity), SHOWN);
  const { value } = draft;
  const [version] = useState(entity?.version); /* that the draft began with */
  const save = (): void => {
    const body = fieldsOf(value);
    saving.mutate(
      { id: entity?.id, body: entity ? { ...body, version } : body },
      {
        onSuccess: (saved) => {
          tellSaved(saved);
          if (entity) close();
          else set({ edit: String(saved.id), created: "1" }, { replace: true });
        },
        onError: draft.refuse,
      },
    );
  };
  const isOurs = mayWrite("ads");
  const end = (): void => {
    set({ edit: null, created: null });
  };
  return (
    <EditorDrawer
      title={entity ? entity.name : t("adcampaign.new")}
      close={end}
      isNew={entity === null}
      isSaving={saving.isPending}
      formError={draft.formError}
      {...(isOurs ? { save } : {})}
      actions={entity && isOurs && <EditorActs entity={entity} acts={acts} close={end} />}
      aside={
        <Stack gap="sm">
          {entity && params.get("created") && (
            <Alert color="green" role="status">
              {t("adcampaign.created")}
            </Alert>
          )}
          {entity && <Delivery entity={entity} />}
          {entity && <CopyText label={t("adcampaign.id")} text={String(entity.id)} />}
          <Text fw={600}>{t("adcampaign.next")}</Text>
          <Text size="sm">{t("adcampaign.next.text")}</Text>
          {entity && (
            <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={() => set({ ...bidderAddress(entity), created: null })}>
              {b("bidder.open")}
            </Button>
          )}
          {entity && isOurs && (
            <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={() => set({ edit: "new", created: null, adcampaign: String(entity.id), q: null, status: null, sort: null }, { path: "/network/variations" })}>
              {t("add.variation")}
            </Button>
          )}
        </Stack>
      }
    >
      <Stack gap="sm">
        <TextInput label={t("name")} required data-autofocus value={value.name} error={draft.errorOf("name")} onChange={(event) => draft.set("name", event.currentTarget.value)} readOnly={!isOurs} />
        <Select
          label={t("pricing")}
          allowDeselect={false}
          data={PRICINGS.map((pricing) => ({ value: pricing, label: t(`pricing.${pricing}`) }))}
          value={value.pricing}
          error={draft.errorOf("pricing")}
          onChange={(pricing) => draft.set("pricing", PRICINGS.find((one) => one === pricing) ?? "cpc")}
          readOnly={!isOurs}
        />
        <TextInput label={t("price")} description={[t("price.hint", { currency: workspace?.currency ?? "" }), ...(value.pricing === "cpa" ? [l("cpa.hint")] : value.pricing === "smart_cpm" ? [l("smart.hint")] : [])].join(" · ")} required inputMode="decimal" value={value.price} error={draft.errorOf("price")} onChange={(event) => draft.set("price", event.currentTarget.value.trim().replace(",", "."))} readOnly={!isOurs} />
        {value.pricing === "cpa" && (
          <Select
            label={l("goal")}
            allowDeselect={false}
            data={[{ value: "", label: l("goal.all") }, ...goals.filter((goal) => goal.status !== "archived" || goal.id === value.goal_id).map((goal) => ({ value: goal.id, label: goal.name }))]}
            value={value.goal_id ?? ""}
            error={draft.errorOf("goal_id")}
            onChange={(next) => draft.set("goal_id", next === "" ? null : next)}
            readOnly={!isOurs}
          />
        )}
        <AdCampaignLimits draft={draft} isOurs={isOurs} />
        <Targeting conditions={value.targeting} onChange={(targeting) => draft.set("targeting", targeting)} errorOf={draft.errorOf} />
      </Stack>
    </EditorDrawer>
  );
}
