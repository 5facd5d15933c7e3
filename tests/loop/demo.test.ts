/* demo - `rebond demo` plays the whole loop, and both sides' figures agree in every number that both have. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { run } from "./harness.ts";

describe("rebond demo", () => {
  it("ends well, with the report and the network's statistics equal in all and site by site", () => {
    const { code, out, err } = run(["demo", "--clicks", "100"]);
    assert.equal(code, 0, `${out}\n${err}`);
    const [, reports = ""] = out.split("Both sides' reports");
    /* 100 clicks for 0.05, two purchases of 5 and 5.25. */
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
    assert.match(reports, /7 sites, 63 of 63 numbers equal/);
  });
});
