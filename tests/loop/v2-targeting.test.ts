/* v2-targeting - a campaign's targeted and blocked lists, as clients of the public API change them and zones then ask them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { ask, inParallel } from "./http.ts";
import { Client, refused } from "./v2-client.ts";
import type { Entity } from "./world.ts";

const DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1";
const TYPES = ["countries", "continents", "regions", "cities", "languages", "devices", "brands", "models", "operating_systems", "browsers", "carriers", "ip_ranges", "sites", "zones"];

type Lists = Record<"targeted" | "blocked", Record<string, unknown[]>>;

let server: Server;
let client: Client;
let key: { id: number };
let site: Entity;
let zone: Entity;
let campaign: Entity;

before(async () => {
  server = await start();
  client = new Client(server);
  key = await client.enter(["ads:write"]);
  site = await server.api("POST", "sites", { name: "Videos", hostname: "videos.example" });
  zone = await server.api("POST", "zones", { name: "Zone", site_id: site.id, format: "popunder" });
  campaign = await server.api("POST", "adcampaigns", { name: "Ad campaign", pricing: "cpm", price: "1" });
  await server.api("POST", "variations", { name: "Variation", adcampaign_id: campaign.id, url: "http://page.test/" });
});
after(async () => {
  await server.stop();
});

const path = (list: string): string => `/campaigns/${campaign.id}/${list}`;
const change = async (method: string, list: string, body: unknown): Promise<Lists> => (await client.call<{ result: Lists }>(method, path(list), body)).result;
const stored = async (): Promise<unknown> => (await server.api("GET", `adcampaigns/${campaign.id}`))["targeting"];
const setStored = (targeting: Json[]): Promise<Json> => server.api("PATCH", `adcampaigns/${campaign.id}`, { targeting });
const gives = async (agent: string): Promise<number> => (await ask(server.network, `/zone/${zone.id}`, { headers: { "User-Agent": agent } })).status;

test("a list is replaced by PUT, added to by POST, taken from by DELETE, and told with the campaign", async () => {
  assert.deepEqual((await change("PUT", "targeted/countries", ["FRA", "de"])).targeted["countries"], ["FRA", "DEU"]);
  assert.deepEqual((await change("POST", "targeted/countries", { countries: ["USA", "FR", "unknown", "USA"] })).targeted["countries"], ["FRA", "DEU", "USA", "unknown"]);
  assert.deepEqual((await change("DELETE", "targeted/countries", ["DEU", "ESP"])).targeted["countries"], ["FRA", "USA", "unknown"]);
  await change("POST", "blocked/operating_systems", ["Android 14"]);
  await change("POST", "blocked/sites", [site.id, String(site.id), "unknown"]);
  assert.deepEqual(await stored(), [
    { field: "country", op: "in", values: ["FR", "US", "unknown"], tz: null },
    { field: "os", op: "not_in", values: ["Android 14"], tz: null },
    { field: "site", op: "not_in", values: [String(site.id), "unknown"], tz: null },
  ]);
  const { result } = await client.call<{ result: Lists & Json }>("GET", `/campaigns/${campaign.id}?detailed=true`);
  const none = Object.fromEntries(TYPES.map((type) => [type, []]));
  assert.deepEqual(result.targeted, { ...none, countries: ["FRA", "USA", "unknown"] });
  assert.deepEqual(result.blocked, { ...none, operating_systems: ["Android 14"], sites: [site.id, "unknown"] });
  for (const list of ["targeted/countries", "blocked/operating_systems", "blocked/sites"]) await change("PUT", list, []);
  assert.deepEqual(await stored(), [], "an empty list is none");
});

test("each type is a list of what the dashboard has as a condition", async () => {
  const values: Record<string, unknown[]> = { countries: ["FRA"], continents: ["EU"], devices: ["mobile"], languages: ["pt-BR"], ip_ranges: ["10.0.0.0/8"], sites: [site.id], zones: [zone.id] };
  for (const type of TYPES)
    for (const kind of ["targeted", "blocked"] as const) {
      const wanted = values[type] ?? ["Name"];
      assert.deepEqual((await change("POST", `${kind}/${type}`, wanted))[kind][type], wanted, type);
    }
  assert.equal(((await stored()) as Json[]).length, 2 * TYPES.length);
  await setStored([]);
});

test("the next visitor is served by it, and the history names the key", async () => {
  assert.deepEqual([await gives(DESKTOP), await gives(PHONE)], [302, 302]);
  await change("PUT", "targeted/devices", ["mobile"]);
  assert.deepEqual([await gives(DESKTOP), await gives(PHONE)], [204, 302]);
  await change("POST", "blocked/operating_systems", ["iOS"]);
  assert.deepEqual([await gives(DESKTOP), await gives(PHONE)], [204, 204]);
  await change("DELETE", "blocked/operating_systems", ["ios"]);
  await change("POST", "blocked/zones", [zone.id]);
  assert.equal(await gives(PHONE), 204);
  await change("DELETE", "blocked/zones", [zone.id]);
  assert.equal(await gives(PHONE), 302);
  const { rows } = await server.api<{ rows: Json[] }>("GET", `adcampaigns/${campaign.id}/history`);
  assert.deepEqual([rows[0]?.["actor"], rows[0]?.["changed"]], [`key ${key.id}`, ["targeting[1]"]]);
  await setStored([]);
});

test("conditions of other fields stay, in their places, and what does not change is no change", async () => {
  const hour = { field: "hour", op: "in", values: ["9-17"], tz: "Europe/Paris" };
  const bot = { field: "bot", op: "not_in", values: ["yes"], tz: null };
  await setStored([hour, { field: "country", op: "in", values: ["FR"] }, bot]);
  await change("POST", "targeted/countries", ["DEU"]);
  assert.deepEqual(await stored(), [hour, { field: "country", op: "in", values: ["FR", "DE"], tz: null }, bot]);
  const { version } = await server.api("GET", `adcampaigns/${campaign.id}`);
  await change("POST", "targeted/countries", ["FRA", "deu"]);
  await change("DELETE", "targeted/countries", ["ITA"]);
  assert.equal((await server.api("GET", `adcampaigns/${campaign.id}`))["version"], version);
  await setStored([]);
});

test("several conditions of a type are told as what all of them give, and become one", async () => {
  const of = (op: string, ...values: string[]): Json => ({ field: "country", op, values });
  await setStored([of("in", "FR", "DE"), of("not_in", "IT"), of("in", "DE", "US"), of("not_in", "ES", "it")]);
  const { result } = await client.call<{ result: Lists }>("GET", `/campaigns/${campaign.id}?detailed=1`);
  assert.deepEqual([result.targeted["countries"], result.blocked["countries"]], [["DEU"], ["ITA", "ESP"]]);
  for (const method of ["POST", "DELETE"]) await refused(client.send(method, path("targeted/countries"), ["FRA"]), 409, "countries", /several targeted lists.*PUT/);
  assert.deepEqual((await change("DELETE", "blocked/countries", ["ITA"])).blocked["countries"], ["ESP"]);
  assert.deepEqual((await change("PUT", "targeted/countries", ["FRA"])).targeted["countries"], ["FRA"]);
  assert.equal(((await stored()) as Json[]).length, 2);
  await setStored([]);
});

test("additions in parallel are all there", async () => {
  const codes = ["FRA", "DEU", "USA", "ESP", "ITA", "GBR", "PRT", "NLD", "BEL", "CHE", "AUT", "POL", "CZE", "SWE", "NOR", "DNK"];
  await inParallel(codes, 16, (code) => change("POST", "blocked/countries", [code]));
  const { result } = await client.call<{ result: Lists }>("GET", `/campaigns/${campaign.id}?detailed=true`);
  assert.deepEqual([...(result.blocked["countries"] as string[])].sort(), [...codes].sort());
  await setStored([]);
});

test("what is wrong is named as the body has it, and changes nothing", async () => {
  await setStored([{ field: "bot", op: "not_in", values: ["yes"] }]);
  const before = await stored();
  const post = (list: string, body?: unknown): ReturnType<Client["send"]> => client.send("POST", path(list), body);
  await refused(post("targeted/colours", ["red"]), 404, "type", /expected one of countries, .*zones/);
  await refused(post("targeted/countries", ["FRA", "XXX"]), 422, "countries[1]", /three letters/);
  await refused(post("targeted/countries", ["FRA", 5]), 422, "countries[1]", /three letters/);
  await refused(post("targeted/devices", ["mobile", "mobile", "fridge"]), 422, "devices[2]", /"tablet"/);
  await refused(post("blocked/languages", ["x"]), 422, "languages[0]", /language/);
  await refused(post("blocked/ip_ranges", ["10.0.0.0/8", "here"]), 422, "ip_ranges[1]", /address/);
  await refused(post("blocked/sites", [site.id, 999]), 422, "sites[1]", /no site 999/);
  await refused(post("blocked/zones", [0]), 422, "zones[0]", /whole number/);
  await refused(post("blocked/zones", [true]), 422, "zones[0]", /whole number/);
  await refused(post("blocked/cities", [""]), 422, "cities[0]", /a text/);
  await refused(post("blocked/cities", ["x".repeat(600)]), 422, "cities[0]", /512/);
  await refused(post("blocked/countries", { countries: "FRA" }), 422, "countries", /a list/);
  await refused(post("blocked/countries", {}), 422, "countries", /a list/);
  await refused(post("blocked/countries", { countries: ["FRA"], devices: [] }), 422, "devices", /unknown field/);
  await refused(post("blocked/countries", Array.from({ length: 1001 }, () => "FRA")), 422, "countries", /at most 1000/);
  await change("PUT", "blocked/cities", Array.from({ length: 1000 }, (_, i) => `City ${i}`));
  await refused(post("blocked/cities", ["One more"]), 422, "cities", /1000/);
  await change("PUT", "blocked/cities", []);
  await refused(client.send("DELETE", path("blocked/countries")), 422, "countries", /a list/);
  await refused(client.send("PUT", "/campaigns/999/blocked/countries", ["FRA"]), 404, "id", /none of that id/);
  assert.deepEqual(await stored(), before);
  const reader = await server.api<{ key: string }>("POST", "keys", { name: "Reader", scopes: ["ads:read"], workspaces: [{ id: 1 }] });
  await refused(client.send("PUT", path("blocked/countries"), ["FRA"], {}, await client.logIn({ api_token: reader.key })), 403, null, /change/);
  const { id } = await server.api<Entity>("POST", "workspaces", { name: "Other" });
  const theirs = await server.api<Entity>("POST", "sites", { name: "Theirs", hostname: "theirs.example", workspace_id: id });
  await refused(post("blocked/sites", [theirs.id]), 422, "sites[0]", /no site/);
});
