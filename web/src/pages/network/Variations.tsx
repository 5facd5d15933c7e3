/* Variations - the ads' destinations: where visitors are sent, and what came of it. */
import { CopyButton, UnstyledButton } from "@mantine/core";
import { useMemo, type ReactElement } from "react";
import { useList, type Rows } from "../../api/hooks.ts";
import { formWords } from "../../forms/words.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import type { Column } from "../../table/types.ts";
import { AdList } from "./AdList.tsx";
import classes from "./network.module.css";
import { VariationEditor } from "./VariationEditor.tsx";
import { adWords } from "./words.ts";

export default function Variations(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(adWords);
  const form = useWords(formWords);
  const campaigns = useList("adcampaigns", { limit: 1000, status: "all" });
  const names = useMemo(() => new Map(campaigns.data?.rows.map((row) => [row.id, row.name])), [campaigns.data]);
  const columns = useMemo<Column<Rows["variations"]>[]>(
    () => [
      { id: "id", label: "ID", width: 64, isNumber: true, cell: (row) => row.id, text: (row) => String(row.id) },
      { id: "adcampaign", label: t("adcampaign"), width: 170, cell: (row) => names.get(row.adcampaign_id) ?? `#${row.adcampaign_id}`, text: (row) => names.get(row.adcampaign_id) ?? String(row.adcampaign_id) },
      {
        id: "click",
        label: t("click.url"),
        width: 130,
        cell: (row) => (
          <CopyButton value={row.links.ad_click_url}>
            {({ copied, copy }) => (
              <UnstyledButton className={classes.link} fz="sm" onClick={copy} title={row.links.ad_click_url} aria-label={`${form("copy")}: ${t("click.url")}, ${row.name}`}>
                {form(copied ? "copied" : "copy")}
              </UnstyledButton>
            )}
          </CopyButton>
        ),
        text: (row) => row.links.ad_click_url,
      },
    ],
    [t, form, names],
  );
  return (
    <AdList
      resource="variations"
      dimension="variation"
      title={area("network/variations")}
      newLabel={t("variation.new")}
      empty={t("variation.empty")}
      columns={columns}
      editor={(id, close) => <VariationEditor key={id} id={id} close={close} />}
    />
  );
}
