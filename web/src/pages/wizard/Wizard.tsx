import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";

export default function Wizard(): ReactElement {
  const t = useWords(areaWords);
  return <Page title={t("wizard")} isPadded>{null}</Page>;
}
