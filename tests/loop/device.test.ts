/* device - what a visitor's user agent and client hints say: stored, told, asked for by rules, reported; and rules that are missing or broken. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { before, describe, it } from "node:test";
import { run, start, tempFolder, waitFor, type Json, type Server } from "./harness.ts";
import { ask, paramsOf } from "./http.ts";
import * as world from "./world.ts";

const FIELDS = ["device_type", "brand", "model", "os", "os_version", "browser", "browser_version"] as const;
type Told = readonly (string | null)[];

const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1";
const GALAXY = `Mozilla/5.0 (Linux; Android 13; SM-S918B) ${CHROME} Mobile Safari/537.36`;
const REDUCED = `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`;
const WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`;
const FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0";
const TELEVISION = "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.79 Safari/537.36 WebAppManager";
const NONE: Told = [null, null, null, null, null, null, null];

interface Case {
  name: string;
  headers: Record<string, string>;
  told: Told;
}

const CASES: readonly Case[] = [
  { name: "a telephone of Apple's", headers: { "User-Agent": IPHONE }, told: ["mobile", "Apple", "iPhone", "iOS", "17.4.1", "Mobile Safari", "17.4.1"] },
  { name: "one of Samsung's", headers: { "User-Agent": GALAXY }, told: ["mobile", "Samsung", "SM-S918B", "Android", "13", "Chrome Mobile", "124.0.0.0"] },
  { name: "Firefox on Linux", headers: { "User-Agent": FIREFOX }, told: ["desktop", null, null, "Ubuntu", null, "Firefox", "125.0"] },
  { name: "a television", headers: { "User-Agent": TELEVISION }, told: ["tv", "LG", "Web0S SmartTV", "Web0S", null, "Chrome", "79.0.3945.79"] },
  { name: "a telephone that hides itself", headers: { "User-Agent": REDUCED }, told: ["mobile", null, null, "Android", null, "Chrome Mobile", "124.0.0.0"] },
  {
    name: "the same with the hints that are asked for",
    headers: {
      "User-Agent": REDUCED,
      "Sec-CH-UA": '"Chromium";v="124", "Google Chrome";v="124", "Not-A.Brand";v="99"',
      "Sec-CH-UA-Mobile": "?1",
      "Sec-CH-UA-Platform": '"Android"',
      "Sec-CH-UA-Platform-Version": '"14.0.0"',
      "Sec-CH-UA-Model": '"Pixel 8"',
      "Sec-CH-UA-Full-Version-List": '"Chromium";v="124.0.6367.83", "Google Chrome";v="124.0.6367.83", "Not-A.Brand";v="99.0.0.0"',
    },
    told: ["mobile", "Google", "Pixel 8", "Android", "14", "Chrome Mobile", "124.0.6367.83"],
  },
  {
    name: "another browser and a newer system than the user agent says",
    headers: {
      "User-Agent": WINDOWS,
      "Sec-CH-UA": '"Chromium";v="124", "Microsoft Edge";v="124", "Not-A.Brand";v="99"',
      "Sec-CH-UA-Mobile": "?0",
      "Sec-CH-UA-Platform": '"Windows"',
      "Sec-CH-UA-Platform-Version": '"15.0.0"',
    },
    told: ["desktop", null, null, "Windows", "11", "Edge", "124"],
  },
  { name: "a visitor without a user agent", headers: {}, told: NONE },
];

const MACROS =
  "http://mypage.com/?d={device_type}&n={device_name}&b={brand}&m={model}&o={os}&v={os_version}&w={browser_name}&x={browser_version}";
const OWN_NETWORK = { offer_url_template: "{url}" };
const toldOf = (row: Json | undefined): Told => FIELDS.map((field) => row?.[field] as string | null);

async function visit(server: Server, campaign: world.Campaign, headers: Record<string, string>): Promise<{ row: Json; location: string; hints: string | undefined }> {
  const reply = await ask(server.tracking, `/${campaign.key}`, { headers });
  assert.equal(reply.status, 302, reply.text);
  const [row] = await server.rows<Json>(`visits?campaign=${campaign.id}&limit=1`);
  return { row: row as Json, location: reply.location, hints: reply.headers["accept-ch"] as string | undefined };
}

describe("with the rules that come with the program", () => {
  let server: Server;
  let campaign: world.Campaign;

  before(async () => {
    server = await start({ settings: { "edge-threads": "1" } });
    ({ campaign } = await world.makeLoop(server, { offer: { url: MACROS }, network: OWN_NETWORK }));
  });

  for (const { name, headers, told } of CASES)
    it(`a visit says of ${name} what user agent and hints say, and tells the offer`, async () => {
      const { row, location } = await visit(server, campaign, headers);
      assert.deepEqual(toldOf(row), told);
      const [type, brand, model, os, osVersion, browser, browserVersion] = told.map((one) => one ?? "");
      assert.deepEqual(Object.fromEntries(new URL(location).searchParams), {
        d: type,
        n: [brand, model].filter((one) => one !== "").join(" "),
        b: brand,
        m: model,
        o: os,
        v: osVersion,
        w: browser,
        x: browserVersion,
      });
    });

  it("the redirect asks for the hints that browsers do not send unasked, and never for the request again", async () => {
    const reply = await ask(server.tracking, `/${campaign.key}`, { headers: { "User-Agent": REDUCED } });
    assert.deepEqual(
      String(reply.headers["accept-ch"])
        .split(", ")
        .sort(),
      ["Sec-CH-UA-Full-Version-List", "Sec-CH-UA-Model", "Sec-CH-UA-Platform-Version"],
    );
    assert.equal(reply.headers["critical-ch"], undefined);
  });

  // spec: 1.6-device, 1.6-os-version-browser-version
  it("rules ask for type, brand, model, system and browser, with or without a version", async () => {
    const offer = await server.api<world.Entity>("POST", "offers", { name: "Taken", url: "http://taken.example/" });
    const paths = [{ weight: 100, landers: [], offers: [{ id: offer.id, weight: 100 }] }];
    for (const [field, value] of [
      ["device_type", "mobile"],
      ["brand", "samsung"],
      ["model", "SM-S918B"],
      ["os", "Android"],
      ["os", "Android 13"],
      ["browser", "Chrome Mobile"],
      ["browser", "Chrome Mobile 124"],
    ] as const) {
      const rules = [{ name: field, match: "all", conditions: [{ field, op: "in", values: [value] }], paths }];
      await server.api("PATCH", `campaigns/${campaign.id}`, { rules });
      const taken = await ask(server.tracking, `/${campaign.key}`, { headers: { "User-Agent": GALAXY } });
      assert.equal(taken.location, "http://taken.example/", `${field} ${value}`);
      for (const agent of [FIREFOX, WINDOWS.replace("124", "123")]) {
        const other = await ask(server.tracking, `/${campaign.key}`, { headers: { "User-Agent": agent } });
        assert.match(other.location, /mypage\.com/, `${field} ${value}`);
      }
    }
    const unknown = [{ name: "Unknown", match: "all", conditions: [{ field: "os", op: "in", values: ["unknown"] }], paths }];
    await server.api("PATCH", `campaigns/${campaign.id}`, { rules: unknown });
    assert.equal((await ask(server.tracking, `/${campaign.key}`)).location, "http://taken.example/");
    await server.api("PATCH", `campaigns/${campaign.id}`, { rules: [] });
  });

  it("a page's visit has them, and a lander's click tells the visit's to the offer", async () => {
    const direct = await server.api<world.Campaign>("POST", "campaigns", { name: "Direct", type: "direct", source_id: campaign["source_id"], paths: campaign["paths"] });
    assert.equal((await ask(server.tracking, `/${direct.key}.gif`, { headers: { "User-Agent": IPHONE } })).status, 200);
    const [row] = await server.rows<Json>(`visits?campaign=${direct.id}&limit=1`);
    assert.deepEqual(toldOf(row), CASES[0]?.told);
    const click = await ask(server.tracking, `/click?cid=${String(row?.["cid"])}`, { headers: { "User-Agent": FIREFOX } });
    assert.deepEqual([paramsOf(click.location).get("n"), paramsOf(click.location).get("w")], ["Apple iPhone", "Mobile Safari"]);
  });

  it("reports group and filter by them, and sum what the log shows", async () => {
    const { campaign: counted } = await world.makeLoop(server, { campaign: { name: "Counted" } });
    for (const { headers } of [...CASES, ...CASES.slice(0, 2)]) await visit(server, counted, headers);
    const report = async (groups: string, filter = ""): Promise<Json[]> =>
      (await server.api<{ rows: Json[] }>("GET", `report?group_by=${groups}&bots=in&metrics=visits&sort=-visits,${groups.split(",")[0]}&filter=campaign:${counted.id}${filter}`)).rows;
    await waitFor("the facts", async () => (await report("campaign"))[0]?.["visits"] === CASES.length + 2);
    const shown = (rows: Json[], ...names: string[]): unknown[][] => rows.map((row) => [...names.map((name) => row[name]), row["visits"]]).sort();
    assert.deepEqual(shown(await report("browser"), "browser"), [
      ["Chrome Mobile", 4],
      ["Chrome", 1],
      ["Edge", 1],
      ["Firefox", 1],
      ["Mobile Safari", 2],
      ["unknown", 1],
    ]);
    assert.deepEqual(shown(await report("os,os_version", "&filter=os:Android"), "os", "os_version"), [
      ["Android", "13", 2],
      ["Android", "14", 1],
      ["Android", "unknown", 1],
    ]);
    assert.deepEqual(shown(await report("device_type"), "device_type"), [
      ["desktop", 2],
      ["mobile", 6],
      ["tv", 1],
      ["unknown", 1],
    ]);
    assert.deepEqual(shown(await report("brand,model,browser_version", "&filter=brand:Google,LG"), "brand", "model", "browser_version"), [
      ["Google", "Pixel 8", "124.0.6367.83", 1],
      ["LG", "Web0S SmartTV", "79.0.3945.79", 1],
    ]);
    const behind = await server.rows<Json>(`visits?filter=campaign:${counted.id}&filter=browser:Edge&bots=in`);
    assert.deepEqual(behind.map(toldOf), [CASES[6]?.told]);
  });

  it("an ad click has type, system, browser and language, in its log and in the network's report", async () => {
    const { variation } = await world.makeLoop(server);
    const go = new URL(variation.links["ad_click_url"] ?? "");
    const reply = await ask(go.origin, go.pathname, { headers: { "User-Agent": IPHONE, "Accept-Language": "fr-CH, fr;q=0.9" } });
    assert.match(String(reply.headers["accept-ch"]), /Sec-CH-UA-Model/);
    const [row] = await server.rows("ad-clicks?limit=1");
    assert.deepEqual([row?.["device_type"], row?.["os"], row?.["browser"], row?.["language"]], ["mobile", "iOS", "Mobile Safari", "fr-CH"]);
    await waitFor("the facts", async () => {
      const { rows } = await server.api<{ rows: Json[] }>("GET", `adreport?group_by=device_type,os,browser,language&bots=in&filter=variation:${variation.id}`);
      return rows.length === 1 && rows[0]?.["os"] === "iOS" && rows[0]["device_type"] === "mobile" && rows[0]["language"] === "fr";
    });
  });

  it("an answer is kept: asked again, the rules are not", async () => {
    const count = (what: string): Promise<number> => server.metric(`rebond_device_cache_${what}`);
    const agent = `${FIREFOX} asked-for-once`;
    const before = [await count("hits_total"), await count("misses_total"), await count("entries")] as const;
    for (let i = 0; i < 3; i++) await visit(server, campaign, { "User-Agent": agent });
    assert.deepEqual(
      [await count("hits_total"), await count("misses_total"), await count("entries")],
      [before[0] + 2, before[1] + 1, before[2] + 1],
    );
    assert.ok((await count("bytes")) > 0);
    assert.ok((await count("bytes")) < (await count("bytes_max")));
    assert.ok((await server.metric("rebond_device_rules")) > 1000);
    assert.equal(await server.metric("rebond_device_rules_refused"), 0);
  });

  it("the API says of the rules whose, how old and how many they are, and which names they know", async () => {
    const rules = await server.api<Json>("GET", "devices/rules");
    assert.deepEqual(
      [path.basename(String(rules["path"])), rules["is_own"], rules["is_open"], rules["reason"], rules["version"], rules["licence"], rules["url"]],
      ["regexes.yaml", true, true, null, "uap-core 0.18.0", "Apache 2.0", "https://github.com/ua-parser/uap-core"],
    );
    assert.equal(rules["rules"], await server.metric("rebond_device_rules"));
    assert.ok(Number(rules["age_days"]) > 0);
    const names = async (query: string): Promise<unknown[]> => (await server.rows(`devices/values?${query}`)).map((row) => row["value"]);
    assert.deepEqual((await names("dimension=os&q=andr"))[0], "Android");
    assert.ok((await names("dimension=browser&q=safari&limit=100")).includes("Mobile Safari"));
    assert.ok((await names("dimension=brand&q=SAMS")).includes("Samsung"));
    assert.ok((await names("dimension=model&q=iphone")).includes("iPhone"));
    assert.deepEqual(await names("dimension=os&q=qqqqq"), []);
    assert.match((await server.call("GET", "devices/values?dimension=screen")).text, /os browser brand model/);
  });

  it("the ledger is whole", () => {
    const verified = server.verify();
    assert.equal(verified.code, 0, verified.out);
  });
});

describe("with other rules or none", () => {
  const warningsOf = async (server: Server): Promise<string[]> => (JSON.parse((await ask(server.dashboard, "/readyz")).text) as { warnings: string[] }).warnings;

  for (const [name, text, reason] of [
    ["missing", null, "No such file or directory"],
    ["broken", "user_agent_parsers:\n  - regex: '('\n", "os_parsers is missing"],
  ] as const)
    it(`that are ${name}, every device is unknown, which is said, and no click fails`, async () => {
      const file = path.join(tempFolder(), "own.yaml");
      if (text !== null) fs.writeFileSync(file, text);
      const server = await start({ settings: { "device-rules": file } });
      const { campaign } = await world.makeLoop(server);
      assert.deepEqual(toldOf((await visit(server, campaign, { "User-Agent": IPHONE })).row), NONE);
      assert.deepEqual(await warningsOf(server), [`The rules of user agents ${file} are not used: ${reason}. Device, system and browser are unknown (device.rules).`]);
      assert.equal(await server.metric("rebond_device_rules_refused"), 1);
      assert.deepEqual(await server.rows("devices/values?dimension=os"), []);
      const rules = await server.api<Json>("GET", "devices/rules");
      assert.deepEqual([rules["is_own"], rules["is_open"], rules["reason"], rules["version"]], [false, false, reason, null]);
      assert.equal(await server.stop(), 0);
    });

  it("of one's own, they are asked instead; none of them is no warning", async () => {
    const dir = path.join(tempFolder(), "data");
    fs.mkdirSync(dir, { mode: 0o700 });
    fs.writeFileSync(path.join(dir, "own.yaml"), OWN);
    const server = await start({ dir, settings: { "device-rules": "own.yaml" } });
    const { campaign } = await world.makeLoop(server);
    assert.deepEqual(toldOf((await visit(server, campaign, { "User-Agent": "Toaster/3.1" })).row), [null, "Acme", "T1", "Crumb", "3", "Toaster", "3.1"]);
    assert.deepEqual(await warningsOf(server), []);
    assert.equal(await server.stop(), 0);
    const without = await start({ settings: { "device-rules": "none" } });
    const { campaign: other } = await world.makeLoop(without);
    assert.deepEqual(toldOf((await visit(without, other, { "User-Agent": IPHONE })).row), NONE);
    assert.deepEqual(await warningsOf(without), []);
    assert.equal((await without.api<Json>("GET", "devices/rules"))["path"], null);
    assert.equal(await without.stop(), 0);
  });

  it("more than one file refuses to start, naming what was expected", () => {
    const done = run(["serve", "--data", "/tmp/rebond-never-made", "--device-rules", "a,b"]);
    assert.equal(done.code, 2);
    assert.match(done.err, /device\.rules = "a,b": expected the path of one file, or none/);
  });
});

const OWN = `user_agent_parsers:
  - regex: '(Toaster)/(\\d+)\\.(\\d+)'
os_parsers:
  - regex: 'Toaster/(\\d+)'
    os_replacement: 'Crumb'
    os_v1_replacement: '$1'
device_parsers:
  - regex: 'Toaster'
    device_replacement: 'Acme T1'
    brand_replacement: 'Acme'
    model_replacement: 'T1'
`;
