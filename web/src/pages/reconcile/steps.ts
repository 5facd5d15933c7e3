/* steps - from one total to the other: where each bar of the waterfall begins and ends. */

export interface Step {
  name: string;
  /** A total stands on the zero line; a step floats. */
  isTotal: boolean;
  value: number;
  text: string;
}

/** Where each bar begins and ends. Steps that cross the zero line keep their own sign. */
export function barsOf(steps: readonly Step[]): { low: number; high: number }[] {
  let at = 0;
  return steps.map(({ isTotal, value }) => {
    const from = isTotal ? 0 : at;
    const to = isTotal ? value : at + value;
    at = to;
    return { low: Math.min(from, to), high: Math.max(from, to) };
  });
}
