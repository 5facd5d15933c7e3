/* zone - the ad network delivers: which ad a zone gets, what it costs, impressions and clicks, each token of a variation's URL, and long
 * tags of other networks through the tracker (spec/network.md §3, §5; docs/delivery.md). */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ask, inParallel, paramsOf, type Reply } from "./http.ts";
import { isRunning, signal, start, waitFor, type Json, type Server } from "./harness.ts";
import { makeLoopTo, targetOf, visit, type Entity } from "./world.ts";
import { receive } from "./receiver.ts";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const BROWSER: Record<string, string> = { "User-Agent": CHROME, "Accept-Language": "fr-FR,fr;q=0.9" };
const LANDING = "http://land.example/?tag={conversions_tracking}&v={variation_id}&z={zone_id}&cost={actual_cost}&cpm={actual_cpm}";

interface Ad {
  format: string;
  width: number;
  height: number;
  image_url: string | null;
  title: string | null;
  click_url: string;
  impression_url: string;
}

let server: Server;
let site: Entity;

const times = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const make = (resource: string, body: Json): Promise<Entity> => server.api<Entity>("POST", resource, { name: resource, ...body });
const zoneOf = (format: string, body: Json = {}): Promise<Entity> => make("zones", { site_id: site.id, format, ...body });
/** An ad campaign with one variation of that format. */
async function adOf(format: string, campaign: Json, variation: Json = {}): Promise<{ adcampaign: Entity; variation: Entity }> {
  const adcampaign = await make("adcampaigns", campaign);
  const seen = format === "popunder" ? {} : { image_url: "http://img.example/a.png", title: "A title" };
  return { adcampaign, variation: await make("variations", { adcampaign_id: adcampaign.id, url: LANDING, format, ...seen, ...variation }) };
}
const get = (target: string, headers: Record<string, string> = BROWSER): Promise<Reply> => ask(server.network, target, { headers });
const redirect = (zone: Entity, query = "", headers = BROWSER): Promise<Reply> => get(`/zone/${zone.id}${query}`, headers);
const adIn = async (zone: Entity, query = ""): Promise<Ad> => {
  const reply = await get(`/zone/${zone.id}.json${query}`);
  assert.equal(reply.status, 200, reply.text);
  assert.equal(reply.headers["access-control-allow-origin"], "*");
  return JSON.parse(reply.text) as Ad;
};
const archive = (...entities: [string, Entity][]): Promise<unknown> => Promise.all(entities.map(([resource, { id }]) => server.api("PATCH", `${resource}/${id}`, { status: "paused" })));
/** Clicks, impressions and cost of a variation, once the report has counted so many impressions and clicks. */
const figures = (variation: Entity, impressions: number, clicks: number): Promise<Json> =>
  waitFor(`${impressions} impressions and ${clicks} clicks`, async () => {
    const report = await server.api<{ totals: Json }>("GET", `adreport?filter=variation:${variation.id}&from=2020-01-01&to=2036-01-01`);
    return report.totals["impressions"] === impressions && report.totals["clicks"] === clicks && report.totals;
  });

before(async () => {
  server = await start();
  site = await make("sites", { hostname: "videos.example", category_id: 13 });
});
after(() => server.stop());

describe("a zone", () => {
  test("without an ad that fits answers 204, or sends its visitor to its own fallback URL", async () => {
    const zone = await zoneOf("popunder");
    assert.equal((await redirect(zone)).status, 204);
    assert.equal((await get(`/zone/${zone.id}.json`)).status, 200); /* the page asks again at the click */
    await server.api("PATCH", `zones/${zone.id}`, { fallback_url: "http://own.example/x" });
    const sent = await redirect(zone);
    assert.deepEqual([sent.status, sent.location], [302, "http://own.example/x"]);
    assert.equal((await get("/zone/999")).status, 404);
    assert.equal((await get("/zone/x")).status, 404);
  });

  test("of popunders counts an impression and no click, charges CPM a thousandth, and a conversion finds its way back", async () => {
    const zone = await zoneOf("popunder");
    const goal = await server.api<{ id: string }>("POST", "goals", { name: "G", value: { type: "fixed", amount: "2" } });
    const { adcampaign, variation } = await adOf("popunder", { pricing: "cpm", price: "2.5" });
    const reply = await redirect(zone);
    assert.equal(reply.status, 302, reply.text);
    const sent = paramsOf(reply.location);
    assert.deepEqual([sent.get("v"), sent.get("z"), sent.get("cost"), sent.get("cpm")], [String(variation.id), String(zone.id), "0.0025", "2.5"]);
    assert.equal((await get(`/tag.php?goal=${goal.id}&tag=${sent.get("tag")}`)).text, "OK");
    const total = await figures(variation, 1, 0);
    assert.deepEqual([total["cost"], total["ecpm"], total["conversions"]], ["0.0025", "2.5", 1]);
    const [row] = await server.rows(`ad-clicks?adcampaign=${adcampaign.id}`);
    assert.deepEqual([row?.["site_id"], row?.["zone_id"], row?.["category_id"], row?.["src_hostname"], row?.["format"]], [site.id, zone.id, 13, "videos.example", "popunder"]);
    await archive(["adcampaigns", adcampaign]);
  });

  // spec: n5-zones
  test("gives the best price first, a paused or spent ad campaign never, and a dearer Smart CPM just above the next", async () => {
    const zone = await zoneOf("popunder", { floor_price: "0.5" });
    const costOf = async (): Promise<string | undefined> => paramsOf((await redirect(zone)).location).get("cpm");
    const cheap = await adOf("popunder", { pricing: "cpm", price: "1" });
    const smart = await adOf("popunder", { pricing: "smart_cpm", price: "4" });
    assert.equal(await costOf(), "1.001");
    const spent = await adOf("popunder", { pricing: "cpm", price: "9", caps: { total_impressions: 1 } });
    assert.equal(await costOf(), "9");
    assert.equal(await costOf(), "1.001");
    await archive(["adcampaigns", smart.adcampaign]);
    assert.equal(await costOf(), "1");
    await server.api("PATCH", `adcampaigns/${cheap.adcampaign.id}`, { price: "0.4" });
    assert.equal((await redirect(zone)).status, 204);
    await archive(["adcampaigns", cheap.adcampaign], ["adcampaigns", spent.adcampaign]);
  });

  // spec: n5-zones
  test("is asked whom an ad campaign is for: allow and block lists of country, device, system, browser, language, site and zone", async () => {
    const zone = await zoneOf("popunder");
    const { adcampaign } = await adOf("popunder", { pricing: "cpm", price: "1" });
    const phone = { ...BROWSER, "User-Agent": IPHONE };
    const cases: [string, string, Record<string, string>, boolean][] = [
      ["device_type", "desktop", BROWSER, true], ["device_type", "desktop", phone, false], ["os", "iOS", phone, true], ["os", "iOS", BROWSER, false], ["browser", "Chrome", BROWSER, true],
      ["browser", "Chrome", phone, false], ["language", "fr", BROWSER, true], ["language", "pt", BROWSER, false], ["country", "unknown", BROWSER, true], ["country", "FR", BROWSER, false],
      ["site", String(site.id), BROWSER, true], ["zone", String(zone.id), BROWSER, true],
    ];
    for (const [field, value, headers, isMet] of cases)
      for (const op of ["in", "not_in"]) {
        await server.api("PATCH", `adcampaigns/${adcampaign.id}`, { targeting: [{ field, op, values: [value] }] });
        assert.equal((await redirect(zone, "", headers)).status, isMet === (op === "in") ? 302 : 204, `${field} ${op} ${value}`);
      }
    const refused = await server.call("PATCH", `adcampaigns/${adcampaign.id}`, { targeting: [{ field: "zone", values: ["999"] }] });
    assert.deepEqual([refused.status, (JSON.parse(refused.text) as { error: Json }).error["field"]], [422, "targeting[0].values[0]"]);
    assert.equal((await server.call("PATCH", `adcampaigns/${adcampaign.id}`, { targeting: [{ field: "token1", values: ["x"] }] })).status, 422);
    await archive(["adcampaigns", adcampaign]);
  });

  test("is not given what a bidder has blocked there, and pays the price that it has set", async () => {
    const zone = await zoneOf("popunder");
    const { adcampaign } = await adOf("popunder", { pricing: "cpm", price: "1" });
    const bidder = await make("bidders", { adcampaign_id: adcampaign.id, every_hours: 0, zone_prices: [{ zone_id: zone.id, price: "0.7" }] });
    assert.equal(paramsOf((await redirect(zone)).location).get("cpm"), "0.7");
    await server.api("PATCH", `bidders/${bidder.id}`, { blocked: [{ dimension: "zone", value: String(zone.id) }] });
    assert.equal((await redirect(zone)).status, 204);
    await archive(["adcampaigns", adcampaign]);
  });
});

describe("a visitor of a zone", () => {
  test("counts as one of its address, however many ad campaigns could not pay what they had won", async () => {
    const own = await start({ settings: { "bots-frequent-from": "3" } });
    const made = (resource: string, body: Json): Promise<Entity> => own.api<Entity>("POST", resource, { name: resource, ...body });
    const zone = await made("zones", { site_id: (await made("sites", { hostname: "videos.example" })).id, format: "popunder", floor_price: "1" });
    for (const campaign of [...times(5).map(() => ({ pricing: "smart_cpm", price: "5", total_budget: "0.001" })), { pricing: "cpm", price: "1" }])
      await made("variations", { adcampaign_id: (await made("adcampaigns", campaign)).id, url: LANDING, format: "popunder" });
    const reply = await ask(own.network, `/zone/${zone.id}`, { headers: BROWSER });
    assert.equal(paramsOf(reply.location).get("cost"), "0.001", reply.text);
    const rows = await own.rows("ad-clicks");
    assert.deepEqual(rows.map((row) => row["signals"]), [[]]);
    await own.stop();
  });
});

describe("a banner's or native zone", () => {
  test("hands its ad to the page; one impression counts once however often it is told, and the click leads on", async () => {
    const zone = await zoneOf("300x250");
    const { adcampaign, variation } = await adOf("300x250", { pricing: "cpm", price: "3" });
    const ad = await adIn(zone, "?sub=s7&keyword=k");
    assert.deepEqual([ad.format, ad.width, ad.height, ad.image_url, ad.title], ["300x250", 300, 250, "http://img.example/a.png", "A title"]);
    const seen = await inParallel(times(100), 20, () => get(ad.impression_url));
    for (const reply of seen) assert.deepEqual([reply.status, reply.headers["content-type"]], [200, "image/gif"]);
    const clicked = await get(ad.click_url);
    assert.equal(clicked.status, 302, clicked.text);
    assert.deepEqual([paramsOf(clicked.location).get("cost"), paramsOf(clicked.location).get("cpm")], ["0.003", "3"]);
    const total = await figures(variation, 1, 1);
    assert.deepEqual([total["cost"], total["ctr"], total["ecpm"]], ["0.003", 100, "3"]);
    const rows = await server.rows(`impressions?adcampaign=${adcampaign.id}`);
    assert.equal(rows.length, 1);
    assert.deepEqual([rows[0]?.["sub"], rows[0]?.["keyword"], rows[0]?.["cost"], (rows[0]?.["zone"] as Json)["id"]], ["s7", "k", "0.003", zone.id]);
    const behind = await server.rows(`impressions?filter=zone:${zone.id}&from=2020-01-01&to=2036-01-01`);
    assert.deepEqual(behind.map((row) => row["id"]), rows.map((row) => row["id"]));
    const { rows: listed } = await server.api<{ rows: (Entity & { figures: Json | null })[] }>("GET", "zones?from=2020-01-01&to=2036-01-01&sort=-clicks");
    assert.deepEqual([listed[0]?.id, listed[0]?.figures?.["clicks"], listed[0]?.figures?.["impressions"]], [zone.id, 1, 1]);
    await archive(["adcampaigns", adcampaign]);
  });

  test("is left by a click on an ad that was paid when it was seen, whatever its ad campaign has spent since, and charged nothing more", async () => {
    const zone = await zoneOf("160x600");
    const { adcampaign, variation } = await adOf("160x600", { pricing: "cpm", price: "10", total_budget: "0.01", caps: { total_impressions: 1, total_clicks: 2 } });
    const ad = await adIn(zone);
    await get(ad.impression_url);
    assert.equal((await get(`/zone/${zone.id}.json`)).status, 204, "it has spent its budget");
    const bidder = await make("bidders", { adcampaign_id: adcampaign.id, every_hours: 0, blocked: [{ dimension: "zone", value: String(zone.id) }] });
    for (let i = 0; i < 2; i++) assert.equal((await get(ad.click_url)).status, 302);
    assert.equal((await get(ad.click_url)).text, "ERROR: the ad campaign has had all its clicks");
    assert.equal((await figures(variation, 1, 2))["cost"], "0.01");
    await archive(["bidders", bidder], ["adcampaigns", adcampaign]);
  });

  // spec: n5-cpc
  test("charges CPC for the click alone; what was forged, is another's or nobody's is neither counted nor led on", async () => {
    const zone = await zoneOf("native");
    const { adcampaign, variation } = await adOf("native", { pricing: "cpc", price: "0.2" });
    const other = await make("variations", { adcampaign_id: adcampaign.id, url: LANDING, format: "native", title: "T", weight: 0 });
    const ad = await adIn(zone);
    await get(ad.impression_url);
    const token = /ad=([\w-]+)/.exec(ad.click_url)?.[1] ?? "";
    const forged = `${token.slice(0, 60)}${token[60] === "A" ? "B" : "A"}${token.slice(61)}`;
    for (const target of [`/go/${variation.id}?ad=${forged}`, `/go/${other.id}?ad=${token}`, `/go/${variation.id}?ad=x`]) assert.equal((await get(target)).status, 400, target);
    assert.equal((await get(`/imp/${forged}.gif`)).status, 200);
    const clicked = await get(ad.click_url);
    assert.deepEqual([paramsOf(clicked.location).get("cost"), paramsOf(clicked.location).get("cpm")], ["0.2", ""]);
    const total = await figures(variation, 1, 1);
    assert.equal(total["cost"], "0.2");
    /* A tag is no ad, an ad is no tag. */
    assert.equal((await get(`/imp/${paramsOf(clicked.location).get("tag")}.gif`)).status, 200);
    const goal = await server.api<{ id: string }>("POST", "goals", { name: "G" });
    assert.equal((await get(`/tag.php?goal=${goal.id}&tag=${token}`)).text, "ERROR: Tag is invalid!");
    await archive(["adcampaigns", adcampaign]);
  });

  test("an ad campaign with a cap of impressions counts and charges no more of them, through a kill -9", async () => {
    const zone = await zoneOf("728x90");
    const { adcampaign, variation } = await adOf("728x90", { pricing: "cpm", price: "10", caps: { total_impressions: 5 } });
    const ads = await inParallel(times(12), 4, () => adIn(zone));
    await inParallel(times(3), 3, async (i) => get(ads[i]?.impression_url ?? ""));
    await server.kill9();
    await server.restart();
    await inParallel(times(12), 6, async (i) => get(ads[i]?.impression_url ?? ""));
    assert.equal((await get(`/zone/${zone.id}.json`)).status, 204);
    assert.equal((await figures(variation, 5, 0))["cost"], "0.05");
    await archive(["adcampaigns", adcampaign]);
  });

  test("a visitor who got an ad campaign as often as its capping says gets it no more, through a kill -9: popunders, clicks and what pages have shown", async () => {
    const capping = { quantity: 2, frequency_hours: 1 };
    const banners = await zoneOf("468x60");
    const popunders = await zoneOf("popunder");
    const banner = await adOf("468x60", { pricing: "cpm", price: "1", capping });
    const popunder = await adOf("popunder", { pricing: "cpm", price: "1", capping });
    const plain = await adOf("popunder", { pricing: "cpc", price: "1", capping });
    const ways: ((as: Record<string, string>) => Promise<number>)[] = [
      async (as) => {
        const reply = await get(`/zone/${banners.id}.json`, as);
        if (reply.status === 200) await get((JSON.parse(reply.text) as Ad).impression_url, as);
        return reply.status;
      },
      async (as) => (await redirect(popunders, "", as)).status,
      async (as) => (await get(`/go/${plain.variation.id}`, as)).status,
    ];
    const one = { ...BROWSER, "User-Agent": `${CHROME} one` };
    const two = { ...BROWSER, "User-Agent": `${CHROME} two` };
    const met = async (as: Record<string, string>, count: number): Promise<number[][]> => {
      const statuses: number[][] = [];
      for (const way of ways) {
        statuses.push([]);
        for (let i = 0; i < count; i++) statuses.at(-1)?.push(await way(as));
      }
      return statuses;
    };
    assert.deepEqual(await met(one, 3), [[200, 200, 204], [302, 302, 204], [302, 302, 404]]);
    assert.deepEqual(await met(two, 1), [[200], [302], [302]], "another visitor");
    await server.kill9();
    await server.restart();
    assert.deepEqual(await met(one, 1), [[204], [204], [404]], "at the cap before the kill");
    assert.deepEqual(await met(two, 2), [[200, 204], [302, 204], [302, 404]], "one below it");
    await archive(["adcampaigns", banner.adcampaign], ["adcampaigns", popunder.adcampaign], ["adcampaigns", plain.adcampaign]);
  });

  test("a budget of cpm, cpv and smart_cpm pays for exactly the impressions that it has money for, whoever asks at once, across a kill -9", async () => {
    const PAID = 40;
    const made = await Promise.all(
      ([["320x50", "cpm", "10", 10_000], ["300x50", "cpv", "0.01", 10_000], ["320x100", "smart_cpm", "10", 1]] as const).map(async ([format, pricing, price, micros]) => {
        const zone = await zoneOf(format);
        const { adcampaign } = await adOf(format, { pricing, price, total_budget: ((PAID * micros) / 1e6).toFixed(6) });
        return { zone, adcampaign, micros, ads: await inParallel(times(PAID + 30), 10, () => adIn(zone)) };
      }),
    );
    const charged = (adcampaign: Entity): Json | undefined =>
      server.sql(`select total(impressions) impressions, total(cost_micros) cost from adcampaign_day where adcampaign_id = ${adcampaign.id}`)[0];
    /* Who was not answered asks again: an ad counts once. */
    const see = async (ad: Ad): Promise<void> => {
      while ((await get(ad.impression_url).catch(() => undefined)) === undefined) await server.ready();
    };
    const seen = inParallel(times(PAID + 30).flatMap((i) => made.map(({ ads }) => ads[i] as Ad)), 30, see);
    const ids = made.map(({ adcampaign }) => adcampaign.id).join(",");
    await waitFor("some that count", () => server.count(`select count(*) n from impression where adcampaign_id in (${ids})`) >= PAID / 2);
    const edge = server.edgePid();
    signal(edge, "SIGKILL");
    await waitFor("the end of the edge", () => !isRunning(edge));
    await seen;
    for (const { zone, adcampaign, micros } of made) {
      assert.deepEqual(charged(adcampaign), { impressions: PAID, cost: PAID * micros });
      assert.equal(server.count(`select count(*) n from impression where adcampaign_id = ${adcampaign.id}`), PAID);
      assert.equal((await get(`/zone/${zone.id}.json`)).status, 204);
      await archive(["adcampaigns", adcampaign]);
    }
  });

  test("the script is served with an ETag, for any page", async () => {
    const script = await get("/z.js");
    assert.deepEqual([script.status, script.headers["content-type"]], [200, "text/javascript; charset=utf-8"]);
    assert.equal((await get("/z.js", { "If-None-Match": String(script.headers["etag"]) })).status, 304);
    const zone = await zoneOf("native");
    assert.equal(zone.links["embed_code"], `<script async src="${server.network}/z.js" data-zone="${zone.id}"></script>`);
  });
});

describe("what was asked and not delivered", () => {
  interface Refusal extends Json {
    id: string;
    asked: string;
    cause: string;
    count: number;
    adcampaign: Json | null;
    zone: Json | null;
  }
  const refusals = (query: string): Promise<Refusal[]> => server.rows<Refusal>(`refusals?limit=1000&${query}`);
  /** How many of each, once there are so many in all. */
  const counted = (query: string, total: number): Promise<Record<string, number>> =>
    waitFor(`${total} refusals`, async () => {
      const rows = await refusals(query);
      const sums: Record<string, number> = {};
      for (const { asked, cause, count } of rows) sums[`${asked} ${cause}`] = (sums[`${asked} ${cause}`] ?? 0) + count;
      return rows.reduce((sum, { count }) => sum + count, 0) === total && sums;
    });

  test("is in the log by cause, ad campaign and zone, as sums and not a row for each, and stays there after a kill -9 and an orderly end", async () => {
    const zone = await zoneOf("250x250");
    assert.equal((await get(`/zone/${zone.id}.json`)).status, 204);
    assert.deepEqual(await counted(`zone=${zone.id}`, 1), { "zone no_ad": 1 });
    const { adcampaign, variation } = await adOf("250x250", { pricing: "cpm", price: "1", caps: { total_impressions: 1, total_clicks: 1 } });
    const [seen, late] = [await adIn(zone), await adIn(zone)];
    for (const ad of [seen, late]) await get(ad.impression_url);
    await get(`/go/${variation.id}?zone_id=${zone.id}`);
    assert.deepEqual(await counted(`adcampaign=${adcampaign.id}`, 2), { "impression total_impressions": 1, "click total_impressions": 1 });
    const bidder = await make("bidders", { adcampaign_id: adcampaign.id, every_hours: 0, blocked: [{ dimension: "zone", value: String(zone.id) }] });
    await get(`/go/${variation.id}?zone_id=${zone.id}`);
    await server.api("PATCH", `adcampaigns/${adcampaign.id}`, { status: "paused" });
    await get(`/go/${variation.id}`);
    const four = await counted(`adcampaign=${adcampaign.id}`, 4);
    assert.deepEqual(four, { "impression total_impressions": 1, "click total_impressions": 1, "click blocked": 1, "click paused": 1 });
    const [row] = await refusals(`adcampaign=${adcampaign.id}&cause=blocked`);
    assert.deepEqual([row?.adcampaign, row?.zone, row?.asked], [{ id: adcampaign.id, name: "adcampaigns" }, { id: zone.id, name: "zones", hostname: "videos.example" }, "click"]);
    assert.equal((await server.call("GET", "refusals?asked=bad")).status, 400);
    await server.kill9();
    await server.restart();
    assert.deepEqual(await counted(`adcampaign=${adcampaign.id}`, 4), four);
    await inParallel(times(50), 10, () => get(`/go/${variation.id}`));
    await waitFor("the first of them", async () => (await refusals(`adcampaign=${adcampaign.id}&cause=paused`)).length > 1);
    await server.stop();
    await server.restart();
    assert.equal((await counted(`adcampaign=${adcampaign.id}`, 54))["click paused"], 51);
    assert.ok((await refusals(`adcampaign=${adcampaign.id}&cause=paused`)).length <= 4, "sums");
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
    await archive(["bidders", bidder]);
  });
});

describe("the tokens of a variation's URL", () => {
  const TOKENS: Record<string, RegExp> = {
    conversions_tracking: /^[\w-]{112}$/, variation_id: /^V$/, campaign_id: /^C$/, src_hostname: /^videos\.example$/, site_id: /^S$/, zone_id: /^Z$/, category_id: /^13$/, country: /^$/, format: /^popunder$/,
    actual_cost: /^0\.0015$/, cost: /^0\.0015$/, actual_cpm: /^1\.5$/, currency: /^USD$/, keyword: /^a%20b%26c$/, language: /^fr$/, pricing_model: /^2$/, referrer: /^http%3A%2F%2Fvideos\.example%2Fpage$/,
    sub: /^s-1_2\.3~$/, tags: /^x%2Cy$/, region: /^$/, country_iso2: /^$/, day: /^\d{4}-\d{2}-\d{2}$/, time: /^\d{10}$/, rtb_timeout: /^$/,
  };

  // spec: n3.1-tokens, n3.2-encoding, n3.2-unknown, n3.2-position
  test("each is filled from the zone, the visitor and the page, percent-encoded, in path, query and fragment; unknown ones stay", async () => {
    const zone = await zoneOf("popunder");
    const { adcampaign, variation } = await adOf("popunder", { pricing: "cpm", price: "1.5" });
    const ids = { variation_id: variation.id, campaign_id: adcampaign.id, site_id: site.id, zone_id: zone.id } as Record<string, number>;
    for (const [token, shape] of Object.entries(TOKENS)) {
      await server.api("PATCH", `variations/${variation.id}`, { url: `http://land.example/p{${token}}p?q={${token}}&r={${token}}&u={${token.toUpperCase()}}#{${token}}` });
      const reply = await redirect(zone, "?keyword=a%20b%26c&sub=s-1_2.3~&tags=x%2Cy&country=USA&language=xx", { ...BROWSER, Referer: "http://videos.example/page" });
      const parts = /^http:\/\/land\.example\/p(.*)p\?q=(.*)&r=(.*)&u=(.*)#(.*)$/.exec(reply.location);
      assert.ok(parts, reply.location);
      const [, inPath = "", first, second, unknown, fragment] = parts;
      assert.match(inPath, ids[token] === undefined ? shape : new RegExp(`^${ids[token]}$`), token);
      assert.deepEqual([first, second, fragment], [inPath, inPath, inPath], token);
      assert.equal(unknown, `{${token.toUpperCase()}}`);
    }
    await archive(["adcampaigns", adcampaign]);
  });

  for (const [pricing, price, cost, cpm, model] of [
    ["cpc", "0.07", "0.07", "", "1"], ["cpm", "1.5", "0.0015", "1.5", "2"], ["cpv", "0.004", "0.004", "4", "5"], ["smart_cpm", "2", "0.000001", "0.001", "4"], ["cpa", "3", "0", "", "3"],
  ] as const)
    // spec: n3.2-actual-cost
    test(`{actual_cost} of ${pricing} is what the event costs, {actual_cpm} what a thousand do`, async () => {
      const zone = await zoneOf("native");
      const { adcampaign } = await adOf("native", { pricing, price }, { url: "http://land.example/?cost={actual_cost}&cpm={actual_cpm}&m={pricing_model}" });
      const reply = await redirect(zone);
      assert.equal(reply.location, `http://land.example/?cost=${cost}&cpm=${cpm}&m=${model}`);
      await archive(["adcampaigns", adcampaign]);
    });
});

describe("tags of other networks", () => {
  for (const length of [124, 350])
    // spec: n3.3-foreign
    test(`of ${length} characters come through the tracker as they are`, async () => {
      const receiver = await receive();
      const loop = await makeLoopTo(server, receiver.url);
      const tag = Array.from({ length }, (_, i) => "AbZ9_-aQ_x-"[i % 11]).join("").replace(/.$/, "-");
      const target = `${targetOf(loop.campaign.links["campaign_url"] ?? "").split("?")[0]}?external_id=${tag}`;
      const { cid } = await visit(server, target);
      const [row] = await server.rows(`visits?cid=${cid}`);
      assert.equal(row?.["external_id"], tag);
      assert.equal((await ask(server.tracking, `/postback?cid=${cid}&payout=5&nid=${loop.network.id}`)).text, "OK");
      const [told] = await receiver.waitForCalls(1);
      assert.equal(told?.params.get("tag"), tag);
    });
});
