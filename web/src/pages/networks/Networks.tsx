import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { EntityList } from "../EntityList.tsx";
import { NetworkEditor } from "./NetworkEditor.tsx";

export default function Networks(): ReactElement {
  const t = useWords(areaWords);
  return <EntityList resource="networks" title={t("networks")} editor={(id, close) => <NetworkEditor key={id} id={id} close={close} />} />;
}
