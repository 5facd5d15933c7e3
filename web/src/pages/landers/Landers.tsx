import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { EntityList } from "../EntityList.tsx";
import { LanderEditor } from "./LanderEditor.tsx";

export default function Landers(): ReactElement {
  const t = useWords(areaWords);
  return <EntityList resource="landers" title={t("landers")} editor={(id, close) => <LanderEditor key={id} id={id} close={close} />} />;
}
