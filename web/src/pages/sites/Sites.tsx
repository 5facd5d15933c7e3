/* Sites - the publishers' sites that the ad network shows ads on, and what came of them. */
import { useMemo, type ReactElement } from "react";
import type { Rows } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import type { Column } from "../../table/types.ts";
import { EntityList } from "../EntityList.tsx";
import { SiteEditor } from "./SiteEditor.tsx";
import { siteWords } from "./words.ts";

export default function Sites(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(siteWords);
  const columns = useMemo<Column<Rows["sites"]>[]>(
    () => [
      { id: "hostname", label: t("hostname"), width: 170, cell: (row) => row.hostname, text: (row) => row.hostname },
      { id: "category", label: t("category"), width: 100, isNumber: true, cell: (row) => row.category_id ?? "–", text: (row) => String(row.category_id ?? "") },
    ],
    [t],
  );
  return <EntityList resource="sites" title={area("network/sites")} columns={columns} editor={(id, close) => <SiteEditor key={id} id={id} close={close} />} />;
}
