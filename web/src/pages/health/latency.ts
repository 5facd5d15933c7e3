/* latency - how long answers took, from the server's histogram: counts between bounds, and the bound below which a share of them lie. */
import type { Metric } from "./prometheus.ts";

export interface Latency {
  /** Rising; the last one is Infinity. */
  buckets: readonly { bound: number; count: number }[];
  total: number;
}

/** A histogram's counts, no longer cumulative; null where there is none. */
export function latencyOf(metrics: ReadonlyMap<string, Metric> | undefined, name: string): Latency | null {
  const samples = metrics?.get(`${name}_bucket`)?.samples ?? [];
  if (samples.length === 0) return null;
  const counts = samples.map((sample) => sample.value);
  return {
    buckets: samples.map((sample, i) => ({ bound: sample.labels["le"] === "+Inf" ? Infinity : Number(sample.labels["le"]), count: (counts[i] ?? 0) - (counts[i - 1] ?? 0) })),
    total: counts.at(-1) ?? 0,
  };
}

/** What was counted since the one before; a server that started anew counts from zero. */
export function since(before: Latency | null, now: Latency | null): Latency | null {
  if (before === null || now === null || now.total < before.total) return now;
  return { buckets: now.buckets.map(({ bound, count }, i) => ({ bound, count: count - (before.buckets[i]?.count ?? 0) })), total: now.total - before.total };
}

/** The smallest bound, in seconds, that so large a share stays within; null where nothing was counted. */
export function boundOf(latency: Latency | null, share: number): number | null {
  if (latency === null || latency.total === 0) return null;
  let seen = 0;
  for (const { bound, count } of latency.buckets) {
    seen += count;
    if (seen >= share * latency.total) return bound;
  }
  return Infinity;
}
