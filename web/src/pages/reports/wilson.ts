/* wilson - how far a conversion rate may be from what was counted: the score interval of E. B. Wilson, "Probable Inference, the Law of
 * Succession, and Statistical Inference", JASA 22 (1927), 209-212, at 95 %. It holds for few trials and for none converted. */
const Z = 1.959963984540054;

export interface Interval {
  low: number;
  high: number;
}

/** The interval of successes / trials, both ends from 0 to 1; null where a share means nothing. */
export function wilson(successes: number, trials: number): Interval | null {
  if (trials <= 0 || successes < 0 || successes > trials) return null;
  const share = successes / trials;
  const scale = 1 + Z ** 2 / trials;
  const middle = (share + Z ** 2 / (2 * trials)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
