/* FilterEditor - one filter: of what, how compared, with which values. */
import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { isMetric, METRICS, useMetricName } from "../../table/metrics.ts";
import { DIMENSION_GROUPS, groupWords, kindOfDimension, SEARCHED, type DimensionKind } from "./dimensions.ts";
import type { Filter, Operator } from "./filters.ts";
import type { ReportState } from "./state.ts";
import { ValuesInput } from "./ValuesInput.tsx";
import { reportWords } from "./words.ts";

const COMPARISONS: readonly Operator[] = ["gt", "gte", "lt", "lte"];
const OPERATORS: Record<DimensionKind | "metric", readonly Operator[]> = {
  entity: ["is", "not", "empty", "not_empty"],
  text: ["is", "not", "has", "has_not", "empty", "not_empty"],
  tag: ["is", "not", "empty", "not_empty"],
  number: ["is", "not", ...COMPARISONS],
  date: ["is", "not"],
  bool: ["is"],
  search: ["is", "has"],
  metric: [...COMPARISONS, "is", "empty", "not_empty"],
};

function operatorsOf(name: string): readonly Operator[] {
  if (isMetric(name)) return OPERATORS.metric;
  if (name === "ip") return ["is"];
  const kind = kindOfDimension(name);
  return /^(rule|path|asn)$/.test(name) ? [...OPERATORS[kind], "empty", "not_empty"] : OPERATORS[kind];
}

export interface FilterEditorProps {
  filter: Filter | null;
  state: ReportState;
  nameOf: (name: string) => string;
  onApply: (filter: Filter) => void;
  onClose: () => void;
}

export function FilterEditor({ filter, state, nameOf, onApply, onClose }: FilterEditorProps): ReactElement {
  const t = useWords(reportWords);
  const g = useWords(groupWords);
  const m = useMetricName();
  const [name, setName] = useState(filter?.name ?? "");
  const [operator, setOperator] = useState<Operator>(filter?.operator ?? "is");
  const [values, setValues] = useState<string[]>(filter?.values ?? []);
  const needsValue = operator !== "empty" && operator !== "not_empty";
  const isFigure = isMetric(name);
  const isNumber = isFigure || COMPARISONS.includes(operator);
  const number = (values[0] ?? "").trim().replace(",", ".");
  const isBad = isNumber && number !== "" && !/^-?\d+(\.\d+)?$/.test(number);
  const isReady = name !== "" && (!needsValue || (isNumber ? number !== "" && !isBad : values.length > 0));
  const option = (one: string) => ({ value: one, label: nameOf(one) });
  const data = [
    ...DIMENSION_GROUPS.map(([group, names]) => ({ group: g(group), items: names.map(option) })),
    { group: g("search"), items: SEARCHED.map(option) },
    { group: g("figures"), items: METRICS.map((one) => ({ value: one as string, label: m(one) })) },
  ];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onApply({ name, operator, values: needsValue ? (isNumber ? [number] : values) : [] });
      }}
    >
      <Stack gap="xs" w={300}>
        <Select
          label={t("filter.of")}
          data-autofocus={filter === null || undefined}
          openOnFocus={filter === null}
          selectFirstOptionOnChange
          searchable
          maxDropdownHeight={300}
          comboboxProps={{ withinPortal: false }}
          data={data}
          value={name === "" ? null : name}
          onChange={(next) => {
            if (next === null || next === name) return;
            setName(next);
            setValues([]);
            setOperator(operatorsOf(next)[0] ?? "is");
          }}
        />
        {name !== "" && (
          <>
            <Select
              label={t("filter.how")}
              data-autofocus={filter !== null || undefined}
              openOnFocus={false}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              data={operatorsOf(name).map((one) => ({ value: one, label: t(`op.${one}`) }))}
              value={operator}
              onChange={(next) => next !== null && setOperator(next as Operator)}
            />
            {needsValue && isNumber && (
              <TextInput label={t("filter.value")} description={isFigure ? t("filter.number") : undefined} inputMode="decimal" value={values[0] ?? ""} error={isBad ? t("filter.bad.number") : undefined} onChange={(event) => setValues([event.currentTarget.value])} />
            )}
            {needsValue && !isNumber && <ValuesInput key={name} name={name} isWhole={operator === "is" || operator === "not"} values={values} onChange={setValues} state={state} />}
            {kindOfDimension(name) === "search" && (
              <Text size="xs" className="warn">
                {t("filter.slow")}
              </Text>
            )}
          </>
        )}
        <Group gap="xs" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" disabled={!isReady}>
            {t("apply")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
