import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { EntityList } from "../EntityList.tsx";
import { SourceEditor } from "./SourceEditor.tsx";

export default function Sources(): ReactElement {
  const t = useWords(areaWords);
  return <EntityList resource="sources" title={t("sources")} editor={(id, close) => <SourceEditor key={id} id={id} close={close} />} />;
}
