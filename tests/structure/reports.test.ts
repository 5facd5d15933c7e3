/* reports - docs/reports.md names every dimension and every metric that the tables of src/facts/ have. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

/** The names that stand in `name` cells of the page, ranges such as `token1` to `token30` written out. */
function namesOfPage(): Set<string> {
  const names = new Set<string>();
  for (const [, name = "", last] of read("docs/reports.md").matchAll(/^\| `(\w+)`(?: to `(\w+)`)? \|/gm)) {
    const stem = name.replace(/\d+$/, "");
    const end = last === undefined ? 0 : Number(last.replace(/^\D+/, "").replace(/^_/, ""));
    names.add(name);
    for (let i = 1; i <= end; i++) names.add(`${stem}${i}`);
  }
  return names;
}

describe("docs/reports.md", () => {
  const page = namesOfPage();
  const missing = (names: string[]): string[] => names.filter((name) => !page.has(name));

  it("names every dimension", () => {
    const text = read("src/facts/dimension.c");
    const names = [...text.matchAll(/\b(?:TRACKER|VISITOR|CONVERSIONS|LEDGER|NETWORK)\(\s*"(\w+)"/g)].map(([, name = ""]) => name);
    const times = [...text.matchAll(/\{[\s\\]*"(\w+)",[\s\\]*table/g)].map(([, name = ""]) => name);
    assert.ok(names.length > 60 && times.length === 6, `${names.length} and ${times.length} names`);
    assert.deepEqual(missing([...names, ...times, "token1", "token30", "param10", "event_value10"]), []);
  });

  it("names every metric", () => {
    const text = read("src/facts/metric.c");
    const counts = [...text.matchAll(/^\s+(?:AD_)?COUNT\((\w+),/gm)].map(([, name = ""]) => name);
    const formulas = [...text.matchAll(/^\s+(?:AMOUNT|PERCENT|PERCENT_OF_CLICKS|EACH|PER_CLICK)\("(\w+)"/gm)].map(([, name = ""]) => name);
    assert.ok(counts.length > 12 && formulas.length > 25, `${counts.length} and ${formulas.length} names`);
    assert.deepEqual(missing([...counts, ...formulas, "cvr", "event1", "event30"]), []);
  });
});
