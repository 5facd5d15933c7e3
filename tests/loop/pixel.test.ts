/* pixel - /conversion.gif: the same conversion as by a postback, and always an image
 * (spec/tracker.md §2.3). What a browser makes of it stands in browser/. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive, type Reply } from "./http.ts";
import { receive, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

const GIF = Buffer.from(
  "4749463839610100010080000000000000000021f90401000000002c00000000010001000002024401003b",
  "hex",
).toString("utf8");

describe("the pixel", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop;

  before(async () => {
    source = await receive();
    server = await start();
    loop = await world.makeLoopTo(server, source.url);
  });
  after(async () => {
    await server.stop();
    await source.down();
  });

  const pixel = async (query: string, cookie = ""): Promise<Reply> => {
    const reply = await ask(server.tracking, `/conversion.gif${query}`, {
      headers: cookie === "" ? {} : { Cookie: cookie },
    });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers["content-type"], "image/gif");
    assert.equal(reply.headers["cache-control"], "no-store");
    assert.equal(reply.headers["content-length"], "43");
    assert.equal(reply.text, GIF);
    return reply;
  };

  /* The log's newest row once there is one that was not looked at: what is refused is logged behind the answer. */
  let looked = "";
  const nextIn = (): Promise<Json> =>
    waitFor("a new row in the log", async () => {
      const [row] = await server.rows("postbacks/in?limit=1");
      if (row === undefined || row["id"] === looked) return false;
      looked = String(row["id"]);
      return row;
    });

  /** A visit of that campaign with that cookie; its click id, and the cookie that it left. */
  const visit = async (campaign: world.Campaign, cookie = ""): Promise<{ cid: string; cookie: string }> => {
    const reply = await ask(server.tracking, `/${campaign.key}?external_id=${Math.random()}`, {
      headers: cookie === "" ? {} : { Cookie: cookie },
    });
    const [left = ""] = reply.headers["set-cookie"] ?? [];
    return { cid: /[?&]s1=([0-9a-z]{24})/.exec(reply.location)?.[1] ?? "", cookie: left.slice(0, left.indexOf(";")) };
  };

  // spec: 2.3-pixel-answer
  it("with a cid records the conversion, tells the source, and is in the log by its channel", async () => {
    const { cid } = await visit(loop.campaign);
    await pixel(`?cid=${cid}&payout=2.5&currency=USD`);
    const conversion = await world.conversionOf(server, cid);
    assert.equal(conversion.payout, "2.5");
    assert.equal(conversion.status, "sale");
    const row = await nextIn();
    assert.equal(row["channel"], "pixel");
    assert.equal(row["outcome"], "recorded");
    assert.equal(row["status_code"], 200);
    assert.equal(row["cid"], cid);
    const sent = await world.waitForSent(server, conversion.id, "delivered");
    assert.equal(sent.length, 1);
  });

  // spec: 2.3-pixel-scheme-domain
  it("without a cid takes the browser's last click, or the one of the campaign that c names", async () => {
    const other = await world.makeLoopTo(server, source.url);
    const first = await visit(loop.campaign);
    const second = await visit(other.campaign, first.cookie);
    await pixel("?payout=1", second.cookie);
    assert.equal((await world.conversionOf(server, second.cid)).payout, "1");
    assert.deepEqual(await world.conversionsOf(server, first.cid), []);
    await pixel(`?payout=3&c=${loop.campaign.key}`, second.cookie);
    assert.equal((await world.conversionOf(server, first.cid)).payout, "3");
    await pixel(`?payout=4&cid=OPTIONAL&txid=OPTIONAL&status=OPTIONAL&c=${loop.campaign.key}`, second.cookie);
    assert.equal((await world.conversionOf(server, first.cid)).payout, "4");
  });

  // spec: 2.3-status-txid-events-in-pixel
  it("takes status, txid, events and parameters as a postback does", async () => {
    const { cid } = await visit(loop.campaign);
    await pixel(`?cid=${cid}&status=lead&txid=a&event1=5&param2=x`);
    await pixel(`?cid=${cid}&status=sale&txid=b&payout=7`);
    await pixel(`?cid=${cid}&txid=a&status=rejected&add_event1=2`);
    const rows = await world.conversionsOf(server, cid);
    assert.deepEqual(rows.map((row) => [row.txid, row.status]).sort(), [
      ["a", "rejected"],
      ["b", "sale"],
    ]);
    assert.match(
      String(server.sql(`select params from conversion where txid='a' order by id desc limit 1`)[0]?.["params"]),
      /param2=x.*event1=7/,
    );
  });

  it("and a postback of the same click and transaction are one conversion, told once", async () => {
    const { cid } = await visit(loop.campaign);
    const agent = keepAlive(20);
    await inParallel(Array.from({ length: 40 }), 20, (_, i) =>
      ask(server.tracking, `/${i % 2 === 0 ? "conversion.gif" : "postback"}?cid=${cid}&payout=2`, { agent }),
    );
    agent.destroy();
    const { id } = await world.conversionOf(server, cid);
    await world.waitForSettled(server);
    assert.equal((await world.sentOf(server, id)).filter((row) => row.outcome === "delivered").length, 1);
  });

  // spec: 2.3-pixel-answer
  it("is the image whatever is wrong, and the log says what", async () => {
    const { cid } = await visit(loop.campaign);
    await pixel(`?cid=${cid}&status=nothing-yet&ignore_status=nothing-yet`);
    await nextIn();
    const cases: [query: string, reason: string][] = [
      ["", "missing_cid"],
      ["?cid=nonsense", "invalid_cid"],
      [`?cid=${"0".repeat(24)}`, "unknown_click"],
      [`?cid=${cid}&payout=abc`, "malformed"],
      [`?cid=%zz`, "malformed"],
      [`?cid=${cid}&nid=999999`, "unknown_network"],
    ];
    for (const [query, reason] of cases) {
      await pixel(query);
      const row = await nextIn();
      assert.deepEqual([row["channel"], row["outcome"], row["reason"]], ["pixel", "refused", reason], query);
    }
    await pixel("?payout=5", `rb_c=${loop.campaign.key}.${"1".repeat(24)}; other=1`);
    assert.equal((await nextIn())["reason"], "unknown_click");
    assert.deepEqual(await world.conversionsOf(server, cid), []);
  });

  it("by another method than GET is the image and no conversion", async () => {
    const { cid } = await visit(loop.campaign);
    const head = await ask(server.tracking, `/conversion.gif?cid=${cid}`, { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(head.headers["content-type"], "image/gif");
    const post = await ask(server.tracking, "/conversion.gif", { method: "POST", body: `cid=${cid}` });
    assert.equal(post.text, GIF);
    assert.deepEqual(await world.conversionsOf(server, cid), []);
  });

  it("is no way around a network's secret or its list of addresses", async () => {
    const secret = await world.makeLoopTo(server, source.url, { network: { secret: "s3cret-key" } });
    const { cid } = await visit(secret.campaign);
    await pixel(`?cid=${cid}&payout=2`);
    assert.equal((await nextIn())["reason"], "wrong_key");
    await pixel(`?cid=${cid}&payout=2&key=wrong`);
    assert.equal((await nextIn())["reason"], "wrong_key");
    assert.deepEqual(await world.conversionsOf(server, cid), []);
    await pixel(`?cid=${cid}&payout=2&key=s3cret-key`);
    assert.equal((await world.conversionOf(server, cid)).payout, "2");
    assert.doesNotMatch(JSON.stringify(await nextIn()), /s3cret/);

    const listed = await world.makeLoopTo(server, source.url, { network: { ip_allow: ["203.0.113.0/24"] } });
    const far = await visit(listed.campaign);
    await pixel(`?cid=${far.cid}&payout=2`);
    assert.equal((await nextIn())["reason"], "address_not_allowed");
    assert.deepEqual(await world.conversionsOf(server, far.cid), []);
  });

  // spec: 1.1-pixel-redirect-url
  it("sends the browser to the pixel of a source without a postback, once for each conversion that it takes", async () => {
    const pixel_url = "https://source.test/pixel?id=9&x=1";
    const bare = await world.makeLoop(server);
    await server.api("PATCH", `sources/${bare.source.id}`, { postback: null, pixel_url });
    const go = (query: string): Promise<Reply> => ask(server.tracking, `/conversion.gif?${query}`);
    const { cid } = await visit(bare.campaign);
    const lead = await go(`cid=${cid}&txid=1&status=lead`);
    assert.equal(lead.headers["content-type"], "image/gif", "a lead is not selected");
    const sale = await go(`cid=${cid}&txid=2&payout=3`);
    assert.equal(sale.status, 302);
    assert.equal(sale.location, pixel_url);
    assert.equal(sale.headers["cache-control"], "no-store");
    assert.equal((await go(`cid=${cid}&txid=2&payout=3`)).status, 200, "a reload is a duplicate");
    assert.equal((await go(`cid=${cid}&txid=3&payout=3&disable_postback=1`)).status, 200);
    assert.equal((await go(`cid=${"0".repeat(24)}&payout=3`)).status, 200);
    assert.equal((await world.postback(server, `cid=${cid}&txid=4&payout=3`)).text, "OK");
    const reasons = server.sql<{ reason: string }>(
      `select reason from forward join conversion on conversion.id = conversion_id where visit_id =
       (select visit_id from conversion where txid='4' order by id desc limit 1) order by forward.id`,
    );
    assert.deepEqual(
      reasons.map((row) => row.reason),
      ["no_postback_url", "told_by_pixel", "no_postback_url", "no_postback_url"],
    );
  });

  it("is the image for a source that has a postback, whatever its pixel", async () => {
    const both = await world.makeLoopTo(server, source.url, { source: { pixel_url: "https://source.test/p" } });
    const { cid } = await visit(both.campaign);
    await pixel(`?cid=${cid}&payout=2`);
    const { id } = await world.conversionOf(server, cid);
    await world.waitForSent(server, id, "delivered");
    const refused = await server.call("PATCH", `sources/${both.source.id}`, { pixel_url: "https://source.test/?c={clickid}" });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /"field":\s*"pixel_url"/);
  });

  it("leaves a ledger that proves itself", () => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});
