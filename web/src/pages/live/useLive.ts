/* useLive - the rows of the logs as they come, by the server's events: bounded, counted, with what was left out told. */
import { useEffect, useRef, useState } from "react";
import { linkOf, type Query } from "../../api/client.ts";
import { useLocale } from "../../i18n/words.ts";
import type { LogName, LogRow } from "../logs/logs.ts";

export const LIVE_KINDS = ["visit", "click", "conversion", "postback_in", "postback_out"] as const;
export type LiveKind = (typeof LIVE_KINDS)[number];
export const LOG_OF: Record<LiveKind, LogName> = { visit: "visits", click: "clicks", conversion: "conversions", postback_in: "postbacks-in", postback_out: "postbacks-out" };

export interface LiveRow {
  /** Of the event: a conversion comes again with each change. */
  key: string;
  kind: LiveKind;
  row: LogRow;
}

export interface Live {
  rows: readonly LiveRow[];
  /** Over the last five seconds. */
  perSecond: Readonly<Partial<Record<LiveKind, number>>>;
  /** Rows that came too fast to be told, since the page opened. */
  skipped: Readonly<Partial<Record<string, number>>>;
  gaps: number;
  state: "connecting" | "open" | "lost";
  /** Came while paused. */
  waiting: number;
}

const WINDOW_S = 5;
const FLUSH_MS = 250;
const AGAIN_MS = 5000;
const START: Live = { rows: [], perSecond: {}, skipped: {}, gaps: 0, state: "connecting", waiting: 0 };

export function useLive(kinds: readonly LiveKind[], filters: Query, limit: number, isPaused = false): Live {
  const [live, setLive] = useState<Live>(START);
  const paused = useRef(isPaused);
  paused.current = isPaused;
  const { language } = useLocale();
  const address = linkOf("live", { ...filters, kinds: kinds.join(","), lang: language });
  useEffect(() => {
    setLive(START);
    let source: EventSource | null = null;
    let again: number | undefined;
    let buffer: LiveRow[] = [];
    let state: Live["state"] = "connecting";
    let skipped: Partial<Record<string, number>> = {};
    let gaps = 0;
    let last = "";
    const times: [number, LiveKind, number][] = [];
    const take = (kind: LiveKind) => (event: MessageEvent<string>) => {
      last = event.lastEventId;
      buffer.unshift({ key: `${kind} ${event.lastEventId}`, kind, row: JSON.parse(event.data) as LogRow });
      if (buffer.length > limit) buffer.length = limit;
      times.push([Date.now(), kind, 1]);
    };
    const open = (): void => {
      source = new EventSource(`${address}${last === "" ? "" : `&after=${last}`}`);
      source.addEventListener("open", () => (state = "open"));
      source.addEventListener("error", () => {
        state = "lost";
        if (source?.readyState !== EventSource.CLOSED) return;
        window.clearTimeout(again);
        again = window.setTimeout(open, AGAIN_MS);
      });
      for (const kind of LIVE_KINDS) source.addEventListener(kind, take(kind));
      source.addEventListener("skipped", (event: MessageEvent<string>) => {
        const counts = JSON.parse(event.data) as Record<string, number>;
        skipped = { ...skipped };
        for (const [kind, count] of Object.entries(counts)) {
          skipped[kind] = (skipped[kind] ?? 0) + count;
          times.push([Date.now(), kind as LiveKind, count]);
        }
      });
      source.addEventListener("gap", () => (gaps += 1));
    };
    if (kinds.length > 0) open();
    const flush = window.setInterval(() => {
      const since = Date.now() - WINDOW_S * 1000;
      while (times[0] !== undefined && times[0][0] < since) times.shift();
      const perSecond: Partial<Record<LiveKind, number>> = {};
      for (const [, kind, count] of times) perSecond[kind] = (perSecond[kind] ?? 0) + count / WINDOW_S;
      const isHeld = paused.current;
      const fresh = isHeld ? [] : buffer;
      if (!isHeld) buffer = [];
      const waiting = buffer.length;
      const now = { perSecond, skipped, gaps, state, waiting };
      setLive((old) => {
        const isSame = fresh.length === 0 && now.state === old.state && now.gaps === old.gaps && now.skipped === old.skipped && now.waiting === old.waiting && JSON.stringify(now.perSecond) === JSON.stringify(old.perSecond);
        return isSame ? old : { ...now, rows: fresh.length === 0 ? old.rows : [...fresh, ...old.rows].slice(0, limit) };
      });
    }, FLUSH_MS);
    return () => {
      window.clearTimeout(again);
      window.clearInterval(flush);
      source?.close();
    };
    // eslint-disable-next-line -- the address holds the kinds and filters
  }, [address, limit]);
  return live;
}
