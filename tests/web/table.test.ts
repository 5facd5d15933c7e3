/* The tables' reckoning: own formulas, exact totals, the order of columns, what is copied. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFormula, valueOf } from "../../web/src/table/formula.ts";
import { applyPreset, arrange, EMPTY_LAYOUT, eventsOf, isShown, moved, nextSort, tsvOf } from "../../web/src/table/layout.ts";
import { askedWith } from "../../web/src/table/metrics.ts";
import { readNode, readOpened, SEPARATOR, writeNode, writeOpened } from "../../web/src/pages/reports/opened.ts";
import { averageOf, decimalOf, divide, microsOf, sumOf, without } from "../../web/src/table/totals.ts";

const METRICS = ["visits", "clicks", "revenue", "cost", "event1"];
const parse = (text: string) => parseFormula(text, (name) => METRICS.includes(name));
const value = (text: string, figures: Record<string, number | string | null> = {}) => valueOf(parse(text), figures);
const fault = (text: string) => {
  const parsed = parse(text);
  return "fault" in parsed ? parsed.fault : null;
};

test("a formula goes by the usual order of signs", () => {
  assert.equal(value("1 + 2 * 3"), 7);
  assert.equal(value("(1 + 2) * 3"), 9);
  assert.equal(value("10 - 4 - 3"), 3);
  assert.equal(value("12 / 3 / 2"), 2);
  assert.equal(value("-2 * -3"), 6);
  assert.equal(value(".5 + 1.25"), 1.75);
  assert.equal(value("(revenue - cost) / visits * 1000", { revenue: "12.5", cost: "2.5", visits: 400 }), 25);
  assert.equal(value("REVENUE - Cost", { revenue: "3", cost: "1" }), 2);
});

test("what divides by zero, or is not known, is undefined", () => {
  assert.equal(value("revenue / visits", { revenue: "1", visits: 0 }), null);
  assert.equal(value("revenue + clicks", { revenue: "1", clicks: null }), null);
  assert.equal(value("revenue"), null);
  assert.equal(valueOf(parse("1 +"), { visits: 1 }), null);
  assert.equal(valueOf(parse("visits"), null), null);
  assert.equal(value("revenue * revenue", { revenue: `1${"0".repeat(200)}` }), null);
});

test("a fault is told with its place", () => {
  assert.deepEqual(fault(""), { code: "empty", at: 0, word: "" });
  assert.deepEqual(fault("revenue / visit"), { code: "unknown", at: 10, word: "visit" });
  assert.deepEqual(fault("revenue *"), { code: "expected", at: 9, word: "" });
  assert.deepEqual(fault("(revenue"), { code: "expected", at: 8, word: "" });
  assert.deepEqual(fault("revenue cost"), { code: "expected", at: 8, word: "cost" });
  assert.deepEqual(fault("revenue % 2"), { code: "sign", at: 8, word: "%" });
  assert.equal(fault("1 + ".repeat(100) + "1")?.code, "long");
  assert.equal(fault("(".repeat(60) + "1" + ")".repeat(60))?.code, "deep");
  assert.equal(fault("constructor")?.code, "unknown");
  assert.equal(fault("alert(1)")?.code, "unknown");
});

test("money adds up exactly, in micro-units", () => {
  assert.equal(microsOf("0.1"), 100_000n);
  assert.equal(microsOf("-12.345678"), -12_345_678n);
  assert.equal(microsOf(null), 0n);
  assert.equal(decimalOf(-1n), "-0.000001");
  assert.equal(decimalOf(12_500_000n), "12.5");
  assert.equal(sumOf(Array.from({ length: 10 }, () => ({ revenue: "0.1" })))["revenue"], "1");
  assert.equal(sumOf([{ cost: "9007199254.740993" }, { cost: "0.000001" }])["cost"], "9007199254.740994");
});

test("a quotient is rounded once, half to even", () => {
  assert.equal(divide(5n, 2n), 2n);
  assert.equal(divide(7n, 2n), 4n);
  assert.equal(divide(-5n, 2n), -2n);
  assert.equal(divide(2n, 3n), 1n);
});

test("ratios of a sum are those of the sums, as the server reckons them", () => {
  const a = { visits: 18645, clicks: 4472, unique_clicks: 4198, conversions: 285, leads: 75, sales: 175, rebills: 5, rejected: 30, revenue: "1758.35", revenue_confirmed: "1221.15", cost: "23.713638", profit: "1734.636362", ctr: 1, cr_confirmed: 1, cv: 1, approve: 1, roi: 1, roi_confirmed: 1, roas: 1, cpv: "1", ecpm: "1", uepc: "1" };
  const sum = sumOf([a]);
  assert.deepEqual(
    { ctr: sum["ctr"], cr: sum["cr_confirmed"], cv: sum["cv"], approve: sum["approve"], roi: sum["roi"], confirmed: sum["roi_confirmed"], roas: sum["roas"], cpv: sum["cpv"], ecpm: sum["ecpm"], uepc: sum["uepc"] },
    { ctr: 23.985, cr: 4.025, cv: 1.5286, approve: 62.5, roi: 7314.9314, confirmed: 5049.5684, roas: 7414.9314, cpv: "0.001272", ecpm: "1.27185", uepc: "0.418854" },
  );
});

test("totals without a row lose its sums, and their ratios follow", () => {
  const totals = { visits: 300, conversions: 6, cost: "3.3", revenue: "9.9", profit: "6.6", cv: 2, roi: 200, cpv: "0.011" };
  const left = without(totals, [{ visits: 100, conversions: 6, cost: "3.3", revenue: "0.3", profit: "-3" }]);
  assert.deepEqual(left, { visits: 200, conversions: 0, cost: "0", revenue: "9.6", profit: "9.6", cv: 0, roi: null, cpv: "0" });
  assert.deepEqual(without(totals, []), totals);
});

test("the network's side has ratios of its own", () => {
  const sum = sumOf([{ impressions: 1000, clicks: 10, conversions: 2, cost: "5", value: "20", revenue: "20", ctr: 0, ecpm: "0", ecpc: "0", cvr: 0, ecpa: "0", roi: 0 }]);
  assert.deepEqual([sum["ctr"], sum["ecpm"], sum["ecpc"], sum["cvr"], sum["ecpa"], sum["roi"]], [1, "5", "0.5", 20, "2.5", 300]);
  const noClicks = sumOf([{ impressions: 1000, clicks: 0, conversions: 2, cvr: 0.2 }]);
  assert.equal(noClicks["cvr"], 0.2);
});

test("an average is of what adds up alone", () => {
  assert.deepEqual(averageOf({ visits: 5, cost: "1", ctr: 3 }, 2), { visits: 2.5, cost: "0.5" });
  assert.deepEqual(averageOf({ visits: 5 }, 0), {});
});

test("columns stand as the user put them, new ones by their neighbour, the first one first", () => {
  const columns = [{ id: "name" }, { id: "a" }, { id: "b" }, { id: "c", isShown: false }];
  const ids = (order: string[]) => arrange(columns, { ...EMPTY_LAYOUT, order }).map((column) => column.id);
  assert.deepEqual(ids([]), ["name", "a", "b", "c"]);
  assert.deepEqual(ids(["b", "a"]), ["name", "b", "c", "a"]);
  assert.deepEqual(ids(["gone", "c", "name", "a"]), ["name", "c", "a", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", "c"), ["b", "c", "a"]);
  const layout = applyPreset({ ...EMPTY_LAYOUT, hidden: ["x"] }, ["c"], ["a", "b", "c"]);
  assert.deepEqual(columns.map((column) => isShown(column, layout)), [true, false, false, true]);
  assert.deepEqual(layout.hidden, ["x", "a", "b"]);
});

test("a click sorts down, up, not at all; with Shift as the second", () => {
  assert.deepEqual(nextSort([], "cost", false), ["-cost"]);
  assert.deepEqual(nextSort(["-cost"], "cost", false), ["cost"]);
  assert.deepEqual(nextSort(["cost"], "cost", false), []);
  assert.deepEqual(nextSort(["-cost"], "visits", true), ["-cost", "-visits"]);
  assert.deepEqual(nextSort(["-cost", "-visits"], "roi", true), ["-cost", "-roi"]);
});

test("what is copied stays text in a spreadsheet", () => {
  assert.equal(tsvOf([["Name", "Profit"], ["=cmd()\tx\ny", "-3.5"], ["+a", "1"], ["-", ""]]), "Name\tProfit\n'=cmd() x y\t-3.5\n'+a\t1\n'-\t");
});

test("opened rows of a report go into the address and come back, whatever their values hold", () => {
  const nodes = ["country:FR", ["country:FR", "os:Android"].join(SEPARATOR), ["city:a|b", "isp:c\\d|"].join(SEPARATOR), 'city:"!x'];
  for (const node of nodes) assert.equal(readNode(writeNode(node)), node);
  assert.equal(writeNode(nodes[1] ?? ""), "country:FR|os:Android");
  assert.deepEqual([...readOpened(writeOpened(new Set(nodes)))], nodes);
  const many = new Set(Array.from({ length: 2000 }, (_, i) => `campaign:${i}`));
  const kept = writeOpened(many);
  assert.ok(kept.join("&open=").length < 6000 && kept.at(-1) === "campaign:1999", "an address has an end: the last ones stay");
});

test("events are asked for where their column is shown, or a formula names them", () => {
  assert.deepEqual(eventsOf(EMPTY_LAYOUT), []);
  assert.deepEqual(eventsOf({ ...EMPTY_LAYOUT, shown: ["event2", "event30", "event31", "visits"], hidden: ["event30"] }), ["event2"]);
  assert.deepEqual(eventsOf({ ...EMPTY_LAYOUT, formulas: [{ id: "f", name: "f", text: "EVENT12 / visits + event3", kind: "number" }] }), ["event3", "event12"]);
  assert.equal(askedWith([]), null);
  assert.ok(askedWith(["event2"])?.startsWith("visits,") && askedWith(["event2"])?.endsWith(",event2"));
});
