/* gathering - figures that are still being gathered: how far behind that is, and asking again until they are there. */
import { useQueryClient, type Query } from "@tanstack/react-query";
import { useEffect } from "react";

/** Facts that are further behind than this are not what one takes them for. */
const BEHIND_MS = 5_000;
const FIRST_MS = 1_500;
/* A server that stays behind is not asked all the time. */
const LAST_MS = 30_000;
const SLOWER = 1.4;

interface Told {
  behind_ms?: number | null;
}

export const isBehind = (ms: number | null | undefined): boolean => (ms ?? 0) > BEHIND_MS;
export const isGathering = (answer: Told | undefined): boolean => isBehind(answer?.behind_ms);

/** Whether what a query holds was told while the facts were behind. Several pages fit together: they stay. */
function isToBeAsked({ state }: Query): boolean {
  const data = state.data as (Told & { pages?: Told[] }) | undefined;
  return data?.pages === undefined ? isGathering(data) : data.pages.length === 1 && isGathering(data.pages[0]);
}

/** While the figures on the page are behind, all that tells of them is asked for again. */
export function useGathering(behindMs: number | null | undefined): void {
  const client = useQueryClient();
  const isWaiting = isBehind(behindMs);
  useEffect(() => {
    if (!isWaiting) return;
    let waitMs = FIRST_MS;
    let timer = 0;
    const ask = (): void => {
      void client.refetchQueries({ type: "active", predicate: isToBeAsked }, { cancelRefetch: false });
      waitMs = Math.min(LAST_MS, waitMs * SLOWER);
      timer = window.setTimeout(ask, waitMs);
    };
    timer = window.setTimeout(ask, waitMs);
    return () => window.clearTimeout(timer);
  }, [client, isWaiting]);
}
