import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";

export default function Live(): ReactElement {
  const t = useWords(areaWords);
  return <Page title={t("live")} isPadded>{null}</Page>;
}
