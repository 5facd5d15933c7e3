/* serverTroubles - what is wrong with the server itself, told from its figures: worst first. Which figure means which trouble stands here alone. */
import { boundOf, latencyOf, since } from "./latency.ts";
import { valueOf, type Metric } from "./prometheus.ts";

const GIB = 1024 ** 3;
/** Below it a disk is nearly full, whatever its size; and below that share of it. */
const DISK_LOW = { bytes: 2 * GIB, share: 0.05 };
const DISK_OUT = { bytes: GIB / 4, share: 0.005 };
const BEHIND_S = 10;
const QUEUE_MANY = 10_000;
const WAL_LARGE = GIB / 4;
const SLOW_S = 0.1;
/** Fewer answers say nothing of one in a hundred. */
const ANSWERS_FEW = 100;

export type Severity = "error" | "warning";
export type TroubleCode =
  | "edge_gone"
  | "ledger_failing"
  | "clicks_lost"
  | "disk_out"
  | "disk_low"
  | "clicks_kept"
  | "ledger_queue"
  | "clicks_slow"
  | "facts_rebuilding"
  | "facts_behind"
  | "facts_failing"
  | "wal_large"
  | "connections_refused"
  | "places_refused"
  | "device_rules_refused"
  | "postbacks_held";

export interface Trouble {
  code: TroubleCode;
  severity: Severity;
  /** What the sentence says of it; bytes, seconds and counts as they are. */
  bytes?: number;
  seconds?: number;
  n?: number;
}

export interface TroubleReading {
  now: ReadonlyMap<string, Metric>;
  /** An earlier one: what has risen since happens now. */
  before: ReadonlyMap<string, Metric> | undefined;
  /** Postbacks that wait for a person. */
  held: number;
}

function diskOf(free: number | null, size: number | null): Trouble[] {
  if (free === null || size === null) return [];
  const isBelow = (limit: { bytes: number; share: number }): boolean => free < Math.min(limit.bytes, size / 2) || free < limit.share * size;
  if (isBelow(DISK_OUT)) return [{ code: "disk_out", severity: "error", bytes: free }];
  return isBelow(DISK_LOW) ? [{ code: "disk_low", severity: "warning", bytes: free }] : [];
}

export function troublesOf({ now, before, held }: TroubleReading): Trouble[] {
  const value = (name: string): number => valueOf(now, `rebond_${name}`) ?? 0;
  const risen = (name: string): number => (before ? Math.max(0, value(name) - (valueOf(before, `rebond_${name}`) ?? 0)) : 0);
  const recent = since(before ? latencyOf(before, "rebond_click_seconds") : null, latencyOf(now, "rebond_click_seconds"));
  const slow = recent !== null && recent.total >= ANSWERS_FEW ? boundOf(recent, 0.99) : null;
  const isRebuilding = value("facts_rebuilding") > 0;
  const found: (Trouble | false)[] = [
    valueOf(now, "rebond_up") === 0 && { code: "edge_gone", severity: "error" },
    value("ledger_failing") > 0 && { code: "ledger_failing", severity: "error" },
    value("clicks_lost_total") > 0 && { code: "clicks_lost", severity: "error", n: value("clicks_lost_total") },
    ...diskOf(valueOf(now, "rebond_disk_free_bytes"), valueOf(now, "rebond_disk_size_bytes")),
    value("clicks_kept") > 0 && { code: "clicks_kept", severity: "warning", n: value("clicks_kept") },
    value("ledger_queue") > QUEUE_MANY && { code: "ledger_queue", severity: "warning", n: value("ledger_queue") },
    slow !== null && slow > SLOW_S && { code: "clicks_slow", severity: "warning", seconds: SLOW_S },
    isRebuilding && { code: "facts_rebuilding", severity: "warning" },
    !isRebuilding && value("facts_behind_seconds") > BEHIND_S && { code: "facts_behind", severity: "warning", seconds: value("facts_behind_seconds") },
    risen("facts_failures_total") > 0 && { code: "facts_failing", severity: "error" },
    value("ledger_wal_bytes") > WAL_LARGE && { code: "wal_large", severity: "warning", bytes: value("ledger_wal_bytes") },
    risen("http_connections_refused_total") > 0 && { code: "connections_refused", severity: "warning", n: risen("http_connections_refused_total") },
    value("places_refused") > 0 && { code: "places_refused", severity: "warning", n: value("places_refused") },
    value("device_rules_refused") > 0 && { code: "device_rules_refused", severity: "warning" },
    held > 0 && { code: "postbacks_held", severity: "warning", n: held },
  ];
  const all = found.filter((trouble): trouble is Trouble => trouble !== false);
  return [...all.filter(({ severity }) => severity === "error"), ...all.filter(({ severity }) => severity === "warning")];
}
