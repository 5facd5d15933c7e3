/* VariationEditor - where an ad's visitors are sent, to one URL or a group of landing pages; on the right the URL that the ad bears. */
import { Alert, Input, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useRef, type ReactElement } from "react";
import { useSave, type Rows } from "../../api/hooks.ts";
import { CopyText } from "../../forms/CopyText.tsx";
import { useDraft, type Draft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { EntitySelect } from "../../forms/EntitySelect.tsx";
import { UrlField } from "../../forms/UrlField.tsx";
import { Warnings } from "../../forms/Warnings.tsx";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { budgetWords } from "./budgetWords.ts";
import { CREATIVE_FIELDS, CreativeFields, creativeOf, type Creative } from "./CreativeFields.tsx";
import { EditorActs, Loaded, useTellSaved } from "./editing.tsx";
import { LandingPages } from "./LandingPages.tsx";
import { insertToken, sampleClickUrl, type Token } from "./sampleClick.ts";
import { TokenButtons } from "./TokenButtons.tsx";
import { useActs } from "./useActs.tsx";
import { adWords } from "./words.ts";

export function VariationEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(adWords);
  return (
    <Loaded resource="variations" id={id} title={t("variation")} close={close}>
      {(entity) => <Form entity={entity} close={close} />}
    </Loaded>
  );
}

function Form({ entity, close }: { entity: Rows["variations"] | null; close: () => void }): ReactElement {
  const t = useWords(adWords);
  const l = useWords(budgetWords);
  const { params, set } = useUrl();
  const { mayWrite } = useSession();
  const acts = useActs("variations");
  const tellSaved = useTellSaved();
  const saving = useSave("variations");
  const asked = Number(params.get("adcampaign"));
  const draft = useDraft({ name: entity?.name ?? "", adcampaign_id: entity?.adcampaign_id ?? (asked > 0 ? asked : (null as number | null)), url: entity?.url ?? "", landing_pages: entity?.landing_pages ?? [], ...creativeOf(entity), version: entity?.version }, ["name", "adcampaign_id", "url", ...CREATIVE_FIELDS, /^landing_pages\[\d+\]\.(url|share)$/]);
  const { value } = draft;
  const field = useRef<HTMLDivElement>(null);
  const page = useRef(0);
  const isGroup = value.landing_pages.length > 0;
  /* What was typed goes along: the URL becomes the first page, the first page the URL. */
  const change = (kind: string): void => {
    if (kind === "group") {
      draft.set("landing_pages", [{ url: value.url, share: 1 }, { url: "", share: 1 }]);
      draft.set("url", "");
    } else {
      draft.set("url", value.landing_pages[0]?.url ?? "");
      draft.set("landing_pages", []);
    }
  };
  const insert = (token: Token): void => {
    const at = Math.min(page.current, value.landing_pages.length - 1);
    const place = isGroup ? field.current?.querySelector(`[data-page="${at}"]`) : field.current;
    const input = place?.querySelector<HTMLTextAreaElement | HTMLInputElement>("textarea, input");
    const url = isGroup ? (value.landing_pages[at]?.url ?? "") : value.url;
    const from = input?.selectionStart ?? url.length;
    const next = insertToken(url, token, from, input?.selectionEnd ?? from);
    if (isGroup) draft.set("landing_pages", value.landing_pages.map((one, index) => (index === at ? { ...one, url: next.url } : one)));
    else draft.set("url", next.url);
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(next.caret, next.caret);
    });
  };
  const end = (): void => set({ edit: null, created: null, adcampaign: null });
  const save = (): void => {
    const { version, ...body } = value;
    saving.mutate(
      { id: entity?.id, body: entity ? { ...body, version } : body },
      {
        onSuccess: (saved) => {
          tellSaved(saved);
          if (entity) close();
          else set({ edit: String(saved.id), created: "1", adcampaign: null }, { replace: true });
        },
        onError: draft.refuse,
      },
    );
  };
  const isOurs = mayWrite("ads");
  return (
    <EditorDrawer
      title={entity ? entity.name : t("variation.new")}
      close={end}
      isNew={entity === null}
      isSaving={saving.isPending}
      formError={draft.formError}
      {...(isOurs ? { save } : {})}
      actions={entity && isOurs && <EditorActs entity={entity} acts={acts} close={end} />}
      aside={
        <Stack gap="md">
          {entity && params.get("created") && (
            <Alert color="green" role="status">
              {t("variation.created")}
            </Alert>
          )}
          {entity ? <CopyText label={t("click.url")} text={entity.links.ad_click_url} /> : <Text size="sm" className="muted">{t("click.after")}</Text>}
          {entity && <CopyText label={t("click.sample.url")} text={sampleClickUrl(entity.links.ad_click_url)} />}
          <Warnings warnings={entity?.warnings ?? []} linted={["url", ...value.landing_pages.map((_, at) => `landing_pages[${at}].url`)]} />
        </Stack>
      }
    >
      <Stack gap="sm">
        <TextInput label={t("name")} required data-autofocus value={value.name} error={draft.errorOf("name")} onChange={(event) => draft.set("name", event.currentTarget.value)} readOnly={!isOurs} />
        <EntitySelect resource="adcampaigns" label={t("adcampaign")} isRequired isClearable={false} value={value.adcampaign_id} error={draft.errorOf("adcampaign_id")} onChange={(id) => draft.set("adcampaign_id", id)} />
        <Input.Wrapper label={l("destination")} labelProps={{ display: "block" }}>
          <SegmentedControl aria-label={l("destination")} mt={4} readOnly={!isOurs} value={isGroup ? "group" : "single"} onChange={change} data={(["single", "group"] as const).map((kind) => ({ value: kind, label: l(`destination.${kind}`) }))} />
        </Input.Wrapper>
        <div ref={field}>
          {isGroup && <LandingPages pages={value.landing_pages} context={{ adcampaign_id: value.adcampaign_id, variation_id: entity?.id ?? null }} isOurs={isOurs} errorOf={draft.errorOf} onChange={(pages) => draft.set("landing_pages", pages)} onFocus={(at) => (page.current = at)} />}
          {!isGroup && <UrlField label={t("url")} kind="variation_url" context={{ adcampaign_id: value.adcampaign_id, variation_id: entity?.id ?? null }} isReadOnly={!isOurs} isRequired hint={t("url.hint", { conversions_tracking: "{conversions_tracking}" })} value={value.url} error={draft.errorOf("url")} onChange={(url) => draft.set("url", url)} />}
        </div>
        {isOurs && <TokenButtons onInsert={insert} />}
        <CreativeFields draft={draft as unknown as Draft<Creative>} isReadOnly={!isOurs} />
      </Stack>
    </EditorDrawer>
  );
}
