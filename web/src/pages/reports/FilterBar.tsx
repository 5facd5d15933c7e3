/* FilterBar - the filters in force, as a path from all to what is shown; each can be changed or taken out. */
import { Button, Popover, UnstyledButton } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useOne } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { ENTITIES } from "./dimensions.ts";
import { FilterEditor } from "./FilterEditor.tsx";
import { parseFilter, writeFilter, type Filter, type Operator } from "./filters.ts";
import classes from "./reports.module.css";
import type { ReportState } from "./state.ts";
import { useValueText } from "./values.ts";
import { reportWords } from "./words.ts";

const MARKS: Partial<Record<Operator, string>> = { not: "≠", gt: ">", gte: "≥", lt: "<", lte: "≤" };
const SHOWN = 3;

interface ChipProps {
  text: string;
  state: ReportState;
  nameOf: (name: string) => string;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  onApply: (filter: Filter) => void;
  onRemove: () => void;
}

function Chip({ text, state, nameOf, isOpen, onOpen, onApply, onRemove }: ChipProps): ReactElement {
  const t = useWords(reportWords);
  const valueText = useValueText();
  const filter = parseFilter(text);
  const resource = ENTITIES[filter.name];
  const id = filter.values[0] ?? null;
  const entity = useOne(resource ?? "campaigns", resource === undefined ? null : id).data;
  const entityName = entity && String(entity.id) === id ? entity.name : null;
  const said = resource === undefined ? filter.values.slice(0, SHOWN).map((value) => valueText(filter.name, value)) : filter.values.slice(0, 1).map((value) => entityName ?? valueText(filter.name, { id: value, name: null }));
  const left = filter.values.length - said.length;
  const values = left > 0 ? t("more.values", { first: said.join(", "), n: left }) : said.join(", ");
  const name = nameOf(filter.name);
  const label = filter.operator === "is" ? t("filter.is", { name, values }) : `${name} ${MARKS[filter.operator] ?? t(`op.${filter.operator}`)} ${values}`.trim();
  return (
    <Popover opened={isOpen} onChange={onOpen} trapFocus shadow="md" position="bottom-start" withinPortal>
      <Popover.Target>
        <span className={classes.chip}>
          <UnstyledButton title={label} aria-label={t("filter.edit", { text: label })} onClick={() => onOpen(!isOpen)}>
            <bdi>{label}</bdi>
          </UnstyledButton>
          <UnstyledButton aria-label={t("filter.remove", { text: label })} onClick={onRemove}>
            ×
          </UnstyledButton>
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <FilterEditor filter={filter} state={state} nameOf={nameOf} onApply={onApply} onClose={() => onOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

export function FilterBar({ state, nameOf }: { state: ReportState; nameOf: (name: string) => string }): ReactElement {
  const t = useWords(reportWords);
  const [open, setOpen] = useState<number | "new" | null>(null);
  const { filters } = state;
  const apply = (filter: Filter, at: number): void => {
    setOpen(null);
    state.setFilters([...filters.slice(0, at), writeFilter(filter), ...filters.slice(at + 1)]);
  };
  return (
    <nav className={classes.bar} aria-label={t("path")}>
      <span className={classes.label}>{t("filter")}</span>
      {filters.length > 0 && (
        <UnstyledButton className={classes.crumb} title={t("filter.clear")} onClick={() => state.setFilters([])}>
          {t("all")}
        </UnstyledButton>
      )}
      {filters.map((text, i) => (
        <span key={`${i} ${text}`} className={classes.bar}>
          <span aria-hidden className="muted">
            ›
          </span>
          <Chip
            text={text}
            state={state}
            nameOf={nameOf}
            isOpen={open === i}
            onOpen={(isOpen) => setOpen(isOpen ? i : null)}
            onApply={(filter) => apply(filter, i)}
            onRemove={() => state.setFilters(filters.filter((_, at) => at !== i))}
          />
        </span>
      ))}
      <Popover opened={open === "new"} onChange={(isOpen) => setOpen(isOpen ? "new" : null)} trapFocus shadow="md" position="bottom-start" withinPortal>
        <Popover.Target>
          <Button size="compact-xs" variant="default" aria-label={t("filter.add")} title={t("filter.add")} onClick={() => setOpen(open === "new" ? null : "new")}>
            +
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterEditor key={filters.length} filter={null} state={state} nameOf={nameOf} onApply={(filter) => apply(filter, filters.length)} onClose={() => setOpen(null)} />
        </Popover.Dropdown>
      </Popover>
    </nav>
  );
}
