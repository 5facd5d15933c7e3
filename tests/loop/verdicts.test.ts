/* verdicts - a workspace's lists of bots applied to visits that are over: what is counted beforehand is what comes, every figure and
 * every cost follows, again and back again, whatever ends the process in the middle. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { run as rebond, start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive } from "./http.ts";
import * as world from "./world.ts";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const PROXIED = { "http-trusted-proxies": "127.0.0.0/8" };
const EVER = { from: "2020-01-01", to: "2036-01-01" };
const LISTED = "203.0.113.";

interface Run extends Json {
  id: number;
  state: string;
  visits: number;
  bots: number;
  people: number;
  judged_bots: number;
  judged_people: number;
  cost: string;
}

let server: Server;

const list = (...addresses: string[]): Promise<Json> => server.api("PATCH", "settings", { bots: { addresses, agents: [] } });
const ended = async (run: Run): Promise<Run> =>
  waitFor("the end of the run", async () => {
    const now = await server.api<Run>("GET", `bots/runs/${run.id}`);
    return now.state !== "running" && now.state !== "cancelling" ? now : undefined;
  }, 60_000);
const apply = async (dry = false): Promise<Run> => ended(await server.api<Run>("POST", "bots/apply", { ...EVER, dry_run: dry }));
const clickid = async (campaign: world.Campaign, address: string): Promise<string> => {
  const reply = await ask(server.tracking, `/${campaign.key}?cost=0.5`, { headers: { "X-Forwarded-For": address, "User-Agent": CHROME } });
  assert.equal(reply.status, 302, reply.text);
  return new URL(reply.location).searchParams.get("s1") ?? "";
};
const counts = async (campaign: world.Campaign): Promise<Json> => (await server.api("GET", `campaigns/${campaign.id}`))["counts"] as Json;
/* The report comes to that. */
const figures = (expected: Json, bots = "out"): Promise<true> => {
  let last: Json = {};
  return waitFor(`figures of bots=${bots} as ${JSON.stringify(expected)}`, async () => {
    const { totals } = await server.api<{ totals: Json }>("GET", `report?group_by=campaign&${new URLSearchParams(EVER)}&bots=${bots}`);
    last = Object.fromEntries(Object.keys(expected).map((name) => [name, totals[name]]));
    return JSON.stringify(last) === JSON.stringify(expected) ? true : undefined;
  }, 20_000).catch((error: unknown) => {
    throw new Error(`${String(error)}; last ${JSON.stringify(last)}`);
  });
};
const proved = (): void => {
  const { code, out } = server.verify();
  assert.equal(code, 0, out);
};

describe("lists of bots applied to the past", () => {
  let campaign: world.Campaign;
  const sums = (run: Run): unknown[] => [run.state, run.visits, run.bots, run.people, run["conversions"], run.cost];

  before(async () => {
    server = await start({ settings: { "edge-threads": "1", ...PROXIED } });
    ({ campaign } = await world.makeLoop(server));
    for (let i = 1; i <= 5; i++) {
      const cid = await clickid(campaign, `${LISTED}${i}`);
      if (i <= 2) await world.postback(server, `cid=${cid}&payout=4&txid=a${i}`);
    }
    for (let i = 1; i <= 3; i++) {
      const cid = await clickid(campaign, `198.51.100.${i}`);
      if (i === 1) await world.postback(server, `cid=${cid}&payout=4`);
    }
  });
  after(() => server.stop());

  it("are counted first, and nothing changes by that", async () => {
    await list(`${LISTED}0/24`);
    assert.deepEqual(sums(await apply(true)), ["done", 8, 5, 0, 2, "-2.5"]);
    assert.equal(server.count("select count(*) n from verdict"), 0);
    await figures({ visits: 8, conversions: 3, cost: "4", revenue: "12" });
  });

  it("make bots of visits with all that is theirs: clicks, conversions, costs, in every figure", async () => {
    const run = await apply();
    assert.deepEqual(sums(run), ["done", 8, 5, 0, 2, "-2.5"]);
    assert.deepEqual([run.judged_bots, run.judged_people], [5, 0]);
    await figures({ visits: 3, conversions: 1, cost: "1.5", revenue: "4" });
    await figures({ visits: 5, conversions: 2, cost: "2.5", revenue: "8" }, "only");
    const told = await counts(campaign);
    assert.deepEqual([told["visits"], told["bot_visits"], told["conversions"]], [3, 5, 1]);
    const visits = await server.rows<Json>("visits?limit=100");
    assert.deepEqual(visits.filter((row) => row["is_bot"]).map((row) => row["signals"]), Array(5).fill(["listed"]));
    assert.equal((await server.rows<Json>("conversions")).filter((row) => row["is_bot"]).length, 2);
    proved();
  });

  it("change nothing a second time", async () => {
    assert.deepEqual(sums(await apply()), ["done", 8, 0, 0, 0, "0"]);
    assert.equal(server.count("select count(*) n from verdict"), 5);
  });

  it("count what comes later of such a visit by the new verdict", async () => {
    const [visit] = (await server.rows<Json>("visits?limit=100")).filter((row) => row["is_bot"] && row["cid"] !== undefined);
    await world.postback(server, `cid=${String(visit?.["cid"])}&payout=9&txid=late`);
    const [conversion] = await server.rows<Json>("conversions?limit=1");
    assert.equal(conversion?.["is_bot"], true);
    proved();
  });

  it("give people back when the list is emptied, and a rebuild of the facts says the same", async () => {
    await list();
    const run = await apply();
    assert.deepEqual([run.people, run.bots, run.cost], [5, 0, "2.5"]);
    await figures({ visits: 8, conversions: 4, cost: "4", revenue: "21" });
    await figures({ visits: 0, conversions: 0, cost: "0", revenue: "0" }, "only");
    proved();
    assert.equal(rebond(["rebuild-facts", "--data", server.dir]).code, 0);
    await figures({ visits: 8, conversions: 4, cost: "4", revenue: "21" });
    proved();
  });

  it("refuse a range that is none, and are told in a history", async () => {
    for (const [body, field] of [
      [{ from: "2026-01-02", to: "2026-01-01" }, "to"],
      [{ from: "yesterday", to: "2026-01-01" }, "from"],
      [{ ...EVER, tz: "Mars" }, "tz"],
    ] as const) {
      const reply = await server.call("POST", "bots/apply", body);
      assert.equal(reply.status, 422, reply.text);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
    const runs = await server.rows<Run>("bots/runs");
    assert.deepEqual(runs.map((run) => [run["dry_run"], run.bots, run.people]), [[false, 0, 5], [false, 0, 0], [false, 5, 0], [true, 5, 0]]);
  });
});

describe("costs told afterwards, and visits that turn out to be bots'", () => {
  let campaign: world.Campaign;
  before(async () => {
    server = await start({ settings: { "edge-threads": "1", ...PROXIED } });
    ({ campaign } = await world.makeLoop(server));
    for (let i = 1; i <= 4; i++) await clickid(campaign, `${LISTED}${i}`);
    for (let i = 1; i <= 3; i++) await clickid(campaign, `198.51.100.${i}`);
    for (const amount of ["10", "7"]) await server.api("POST", `campaigns/${campaign.id}/costs`, { ...EVER, amount });
  });
  after(() => server.stop());

  it("are spread anew over who is left: what was told stays what all of them cost", async () => {
    await list(`${LISTED}0/24`);
    const run = await apply();
    assert.deepEqual([run.state, run.bots, run.cost, run["cost_updates"], run["unspread"]], ["done", 4, "0", 2, 0]);
    await figures({ visits: 3, cost: "7" });
    const told = (await server.rows<Json>(`campaigns/${campaign.id}/costs`)).filter((row) => row["undone_at"] === null);
    assert.deepEqual(told.map((row) => [row["cost"], row["visits"]]), [["7", 3], ["10", 3]]);
    proved();
    await list();
    assert.equal((await apply()).people, 4);
    await figures({ visits: 7, cost: "7" });
    proved();
  });

  it("stay taken back where nobody is left", async () => {
    await list(`${LISTED}0/24`, "198.51.100.0/24");
    const run = await apply();
    assert.deepEqual([run.state, run.bots, run["unspread"]], ["done", 7, 2]);
    await figures({ visits: 0, cost: "0" });
    proved();
  });
});

describe("what is not known of a visit", () => {
  before(async () => {
    server = await start({ settings: { "edge-threads": "1", ...PROXIED } });
  });
  after(() => server.stop());

  it("leaves it as it was, and is said", async () => {
    const { campaign } = await world.makeLoop(server);
    await server.api("PATCH", "settings", { privacy: { address: "hash" } });
    await clickid(campaign, `${LISTED}1`);
    await server.api("PATCH", "settings", { privacy: { address: "network" } });
    await clickid(campaign, `${LISTED}1`);
    await server.api("PATCH", "settings", { privacy: { address: "full" } });
    const cid = await clickid(campaign, `${LISTED}1`);
    await server.api("POST", "visits/forget", { cid });
    await clickid(campaign, `${LISTED}1`);
    await list(`${LISTED}0/24`);
    const run = await apply();
    assert.deepEqual([run.visits, run["unknown"], run.bots], [4, 3, 1]);
    proved();
  });
});

describe("a run that is ended by kill -9", () => {
  before(async () => {
    server = await start({ settings: { "edge-threads": "1", ...PROXIED } });
  });
  after(() => server.stop());

  it("goes on where it was, and each visit is judged once", async () => {
    const { campaign } = await world.makeLoop(server);
    const agent = keepAlive(16);
    const many = 2600;
    await inParallel(Array.from({ length: many }, (_, i) => i), 16, (i) =>
      ask(server.tracking, `/${campaign.key}?cost=0.5`, { agent, headers: { "X-Forwarded-For": `203.0.113.${1 + (i % 250)}`, "User-Agent": CHROME } }),
    );
    agent.destroy();
    await server.api("POST", `campaigns/${campaign.id}/costs`, { ...EVER, amount: "100", method: "api" });
    await clickid(campaign, "198.51.100.7");
    await list(`${LISTED}0/25`);
    const expected = server.count("select count(*) n from personal where address like '203.0.113.%' and cast(substr(address, 11) as integer) < 128 and id in (select id from visit)");
    const run = await server.api<Run>("POST", "bots/apply", EVER);
    await waitFor("its first verdicts", async () => (server.count("select count(*) n from verdict") > 0 ? true : undefined), 30_000);
    await server.kill9();
    const before = server.count("select count(*) n from verdict");
    await server.restart();
    const done = await ended(run);
    assert.deepEqual([done.state, done.judged_bots], ["done", expected], `${before} before the end`);
    assert.equal(server.count("select count(distinct visit_id) n from verdict"), expected);
    assert.equal(server.count("select count(*) n from verdict"), expected);
    await figures({ visits: many + 1 - expected, cost: "100.5" });
    proved();
  });
});
