import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { EntityList } from "../EntityList.tsx";
import { FlowEditor } from "./FlowEditor.tsx";

export default function Flows(): ReactElement {
  const t = useWords(areaWords);
  return <EntityList resource="flows" title={t("flows")} editor={(id, close) => <FlowEditor key={id} id={id} close={close} />} />;
}
