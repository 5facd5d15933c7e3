/* v2-campaigns - campaigns and variations made, changed, copied and archived by clients of the public API, each write all or none. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import { Client, refused } from "./v2-client.ts";
import type { Entity } from "./world.ts";

const URL_ONE = "http://page.test/?t={conversions_tracking}";

let server: Server;
let client: Client;

before(async () => {
  server = await start();
  client = new Client(server);
  await client.enter(["ads:write"]);
});
after(async () => {
  await server.stop();
});

const made = async (path: string, body: Json, word: string): Promise<Json> => {
  const reply = await client.send("POST", path, body);
  assert.equal(reply.status, 201, reply.text);
  return (JSON.parse(reply.text) as { result: Record<string, Json> }).result[word] as Json;
};
const makeCampaign = (body: Json): Promise<Json> => made("/campaigns", body, "campaign");
const makeVariation = (campaign: Json, body: Json): Promise<Json> => made(`/campaigns/${campaign["id"]}/variation`, body, "variation");
const variationsOf = async (campaign: unknown, query = ""): Promise<Json[]> => (await client.call<{ variations: Json[] }>("GET", `/campaigns/${campaign}/variation${query}`)).variations;
const actionsOf = async (resource: string, id: unknown): Promise<unknown[]> => (await server.api<{ rows: Json[] }>("GET", `${resource}/${id}/history`)).rows.map((row) => row["action"]);
const goes = async (variation: Json): Promise<number> => (await ask(server.network, `/go/${variation["idvariation"]}`, { method: "HEAD" })).status;
const versions = async (): Promise<unknown> => (await server.api<{ rows: Json[] }>("GET", "changes?limit=1")).rows[0]?.["catalog_version"];

test("a campaign is made of a name, with the defaults of the dashboard, or paused, with all that PUT takes", async () => {
  const plain = await makeCampaign({ name: "Plain" });
  assert.deepEqual({ ...plain, id: 0, date_created: "" }, {
    id: 0, name: "Plain", status: 1, pricing_model: 1, price: 0, max_daily_budget: -1, total_budget_limit: -1, total_budget_spent: 0, capping: null, start_date: null, end_date: null, date_created: "",
  });
  const paused = await makeCampaign({ name: "Paused", status: 0, pricing: { model: 2, price: 150 }, max_daily_budget: 5000, capping: { quantity: 2, frequency: 60 }, end_date: "2036-01-01" });
  assert.deepEqual(["status", "pricing_model", "price", "max_daily_budget", "capping", "end_date"].map((name) => paused[name]), [0, 2, 150, 5000, { quantity: 2, frequency: 60 }, "2036-01-01T00:00:00Z"]);
  assert.deepEqual(await actionsOf("adcampaigns", plain["id"]), ["created"]);
  const free = await makeCampaign({ name: "Free", max_daily_budget: "-1", capping: { quantity: 0 } });
  assert.deepEqual([free["max_daily_budget"], free["capping"]], [-1, null]);
});

test("a variation is made in a campaign and served before the answer leaves; a paused one is not served", async () => {
  const campaign = await makeCampaign({ name: "With variations" });
  const first = await makeVariation(campaign, { name: "First", url: URL_ONE });
  assert.deepEqual({ ...first, idvariation: 0 }, {
    idvariation: 0, idcampaign: campaign["id"], name: "First", url: URL_ONE, landing_pages: [], description: null, imgurl: null, title: null, format: "popunder", share: 100, active: 1, status: 1, calculated_status: "Running",
  });
  assert.equal(await goes(first), 302);
  const banner = await makeVariation(campaign, { name: "Banner", landing_pages: [{ url: "http://a.test/", share: 3 }, { url: "http://b.test/" }], format: "300x250", imgurl: "http://cdn.test/a.png", title: "Look", description: "Here", share: 7, status: 0 });
  assert.deepEqual(["url", "landing_pages", "format", "imgurl", "title", "description", "share", "status"].map((name) => banner[name]), [
    null, [{ url: "http://a.test/", share: 3 }, { url: "http://b.test/", share: 1 }], "300x250", "http://cdn.test/a.png", "Look", "Here", 7, 0,
  ]);
  assert.equal(await goes(banner), 404);
  assert.deepEqual((await variationsOf(campaign["id"])).map((each) => each["name"]), ["First", "Banner"]);
});

test("a variation changes by PUT, which archives it with -1 and brings it back with 1", async () => {
  const campaign = await makeCampaign({ name: "Changing" });
  const variation = await makeVariation(campaign, { name: "One", url: URL_ONE });
  const path = `/campaigns/${campaign["id"]}/variation/${variation["idvariation"]}`;
  const put = async (body: Json): Promise<Json> => (await client.call<{ result: { variation: Json } }>("PUT", path, body)).result.variation;
  const changed = await put({ name: "Two", url: "http://other.test/", share: 5 });
  assert.deepEqual([changed["name"], changed["url"], changed["share"]], ["Two", "http://other.test/", 5]);
  assert.deepEqual((await client.call<{ result: Json }>("GET", path)).result, { variation: changed });
  assert.equal((await ask(server.network, `/go/${variation["idvariation"]}`)).location, "http://other.test/");
  assert.equal((await put({ status: 0 }))["status"], 0);
  assert.deepEqual(await actionsOf("variations", variation["idvariation"]), ["paused", "changed", "created"]);
  assert.equal((await put({ name: "Three", status: -1 }))["calculated_status"], "Archived");
  assert.deepEqual(await variationsOf(campaign["id"]), []);
  const back = await put({ status: 1 });
  assert.deepEqual([back["name"], back["status"]], ["Three", 1]);
  const other = await makeCampaign({ name: "Another" });
  for (const method of ["GET", "PUT"])
    await refused(client.send(method, `/campaigns/${other["id"]}/variation/${variation["idvariation"]}`, method === "PUT" ? { name: "x" } : undefined), 404, "id", /no such variation/);
});

test("a search is for a part of the name, whatever it begins with", async () => {
  await makeCampaign({ name: "Offer #7 FR" });
  const found = async (text: string): Promise<unknown[]> => Object.values((await client.call<{ result: Record<string, Json> }>("GET", `/campaigns?custom_search=${encodeURIComponent(text)}`)).result).map((each) => each["name"]);
  for (const text of ["#7", "offer", "7 f"]) assert.deepEqual(await found(text), ["Offer #7 FR"], text);
  assert.deepEqual(await found("#8"), []);
});

test("what is wrong is named as clients know it", async () => {
  const campaign = await makeCampaign({ name: "Refusing" });
  const post = (body: Json): ReturnType<Client["send"]> => client.send("POST", "/campaigns", body);
  await refused(post({}), 422, "name", /name/);
  await refused(post({ name: "x", status: -1 }), 422, "status", /1 or 0/);
  await refused(post({ name: "x", start_date: "tomorrow" }), 422, "start_date", /start_date/);
  await refused(post({ name: "x", start_date: "2026-02-02", end_date: "2026-02-01" }), 422, "end_date", /after/);
  await refused(post({ name: "x", max_daily_budget: 0 }), 422, "max_daily_budget", /max_daily_budget/);
  await refused(post({ name: "x", total_budget_limit: 0 }), 422, "total_budget_limit", /total_budget_limit/);
  await refused(post({ name: "x", pricing: { model: 1 }, pricing_model: 6 }), 422, "pricing_model", /CPC/);
  await refused(post({ name: "x", capping: { quantity: 3, frequency: 0 } }), 422, "capping.frequency", /from 60 to 43200/);
  await refused(post({ name: "x", capping: { quantity: 1001, frequency: 60 } }), 422, "capping.quantity", /from 0 to 1000/);
  await refused(post({ name: "x", workspace_id: 1 }), 422, "workspace_id", /unknown field/);
  const add = (body: Json): ReturnType<Client["send"]> => client.send("POST", `/campaigns/${campaign["id"]}/variation`, body);
  await refused(add({ name: "x" }), 422, "url", /landing pages/);
  await refused(add({ url: URL_ONE }), 422, "name", /name/);
  await refused(add({ name: "x", url: URL_ONE, adcampaign_id: 1 }), 422, "adcampaign_id", /unknown field/);
  await refused(add({ name: "x", url: "http://{sub}.test/" }), 422, "url", /url/);
  await refused(add({ name: "x", url: URL_ONE, format: "300x250" }), 422, "imgurl", /image/);
  await refused(add({ name: "x", url: URL_ONE, share: -1 }), 422, "share", /share/);
  await refused(client.send("POST", "/campaigns/999/variation", { name: "x", url: URL_ONE }), 404, "id", /none of that id/);
  await client.call("PUT", "/campaigns/delete", [campaign["id"]]);
  await refused(add({ name: "x", url: URL_ONE }), 422, "id", /archived/);
});

test("an archived campaign takes its variations along, in one change, and only if the rest of it is good", async () => {
  const campaign = await makeCampaign({ name: "Going" });
  const variation = await makeVariation(campaign, { name: "One", url: URL_ONE });
  await makeVariation(campaign, { name: "Two", url: URL_ONE, status: 0 });
  await refused(client.send("PUT", `/campaigns/${campaign["id"]}`, { status: -1, name: "" }), 422, "name", /name/);
  assert.equal(await goes(variation), 302);
  const { result } = await client.call<{ result: { campaign: Json } }>("PUT", `/campaigns/${campaign["id"]}`, { status: -1, name: "Gone" });
  assert.deepEqual([result.campaign["status"], result.campaign["name"]], [-1, "Gone"]);
  assert.equal(await goes(variation), 404);
  assert.deepEqual((await variationsOf(campaign["id"], "?include_deleted=true")).map((each) => each["status"]), [-1, -1]);
  const rows = (await server.api<{ rows: Json[] }>("GET", "changes?limit=4")).rows;
  assert.equal(new Set(rows.map((row) => row["catalog_version"])).size, 1);
  const more = [await makeCampaign({ name: "A" }), await makeCampaign({ name: "B" })];
  const theirs = await Promise.all(more.map((each) => makeVariation(each, { name: "V", url: URL_ONE })));
  await refused(client.send("PUT", "/campaigns/delete", { campaign_ids: [more[0]?.["id"], 999] }), 422, "campaign_ids[1]", /none of that id/);
  assert.deepEqual(await Promise.all(theirs.map(goes)), [302, 302]);
  await client.call("PUT", "/campaigns/delete", { campaign_ids: more.map((each) => each["id"]) });
  assert.deepEqual(await Promise.all(theirs.map(goes)), [404, 404]);
});

test("copies are made all or none: one that is refused leaves none behind", async () => {
  const names = async (): Promise<string[]> => (await server.rows("adcampaigns?limit=1000")).map((row) => String(row["name"])).sort();
  const one = await makeCampaign({ name: "Copy me" });
  await makeVariation(one, { name: "One", url: URL_ONE });
  await makeVariation(one, { name: "Two", url: URL_ONE, status: 0 });
  const two = await makeCampaign({ name: "And me" });
  const before = [await names(), await versions()];
  await refused(client.send("PUT", "/campaigns/copy", { campaign_ids: [one["id"], two["id"], 999] }), 422, "campaign_ids[2]", /none of that id/);
  assert.deepEqual([await names(), await versions()], before, "nothing is left of the first two");
  const { result } = await client.call<{ result: Record<string, Json> }>("PUT", "/campaigns/copy", [one["id"], two["id"]]);
  const copies = Object.values(result);
  assert.deepEqual(copies.map(({ name, status }) => [name, status]), [["Copy me (copy)", 0], ["And me (copy)", 0]]);
  assert.deepEqual((await variationsOf(copies[0]?.["id"])).map(({ name, status }) => [name, status]), [["One", 1], ["Two", 0]]);
  assert.equal(await versions(), Number(before[1]) + 1, "one change of the catalogue");
});

test("a copy of more than a thousand campaigns and variations is refused", async () => {
  const big = await makeCampaign({ name: "Big" });
  await makeVariation(big, { name: "One", url: URL_ONE });
  const ids = Array.from({ length: 1000 }, () => big["id"]);
  await refused(client.send("PUT", "/campaigns/copy", ids), 422, "campaign_ids", /at most 1000 campaigns and variations/);
});

test("a copy of another workspace's campaign is a copy of none", async () => {
  const { id } = await server.api<Entity>("POST", "workspaces", { name: "Other" });
  const theirs = await server.api<Entity>("POST", "adcampaigns", { name: "Theirs", workspace_id: id });
  for (const word of ["copy", "delete"]) await refused(client.send("PUT", `/campaigns/${word}`, [theirs.id]), 422, "campaign_ids[0]", /none of that id/);
});
