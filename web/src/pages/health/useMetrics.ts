/* useMetrics - the server's figures every five seconds, with how fast its counters rise, and whether it is ready. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useRef } from "react";
import { ApiError, type Schemas } from "../../api/client.ts";
import { parsePrometheus, valueOf, type Metric } from "./prometheus.ts";

const EVERY_MS = 5000;
const EARLIER_READINGS = 24;

async function fetchText(path: string, isAnswerAnyway = false): Promise<string> {
  const reply = await fetch(path, { credentials: "same-origin" }).catch(() => {
    throw new ApiError(0, "unreachable", "", "");
  });
  if (!reply.ok && !isAnswerAnyway) throw new ApiError(reply.status, String(reply.status), "", "");
  return reply.text();
}

export interface Reading {
  at: number;
  metrics: Map<string, Metric>;
}

export interface MetricsState {
  query: UseQueryResult<Reading>;
  value: (name: string) => number | null;
  /** A counter's rise in a second, between the last two readings; null until there are two. */
  rate: (name: string) => number | null;
  /** The reading a few minutes ago at most, or when the page was opened; undefined until there are two. */
  earlier: Reading | undefined;
}

export function useMetrics(): MetricsState {
  const query = useQuery<Reading>({
    queryKey: ["metrics"],
    queryFn: async () => ({ metrics: parsePrometheus(await fetchText("/metrics")), at: Date.now() }),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  const readings = useRef<readonly Reading[]>([]);
  if (query.data !== undefined && query.data !== readings.current.at(-1)) readings.current = [...readings.current, query.data].slice(-EARLIER_READINGS);
  const [now, before] = [readings.current.at(-1), readings.current.at(-2)];
  return {
    query,
    earlier: readings.current.length > 1 ? readings.current[0] : undefined,
    value: (name) => valueOf(now?.metrics, name),
    rate: (name) => {
      const [last, first] = [valueOf(now?.metrics, name), valueOf(before?.metrics, name)];
      if (last === null || first === null || !now || !before || now.at <= before.at) return null;
      return Math.max(0, (last - first) / ((now.at - before.at) / 1000));
    },
  };
}

export function useReady(): UseQueryResult<Schemas["ready"]> {
  return useQuery<Schemas["ready"]>({
    queryKey: ["readyz"],
    queryFn: async () => JSON.parse(await fetchText("/readyz", true)) as Schemas["ready"],
    refetchInterval: EVERY_MS,
  });
}
