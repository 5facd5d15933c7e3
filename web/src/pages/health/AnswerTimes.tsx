/* AnswerTimes - how long clicks and postbacks waited for their answer, which waits for the disk. */
import type { ReactElement } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { Gauges } from "./Gauges.tsx";
import { boundOf, type Latency } from "./latency.ts";
import { serverWords } from "./serverWords.ts";

const SLOW_S = 0.1;
const SHARES = [50, 95, 99] as const;

/** 0.00025 s: "0.25 ms"; a second: "1 s". */
function useSpan(): (seconds: number) => string {
  const { count } = useFormat();
  return (seconds) => (seconds >= 1 ? `${count(seconds)} s` : `${count(seconds * 1000)} ms`);
}

export function AnswerTimes({ title, latency }: { title: string; latency: Latency | null }): ReactElement {
  const t = useWords(serverWords);
  const format = useFormat();
  const span = useSpan();
  const within = (share: number): string => {
    const bound = boundOf(latency, share / 100) ?? Infinity;
    return Number.isFinite(bound) ? t("share.within", { share, span: span(bound) }) : t("share.above", { share, span: span(latency?.buckets.at(-2)?.bound ?? 1) });
  };
  /* From the first bucket that holds something to the last. */
  const buckets = latency?.buckets ?? [];
  const shown = buckets.map(({ bound, count }, i) => ({ bound, count, below: buckets[i - 1]?.bound ?? 0 })).slice(buckets.findIndex(({ count }) => count > 0), buckets.findLastIndex(({ count }) => count > 0) + 1);
  return (
    <Gauges
      title={title}
      note={shown.length > 0 ? SHARES.map(within).join(" · ") : t("no.answers")}
      hasBars
      rows={shown.map(({ bound, count, below }) => ({
        key: String(bound),
        label: Number.isFinite(bound) ? t("up.to", { span: span(bound) }) : t("longer", { span: span(below) }),
        value: count,
        text: format.count(count),
        isBad: bound > SLOW_S && count > 0,
      }))}
    />
  );
}
