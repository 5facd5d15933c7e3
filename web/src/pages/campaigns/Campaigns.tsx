import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { EntityList } from "../EntityList.tsx";
import { CampaignEditor } from "./CampaignEditor.tsx";

export default function Campaigns(): ReactElement {
  const t = useWords(areaWords);
  return <EntityList resource="campaigns" title={t("campaigns")} editor={(id, close) => <CampaignEditor key={id} id={id} close={close} />} />;
}
