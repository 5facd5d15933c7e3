/* DeviceValues - systems, browsers, brands and models for a condition: those that visits had, the most visited first, then those that the rules of user agents name; others may be written all the same. */
import { TagsInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState, type ReactElement } from "react";
import type { Page, Schemas } from "../api/client.ts";
import { useGet } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import { writeFilter } from "../pages/reports/filters.ts";
import { useSession } from "../state/session.ts";
import { dayAt } from "../state/span.ts";
import classes from "./paths.module.css";
import { pathWords } from "./pathWords.ts";

export const DEVICE_FIELDS = ["os", "browser", "brand", "model"];

export interface DeviceValuesProps {
  field: string;
  label: string;
  values: string[];
  onChange: (values: string[]) => void;
  error: string | undefined;
}

type Seen = Record<string, unknown> & { visits?: number };

const UNKNOWN = "unknown";
const SHOWN_MAX = 40;

/** What may be chosen, with its visits of the last 30 days where it had any. Nothing is asked before the list opens. */
function useKnown(field: string, q: string, isOpen: boolean): Map<string, number | null> {
  const { mayRead, workspace } = useSession();
  const tz = workspace?.time_zone || "UTC";
  const filter = q === "" ? [] : [writeFilter({ name: field, operator: "has", values: [q] })];
  const asked = { from: dayAt(tz, -29), to: dayAt(tz, 0), tz, bots: "in", filter, group_by: field, metrics: "visits", sort: "-visits", limit: SHOWN_MAX };
  const seen = useGet<{ rows: Seen[] }>(isOpen && mayRead("reports") ? "report" : null, asked);
  const named = useGet<Page<Schemas["device_value"]>>(isOpen && mayRead("settings") ? "devices/values" : null, { dimension: field, q, limit: SHOWN_MAX });
  const known = new Map<string, number | null>();
  for (const row of seen.data?.rows ?? []) {
    const value = row[field];
    if (typeof value === "string" && value !== UNKNOWN) known.set(value, row.visits ?? null);
  }
  for (const { value } of named.data?.rows ?? []) if (!known.has(value)) known.set(value, null);
  return known;
}

export function DeviceValues({ field, label, values, onChange, error }: DeviceValuesProps): ReactElement {
  const t = useWords(pathWords);
  const [search, setSearch] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [q] = useDebouncedValue(search.trim(), 200);
  const known = useKnown(field, q, isOpen);
  return (
    <TagsInput
      aria-label={label}
      placeholder={values.length === 0 ? t(field === "os" || field === "browser" ? "search.versions" : "search.names") : undefined}
      data={[...known.keys(), ...(search === "" ? [UNKNOWN] : [])]}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const visits = known.get(option.value);
        return (
          <span className={classes.place}>
            <bdi>{option.value === UNKNOWN ? t("unknown") : option.value}</bdi>
            {typeof visits === "number" && <span className="muted">{t("visits.n", { n: visits })}</span>}
          </span>
        );
      }}
      searchValue={search}
      onSearchChange={setSearch}
      onDropdownOpen={() => setOpen(true)}
      value={values}
      onChange={onChange}
      error={error}
      acceptValueOnBlur
      splitChars={[","]}
      maxDropdownHeight={260}
      comboboxProps={{ width: 360, position: "bottom-start" }}
    />
  );
}
