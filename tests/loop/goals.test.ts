/* goals - what a person does with goals: their order in one write, and the account's secret key, exchanged (spec/network.md §1.1). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { ask, paramsOf } from "./http.ts";
import * as world from "./world.ts";

const OK = "OK";
const KEY_INVALID = "ERROR: Secret key is invalid.";

interface Refusal {
  status: number;
  field: string;
}

const refusal = async (server: Server, ids: unknown, headers: Record<string, string> = {}): Promise<Refusal> => {
  const reply = await server.call("PUT", "goals/order", ids, headers);
  return { status: reply.status, field: (JSON.parse(reply.text) as { error: { field: string } }).error.field };
};

describe("the order of goals", () => {
  let server: Server;
  let ids: string[] = [];

  before(async () => {
    server = await start();
    for (const name of ["a", "b", "c", "d"]) ids.push((await server.api<world.Goal>("POST", "goals", { name, order: 7 })).id);
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
  });

  const named = async (): Promise<string> => (await server.rows("goals")).map((goal) => `${goal["name"]}${goal["order"]}`).join(" ");
  const versions = async (): Promise<unknown[]> => (await server.rows("goals?sort=name")).map((goal) => goal["version"]);
  const shuffled = (order: string): string[] => [...order].map((letter) => ids["abcd".indexOf(letter)] ?? "");

  // spec: n1.1-order
  it("is set by one call, and what is not moved is not written", async () => {
    assert.deepEqual(await server.api("PUT", "goals/order", { ids: shuffled("cabd") }), { changed: 4, live: true });
    assert.equal(await named(), "c1 a2 b3 d4");
    const before = await versions();
    assert.deepEqual(await server.api("PUT", "goals/order", { ids: shuffled("acbd") }), { changed: 2, live: true });
    assert.equal(await named(), "a1 c2 b3 d4");
    assert.deepEqual(await versions(), before.map((version, i) => Number(version) + (i === 0 || i === 2 ? 1 : 0)));
  });

  it("is in each moved goal's history, and gives the columns of the statistics their places", async () => {
    const [change] = await server.rows<{ changed: string[]; before: Json; after: Json }>(`goals/${shuffled("a")[0]}/history`);
    assert.deepEqual([change?.changed, change?.before["order"], change?.after["order"]], [["order"], 2, 1]);
    const report = await server.api<{ totals: { goals: { goal: { name: string } }[] } }>("GET", "adreport?group_by=day&from=2026-11-01&to=2026-11-02");
    assert.deepEqual(report.totals.goals.map(({ goal }) => goal.name), ["a", "c", "b", "d"]);
  });

  it("knows no pause: a goal that is said to stand still would go on counting, so that is refused by name", async () => {
    const [id = ""] = ids;
    const tells: [string, string, Json, string][] = [
      ["PATCH", `goals/${id}`, { status: "paused" }, "status"],
      ["POST", "goals/status", { ids: [id], status: "paused" }, "ids[0].status"],
      ["POST", `goals/${id}/clone`, { name: "e", status: "paused" }, "status"],
    ];
    for (const [method, path, body, field] of tells) {
      const reply = await server.call(method, path, body);
      assert.equal(reply.status, 422, path);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
    assert.deepEqual((await server.rows("goals")).map((goal) => goal["status"]), ["active", "active", "active", "active"]);
  });

  it("is refused whole, naming what is wrong", async () => {
    const kept = await named();
    assert.deepEqual(await refusal(server, { ids: shuffled("abc") }), { status: 409, field: "ids" });
    assert.deepEqual(await refusal(server, { ids: shuffled("abca") }), { status: 422, field: "ids[3]" });
    assert.deepEqual(await refusal(server, { ids: [...shuffled("dcb"), "0".repeat(32)] }), { status: 422, field: "ids[3]" });
    assert.deepEqual(await refusal(server, { ids: [...shuffled("dcb"), 4] }), { status: 422, field: "ids[3]" });
    assert.deepEqual(await refusal(server, { ids: [] }), { status: 422, field: "ids" });
    assert.deepEqual(await refusal(server, { ids: Array.from({ length: 1001 }, () => ids[0]) }), { status: 422, field: "ids" });
    assert.deepEqual(await refusal(server, { ids: shuffled("dcba"), more: 1 }), { status: 422, field: "more" });
    assert.equal(await named(), kept);
  });

  it("is of one workspace, and leaves archived goals out", async () => {
    const { id } = await server.api<{ id: number }>("POST", "workspaces", { name: "Two" });
    const other = await server.api<world.Goal>("POST", "goals", { name: "x" }, { "X-Workspace": String(id) });
    assert.deepEqual(await refusal(server, { ids: [...shuffled("abc"), other.id] }), { status: 422, field: "ids[3]" });
    assert.deepEqual(await server.api("PUT", "goals/order", { ids: [other.id] }), { changed: 0, live: true });
    await server.api("DELETE", `goals/${ids[3]}`);
    assert.deepEqual(await refusal(server, { ids: shuffled("dcba") }), { status: 422, field: "ids[0]" });
    assert.deepEqual(await server.api("PUT", "goals/order", { ids: shuffled("bca") }), { changed: 2, live: true });
    assert.equal((await server.rows("goals?status=archived"))[0]?.["order"], 4);
  });
});

describe("the account's secret key", () => {
  let server: Server;
  let goal: world.Goal;
  let variation: world.Entity;

  before(async () => {
    server = await start();
    goal = await server.api<world.Goal>("POST", "goals", { name: "g", count: "every" });
    const ads = await server.api<world.Entity>("POST", "adcampaigns", { name: "A", pricing: "cpc", price: "0.05" });
    variation = await server.api<world.Entity>("POST", "variations", { name: "V", adcampaign_id: ads.id, url: "http://mypage.com/?tag={conversions_tracking}" });
  });
  after(async () => {
    assert.equal(server.verify().code, 0);
    assert.equal(await server.stop(), 0);
  });

  const keyOf = async (): Promise<string> => (await server.api<{ skey: string }>("GET", "goals/skey")).skey;
  const call = async (key: string): Promise<string> => {
    const tag = paramsOf(await world.adClick(variation)).get("tag");
    return (await ask(server.network, `/tag.php?goal=${goal.id}&tag=${tag}&cpa=5&skey=${key}`)).text;
  };

  it("is there from the start, in a goal's link", async () => {
    const key = await keyOf();
    assert.match(key, /^[0-9a-f]{40}$/);
    assert.equal(paramsOf(goal.links["cpa_postback_url"] ?? "").get("skey"), key);
    assert.deepEqual(await server.api("GET", "goals/skey"), { skey: key, is_rotated: false });
    assert.equal(await call(key), OK);
  });

  // spec: n1.1-skey
  it("is exchanged by one call; the old one is refused at once, the new one taken, also after a restart", async () => {
    const old = await keyOf();
    for (let i = 0; i < 5; i++) {
      const before = await keyOf();
      const made = await server.api<{ skey: string; live: boolean }>("POST", "goals/skey/rotate");
      assert.deepEqual([made.live, /^[0-9a-f]{40}$/.test(made.skey), made.skey === before], [true, true, false]);
      assert.equal(await call(before), KEY_INVALID);
      assert.equal(await call(made.skey), OK);
    }
    const now = await keyOf();
    await server.stop();
    await server.restart();
    assert.deepEqual([await call(old), await call(now)], [KEY_INVALID, OK]);
    assert.deepEqual(await server.api("GET", "goals/skey"), { skey: now, is_rotated: true });
    for (const row of await server.rows<world.Goal>("goals")) assert.ok(row.links["cpa_postback_url"]?.endsWith(`&skey=${now}`));
  });

  it("of one account opens no other", async () => {
    const mine = await keyOf();
    const { id } = await server.api<{ id: number }>("POST", "workspaces", { name: "Two" });
    const theirs = await server.api<{ skey: string }>("POST", "goals/skey/rotate", {}, { "X-Workspace": String(id) });
    assert.notEqual(theirs.skey, mine);
    assert.deepEqual([await keyOf(), await call(theirs.skey), await call(mine)], [mine, KEY_INVALID, OK]);
  });

  it("is in the history without being shown, and of no use to who may not change goals", async () => {
    const key = await keyOf();
    const text = (await server.call("GET", "changes?resource=settings")).text;
    const [change] = (JSON.parse(text) as { rows: { changed: string[]; actor_name: string }[] }).rows;
    assert.deepEqual(change?.changed, ["skey"]);
    assert.ok(!text.includes(key));
    const reader = await server.api<{ key: string }>("POST", "keys", { name: "Reader", scopes: ["goals:read"] });
    const asReader = (method: string, resource: string) => server.call(method, resource, method === "GET" ? undefined : {}, { Authorization: `Bearer ${reader.key}` });
    assert.ok(!(await asReader("GET", "goals/skey")).text.includes(key));
    assert.ok(!(await asReader("GET", "goals")).text.includes(key));
    assert.equal((await asReader("POST", "goals/skey/rotate")).status, 403);
    assert.equal(await keyOf(), key);
  });

  it("may be brought along from elsewhere, as settings say it", async () => {
    const refused = await server.call("PATCH", "settings", { skey: "a&b=c+d e" });
    assert.deepEqual([refused.status, (JSON.parse(refused.text) as { error: { field: string } }).error.field], [422, "skey"]);
    await server.api("PATCH", "settings", { skey: "1234567" });
    assert.deepEqual([await call("1234567"), await keyOf()], [OK, "1234567"]);
    assert.equal((await server.call("POST", "goals/skey/rotate", { skey: "7654321" })).status, 422);
  });
});
