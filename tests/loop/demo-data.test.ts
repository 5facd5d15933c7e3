/* demo-data - the demo data: loaded into a workspace of their own while the ledger is empty, proved like everything else,
 * never sent to anybody, and removed without a trace in everybody's workspaces (docs/decisions). */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { enter, setUp } from "./people.ts";
import * as world from "./world.ts";

const LOAD_MS = 120_000;
const DAY_MS = 24 * 3600_000;
const day = (ago: number): string => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
const SPAN = `from=${day(29)}&to=${day(0)}&tz=UTC`;

interface Demo {
  state: string;
  workspace: number | null;
  may_load: boolean;
  reason: string | null;
  entries: number;
  error: string | null;
}

const look = (server: Server): Promise<Demo> => server.api<Demo>("GET", "demo");
const loaded = (server: Server): Promise<Demo> =>
  waitFor("the demo data", async () => { const demo = await look(server); return demo.state === "loading" ? undefined : demo; }, LOAD_MS);

async function load(server: Server): Promise<Demo> {
  const begun = await server.api<Demo>("POST", "demo", {});
  assert.ok(begun.state === "loading" || begun.state === "loaded", begun.state);
  return loaded(server);
}

async function caughtUp(server: Server): Promise<void> {
  await world.waitForFacts(server, LOAD_MS);
}

describe("the demo data", () => {
  let server: Server;
  let demo: Demo;
  let inside: Record<string, string>;

  before(async () => {
    server = await start();
    await setUp(server);
  });

  it("may be loaded while the ledger is empty, by an owner alone", async () => {
    const { state, may_load } = await look(server);
    assert.deepEqual([state, may_load], ["none", true]);
    const manager = await enter(server, "max@example.com", "manager", [1]);
    assert.equal((await manager.api("POST", "demo", {})).status, 403);
    assert.equal((await manager.api("DELETE", "demo")).status, 403);
    assert.equal((await manager.api("GET", "demo")).status, 200);
  });

  it("are loaded in the background into a workspace of their own, and a second load is refused", async () => {
    demo = await load(server);
    assert.deepEqual([demo.state, demo.reason, demo.error], ["loaded", "loaded", null]);
    inside = { "X-Workspace": String(demo.workspace) };
    const spaces = await server.rows<{ id: number; name: string; demo: string | null }>("workspaces");
    assert.deepEqual(spaces.map((one) => [one.name, one.demo]), [["Initial", null], ["Demo", "loaded"]]);
    assert.ok(server.count("select count(*) as n from visit") > 50_000);
    assert.equal((await server.call("POST", "demo", {})).status, 409);
  });

  it("are looked at for what needs a hand by the time that they are there, and again once they are in the facts", async () => {
    interface Health {
      findings: { code: string }[];
      behind_ms: number;
    }
    const look = async (): Promise<Health> => server.api<Health>("GET", "health/tracking", undefined, inside);
    const codesOf = ({ findings }: Health): string[] => findings.map(({ code }) => code);
    const first = await look();
    assert.ok(codesOf(first).includes("forward_refused"), `of the ledger, at once: ${codesOf(first).join()}`);
    await caughtUp(server);
    assert.ok((await look()).behind_ms < 5000);
    /* At once, unless the first look met facts that were nearly there: then with the next that is taken by itself. */
    await waitFor("what is judged from the facts", async () => codesOf(await look()).includes("postback_silent"), 90_000);
  });

  it("are proved by verify, in the ledger and in the facts", async () => {
    await caughtUp(server);
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
    assert.match(out, / 0 faults/);
  });

  it("fill reports, lists and logs: gains and losses, every status, forwards taken and refused, goals", async () => {
    const report = await server.api<{ rows: { profit: string }[]; totals: { conversions: number } }>("GET", `report?group_by=campaign&${SPAN}`, undefined, inside);
    assert.ok(report.rows.some((row) => Number(row.profit) > 0) && report.rows.some((row) => Number(row.profit) < 0));
    assert.ok(report.totals.conversions > 500);
    for (const by of ["country", "day", "token5"])
      assert.ok((await server.api<{ rows: Json[] }>("GET", `report?group_by=${by}&${SPAN}`, undefined, inside)).rows.length > 5, by);
    const words = (query: string): string[] => server.sql<{ word: string }>(query).map((row) => row.word);
    assert.deepEqual(words("select distinct status as word from conversion order by 1"), ["lead", "rebill", "rejected", "sale", "unmapped"]);
    const outcomes = words("select distinct outcome as word from answer");
    for (const outcome of ["delivered", "duplicate", "refused", "retrying"]) assert.ok(outcomes.includes(outcome), outcome);
    const goals = await server.api<{ rows: { id: string }[] }>("GET", "goals", undefined, inside);
    const ads = await server.api<{ totals: Json }>("GET", `adreport?group_by=variation&goals=${goals.rows.map((goal) => goal.id).join(",")}&${SPAN}`, undefined, inside);
    assert.ok(JSON.stringify(ads.totals).includes("conversions"));
    const findings = await server.api<{ findings: { code: string }[] }>("GET", "health/tracking?fresh=true", undefined, inside);
    const codes = findings.findings.map((finding) => finding.code);
    for (const code of ["postback_silent", "unmapped_status", "forward_refused"]) assert.ok(codes.includes(code), `${code} of ${codes.join()}`);
    assert.ok(server.count("select count(*) as n from cost_update") >= 4);
  });

  it("have visitors of real places and providers, and machines with every sign but one's own list", async () => {
    const groups = async (by: string, more = ""): Promise<Map<string, number>> =>
      new Map((await server.api<{ rows: (Json & { visits: number })[] }>("GET", `report?group_by=${by}&metrics=visits&limit=1000&${SPAN}${more}`, undefined, inside)).rows.map((row) => [String(row[by]), row.visits]));
    for (const [by, least] of [["region", 50], ["city", 150], ["isp", 60]] as const) {
      const found = await groups(by);
      assert.ok(found.size > least, `${found.size} of ${by}`);
      const all = [...found.values()].reduce((sum, one) => sum + one, 0);
      assert.ok((found.get("unknown") ?? 0) < all / 4, `${found.get("unknown")} of ${all} have no ${by}`);
    }
    const signals = await groups("bot_signal", "&bots=only");
    assert.deepEqual([...signals.keys()].sort(), ["crawler", "frequent", "head", "hosting", "impossible", "link_preview", "no_agent", "no_language"]);
    assert.ok((await groups("bot_reason", "&bots=only")).size >= 8);
    const visits = await server.api<{ rows: { country: string; region: string | null; city: string | null; isp: string | null; address: string | null }[] }>("GET", "visits?limit=40", undefined, inside);
    for (const visit of visits.rows) {
      const address = visit.address ?? "";
      assert.match(address, /^\d+\.\d+\.\d+\.\d+$/);
      const { country, region, city, isp } = await server.api<Json>("GET", `places/find?address=${address}`);
      assert.deepEqual([visit.country, visit.region, visit.city, visit.isp], [country, region, city, isp], address);
    }
    const ads = await server.api<{ totals: { clicks: number; raw: { clicks: number } } }>("GET", `adreport?bots=both&${SPAN}`, undefined, inside);
    assert.ok(ads.totals.raw.clicks > ads.totals.clicks);
  });

  it("have a split with a winner", async () => {
    const campaigns = await server.api<{ rows: { id: number }[] }>("GET", "campaigns?limit=1", undefined, inside);
    const split = await server.api<{ verdicts: { cr: { word: string } } }>("GET", `campaigns/${campaigns.rows[0]?.id}/splits?by=offer&${SPAN}`, undefined, inside);
    assert.equal(split.verdicts.cr.word, "leads");
  });

  it("are in nobody's figures who does not ask for them, and in no export", async () => {
    assert.deepEqual((await server.api<{ rows: Json[] }>("GET", `report?group_by=campaign&${SPAN}`)).rows, []);
    assert.deepEqual(await server.rows("campaigns"), []);
    assert.deepEqual(await server.rows("visits"), []);
    const config = await server.api<{ workspaces: Json[]; campaigns: Json[] }>("GET", "export");
    assert.deepEqual([config.workspaces.length, config.campaigns.length], [1, 0]);
  });

  it("are never sent: neither what a new conversion would tell, nor again what was told", async () => {
    const rows = await server.api<{ rows: { cid: string; network?: { id: number } }[] }>("GET", "conversions?status=sale&limit=1", undefined, inside);
    const cid = rows.rows[0]?.cid;
    const before = server.count("select count(*) as n from attempt");
    assert.equal((await server.call("POST", "conversions", { cid, txid: "mine", payout: "3", status: "sale" }, inside)).status, 200);
    const reasons = server.sql<{ reason: string }>("select reason from forward order by id desc limit 1");
    assert.equal(reasons[0]?.reason, "demo_data");
    const sent = server.sql<{ id: string }>("select cast(id as text) as id from outbox where state = 'refused' limit 1");
    const again = await server.call("POST", `postbacks/out/${sent[0]?.id}/resend`, { force: true }, inside);
    assert.equal(again.status, 409, again.text);
    assert.match(again.text, /demo data/);
    assert.equal(server.count("select count(*) as n from attempt"), before);
    assert.equal((await server.metric("rebond_fetch_opened_public_total")), 0);
  });

  it("leave no trace once they are removed, and cannot be loaded again", async () => {
    const buyer = await enter(server, "ben@example.com", "buyer", [1, Number(demo.workspace)]);
    const only = await server.api<{ id: number; key: string }>("POST", "keys", { name: "Only demo", workspaces: [{ id: demo.workspace }] });
    const after = await server.api<Demo>("DELETE", "demo");
    assert.deepEqual([after.state, after.may_load, after.reason], ["none", false, "ledger_not_empty"]);
    assert.deepEqual((await server.rows<{ name: string }>("workspaces?status=all")).map((one) => one.name), ["Initial"]);
    for (const path of ["visits", "campaigns", `report?group_by=campaign&${SPAN}`])
      assert.equal((await server.call("GET", path, undefined, inside)).status, 422, path);
    for (const path of ["visits", "conversions", "postbacks/in", "postbacks/out", "goal-calls", "campaigns?status=all"]) assert.deepEqual(await server.rows(path), [], path);
    assert.deepEqual((await server.api<{ findings: Json[] }>("GET", "health/tracking?fresh=true")).findings, []);
    assert.equal((await buyer.api("GET", "session")).status, 200);
    assert.ok(!JSON.stringify(await server.rows("users")).includes(`"id":${demo.workspace}}`));
    const refused = await server.call("GET", "visits", undefined, { Authorization: `Bearer ${only.key}` });
    assert.equal(refused.status, 401, "a key that was for the demo data alone is revoked");
    assert.equal((await server.call("POST", "demo", {})).status, 409);
    assert.equal((await server.call("DELETE", "demo")).status, 404);
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });

  it("leave the ids of everybody's entities as if they had never been there", async () => {
    const source = await server.api<{ id: number }>("POST", "sources", { name: "First" });
    const space = await server.api<{ id: number }>("POST", "workspaces", { name: "Second" });
    assert.deepEqual([source.id, space.id], [1, 2]);
  });

  it("cannot be had by saying so", async () => {
    const made = await server.call("POST", "workspaces", { name: "Mine", demo: "loaded" });
    assert.equal(made.status, 422);
    assert.match(made.text, /"field":"demo"/);
  });
});

describe("demo data beside traffic", () => {
  it("are refused when the ledger is not empty", async () => {
    const loop = await world.makeLoop(await start());
    await world.visitNew(loop);
    const demo = await look(loop.server);
    assert.deepEqual([demo.may_load, demo.reason], [false, "ledger_not_empty"]);
    assert.equal((await loop.server.call("POST", "demo", {})).status, 409);
    assert.deepEqual((await loop.server.rows<Json>("workspaces")).length, 1);
  });
});

describe("a load that is killed", () => {
  let server: Server;

  const killInTheMiddle = async (): Promise<void> => {
    await server.api("POST", "demo", {});
    await waitFor("some entries", async () => (await look(server)).entries > 5_000, LOAD_MS);
    await server.kill9();
    await server.restart();
  };

  it("leaves nothing that anybody sees, and nothing in the ledger", async () => {
    server = await start();
    await killInTheMiddle();
    assert.equal(server.count("select count(*) as n from visit"), 0);
    assert.equal((await look(server)).state, "interrupted");
    assert.deepEqual((await server.rows<{ name: string }>("workspaces?status=all")).map((one) => one.name), ["Initial"]);
    assert.equal(server.verify().code, 0);
  });

  it("is gone by removing, or whole by loading again", async () => {
    assert.equal((await server.api<Demo>("DELETE", "demo")).state, "none");
    await killInTheMiddle();
    const demo = await load(server);
    assert.deepEqual([demo.state, demo.error], ["loaded", null]);
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});
