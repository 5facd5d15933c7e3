/* RulesFields - which visits go elsewhere than by the default paths: rules with conditions, the first that holds takes the visit. */
import { ActionIcon, Autocomplete, Button, Group, Select, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { EMPTY_PATH, type Rule } from "./campaignDraft.ts";
import classes from "./campaigns.module.css";
import { PathsFields } from "./PathsFields.tsx";
import { pathWords } from "./pathWords.ts";

/* As docs/routing.md names them; tokens of the source come before. */
const FIELDS = [
  "country", "region", "city", "language", "device_type", "os", "browser", "brand", "model", "resolution", "connection_type", "isp", "ip", "proxy", "vpn",
  "referrer", "referrer_domain", "user_agent", "url", "query", "weekday", "hour", "uniqueness", "bot",
];
type Condition = Rule["conditions"][number];
const EMPTY_CONDITION: Condition = { field: "country", op: "in", values: [], tz: null };

export interface RulesFieldsProps {
  rules: readonly Rule[];
  onChange: (rules: Rule[]) => void;
  /** The source's parameters, which conditions may name. */
  params: readonly string[];
  errorOf: (field: string) => string | undefined;
}

export function RulesFields({ rules, onChange, params, errorOf }: RulesFieldsProps): ReactElement {
  const t = useWords(pathWords);
  const put = (index: number, change: Partial<Rule> | null): void => onChange(rules.flatMap((one, at) => (at === index ? (change ? [{ ...one, ...change }] : []) : [one])));
  const raise = (index: number): void => onChange(rules.map((one, at) => (at === index - 1 ? (rules[index] ?? one) : at === index ? (rules[index - 1] ?? one) : one)));
  const fields = [...new Set(params.map((param) => `token:${param}`)), ...FIELDS];
  return (
    <Stack gap="sm">
      {rules.map((rule, index) => {
        const what = t("rule", { n: index + 1 });
        const putCondition = (place: number, condition: Condition | null): void => put(index, { conditions: rule.conditions.flatMap((one, at) => (at === place ? (condition ? [condition] : []) : [one])) });
        return (
          <fieldset key={index} className={classes.path}>
            <legend>{what}</legend>
            <Stack gap="sm">
              <Group gap="sm" align="flex-end">
                <TextInput label={t("rule.name")} style={{ flex: "1 1 140px" }} value={rule.name} onChange={(event) => put(index, { name: event.currentTarget.value })} error={errorOf(`rules[${index}].name`)} />
                <Select
                  label={t("rule.match")}
                  w={130}
                  allowDeselect={false}
                  data={[
                    { value: "all", label: t("match.all") },
                    { value: "any", label: t("match.any") },
                  ]}
                  value={rule.match}
                  onChange={(match) => put(index, { match: match === "any" ? "any" : "all" })}
                />
              </Group>
              {rule.conditions.map((condition, place) => (
                <Group key={place} gap={6} align="flex-end">
                  <Autocomplete label={t("condition.field")} w={150} data={fields} value={condition.field} onChange={(field) => putCondition(place, { ...condition, field })} />
                  <Select
                    aria-label={t("condition.op")}
                    w={90}
                    allowDeselect={false}
                    data={[
                      { value: "in", label: t("op.in") },
                      { value: "not_in", label: t("op.not_in") },
                    ]}
                    value={condition.op}
                    onChange={(op) => putCondition(place, { ...condition, op: op === "not_in" ? "not_in" : "in" })}
                  />
                  <TagsInput label={t("condition.values")} style={{ flex: "1 1 140px" }} acceptValueOnBlur value={condition.values} onChange={(values) => putCondition(place, { ...condition, values })} />
                  <ActionIcon aria-label={t("remove", { what: t("condition", { n: place + 1 }) })} mb={4} onClick={() => putCondition(place, null)}>
                    <span aria-hidden>×</span>
                  </ActionIcon>
                </Group>
              ))}
              <Group gap="sm">
                <Button variant="default" onClick={() => put(index, { conditions: [...rule.conditions, EMPTY_CONDITION] })}>
                  {t("condition.add")}
                </Button>
                <Switch label={t("paused")} checked={rule.status === "paused"} onChange={(event) => put(index, { status: event.currentTarget.checked ? "paused" : "active" })} />
                {index > 0 && (
                  <Button variant="subtle" onClick={() => raise(index)}>
                    {t("rule.up")}
                  </Button>
                )}
                <Button variant="subtle" onClick={() => put(index, null)}>
                  {t("remove", { what })}
                </Button>
              </Group>
              <PathsFields paths={rule.paths} onChange={(paths) => put(index, { paths })} errorOf={(field) => errorOf(`rules[${index}].${field}`)} />
            </Stack>
          </fieldset>
        );
      })}
      <div>
        <Button variant="default" onClick={() => onChange([...rules, { name: t("rule", { n: rules.length + 1 }), status: "active", match: "all", conditions: [EMPTY_CONDITION], paths: [EMPTY_PATH] }])}>
          {t("rule.add")}
        </Button>
      </div>
    </Stack>
  );
}
