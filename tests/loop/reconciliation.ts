/* reconciliation - the answer of GET reconcile as tests read it, and what must hold of each: the parts make up the gap to the
 * last unit, of each row and of the totals, and each cause's entries make up the cause. */
import assert from "node:assert/strict";
import type { Json, Server } from "./harness.ts";

export interface Sums {
  conversions: number;
  value: string;
}
export interface Cause extends Sums {
  cause: string;
  entries: string;
}
export interface Compared {
  tracker: Sums;
  network: Sums;
  gap: Sums;
  causes: Cause[];
}
export interface Row extends Compared {
  day: string;
  campaign: { id: number; name: string } | null;
  goal: { id: string; name: string | null } | null;
}
export interface Traffic {
  tracker: { clicks: number; cost: string };
  network: { clicks: number; cost: string };
  gap: { clicks: number; cost: string };
  causes: { cause: string; clicks: number; cost: string }[];
}
export interface Answer extends Json {
  rows: Row[];
  totals: Compared;
  statements: { id: number; name: string }[];
  traffic: { rows: Traffic[]; totals: Traffic };
}
export interface Entry extends Sums, Json {
  cause: string;
  conversion_id: string | null;
  forward_id: string | null;
  goal_call_id: string | null;
  reason: string | null;
  body: string | null;
}

export const micros = (amount: string): bigint => {
  const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  return BigInt(`${sign}${whole}${part.padEnd(6, "0")}`);
};
export const total = (amounts: readonly string[]): bigint => amounts.reduce((sum, amount) => sum + micros(amount), 0n);

export const causesOf = (compared: Compared): Record<string, [number, string]> =>
  Object.fromEntries(compared.causes.map(({ cause, conversions, value }) => [cause, [conversions, value]]));

const counted = (sums: readonly Sums[]): number => sums.reduce((all, one) => all + one.conversions, 0);
const worth = (sums: readonly Sums[]): bigint => total(sums.map((one) => one.value));

export async function assertExact(server: Server, answer: Answer): Promise<void> {
  for (const { tracker, network, gap, causes } of [answer.totals, ...answer.rows]) {
    assert.equal(gap.conversions, network.conversions - tracker.conversions);
    assert.equal(micros(gap.value), micros(network.value) - micros(tracker.value));
    assert.equal(gap.conversions, counted(causes), JSON.stringify(causes));
    assert.equal(micros(gap.value), worth(causes), JSON.stringify(causes));
    for (const { cause, conversions, value, entries } of causes) {
      const rows = await server.rows<Entry>(entries.replace("/api/v1/", ""));
      assert.ok(rows.length > 0 && rows.every((row) => row.cause === cause), entries);
      assert.equal(conversions, counted(rows), entries);
      assert.equal(micros(value), worth(rows), entries);
    }
  }
  for (const side of ["tracker", "network", "gap"] as const) {
    assert.equal(answer.totals[side].conversions, counted(answer.rows.map((row) => row[side])));
    assert.equal(micros(answer.totals[side].value), worth(answer.rows.map((row) => row[side])));
  }
}
