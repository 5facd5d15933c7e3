/* AdCampaigns - the advertiser's campaigns on the ad network: what a click costs, and what came of it. */
import { useMemo, type ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import type { Column } from "../../table/types.ts";
import { AdCampaignEditor } from "./AdCampaignEditor.tsx";
import { AdList } from "./AdList.tsx";
import { adWords } from "./words.ts";

export default function AdCampaigns(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(adWords);
  const format = useFormat();
  const columns = useMemo<Column<Rows["adcampaigns"]>[]>(
    () => [
      { id: "id", label: "ID", width: 64, isNumber: true, cell: (row) => row.id, text: (row) => String(row.id) },
      { id: "pricing", label: t("pricing"), width: 96, cell: (row) => row.pricing.toUpperCase(), text: (row) => row.pricing },
      { id: "price", label: t("price"), width: 88, isNumber: true, cell: (row) => format.money(row.price, 6), text: (row) => row.price },
    ],
    [t, format],
  );
  return (
    <AdList
      resource="adcampaigns"
      dimension="adcampaign"
      title={area("network/campaigns")}
      newLabel={t("adcampaign.new")}
      empty={t("adcampaign.empty")}
      columns={columns}
      editor={(id, close) => <AdCampaignEditor key={id} id={id} close={close} />}
    />
  );
}
