/* bidder - the automatic optimisation of an ad campaign: what it sets really prices and stops ad clicks, why it decided, and how that is taken back (spec/network.md §5). */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { ask, paramsOf, type Reply } from "./http.ts";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { makeLoop, targetOf, type Entity, type Loop } from "./world.ts";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

let server: Server;
let loop: Loop;

const click = (of: Loop, query = "", headers: Record<string, string> = {}): Promise<Reply> => {
  const url = new URL(of.variation.links["ad_click_url"] ?? "");
  return ask(server.network, `${url.pathname}?${query}`, { headers: { "User-Agent": CHROME, ...headers } });
};
const costOf = (reply: Reply): string | undefined => {
  assert.equal(reply.status, 302, reply.text);
  return paramsOf(reply.headers.location ?? "").get("cost") ?? undefined;
};
/** Sets what a bidder of the loop's ad campaign has set by now. */
const set = (bidder: Entity, body: Json): Promise<Entity> => server.api<Entity>("PATCH", `bidders/${bidder.id}`, body);

before(async () => {
  server = await start();
  loop = await makeLoop(server);
});

describe("what a bidder has set", () => {
  let bidder: Entity;
  before(async () => {
    bidder = await server.api<Entity>("POST", "bidders", { name: "Bidder", adcampaign_id: loop.adcampaign.id, every_hours: 0 });
  });

  test("the price of a zone is what its clicks cost; other zones cost the campaign's", async () => {
    await set(bidder, { zone_prices: [{ zone_id: 7, price: "0.0123" }] });
    assert.equal(costOf(await click(loop, "zone_id=7")), "0.0123");
    assert.equal(costOf(await click(loop, "zone_id=8")), "0.05");
    assert.equal(costOf(await click(loop)), "0.05");
  });

  // spec: n5-bidder-rules
  test("a value of each of the eight dimensions gets no ad, and says by what", async () => {
    const cases: [string, string, string, Record<string, string>][] = [
      ["zone", "7", "zone_id=7", {}],
      ["site", "3", "site_id=3", {}],
      ["country", "FRA", "country=FRA", {}],
      ["language", "pt", "", { "Accept-Language": "pt-BR,pt;q=0.9" }],
      ["browser", "Chrome", "", {}],
      ["os", "iOS", "", { "User-Agent": IPHONE }],
      ["device_type", "mobile", "", { "User-Agent": IPHONE }],
    ];
    for (const [dimension, value, query, headers] of cases) {
      await set(bidder, { blocked: [] });
      assert.equal((await click(loop, query, headers)).status, 302, dimension);
      await set(bidder, { blocked: [{ dimension, value }] });
      const refused = await click(loop, query, headers);
      assert.equal(refused.status, 404, `${dimension} ${value}`);
      assert.match(refused.text, new RegExp(`blocked this ${dimension}`));
      const other = dimension === "browser" ? { "User-Agent": IPHONE } : {};
      assert.equal((await click(loop, "zone_id=8&site_id=4", other)).status, 302, `${dimension} blocks what it does not name`);
    }
    await set(bidder, { blocked: [] });
  });

  test("a paused bidder's blocks hold, an archived one's do not", async () => {
    await set(bidder, { blocked: [{ dimension: "zone", value: "7" }], status: "paused" });
    assert.equal((await click(loop, "zone_id=7")).status, 404);
    await server.api("DELETE", `bidders/${bidder.id}`);
    assert.equal((await click(loop, "zone_id=7")).status, 302);
    await server.api("POST", `bidders/${bidder.id}/restore`);
    assert.equal((await click(loop, "zone_id=7")).status, 404);
    await set(bidder, { blocked: [], status: "active" });
  });

  test("an ad campaign has one bidder, and what it names must be there", async () => {
    const refused = async (status: number, field: string, body: Json): Promise<void> => {
      const reply = await server.call("POST", "bidders", { name: "B", ...body });
      assert.equal(reply.status, status, reply.text);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    };
    const free = await server.api<Entity>("POST", "adcampaigns", { name: "Free", price: "1" });
    await refused(409, "adcampaign_id", { adcampaign_id: loop.adcampaign.id });
    await refused(422, "adcampaign_id", { adcampaign_id: 999 });
    await refused(422, "goal_id", { adcampaign_id: free.id, goal_id: "0".repeat(32) });
    await refused(422, "period_days", { adcampaign_id: free.id, period_days: 4 });
    await refused(422, "worth.amount", { adcampaign_id: free.id, automatic: true, worth: { from: "target" } });
    await refused(422, "price_max", { adcampaign_id: free.id, price_min: "2", price_max: "1" });
    await refused(422, "blocked[0].value", { adcampaign_id: free.id, blocked: [{ dimension: "zone", value: "seven" }] });
    await refused(422, "rules[0].conditions", { adcampaign_id: free.id, rules: [{ name: "R", dimension: "zone", conditions: [] }] });
  });
});

interface Decision extends Json {
  id: number | null;
  actor: string;
  dimension: string;
  value: string;
  action: "block" | "price";
  reason: string;
  reason_text: string;
  rule: { name: string; conditions: { metric: string; op: string; value: string; found: string | null }[] } | null;
  before: string | null;
  after: string | null;
  figures: { clicks: number; cost: string; conversions: number; value: string; ecpa: string | null; profit: string };
  undone_at: string | null;
  undone_by: string | null;
}
interface Decided extends Json {
  outcome: string;
  looked: number;
  kept: Record<string, number>;
  decisions: Decision[];
  live: boolean;
}

describe("a bidder that decides", () => {
  let ours: Loop;
  let bidder: Entity;
  const decide = (body: Json = {}): Promise<Decided> => server.api<Decided>("POST", `bidders/${bidder.id}/decisions`, body);
  const history = (): Promise<Decision[]> => server.rows<Decision>(`bidders/${bidder.id}/decisions`);
  const told = (decisions: Decision[]): string[] => decisions.map((one) => `${one.action} ${one.dimension} ${one.value} ${one.reason}`);
  const convert = async (reply: Reply, value: string): Promise<void> => {
    const tag = paramsOf(reply.headers.location ?? "").get("external_id") ?? "";
    const answer = await ask(server.network, `${targetOf(ours.goal.links["postback_url"] ?? "")}${tag}&value=${value}`);
    assert.equal(answer.text, "OK");
  };
  /** Until the statistics count so many clicks and conversions of the ad campaign. */
  const counted = (clicks: number, conversions: number): Promise<unknown> =>
    waitFor(`${clicks} clicks in the statistics`, async () => {
      const { totals } = await server.api<{ totals: { clicks: number; conversions: number } }>("GET", `adreport?filter=adcampaign:${ours.adcampaign.id}`);
      return totals.clicks === clicks && totals.conversions === conversions;
    });

  before(async () => {
    ours = await makeLoop(server, { adcampaign: { name: "Optimised", price: "0.1" } });
    bidder = await server.api<Entity>("POST", "bidders", {
      name: "Zones", adcampaign_id: ours.adcampaign.id, goal_id: ours.goal.id, automatic: true, test_budget: "0.5", period_days: 1, every_hours: 0,
    });
    /* Zone 1 brings nothing, a click of zone 2 half its price, one of zone 4 ten times, and zone 3 is still tested. */
    for (const [zone, clicks, value] of [[1, 6, ""], [2, 6, "0.3"], [3, 2, ""], [4, 6, "6"]] as const) {
      let last: Reply | null = null;
      for (let i = 0; i < clicks; i++) last = await click(ours, `zone_id=${zone}&site_id=${zone}&country=FRA`, { "Accept-Language": "fr-FR" });
      if (value !== "" && last !== null) await convert(last, value);
    }
    await counted(20, 2);
  });

  test("a dry run shows what it would do, and changes nothing", async () => {
    const dry = await decide({ dry_run: true });
    assert.deepEqual(told(dry.decisions).sort(), ["block zone 1 no_conversion", "price zone 2 worth"]);
    assert.deepEqual([dry.kept["testing"], dry.kept["same_price"], dry.looked, dry.outcome], [1, 1, 4, "done"]);
    assert.ok(dry.decisions.every((one) => one.id === null));
    const wider = await decide({ dry_run: true, changes: { test_budget: "0.1" } });
    assert.ok(told(wider.decisions).includes("block zone 3 no_conversion"));
    assert.deepEqual(await history(), []);
    const now = await server.api<Json>("GET", `bidders/${bidder.id}`);
    assert.deepEqual([now["version"], now["blocked"], now["zone_prices"], now["last_run"], now["test_budget"]], [1, [], [], null, "0.5"]);
    assert.equal(costOf(await click(ours, "zone_id=1")), "0.1");
    await counted(21, 2);
  });

  test("what it decides is in force at once, and the history has the figures, before and after", async () => {
    const done = await decide();
    assert.deepEqual([told(done.decisions).sort(), done.live], [["block zone 1 no_conversion", "price zone 2 worth"], true]);
    assert.equal((await click(ours, "zone_id=1")).status, 404);
    const again = await decide();
    assert.deepEqual([again.decisions, again.kept["blocked"], again.kept["same_price"]], [[], 1, 2], "the same figures lead to nothing more");
    assert.equal(costOf(await click(ours, "zone_id=2")), "0.05");
    const rows = await history();
    const block = rows.find((one) => one.action === "block");
    const price = rows.find((one) => one.action === "price");
    assert.deepEqual(block?.figures, { impressions: 0, clicks: 7, cost: "0.7", conversions: 0, value: "0", ecpa: null, profit: "-0.7" });
    assert.deepEqual([price?.before, price?.after, price?.figures.clicks, price?.figures.value, price?.figures.ecpa], [null, "0.05", 6, "0.3", "0.6"]);
    assert.match(String(block?.actor), /^key /);
    assert.match(String(block?.reason_text), /test budget/);
    const now = await server.api<{ last_run: Json; zone_prices: Json[] }>("GET", `bidders/${bidder.id}`);
    assert.deepEqual([now.last_run["outcome"], now.last_run["decided"], now.zone_prices], ["done", 0, [{ zone_id: 2, price: "0.05" }]]);
    const [change] = await server.rows<{ changed: string[] }>(`bidders/${bidder.id}/history`);
    assert.deepEqual(change?.changed.map((one) => one.replace(/[.[].*/, "")).sort(), ["blocked", "zone_prices"]);
  });

  test("an export carries what it has set", async () => {
    const config = await server.api<{ bidders: Json[] }>("GET", "export");
    const mine = config.bidders.find((one) => one["id"] === bidder.id);
    assert.deepEqual([mine?.["blocked"], mine?.["zone_prices"]], [[{ dimension: "zone", value: "1" }], [{ zone_id: 2, price: "0.05" }]]);
    const importing = (price: string): Promise<Json> => server.api<Json>("POST", "import?plan=false", { ...config, bidders: config.bidders.map((one) => (one === mine ? { ...one, zone_prices: [{ zone_id: 2, price }] } : one)) });
    await importing("0.06");
    assert.equal(costOf(await click(ours, "zone_id=2")), "0.06");
    await importing("0.05");
  });

  test("the history is a table as well", async () => {
    const csv = await ask(server.dashboard, `/api/v1/bidders/${bidder.id}/decisions`, { headers: { Authorization: `Bearer ${server.key}`, Accept: "text/csv" } });
    const [head, ...lines] = csv.text.trim().split("\r\n");
    assert.match(String(csv.headers["content-type"]), /^text\/csv/);
    assert.deepEqual([head?.startsWith("id,decided_at,actor,dimension,value,action,reason"), lines.length], [true, 2]);
  });

  // spec: n5-bidder-undo
  test("each decision can be taken back, and the bidder leaves what was taken back alone", async () => {
    const undo = (id: number | null): Promise<Decision> => server.api<Decision>("DELETE", `bidders/${bidder.id}/decisions/${id}`);
    for (const decision of await history()) {
      const undone = await undo(decision.id);
      assert.match(String(undone.undone_by), /^key /);
      assert.equal((await undo(decision.id)).undone_at, undone.undone_at, "once more changes nothing");
    }
    assert.equal(costOf(await click(ours, "zone_id=1")), "0.1");
    assert.equal(costOf(await click(ours, "zone_id=2")), "0.1");
    const again = await decide();
    assert.deepEqual([again.decisions, again.kept["held"]], [[], 2]);
    assert.equal((await server.call("DELETE", `bidders/${bidder.id}/decisions/999999`)).status, 404);
    const other = await server.api<Entity>("GET", `bidders/${bidder.id}`);
    await server.api("PATCH", `bidders/${bidder.id}`, { held: [], version: other["version"] });
    assert.deepEqual(told((await decide()).decisions).sort(), ["block zone 1 no_conversion", "price zone 2 worth"]);
  });

  test("a price that was changed since is not taken back", async () => {
    const price = (await history()).find((one) => one.action === "price" && one.undone_at === null);
    await server.api("PATCH", `bidders/${bidder.id}`, { zone_prices: [{ zone_id: 2, price: "0.07" }] });
    const refused = await server.call("DELETE", `bidders/${bidder.id}/decisions/${price?.id}`);
    assert.equal(refused.status, 409, refused.text);
    assert.match(refused.text, /it is 0\.07 now/);
    assert.equal(costOf(await click(ours, "zone_id=2")), "0.07");
  });

  // spec: n5-bidder-rules
  test("a rule blocks the values of its dimension for which its conditions hold, and says by which figures", async () => {
    const rule = { name: "Costly", dimension: "zone", conditions: [{ metric: "clicks", op: "greater_or_equal", value: "6" }, { metric: "ecpa", op: "greater", value: "0.5" }] };
    const dry = await decide({ dry_run: true, changes: { automatic: false, rules: [rule], blocked: [], held: [{ dimension: "zone", value: "4" }] } });
    assert.deepEqual(told(dry.decisions).sort(), ["block zone 1 rule", "block zone 2 rule"]);
    const second = dry.decisions.find((one) => one.value === "1");
    assert.deepEqual([second?.rule?.name, second?.rule?.conditions.map(({ found }) => found)], ["Costly", [String(second?.figures.clicks), null]]);
  });

  test("every dimension that a rule may name is one of the statistics", async () => {
    const all = ["browser", "country", "device_type", "language", "carrier", "os", "site", "zone"];
    const rules = all.map((dimension) => ({ name: dimension, dimension, period_days: 2, conditions: [{ metric: "clicks", op: "greater", value: "0" }] }));
    const dry = await decide({ dry_run: true, changes: { automatic: false, rules, blocked: [], held: [] } });
    const found = told(dry.decisions);
    for (const one of ["browser Chrome", "country FRA", "device_type desktop", "language fr", "os Windows", "site 4", "zone 4"])
      assert.ok(found.includes(`block ${one} rule`), `${one}: ${found.join(", ")}`);
  });

  // spec: n1.2-bidder
  test("without its goal it decides nothing", async () => {
    await server.api("DELETE", `goals/${ours.goal.id}`);
    const done = await decide();
    assert.deepEqual([done.outcome, done.decisions], ["goal_archived", []]);
    await server.api("POST", `goals/${ours.goal.id}/restore`);
  });

  test("an archived one decides nothing, though a dry run still shows what it would", async () => {
    await server.api("DELETE", `bidders/${bidder.id}`);
    const refused = await server.call("POST", `bidders/${bidder.id}/decisions`, {});
    assert.equal(refused.status, 409, refused.text);
    assert.equal((await decide({ dry_run: true })).outcome, "done");
    await server.api("POST", `bidders/${bidder.id}/restore`);
  });

  test("deciding while a person changes the settings loses neither", async () => {
    const blocks = async (): Promise<number> => (await history()).filter((one) => one.action === "block" && one.value === "1").length;
    const before = await blocks();
    await server.api("PATCH", `bidders/${bidder.id}`, { blocked: [], zone_prices: [], held: [] });
    const changes = Array.from({ length: 8 }, (_, i) => server.call("PATCH", `bidders/${bidder.id}`, { price_min: `0.00${i + 1}` }));
    const runs = Array.from({ length: 4 }, () => server.call("POST", `bidders/${bidder.id}/decisions`, {}));
    for (const reply of await Promise.all([...changes, ...runs])) assert.ok([200, 409].includes(reply.status), reply.text);
    for (const reply of await Promise.all(changes)) assert.equal(reply.status, 200, reply.text);
    await decide();
    const now = await server.api<{ blocked: Json[]; zone_prices: Json[] }>("GET", `bidders/${bidder.id}`);
    assert.deepEqual([now.blocked, now.zone_prices.length], [[{ dimension: "zone", value: "1" }], 1]);
    assert.equal(await blocks(), before + 1, "a value is blocked once, however many decide at a time");
  });

  test("a body that it does not know is refused by its field", async () => {
    for (const [body, field] of [[{ dry: true }, "dry"], [{ dry_run: 1 }, "dry_run"], [{ changes: {} }, "changes"], [{ dry_run: true, changes: { period_days: 4 } }, "period_days"]] as const) {
      const reply = await server.call("POST", `bidders/${bidder.id}/decisions`, body);
      assert.equal(reply.status, 422, reply.text);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
  });
});

describe("a bidder's schedule", () => {
  test("it decides by itself when its time has come; paused or by hand alone it does not", async () => {
    const own = await start({ settings: { "bidder-every-s": "1" } });
    const make = async (name: string, more: Json): Promise<Entity> => {
      const { id } = await own.api<Entity>("POST", "adcampaigns", { name, price: "0.1" });
      return own.api<Entity>("POST", "bidders", { name, adcampaign_id: id, automatic: true, ...more });
    };
    const byHand = await make("By hand", { every_hours: 0 });
    const paused = await make("Paused", { every_hours: 0 });
    await own.api("PATCH", `bidders/${paused.id}`, { status: "paused", every_hours: 1 });
    const scheduled = await make("Scheduled", { every_hours: 1 });
    const runOf = async (bidder: Entity): Promise<Json | null> => (await own.api<{ last_run: Json | null }>("GET", `bidders/${bidder.id}`)).last_run;
    const run = await waitFor("a run by the schedule", async () => (await runOf(scheduled)) ?? undefined);
    assert.deepEqual([run["actor"], run["outcome"]], ["bidder", "done"]);
    assert.deepEqual([await runOf(byHand), await runOf(paused)], [null, null]); /* looked at before it */
    await own.stop();
  });
});
