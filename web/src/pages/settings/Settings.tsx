/* Settings - how a workspace's conversions are read, exchange rates, templates, costs told afterwards, the catalogue as a file. */
import type { ReactElement } from "react";
import { useParams } from "wouter";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import { Page } from "../../shell/Page.tsx";
import { Parts, type Part } from "../../shell/Parts.tsx";
import { useSession } from "../../state/session.ts";
import { Bots } from "./Bots.tsx";
import { Catalogue } from "./Catalogue.tsx";
import { ConversionSettings } from "./ConversionSettings.tsx";
import { Costs } from "./Costs.tsx";
import { Places } from "./Places.tsx";
import { Privacy } from "./Privacy.tsx";
import { Rates } from "./Rates.tsx";
import { Templates } from "./Templates.tsx";
import { settingsWords } from "./words.ts";

export default function Settings(): ReactElement {
  const areas = useWords(areaWords);
  const t = useWords(settingsWords);
  const { mayRead, mayWrite } = useSession();
  const { part } = useParams<{ part?: string }>();
  const parts: (Part & { isOpen: boolean })[] = [
    { name: "conversions", label: t("conversions"), content: () => <ConversionSettings />, isOpen: mayRead("settings") },
    { name: "rates", label: t("rates"), content: () => <Rates />, isOpen: mayRead("rates") },
    { name: "templates", label: t("templates"), content: () => <Templates />, isOpen: mayRead("templates") },
    { name: "costs", label: t("costs"), content: () => <Costs />, isOpen: mayWrite("entries") },
    { name: "places", label: t("places"), content: () => <Places />, isOpen: mayRead("settings") },
    { name: "bots", label: t("bots"), content: () => <Bots />, isOpen: mayRead("settings") },
    { name: "privacy", label: t("privacy"), content: () => <Privacy />, isOpen: mayRead("settings") },
    { name: "catalogue", label: t("catalogue"), content: () => <Catalogue />, isOpen: mayRead("config") },
  ];
  return (
    <Page title={areas("settings")} isPadded>
      <Parts base="/settings" label={areas("settings")} parts={parts.filter((one) => one.isOpen)} chosen={part} />
    </Page>
  );
}
