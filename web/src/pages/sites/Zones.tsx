/* Zones - the places on publishers' pages that show ads, and what came of them. */
import { useMemo, type ReactElement } from "react";
import { useList, type Rows } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { areaWords } from "../../shell/areas.ts";
import type { Column } from "../../table/types.ts";
import { EntityList } from "../EntityList.tsx";
import { useFormatName } from "./formats.ts";
import { siteWords } from "./words.ts";
import { ZoneEditor } from "./ZoneEditor.tsx";

export default function Zones(): ReactElement {
  const area = useWords(areaWords);
  const t = useWords(siteWords);
  const format = useFormat();
  const formatName = useFormatName();
  const sites = useList("sites", { limit: 1000, status: "all" });
  const names = useMemo(() => new Map(sites.data?.rows.map((row) => [row.id, row.name])), [sites.data]);
  const columns = useMemo<Column<Rows["zones"]>[]>(
    () => [
      { id: "number", label: "ID", width: 64, isNumber: true, cell: (row) => row.id, text: (row) => String(row.id) },
      { id: "site", label: t("site"), width: 150, cell: (row) => names.get(row.site_id) ?? `#${row.site_id}`, text: (row) => names.get(row.site_id) ?? String(row.site_id) },
      { id: "format", label: t("format"), width: 100, cell: (row) => formatName(row.format), text: (row) => row.format },
      { id: "floor", label: t("floor"), width: 110, isNumber: true, cell: (row) => format.price(row.floor_price), text: (row) => row.floor_price },
    ],
    [t, format, formatName, names],
  );
  return <EntityList resource="zones" title={area("network/zones")} columns={columns} editor={(id, close) => <ZoneEditor key={id} id={id} close={close} />} />;
}
