/* Conversions - their log, and what a person does with them: add one, upload many, give unknown words a meaning. */
import { Button, Group, Tabs } from "@mantine/core";
import type { ReactElement } from "react";
import { useGet } from "../../api/hooks.ts";
import type { Page as RowPage, Schemas } from "../../api/client.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { useShortcut } from "../../shell/shortcuts.ts";
import { useSession } from "../../state/session.ts";
import { useUrl } from "../../state/url.ts";
import logs from "../logs/logs.module.css";
import { LogView } from "../logs/LogView.tsx";
import { AddConversion } from "./AddConversion.tsx";
import { Unmapped } from "./Unmapped.tsx";
import { UploadConversions } from "./UploadConversions.tsx";
import { conversionWords } from "./words.ts";

export default function Conversions(): ReactElement {
  const areas = useWords(areaWords);
  const t = useWords(conversionWords);
  const { params, set } = useUrl();
  const { mayWrite } = useSession();
  const mayAdd = mayWrite("entries");
  const unmapped = useGet<RowPage<Schemas["unmapped_word"]>>("conversions/unmapped");
  const tab = params.get("tab") === "unmapped" ? "unmapped" : "log";
  const edit = params.get("edit");
  const close = (): void => set({ edit: null });
  useShortcut("n", () => mayAdd && set({ edit: "new" }));
  const words = unmapped.data?.rows.length ?? 0;
  return (
    <Page title={areas("conversions")} hasDates={tab === "log"} hasCompare={false}>
      <Tabs value={tab} onChange={(next) => set({ tab: next === "log" ? null : next, row: null })} className={logs.tabs}>
        <Tabs.List aria-label={areas("conversions")}>
          <Tabs.Tab value="log">{t("log")}</Tabs.Tab>
          <Tabs.Tab value="unmapped">
            {t("unmapped")} {words > 0 && <span className="warn">({words})</span>}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={tab} className={logs.panel}>
          {tab === "unmapped" ? (
            <Unmapped rows={unmapped.data?.rows ?? []} isLoading={unmapped.isPending} error={unmapped.error} />
          ) : (
            <LogView
              name="conversions"
              actions={
                mayAdd ? (
                  <Group gap={6}>
                    <Button onClick={() => set({ edit: "new" })}>+ {t("add")}</Button>
                    <Button variant="default" onClick={() => set({ edit: "upload" })}>
                      {t("upload")}
                    </Button>
                  </Group>
                ) : undefined
              }
            />
          )}
        </Tabs.Panel>
      </Tabs>
      {edit === "new" && mayAdd && <AddConversion close={close} />}
      {edit === "upload" && mayAdd && <UploadConversions close={close} />}
    </Page>
  );
}
