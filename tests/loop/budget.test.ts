/* budget - what an ad campaign may deliver and how it is charged (spec/network.md §3.1, §5): limits
 * that are reached exactly, whoever asks at once and whatever dies, prices of every pricing model, and
 * where visitors go once it delivers no more. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { isRunning, signal, start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive, paramsOf, type Reply } from "./http.ts";
import * as world from "./world.ts";

const PAGE = "http://page.test/?tag={conversions_tracking}&cost={actual_cost}&pm={pricing_model}";

interface Ad {
  adcampaign: world.Entity;
  variation: world.Entity;
}

describe("budgets of ad campaigns", () => {
  let server: Server;

  before(async () => {
    server = await start({ settings: { "postback-wait-ms": "20000" } });
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
  });

  const makeAd = async (fields: Json, of: Json = { url: PAGE }): Promise<Ad> => {
    const adcampaign = await server.api<world.Entity>("POST", "adcampaigns", { name: "Ad", ...fields });
    const variation = await server.api<world.Entity>("POST", "variations", {
      name: "V",
      adcampaign_id: adcampaign.id,
      ...of,
    });
    return { adcampaign, variation };
  };

  const go = (ad: Ad, query = "", agent?: ReturnType<typeof keepAlive>, person = ""): Promise<Reply> =>
    ask(server.network, `/go/${ad.variation.id}${query}`, {
      ...(agent === undefined ? {} : { agent }),
      ...(person === "" ? {} : { headers: { "User-Agent": person } }),
    });

  /* What the ledger says was delivered and charged. */
  const charged = (ad: Ad): { impressions: number; clicks: number; cost: number } => {
    const [row] = server.sql<{ impressions: number; clicks: number; cost: number }>(
      "select total(impressions) impressions, total(clicks) clicks, total(cost_micros) cost" +
        ` from adcampaign_day where adcampaign_id = ${ad.adcampaign.id}`,
    );
    assert.ok(row !== undefined);
    return row;
  };

  const refusal = async (resource: string, body: Json): Promise<string> => {
    const { status, text } = await server.call("POST", resource, body);
    assert.equal(status, 422, text);
    return String((JSON.parse(text) as { error: { field: string } }).error.field);
  };

  it("the click that would pass a budget is not delivered, not charged, and told why", async () => {
    const ad = await makeAd({ price: "0.07", total_budget: "0.2" });
    for (let i = 0; i < 2; i++) assert.equal((await go(ad)).status, 302);
    const reply = await go(ad);
    assert.equal(reply.status, 404);
    assert.equal(reply.text, "ERROR: the ad campaign has spent its budget");
    assert.deepEqual(charged(ad), { impressions: 0, clicks: 2, cost: 140000 });
    assert.equal((await go(ad, "?cost=0.06")).status, 302, "what still fits is delivered");
    await server.api("PATCH", `adcampaigns/${ad.adcampaign.id}`, { total_budget: "0.27" });
    assert.equal((await go(ad)).status, 302, "a larger budget goes on where it stopped");
    assert.equal((await go(ad)).status, 404);
  });

  // spec: n5-budgets
  it("a zone's visitors and pages get another ad campaign's ad as soon as less than an event is left of the first one's budget", async () => {
    const site = await server.api<world.Entity>("POST", "sites", { name: "S", hostname: "rest.example" });
    const zoneOf = (format: string): Promise<world.Entity> => server.api("POST", "zones", { name: "Z", site_id: site.id, format });
    const shown = { image_url: "http://img.example/a.png", title: "T" };
    const get = (target: string): Promise<Reply> => ask(server.network, target, {});
    const [pops, banners] = [await zoneOf("popunder"), await zoneOf("728x90")];
    const dear = await makeAd({ pricing: "cpv", price: "0.05", total_budget: "0.12" });
    const next = await makeAd({ pricing: "cpv", price: "0.01" });
    for (const expected of [dear, dear, next, next]) {
      const { status, location, text } = await get(`/zone/${pops.id}`);
      assert.equal(status, 302, text);
      assert.equal(paramsOf(location).get("cost"), expected === dear ? "0.05" : "0.01");
    }
    /* Smart CPM wins by its ceiling of 0.06, and would pay just more than the next one's 0.01. */
    const smart = await makeAd({ pricing: "smart_cpm", price: "60", total_budget: "0.010001" });
    for (const cost of ["0.010001", "0.01"]) assert.equal(paramsOf((await get(`/zone/${pops.id}`)).location).get("cost"), cost, `${smart.variation.id}`);
    const dearBanner = await makeAd({ pricing: "cpc", price: "1", daily_budget: "0.99" }, { url: PAGE, format: "728x90", ...shown });
    const nextBanner = await makeAd({ pricing: "cpm", price: "0.1" }, { url: PAGE, format: "728x90", ...shown });
    const ad = JSON.parse((await get(`/zone/${banners.id}.json`)).text) as { click_url: string };
    assert.match(ad.click_url, new RegExp(`^/go/${nextBanner.variation.id}\\?ad=`), `not ${dearBanner.variation.id}`);
  });

  it("a click that leads nowhere, for its values are none or make the URL too long, is refused by name and costs nothing", async () => {
    const keyword = Array.from({ length: 5 }, (_, i) => `k${i}={keyword}`).join("&");
    for (const limits of [{}, { total_budget: "5" }]) {
      const ad = await makeAd({ price: "0.07", ...limits }, { url: `${PAGE}&${keyword}` });
      const refusals = [
        ["?zone_id=-1", 'ERROR: parameter "zone_id": expected a whole number up to 4294967295'],
        ["?category_id=65536", 'ERROR: parameter "category_id": expected a whole number up to 65535'],
        ["?cost=1,5", 'ERROR: parameter "cost": expected an amount such as 0.05, up to 10000'],
        [`?keyword=${"k".repeat(7000)}`, "ERROR: the variation's URL grew beyond 16 KiB with this click's values"],
      ];
      const refused = await server.metric("rebond_ad_clicks_refused_total");
      for (const [query, text] of refusals) {
        const reply = await go(ad, query);
        assert.deepEqual([reply.status, reply.text], [400, text]);
      }
      assert.equal((await server.metric("rebond_ad_clicks_refused_total")) - refused, refusals.length);
      assert.equal((await go(ad, `?keyword=${"k".repeat(2000)}`)).status, 302);
      assert.deepEqual(charged(ad), { impressions: 0, clicks: 1, cost: 70000 });
    }
  });

  it("an ad campaign says what it has spent, what is left, and whether it delivers", async () => {
    const ad = await makeAd({ price: "0.07", total_budget: "0.2", daily_budget: "0.15" });
    const stand = async (): Promise<Json> =>
      (await server.api<{ counts: Json }>("GET", `adcampaigns/${ad.adcampaign.id}`)).counts;
    const fresh = { impressions: 0, clicks: 0, spent: "0", left: "0.2", impressions_today: 0, clicks_today: 0, spent_today: "0", left_today: "0.15" };
    assert.deepEqual(await stand(), { state: "delivering", ...fresh });
    await go(ad);
    await go(ad);
    const spent = { clicks: 2, spent: "0.14", left: "0.06", clicks_today: 2, spent_today: "0.14", left_today: "0.01" };
    assert.deepEqual(await stand(), { ...fresh, state: "total_budget", ...spent });
    await server.api("PATCH", `adcampaigns/${ad.adcampaign.id}`, { total_budget: null });
    assert.deepEqual(await stand(), { ...fresh, state: "daily_budget", ...spent, left: null });
    await server.api("PATCH", `adcampaigns/${ad.adcampaign.id}`, { status: "paused" });
    const [row] = await server.rows<{ counts: Json }>(`adcampaigns?ids=${ad.adcampaign.id}`);
    assert.equal(row?.counts["state"], "paused");
  });

  it("each limit stops delivery by its own name, and an ad campaign's fallback URL takes its visitors", async () => {
    const limits: [Json, string][] = [
      [{ daily_budget: "0.05" }, "has spent its daily budget"],
      [{ caps: { total_clicks: 1 } }, "has had all its clicks"],
      [{ caps: { daily_clicks: 1 } }, "has had its clicks of the day"],
      [{ pricing: "cpm", caps: { total_impressions: 1 } }, "has had all its impressions"],
      [{ pricing: "cpm", caps: { daily_impressions: 1 } }, "has had its impressions of the day"],
    ];
    for (const [fields, why] of limits) {
      const ad = await makeAd({ price: "0.05", ...fields });
      assert.equal((await go(ad)).status, 302, why);
      assert.equal((await go(ad)).text, `ERROR: the ad campaign ${why}`);
      await server.api("PATCH", `adcampaigns/${ad.adcampaign.id}`, { fallback_url: "https://else.test/?a=1" });
      const away = await go(ad);
      assert.equal(`${away.status} ${away.location}`, "302 https://else.test/?a=1");
      assert.equal(server.count(`select count(*) n from ad_click where adcampaign_id = ${ad.adcampaign.id}`), 1);
    }
  });

  it("it delivers from its start to its end, and while neither it nor its variation is paused", async () => {
    const stopped = async (fields: Json): Promise<string> => (await go(await makeAd(fields))).text;
    assert.match(await stopped({ starts_at: "2036-01-01T00:00:00Z" }), /has not started yet/);
    assert.match(await stopped({ ends_at: "2020-01-01T00:00:00+02:00" }), /has ended/);
    const ad = await makeAd({ starts_at: "2020-01-01", ends_at: "2036-01-01" });
    assert.equal((await go(ad)).status, 302);
    await server.api("PATCH", `variations/${ad.variation.id}`, { status: "paused" });
    assert.equal((await go(ad)).text, "ERROR: the variation is paused");
    await server.api("PATCH", `variations/${ad.variation.id}`, { status: "active" });
    await server.api("PATCH", `adcampaigns/${ad.adcampaign.id}`, { status: "paused" });
    assert.equal((await go(ad)).text, "ERROR: the ad campaign is paused");
    await server.api("PATCH", `adcampaigns/${ad.adcampaign.id}`, { status: "active" });
    assert.equal((await go(ad)).status, 302);
    await server.api("DELETE", `variations/${ad.variation.id}`);
    assert.equal((await go(ad)).text, "ERROR: no such variation");
  });

  it("bots are neither charged nor taken from what may be delivered", async () => {
    const ad = await makeAd({ price: "0.05", caps: { total_clicks: 1 } });
    const head = await ask(server.network, `/go/${ad.variation.id}`, { method: "HEAD" });
    assert.equal(head.status, 302);
    assert.deepEqual(charged(ad), { impressions: 0, clicks: 0, cost: 0 });
    assert.equal((await go(ad)).status, 302);
    assert.equal((await go(ad)).status, 404);
  });

  // spec: n3.1-pricing-model, n5-cpm-cpv
  it("a popunder is an impression without a click, and each pricing model says its number and its cost", async () => {
    const cases: [Json, string, string, string, Json][] = [
      [{ pricing: "cpc", price: "0.05" }, "", "0.05", "1", { impressions: 0, clicks: 1, cost: 50000 }],
      [{ pricing: "cpm", price: "5" }, "?format=popunder", "0.005", "2", { impressions: 1, clicks: 0, cost: 5000 }],
      [{ pricing: "cpm", price: "5" }, "?format=300x250", "0.005", "2", { impressions: 1, clicks: 1, cost: 5000 }],
      [{ pricing: "cpv", price: "0.01" }, "?format=popunder", "0.01", "5", { impressions: 1, clicks: 0, cost: 10000 }],
      [{ pricing: "smart_cpm", price: "5" }, "?format=popunder&cost=0.9", "0.005", "4", { impressions: 1, clicks: 0, cost: 5000 }],
      [{ pricing: "smart_cpm", price: "5" }, "?format=popunder&cost=0.001", "0.001", "4", { impressions: 1, clicks: 0, cost: 1000 }],
      [{ pricing: "cpa", price: "5" }, "?cost=0.9", "0", "3", { impressions: 0, clicks: 1, cost: 0 }],
    ];
    for (const [fields, query, cost, model, counted] of cases) {
      const ad = await makeAd(fields);
      const sent = paramsOf((await go(ad, query)).location);
      assert.equal(`${sent.get("cost")} ${sent.get("pm")}`, `${cost} ${model}`, `${JSON.stringify(fields)} ${query}`);
      assert.deepEqual(charged(ad), counted, `${JSON.stringify(fields)} ${query}`);
      const { counts } = await server.api<{ counts: Json }>("GET", `variations/${ad.variation.id}`);
      assert.equal(`${counts["impressions"]} ${counts["clicks"]}`, `${counted["impressions"]} ${counted["clicks"]}`);
    }
  });

  // spec: n5-cpa
  it("a conversion of cpa is charged once: the price its call names with the key, else the ad campaign's", async () => {
    const goal = await server.api<world.Goal>("POST", "goals", { name: "Paid", count: "one" });
    const other = await server.api<world.Goal>("POST", "goals", { name: "Other", count: "one" });
    const skey = paramsOf(goal.links["cpa_postback_url"] ?? "").get("skey") ?? "";
    const ad = await makeAd({ pricing: "cpa", price: "2", goal_id: goal.id, total_budget: "5" });
    const tell = async (of: world.Goal, tag: string, more = ""): Promise<string> =>
      (await ask(server.network, `/tag.php?goal=${of.id}&tag=${tag}${more}`)).text;
    const newTag = async (): Promise<string> => paramsOf((await go(ad)).location).get("tag") ?? "";
    const [first, second, third] = [await newTag(), await newTag(), await newTag()];
    assert.equal(await tell(goal, first), "OK");
    assert.match(await tell(goal, first), /already been notified/);
    assert.equal(await tell(other, first), "OK", "a goal that is not paid for");
    assert.deepEqual(charged(ad), { impressions: 0, clicks: 3, cost: 2000000 });
    assert.match(await tell(goal, second, "&cpa=3.5&skey=wrong"), /Secret key/);
    assert.equal(await tell(goal, second, `&cpa=3.5&skey=${skey}`), "OK");
    assert.deepEqual(charged(ad), { impressions: 0, clicks: 3, cost: 5500000 });
    assert.equal((await go(ad)).text, "ERROR: the ad campaign has spent its budget");
    assert.equal(await tell(goal, third), "OK", "what has happened is charged, and stops nothing but delivery");
    assert.deepEqual(charged(ad), { impressions: 0, clicks: 3, cost: 7500000 });
    const calls = await server.rows<{ cost: string; cpa: string }>(`goal-calls?goal=${goal.id}&outcome=stored`);
    assert.deepEqual(calls.map((row) => `${row.cpa} ${row.cost}`), ["0 2", "3.5 3.5", "0 2"]);
    const row = await waitFor("the charge in the statistics", async () => {
      const { totals } = await server.api<{ totals: Json }>(
        "GET",
        `adreport?group_by=adcampaign&filter=adcampaign:${ad.adcampaign.id}&from=2020-01-01&to=2036-01-01`,
      );
      return totals["conversions"] === 4 && totals;
    });
    assert.equal(row["cost"], "7.5");
  });

  // spec: n5-landing-pages
  it("clicks are spread over landing pages by share, and the log says which", async () => {
    const ad = await makeAd({}, {
      landing_pages: [
        { url: "http://a.test/?t={conversions_tracking}", share: 3 },
        { url: "http://b.test/", share: 0 },
        { url: "http://c.test/", share: 1 },
      ],
    });
    const met = new Map<string, number>();
    for (const host of await inParallel(Array.from({ length: 200 }), 20, async () => new URL((await go(ad)).location).host))
      met.set(host, (met.get(host) ?? 0) + 1);
    assert.deepEqual([...met.keys()].sort(), ["a.test", "c.test"]);
    /* 150 are expected; 9 standard deviations away is no chance. */
    assert.ok((met.get("a.test") ?? 0) > 95 && (met.get("a.test") ?? 0) < 200, `${met.get("a.test")}`);
    const logged = server.sql(
      `select landing, count(*) n from ad_click where variation_id = ${ad.variation.id} group by landing order by landing`,
    );
    assert.deepEqual(logged, [
      { landing: 1, n: met.get("a.test") },
      { landing: 3, n: met.get("c.test") },
    ]);
    const [row] = await server.rows<{ landing_page: number }>(`ad-clicks?variation=${ad.variation.id}`);
    assert.ok(row?.landing_page === 1 || row?.landing_page === 3);
  });

  // spec: n5-capping
  it("a visitor gets an ad campaign as often as its capping says, also after a restart", async () => {
    const ad = await makeAd({ price: "0.05", capping: { quantity: 2, frequency_hours: 1 } });
    const statuses = async (person: string, times: number): Promise<number[]> => {
      const met: number[] = [];
      for (let i = 0; i < times; i++) met.push((await go(ad, "", undefined, person)).status);
      return met;
    };
    assert.deepEqual(await statuses("one/1", 3), [302, 302, 404]);
    assert.deepEqual(await statuses("two/1", 1), [302], "another visitor");
    assert.equal((await go(ad, "", undefined, "one/1")).text, "ERROR: the ad campaign was shown to this visitor often enough");
    await server.kill9();
    await server.restart();
    assert.deepEqual(await statuses("one/1", 1), [404]);
    assert.deepEqual(await statuses("two/1", 2), [302, 404]);
    await server.api("PATCH", `adcampaigns/${ad.adcampaign.id}`, { capping: null });
    assert.deepEqual(await statuses("one/1", 2), [302, 302]);
  });

  it("bad input names its field", async () => {
    assert.equal(await refusal("adcampaigns", { name: "A", pricing: "free" }), "pricing");
    assert.equal(await refusal("adcampaigns", { name: "A", daily_budget: "-1" }), "daily_budget");
    assert.equal(await refusal("adcampaigns", { name: "A", caps: { daily_clicks: 0 } }), "caps.daily_clicks");
    assert.equal(await refusal("adcampaigns", { name: "A", capping: { quantity: 0 } }), "capping.quantity");
    assert.equal(await refusal("adcampaigns", { name: "A", starts_at: "2027-02-30" }), "starts_at");
    assert.equal(await refusal("adcampaigns", { name: "A", time_zone: "Mars" }), "time_zone");
    const { id } = await server.api<world.Entity>("POST", "adcampaigns", { name: "A" });
    assert.equal(await refusal("variations", { name: "V", adcampaign_id: id }), "url");
    assert.equal(await refusal("variations", { name: "V", adcampaign_id: id, landing_pages: [{ url: "x" }] }), "landing_pages[0].url");
  });

  // spec: n5-budgets
  it("200 clients who ask at once get 1,000 clicks of a budget of 1,000, across a kill -9", async () => {
    const CLIENTS = 200;
    const ad = await makeAd({ price: "0.05", total_budget: "50" });
    let acknowledged = 0;
    let told = 0; /* that the budget is spent */
    const client = async (number: number): Promise<void> => {
      const agent = keepAlive(1);
      for (let isStopped = false; !isStopped; ) {
        const reply = await go(ad, `?zone_id=${number + 1}`, agent).catch(() => undefined);
        if (reply === undefined) {
          /* Killed: once it serves again, the client goes on. */
          await server.ready();
          continue;
        }
        assert.ok(reply.status === 302 || reply.status === 404, `${reply.status} ${reply.text}`);
        if (reply.status === 302) acknowledged++;
        else assert.equal(reply.text, "ERROR: the ad campaign has spent its budget");
        isStopped = reply.status === 404;
      }
      told++;
      agent.destroy();
    };
    const clients = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    await waitFor("half of the budget", () => acknowledged >= 500);
    const edge = server.edgePid();
    signal(edge, "SIGKILL");
    await waitFor("the end of the edge", () => !isRunning(edge));
    await clients;
    assert.equal(told, CLIENTS);
    /* Recorded, each once: 1,000. Of those in flight as it died nobody was told. */
    assert.deepEqual(charged(ad), { impressions: 0, clicks: 1000, cost: 50_000_000 });
    assert.equal(server.count(`select count(*) n from ad_click where adcampaign_id = ${ad.adcampaign.id}`), 1000);
    assert.ok(acknowledged <= 1000 && acknowledged > 1000 - CLIENTS, `${acknowledged} acknowledged`);
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });

  it("every click that was acknowledged is charged", async () => {
    const ad = await makeAd({ price: "0.01", total_budget: "10" });
    const tags = new Set<string>();
    await inParallel(Array.from({ length: 1100 }), 100, async () => {
      const reply = await go(ad);
      if (reply.status === 302) tags.add(paramsOf(reply.location).get("tag") ?? "");
    });
    assert.equal(tags.size, 1000);
    assert.deepEqual(charged(ad), { impressions: 0, clicks: 1000, cost: 10_000_000 });
  });
});
