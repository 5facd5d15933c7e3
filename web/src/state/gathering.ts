/* gathering - figures that are still being gathered: how far behind that is, and how soon they are asked for again. */

/** Facts that are further behind than this are not what one takes them for. */
export const BEHIND_MS = 5_000;
const SOON_MS = 1_500;

interface Told {
  behind_ms?: number | null;
}

export const isGathering = (answer: Told | undefined): boolean => (answer?.behind_ms ?? 0) > BEHIND_MS;

/** For refetchInterval: soon while the figures are gathered or cannot be told, else as usual. */
export const againIn =
  (usualMs: number | false) =>
  ({ state }: { state: { data?: Told | undefined; status: string } }): number | false =>
    state.status === "error" || isGathering(state.data) ? SOON_MS : usualMs;
