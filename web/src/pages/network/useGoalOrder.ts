/* useGoalOrder - moves a goal among the others; the order of all is written at once. */
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { put } from "../../api/client.ts";
import { useRenew, type Rows } from "../../api/hooks.ts";
import { useWords } from "../../i18n/words.ts";
import { useTellError } from "../../shell/errors.ts";
import { adWords } from "./words.ts";

export function byOrder(goals: readonly Rows["goals"][]): Rows["goals"][] {
  return [...goals].sort((a, b) => a.order - b.order || a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

/** `goals` in their order, `move` puts one at the place `to`. While it is written the list already shows it. */
export function useGoalOrder(rows: readonly Rows["goals"][]): { goals: Rows["goals"][]; move: (id: string, to: number) => void; isMoving: boolean } {
  const t = useWords(adWords);
  const tell = useTellError();
  const renew = useRenew();
  const [moved, setMoved] = useState<readonly string[] | null>(null);
  const sorted = byOrder(rows);
  const goals = moved === null ? sorted : [...sorted].sort((a, b) => moved.indexOf(a.id) - moved.indexOf(b.id));
  const move = (id: string, to: number): void => {
    const goal = goals.find((one) => one.id === id);
    if (moved !== null || goal === undefined || to < 0 || to >= goals.length || goals[to]?.id === id) return;
    const next = goals.filter((one) => one.id !== id);
    next.splice(to, 0, goal);
    setMoved(next.map((one) => one.id));
    void (async () => {
      try {
        /* Each workspace has an order of its own. */
        for (const workspace of new Set(next.map((one) => one.workspace_id))) await put("goals/order", { ids: next.filter((one) => one.workspace_id === workspace).map((one) => one.id) });
        notifications.show({ message: t("moved", { name: goal.name, n: to + 1 }) });
      } catch (error) {
        tell(error);
      }
      await renew("goals", "adreport");
      setMoved(null);
    })();
  };
  return { goals, move, isMoving: moved !== null };
}
