/* AdCampaignEditor - name, pricing and price of an ad campaign; on the right where its clicks come from. */
import { Alert, Button, Select, Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useSave, type Rows } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { bidderAddress } from "./bidderDraft.ts";
import { bidderWords } from "./bidderWords.ts";
import { EditorActs, Loaded, useTellSaved } from "./editing.tsx";
import { useActs } from "./useActs.tsx";
import { adWords } from "./words.ts";

const PRICINGS = ["cpc", "cpm", "cpv"] as const;

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
  const { params, set } = useUrl();
  const { mayWrite, workspace } = useSession();
  const acts = useActs("adcampaigns");
  const tellSaved = useTellSaved();
  const saving = useSave("adcampaigns");
  const draft = useDraft({ name: entity?.name ?? "", pricing: entity?.pricing ?? ("cpc" as const), price: entity?.price ?? "", version: entity?.version }, ["name", "pricing", "price"]);
  const { value } = draft;
  const save = (): void => {
    const { version, ...body } = value;
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
        <TextInput label={t("price")} description={t("price.hint", { currency: workspace?.currency ?? "" })} required inputMode="decimal" value={value.price} error={draft.errorOf("price")} onChange={(event) => draft.set("price", event.currentTarget.value.trim().replace(",", "."))} readOnly={!isOurs} />
      </Stack>
    </EditorDrawer>
  );
}
