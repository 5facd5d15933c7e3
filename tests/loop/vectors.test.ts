/* vectors - the test vectors of spec/tracker.md §3.9 over HTTP, one test each, named by its number.
 * The source is a receiver of the tests, so that what it was told can be counted. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { inParallel, keepAlive, raw } from "./http.ts";
import { notified, ok, receive, text, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

describe("the vectors of spec/tracker.md §3.9", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop;

  before(async () => {
    source = await receive();
    server = await start({ settings: { "courier-retry": "200ms,400ms,600ms,800ms,1s,1s,1s,1s" } });
    loop = await world.makeLoopTo(server, source.url);
  });
  after(async () => {
    await server.stop();
    await source.down();
  });

  const countsOf = async (campaign: world.Campaign): Promise<Json> =>
    (await server.api("GET", `campaigns/${campaign.id}`))["counts"] as Json;

  /* Sends the postbacks one after the other; each must be answered so. */
  const send = async (cid: string, ...calls: [query: string, answer: string][]): Promise<void> => {
    for (const [query, answer] of calls) {
      const reply = await world.postback(server, `cid=${cid}&${query}`);
      assert.equal(reply.status, 200);
      assert.equal(reply.text, answer, query);
    }
  };

  const statusesOf = async (cid: string): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await world.conversionsOf(server, cid)).map((row) => [row.txid ?? "", row.status ?? ""]),
    );

  const revenueOf = async (cid: string): Promise<number> =>
    (await world.conversionsOf(server, cid)).reduce((sum, row) => sum + Number(row.revenue), 0);

  // spec: 3.9-1
  it("1: a payout makes one conversion, which is forwarded once", async () => {
    const { cid, externalId, sent } = await world.convertAndWait(loop, "delivered");
    const conversion = await world.conversionOf(server, cid);
    assert.equal(conversion.revenue, "2");
    assert.equal(sent.length, 1);
    assert.equal(source.callsWith("tag", externalId).length, 1);
    assert.equal(source.callsWith("tag", externalId)[0]?.params.get("value"), "2");
  });

  // spec: 3.9-2, 2.4-duplicate-nothing-changed
  it("2: the same four times is one conversion, four rows in the log, forwarded once", async () => {
    const { cid, externalId } = await world.visitNew(loop);
    await send(
      cid,
      ["payout=2", "OK"],
      ["payout=2", "DUPLICATE"],
      ["payout=2", "DUPLICATE"],
      ["payout=2", "DUPLICATE"],
    );
    const conversion = await world.conversionOf(server, cid);
    assert.equal(conversion.revenue, "2");
    const log = await server.rows(`postbacks/in?cid=${cid}`);
    assert.deepEqual(
      log.map((row) => row["outcome"]),
      ["duplicate", "duplicate", "duplicate", "recorded"],
    );
    await world.waitForSent(server, conversion.id, "delivered");
    assert.equal(source.callsWith("tag", externalId).length, 1);
  });

  // spec: 3.9-3, 2.4-updated-existing
  it("3: a lead that becomes a sale is one conversion of 5, told as a sale", async () => {
    const { cid, externalId } = await world.visitNew(loop);
    await send(cid, ["status=lead", "OK"], ["status=sale&payout=5", "OK"]);
    const conversion = await world.conversionOf(server, cid);
    assert.equal(conversion.status, "sale");
    assert.equal(conversion.revenue, "5");
    const sent = await world.waitForSent(server, conversion.id, "delivered");
    assert.deepEqual(
      sent.map((row) => row.outcome),
      ["skipped", "delivered"],
    );
    assert.equal(sent[0]?.reason, "status_not_selected");
    assert.deepEqual(
      source.callsWith("tag", externalId).map((call) => call.params.get("value")),
      ["5"],
    );
  });

  const three: [query: string, answer: string][] = [
    ["txid=a&status=lead", "OK"],
    ["txid=b&status=sale&payout=5", "OK"],
    ["txid=c&status=rebill&payout=3", "OK"],
  ];

  // spec: 3.9-4, 3.3-additional-conversions
  it("4: three transactions are three conversions of 8 together", async () => {
    const { cid } = await world.visitNew(loop);
    await send(cid, ...three);
    assert.deepEqual(await statusesOf(cid), { a: "lead", b: "sale", c: "rebill" });
    assert.equal(await revenueOf(cid), 8);
  });

  // spec: 3.9-5
  it("5: the sale of them rejected leaves three conversions of 3 together", async () => {
    const { cid } = await world.visitNew(loop);
    await send(cid, ...three, ["txid=b&status=rejected", "OK"]);
    assert.deepEqual(await statusesOf(cid), { a: "lead", b: "rejected", c: "rebill" });
    assert.equal(await revenueOf(cid), 3);
    const rejected = (await world.conversionsOf(server, cid)).find((row) => row.txid === "b");
    assert.equal(rejected?.payout, "5", "the payout that was said is kept");
  });

  // spec: 3.9-6, 3.5-auto-and-manual
  it("6: a manual payout of 4 counts 4, whatever the postback says", async () => {
    const manual = await world.makeLoopTo(server, source.url, {
      offer: { payout: { mode: "manual", amount: "4" } },
    });
    const { cid } = await world.visitNew(manual);
    await send(cid, ["payout=9", "OK"]);
    assert.equal((await world.conversionOf(server, cid)).revenue, "4");
  });

  for (const [value, answer] of [
    ["{subid}", "ERROR: missing cid"],
    ["REPLACE", "ERROR: missing cid"],
    ["%7Bsubid%7D", "ERROR: missing cid"],
    ["", "ERROR: missing cid"],
    ["nonsense", "ERROR: invalid cid"],
  ] as const) {
    // spec: 1.0-cid-only-join-key, 2.4-cid-missing, 3.9-7
    it(`7: cid=${value} is refused with 400, logged, and counts nothing`, async () => {
      const before = server.count("select count(*) n from conversion");
      const mark = `mark${Math.random().toString(36).slice(2)}`;
      const reply = await world.postback(server, `cid=${value}&payout=2&param1=${mark}`);
      assert.equal(reply.status, 400);
      assert.equal(reply.text, answer);
      const row = await waitFor("the refusal in the log", async () =>
        (await server.rows("postbacks/in?outcome=refused")).find((each) =>
          String(each["query"]).includes(mark),
        ),
      );
      assert.equal(row["status_code"], 400);
      assert.equal(row["cid"], null);
      assert.equal(server.count("select count(*) n from conversion"), before);
    });
  }

  // spec: 3.9-8
  it("8: a currency that HTML turned into its sign is read: 10 EUR", async () => {
    for (const accident of ["%C2%A4cy=EUR", "%A4cy=EUR"]) {
      const { cid } = await world.visitNew(loop);
      await send(cid, [`payout=10${accident}`, "OK"]);
      const conversion = await world.conversionOf(server, cid);
      assert.equal(conversion.payout, "10");
      assert.equal(conversion.currency, "EUR");
      assert.equal(conversion["no_rate"], true, "no rate is known: it counts 0, flagged");
      assert.equal(conversion.revenue, "0");
    }
  });

  it("8: the sign as raw bytes is either read so or refused, never misread", async () => {
    const { cid } = await world.visitNew(loop);
    const reply = await raw(
      server.tracking,
      `GET /postback?cid=${cid}&payout=10\xc2\xa4cy=EUR HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`,
    );
    if (reply.status === 200) {
      const conversion = await world.conversionOf(server, cid);
      assert.equal(`${conversion.payout} ${conversion.currency}`, "10 EUR");
    } else {
      assert.equal(reply.status, 400);
      assert.deepEqual(await world.conversionsOf(server, cid), []);
    }
  });

  const special = "+ / = & %";
  const long = (length: number): string => {
    let id = "";
    while (id.length < length) id += `${special}aZ09-_.~?#[]{}"'<>|\\^${id.length}`;
    return id.slice(0, length - 1) + "=";
  };
  for (const [name, externalId] of [
    ["+ / = & %", special],
    ["124 characters", long(124)],
    ["350 characters", long(350)],
    ["1,024 bytes, the most that is kept", long(1024)],
    ["letters of other alphabets", "клик-点击-κλικ"],
    ["+ and %2B as text", "a+b%2Bc%20d"],
  ] as const) {
    // spec: 3.9-9
    it(`9: an external id of ${name} arrives identical after one decode`, async () => {
      const { cid } = await world.visit(
        server,
        `/${loop.campaign.key}?external_id=${encodeURIComponent(externalId)}`,
      );
      await send(cid, ["payout=2", "OK"]);
      const conversion = await world.conversionOf(server, cid);
      assert.equal(conversion.external_id, externalId);
      await world.waitForSent(server, conversion.id, "delivered");
      assert.equal(source.callsWith("tag", externalId).length, 1);
      const [kept] = server.sql(
        `select hex(external_id) hex from visit where id = (select visit_id from conversion where id=${conversion.id})`,
      );
      assert.equal(kept?.["hex"], Buffer.from(externalId).toString("hex").toUpperCase());
    });
  }

  it("9: an external id past 1,024 bytes is refused, naming the parameter", async () => {
    const reply = await raw(
      server.tracking,
      `GET /${loop.campaign.key}?external_id=${"x".repeat(1025)} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`,
    );
    assert.equal(reply.status, 400);
    assert.match(reply.text, /external_id/);
  });

  // spec: 3.9-10
  it("10: what the source has been told already is shown as a duplicate and not retried", async () => {
    source.plan(notified);
    const { externalId, sent } = await world.convertAndWait(loop, "duplicate");
    source.plan(ok);
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.reason, "one_per_click");
    assert.equal(sent[0]?.next_at, null);
    assert.equal(sent[0]?.body, notified.kind === "text" ? notified.body : "");
    assert.equal(source.callsWith("tag", externalId).length, 1);
  });

  // spec: 3.9-11
  it("11: a source that is down for a while is told later, with exactly one success", async () => {
    await source.down();
    const { cid, externalId } = await world.visitNew(loop);
    await send(cid, ["payout=2", "OK"]);
    const { id } = await world.conversionOf(server, cid);
    await waitFor("two attempts in vain", async () => (await world.sentOf(server, id)).length >= 2);
    source.plan(text(500, "no"), ok);
    await source.up();
    const sent = await world.waitForSent(server, id, "delivered");
    const outcomes = sent.map((row) => row.outcome);
    assert.equal(outcomes.filter((outcome) => outcome === "delivered").length, 1);
    assert.ok(
      outcomes.slice(0, -1).every((outcome) => outcome === "retrying"),
      outcomes.join(),
    );
    assert.deepEqual(
      sent.map((row) => row.attempt),
      sent.map((_, i) => i + 1),
    );
    const calls = source.callsWith("tag", externalId);
    assert.equal(calls.length, 2, "one refused with 500, one taken");
    assert.equal(new Set(calls.map((call) => call.idempotencyKey)).size, 1);
  });

  // spec: 3.9-12
  it("12: a hundred parallel copies are one conversion and one forward", async () => {
    const { cid, externalId } = await world.visitNew(loop);
    const agent = keepAlive(100);
    const replies = await inParallel(Array.from({ length: 100 }), 100, () =>
      world.postback(server, `cid=${cid}&payout=2`, agent),
    );
    agent.destroy();
    const answers = replies.map((reply) => reply.text);
    assert.equal(answers.filter((answer) => answer === "OK").length, 1);
    assert.equal(answers.filter((answer) => answer === "DUPLICATE").length, 99);
    const conversion = await world.conversionOf(server, cid);
    assert.equal(conversion.revenue, "2");
    await world.waitForSent(server, conversion.id, "delivered");
    assert.equal(source.callsWith("tag", externalId).length, 1);
    assert.equal(server.count(`select count(*) n from forward where conversion_id=${conversion.id}`), 1);
    assert.equal((await server.rows(`postbacks/in?cid=${cid}`)).length, 100);
  });

  // spec: 3.9-13
  it("13: a revenue share of 30 % of 5 costs 1.5", async () => {
    const share = await world.makeLoopTo(server, source.url, {
      campaign: { cost: { model: "revshare", amount: "30" } },
    });
    const { cid } = await world.visitNew(share);
    await send(cid, ["payout=5", "OK"]);
    assert.equal((await world.conversionOf(server, cid)).cost, "1.5");
    assert.equal((await countsOf(share.campaign))["cost"], "1.5");
  });

  // spec: 3.9-14
  it("14: 10,000 visits of 0.0004 cost 4 exactly", async () => {
    const many = await world.makeLoopTo(server, source.url);
    const agent = keepAlive(64);
    await inParallel(Array.from({ length: 10_000 }), 64, () =>
      world.visit(server, `/${many.campaign.key}?cost=0.0004`, agent),
    );
    agent.destroy();
    const counts = await countsOf(many.campaign);
    assert.equal(counts["visits"], 10_000);
    assert.equal(counts["cost"], "4");
  });

  // spec: 3.9-15
  it("15: a postback sent in the moment of the redirect finds its click", async () => {
    const answers = await inParallel(Array.from({ length: 200 }), 20, async () => {
      const { cid } = await world.visitNew(loop);
      return (await world.postback(server, `cid=${cid}&payout=1`)).text;
    });
    assert.deepEqual([...new Set(answers)], ["OK"]);
  });

  it("the ledger proves itself", () => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});

describe("the same where clicks are synced at intervals", () => {
  it("15: a postback sent in the moment of the redirect finds its click", async () => {
    const server = await start({
      settings: { "click-durability": "interval", "click-durability-ms": "10000" },
    });
    const loop = await world.makeLoop(server);
    const answers = await inParallel(Array.from({ length: 200 }), 20, async () => {
      const { cid } = await world.visitNew(loop);
      return (await world.postback(server, `cid=${cid}&payout=1`)).text;
    });
    assert.deepEqual([...new Set(answers)], ["OK"]);
    assert.equal(await server.stop(), 0);
  });
});
