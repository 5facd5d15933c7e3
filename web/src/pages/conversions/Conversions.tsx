/* Conversions - their log, and what a person does with them: add one, upload many, give unknown words a meaning. */
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { LogView } from "../logs/LogView.tsx";

export default function Conversions(): ReactElement {
  const t = useWords(areaWords);
  return (
    <Page title={t("conversions")} hasDates>
      <LogView name="conversions" />
    </Page>
  );
}
