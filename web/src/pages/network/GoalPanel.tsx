/* GoalPanel - which goals have columns in the statistics, and which figures of them. */
import { Button, Popover, Stack, Switch, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useWords } from "../../i18n/words.ts";
import { useMetricName } from "../../table/metrics.ts";
import { reportWords } from "./reportWords.ts";
import { GOAL_METRICS, type GoalChoice } from "./useGoalColumns.tsx";

export interface GoalPanelProps {
  choice: GoalChoice;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
}

export function GoalPanel({ choice, isOpen, setOpen }: GoalPanelProps): ReactElement {
  const t = useWords(reportWords);
  const metric = useMetricName();
  const toggled = <T,>(all: readonly T[], chosen: readonly T[], one: T): T[] => all.filter((each) => (each === one ? !chosen.includes(one) : chosen.includes(each)));
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!isOpen)}>
          {t("columns.goals")} ▾
        </Button>
      </Popover.Target>
      <Popover.Dropdown style={{ maxHeight: "70vh", overflow: "auto" }} aria-label={t("columns.goals")}>
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
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
