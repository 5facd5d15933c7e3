/* liveRows - what a line says of an entry that just came: when, by which campaign, what happened, for how much. */
import type { ReactNode } from "react";
import type { LogRow } from "../logs/logs.ts";
import { textOfValue, WordValue } from "../logs/Value.tsx";
import type { LiveKind, LiveRow } from "./useLive.ts";

const TIMES: Record<LiveKind, string> = { visit: "visited_at", click: "clicked_at", conversion: "updated_at", postback_in: "received_at", postback_out: "created_at" };
const AMOUNTS: Partial<Record<LiveKind, string>> = { visit: "cost_booked", conversion: "revenue" };
const TEXTS: Record<LiveKind, readonly string[]> = {
  visit: ["lander", "offer", "country", "city", "os", "browser", "language", "tokens"],
  click: ["lander", "offer"],
  conversion: ["offer", "network", "txid"],
  postback_in: ["network", "reason_text", "query"],
  postback_out: ["destination", "status_code", "reason_text", "url"],
};

export const timeOf = ({ kind, row }: LiveRow): string => String(row[TIMES[kind]] ?? "");
export const amountOf = ({ kind, row }: LiveRow): string | null => (AMOUNTS[kind] === undefined ? null : ((row[AMOUNTS[kind]] as string | null) ?? null));
export const textOf = ({ kind, row }: LiveRow): string =>
  TEXTS[kind]
    .map((name) => textOfValue(row[name]))
    .filter((text) => text !== "")
    .join(" · ");
export const nameOf = (row: LogRow, entity: "campaign" | "source"): string => textOfValue(row[entity]);

/** The word that says how it went. */
export function outcomeOf({ row }: LiveRow): ReactNode {
  const word = row["outcome"] ?? row["status"];
  return typeof word === "string" ? <WordValue word={word} /> : null;
}
