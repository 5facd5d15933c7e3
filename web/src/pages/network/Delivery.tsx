/* Delivery - how an ad campaign stands: whether it delivers, what is spent and what is left. */
import { Stack, Text } from "@mantine/core";
import { useCallback, type ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import type { AdCampaign } from "./adCampaignDraft.ts";
import { budgetWords } from "./budgetWords.ts";

/** What is spent, and of how much: "3.20 / 10.00". */
export function useSpent(): (spent: string | undefined, budget: string | null | undefined) => string {
  const format = useFormat();
  return useCallback((spent, budget) => (budget ? `${format.money(spent)} / ${format.money(budget)}` : format.money(spent)), [format]);
}

/** Beside the form: the same in words, with what is left. */
export function Delivery({ entity }: { entity: AdCampaign }): ReactElement | null {
  const t = useWords(budgetWords);
  const format = useFormat();
  const spentOf = useSpent();
  const { counts } = entity;
  if (!counts) return null;
  const lines = [
    { label: t("spent"), spent: spentOf(counts.spent, entity.total_budget), left: counts.left },
    { label: t("today"), spent: spentOf(counts.spent_today, entity.daily_budget), left: counts.left_today },
  ];
  return (
    <Stack gap={4}>
      <Text fw={600}>{t("delivery")}</Text>
      {counts.state && <Text size="sm">{t(`state.${counts.state}`)}</Text>}
      {lines.map(({ label, spent, left }) => (
        <Text size="sm" key={label}>
          {label}: {spent}
          {left !== null && ` · ${t("left", { money: format.money(left) })}`}
        </Text>
      ))}
    </Stack>
  );
}
