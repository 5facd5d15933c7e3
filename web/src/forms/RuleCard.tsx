/* RuleCard - one rule: which visits it takes, and the paths that they go. */
import { ActionIcon, Button, Select, Switch, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Schemas } from "../api/client.ts";
import { useWords } from "../i18n/words.ts";
import { ConditionRow } from "./ConditionRow.tsx";
import { newPath } from "./PathCard.tsx";
import { PathList } from "./PathList.tsx";
import classes from "./paths.module.css";
import { pathWords } from "./pathWords.ts";

export type Rule = Schemas["flow"]["rules"][number];

export const newRule = (name: string): Rule => ({ name, status: "active", match: "all", conditions: [{ field: "country", op: "in", values: [], tz: null }], paths: [newPath()] });

/** The one country that all visitors of the rule are from, if it asks for one. */
function countryOf(rule: Rule): string | undefined {
  const asked = rule.match === "all" ? rule.conditions.filter((one) => one.field === "country" && one.op === "in" && one.values.length === 1) : [];
  const [value] = asked[0]?.values ?? [];
  return value !== undefined && /^[A-Z]{2}$/i.test(value) ? value : undefined;
}

export interface RuleCardProps {
  n: number;
  rule: Rule;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
  /** null: it is the first or the last. */
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  hasLanders: boolean;
  tokenNames: Record<number, string>;
  /** By the rule's own fields: "conditions[0].values". */
  errorOf: (field: string) => string | undefined;
}

export function RuleCard({ n, rule, onChange, onRemove, onUp, onDown, hasLanders, tokenNames, errorOf }: RuleCardProps): ReactElement {
  const t = useWords(pathWords);
  return (
    <div role="group" className={classes.rule} aria-label={rule.name === "" ? t("rule.n", { n }) : rule.name} data-off={rule.status === "paused" || undefined}>
      <div className={classes.head}>
        <span className="number muted">{n}</span>
        <TextInput aria-label={t("rule.name", { n })} value={rule.name} onChange={(event) => onChange({ ...rule, name: event.currentTarget.value })} error={errorOf("name")} className={classes.grow} />
        <Switch
          size="xs"
          label={t("active")}
          aria-label={t("active.of", { name: rule.name })}
          checked={rule.status === "active"}
          onChange={(event) => onChange({ ...rule, status: event.currentTarget.checked ? "active" : "paused" })}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={t("rule.up", { n })} disabled={onUp === null} onClick={onUp ?? undefined}>
          ↑
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t("rule.down", { n })} disabled={onDown === null} onClick={onDown ?? undefined}>
          ↓
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t("rule.remove", { n })} onClick={onRemove}>
          ×
        </ActionIcon>
      </div>
      <Select
        label={t("match")}
        data={[
          { value: "all", label: t("match.all") },
          { value: "any", label: t("match.any") },
        ]}
        value={rule.match}
        onChange={(match) => onChange({ ...rule, match: match === "any" ? "any" : "all" })}
        allowDeselect={false}
      />
      {rule.conditions.map((condition, at) => (
        <ConditionRow
          key={at}
          n={at + 1}
          condition={condition}
          tokenNames={tokenNames}
          country={countryOf(rule)}
          onChange={(next) => onChange({ ...rule, conditions: rule.conditions.map((one, index) => (index === at ? next : one)) })}
          onRemove={() => onChange({ ...rule, conditions: rule.conditions.filter((_, index) => index !== at) })}
          errorOf={(field) => errorOf(`conditions[${at}].${field}`)}
        />
      ))}
      {errorOf("conditions") && (
        <p role="alert" className="loss">
          {errorOf("conditions")}
        </p>
      )}
      <Button variant="default" size="compact-sm" onClick={() => onChange({ ...rule, conditions: [...rule.conditions, { field: "country", op: "in", values: [], tz: null }] })}>
        {t("condition.add")}
      </Button>
      <PathList paths={rule.paths} onChange={(paths) => onChange({ ...rule, paths })} hasLanders={hasLanders} min={1} errorOf={(field) => errorOf(`paths${field}`)} />
    </div>
  );
}
