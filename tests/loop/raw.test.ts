/* raw - figures without bots and with them, side by side: reports and lists of both sides, files, the way to the entries. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import * as world from "./world.ts";

const BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const PERSON = { "User-Agent": BROWSER };
const BOT = { "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" };

interface Answer extends Json {
  rows: Json[];
  totals: Json;
}

let server: Server;
let campaign: world.Campaign;
let goal: world.Entity;
let variation: world.Entity;
const get = (query: string): Promise<Answer> => server.api<Answer>("GET", query);
const click = async (path: string, headers: Record<string, string>, base = server.tracking): Promise<string> => {
  const reply = await ask(base, path, { headers });
  assert.equal(reply.status, 302, reply.text);
  return String(reply.headers["location"] ?? "");
};

before(async () => {
  server = await start();
  const { offer } = await world.makeLoop(server);
  const source = await server.api<world.Entity>("POST", "sources", { name: "Priced", cost: { param: "cost", macro: "{cost}" } });
  campaign = await server.api<world.Campaign>("POST", "campaigns", { name: "C", source_id: source.id, cost: { model: "auto" }, paths: [{ offers: [{ id: offer.id }] }] });
  goal = await server.api<world.Entity>("POST", "goals", { name: "Sale", value: { type: "dynamic" }, count: "every" });
  const adcampaign = await server.api<world.Entity>("POST", "adcampaigns", { name: "A", price: "0.5" });
  variation = await server.api<world.Entity>("POST", "variations", { name: "V", adcampaign_id: adcampaign.id, url: "http://h.test/?tag={conversions_tracking}" });
  for (const [headers, count] of [[PERSON, 3], [BOT, 2]] as const)
    for (let i = 0; i < count; i++) {
      const cid = /s1=([0-9a-z]{24})/.exec(await click(`/${campaign.key}?cost=0.5`, headers))?.[1] ?? "";
      const tag = /tag=([\w-]+)/.exec(await click(`/go/${variation.id}`, headers, server.network))?.[1] ?? "";
      if (i === 0) {
        await world.postback(server, `cid=${cid}&payout=2&txid=${count}&status=sale`);
        assert.equal((await ask(server.network, `/tag.php?goal=${goal.id}&tag=${tag}&value=2`)).text.trim(), "OK");
      }
    }
  await waitFor("the facts", async () => {
    const [report, ads] = [await get("report?bots=in"), await get("adreport?bots=in")];
    return report.totals["visits"] === 5 && report.totals["conversions"] === 2 && ads.totals["clicks"] === 5 && ads.totals["conversions"] === 2;
  });
});
after(() => server.stop());

describe("bots=both", () => {
  it("tells the same figures clean, raw and what lies between, in rows and totals", async () => {
    const query = `report?group_by=campaign&metrics=visits,conversions,cost,revenue,cv,epv&filter=campaign:${campaign.id}`;
    const [both, clean, raw] = [await get(`${query}&bots=both`), await get(query), await get(`${query}&bots=in`)];
    const figures = ({ visits, conversions, cost, revenue, cv, epv }: Json): Json => ({ visits, conversions, cost, revenue, cv, epv });
    for (const [of, cleanOf, rawOf] of [[both.totals, clean.totals, raw.totals], [both.rows[0], clean.rows[0], raw.rows[0]]] as [Json, Json, Json][]) {
      assert.deepEqual(figures(of), figures(cleanOf));
      assert.deepEqual(of["raw"], figures(rawOf));
      assert.deepEqual(of["difference"], { visits: 2, conversions: 1, cost: "1", revenue: "2", cv: 6.6667, epv: "0.133333" });
    }
  });

  it("shows what only bots have, with nothing on the clean side", async () => {
    const { rows } = await get("report?group_by=bot_reason&metrics=visits,roi&bots=both");
    const crawler = rows.find((row) => row["bot_reason"] === "crawler");
    assert.deepEqual([crawler?.["visits"], crawler?.["raw"], crawler?.["difference"]], [0, { visits: 2, roi: 100 }, { visits: 2, roi: null }]);
  });

  it("stands in lists too, of both sides, a goal's own columns among them", async () => {
    const [row] = (await get(`campaigns?metrics=visits&bots=both&ids=${campaign.id}`)).rows as { figures: Json }[];
    assert.deepEqual(row?.figures, { visits: 3, raw: { visits: 5 }, difference: { visits: 2 } });
    const listed = (await get("goals?metrics=conversions,value&bots=both")).rows.find((of) => of["id"] === goal.id) as { figures: Json } | undefined;
    assert.deepEqual(listed?.figures, { conversions: 1, value: "2", raw: { conversions: 2, value: "4" }, difference: { conversions: 1, value: "2" } });
    const ads = await get(`adreport?group_by=variation&metrics=clicks&goals=${goal.id}&bots=both`);
    const [{ goals = [], ...of } = {}] = ads.rows as { goals?: Json[]; clicks?: number; raw?: Json; difference?: Json }[];
    assert.deepEqual([of.clicks, of.raw, of.difference], [3, { clicks: 5 }, { clicks: 2 }]);
    const [column] = goals as { conversions: number; raw: Json; difference: Json }[];
    assert.deepEqual([column?.conversions, column?.raw["conversions"], column?.difference], [1, 2, { conversions: 1, value: "2", cvr: 6.6667, ecpa: "-0.25", revenue: "2", profit: "1", roi: 26.6667 }]);
  });

  it("has columns of its own in files", async () => {
    for (const [target, columns] of [
      [`report?group_by=campaign&metrics=visits,cost&filter=campaign:${campaign.id}`, "campaign.id,campaign.name,visits,cost,raw.visits,raw.cost,difference.visits,difference.cost"],
      [`report?group_by=campaign&metrics=visits,cost&filter=campaign:${campaign.id}&export=all`, "campaign.id,campaign.name,visits,cost,raw.visits,raw.cost,difference.visits,difference.cost"],
    ] as const) {
      const { status, text } = await server.call("GET", `${target}&bots=both&format=csv`);
      assert.equal(status, 200, text);
      const [head, line] = text.trim().split(/\r?\n/);
      assert.equal(head, columns);
      assert.equal(line, `${campaign.id},C,3,1.5,5,2.5,2,1`);
    }
    const ads = await server.call("GET", `adreport?group_by=variation&metrics=clicks&goals=${goal.id}&bots=both&format=csv`);
    const [head = "", line = ""] = ads.text.trim().split(/\r?\n/);
    const cells = new Map(head.split(",").map((name, i) => [name, line.split(",")[i]]));
    assert.deepEqual(["clicks", "raw.clicks", "g1_conversions", "g1_raw_conversions", "g1_difference_conversions"].map((name) => cells.get(name)), ["3", "5", "1", "2", "1"]);
    const parquet = await server.call("GET", "report?group_by=campaign&metrics=visits&bots=both&format=parquet");
    assert.equal(parquet.status, 200);
  });

  it("opens all the entries behind a row: those of bots too", async () => {
    const { rows } = await get(`report?group_by=campaign&metrics=visits&bots=both&filter=campaign:${campaign.id}`);
    const { visits } = rows[0]?.["entries"] as { visits: string };
    assert.match(visits, /[?&]bots=in(&|$)/);
    assert.equal((await server.rows(visits.replace("/api/v1/", ""))).length, 5);
  });

  it("is of figures alone, and stands beside no other span", async () => {
    for (const [target, field] of [
      ["visits?bots=both", "bots"],
      [`campaigns/${campaign.id}/splits?bots=both`, "bots"],
      ["report?bots=both&from=2026-11-01&compare=previous", "bots"],
      ["report?bots=neither", "bots"],
    ] as const) {
      const reply = await server.call("GET", target);
      assert.equal(reply.status, 400, `${target}: ${reply.text}`);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field, target);
    }
  });
});
