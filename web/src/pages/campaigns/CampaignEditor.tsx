/* CampaignEditor - one campaign over the list: form and truth, its test, the costs told afterwards, the comparison of its parts. */
import { Alert, Button, Tabs, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState, type ReactElement } from "react";
import { Link } from "wouter";
import { useOne, useSave } from "../../api/hooks.ts";
import { useDraft } from "../../forms/draft.ts";
import { EditorDrawer } from "../../forms/EditorDrawer.tsx";
import { formWords } from "../../forms/words.ts";
import { useWords } from "../../i18n/words.ts";
import { useErrorText } from "../../shell/errors.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import { CampaignForm } from "./CampaignForm.tsx";
import { bodyOf, draftOf, SHOWN, type Campaign } from "./campaignDraft.ts";
import { CampaignTruth } from "./CampaignTruth.tsx";
import classes from "./campaigns.module.css";
import { CostsTab } from "./CostsTab.tsx";
import { SplitsTab } from "./SplitsTab.tsx";
import { TestPanel } from "./TestPanel.tsx";
import { campaignWords } from "./words.ts";

const TABS = ["form", "test", "costs", "splits"] as const;
type Tab = (typeof TABS)[number];

/** id: of the campaign, or "new". */
export function CampaignEditor({ id, close }: { id: string; close: () => void }): ReactElement {
  const t = useWords(campaignWords);
  const errorText = useErrorText();
  const isNew = !/^\d+$/.test(id);
  const { set } = useUrl();
  const campaign = useOne("campaigns", isNew ? null : id);
  const leave = (): void => {
    set({ tab: null, run: null, by: null, metric: null }, { replace: true });
    close();
  };
  if (isNew) return <Opened campaign={null} close={leave} />;
  if (campaign.data && String(campaign.data.id) === id) return <Opened key={id} campaign={campaign.data} close={leave} />;
  return (
    <EditorDrawer title={t("title.edit", { name: id })} close={leave} aside={<span />}>
      {campaign.error ? <Alert color="red">{errorText(campaign.error)}</Alert> : <Text c="dimmed">{t("loading")}</Text>}
    </EditorDrawer>
  );
}

function Opened({ campaign, close }: { campaign: Campaign | null; close: () => void }): ReactElement {
  const t = useWords(campaignWords);
  const form = useWords(formWords);
  const { params, set } = useUrl();
  const { mayWrite } = useSession();
  const [opened, setOpened] = useState(campaign);
  const draft = useDraft(draftOf(opened), SHOWN);
  const save = useSave("campaigns");
  const isNew = campaign === null;
  const tab: Tab = isNew ? "form" : (TABS.find((one) => one === params.get("tab")) ?? "form");
  const mayEdit = mayWrite("campaigns");

  const store = async (isTested: boolean): Promise<void> => {
    try {
      const row = await save.mutateAsync({ id: campaign?.id ?? null, body: bodyOf(draft.value, opened) });
      notifications.show({ message: form(row.live === false ? "saved.not.live" : "saved", { name: row.name }) });
      if (isTested) set({ edit: String(row.id), tab: "test", run: "1" }, { replace: true });
      else if (isNew) set({ edit: String(row.id) }, { replace: true });
      else if ((row.warnings ?? []).length === 0) close();
      if (!isNew) {
        setOpened(row);
        draft.setAll(draftOf(row));
      }
    } catch (error) {
      draft.refuse(error);
    }
  };
  const tabs = !isNew && (
    <Tabs value={tab} onChange={(next) => set({ tab: next === "form" ? null : next, run: null }, { replace: true })} className={classes.tabs}>
      <Tabs.List aria-label={t("tabs")}>
        {TABS.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`tab.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {TABS.map((one) => (
        <Tabs.Panel key={one} value={one}>
          {null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
  const title = isNew ? t("title.new") : t("title.edit", { name: campaign.name });
  if (tab !== "form" && campaign !== null)
    return (
      <EditorDrawer title={title} close={close} isWide>
        {tabs}
        {tab === "test" && <TestPanel campaignId={campaign.id} isDue={params.get("run") === "1"} onStart={() => set({ run: null }, { replace: true })} />}
        {tab === "costs" && <CostsTab campaign={campaign} />}
        {tab === "splits" && <SplitsTab campaignId={campaign.id} />}
      </EditorDrawer>
    );
  return (
    <EditorDrawer
      title={title}
      close={close}
      {...(mayEdit ? { save: () => void store(false) } : {})}
      isSaving={save.isPending}
      isNew={isNew}
      formError={draft.formError}
      aside={<CampaignTruth draft={draft.value} saved={campaign} isChanged={draft.isChanged} warnings={campaign?.warnings ?? []} />}
      actions={
        mayEdit && (
          <Button variant="light" size="sm" disabled={save.isPending} onClick={() => void store(true)}>
            {t("save.test")}
          </Button>
        )
      }
    >
      {tabs}
      {isNew && (
        <Text size="sm" mb="sm">
          <Link href="/campaigns/new">{t("wizard")}</Link>
        </Text>
      )}
      {!mayEdit && (
        <Text size="sm" className="muted" mb="sm">
          {t("read.only")}
        </Text>
      )}
      <fieldset disabled={!mayEdit} style={{ border: 0, padding: 0, margin: 0 }}>
        <CampaignForm draft={draft} campaignId={campaign?.id ?? null} />
      </fieldset>
    </EditorDrawer>
  );
}
