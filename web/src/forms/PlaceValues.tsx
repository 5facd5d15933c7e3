/* PlaceValues - regions, cities and providers for a condition: searched in the server's databases by a part of their name; what they do not know may be written all the same. */
import { TagsInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState, type ReactElement } from "react";
import type { Page, Schemas } from "../api/client.ts";
import { useGet } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import classes from "./paths.module.css";
import { pathWords } from "./pathWords.ts";

export const PLACE_FIELDS = ["region", "city", "isp"];

export interface PlaceValuesProps {
  field: string;
  label: string;
  values: string[];
  onChange: (values: string[]) => void;
  error: string | undefined;
  /** Of places in these countries alone, when another condition names one. */
  country: string | undefined;
}

type Known = Schemas["place_value"];

const UNKNOWN = "unknown";

export function PlaceValues({ field, label, values, onChange, error, country }: PlaceValuesProps): ReactElement {
  const t = useWords(pathWords);
  const [search, setSearch] = useState("");
  const [q] = useDebouncedValue(search.trim(), 200);
  const { data } = useGet<Page<Known>>(q.length < 2 ? null : "places/values", { field, q, country: field === "isp" ? undefined : country, limit: 30 });
  const found = q.length < 2 ? [] : (data?.rows ?? []);
  /* A name stands in several places; the condition takes the name. */
  const whereOf = new Map<string, string>();
  for (const one of found) {
    const where = [one.region, one.country].filter((part) => part !== null).join(", ");
    const known = whereOf.get(one.value);
    whereOf.set(one.value, known === undefined || known === where ? where : `${known} · ${where}`);
  }
  return (
    <TagsInput
      aria-label={label}
      placeholder={values.length === 0 ? t("search.places") : undefined}
      data={[...whereOf.keys(), ...(search === "" ? [UNKNOWN] : [])]}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span className={classes.place}>
          <bdi>{option.value === UNKNOWN ? t("unknown") : option.value}</bdi>
          <span className="muted">{whereOf.get(option.value)}</span>
        </span>
      )}
      searchValue={search}
      onSearchChange={setSearch}
      value={values}
      onChange={onChange}
      error={error}
      acceptValueOnBlur
      splitChars={[]}
      maxDropdownHeight={260}
      comboboxProps={{ width: 360, position: "bottom-start" }}
    />
  );
}
