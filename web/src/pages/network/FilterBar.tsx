/* FilterBar - what counts: the filters as chips that can be taken out, and a form that adds one. */
import { Button, Group, Popover, Select, Stack, TextInput, UnstyledButton } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useList } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useUrl } from "../../state/url.ts";
import { AD_METRICS, useMetricName, type Metric } from "../../table/metrics.ts";
import { filterOf, OPERATORS, partsOf, type Operator } from "./filters.ts";
import classes from "./network.module.css";
import { DIMENSIONS, dimensionWords, reportWords, type Dimension } from "./reportWords.ts";

const ENTITIES = { adcampaign: "adcampaigns", variation: "variations", goal: "goals" } as const;

/** Names of the entities that filters speak of by id. */
function useNames(): (name: string, value: string) => string {
  const query = { limit: 1000, status: "all" };
  const lists = { adcampaign: useList("adcampaigns", query).data?.rows, variation: useList("variations", query).data?.rows, goal: useList("goals", query).data?.rows };
  return (name, value) =>
    value
      .split(",")
      .map((one) => (lists[name as keyof typeof ENTITIES] as readonly { id: number | string; name: string }[] | undefined)?.find((row) => String(row.id) === one)?.name ?? one)
      .join(", ");
}

export function FilterBar({ hasMetrics }: { hasMetrics: boolean }): ReactElement {
  const t = useWords(reportWords);
  const dimension = useWords(dimensionWords);
  const metric = useMetricName();
  const nameOf = useNames();
  const { params, set } = useUrl();
  const filters = params.getAll("filter");
  const wordOf = (name: string): string => ((DIMENSIONS as string[]).includes(name) ? dimension(name as Dimension) : (AD_METRICS as readonly string[]).includes(name) ? metric(name as Metric) : name);
  const textOf = (filter: string): string => {
    const { name, operator, value } = partsOf(filter);
    return `${wordOf(name)} ${operator === "is" ? "=" : t(`op.${operator}`)} ${nameOf(name, value)}`.trim();
  };
  return (
    <Group gap={6} role="group" aria-label={t("filters")}>
      {filters.map((filter) => (
        <UnstyledButton key={filter} className={classes.chip} aria-label={t("filter.remove", { name: textOf(filter) })} onClick={() => set({ filter: filters.filter((one) => one !== filter) })}>
          {textOf(filter)} <span aria-hidden>×</span>
        </UnstyledButton>
      ))}
      <AddFilter wordOf={wordOf} hasMetrics={hasMetrics} add={(filter) => set({ filter: [...filters.filter((one) => one !== filter), filter] })} />
      {filters.length > 1 && (
        <Button variant="subtle" size="compact-xs" onClick={() => set({ filter: null })}>
          {t("filter.clear")}
        </Button>
      )}
    </Group>
  );
}

function AddFilter({ wordOf, hasMetrics, add }: { wordOf: (name: string) => string; hasMetrics: boolean; add: (filter: string) => void }): ReactElement {
  const t = useWords(reportWords);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState<string>("adcampaign");
  const [operator, setOperator] = useState<Operator>("is");
  const [value, setValue] = useState("");
  const resource = ENTITIES[name as keyof typeof ENTITIES];
  const isNamed = resource !== undefined && (operator === "is" || operator === "not");
  const rows = useList(resource ?? "goals", { limit: 1000, status: "all", sort: "name" }).data?.rows ?? [];
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom-start" shadow="md">
      <Popover.Target>
        <Button variant="default" size="compact-xs" onClick={() => setOpen(!isOpen)}>
          {t("filter.add")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (operator !== "empty" && value.trim() === "") return;
            add(filterOf(name, operator, value.trim()));
            setValue("");
            setOpen(false);
          }}
        >
          <Stack gap="xs" w={240}>
            <Select
              label={t("filter.what")}
              searchable
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              data={[...DIMENSIONS, ...(hasMetrics ? AD_METRICS : [])].map((one) => ({ value: one, label: wordOf(one) }))}
              value={name}
              onChange={(next) => {
                setName(next ?? "adcampaign");
                setValue("");
                setOperator((AD_METRICS as readonly string[]).includes(next ?? "") ? "over" : "is");
              }}
            />
            <Select label={t("filter.how")} allowDeselect={false} comboboxProps={{ withinPortal: false }} data={OPERATORS.map((one) => ({ value: one, label: t(`op.${one}`) }))} value={operator} onChange={(next) => setOperator(OPERATORS.find((one) => one === next) ?? "is")} />
            {operator === "empty" ? null : isNamed ? (
              <Select label={t("filter.value")} searchable limit={50} comboboxProps={{ withinPortal: false }} data={rows.map((row) => ({ value: String(row.id), label: row.name }))} value={value === "" ? null : value} onChange={(next) => setValue(next ?? "")} />
            ) : (
              <TextInput label={t("filter.value")} description={operator === "is" || operator === "not" ? t("filter.values.hint") : undefined} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
            )}
            <Button type="submit">{t("filter.apply")}</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
