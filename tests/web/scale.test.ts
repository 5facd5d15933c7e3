/* scale - the round values of a chart's axis. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ticksOf } from "../../web/src/pages/home/scale.ts";

test("steps are round, hold every value, and zero is one of them", () => {
  assert.deepEqual(ticksOf([1, 9], 3), [0, 5, 10]);
  assert.deepEqual(ticksOf([0, 100], 4), [0, 25, 50, 75, 100]);
  assert.deepEqual(ticksOf([-33, 480], 3), [-200, 0, 200, 400, 600]);
  assert.deepEqual(ticksOf([-5, -1], 3), [-6, -4, -2, 0]);
  for (const values of [[0.0004, 0.03], [123456, 7], [-1e9, 1e9], [3]]) {
    const ticks = ticksOf(values, 3);
    assert.ok(ticks.includes(0) && (ticks[0] ?? 0) <= Math.min(0, ...values) && (ticks.at(-1) ?? 0) >= Math.max(0, ...values), `${values}: ${ticks}`);
    assert.ok(ticks.length >= 2 && ticks.length <= 6, `${values}: ${ticks}`);
  }
});

test("nothing at all has an axis too", () => {
  assert.deepEqual(ticksOf([], 3), [0, 1]);
  assert.deepEqual(ticksOf([0, 0], 3), [0, 1]);
});
