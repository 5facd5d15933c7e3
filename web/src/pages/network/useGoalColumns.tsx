/* useGoalColumns - which goals have columns in the statistics: off until switched on, kept in the address, and by the browser for each view. */
import { useMemo } from "react";
import type { Schemas } from "../../api/client.ts";
import { useList, type Rows } from "../../api/hooks.ts";
import { usePref } from "../../state/prefs.ts";
import { useUrl } from "../../state/url.ts";
import { useMetricColumn } from "../../table/metricColumns.tsx";
import { besideOf, withBeside, type Figures } from "../../table/metrics.ts";
import type { Column, FigureSource } from "../../table/types.ts";
import { byOrder } from "./useGoalOrder.ts";

export const GOAL_METRICS = ["conversions", "value", "cvr", "ecpa", "profit", "roi"] as const;
export type GoalMetric = (typeof GOAL_METRICS)[number];

export type AdRow = Schemas["adreport"]["rows"][number];
export type GoalFigures = AdRow["goals"][number];

const NO_GOALS: readonly string[] = [];
const ALL_FIGURES: readonly GoalMetric[] = GOAL_METRICS;

export interface Goals {
  /** All goals in their order, archived ones last. */
  goals: Rows["goals"][];
  isRead: boolean;
}

export interface GoalChoice extends Goals {
  on: readonly string[];
  setOn: (ids: readonly string[]) => void;
  figures: readonly GoalMetric[];
  setFigures: (figures: readonly GoalMetric[]) => void;
}

export function useGoals(): Goals {
  const list = useList("goals", { limit: 1000, status: "all" });
  const goals = useMemo(() => {
    const sorted = byOrder(list.data?.rows ?? []);
    return [...sorted.filter((goal) => goal.status !== "archived"), ...sorted.filter((goal) => goal.status === "archived")];
  }, [list.data]);
  return { goals, isRead: list.data !== undefined };
}

/** Each view remembers its own: a list, or the statistics by what they are grouped by. */
export function useGoalChoice(view: string): GoalChoice {
  const { params, set } = useUrl();
  const { goals, isRead } = useGoals();
  const [kept, keep] = usePref<readonly string[]>(`network.goals.${view}`, NO_GOALS);
  const [figures, setFigures] = usePref<readonly GoalMetric[]>(`network.goal.figures.${view}`, ALL_FIGURES);
  const asked = params.get("goals");
  const wanted = asked === null ? kept : asked === "none" ? NO_GOALS : asked.split(",");
  return {
    goals,
    isRead,
    on: goals.filter((goal) => wanted.includes(goal.id)).map((goal) => goal.id),
    setOn: (ids) => {
      keep(ids);
      set({ goals: ids.length === 0 ? "none" : ids.join(",") }, { replace: true });
    },
    figures,
    setFigures,
  };
}

type Totals = { goals: readonly GoalFigures[] | undefined; all: Figures | null | undefined };

/** A goal's own conversions beside what is the row's: its clicks and cost. */
function withRow(own: GoalFigures | undefined, row: Figures | null | undefined): Figures | undefined {
  if (own === undefined) return undefined;
  const whole = (figures: Figures | null | undefined): Figures => ({ impressions: figures?.impressions ?? 0, clicks: figures?.clicks ?? 0, cost: figures?.cost ?? "0" });
  const beside = withBeside(own as Figures, (of) => ({ ...of, ...whole(besideOf(row)?.figures) }));
  return { ...own, ...whole(row), ...beside } as Figures;
}

/** One group of columns for each goal that is on, in the goals' order. `goalsOf` finds a row's figures of its goals, `rowOf` its own. */
export function useGoalColumns<Row>({ goals, on, figures }: GoalChoice, goalsOf: (row: Row) => readonly GoalFigures[] | undefined, rowOf: (row: Row) => Figures | null | undefined, totals: Totals, timeZone: string, currency: string | null | undefined): Column<Row>[] {
  const columnOf = useMetricColumn(timeZone, { currency, side: "ad" });
  const { goals: totalGoals, all } = totals;
  return useMemo(() => {
    const of = (some: readonly GoalFigures[] | undefined, id: string): GoalFigures | undefined => some?.find((one) => one.goal.id === id);
    return goals
      .filter((goal) => on.includes(goal.id))
      .flatMap((goal) => {
        const source: FigureSource<Row> = { of: (row) => withRow(of(goalsOf(row), goal.id), rowOf(row)), totals: withRow(of(totalGoals, goal.id), all), side: "ad" };
        return GOAL_METRICS.filter((metric) => figures.includes(metric)).map((metric): Column<Row> => {
          const id = `goal.${goal.id}.${metric}`;
          return { ...columnOf(metric, source), id, group: goal.name, sort: id };
        });
      });
  }, [goals, on, figures, goalsOf, rowOf, totalGoals, all, columnOf]);
}
