/* drill - from a figure to the entries behind it: the logs of a question hold exactly what a report of it adds
 * up, whatever was told, undone, corrected or moved meanwhile. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import * as world from "./world.ts";

const KEY = "0123456789abcdef";

let server: Server;
let offers: world.Entity[];
let campaigns: world.Campaign[];

const micros = (text: unknown): bigint => {
  const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(String(text)) ?? [];
  const size = BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
  return sign === "-" ? -size : size;
};

/** All rows behind a link, through its pages. */
async function rowsOf(link: string): Promise<Json[]> {
  const rows: Json[] = [];
  for (let cursor = ""; ; ) {
    const target = link.replace(/^\/api\/v1\//, "");
    const page = await server.api<{ rows: Json[]; next: string | null; behind_ms: number }>(
      "GET",
      `${target}${target.includes("?") ? "&" : "?"}limit=7${cursor}`,
    );
    assert.equal(typeof page.behind_ms, "number");
    rows.push(...page.rows);
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  const ids = rows.map((row) => BigInt(String(row["id"])));
  assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => (a > b ? -1 : 1)), `${link}: newest first, each once`);
  return rows;
}

const sum = (rows: Json[], field: string): bigint => rows.reduce((total, row) => total + micros(row[field]), 0n);

/* What a report shows of a group, added up from the rows of its logs. */
async function figuresOf(entries: Record<string, string>): Promise<Json> {
  const [visits = [], clicks = [], conversions = []] = await Promise.all(
    ["visits", "clicks", "conversions"].map((log) => rowsOf(String(entries[log]))),
  );
  const counted = conversions.filter((row) => row["is_counted"] === true);
  const of = (status: string): number => counted.filter((row) => row["status"] === status).length;
  return {
    visits: visits.length,
    clicks: clicks.length,
    conversions: counted.length,
    leads: of("lead"),
    sales: of("sale"),
    rebills: of("rebill"),
    rejected: of("rejected"),
    cost: sum([...visits, ...conversions], "cost_booked"),
    revenue: sum(conversions, "revenue"),
  };
}

const caughtUp = (): Promise<unknown> =>
  waitFor(
    "facts that have come to the ledger's end",
    async () =>
      (await server.metric("rebond_facts_behind_seconds")) === 0 &&
      (await server.metric("rebond_facts_entries_total")) ===
        server.count("SELECT coalesce(sum(entries), 0) AS n FROM batch"),
  );

before(async () => {
  server = await start();
  const { offer, network } = await world.makeLoop(server);
  const source = await server.api<world.Entity>("POST", "sources", {
    name: "Source",
    cost: { param: "cost", macro: "{cost}", currency_param: { param: "cur", macro: "{cur}" } },
    tokens: [
      { slot: 1, param: "site", macro: "{site}" },
      { slot: 2, param: "zone", macro: "{zone}", name: "Zone" },
    ],
  });
  const other = await server.api<world.Entity>("POST", "offers", {
    name: "Other",
    url: world.OFFER_URL,
    network_id: network.id,
  });
  const lander = await server.api<world.Entity>("POST", "landers", {
    name: "Lander",
    url: "http://lander.test/?cid={clickid}",
  });
  offers = [offer, other];
  const campaign = (name: string, cost: Json, landers: Json[]): Promise<world.Campaign> =>
    server.api<world.Campaign>("POST", "campaigns", {
      name,
      source_id: source.id,
      cost,
      paths: [{ landers, offers: offers.map(({ id }) => ({ id })) }],
    });
  campaigns = [
    await campaign("Auto", { model: "auto" }, []),
    await campaign("CPA", { model: "cpa", amount: "0.75" }, [{ id: lander.id }]),
    await campaign("Told", { model: "cpc", amount: "0.1" }, []),
  ];
  await play();
  await caughtUp();
});
after(async () => {
  await server.stop();
});

/* Visits over zones, some by bots, some tests, some in a currency without a rate; conversions that change. */
async function play(): Promise<void> {
  const [auto, cpa, told] = campaigns as [world.Campaign, world.Campaign, world.Campaign];
  const cids: string[] = [];
  for (let i = 0; i < 24; i++) {
    const campaign = campaigns[i % 3] as world.Campaign;
    const zone = ["a,b", "~c", "", "emp\\ty"][i % 4] as string;
    const cur = i % 6 === 0 ? "&cur=EUR" : "";
    const target = `/${campaign.key}?site=s${i % 2}&zone=${encodeURIComponent(zone)}&cost=0.0${i + 1}${cur}`;
    const reply = await ask(server.tracking, target, i % 8 === 7 ? { method: "HEAD" } : {});
    const cid = /(?:s1|cid)=([0-9a-z]{24})/.exec(reply.location)?.[1] ?? "";
    assert.match(cid, world.CLICK_ID);
    cids.push(cid);
    if (campaign === cpa && i % 8 !== 7) await ask(server.tracking, `/click?cid=${cid}`);
  }
  const all = { from: "2020-01-01", to: "2036-01-01" };
  const tell = (campaign: world.Campaign, body: Json): Promise<{ id: string }> =>
    server.api("POST", `campaigns/${campaign.id}/costs`, { ...all, ...body });
  await tell(told, { amount: "1.000001", method: "manual" });
  const undone = await tell(auto, { amount: "77.7", method: "api" });
  await tell(auto, { amount: "0.5", method: "api", filter: { token: "zone", value: "~c" } });
  await server.api("DELETE", `campaigns/${auto.id}/costs/${undone.id}`);
  for (const [i, cid] of cids.entries()) {
    if (i % 2 === 0) await world.postback(server, `cid=${cid}&payout=${i}.25&txid=t${i}&status=lead`);
    if (i % 4 === 0) await world.postback(server, `cid=${cid}&payout=${i}.5&txid=t${i}&status=sale`);
    if (i % 6 === 0) await world.postback(server, `cid=${cid}&payout=1&txid=r${i}&status=rebill`);
    if (i % 12 === 0) await world.postback(server, `cid=${cid}&txid=t${i}&status=rejected`);
  }
  await world.postback(server, `cid=${cids[1]}&payout=x`);
  await server.api("POST", `campaigns/${told.id}/test`, {});
  /* The visit's zone becomes another one, after its conversions. */
  await server.api("PATCH", "settings", { click_update_key: KEY });
  await world.postback(server, `upd_clickid=${cids[4]}&upd_key=${KEY}&token2=moved`);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await server.api("POST", "rates", { date: yesterday, base: "EUR", rates: { USD: "1.25" } });
  await waitFor("costs that are booked", () => server.count("SELECT count(*) n FROM cost_correction") > 0);
  await world.waitForSettled(server);
}

describe("logs of a question", () => {
  const zones = ["a\\,b", "~c", "emp\\\\ty", "moved"];

  it("hold what the campaign's totals count, when nothing is asked for", async () => {
    const query = "?bots=out";
    const figures = await figuresOf({
      visits: `visits${query}`,
      clicks: `clicks${query}`,
      conversions: `conversions${query}`,
    });
    const [total] = server.sql(
      "SELECT sum(visits) visits, sum(clicks) clicks, sum(conversions) conversions, sum(leads) leads," +
        " sum(sales) sales, sum(rebills) rebills, sum(rejected) rejected, sum(cost_micros) cost," +
        " sum(revenue_micros) revenue FROM campaign_total",
    );
    assert.ok(Number(total?.["cost"]) > 0 && Number(total?.["revenue"]) > 0 && Number(total?.["clicks"]) > 0);
    assert.deepEqual(
      Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value)])),
      total,
    );
  });

  it("hold exactly what each row of a report and its totals tell, on both clocks", async () => {
    interface Told extends Json {
      entries: Record<string, string>;
    }
    const names = ["visits", "clicks", "conversions", "leads", "sales", "rebills", "rejected", "cost", "revenue"];
    const toldBy = (row: Json): Json =>
      Object.fromEntries(names.map((name) => [name, name === "cost" || name === "revenue" ? micros(row[name]) : row[name]]));
    let rows = 0;
    for (const time of ["visit", "conversion"])
      for (const query of [
        "group_by=campaign",
        "group_by=token2,offer",
        "group_by=status,day,hour&tz=Asia/Kolkata",
        "group_by=campaign,country,is_unique&bots=in",
        "group_by=source,param1,bot_reason&bots=only&tests=in",
        "group_by=token1&filter=token2:!moved&filter=visits:>0",
        "group_by=month,weekday,lander&filter=txid:t8,t10",
      ]) {
        const answer = await server.api<{ rows: Told[]; totals: Json; entries: Record<string, string> }>(
          "GET",
          `report?${query}&time=${time}&limit=1000`,
        );
        for (const row of answer.rows) {
          assert.deepEqual(await figuresOf(row.entries), toldBy(row), `${query}, ${time}: ${JSON.stringify(row)}`);
          rows++;
        }
        /* A filter of a metric is about groups: the totals' entries cannot follow it. */
        if (!query.includes("filter=visits"))
          assert.deepEqual(await figuresOf(answer.entries), toldBy(answer.totals), `${query}, ${time}: totals`);
      }
    assert.ok(rows > 50, `${rows} rows were opened`);
  });

  it("are parted by a filter's values without a rest", async () => {
    const whole = (await rowsOf("visits?tz=UTC")).map((row) => row["id"]);
    for (const [name, values] of [
      ["campaign", campaigns.map(({ id }) => String(id))],
      ["token1", ["s0", "s1"]],
      ["token2", [...zones.map((zone) => (zone.startsWith("~") ? `"${zone}` : zone)), "empty"]],
      ["offer", [...offers.map(({ id }) => String(id)), "empty"]],
    ] as const) {
      const parts = await Promise.all(
        values.map((value) => rowsOf(`visits?filter=${encodeURIComponent(`${name}:${value}`)}`)),
      );
      assert.ok(parts.every((part) => part.length > 0), `${name}: each value has visits`);
      assert.deepEqual(new Set(parts.flat().map((row) => row["id"])), new Set(whole), name);
      assert.equal(parts.flat().length, whole.length, name);
    }
  });

  it("keep bots and tests apart as reports do", async () => {
    const count = async (query: string): Promise<number> => (await rowsOf(`visits?${query}`)).length;
    const inSql = (where: string): number => server.count(`SELECT count(*) n FROM visit WHERE ${where}`);
    assert.equal(await count("bots=out"), inSql("is_bot=0 AND is_test=0"));
    assert.equal(await count("bots=only"), inSql("is_bot=1 AND is_test=0"));
    assert.equal(await count("bots=in&tests=in"), inSql("1"));
    assert.ok(inSql("is_bot=1") > 0 && inSql("is_test=1") > 0);
  });

  it("take today's own parameters beside the filters", async () => {
    const [campaign] = campaigns as [world.Campaign];
    const rows = await rowsOf(`visits?filter=token1:s0&campaign=${campaign.id}`);
    assert.equal(rows.length, (await rowsOf(`visits?filter=token1:s0&filter=campaign:${campaign.id}`)).length);
    const some = await rowsOf(`visits?filter=token1:s0&cid=${String(rows[0]?.["cid"])}`);
    assert.deepEqual(some.map((row) => row["id"]), [rows[0]?.["id"]]);
  });

  it("find by what the facts have no column for", async () => {
    const [conversion] = server.sql<{ visit_id: string }>(
      "SELECT cast(visit_id AS TEXT) visit_id FROM conversion WHERE txid='t8'",
    );
    const [visit, ...more] = await rowsOf("visits?filter=txid:t8");
    assert.deepEqual([visit?.["id"], more.length], [conversion?.visit_id, 0]);
    const all = (await rowsOf("visits?bots=in&tests=in")).length;
    assert.equal((await rowsOf("visits?bots=in&tests=in&filter=ip:127.0.0.0/8")).length, all);
    assert.equal((await rowsOf("visits?bots=in&tests=in&filter=ip:10.0.0.0/8")).length, 0);
    assert.equal((await rowsOf("conversions?filter=txid:t8,t10")).length, 2);
    assert.deepEqual(await rowsOf("visits?filter=txid:t8&filter=campaign:999"), []);
  });

  it("show the postbacks of the conversions and visits behind it", async () => {
    const received = await rowsOf("postbacks/in?bots=in&tests=in");
    assert.deepEqual(
      new Set(received.map((row) => row["id"])),
      new Set(server.sql("SELECT cast(id AS TEXT) id FROM postback WHERE visit_id<>0").map((row) => row["id"])),
    );
    for (const status of ["lead", "sale", "rebill", "rejected"]) {
      const ids = (await rowsOf(`conversions?filter=status:${status}`)).map((row) => String(row["id"]));
      assert.ok(ids.length > 0, status);
      const inRows = await rowsOf(`postbacks/in?filter=status:${status}`);
      const out = await rowsOf(`postbacks/out?filter=status:${status}`);
      const list = ids.join(",");
      assert.equal(
        inRows.length,
        server.count(`SELECT count(*) n FROM postback WHERE conversion_id IN (${list})`),
      );
      assert.equal(
        out.length,
        server.count(
          `SELECT (SELECT count(*) FROM answer WHERE conversion_id IN (${list})) +` +
            ` (SELECT count(*) FROM forward WHERE decision='skip' AND conversion_id IN (${list})) n`,
        ),
      );
    }
    const refused = await rowsOf("postbacks/in?filter=status:empty");
    assert.equal(
      refused.length,
      server.count(
        "SELECT count(*) n FROM postback JOIN visit ON visit.id=visit_id WHERE conversion_id=0 AND is_bot=0 AND visit.is_test=0",
      ),
    );
  });

  it("refuse what is no filter, by its name", async () => {
    for (const [query, field] of [
      ["filter=colour:red", "filter"],
      ["filter=hour:25", "filter"],
      ["tz=Mars", "tz"],
      ["tz=UTC&from=2026-02-30x", "from"],
      ["bots=maybe", "bots"],
      ["time=never", "time"],
    ] as const) {
      const reply = await server.call("GET", `visits?${query}`);
      assert.equal(reply.status, 400, query);
      assert.equal((JSON.parse(reply.text) as { error: Json }).error["field"], field, query);
    }
  });
});
