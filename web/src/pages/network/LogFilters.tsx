/* LogFilters - which log, of which goal, campaign or variation, with which outcome. */
import { Group, SegmentedControl, Select } from "@mantine/core";
import type { ReactElement } from "react";
import { useList } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useUrl } from "../../state/url.ts";
import { byOrder } from "./useGoalOrder.ts";
import { dimensionWords, reportWords } from "./reportWords.ts";
import { LOGS, type LogName } from "./useLog.ts";

export const OUTCOMES = ["stored", "refused", "duplicate", "repeated", "unavailable"] as const;

export function LogFilters({ log }: { log: LogName }): ReactElement {
  const t = useWords(reportWords);
  const word = useWords(dimensionWords);
  const { params, set } = useUrl();
  const all = { limit: 1000, status: "all", sort: "name" };
  const goals = useList("goals", all);
  const campaigns = useList("adcampaigns", all);
  const variations = useList("variations", all);
  const choice = (name: "goal" | "adcampaign" | "variation", rows: readonly { id: number | string; name: string }[]): ReactElement => (
    <Select
      size="xs"
      w={160}
      aria-label={word(name)}
      placeholder={word(name)}
      searchable
      clearable
      limit={100}
      data={rows.map((row) => ({ value: String(row.id), label: row.name }))}
      value={params.get(name)}
      onChange={(id) => set({ [name]: id })}
    />
  );
  return (
    <Group gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t("log")}
        data={LOGS.map((value) => ({ value, label: t(value) }))}
        value={log}
        onChange={(next) => set({ log: next, goal: null, adcampaign: null, outcome: null, entry: null })}
      />
      {log === "goal-calls" ? choice("goal", byOrder(goals.data?.rows ?? [])) : choice("adcampaign", campaigns.data?.rows ?? [])}
      {choice("variation", variations.data?.rows ?? [])}
      {log === "goal-calls" && (
        <Select size="xs" w={140} aria-label={t("outcome")} placeholder={t("outcome")} clearable data={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))} value={params.get("outcome")} onChange={(outcome) => set({ outcome })} />
      )}
    </Group>
  );
}
