/* record - what is kept of a conversion, and how statuses count (spec/tracker.md §1.8, §3.3). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import * as world from "./world.ts";

describe("a conversion's record", () => {
  let server: Server;
  let loop: world.Loop;

  before(async () => {
    server = await start();
    loop = await world.makeLoop(server);
  });
  after(async () => {
    const { code, out } = server.verify();
    await server.stop();
    assert.equal(code, 0, out);
  });

  const countsOf = async (campaign: { id: number }): Promise<Json> =>
    (await server.api<{ counts: Json }>("GET", `campaigns/${campaign.id}`)).counts;

  // spec: 1.8-lead, 1.8-sale, 1.8-rebill, 1.8-rejected, 1.8-conversions-total, 3.3-additional-conversions
  it("each status has its column and its money, and conversions total them all", async () => {
    const { cid } = await world.visitNew(loop);
    for (const [status, payout] of [
      ["lead", "1"],
      ["sale", "20"],
      ["rebill", "300"],
      ["rejected", "4000"],
    ]) {
      const query = `cid=${cid}&txid=${status}&status=${status}&payout=${payout}`;
      assert.equal((await world.postback(server, query)).text, "OK");
    }
    const counts = await countsOf(loop.campaign);
    assert.deepEqual(
      ["conversions", "unique_conversions", "leads", "sales", "rebills", "rejected", "revenue"].map((name) => counts[name]),
      [4, 1, 1, 1, 1, 1, "321"],
    );
    const rows = await world.conversionsOf(server, cid);
    const kinds = rows.map((row) => `${row.status} ${row.payout} ${row.revenue} ${String(row["is_unique"])}`);
    assert.deepEqual(kinds, ["rejected 4000 0 false", "rebill 300 300 false", "sale 20 20 false", "lead 1 1 true"]);
  });

  // spec: 1.8-record, 2.2-userid
  it("holds every field that the specification suggests, and a snapshot of whose it is", async () => {
    await server.api("PATCH", "settings", {
      conversion_types: [{ name: "install", words: ["install"], status: "lead" }],
    });
    const lander = await server.api<world.Entity>("POST", "landers", { name: "L", url: "http://lander.example/?c={clickid}" });
    const path = {
      weight: 100,
      landers: [{ id: lander.id, weight: 100 }],
      offers: [{ id: loop.offer.id, weight: 100 }],
    };
    const campaign = await server.api<world.Campaign>("POST", "campaigns", {
      name: "Funnel",
      source_id: loop.source.id,
      cost: { model: "cpa", amount: "0.7" },
      paths: [path],
      rules: [{ name: "All of zone z", match: "all", conditions: [{ field: "token5", op: "in", values: ["z"] }], paths: [path] }],
    });
    const visit = await ask(server.tracking, `/${campaign.key}?external_id=rec-1&zoneid=z`);
    const cid = visit.location.slice(-24);
    await ask(server.tracking, `/click?cid=${cid}`);
    const query = "payout=2.50&currency=USD&status=Install&txid=T&conversion_id=C7&param1=p&event1=5&userid=12345";
    assert.equal((await world.postback(server, `cid=${cid}&${query}`)).text, "OK");
    const row = await world.conversionOf(server, cid);
    const named = (name: string): unknown => (row[name] as { name?: string } | null)?.name;
    assert.deepEqual(
      {
        cid: row.cid,
        txid: row.txid,
        conversion_id: row["conversion_id"],
        status_raw: row["status_raw"],
        status: row.status,
        type: row["type"],
        payout: row.payout,
        currency: row.currency,
        rate: row["rate"],
        revenue: row.revenue,
        cost: row.cost,
        params: row["params"],
        channel: row["channel"],
        is_unique: row["is_unique"],
        is_upsell: row["is_upsell"],
        external_id: row.external_id,
        rule: row["rule"],
        path: row["path"],
        zone: (row["tokens"] as Json)["zoneid"],
      },
      {
        cid,
        txid: "T",
        conversion_id: "C7",
        status_raw: "Install",
        status: "lead",
        type: "install",
        payout: "2.5",
        currency: "USD",
        rate: "1",
        revenue: "2.5",
        cost: "0.7",
        params: { param1: "p", event1: "5" },
        channel: "s2s",
        is_unique: true,
        is_upsell: false,
        external_id: "rec-1",
        rule: 1,
        path: 1,
        zone: "z",
      },
    );
    assert.deepEqual(["campaign", "source", "network", "offer", "lander"].map(named), [
      "Funnel",
      "ExoClick",
      "My network",
      "Offer",
      "L",
    ]);
    const times = ["visited_at", "clicked_at", "created_at", "updated_at"].map((name) => String(row[name]));
    for (const time of times) assert.match(time, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual([...times].sort(), times, "the visit, its click, the first postback, the last change");
    const [log] = await server.rows(`postbacks/in?cid=${cid}`);
    assert.equal(log?.["address"], "127.0.0.1");
    assert.equal(log?.["conversion_id"], row.id);
  });
});
