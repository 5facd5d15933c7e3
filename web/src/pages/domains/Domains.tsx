import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { EntityList } from "../EntityList.tsx";
import { DomainEditor } from "./DomainEditor.tsx";

export default function Domains(): ReactElement {
  const t = useWords(areaWords);
  return <EntityList resource="domains" title={t("domains")} isCopyNamedFirst editor={(id, close) => <DomainEditor key={id} id={id} close={close} />} />;
}
