/* bots - why a visit looks like a machine's, and what follows: it is answered and recorded like every other, told with its reasons, and in no figure. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { start, tempFolder, waitFor, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import * as world from "./world.ts";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const PROXIED = { "http-trusted-proxies": "127.0.0.0/8" };

async function visit(server: Server, campaign: world.Campaign, headers: Record<string, string>, method = "GET"): Promise<Json> {
  const reply = await ask(server.tracking, `/${campaign.key}`, { headers, method });
  assert.equal(reply.status, 302, reply.text);
  const [row] = await server.rows<Json>(`visits?campaign=${campaign.id}&limit=1`);
  return row as Json;
}

describe("signals of bots", () => {
  let server: Server;
  let campaign: world.Campaign;

  before(async () => {
    server = await start({ settings: { "edge-threads": "1", "bots-frequent-from": "20", ...PROXIED } });
    ({ campaign } = await world.makeLoop(server));
  });
  after(() => server.stop());

  const cases: readonly [string, Record<string, string>, readonly string[], boolean, string?][] = [
    ["a person", { "User-Agent": CHROME }, [], false],
    ["a crawler", { "User-Agent": GOOGLEBOT }, ["crawler"], true],
    ["a program", { "User-Agent": "curl/8.5.0", "Accept-Language": "" }, ["crawler", "no_language"], true],
    ["a preview", { "User-Agent": "WhatsApp/2.23.20.0 A" }, ["link_preview", "crawler"], true],
    ["HEAD", { "User-Agent": CHROME }, ["head"], true, "HEAD"],
    ["hints of another system", { "User-Agent": CHROME, "Sec-CH-UA-Platform": '"Android"' }, ["impossible"], true],
    ["no language", { "User-Agent": CHROME, "Accept-Language": "" }, ["no_language"], false],
    ["no user agent", { "User-Agent": "" }, ["no_agent"], false],
    ["neither", { "User-Agent": "", "Accept-Language": "" }, ["no_agent", "no_language"], true],
    ["a data centre", { "User-Agent": CHROME, "X-Forwarded-For": "5.9.0.1" }, ["hosting"], false],
    ["a data centre without a language", { "User-Agent": CHROME, "Accept-Language": "", "X-Forwarded-For": "5.9.0.1" }, ["hosting", "no_language"], true],
  ];
  for (const [name, headers, signals, isBot, method] of cases)
    it(`${name}: ${signals.join(", ") || "none"}${isBot ? ", a bot" : ""}`, async () => {
      const row = await visit(server, campaign, headers, method);
      assert.deepEqual([row["signals"], row["is_bot"]], [signals, isBot]);
    });

  it("tells an address that comes often within a minute, and only it", async () => {
    const often = { "User-Agent": CHROME, "X-Forwarded-For": "198.51.100.7" };
    await waitFor("the first part of a minute", () => new Date().getUTCSeconds() < 50, 15_000); // all of it within one minute
    for (let i = 1; i < 20; i++) assert.deepEqual((await visit(server, campaign, often))["signals"], [], `${i}`);
    const row = await visit(server, campaign, often);
    assert.deepEqual([row["signals"], row["is_bot"]], [["frequent"], false]);
    assert.equal((await visit(server, campaign, { ...often, "Accept-Language": "" }))["is_bot"], true);
    assert.deepEqual((await visit(server, campaign, { ...often, "X-Forwarded-For": "198.51.100.8" }))["signals"], []);
  });

  it("counts visits by verdict and by each signal on /metrics", async () => {
    const visits = await server.rows<{ is_bot: boolean; signals: string[] }>(`visits?campaign=${campaign.id}&limit=1000`);
    const lines = (await ask(server.dashboard, "/metrics")).text.split("\n");
    const told = (name: string): Record<string, number> => {
      const line = new RegExp(`^rebond_visits_by_${name}_total\\{${name}="(\\w+)"\\} (\\d+)$`);
      return Object.fromEntries(lines.flatMap((text) => (line.test(text) ? [[text.replace(line, "$1"), Number(text.replace(line, "$2"))]] : [])));
    };
    const bots = visits.filter((row) => row.is_bot).length;
    assert.deepEqual(told("verdict"), { person: visits.length - bots, bot: bots });
    const signals = told("signal");
    assert.equal(Object.keys(signals).length, 9);
    for (const [signal, count] of Object.entries(signals)) assert.equal(count, visits.filter((row) => row.signals.includes(signal)).length, signal);
  });

  it("are a dimension each: groups, filters and the entries behind them, people's with one signal among them", async () => {
    interface Group extends Json { visits: number; entries: { visits: string } }
    const visits = await server.rows<{ id: string; signals: string[] }>(`visits?campaign=${campaign.id}&limit=1000`);
    const ask = (query: string): Promise<{ rows: Group[]; totals: { visits: number } }> => server.api("GET", `report?${query}&bots=in&filter=campaign:${campaign.id}`);
    await waitFor("the facts", async () => (await ask("")).totals.visits === visits.length, 15_000);
    const { rows, totals } = await ask("group_by=bot_signal");
    assert.equal(totals.visits, visits.length);
    const has = (visit: { signals: string[] }, signal: unknown): boolean => (signal === null ? visit.signals.length === 0 : visit.signals.includes(String(signal)));
    assert.equal(rows.length, new Set(visits.flatMap(({ signals }) => (signals.length === 0 ? [null] : signals))).size);
    for (const row of rows) {
      const behind = visits.filter((visit) => has(visit, row["bot_signal"])).map(({ id }) => id);
      assert.equal(row.visits, behind.length, String(row["bot_signal"]));
      const found = await server.rows<{ id: string }>(`${row.entries.visits.slice("/api/v1/".length)}&limit=1000`);
      assert.deepEqual(found.map(({ id }) => id).sort(), behind.sort(), String(row["bot_signal"]));
    }
    assert.equal((await ask("filter=bot_signal:hosting,no_agent")).totals.visits, visits.filter((visit) => has(visit, "hosting") || has(visit, "no_agent")).length);
    const reply = await server.call("GET", "report?filter=bot_signal:hostng");
    assert.equal(reply.status, 400);
    assert.match(reply.text, /bot_signal: expected a signal of a bot such as hosting/);
  });

  it("each is a condition of a rule, whatever else the visit has", async () => {
    const there = await server.api<world.Entity>("POST", "offers", { name: "There", url: "http://there.test/?s1=" });
    const { paths } = await server.api<{ paths: Json[] }>("GET", `campaigns/${campaign.id}`);
    await server.api("PATCH", `campaigns/${campaign.id}`, { rules: [{ name: "Data centres", conditions: [{ field: "bot_signal", op: "in", values: ["hosting", "head"] }], paths: [{ offers: [{ id: there.id }] }] }] });
    for (const [headers, isThere, method] of [
      [{ "User-Agent": CHROME, "X-Forwarded-For": "5.9.0.1" }, true],
      [{ "User-Agent": GOOGLEBOT, "X-Forwarded-For": "5.9.0.1" }, true],
      [{ "User-Agent": CHROME }, false],
      [{ "User-Agent": GOOGLEBOT }, false],
      [{ "User-Agent": CHROME }, true, "HEAD"],
    ] as const) {
      const reply = await ask(server.tracking, `/${campaign.key}`, { headers, method: method ?? "GET" });
      assert.equal(String(reply.headers["location"]).startsWith("http://there.test/"), isThere, JSON.stringify(headers));
    }
    const wrong = await server.call("PATCH", `campaigns/${campaign.id}`, { rules: [{ name: "x", conditions: [{ field: "bot_signal", values: ["hostng"] }], paths }] });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /rules\[0\]\.conditions\[0\]\.values\[0\].*hosting/s);
    await server.api("PATCH", `campaigns/${campaign.id}`, { rules: [] });
  });

  it("keeps bots out of the figures, apart and told by reason", async () => {
    const visits = await server.rows<Json>(`visits?campaign=${campaign.id}&limit=1000`);
    const bots = visits.filter((row) => row["is_bot"]);
    const totals = async (query: string): Promise<Json> => (await server.api<{ totals: Json }>("GET", `report?group_by=campaign&${query}`)).totals;
    await waitFor("the facts", async () => (await totals("bots=in"))["visits"] === visits.length, 15_000);
    assert.equal((await totals("bots=out"))["visits"], visits.length - bots.length);
    assert.equal((await totals("bots=only"))["visits"], bots.length);
  });
});

describe("a workspace's own lists of bots", () => {
  let server: Server;
  let campaign: world.Campaign;
  const from = (address: string, agent = CHROME): Record<string, string> => ({ "X-Forwarded-For": address, "User-Agent": agent });
  const isBot = async (headers: Record<string, string>): Promise<unknown> => (await visit(server, campaign, headers))["is_bot"];

  before(async () => {
    server = await start({ settings: { "edge-threads": "1", ...PROXIED } });
    ({ campaign } = await world.makeLoop(server));
  });
  after(() => server.stop());

  it("count from the moment they are saved, and no longer than they stand", async () => {
    assert.equal(await isBot(from("203.0.113.9")), false);
    await server.api("PATCH", "settings", { bots: { addresses: ["203.0.113.0/24", "2001:db8::7"], agents: ["headlesschrome"] } });
    assert.equal(await isBot(from("203.0.113.9")), true);
    assert.equal(await isBot(from("203.0.114.9")), false);
    assert.equal(await isBot(from("2001:db8::7")), true);
    assert.equal(await isBot(from("192.0.2.1", CHROME.replace("Chrome/", "HeadlessChrome/"))), true);
    await server.api("PATCH", "settings", { bots: { addresses: [], agents: [] } });
    assert.equal(await isBot(from("203.0.113.9")), false);
  });

  it("have regular expressions of user agents, each user agent judged anew when they change", async () => {
    const old = from("192.0.2.1", CHROME.replace("Chrome/142", "Chrome/79"));
    assert.deepEqual([await isBot(old), await isBot(from("192.0.2.1"))], [false, false]);
    await server.api("PATCH", "settings", { bots: { patterns: ["^Mozilla/5\\.0 \\(Windows.*Chrome/[1-9]\\d\\.", "(?i)\\bevil-?tool\\b"] } });
    for (let i = 0; i < 2; i++) assert.deepEqual([await isBot(old), await isBot(from("192.0.2.1")), await isBot(from("192.0.2.1", "EvilTool 1"))], [true, false, true]);
    assert.deepEqual((await visit(server, campaign, old))["signals"], ["listed"]);
    await server.api("PATCH", "settings", { bots: { patterns: [] } });
    assert.equal(await isBot(old), false);
  });

  it("hold up no click, whatever the expressions and the user agents are", async () => {
    const patterns = Array.from({ length: 50 }, (_, i) => `(a|a?a|b{0,${i}}a)+$`);
    await server.api("PATCH", "settings", { bots: { patterns } });
    const agent = `${"a".repeat(7000)}!`; // costs more than the limits, for each of them
    assert.equal(await isBot(from("192.0.2.1", agent)), false);
    assert.equal(await isBot(from("192.0.2.1")), false);
    await server.api("PATCH", "settings", { bots: { patterns: [] } });
  });

  it("are refused with the line that is wrong", async () => {
    for (const [bots, field] of [
      [{ addresses: ["203.0.113.0/24", "nowhere"] }, "bots.addresses[1]"],
      [{ addresses: ["203.0.113.0/33"] }, "bots.addresses[0]"],
      [{ agents: ["x"] }, "bots.agents[0]"],
      [{ patterns: ["fine", "b[ad"] }, "bots.patterns[1]"],
      [{ patterns: ["x*"] }, "bots.patterns[0]"],
      [{ names: [] }, "bots.names"],
    ] as const) {
      const reply = await server.call("PATCH", "settings", { bots });
      assert.equal(reply.status, 422, reply.text);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
    assert.match((await server.call("PATCH", "settings", { bots: { patterns: ["b[ad"] } })).text, /no regular expression: missing terminating \] for character class at byte 4/);
  });
});

describe("a list of crawlers that is missing", () => {
  it("is said on /readyz; clicks go on", async () => {
    const dir = tempFolder();
    const server = await start({ dir, settings: { "bots-crawlers": "none.json" } });
    const { campaign } = await world.makeLoop(server);
    const ready = await ask(server.dashboard, "/readyz");
    assert.match(ready.text, /none\.json/);
    assert.deepEqual((await visit(server, campaign, { "User-Agent": GOOGLEBOT }))["signals"], []);
    await server.stop();
    assert.ok(fs.existsSync(path.join(dir, "ledger.db")));
  });
});
