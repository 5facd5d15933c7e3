/* The health page's reckoning: answer times out of a histogram, and which figures mean that something is wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { boundOf, latencyOf, since } from "../../web/src/pages/health/latency.ts";
import { parsePrometheus } from "../../web/src/pages/health/prometheus.ts";
import { troublesOf } from "../../web/src/pages/health/serverTroubles.ts";

const GIB = 1024 ** 3;
const histogram = (...cumulative: number[]): string => {
  const bounds = ["0.001", "0.1", "1", "+Inf"];
  return `# HELP rebond_click_seconds clicks\n# TYPE rebond_click_seconds histogram\n${bounds.map((le, i) => `rebond_click_seconds_bucket{le="${le}"} ${cumulative[i]}`).join("\n")}\nrebond_click_seconds_sum 1\nrebond_click_seconds_count ${cumulative[3]}\n`;
};
const read = (text: string) => parsePrometheus(text);
const fine = { up: 1, disk_free_bytes: 100 * GIB, disk_size_bytes: 200 * GIB, ledger_failing: 0, facts_behind_seconds: 0.4 };
const figures = (more: Record<string, number> = {}) =>
  read(Object.entries({ ...fine, ...more }).map(([name, value]) => `rebond_${name}${name === "up" ? '{part="edge"}' : ""} ${value}\n`).join(""));
const codes = (more: Record<string, number>, before?: Record<string, number>, held = 0) =>
  troublesOf({ now: figures(more), before: before && figures(before), held }).map(({ code }) => code);

test("a histogram is told by what lies between its bounds", () => {
  const latency = latencyOf(read(histogram(90, 98, 99, 100)), "rebond_click_seconds");
  assert.deepEqual(latency?.buckets, [{ bound: 0.001, count: 90 }, { bound: 0.1, count: 8 }, { bound: 1, count: 1 }, { bound: Infinity, count: 1 }]);
  assert.deepEqual([0.5, 0.95, 0.99, 1].map((share) => boundOf(latency, share)), [0.001, 0.1, 1, Infinity]);
  assert.equal(boundOf(latencyOf(read(histogram(0, 0, 0, 0)), "rebond_click_seconds"), 0.5), null);
  assert.equal(latencyOf(read(""), "rebond_click_seconds"), null);
  assert.equal(read(histogram(1, 1, 1, 1)).get("rebond_click_seconds_bucket")?.help, "clicks");
});

test("what came since a reading is told apart; a server that started anew counts from zero", () => {
  const of = (...counts: number[]) => latencyOf(read(histogram(...counts)), "rebond_click_seconds");
  assert.equal(boundOf(since(of(1000, 1000, 1000, 1000), of(1000, 1000, 1200, 1200)), 0.5), 1);
  assert.equal(since(of(1000, 1000, 1000, 1000), of(5, 5, 5, 5))?.total, 5);
});

test("a server that does well has no trouble", () => {
  assert.deepEqual(codes({}, {}), []);
  assert.deepEqual(troublesOf({ now: read(""), before: undefined, held: 0 }), []);
});

test("each trouble is told by its figure, errors first", () => {
  assert.deepEqual(codes({ up: 0 }), ["edge_gone"]);
  assert.deepEqual(codes({ disk_free_bytes: 9 * GIB }), ["disk_low"]);
  assert.deepEqual(codes({ disk_free_bytes: GIB / 8 }), ["disk_out"]);
  assert.deepEqual(codes({ disk_free_bytes: GIB, disk_size_bytes: 1.5 * GIB }), [], "a small disk half empty");
  assert.deepEqual(codes({ facts_behind_seconds: 11 }), ["facts_behind"]);
  assert.deepEqual(codes({ facts_behind_seconds: 11, facts_rebuilding: 1 }), ["facts_rebuilding"]);
  assert.deepEqual(codes({ ledger_wal_bytes: GIB }), ["wal_large"]);
  assert.deepEqual(codes({ ledger_queue: 20_000 }), ["ledger_queue"]);
  assert.deepEqual(codes({}, undefined, 3), ["postbacks_held"]);
  assert.deepEqual(codes({ places_refused: 1 }), ["places_refused"]);
  assert.deepEqual(codes({ device_rules_refused: 1 }), ["device_rules_refused"]);
  assert.deepEqual(codes({ clicks_kept: 4, ledger_failing: 1, clicks_lost_total: 2 }), ["ledger_failing", "clicks_lost", "clicks_kept"]);
});

test("what is counted since the start is trouble only while it rises", () => {
  assert.deepEqual(codes({ facts_failures_total: 5, http_connections_refused_total: 9 }), []);
  assert.deepEqual(codes({ facts_failures_total: 5 }, { facts_failures_total: 5 }), []);
  assert.deepEqual(codes({ facts_failures_total: 6 }, { facts_failures_total: 5 }), ["facts_failing"]);
  assert.deepEqual(codes({ http_connections_refused_total: 9 }, { http_connections_refused_total: 2 }), ["connections_refused"]);
});

test("slow clicks are trouble when one in a hundred is, of enough", () => {
  const told = (...counts: number[]) => troublesOf({ now: read(histogram(...counts)), before: undefined, held: 0 }).map(({ code }) => code);
  assert.deepEqual(told(1000, 1000, 1000, 1000), []);
  assert.deepEqual(told(900, 950, 1000, 1000), ["clicks_slow"]);
  assert.deepEqual(told(0, 0, 50, 50), [], "too few to say");
});
