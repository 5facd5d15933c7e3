/* The logs have the columns that the specification asks for, filters, and names instead of ids. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { receive } from "./receiver.ts";
import { ask, paramsOf } from "./http.ts";
import { type Campaign, conversionOf, type Entity, makeLoopTo, postback, visitNew, waitForSent, type Loop } from "./world.ts";

let server: Server;
let loop: Loop;
let cid = "";
let externalId = "";
let conversionId = "";

before(async () => {
  const receiver = await receive();
  server = await start();
  loop = await makeLoopTo(server, receiver.url);
  ({ cid, externalId } = await visitNew(loop, "&cost=0.02&zoneid=77"));
  const reply = await postback(server, `clickid=${cid}&sum=2.50&tid=T-1&status=approved&param1=a%20b`);
  assert.equal(reply.text, "OK");
  conversionId = (await conversionOf(server, cid)).id;
  await waitForSent(server, conversionId, "delivered");
});

const isTime = (value: unknown): boolean => typeof value === "string" && !Number.isNaN(Date.parse(value));
const named = (value: unknown): unknown => (value as Json | null)?.["name"];

describe("the logs of the tracker", () => {
  // spec: 1.13-input-postback-log
  test("the input log has time, address, raw query, click id, parsed parameters, outcome, reason and conversion, refused ones included", async () => {
    const [row] = await server.rows(`postbacks/in?cid=${cid}`);
    assert.ok(row);
    assert.ok(isTime(row["received_at"]));
    assert.equal(row["address"], "127.0.0.1");
    assert.equal(row["query"], `clickid=${cid}&sum=2.50&tid=T-1&status=approved&param1=a%20b`);
    assert.deepEqual(row["params"], { cid, payout: "2.50", txid: "T-1", status: "approved", param1: "a b" });
    assert.equal(row["outcome"], "recorded");
    assert.equal(row["conversion_id"], conversionId);
    await postback(server, `cid=${cid}&txid=T-1`);
    assert.equal((await server.rows(`postbacks/in?cid=${cid}`)).length, 2, "a repeat is a row of its own");
    await postback(server, "subid=nobody&payout=REPLACE&txid=%zz");
    await postback(server, "subid=nobody&payout=REPLACE");
    /* These are answered before they are on disk. */
    const [refused, broken] = await waitFor("both refusals in the log", async () => {
      const rows = await server.rows("postbacks/in?outcome=refused");
      return rows.length === 2 && rows;
    });
    assert.deepEqual(refused?.["params"], { cid: "nobody" });
    assert.equal(refused?.["conversion_id"], null);
    assert.ok(refused?.["reason"]);
    assert.equal(broken?.["params"], null, "what cannot be read has no parameters");
    assert.equal(broken?.["query"], "subid=nobody&payout=REPLACE&txid=%zz");
  });

  test("the input log says what to do about a click id that did not come", async () => {
    for (const query of ["payout=1", "cid={SUB_ID}&payout=1", "subid=REPLACE"])
      assert.equal((await postback(server, query)).text, "ERROR: missing cid");
    const rows = await waitFor("three refusals in the log", async () => {
      const found = await server.rows("postbacks/in?outcome=refused&limit=3");
      return found[0]?.["query"] === "subid=REPLACE" && found;
    });
    assert.deepEqual(
      rows.map((row) => row["reason"]),
      ["unexpanded_cid", "unexpanded_cid", "missing_cid"],
    );
    assert.match(String(rows[0]?.["mend"]), /sent REPLACE and not the click id/);
    assert.match(String(rows[1]?.["mend"]), /sent \{SUB_ID\} and not the click id/);
    assert.match(String(rows[2]?.["mend"]), /the network's macro for it behind cid=/);
    const [good] = await server.rows(`postbacks/in?cid=${cid}`);
    assert.equal(good?.["mend"], null);
  });

  // spec: 1.13-output-postback-log
  test("the output log has time, conversion, destination, final URL, status, body, error, attempt and next try", async () => {
    const [row] = await server.rows(`postbacks/out?conversion_id=${conversionId}`);
    assert.ok(row);
    assert.ok(isTime(row["sent_at"]));
    assert.equal(row["conversion_id"], conversionId);
    assert.equal(named(row["source"]), "ExoClick");
    assert.match(String(row["url"]), new RegExp(`tag=${externalId}&value=2\\.5`));
    assert.equal(row["status_code"], 200);
    assert.equal(row["body"], "OK");
    assert.equal(row["attempt"], 1);
    assert.ok(!row["error"]);
    assert.equal(row["next_at"], null);
  });

  // spec: 1.13-conversions
  test("conversions have their times, both ids, transaction, status, amounts and dimensions", async () => {
    const [row] = await server.rows(`conversions?txid=T-1`);
    assert.ok(row);
    for (const field of ["visited_at", "created_at", "updated_at"]) assert.ok(isTime(row[field]), field);
    assert.equal(row["cid"], cid);
    assert.equal(row["external_id"], externalId);
    assert.equal(row["status"], "sale");
    assert.deepEqual([row["payout"], row["currency"], row["revenue"], row["cost"]], ["2.5", "USD", "2.5", "0.02"]);
    assert.deepEqual(
      ["campaign", "offer", "source", "network"].map((field) => named(row[field])),
      ["Campaign", "Offer", "ExoClick", "My network"],
    );
    assert.deepEqual([row["path"], row["rule"], row["lander"], row["clicked_at"]], [1, 0, null, null]);
    assert.equal((row["tokens"] as Json)["zoneid"], "77");
    assert.deepEqual(row["params"], { param1: "a b" });
  });

  test("a conversion behind a lander tells the time of its click", async () => {
    const lander = await server.api<Entity>("POST", "landers", { name: "Page", url: "http://lander.example/?c={clickid}" });
    const campaign = await server.api<Campaign>("POST", "campaigns", {
      name: "Behind a lander",
      source_id: loop.source.id,
      paths: [{ landers: [{ id: lander.id }], offers: [{ id: loop.offer.id }] }],
    });
    const landed = await ask(server.tracking, `/${campaign.key}?external_id=landed`);
    const landedCid = paramsOf(landed.location).get("c") ?? "";
    const clicked = await ask(server.tracking, `/click?cid=${landedCid}`);
    assert.equal(clicked.status, 302, clicked.text);
    assert.equal((await postback(server, `cid=${landedCid}&payout=1`)).text, "OK");
    const conversion = await conversionOf(server, landedCid);
    const [click] = await server.rows(`clicks?cid=${landedCid}`);
    assert.ok(isTime(conversion["clicked_at"]));
    assert.equal(conversion["clicked_at"], click?.["clicked_at"]);
    assert.equal(named(conversion["lander"]), "Page");
  });

  test("the click log has each visit with its dimensions, and is filtered by what it names", async () => {
    const [row] = await server.rows(`visits?cid=${cid}`);
    assert.ok(row);
    assert.ok(isTime(row["visited_at"]));
    assert.deepEqual(["campaign", "offer", "source"].map((field) => named(row[field])), ["Campaign", "Offer", "ExoClick"]);
    assert.equal((row["tokens"] as Json)["zoneid"], "77");
    assert.equal(row["address"], "127.0.0.1");
    assert.deepEqual(await server.rows("visits?campaign=999"), []);
    assert.equal((await server.rows(`visits?campaign=${loop.campaign.id}`)).length, 1);
  });

  test("the visits say which macros the source left in", async () => {
    await visitNew(loop, "&zoneid={zone_id}&campid=7");
    const [good] = await server.rows("visits?limit=1");
    assert.deepEqual(good?.["unexpanded"], ["zoneid"]);
    await ask(server.tracking, `/${loop.campaign.key}?external_id={conversions_tracking}&siteid=5`);
    const [bad] = await server.rows("visits?limit=1");
    assert.deepEqual(bad?.["unexpanded"], ["external_id"]);
    assert.equal(bad?.["external_id"], "{conversions_tracking}", "kept as it came");
  });
});
