import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { EntityList } from "../EntityList.tsx";
import { OfferEditor } from "./OfferEditor.tsx";

export default function Offers(): ReactElement {
  const t = useWords(areaWords);
  return <EntityList resource="offers" title={t("offers")} editor={(id, close) => <OfferEditor key={id} id={id} close={close} />} />;
}
