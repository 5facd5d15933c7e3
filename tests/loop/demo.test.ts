/* demo - `rebond demo` plays the whole loop, and both sides' figures agree in every number that both have; then
 * it plants faults, and the reconciliation names each. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { run } from "./harness.ts";

describe("rebond demo", () => {
  let out = "";

  /* 100 clicks for 0.05, two purchases of 5 and 5.25. */
  before(() => {
    const played = run(["demo", "--clicks", "100"]);
    assert.equal(played.code, 0, `${played.out}\n${played.err}`);
    out = played.out;
  });

  it("ends well, with the report and the network's statistics equal in all and site by site", () => {
    const [, reports = ""] = out.split("Both sides' reports");
    const rows = reports
      .split("\n")
      .map((line) => /^ +(\w+) +(-?[\d.]+) += +(-?[\d.]+) +(\w+)$/.exec(line)?.slice(1))
      .filter((row) => row !== undefined);
    assert.deepEqual(rows, [
      ["clicks", "100", "100", "visits"],
      ["cost", "5", "5", "cost"],
      ["ecpc", "0.05", "0.05", "cpv"],
      ["conversions", "2", "2", "conversions"],
      ["value", "10.25", "10.25", "revenue"],
      ["cvr", "2", "2", "cv"],
      ["ecpa", "2.5", "2.5", "cpa"],
      ["profit", "5.25", "5.25", "profit"],
      ["roi", "105", "105", "roi"],
    ]);
    assert.match(out, /7 sites with 13 zones/);
    assert.match(reports, /7 sites, 63 of 63 numbers equal/);
  });

  it("plants a lost postback, a late one and a wrong goal id, and the reconciliation names these and nothing else", () => {
    const [, reconciled = ""] = out.split("Reconciliation");
    const rows = reconciled
      .split("\n")
      .map((line) => /^ +(ad network|\w+) +(-?\d+) +(-?[\d.]+) /.exec(line)?.slice(1))
      .filter((row) => row !== undefined);
    /* 5.5 is passed on; 5.75, 6 and 6.25 are not. */
    assert.deepEqual(rows, [
      ["tracker", "6", "33.75"],
      ["late", "-1", "-6.25"],
      ["lost", "-1", "-5.75"],
      ["wrong_goal", "-1", "-6"],
      ["ad network", "3", "15.75"],
    ]);
  });
});
