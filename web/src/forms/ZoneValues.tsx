/* ZoneValues - sites or zones of the ad network by their names. */
import { MultiSelect } from "@mantine/core";
import type { ReactElement } from "react";
import { useList } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import { pathWords } from "./pathWords.ts";

export function ZoneValues({ resource, label, values, onChange, error }: { resource: "sites" | "zones"; label: string; values: string[]; onChange: (values: string[]) => void; error: string | undefined }): ReactElement {
  const t = useWords(pathWords);
  const list = useList(resource, { limit: 1000, status: "all", sort: "name" });
  const known = (list.data?.rows ?? []).map((row) => ({ value: String(row.id), label: `${row.name} (${row.id})` }));
  const others = values.filter((value) => !known.some((one) => one.value === value)).map((value) => ({ value, label: value }));
  return <MultiSelect aria-label={label} data={[...known, ...others]} value={values} onChange={onChange} error={error} searchable hidePickedOptions nothingFoundMessage={t("search.none")} />;
}
