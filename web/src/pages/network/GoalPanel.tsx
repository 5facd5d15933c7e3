/* GoalPanel - which columns the statistics have: the figures of all goals together, and each goal's own. */
import { Button, Popover, Stack, Switch, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { AD_METRICS, adMetricWords, type AdMetric } from "./adMetrics.ts";
import { reportWords } from "./reportWords.ts";
import { GOAL_METRICS, type GoalChoice } from "./useGoalColumns.tsx";

export interface GoalPanelProps {
  choice: GoalChoice;
  metrics: readonly AdMetric[];
  setMetrics: (metrics: readonly AdMetric[]) => void;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
}

export function GoalPanel({ choice, metrics, setMetrics, isOpen, setOpen }: GoalPanelProps): ReactElement {
  const t = useWords(reportWords);
  const metric = useWords(adMetricWords);
  const toggled = <T,>(all: readonly T[], chosen: readonly T[], one: T): T[] => all.filter((each) => (each === one ? !chosen.includes(one) : chosen.includes(each)));
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!isOpen)}>
          {t("columns")} ▾
        </Button>
      </Popover.Target>
      <Popover.Dropdown style={{ maxHeight: "70vh", overflow: "auto" }} aria-label={t("columns")}>
        <Stack gap="sm" miw={230}>
          <Stack gap={4} role="group" aria-label={t("columns.goals")}>
            <Text fw={600} size="sm">
              {t("columns.goals")}
            </Text>
            {choice.goals.length === 0 && (
              <Text size="sm" className="muted">
                {t("columns.none")}
              </Text>
            )}
            {choice.goals.map((goal) => (
              <Switch
                key={goal.id}
                size="xs"
                label={goal.status === "archived" ? t("goal.archived", { name: goal.name }) : goal.name}
                checked={choice.on.includes(goal.id)}
                onChange={() =>
                  choice.setOn(
                    toggled(
                      choice.goals.map((one) => one.id),
                      choice.on,
                      goal.id,
                    ),
                  )
                }
              />
            ))}
          </Stack>
          <Stack gap={4} role="group" aria-label={t("columns.of.goal")}>
            <Text fw={600} size="sm">
              {t("columns.of.goal")}
            </Text>
            {GOAL_METRICS.map((one) => (
              <Switch key={one} size="xs" label={metric(one)} checked={choice.figures.includes(one)} onChange={() => choice.setFigures(toggled(GOAL_METRICS, choice.figures, one))} />
            ))}
          </Stack>
          <Stack gap={4} role="group" aria-label={t("columns.figures")}>
            <Text fw={600} size="sm">
              {t("columns.figures")}
            </Text>
            {AD_METRICS.map((one) => (
              <Switch key={one} size="xs" label={metric(one)} checked={metrics.includes(one)} onChange={() => setMetrics(toggled(AD_METRICS, metrics, one))} />
            ))}
          </Stack>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
