/* AdCampaigns - the advertiser's campaigns on the ad network: what they may deliver, what is left of it, what came of it, and who optimises it. */
import { useCallback, useMemo, type ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { NONE, useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { useUrl } from "../../state/url.ts";
import type { Column } from "../../table/types.ts";
import { AdCampaignEditor } from "./AdCampaignEditor.tsx";
import { AdList } from "./AdList.tsx";
import { BidderEditor } from "./BidderEditor.tsx";
import { bidderAddress } from "./bidderDraft.ts";
import { bidderWords } from "./bidderWords.ts";
import { budgetWords } from "./budgetWords.ts";
import { useSpent } from "./Delivery.tsx";
import { adWords } from "./words.ts";

export default function AdCampaigns(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(adWords);
  const b = useWords(bidderWords);
  const l = useWords(budgetWords);
  const spentOf = useSpent();
  const { params, set } = useUrl();
  const format = useFormat();
  const leftOf = useCallback((left: string | null | undefined) => (left ? l("left", { money: format.money(left) }) : undefined), [l, format]);
  const columns = useMemo<Column<Rows["adcampaigns"]>[]>(
    () => [
      { id: "id", label: "ID", width: 64, isNumber: true, cell: (row) => row.id, text: (row) => String(row.id) },
      { id: "pricing", label: t("pricing"), width: 96, cell: (row) => row.pricing.replace("_", " ").toUpperCase(), text: (row) => row.pricing },
      { id: "price", label: t("price"), width: 88, isNumber: true, cell: (row) => format.price(row.price), text: (row) => row.price },
      { id: "delivery", label: l("delivery"), width: 150, cell: (row) => <span className={row.counts?.state === "delivering" ? undefined : "muted"}>{row.counts?.state ? l(`state.${row.counts.state}`) : NONE}</span>, text: (row) => row.counts?.state ?? "" },
      { id: "spent", label: l("spent"), width: 128, isNumber: true, cell: (row) => <span title={leftOf(row.counts?.left)}>{spentOf(row.counts?.spent, row.total_budget)}</span>, text: (row) => row.counts?.spent ?? "" },
      { id: "today", label: l("today"), width: 148, isNumber: true, cell: (row) => <span title={leftOf(row.counts?.left_today)}>{spentOf(row.counts?.spent_today, row.daily_budget)}</span>, text: (row) => row.counts?.spent_today ?? "" },
    ],
    [t, l, format, spentOf, leftOf],
  );
  const bidder = params.get("bidder");
  return (
    <AdList
      resource="adcampaigns"
      dimension="adcampaign"
      title={area("network/campaigns")}
      newLabel={t("adcampaign.new")}
      empty={t("adcampaign.empty")}
      columns={columns}
      editor={(id, close) => <AdCampaignEditor key={id} id={id} close={close} />}
      menuOf={(row) => [{ label: b("bidder.open"), onClick: () => set(bidderAddress(row)) }]}
    >
      {bidder !== null && <BidderEditor key={bidder} id={bidder} adcampaignId={params.get("adcampaign")} close={() => set({ bidder: null, adcampaign: null })} />}
    </AdList>
  );
}
