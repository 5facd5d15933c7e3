/* v2 - the ad network's public API, as public clients of ExoClick's REST API v2 ask it: login, campaigns,
 * variations, goals, statistics, errors and limits. No such client is in npm or Debian, so the requests
 * below have the shapes of spec/network.md §4.3. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, type Reply } from "./http.ts";
import { enter, PASSWORD, setUp } from "./people.ts";
import { Client, refused } from "./v2-client.ts";
import * as world from "./world.ts";

const TODAY = new Date().toISOString().slice(0, 10);

let server: Server;
let loop: world.Loop;
let second: world.Goal;
let key: { id: number; key: string };
let client: Client;
let site: world.Entity;

const send = (...args: Parameters<Client["send"]>): Promise<Reply> => client.send(...args);
const call = <T = Json>(...args: Parameters<Client["call"]>): Promise<T> => client.call<T>(...args);
const logIn = (body: Json): Promise<string> => client.logIn(body);

interface Goals {
  total: number;
  ecpa: number | null;
  data: Record<string, { volume: number; conversion_value: number }>;
}
interface Row extends Json {
  group_by: Record<string, Record<string, unknown>>;
  goals: Goals;
}
interface Statistics {
  result: Row[];
  totals?: Json & { goals: Goals };
  request_metadata: { limit: number; offset: number; count: number };
}

const global = (body: Json): Promise<Statistics> => call<Statistics>("POST", "/statistics/a/global", body);

/* 4 clicks on the one site there is, zone 90, and 2 on a site 10 of others: 6 x 0.05; two conversions of 4, one of the second goal worth 3. */
before(async () => {
  server = await start();
  await setUp(server);
  loop = await world.makeLoop(server, { goal: { count: "every" } });
  second = await server.api<world.Goal>("POST", "goals", { name: "Second", order: 2, value: { type: "fixed", amount: "3" } });
  client = new Client(server);
  key = await client.enter(["goals:write", "ads:write", "reports:read"]);
  site = await server.api("POST", "sites", { name: "Videos", hostname: "videos.example" });
  const tags: string[] = [];
  for (let i = 0; i < 6; i++) {
    const location = await world.adClick(loop.variation, i < 4 ? `?site_id=${site.id}&zone_id=90&country=FRA` : "?site_id=10&zone_id=91");
    tags.push(new URL(location).searchParams.get("external_id") ?? "");
  }
  for (const [goal, tag, value] of [[loop.goal, tags[0], "&value=4"], [loop.goal, tags[4], "&value=4"], [second, tags[1], ""]] as const)
    assert.equal((await ask(server.network, `/tag.php?goal=${goal.id}&tag=${tag}${value}`)).text, "OK");
  await waitFor("the facts", async () => (await server.api<{ totals: { clicks: number; goals_total: { conversions: number } } }>("GET", "adreport")).totals.goals_total.conversions === 3);
});
after(async () => {
  await server.stop();
});

describe("login", () => {
  it("takes a user's address and password too", async () => {
    const token = await logIn({ username: "olga@example.com", password: PASSWORD });
    assert.equal((await send("GET", "/campaigns", undefined, {}, token)).status, 200);
  });

  it("says the same of whatever is wrong, and of what is missing", async () => {
    await refused(send("POST", "/login", { api_token: "rbk_nobody" }, {}, ""), 401, null, /not known/);
    await refused(send("POST", "/login", { username: "olga@example.com", password: "wrong" }, {}, ""), 401, null, /wrong/);
    await refused(send("POST", "/login", { username: "olga@example.com" }, {}, ""), 422, "password", /password/);
    await refused(send("POST", "/login", {}, {}, ""), 422, "api_token", /Expected api_token/);
    await refused(send("POST", "/login", { api_token: 5 }, {}, ""), 422, "api_token", /expected a text/);
  });

  // spec: n4.3-login
  it("is needed everywhere else; forged, cut and foreign bearers are none", async () => {
    await refused(send("GET", "/campaigns", undefined, {}, ""), 401, null, /Log in/);
    const { bearer } = client;
    const flipped = bearer.slice(0, 20) + (bearer[20] === "A" ? "B" : "A") + bearer.slice(21);
    for (const token of [flipped, bearer.slice(0, -1), `${bearer}A`, key.key, "x"]) await refused(send("GET", "/campaigns", undefined, {}, token), 401, null, /no token of ours/);
    assert.equal((await ask(server.dashboard, "/api/v1/goals", { headers: { Authorization: `Bearer ${bearer}` } })).status, 401, "a bearer opens no other door");
  });

  // spec: n4.3-login
  it("gives a bearer that survives a restart and ends with its key", async () => {
    const other = await server.api<{ id: number; key: string }>("POST", "keys", { name: "Short", scopes: ["ads:read"], workspaces: [{ id: 1 }] });
    const token = await logIn({ api_token: other.key });
    await server.stop();
    await server.restart();
    assert.equal((await send("GET", "/campaigns", undefined, {}, token)).status, 200);
    await server.api("DELETE", `keys/${other.id}`);
    await refused(send("GET", "/campaigns", undefined, {}, token), 401, null, /revoked/);
  });

  it("ends a user's bearers with their password", async () => {
    const browser = await enter(server, "pat@example.com", "buyer", [1]);
    const token = await logIn({ username: "pat@example.com", password: PASSWORD });
    assert.equal((await send("GET", "/campaigns", undefined, {}, token)).status, 200);
    assert.equal((await browser.api("POST", "password", { password: PASSWORD, new_password: "staple battery horse" })).status, 200);
    await refused(send("GET", "/campaigns", undefined, {}, token), 401, null, /changed/);
  });

  it("is given once more for a user's old bearer and its refresh_token, until the password changes", async () => {
    const browser = await enter(server, "ron@example.com", "buyer", [1]);
    const { token, refresh_token } = await client.logInFully({ username: "ron@example.com", password: PASSWORD });
    const refresh = (sent: unknown, bearer = token): Promise<Reply> => send("POST", "/login/refresh", { refresh_token: sent }, {}, bearer);
    const { token: next, ...rest } = JSON.parse((await refresh(refresh_token)).text) as { token: string };
    assert.deepEqual(rest, { type: "Bearer", expires_in: 43200, refresh_token });
    assert.equal((await send("GET", "/campaigns", undefined, {}, next)).status, 200);
    const other = await client.logInFully({ username: "olga@example.com", password: PASSWORD });
    assert.equal((await client.logInFully({ api_token: key.key })).refresh_token, undefined, "a key logs in again");
    for (const [sent, bearer] of [[other.refresh_token, token], [token, token], [refresh_token, refresh_token], [refresh_token, client.bearer], [`${refresh_token}A`, token], [refresh_token, ""], ["", token]])
      await refused(refresh(sent, bearer), 401, null, /not what one login gave/);
    await refused(send("GET", "/campaigns", undefined, {}, refresh_token), 401, null, /no token of ours/);
    await refused(send("POST", "/login/refresh", {}, {}, token), 422, "refresh_token", /refresh_token/);
    await refused(send("POST", "/login/refresh", { refresh_token, colour: 1 }, {}, token), 422, "colour", /unknown field/);
    assert.equal((await browser.api("POST", "password", { password: PASSWORD, new_password: "staple battery horse" })).status, 200);
    await refused(refresh(refresh_token), 401, null, /changed/);
  });

  it("gives no more than the key's scopes", async () => {
    const reader = await server.api<{ key: string }>("POST", "keys", { name: "Reader", scopes: ["ads:read"], workspaces: [{ id: 1 }] });
    const token = await logIn({ api_token: reader.key });
    assert.equal((await send("GET", "/campaigns", undefined, {}, token)).status, 200);
    await refused(send("PUT", "/campaigns/pause", { campaign_ids: [loop.adcampaign.id] }, {}, token), 403, null, /change/);
    await refused(send("POST", "/statistics/a/global", { group_by: ["date"] }, {}, token), 403, null, /read/);
    await refused(send("GET", "/goals", undefined, {}, token), 403, null, /read/);
  });

  it("shows one workspace only", async () => {
    const { id } = await server.api<{ id: number }>("POST", "workspaces", { name: "Other" });
    const theirs = await server.api<world.Entity>("POST", "adcampaigns", { name: "Theirs", workspace_id: id });
    await refused(send("GET", `/campaigns/${theirs.id}`), 404, "id", /none of that id/);
    await refused(send("PUT", "/campaigns/pause", { campaign_ids: [theirs.id] }), 422, "campaign_ids[0]", /none/);
    assert.deepEqual(Object.keys((await call<{ result: Json }>("GET", "/campaigns")).result), [String(loop.adcampaign.id)]);
  });
});

describe("campaigns", () => {
  // spec: n4.3-paging, n4.3-campaigns
  it("are listed as an object by id, prices in cents, with paging", async () => {
    const { result, request_metadata } = await call<{ result: Record<string, Json>; request_metadata: Json }>("GET", "/campaigns?limit=10&orderBy=d:id");
    assert.deepEqual(result, {
      [loop.adcampaign.id]: { id: loop.adcampaign.id, name: "Ad campaign", status: 1, pricing_model: 1, price: 5, max_daily_budget: -1, total_budget_limit: -1, total_budget_spent: 30, capping: null, start_date: null, end_date: null, date_created: TODAY },
    });
    assert.deepEqual(request_metadata, { limit: 10, offset: 0, count: 1 });
    assert.deepEqual((await call<{ result: Json }>("GET", "/campaigns?output_fields=name")).result, { [loop.adcampaign.id]: { name: "Ad campaign" } });
    await refused(send("GET", "/campaigns?limit=0"), 400, "limit", /1 to/);
    await refused(send("GET", "/campaigns?limit=x"), 400, "limit", /1 to/);
    await refused(send("GET", "/campaigns?output_fields=name,colour"), 400, "output_fields", /"colour"/);
    await refused(send("GET", "/campaigns?orderBy=d:colour"), 400, "orderBy", /one of/);
    await refused(send("GET", "/campaigns?colour=red"), 400, "colour", /no parameter/);
  });

  it("are shown one by one, in detail with their variations", async () => {
    const plain = await call<{ result: { campaign: Json } }>("GET", `/campaigns/${loop.adcampaign.id}`);
    assert.deepEqual(Object.keys(plain.result), ["campaign"]);
    const { result } = await call<{ result: { campaign: Json; variations: Json[] } }>("GET", `/campaigns/${loop.adcampaign.id}?detailed=true`);
    assert.equal(result.campaign["price"], 5);
    assert.deepEqual(result.variations.map((each) => each["idvariation"]), [loop.variation.id]);
    await refused(send("GET", "/campaigns/999"), 404, "id", /none of that id/);
  });

  // spec: n4.3-units
  it("change by PUT: cents to the hundredth, models by number, and the history names the key", async () => {
    const path = `/campaigns/${loop.adcampaign.id}`;
    const { result } = await call<{ result: { campaign: Json } }>("PUT", path, { name: "Renamed", price: 12.34, pricing_model: 2 });
    assert.deepEqual([result.campaign["name"], result.campaign["price"], result.campaign["pricing_model"]], ["Renamed", 12.34, 2]);
    const stored = await server.api("GET", `adcampaigns/${loop.adcampaign.id}`);
    assert.deepEqual([stored["price"], stored["pricing"]], ["0.1234", "cpm"]);
    const { rows } = await server.api<{ rows: Json[] }>("GET", `adcampaigns/${loop.adcampaign.id}/history`);
    assert.equal(rows[0]?.["actor"], `key ${key.id}`);
    await call("PUT", path, { name: "Ad campaign", pricing: { model: 1, price: 5 } });
    assert.equal((await server.api("GET", `adcampaigns/${loop.adcampaign.id}`))["price"], "0.05");
    await refused(send("PUT", path, { price: "much" }), 422, "price", /cents/);
    for (const price of [0.00001, 1e-9, 0.0100004]) await refused(send("PUT", path, { price }), 422, "price", /four decimals/);
    for (const price of ["1,50", "$5", "5e1", -1, 1e300]) await refused(send("PUT", path, { price }), 422, "price", /cents/);
    await refused(send("PUT", path, { pricing_model: 7 }), 422, "pricing_model", /CPC/);
    await refused(send("PUT", path, { name: "" }), 422, "name", /name/);
    await refused(send("PUT", path, { colour: 1 }), 422, "colour", /unknown field/);
    await refused(send("PUT", path, [1]), 422, null, /object/);
  });

  it("have budgets in cents, -1 for none, with what clients send beside them, and a beginning and an end", async () => {
    const path = `/campaigns/${loop.adcampaign.id}`;
    const put = async (body: Json): Promise<unknown[]> => {
      const { result } = await call<{ result: { campaign: Json } }>("PUT", path, body);
      return ["max_daily_budget", "total_budget_limit", "start_date", "end_date"].map((name) => result.campaign[name]);
    };
    assert.deepEqual(await put({ max_daily_budget: 5000, daily_limit_type: 1, daily_limit_delivery_mode: 1, total_budget_limit: 10000.5 }), [5000, 10000.5, null, null]);
    assert.equal((await server.api("GET", `adcampaigns/${loop.adcampaign.id}`))["total_budget"], "100.005");
    assert.deepEqual(await put({ daily_limit_type: 0, start_date: "2026-01-01", end_date: "2036-01-01T12:00:00Z" }), [-1, 10000.5, "2026-01-01T00:00:00Z", "2036-01-01T12:00:00Z"]);
    assert.deepEqual(await put({ total_budget_limit: null, start_date: null, end_date: null }), [-1, -1, null, null]);
    const capping = async (value: unknown): Promise<unknown> => (await call<{ result: { campaign: Json } }>("PUT", path, { capping: value })).result.campaign["capping"];
    assert.deepEqual(await capping({ quantity: 3, frequency: 1440 }), { quantity: 3, frequency: 1440 });
    assert.deepEqual((await server.api("GET", `adcampaigns/${loop.adcampaign.id}`))["capping"], { quantity: 3, frequency_hours: 24 });
    assert.equal(await capping(null), null);
    await refused(send("PUT", path, { capping: { quantity: 3, frequency: 90 } }), 422, "capping.frequency", /whole hours/);
    await refused(send("PUT", path, { max_daily_budget: -2 }), 422, "max_daily_budget", /cents/);
    await refused(send("PUT", path, { start_date: 5 }), 422, "start_date", /date/);
  });

  // spec: n4.3-campaigns
  it("pause and play by their ids, and visitors notice", async () => {
    const url = new URL(loop.variation.links["ad_click_url"] ?? "");
    const clickGives = (status: number): Promise<true> => waitFor(`a click to give ${status}`, async () => (await ask(url.origin, url.pathname, { method: "HEAD" })).status === status);
    await call("PUT", "/campaigns/pause", { campaign_ids: [loop.adcampaign.id] });
    await clickGives(404);
    assert.deepEqual(Object.keys((await call<{ result: Json }>("GET", "/campaigns?status=0")).result), [String(loop.adcampaign.id)]);
    await call("PUT", "/campaigns/play", [loop.adcampaign.id]);
    await clickGives(302);
    await call("PUT", `/campaigns/${loop.adcampaign.id}`, { status: 0 });
    await clickGives(404);
    await call("PUT", `/campaigns/${loop.adcampaign.id}`, { status: 1 });
    await clickGives(302);
    for (const body of [{}, { campaign_ids: [] }, { campaign_ids: 1 }]) await refused(send("PUT", "/campaigns/pause", body), 422, "campaign_ids", /expected/);
    for (const wrong of ["x", true, 0, 1.5, null]) await refused(send("PUT", "/campaigns/pause", [loop.adcampaign.id, wrong]), 422, "campaign_ids[1]", /whole number/);
  });

  it("are copied with their variations, paused, and archived", async () => {
    const { result } = await call<{ result: Record<string, Json> }>("PUT", "/campaigns/copy", { campaign_ids: [loop.adcampaign.id] });
    const [copy] = Object.values(result);
    assert.deepEqual([copy?.["name"], copy?.["status"], copy?.["price"]], ["Ad campaign (copy)", 0, 5]);
    const { variations } = await call<{ variations: Json[] }>("GET", `/campaigns/${copy?.["id"]}/variation`);
    assert.deepEqual(variations.map(({ name, url, status, calculated_status }) => ({ name, url, status, calculated_status })), [
      { name: "Variation", url: loop.variation["url"], status: 1, calculated_status: "Campaign paused" },
    ]);
    await call("PUT", `/campaigns/${copy?.["id"]}/variation/${variations[0]?.["idvariation"]}/pause`);
    await call("PUT", "/campaigns/delete", { campaign_ids: [copy?.["id"]] });
    assert.equal((await call<{ result: Json }>("GET", "/campaigns")).result[String(copy?.["id"])], undefined);
    assert.equal((await call<{ result: Record<string, Json> }>("GET", "/campaigns?campaign_deleted=true")).result[String(copy?.["id"])]?.["status"], -1);
  });
});

describe("variations", () => {
  // spec: n4.3-variations
  it("are listed, archived ones when asked, and pause and play one by one", async () => {
    const gone = await server.api<world.Entity>("POST", "variations", { name: "Gone", adcampaign_id: loop.adcampaign.id, url: "http://page.test/?t={conversions_tracking}" });
    await server.api("DELETE", `variations/${gone.id}`);
    const path = `/campaigns/${loop.adcampaign.id}/variation`;
    const list = async (query = ""): Promise<Json[]> => (await call<{ variations: Json[] }>("GET", path + query)).variations;
    assert.deepEqual(await list(), [
      { idvariation: loop.variation.id, idcampaign: loop.adcampaign.id, name: "Variation", url: loop.variation["url"], landing_pages: [], description: null, imgurl: null, title: null, format: "popunder", share: 100, active: 1, status: 1, calculated_status: "Running" },
    ]);
    assert.deepEqual((await list("?include_deleted=true")).map((each) => each["status"]), [1, -1]);
    assert.deepEqual((await call<{ result: Json[] }>("GET", `${path}s`)).result, await list());
    await call("PUT", `${path}/${loop.variation.id}/pause`);
    assert.deepEqual((await list()).map(({ active, calculated_status }) => [active, calculated_status]), [[0, "Paused"]]);
    await call("PUT", `${path}/${loop.variation.id}/play`);
    assert.equal((await list())[0]?.["active"], 1);
    const foreign = await server.api<world.Entity>("POST", "adcampaigns", { name: "Another" });
    await refused(send("PUT", `/campaigns/${foreign.id}/variation/${loop.variation.id}/pause`), 404, "id", /no such variation/);
    await server.api("DELETE", `adcampaigns/${foreign.id}`);
  });
});

describe("goals", () => {
  // spec: n4.3-goals
  it("are made, listed, changed and deleted", async () => {
    const made = await call<{ result: Json }>("POST", "/goals", { name: "Signup", value: { type: "fixed", amount: 2.5 } });
    const id = String(made.result["id"]);
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.deepEqual(made.result["value"], { type: "fixed", amount: 2.5 });
    assert.equal(made.result["postback_url"], `${server.network}/tag.php?goal=${id}&tag=`);
    const list = async (): Promise<Json[]> => (await call<{ result: Json[] }>("GET", "/goals?limit=5000")).result;
    assert.deepEqual((await list()).map((each) => each["name"]).sort(), ["Postback", "Second", "Signup"]);
    const changed = await call<{ result: Json }>("PUT", `/goals/${id}`, { name: "Registration", order: 7, count: "every", retry_guard_s: 60 });
    assert.deepEqual(["name", "order", "count", "retry_guard_s"].map((each) => changed.result[each]), ["Registration", 7, "every", 60]);
    await call("DELETE", `/goals/${id}`);
    assert.equal((await list()).length, 2);
    await refused(send("POST", "/goals", { value: { type: "fixed" } }), 422, "name", /name/);
    await refused(send("POST", "/goals", { name: "x", workspace_id: 2 }), 422, "workspace_id", /unknown/);
    await refused(send("PUT", `/goals/${"0".repeat(32)}`, { name: "x" }), 404, "id", /none/);
    await refused(send("DELETE", "/goals/5"), 404, "id", /32 hex/);
  });
});

describe("statistics", () => {
  const span = { date_from: "2026-01-01", date_to: "2036-01-01" };

  // spec: n4.3-statistics, n4.3-units
  it("have the public row: names and ids of groups, amounts in units, goals by id", async () => {
    const { result, totals, request_metadata } = await global({ group_by: ["campaign_id", "date", "site_id", "variation_id"], filter: span, totals: 1, detailed: 1, timezone: "UTC", order_by: [{ field: "clicks", order: "desc" }] });
    assert.equal(result.length, 2);
    assert.deepEqual(result[0]?.group_by, {
      campaign_id: { id: String(loop.adcampaign.id), name: "Ad campaign" },
      date: { date: TODAY },
      site_id: { id: site.id, name: "Videos", site_hostname: "videos.example" },
      variation_id: { id: loop.variation.id, name: "Variation" },
    });
    const { impressions, clicks, cost, goals } = result[0] as Row;
    assert.deepEqual({ impressions, clicks, cost }, { impressions: 0, clicks: 4, cost: 0.2 });
    assert.deepEqual([goals.total, goals.ecpa], [2, 0.1]);
    assert.deepEqual(goals.data[loop.goal.id], { volume: 1, conversion_value: 4, cvr: 25, ecpa: 0.2, profit: 3.8, roi: 1900 });
    assert.deepEqual([goals.data[second.id]?.volume, goals.data[second.id]?.conversion_value], [1, 3]);
    assert.deepEqual([totals?.["clicks"], totals?.["cost"], totals?.goals.total, totals?.["revenue"]], [6, 0.3, 3, 11]);
    assert.deepEqual(request_metadata, { limit: 1000, offset: 0, count: 2 });
  });

  // spec: n4.3-paging, n4.3-statistics
  it("take the filters, the page, the order and the parts that clients ask for", async () => {
    const sites = async (more: Json): Promise<unknown[]> => (await global({ group_by: ["site_id"], ...more })).result.map((row) => row.group_by["site_id"]?.["id"]);
    assert.deepEqual(await sites({}), [site.id, 10]);
    assert.deepEqual(await sites({ order_by: [{ field: "site_id", order: "desc" }] }), [10, site.id]);
    assert.deepEqual(await sites({ order_by: [{ field: "g2", order: "desc" }] }), [site.id, 10]);
    assert.deepEqual(await sites({ limit: 1, offset: 1 }), [10]);
    assert.deepEqual(await sites({ filter: { site_id: 10 } }), [10]);
    assert.deepEqual(await sites({ filter: { zone_id: [90, 99], campaign_id: [String(loop.adcampaign.id)] } }), [site.id]);
    assert.deepEqual(await sites({ filter: { date_from: "2026-01-01", date_to: "2026-01-02" } }), []);
    const counted = await global({ group_by: ["site_id"], count: 1 });
    assert.deepEqual([counted.result, counted.request_metadata.count], [[], 2]);
    const { result } = await global({ group_by: ["country"], projection: ["clicks"], filter: { country: "FRA" } });
    assert.deepEqual(result, [{ group_by: { country: { id: "FRA", name: "FRA" } }, clicks: 4 }]);
  });

  // spec: n4.2-filters
  it("leave archived campaigns out with exclude_deleted", async () => {
    const sum = async (exclude_deleted: number): Promise<number> => (await global({ group_by: ["campaign_id"], filter: { exclude_deleted } })).result.length;
    await server.api("DELETE", `variations/${loop.variation.id}`);
    await server.api("DELETE", `adcampaigns/${loop.adcampaign.id}`);
    assert.deepEqual([await sum(0), await sum(1)], [1, 0]);
    await server.api("POST", `adcampaigns/${loop.adcampaign.id}/restore`, {});
    await server.api("POST", `variations/${loop.variation.id}/restore`, {});
    assert.equal(await sum(1), 1);
  });

  it("count days and hours in New York unless a timezone is named", async () => {
    const hour = async (timezone?: string): Promise<unknown> => (await global({ group_by: ["date", "hour"], ...(timezone === undefined ? {} : { timezone }) })).result.at(-1)?.group_by;
    assert.deepEqual(await hour(), await hour("America/New_york"));
    const report = await server.api<{ rows: { day: string; hour: number }[] }>("GET", "adreport?tz=America/New_York&group_by=day,hour&sort=day,hour");
    assert.deepEqual(await hour(), { date: { date: report.rows.at(-1)?.day }, hour: { hour: report.rows.at(-1)?.hour } });
    assert.notDeepEqual(await hour("Asia/Tokyo"), await hour());
  });

  // spec: n4.3-csv
  it("come as CSV with the columns that are asked for, goals as g1 to gN", async () => {
    const ask_csv = (more: Json): Promise<Reply> => send("POST", "/statistics/a/global", { group_by: ["site_id", "campaign_id"], ...more }, { Accept: "text/csv" });
    const reply = await ask_csv({ detailed: true, output_csv_fields: ["site_id", "site_name", "campaign_id", "campaign_name", "clicks", "cost", "g2", "g1"] });
    assert.match(String(reply.headers["content-type"]), /^text\/csv/);
    const id = loop.adcampaign.id;
    assert.equal(reply.text, `site_id,site_name,campaign_id,campaign_name,clicks,cost,g2,g1\r\n${site.id},Videos,${id},Ad campaign,4,0.2,1,1\r\n10,,${id},Ad campaign,2,0.1,0,1\r\n`);
    assert.equal((await ask_csv({})).text.split("\r\n")[0], "site_id,campaign_id,impressions,clicks,cost,g1,g2");
    assert.equal((await ask_csv({ count: 1, limit: 1 })).text, "count\r\n2\r\n");
    await refused(ask_csv({ output_csv_fields: ["campaign_name"] }), 422, "output_csv_fields", /needs detailed/);
    await refused(ask_csv({ output_csv_fields: ["g3"] }), 422, "output_csv_fields", /no column "g3"/);
  });

  // spec: n4.3-legacy
  it("stand at one address a dimension too, under its former name as well", async () => {
    for (const base of ["/statistics/a", "/statistics/advertiser"]) {
      const { result } = await call<Statistics>("GET", `${base}/site?campaignid=${loop.adcampaign.id}&date-from=2026-01-01&date-to=2036-01-01&include=goals,totals&additional_group_by=campaignid&orderBy=d:clicks&limit=1&offset=0`);
      assert.deepEqual(result[0]?.group_by, { site_id: { id: site.id, name: "Videos", site_hostname: "videos.example" }, campaign_id: { id: String(loop.adcampaign.id), name: "Ad campaign" } });
      assert.equal(result[0]?.goals.total, 2);
      assert.deepEqual([result[0]?.["site_id"], result[0]?.["campaign_id"]], [site.id, String(loop.adcampaign.id)], "and in the row itself");
    }
    assert.deepEqual((await call<Statistics>("GET", "/statistics/a/country?date_from=2026-01-01&date_to=2036-01-01&country=FRA")).result.map((row) => row["country"]), ["FRA"]);
    for (const word of ["date", "hour", "campaign", "variation", "site", "zone", "category", "country", "browser", "carrier", "device", "language", "os"]) {
      const { result } = await call<Statistics>("GET", `/statistics/a/${word}`);
      assert.equal(result.reduce((sum, row) => sum + Number(row["clicks"]), 0), 6, word);
      assert.equal(result[0]?.goals, undefined, "goals are asked for");
    }
    await refused(send("GET", "/statistics/a/colour"), 404, null, /no statistics/);
    for (const [query, status, field, message] of [
      ["date_from=2026-13-01", 422, "date_from", /a date/], ["date-from=2026-02-01&date-to=2026-01-01", 422, "date_to", /not before date_from/], ["campaignid=x", 422, "campaignid", /a number/],
      ["additional_group_by=date", 422, "additional_group_by", /twice/], ["additional_group_by=hour,site,zone,country", 422, "additional_group_by", /1 to 4/], ["orderBy=d:colour", 422, "orderBy", /a figure/],
      ["date-from=2026-01-01&date_from=2026-02-01", 400, "date_from", /twice/],
    ] as const)
      await refused(send("GET", `/statistics/a/date?${query}`), status, field, message);
  });

  it("name what is wrong with a question", async () => {
    const wrong = (body: Json, field: string, message: RegExp): Promise<void> => refused(send("POST", "/statistics/a/global", body), 422, field, message);
    await wrong({}, "group_by", /1 to 4/);
    await wrong({ group_by: ["date", "hour", "site_id", "zone_id", "country"] }, "group_by", /1 to 4/);
    await wrong({ group_by: ["colour"] }, "group_by", /campaign_id/);
    await wrong({ group_by: ["date", "date"] }, "group_by", /twice/);
    await wrong({ group_by: ["date"], order_by: [{ field: "a" }, { field: "b" }, { field: "c" }] }, "order_by", /up to 2/);
    await wrong({ group_by: ["date"], order_by: [{ field: "site_id" }] }, "order_by", /group_by/);
    await wrong({ group_by: ["date"], order_by: [{ field: "clicks", order: "up" }] }, "order_by", /asc or desc/);
    await wrong({ group_by: ["date"], timezone: "Mars/Olympus" }, "timezone", /time zone/);
    for (const date_from of ["yesterday", "2026-13-01", "2026-02-30", 20260101]) await wrong({ group_by: ["date"], filter: { date_from } }, "filter.date_from", /a date/);
    await wrong({ group_by: ["date"], order_by: [{ field: "clicks", order: 5 }] }, "order_by", /asc or desc/);
    await wrong({ group_by: ["date"], order_by: [{ field: "clicks", colour: 1 }] }, "order_by.colour", /unknown field/);
    await refused(send("POST", "/statistics/a/global", { group_by: ["date"], output_csv_fields: ["clicks", "date", "clicks"] }, { Accept: "text/csv" }), 422, "output_csv_fields", /clicks twice/);
    await wrong({ group_by: ["date"], filter: { date_from: "2026-02-01", date_to: "2026-01-01" } }, "filter.date_to", /not before/);
    await wrong({ group_by: ["date"], filter: { colour: 1 } }, "filter.colour", /no such filter/);
    await wrong({ group_by: ["date"], filter: { site_id: "x" } }, "filter.site_id", /number/);
    await wrong({ group_by: ["date"], projection: ["rtb"] }, "projection", /base, goals/);
    await wrong({ group_by: ["date"], limit: 0 }, "limit", /1 to/);
    await wrong({ group_by: ["date"], colour: 1 }, "colour", /unknown/);
    await refused(send("POST", "/statistics/a/global", undefined), 415, null, /JSON/);
  });
});

describe("user", () => {
  // spec: n4.3-user
  it("has the account's currency, what was spent, and the balance below zero", async () => {
    const { result } = await call<{ result: Json }>("GET", "/user");
    assert.deepEqual([result["id"], result["currency"], result["spent"], result["balance"]], [1, "USD", 0.3, -0.3]);
  });
});

describe("every answer", () => {
  // spec: n4.3-rate
  it("tells how many requests are left; too many are refused until the minute is over", async () => {
    const small = await start({ settings: { "api-requests-per-minute": "3" } });
    try {
      const rates = (reply: Reply): number[] => ["limit", "remaining", "reset"].map((name) => Number(reply.headers[`x-rate-limit-${name}`]));
      const go = (): Promise<Reply> => ask(small.publicApi, "/v2/campaigns");
      for (const left of [2, 1, 0]) {
        const reply = await go();
        assert.equal(reply.status, 401);
        assert.deepEqual(rates(reply).slice(0, 2), [3, left]);
        assert.ok((rates(reply)[2] ?? 0) > 0 && (rates(reply)[2] ?? 0) <= 60);
      }
      const over = await go();
      assert.equal(over.status, 429);
      assert.equal(rates(over)[1], 0);
      assert.equal(Number(over.headers["retry-after"]), rates(over)[2]);
      assert.match((JSON.parse(over.text) as { message: string }).message, /3 a minute/);
    } finally {
      await small.stop();
    }
  });

  it("is of an address in the document, which names nothing that is not served", async () => {
    const { paths } = JSON.parse((await send("GET", "/docs/swagger.json", undefined, {}, "")).text) as { paths: Record<string, Record<string, { parameters: { name: string; in: string }[]; requestBody?: { content: Record<string, { example: unknown }> } }>> };
    assert.ok(Object.keys(paths).length > 15);
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { parameters, requestBody }] of Object.entries(methods)) {
        const query = parameters.filter((one) => one.in === "query").map(({ name }) => `${name}=1`).join("&");
        const target = `${path.slice("/v2".length).replace("{id}", path.includes("/statistics/") ? "site" : "999999").replace("{sub}", "1").replace("{type}", "countries")}${query === "" ? "" : `?${query}`}`;
        const { status, text } = await send(method.toUpperCase(), target, requestBody?.content["application/json"]?.example);
        assert.ok(![405, 415, 500].includes(status) && !/nothing at this address|no parameter/.test(text), `${method} ${target}: ${status} ${text}`);
      }
  });

  // spec: n4.3-errors
  it("of an address that there is not is an error with a message, as everywhere", async () => {
    await refused(send("GET", "/colours"), 404, null, /nothing at this address/);
    await refused(send("PATCH", "/goals"), 405, null, /GET/);
    await refused(send("DELETE", "/campaigns/play"), 405, null, /takes PUT, GET, HEAD\.$/);
    assert.equal((await ask(server.publicApi, "/api/v1/goals", { headers: { Authorization: `Bearer ${server.key}` } })).status, 401);
  });
});
