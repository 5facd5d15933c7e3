/* modes - what a postback is taken for: the four ways to treat a repeated one, who may send it, in
 * which form, when it is ignored (spec/tracker.md §1.2, §2.2, §2.4, §3.1, §3.2, §3.4). */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { start, withShim, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive, paramsOf } from "./http.ts";
import { receive, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

const DAY_MS = 24 * 3600 * 1000;

describe("postbacks", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop; /* a network in mode update, without secret or allow list */

  before(async () => {
    source = await receive();
    server = await start();
    loop = await world.makeLoopTo(server, source.url);
  });
  after(async () => {
    await server.stop();
    await source.down();
  });

  const sendAll = async (cid: string, queries: string[]): Promise<string[]> => {
    const answers: string[] = [];
    for (const query of queries) answers.push((await world.postback(server, `cid=${cid}&${query}`)).text);
    return answers;
  };

  const payoutsOf = async (cid: string): Promise<string[]> =>
    (await world.conversionsOf(server, cid)).map((row) => row.payout).reverse();

  const lastIn = async (cid: string): Promise<Json> =>
    (await server.rows(`postbacks/in?cid=${cid}`))[0] ?? {};

  /* The last conversion of the click was not told, for that reason. */
  const assertSkipped = async (cid: string, reason: string): Promise<void> => {
    const [last] = await world.conversionsOf(server, cid);
    assert.equal(last?.forward?.outcome, "skipped");
    assert.equal(last?.forward?.reason, reason);
  };

  describe("a repeated one", () => {
    const cases: [mode: string, answers: string[], payouts: string[], revenue: string, told: string[]][] = [
      ["update", ["OK", "DUPLICATE", "OK"], ["3"], "3", ["2"]],
      ["ignore", ["OK", "DUPLICATE", "DUPLICATE"], ["2"], "2", ["2"]],
      ["add", ["OK", "OK", "OK"], ["2", "2", "3"], "7", ["2", "2", "3"]],
      ["sum", ["OK", "OK", "OK"], ["7"], "7", ["2"]],
    ];
    for (const [mode, answers, payouts, revenue, told] of cases) {
      // spec: 3.1-identity
      it(`in mode ${mode}: payouts 2, 2 and 3 make ${payouts.join(" and ")}, told as ${told.join(" and ")}`, async () => {
        const own = await world.makeLoopTo(server, source.url, { network: { duplicate_mode: mode } });
        const { cid, externalId } = await world.visitNew(own);
        assert.deepEqual(await sendAll(cid, ["payout=2", "payout=2", "payout=3"]), answers);
        assert.deepEqual(await payoutsOf(cid), payouts);
        const { counts } = await server.api<{ counts: Json }>("GET", `campaigns/${own.campaign.id}`);
        assert.equal(counts["conversions"], payouts.length);
        assert.equal(counts["revenue"], revenue);
        await world.waitForSettled(server);
        assert.deepEqual(
          source
            .callsWith("tag", externalId)
            .map((call) => call.params.get("value"))
            .sort(),
          told,
        );
      });

      it(`in mode ${mode}: another transaction is another conversion`, async () => {
        const own = await world.makeLoopTo(server, source.url, { network: { duplicate_mode: mode } });
        const { cid } = await world.visitNew(own);
        assert.deepEqual(await sendAll(cid, ["txid=a&payout=2", "txid=b&payout=3"]), ["OK", "OK"]);
        assert.deepEqual(await payoutsOf(cid), ["2", "3"]);
      });
    }

    for (const [mode, conversions] of [
      ["update", 1],
      ["ignore", 1],
      ["add", 50],
      ["sum", 1],
    ] as const) {
      // spec: 3.1-identity
      it(`in mode ${mode}: fifty in parallel make ${conversions}`, async () => {
        const own = await world.makeLoopTo(server, source.url, { network: { duplicate_mode: mode } });
        const { cid } = await world.visitNew(own);
        const agent = keepAlive(50);
        await inParallel(Array.from({ length: 50 }), 50, () =>
          world.postback(server, `cid=${cid}&payout=2`, agent),
        );
        agent.destroy();
        const rows = await world.conversionsOf(server, cid);
        assert.equal(rows.length, conversions);
        const sum = rows.reduce((total, row) => total + Number(row.revenue), 0);
        assert.equal(sum, mode === "update" || mode === "ignore" ? 2 : 100);
      });
    }

    // spec: 3.2-payout-not-wiped
    it("without a payout keeps the payout that is stored", async () => {
      const { cid } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid, ["status=lead&payout=5", "status=sale"]), ["OK", "OK"]);
      const conversion = await world.conversionOf(server, cid);
      assert.equal(conversion.payout, "5");
      assert.equal(conversion.revenue, "5");
    });
  });

  describe("whose it is", () => {
    const refused = async (cid: string, query: string, reason: string, headers = {}): Promise<void> => {
      const reply = await ask(server.tracking, `/postback?cid=${cid}&${query}`, { headers });
      assert.equal(reply.status, 403);
      assert.equal(reply.text, "ERROR: forbidden");
      assert.deepEqual(await world.conversionsOf(server, cid), []);
      const row = await lastIn(cid);
      assert.equal(row["outcome"], "refused");
      assert.equal(row["reason"], reason);
    };

    it("is said by nid: the click's own network is taken", async () => {
      const { cid } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid, [`payout=2&nid=${loop.network.id}`]), ["OK"]);
    });

    it("another network's nid is refused with 403 and logged", async () => {
      const other = await world.makeLoopTo(server, source.url);
      const { cid } = await world.visitNew(loop);
      await refused(cid, `payout=2&nid=${other.network.id}`, "other_network");
    });

    it("its last click is found by an index, however often a visit's lander was clicked", () => {
      const query = "select * from click where visit_id=1 and network_id=2 order by is_bot, id desc limit 1";
      const ledger = path.join(server.dir, "ledger.db");
      const plan = execFileSync("sqlite3", ["-readonly", ledger, `explain query plan ${query}`], { encoding: "utf8" });
      assert.match(plan, /^QUERY PLAN\n.*INDEX click_of_visit \(visit_id=\? AND network_id=\?\)\s*$/);
    });

    it("a network of another workspace speaks for no click of this one, not even for one without an offer", async () => {
      const { id: workspace_id } = await server.api<{ id: number }>("POST", "workspaces", { name: "Other" });
      const theirs = await server.api<world.Entity>("POST", "networks", { name: "Theirs", workspace_id });
      const lander = await server.api<world.Entity>("POST", "landers", { name: "L", url: "http://l.test/?cid={clickid}" });
      const campaign = await server.api<world.Campaign>("POST", "campaigns", {
        name: "Landed",
        source_id: loop.source.id,
        paths: [{ landers: [{ id: lander.id }], offers: [{ id: loop.offer.id }] }],
      });
      const landing = await ask(server.tracking, `/${campaign.key}?external_id=landed`);
      const cid = paramsOf(landing.location).get("cid") ?? "";
      await refused(cid, `payout=2&nid=${theirs.id}`, "other_network");
      assert.deepEqual(await sendAll(cid, [`payout=2&nid=${loop.network.id}`]), ["OK"]);
    });

    for (const nid of ["4294967", "0", "-1", "x", "1.0", "99999999999999999999"]) {
      it(`nid=${nid}, which names no network, is refused with 403`, async () => {
        const { cid } = await world.visitNew(loop);
        const reply = await world.postback(server, `cid=${cid}&payout=2&nid=${nid}`);
        assert.equal(reply.status, 403);
        assert.deepEqual(await world.conversionsOf(server, cid), []);
      });
    }

    // spec: 2.4-forbidden
    it("a network with a secret takes only what carries it, and the log never shows it", async () => {
      const secret = "s3cret+/=&% key";
      const own = await world.makeLoopTo(server, source.url, { network: { secret } });
      assert.ok(own.network.links["postback_url"]?.endsWith(`&key=${encodeURIComponent(secret)}`));
      const { cid } = await world.visitNew(own);
      await refused(cid, "payout=2", "wrong_key");
      await refused(cid, "payout=2&key=wrong", "wrong_key");
      await refused(cid, `payout=2&key=${encodeURIComponent(secret)}x`, "wrong_key");
      assert.deepEqual(await sendAll(cid, [`payout=2&key=${encodeURIComponent(secret)}&txid=1`]), ["OK"]);
      const log = JSON.stringify(await server.rows(`postbacks/in?cid=${cid}`));
      assert.ok(!log.includes("s3cret"), log);
      assert.ok(log.includes("txid=1"), "what stands behind the key is kept");
    });

    // spec: 2.4-forbidden
    it("a network with an allow list takes only its addresses; no header can pretend", async () => {
      const far = await world.makeLoopTo(server, source.url, {
        network: { ip_allow: ["203.0.113.0/24", "2001:db8::/32"] },
      });
      const { cid } = await world.visitNew(far);
      await refused(cid, "payout=2", "address_not_allowed");
      await refused(cid, "payout=2", "address_not_allowed", { "X-Forwarded-For": "203.0.113.5" });
      const near = await world.makeLoopTo(server, source.url, {
        network: { ip_allow: ["203.0.113.0/24", "127.0.0.0/8"] },
      });
      const visit = await world.visitNew(near);
      assert.deepEqual(await sendAll(visit.cid, ["payout=2"]), ["OK"]);
    });

    // spec: 2.4-cid-unknown, 1.0-cid-only-join-key
    it("a forged click id is told from an invalid one, and neither counts", async () => {
      const { cid } = await world.visitNew(loop);
      const forged = (cid.startsWith("0") ? "1" : "0") + cid.slice(1);
      const one = await world.postback(server, `cid=${forged}&payout=2`);
      assert.equal(one.status, 404);
      assert.equal(one.text, "ERROR: click not found");
      const two = await world.postback(server, `cid=${cid}x&payout=2`);
      assert.equal(two.status, 400);
      assert.equal(two.text, "ERROR: invalid cid");
    });

    // spec: 2.4-cid-unknown
    it("an unknown click is answered 200 where the network asks for it", async () => {
      const own = await world.makeLoopTo(server, source.url, { network: { unknown_click_status: 200 } });
      const { cid } = await world.visitNew(own);
      const forged = (cid.startsWith("0") ? "1" : "0") + cid.slice(1);
      const reply = await world.postback(server, `cid=${forged}&payout=2&nid=${own.network.id}`);
      assert.equal(reply.status, 200);
      assert.equal(reply.text, "ERROR: click not found");
    });

    it("the case of a click id is no matter", async () => {
      const { cid } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid.toUpperCase(), ["payout=2"]), ["OK"]);
      assert.deepEqual(await payoutsOf(cid), ["2"]);
    });
  });

  describe("its form", () => {
    const post = (
      cid: string,
      body: string,
      type = "application/x-www-form-urlencoded",
      query = "",
    ): Promise<{ status: number; text: string }> =>
      ask(server.tracking, `/postback${query}`, {
        method: "POST",
        headers: { "Content-Type": type },
        body: body.replace("CID", cid),
      });

    it("may be a POST with a form", async () => {
      const { cid } = await world.visitNew(loop);
      const reply = await post(cid, "cid=CID&payout=2.50&txid=a%2Bb");
      assert.equal(reply.text, "OK");
      const conversion = await world.conversionOf(server, cid);
      assert.equal(conversion.payout, "2.5");
      assert.equal(conversion.txid, "a+b");
      assert.equal((await lastIn(cid))["method"], "POST");
    });

    it("of a query and a form the query counts where both name a value", async () => {
      const { cid } = await world.visitNew(loop);
      const reply = await post(cid, "cid=CID&payout=2&txid=form", undefined, "?txid=query");
      assert.equal(reply.text, "OK");
      assert.equal((await world.conversionOf(server, cid)).txid, "query");
    });

    it("may not be JSON", async () => {
      const { cid } = await world.visitNew(loop);
      const reply = await post(cid, '{"cid":"CID"}', "application/json");
      assert.equal(reply.status, 415);
      assert.deepEqual(await world.conversionsOf(server, cid), []);
    });

    it("may not be a PUT or a HEAD", async () => {
      const { cid } = await world.visitNew(loop);
      for (const method of ["PUT", "HEAD", "DELETE", "OPTIONS"]) {
        const reply = await ask(server.tracking, `/postback?cid=${cid}&payout=2`, { method });
        assert.equal(reply.status, 405, method);
        assert.equal(reply.headers["allow"], "GET, POST");
      }
      assert.deepEqual(await world.conversionsOf(server, cid), []);
    });

    const aliases: [query: string, field: keyof world.Conversion, value: string][] = [
      ["revenue=1%2C50", "payout", "1.5"],
      ["sum=%241.50", "payout", "1.5"],
      ["amount=1.50&currency=eur", "currency", "EUR"],
      ["payout=2&tid=x", "txid", "x"],
      ["payout=2&transaction_id=y", "txid", "y"],
      ["payout=2&et=lead", "status", "lead"],
      ["payout=2&payout=9", "payout", "2"],
      ["payout=%7Bpayout%7D&sum=3", "payout", "3"],
      ["payout=REPLACE&status=OPTIONAL&sum=3", "payout", "3"],
      ["payout=2?txid=z", "txid", "z"],
    ];
    for (const [query, field, value] of aliases) {
      it(`${query} is read as ${field} ${value}`, async () => {
        const { cid } = await world.visitNew(loop);
        assert.deepEqual(await sendAll(cid, [query]), ["OK"]);
        assert.equal((await world.conversionOf(server, cid))[field], value);
      });
    }

    it("return= is answered in place of OK, and only if it is harmless", async () => {
      const { cid } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid, ["payout=2&return=All%20good:%201.0"]), ["All good: 1.0"]);
      const reply = await world.postback(server, `cid=${cid}&payout=3&return=1%3Cscript%3E`);
      assert.equal(reply.status, 400);
      assert.equal(reply.headers["x-content-type-options"], "nosniff");
      assert.match(reply.text, /return/);
      assert.deepEqual(await payoutsOf(cid), ["2"]);
    });

    for (const [query, name] of [
      ["payout=nan", "payout"],
      ["payout=inf", "payout"],
      ["payout=1.2.3", "payout"],
      ["payout=99999999999999999999", "payout"],
      ["payout=2&currency=EURO", "currency"],
      ["payout=2&event1=many", "event"],
    ] as const) {
      it(`${query} is refused with 400, naming ${name}`, async () => {
        const { cid } = await world.visitNew(loop);
        const reply = await world.postback(server, `cid=${cid}&${query}`);
        assert.equal(reply.status, 400);
        assert.ok(reply.text.includes(`"${name}`), reply.text);
        assert.deepEqual(await world.conversionsOf(server, cid), []);
      });
    }
  });

  describe("what is benign", () => {
    // spec: 3.2-transitions
    it("a status out of order is ignored with 200 and changes nothing", async () => {
      const { cid } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid, ["status=sale&payout=5", "status=lead&payout=1"]), [
        "OK",
        "IGNORED: out_of_order",
      ]);
      const conversion = await world.conversionOf(server, cid);
      assert.equal(`${conversion.status} ${conversion.payout}`, "sale 5");
      assert.equal((await lastIn(cid))["reason"], "out_of_order");
    });

    // spec: 3.2-transitions, 3.2-revenue-follows-status
    it("what is rejected may be approved again", async () => {
      const { cid } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid, ["payout=5", "status=rejected", "status=approved"]), [
        "OK",
        "OK",
        "OK",
      ]);
      const conversion = await world.conversionOf(server, cid);
      assert.equal(`${conversion.status} ${conversion.revenue}`, "sale 5");
    });

    // spec: 2.4-ignored, 2.2-in-url-words
    it("a status that the link says to ignore is", async () => {
      const { cid } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid, ["status=Trash&ignore_status=trash,hold&payout=5"]), [
        "IGNORED: status",
      ]);
      assert.deepEqual(await world.conversionsOf(server, cid), []);
      assert.equal((await lastIn(cid))["outcome"], "ignored");
    });

    // spec: 2.4-unknown-status-word, 3.2-unknown-word
    it("an unknown status of a conversion that is there changes nothing, and tells nobody of it", async () => {
      const { cid } = await world.visitNew(loop);
      const queries = ["payout=2&status=sale&disable_postback=1", "status=mystery"];
      assert.deepEqual(await sendAll(cid, queries), ["OK", "OK"]);
      assert.equal((await world.conversionOf(server, cid)).status, "sale");
      await assertSkipped(cid, "unmapped_status");
    });

    it("an unknown status is answered OK, kept as unmapped, and not told", async () => {
      const { cid, externalId } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid, ["status=mystery&payout=5"]), ["OK"]);
      const conversion = await world.conversionOf(server, cid);
      assert.equal(conversion["status_raw"], "mystery");
      assert.equal(conversion.revenue, "0");
      await assertSkipped(cid, "unmapped_status");
      assert.equal(source.callsWith("tag", externalId).length, 0);
    });

    it("a network's own words are mapped, whatever their case", async () => {
      const own = await world.makeLoopTo(server, source.url, {
        network: { status_map: { Gewonnen: "sale", warten: "lead" } },
      });
      const { cid } = await world.visitNew(own);
      assert.deepEqual(await sendAll(cid, ["status=WARTEN", "status=gewonnen&payout=5"]), ["OK", "OK"]);
      assert.equal((await world.conversionOf(server, cid)).status, "sale");
    });

    it("a conversion without an external id is kept and not told", async () => {
      const { cid } = await world.visit(server, `/${loop.campaign.key}`);
      assert.deepEqual(await sendAll(cid, ["payout=5"]), ["OK"]);
      await assertSkipped(cid, "no_external_id");
    });

    it("disable_postback=1 keeps a conversion from being told", async () => {
      const { cid } = await world.visitNew(loop);
      assert.deepEqual(await sendAll(cid, ["payout=5&disable_postback=1"]), ["OK"]);
      await assertSkipped(cid, "disabled_by_sender");
    });

    it("only_first tells a click's first conversion, payout_percent a part of the payout", async () => {
      const own = await world.makeLoopTo(server, source.url, {
        postback: { only_first: true, payout_percent: "50" },
      });
      const { cid, externalId } = await world.visitNew(own);
      assert.deepEqual(await sendAll(cid, ["txid=a&payout=5", "txid=b&payout=7"]), ["OK", "OK"]);
      await assertSkipped(cid, "not_first");
      const [call] = await source.waitForCalls(1, "tag", externalId);
      assert.equal(call?.params.get("value"), "2.5");
    });

    it("status_urls give a status its own address", async () => {
      const own = await world.makeLoopTo(server, source.url, {
        postback: {
          statuses: ["lead", "sale"],
          status_urls: { lead: `${source.url}/lead?tag={external_id}` },
        },
      });
      const { cid, externalId } = await world.visitNew(own);
      await sendAll(cid, ["status=lead", "status=sale&payout=5"]);
      const calls = await source.waitForCalls(2, "tag", externalId);
      assert.deepEqual(calls.map((call) => call.target.split("?")[0]).sort(), ["/lead", "/tag.php"]);
    });
  });

  // spec: 1.11-never-drop-a-bot
  it("a bot's visit and what follows from it stay out of the figures", async () => {
    const own = await world.makeLoopTo(server, source.url);
    const head = await ask(server.tracking, `/${own.campaign.key}?external_id=bot`, { method: "HEAD" });
    assert.equal(head.status, 302);
    const cid = head.location.slice(-24);
    assert.deepEqual(await sendAll(cid, ["payout=5"]), ["OK"]);
    assert.equal((await world.conversionOf(server, cid)).forward?.reason, "bot");
    const { counts } = await server.api<{ counts: Json }>("GET", `campaigns/${own.campaign.id}`);
    assert.equal(counts["visits"], 0);
    assert.equal(counts["bot_visits"], 1);
    assert.equal(counts["conversions"], 0);
    assert.equal(counts["revenue"], "0");
  });

  it("the ledger proves itself", () => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});

describe("the conversion window", () => {
  // spec: 3.4-window, 2.4-ignored
  it("is 90 days for a click's first conversion, and does not end what has one", async () => {
    const server = await start();
    const loop = await world.makeLoop(server);
    const [late, known] = [await world.visitNew(loop), await world.visitNew(loop)];
    assert.equal((await world.postback(server, `cid=${known.cid}&payout=2`)).text, "OK");
    await server.stop();

    const later = await start({
      dir: server.dir,
      ports: server.ports,
      env: withShim({ clockMs: 91 * DAY_MS }),
    });
    const reply = await world.postback(later, `cid=${late.cid}&payout=2`);
    assert.equal(reply.status, 200);
    assert.equal(reply.text, "IGNORED: expired");
    assert.deepEqual(await world.conversionsOf(later, late.cid), []);
    assert.equal((await world.postback(later, `cid=${known.cid}&payout=3`)).text, "OK");
    assert.equal((await world.conversionOf(later, known.cid)).payout, "3");
    await later.stop();
  });

  it("a clock that went back over a restart gives rising ids all the same", async () => {
    const server = await start({ env: withShim({ clockMs: DAY_MS }) });
    const loop = await world.makeLoop(server);
    const early = await world.visitNew(loop);
    await server.stop();

    const back = await start({ dir: server.dir, ports: server.ports });
    const { cid } = await world.visitNew({ ...loop, server: back });
    assert.equal((await world.postback(back, `cid=${cid}&payout=2`)).text, "OK");
    assert.equal((await world.postback(back, `cid=${early.cid}&payout=2`)).text, "OK");
    const ids = back
      .sql("select cast(id as text) id from visit order by rowid")
      .map((row) => BigInt(row["id"] as string));
    assert.equal(ids.length, 2);
    assert.ok((ids[0] as bigint) < (ids[1] as bigint));
    assert.equal(back.verify().code, 0);
    await back.stop();
  });
});
