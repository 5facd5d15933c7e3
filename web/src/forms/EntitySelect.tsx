/* EntitySelect - one of the catalogue's entities by a part of its name; the server searches, so there may be thousands. */
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState, type ReactElement } from "react";
import { useList, useOne, type Resource } from "../api/hooks.ts";
import { useWords } from "../i18n/words.ts";
import { formWords } from "./words.ts";

export interface EntitySelectProps {
  resource: Resource;
  label: string;
  value: number | null;
  onChange: (id: number | null) => void;
  error?: string | undefined;
  hint?: string;
  isRequired?: boolean;
  isClearable?: boolean;
  /** For rows of a list whose heading says it: the label is for screen readers alone. */
  isLabelHidden?: boolean;
  placeholder?: string;
}

export function EntitySelect({ resource, label, value, onChange, error, hint, isRequired = false, isClearable = true, isLabelHidden = false, placeholder }: EntitySelectProps): ReactElement {
  const t = useWords(formWords);
  const [text, setText] = useState("");
  const chosen = useOne(resource, value);
  const chosenName = value !== null && chosen.data && Number(chosen.data.id) === value ? chosen.data.name : null;
  const [q] = useDebouncedValue(text === chosenName ? "" : text, 150);
  const found = useList(resource, { q, limit: 50, sort: "name" });
  const rows = (found.data?.rows ?? []).map((row) => ({ value: String(row.id), label: row.name }));
  const data = chosenName !== null && !rows.some((row) => row.value === String(value)) ? [{ value: String(value), label: chosenName }, ...rows] : rows;
  return (
    <Select
      label={isLabelHidden ? undefined : label}
      aria-label={isLabelHidden ? label : undefined}
      placeholder={placeholder}
      description={hint}
      error={error}
      required={isRequired}
      clearable={isClearable}
      clearButtonProps={{ "aria-label": t("none") }}
      searchable
      data={data}
      filter={({ options }) => options}
      value={value === null ? null : String(value)}
      onChange={(id) => onChange(id === null ? null : Number(id))}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={t("search.none")}
    />
  );
}
