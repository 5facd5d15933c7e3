/* ValuesInput - the values of a filter: chosen among those that exist, or typed. */
import { MultiSelect, TagsInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useRef, useState, type ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { ENTITIES } from "./dimensions.ts";
import classes from "./reports.module.css";
import type { ReportState } from "./state.ts";
import { isChosen, useSuggestions } from "./useSuggestions.ts";
import { useValueText } from "./values.ts";
import { reportWords } from "./words.ts";

export interface ValuesInputProps {
  name: string;
  /** Parts of values are typed, whole ones suggested. */
  isWhole: boolean;
  values: string[];
  onChange: (values: string[]) => void;
  state: ReportState;
}

export function ValuesInput({ name, isWhole, values, onChange, state }: ValuesInputProps): ReactElement {
  const t = useWords(reportWords);
  const format = useFormat();
  const valueText = useValueText();
  const [search, setSearch] = useState("");
  /* It closes with each choice, for it covers the button that applies it. */
  const [isOpen, setOpen] = useState(false);
  const [asked] = useDebouncedValue(search.trim(), 200);
  const { found } = useSuggestions(name, asked, state, valueText);
  const labels = useRef(new Map<string, string>());
  const counts = new Map(found.map((one) => [one.value, one.count]));
  for (const one of found) labels.current.set(one.value, one.label);
  const common = {
    label: t("filter.values"),
    value: values,
    onChange: (next: string[]) => {
      setOpen(false);
      onChange(next);
    },
    searchValue: search,
    onSearchChange: (next: string) => {
      setSearch(next);
      if (next !== "") setOpen(true);
    },
    dropdownOpened: isOpen,
    onDropdownOpen: () => setOpen(true),
    onDropdownClose: () => setOpen(false),
    onClick: () => setOpen(true),
    maxDropdownHeight: 260,
    comboboxProps: { withinPortal: false },
    renderOption: ({ option }: { option: { value: string; label?: string } }) => (
      <span className={classes.option}>
        <bdi>{labels.current.get(option.value) ?? option.label ?? option.value}</bdi>
        <span className="muted number">{format.count(counts.get(option.value) ?? null)}</span>
      </span>
    ),
  };
  if (!isWhole || !isChosen(name))
    return <TagsInput {...common} description={t("filter.values.hint")} acceptValueOnBlur splitChars={[]} data={isWhole ? found.map((one) => one.value) : []} filter={({ options }) => options} />;
  const known = new Set(found.map((one) => one.value));
  const data = [...values.filter((value) => !known.has(value)).map((value) => ({ value, label: labels.current.get(value) ?? valueText(name, value) })), ...found];
  return <MultiSelect {...common} searchable selectFirstOptionOnChange hidePickedOptions data={data.map(({ value, label }) => ({ value, label }))} {...(name in ENTITIES ? { filter: ({ options }) => options } : {})} />;
}
