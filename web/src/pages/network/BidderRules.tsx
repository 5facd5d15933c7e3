/* BidderRules - the blocking rules of a bidder: a dimension, a period, and conditions that must all hold. */
import { ActionIcon, Button, Group, Paper, Select, Stack, Text, TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import type { Draft } from "../../forms/draft.ts";
import { useWords } from "../../i18n/words.ts";
import { useMetricName } from "../../table/metrics.ts";
import { decimal, DIMENSIONS, METRICS, newRule, OPS, PERIODS, type BidderDraft, type Condition, type Rule } from "./bidderDraft.ts";
import { bidderWords } from "./bidderWords.ts";

/** The words of periods: "Today", "30 days". */
export function usePeriodName(): (days: number) => string {
  const t = useWords(bidderWords);
  return (days) => (days === 1 ? t("days.1") : t("days.n", { n: days }));
}

export function BidderRules({ draft, isOurs }: { draft: Draft<BidderDraft>; isOurs: boolean }): ReactElement {
  const t = useWords(bidderWords);
  const rules = draft.value.rules;
  const put = (next: Rule[]): void => draft.set("rules", next);
  return (
    <Stack gap="xs">
      <Text size="sm" className="muted">
        {t("rules.hint")}
      </Text>
      {rules.map((rule, i) => (
        <RuleCard
          key={i}
          rule={rule}
          n={i + 1}
          isOurs={isOurs}
          errorOf={(field) => draft.errorOf(`rules[${i}].${field}`)}
          change={(next) => put(rules.map((one, at) => (at === i ? next : one)))}
          remove={() => put(rules.filter((_, at) => at !== i))}
        />
      ))}
      {isOurs && (
        <div>
          <Button variant="default" onClick={() => put([...rules, newRule(t("rule.new", { n: rules.length + 1 }))])}>
            {t("rule.add")}
          </Button>
        </div>
      )}
    </Stack>
  );
}

interface RuleCardProps {
  rule: Rule;
  n: number;
  isOurs: boolean;
  errorOf: (field: string) => string | undefined;
  change: (rule: Rule) => void;
  remove: () => void;
}

function RuleCard({ rule, n, isOurs, errorOf, change, remove }: RuleCardProps): ReactElement {
  const t = useWords(bidderWords);
  const periodName = usePeriodName();
  const put = (conditions: Condition[]): void => change({ ...rule, conditions });
  return (
    <Paper withBorder p="xs" role="group" aria-label={t("rule.n", { n })}>
      <Stack gap={6}>
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <TextInput style={{ flex: 1 }} aria-label={t("rule.name", { n })} value={rule.name} error={errorOf("name")} onChange={(event) => change({ ...rule, name: event.currentTarget.value })} readOnly={!isOurs} />
          {isOurs && (
            <ActionIcon aria-label={t("rule.remove", { n })} onClick={remove}>
              ✕
            </ActionIcon>
          )}
        </Group>
        <Group gap="xs" grow>
          <Select aria-label={t("rule.dimension", { n })} allowDeselect={false} data={DIMENSIONS.map((one) => ({ value: one, label: t(`dimension.${one}`) }))} value={rule.dimension} onChange={(next) => change({ ...rule, dimension: DIMENSIONS.find((one) => one === next) ?? "zone" })} readOnly={!isOurs} />
          <Select
            aria-label={t("rule.period", { n })}
            allowDeselect={false}
            data={[{ value: "0", label: t("period.own") }, ...PERIODS.map((days) => ({ value: String(days), label: periodName(days) }))]}
            value={String(rule.period_days ?? 0)}
            onChange={(next) => change({ ...rule, period_days: Number(next) === 0 ? null : Number(next) })}
            readOnly={!isOurs}
          />
        </Group>
        {rule.conditions.map((condition, i) => (
          <ConditionLine
            key={i}
            condition={condition}
            n={n}
            i={i + 1}
            isOurs={isOurs}
            error={errorOf(`conditions[${i}].value`)}
            change={(next) => put(rule.conditions.map((one, at) => (at === i ? next : one)))}
            {...(rule.conditions.length > 1 ? { remove: () => put(rule.conditions.filter((_, at) => at !== i)) } : {})}
          />
        ))}
        {isOurs && rule.conditions.length < 4 && (
          <div>
            <Button variant="subtle" size="compact-sm" onClick={() => put([...rule.conditions, { metric: "clicks", op: "greater", value: "100" }])}>
              {t("condition.add")}
            </Button>
          </div>
        )}
      </Stack>
    </Paper>
  );
}

function ConditionLine({ condition, n, i, isOurs, error, change, remove }: { condition: Condition; n: number; i: number; isOurs: boolean; error: string | undefined; change: (condition: Condition) => void; remove?: () => void }): ReactElement {
  const t = useWords(bidderWords);
  const metricName = useMetricName();
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Select style={{ flex: 2 }} aria-label={t("condition.metric", { n, i })} allowDeselect={false} data={METRICS.map((one) => ({ value: one, label: metricName(one) }))} value={condition.metric} onChange={(next) => change({ ...condition, metric: METRICS.find((one) => one === next) ?? "cost" })} readOnly={!isOurs} />
      <Select style={{ width: 72 }} aria-label={t("condition.op", { n, i })} allowDeselect={false} data={OPS.map((one) => ({ value: one, label: t(`op.${one}`) }))} value={condition.op} onChange={(next) => change({ ...condition, op: OPS.find((one) => one === next) ?? "greater" })} readOnly={!isOurs} />
      <TextInput style={{ flex: 1 }} aria-label={t("condition.value", { n, i })} inputMode="decimal" value={condition.value} error={error} onChange={(event) => change({ ...condition, value: decimal(event.currentTarget.value) })} readOnly={!isOurs} />
      {isOurs && remove && (
        <ActionIcon aria-label={t("condition.remove", { n, i })} onClick={remove}>
          ✕
        </ActionIcon>
      )}
    </Group>
  );
}
