/* useGoalColumns - which goals have columns in the statistics: off until switched on, kept in the address and by the browser. */
import { useMemo } from "react";
import type { Schemas } from "../../api/client.ts";
import { useList, type Rows } from "../../api/hooks.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { usePref } from "../../state/prefs.ts";
import { useUrl } from "../../state/url.ts";
import type { Column } from "../../table/types.ts";
import { adCell } from "./adColumns.tsx";
import { adMetricHints, adMetricWords, adWidth, type AdFigures } from "./adMetrics.ts";
import { byOrder } from "./useGoalOrder.ts";

export const GOAL_METRICS = ["conversions", "value", "cvr", "ecpa", "profit", "roi"] as const;
export type GoalMetric = (typeof GOAL_METRICS)[number];

export type AdRow = Schemas["adreport"]["rows"][number];
export type GoalFigures = AdRow["goals"][number];

const NO_GOALS: readonly string[] = [];
const ALL_FIGURES: readonly GoalMetric[] = GOAL_METRICS;

export interface GoalChoice {
  /** All goals in their order, archived ones last. */
  goals: Rows["goals"][];
  isRead: boolean;
  on: readonly string[];
  setOn: (ids: readonly string[]) => void;
  figures: readonly GoalMetric[];
  setFigures: (figures: readonly GoalMetric[]) => void;
}

export function useGoalChoice(): GoalChoice {
  const { params, set } = useUrl();
  const [kept, keep] = usePref<readonly string[]>("network.goals", NO_GOALS);
  const [figures, setFigures] = usePref<readonly GoalMetric[]>("network.goal.figures", ALL_FIGURES);
  const list = useList("goals", { limit: 1000, status: "all" });
  const goals = useMemo(() => {
    const sorted = byOrder(list.data?.rows ?? []);
    return [...sorted.filter((goal) => goal.status !== "archived"), ...sorted.filter((goal) => goal.status === "archived")];
  }, [list.data]);
  const asked = params.get("goals");
  const wanted = asked === null ? kept : asked === "none" ? NO_GOALS : asked.split(",");
  return {
    goals,
    isRead: list.data !== undefined,
    on: goals.filter((goal) => wanted.includes(goal.id)).map((goal) => goal.id),
    setOn: (ids) => {
      keep(ids);
      set({ goals: ids.length === 0 ? "none" : ids.join(",") }, { replace: true });
    },
    figures,
    setFigures,
  };
}

/** One group of columns for each goal that is on, in the goals' order. `goalsOf` finds a row's figures of its goals. */
export function useGoalColumns<Row>({ goals, on, figures }: GoalChoice, goalsOf: (row: Row) => readonly GoalFigures[] | undefined, totals: readonly GoalFigures[] | undefined, timeZone: string): Column<Row>[] {
  const t = useWords(adMetricWords);
  const hint = useWords(adMetricHints);
  const format = useFormat(timeZone);
  return useMemo(() => {
    const of = (all: readonly GoalFigures[] | undefined, id: string): AdFigures | undefined => all?.find((one) => one.goal.id === id) as AdFigures | undefined;
    return goals
      .filter((goal) => on.includes(goal.id))
      .flatMap((goal) =>
        GOAL_METRICS.filter((metric) => figures.includes(metric)).map((metric) => ({
          id: `goal.${goal.id}.${metric}`,
          label: `${goal.name} · ${t(metric)}`,
          hint: `${goal.name}: ${hint(metric)}`,
          width: Math.max(adWidth(metric), Math.min(220, 28 + 7.4 * (goal.name.length + t(metric).length + 3))),
          isNumber: true,
          cell: (row: Row) => adCell(format, metric, of(goalsOf(row), goal.id)),
          text: (row: Row) => String(of(goalsOf(row), goal.id)?.[metric] ?? ""),
          total: adCell(format, metric, of(totals, goal.id)),
        })),
      );
  }, [goals, on, figures, goalsOf, totals, t, hint, format]);
}
