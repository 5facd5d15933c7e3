/* forward - telling more than one place, and people's hand on it: a campaign's own postback, pauses
 * that lose nothing, what was not sent and why, sending again and dropping (spec/tracker.md §3.6). */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { run, start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, paramsOf } from "./http.ts";
import { hang, notified, ok, receive, text, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

const SETTINGS = { "courier-retry": "100ms,200ms", "courier-timeout-ms": "600" };

interface Attempt extends Json {
  attempt: number;
  outcome: string;
  reason: string;
  reason_text: string | null;
  status_code: number | null;
  body: string | null;
}

interface Forward extends Json {
  forward_id: string;
  destination: string;
  status: string;
  decision: string;
  state: string | null;
  reason: string | null;
  reason_text: string | null;
  mend: string | null;
  method: string;
  url: string | null;
  resend_of: string | null;
  attempts: Attempt[];
}

interface Detail extends world.Conversion {
  is_reversed: boolean;
  forwards: Forward[];
}

let server: Server;
let source: Receiver;
let other: Receiver;

before(async () => {
  source = await receive();
  other = await receive();
  server = await start({ settings: SETTINGS });
});
afterEach(() => {
  source.plan(ok);
  other.plan(ok);
});
after(async () => {
  await world.waitForSettled(server).catch(() => undefined);
  await server.stop();
  const verified = server.verify();
  assert.equal(verified.code, 0, verified.out);
  await source.down();
  await other.down();
});

const detailOf = (id: string): Promise<Detail> => server.api<Detail>("GET", `conversions/${id}`);

/** A new visit that converts with that query; the conversion's id and the click's. */
async function convert(loop: world.Loop, query: string) {
  const { cid, externalId } = await world.visitNew(loop);
  assert.equal((await world.postback(server, `cid=${cid}&${query}`)).text, "OK");
  const { id } = await world.conversionOf(server, cid);
  return { id, cid, externalId };
}

function forwardIn(detail: Detail, destination: string): Forward {
  const found = detail.forwards.find((each) => each.destination === destination);
  assert.ok(found, `no forward of ${destination} in ${JSON.stringify(detail.forwards)}`);
  return found;
}

const waitForState = (id: string, destination: string, state: string): Promise<Forward> =>
  waitFor(`${destination} ${state}`, async () => {
    const found = forwardIn(await detailOf(id), destination);
    return found.state === state && found;
  });

const ownUrl = (): string => `${other.url}/note?tag={external_id}&value={payout}&st={status}&c={campaign_id}`;

describe("a campaign's own postback", () => {
  // spec: 1.1-campaign-postback, 3.6-any-channel
  it("is told beside the source, each with a row of its own", async () => {
    const loop = await world.makeLoopTo(server, source.url, { campaign: { postback: { url: ownUrl() } } });
    const { id, externalId } = await convert(loop, "payout=4");
    await waitForState(id, "source", "delivered");
    await waitForState(id, "campaign", "delivered");
    assert.equal(source.callsWith("tag", externalId).length, 1);
    const [call] = other.callsWith("tag", externalId);
    assert.equal(call?.params.get("value"), "4");
    assert.equal(call?.params.get("c"), String(loop.campaign.id));
    const rows = await world.sentOf(server, id);
    assert.deepEqual(rows.map((row) => row["destination"]).sort(), ["campaign", "source"]);
  });

  it("that fails leaves the source's delivery alone, and is tried again by itself", async () => {
    const loop = await world.makeLoopTo(server, source.url, { campaign: { postback: { url: ownUrl() } } });
    other.plan(text(500, "no"), ok);
    const { id, externalId } = await convert(loop, "payout=4");
    const forward = await waitForState(id, "campaign", "delivered");
    assert.deepEqual(
      forward.attempts.map((each) => each.outcome),
      ["retrying", "delivered"],
    );
    await waitForState(id, "source", "delivered");
    assert.equal(source.callsWith("tag", externalId).length, 1);
  });

  it("wins where its conditions differ: statuses and payout hold for both", async () => {
    const loop = await world.makeLoopTo(server, source.url, {
      postback: { statuses: ["sale"], payout_percent: "100" },
      campaign: { postback: { url: ownUrl(), statuses: ["lead"], payout_percent: "50" } },
    });
    const lead = await convert(loop, "payout=4&status=lead");
    await waitForState(lead.id, "source", "delivered");
    await waitForState(lead.id, "campaign", "delivered");
    assert.equal(source.callsWith("tag", lead.externalId)[0]?.params.get("value"), "2");
    assert.equal(other.callsWith("tag", lead.externalId)[0]?.params.get("value"), "2");
    const sale = await convert(loop, "payout=4&status=sale");
    for (const destination of ["source", "campaign"])
      assert.equal(forwardIn(await detailOf(sale.id), destination).reason, "status_not_selected");
    await server.api("PATCH", `campaigns/${loop.campaign.id}`, { postback: { statuses: null } });
    const later = await convert(loop, "payout=4&status=sale");
    await waitForState(later.id, "source", "delivered");
  });

  it("without a URL only sets the conditions for the source", async () => {
    const loop = await world.makeLoopTo(server, source.url, { campaign: { postback: { statuses: [] } } });
    const { id } = await convert(loop, "payout=4");
    const { forwards } = await detailOf(id);
    assert.deepEqual(
      forwards.map((each) => [each.destination, each.reason]),
      [["source", "status_not_selected"]],
    );
  });

  it("to the host that the source's postback tells is warned of", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    const saved = await server.api<{ warnings: { field: string; message: string }[] }>(
      "PATCH",
      `campaigns/${loop.campaign.id}`,
      { postback: { url: `${source.url}/x?tag={external_id}` } },
    );
    assert.ok(saved.warnings.some((each) => each.field === "postback.url" && /twice/.test(each.message)));
    const again = await server.api<{ warnings: { message: string }[] }>("PATCH", `sources/${loop.source.id}`, {
      name: "Renamed",
    });
    assert.equal(again.warnings.filter((each) => /twice/.test(each.message)).length, 1);
    const apart = await server.api<{ warnings: { message: string }[] }>("PATCH", `sources/${loop.source.id}`, {
      postback: { url: `${other.url}/y?tag={external_id}`.replace("127.0.0.1", "localhost") },
    });
    assert.ok(!apart.warnings.some((each) => /twice/.test(each.message)));
  });
});

describe("how a receiver is spoken to", () => {
  // spec: 3.6-durable-queue, 3.6-encoding
  it("POST sends the query as a form, byte-exact", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { method: "POST" } });
    const { cid } = await world.visit(server, `/${loop.campaign.key}?external_id=a%2Bb%26c%3D%2Fd`);
    await world.postback(server, `cid=${cid}&payout=3`);
    const { id } = await world.conversionOf(server, cid);
    const forward = await waitForState(id, "source", "delivered");
    assert.equal(forward.method, "POST");
    const call = source.calls.at(-1);
    assert.equal(call?.method, "POST");
    assert.equal(call?.target, "/tag.php");
    assert.equal(call?.body, "goal=1&tag=a%2Bb%26c%3D%2Fd&value=3&st=sale");
    assert.equal(call?.contentType, "application/x-www-form-urlencoded");
  });

  it("a switched-off postback says so, and is not told later by itself", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { enabled: false } });
    const { id, externalId } = await convert(loop, "payout=3");
    const forward = forwardIn(await detailOf(id), "source");
    assert.deepEqual([forward.state, forward.reason], ["skipped", "postback_off"]);
    await server.api("PATCH", `sources/${loop.source.id}`, { postback: { enabled: true } });
    await server.api("POST", `conversions/${id}/resend`, {});
    await waitForState(id, "source", "delivered");
    assert.equal(source.callsWith("tag", externalId).length, 1);
  });
});

describe("a pause", () => {
  const queueOf = (loop: world.Loop, query = ""): Promise<Json[]> =>
    server.rows(`postbacks/queue?source=${loop.source.id}${query}`);

  // spec: 3.6-log-resend-pause
  it("holds what is to be told, shows it, and lets it go when it ends", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { paused: true } });
    const { id, externalId } = await convert(loop, "payout=3");
    const [held, ...more] = await queueOf(loop, "&state=held");
    assert.equal(more.length, 0);
    assert.equal(held?.["conversion_id"], id);
    assert.equal(held?.["reason"], "paused");
    const conversion = await detailOf(id);
    assert.deepEqual([conversion.forward?.outcome, conversion.forward?.reason], ["held", "paused"]);
    assert.deepEqual(await queueOf(loop, "&state=due"), []);
    await server.api("PATCH", `sources/${loop.source.id}`, { postback: { paused: false } });
    await waitForState(id, "source", "delivered");
    assert.equal(source.callsWith("tag", externalId).length, 1);
    assert.deepEqual(await queueOf(loop), []);
  });

  it("of the source itself loses nothing either, and outlives a crash", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    await server.api("PATCH", `sources/${loop.source.id}`, { status: "paused" });
    const { id, externalId } = await convert(loop, "payout=3");
    await server.kill9();
    await server.restart();
    assert.equal(forwardIn(await detailOf(id), "source").state, "held");
    assert.equal(source.callsWith("tag", externalId).length, 0);
    await server.api("PATCH", `sources/${loop.source.id}`, { status: "active" });
    await waitForState(id, "source", "delivered");
    assert.equal(source.callsWith("tag", externalId).length, 1);
  });

  it("holds the campaign's postback and not the source's", async () => {
    const loop = await world.makeLoopTo(server, source.url, {
      campaign: { postback: { url: ownUrl(), paused: true } },
    });
    const { id } = await convert(loop, "payout=3");
    await waitForState(id, "source", "delivered");
    assert.equal(forwardIn(await detailOf(id), "campaign").state, "held");
    await server.api("PATCH", `campaigns/${loop.campaign.id}`, { postback: { paused: false } });
    await waitForState(id, "campaign", "delivered");
  });
});

describe("why it was not sent", () => {
  // spec: 3.6-skip-reasons
  it("is said in a whole sentence, with what to change", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { statuses: ["sale", "rebill"] } });
    const { id } = await convert(loop, "payout=3&status=lead");
    const forward = forwardIn(await detailOf(id), "source");
    assert.equal(forward.state, "skipped");
    assert.equal(forward.reason_text, "The source takes only sale, rebill; this is lead.");
    assert.equal(forward.mend, "Tick lead under statuses.");
    const [row] = await world.sentOf(server, id);
    assert.equal(row?.["reason_text"], forward.reason_text);
    const [listed] = await server.rows<world.Conversion>(`conversions?cid=${(await detailOf(id)).cid}`);
    assert.equal((listed?.forward as Json | null)?.["mend"], forward.mend);
  });

  it("also for what the receiver refused, with its answer", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    source.plan(text(200, "ERROR: Tag is invalid!"));
    const { id } = await convert(loop, "payout=3");
    const forward = await waitForState(id, "source", "refused");
    const [attempt] = forward.attempts;
    assert.equal(attempt?.body, "ERROR: Tag is invalid!");
    assert.equal(attempt?.reason, "unexpected_body");
    assert.match(attempt?.reason_text ?? "", /matches neither/);
    assert.match(forward.mend ?? "", /resend/);
  });

  it("of a conversion that is not there is 404", async () => {
    for (const id of ["1", "0", "x", "99999999999999999999"])
      assert.equal((await server.call("GET", `conversions/${id}`)).status, 404);
  });
});

describe("sending again", () => {
  // spec: 3.6-log-resend-pause, 1.1-error-goal
  it("what was refused goes out by the mended template, under the same key", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    source.plan(text(200, "ERROR: Goal ID is invalid."), ok);
    const { id, externalId } = await convert(loop, "payout=3");
    await waitForState(id, "source", "refused");
    await server.api("PATCH", `sources/${loop.source.id}`, {
      postback: { url: `${source.url}/tag.php?goal=2&tag={external_id}` },
    });
    const done = await server.api<{ forwards: Json[] }>("POST", `conversions/${id}/resend`, {});
    assert.equal(done.forwards.length, 1);
    const forward = await waitForState(id, "source", "delivered");
    const calls = source.callsWith("tag", externalId);
    assert.deepEqual(
      calls.map((call) => call.params.get("goal")),
      ["1", "2"],
    );
    assert.equal(calls[0]?.idempotencyKey, calls[1]?.idempotencyKey);
    assert.equal(forward.resend_of, (await detailOf(id)).forwards.at(-1)?.forward_id);
  });

  it("what was delivered only when forced, and then it says so under a key of its own", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    const { id, externalId } = await convert(loop, "payout=3");
    const sent = await waitForState(id, "source", "delivered");
    const refused = await server.call("POST", `conversions/${id}/resend`, {});
    assert.equal(refused.status, 409);
    assert.match(refused.text, /already_forwarded/);
    const byId = await server.call("POST", `postbacks/out/${sent.forward_id}/resend`, {});
    assert.equal(byId.status, 409);
    assert.match(byId.text, /twice/);
    assert.equal(source.callsWith("tag", externalId).length, 1);
    await server.api("POST", `postbacks/out/${sent.attempts[0]?.["id"]}/resend`, { force: true });
    const calls = await source.waitForCalls(2, "tag", externalId);
    assert.equal(calls[0]?.target, calls[1]?.target);
    assert.notEqual(calls[0]?.idempotencyKey, calls[1]?.idempotencyKey);
    await waitForState(id, "source", "delivered");
  });

  it("what was sent again already goes on from its last attempt, not from the first one once more", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { dedup_hours: 0 } });
    source.plan(text(404, "no"), ok);
    const { id, externalId } = await convert(loop, "payout=3");
    const first = await waitForState(id, "source", "refused");
    await server.api("POST", `postbacks/out/${first.forward_id}/resend`, {});
    await waitForState(id, "source", "delivered");
    for (const body of [{}, { force: true }]) {
      const again = await server.call("POST", `postbacks/out/${first.forward_id}/resend`, body);
      assert.equal(again.status, 409);
      assert.match(again.text, /sent again already/);
    }
    assert.equal(source.callsWith("tag", externalId).length, 2);
  });

  it("what may have arrived is repeated only within the window of its first attempt", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { dedup_hours: 24 } });
    source.plan(hang, hang, hang, ok);
    const { id } = await convert(loop, "payout=3");
    const first = await waitForState(id, "source", "failed");
    await server.api("POST", `postbacks/out/${first.forward_id}/resend`, {});
    await waitForState(id, "source", "delivered");
    const windows = server
      .sql<{ dedup_ms: number }>(`select dedup_ms from forward where conversion_id=${id} order by id`)
      .map((row) => row.dedup_ms);
    const day = 24 * 3600 * 1000;
    assert.equal(windows.length, 2);
    assert.equal(windows[0], day);
    assert.ok((windows[1] ?? day) < day && (windows[1] ?? 0) > day - 60_000, `${windows[1]}`);
  });

  it("a conversion names the offer that was clicked, as the first time", async () => {
    const lander = await server.api<world.Entity>("POST", "landers", { name: "L", url: "http://l.test/?cid={clickid}" });
    const loop = await world.makeLoopTo(server, source.url, {
      postback: { url: `${source.url}/tag.php?tag={external_id}&o={offer_id}` },
    });
    const campaign = await server.api<world.Campaign>("POST", "campaigns", {
      name: "Landed",
      source_id: loop.source.id,
      paths: [{ landers: [{ id: lander.id }], offers: [{ id: loop.offer.id }] }],
    });
    const externalId = `landed-${campaign.id}`;
    const landing = await ask(server.tracking, `/${campaign.key}?external_id=${externalId}`);
    const cid = paramsOf(landing.location).get("cid") ?? "";
    assert.equal((await ask(server.tracking, `/click?cid=${cid}`)).status, 302);
    assert.equal((await world.postback(server, `cid=${cid}&payout=3`)).text, "OK");
    const { id } = await world.conversionOf(server, cid);
    await waitForState(id, "source", "delivered");
    await server.api("POST", `conversions/${id}/resend`, { force: true });
    const calls = await source.waitForCalls(2, "tag", externalId);
    const offer = String(loop.offer.id);
    assert.deepEqual(calls.map((call) => call.params.get("o")), [offer, offer]);
  });

  it("happens once under one Idempotency-Key, and is in the ledger with its actor", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    source.plan(text(404, "no"), ok);
    const { id, externalId } = await convert(loop, "payout=3");
    await waitForState(id, "source", "refused");
    const again = (): Promise<Json> =>
      server.api("POST", `conversions/${id}/resend`, {}, { "Idempotency-Key": `resend-${id}` });
    assert.deepEqual(await again(), await again());
    await waitForState(id, "source", "delivered");
    assert.equal(source.callsWith("tag", externalId).length, 2);
    const [entry] = server.sql(`select actor, kind from operation where key='resend-${id}'`);
    assert.equal(entry?.["kind"], "conversion.resend");
    assert.match(String(entry?.["actor"]), /^key \d+$/);
  });

  it("by the receiver's word for a repetition is a duplicate, not a second success", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    const { id } = await convert(loop, "payout=3");
    const sent = await waitForState(id, "source", "delivered");
    source.plan(notified);
    await server.api("POST", `postbacks/out/${sent.forward_id}/resend`, { force: true });
    await waitForState(id, "source", "duplicate");
  });

  it("is for those who may write: a key that reads sees it all and moves nothing", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { paused: true } });
    const { id } = await convert(loop, "payout=3");
    const forward = forwardIn(await detailOf(id), "source");
    const made = run(["key", "create", "--data", server.dir, "--name", "reader", "--scope", "read"]);
    const headers = { Authorization: `Bearer ${made.out.trim()}` };
    assert.equal((await server.call("GET", `conversions/${id}`, undefined, headers)).status, 200);
    for (const [path, body] of [
      [`conversions/${id}/resend`, { force: true }],
      [`postbacks/out/${forward.forward_id}/resend`, { force: true }],
      [`postbacks/out/${forward.forward_id}/drop`, {}],
      [`campaigns/${loop.campaign.id}/test`, {}],
    ] as const)
      assert.equal((await server.call("POST", path, body, headers)).status, 403, path);
    assert.equal(forwardIn(await detailOf(id), "source").state, "held");
  });

  it("refuses fields that it does not know, and ids that are none", async () => {
    assert.equal((await server.call("POST", "conversions/1/resend", {})).status, 404);
    assert.equal((await server.call("POST", "postbacks/out/1/resend", { force: true })).status, 404);
    assert.equal((await server.call("POST", "postbacks/out/x/drop", {})).status, 404);
    const odd = await server.call("POST", "conversions/1/resend", { force: 1 });
    assert.equal(odd.status, 422);
    assert.match(odd.text, /force/);
  });
});

describe("what may have arrived", () => {
  const heldLoop = (): Promise<world.Loop> =>
    world.makeLoopTo(server, source.url, { postback: { dedup_hours: 0 } });

  // spec: 3.6-retry
  it("is held for a person where a repetition would count twice", async () => {
    const loop = await heldLoop();
    source.plan(hang);
    const { id, externalId } = await convert(loop, "payout=3");
    const held = await waitForState(id, "source", "held");
    assert.equal(held.reason, "uncertain");
    source.plan(ok);
    const refused = await server.call("POST", `postbacks/out/${held.forward_id}/resend`, {});
    assert.equal(refused.status, 409);
    assert.match(refused.text, /may have arrived/);
    await server.api("POST", `postbacks/out/${held.forward_id}/resend`, { force: true });
    await waitForState(id, "source", "delivered");
    const { forwards } = await detailOf(id);
    assert.deepEqual(
      forwards.map((each) => each.state),
      ["delivered", "resent"],
    );
    const calls = source.callsWith("tag", externalId);
    assert.equal(calls.length, 2);
    assert.equal(calls[0]?.idempotencyKey, calls[1]?.idempotencyKey);
  });

  it("can be dropped, and is then neither told nor held", async () => {
    const loop = await heldLoop();
    source.plan(hang);
    const { id, cid } = await convert(loop, "payout=3");
    const held = await waitForState(id, "source", "held");
    source.plan(ok);
    await server.api("POST", `postbacks/out/${held.forward_id}/drop`, {});
    assert.equal(forwardIn(await detailOf(id), "source").state, "dropped");
    assert.deepEqual(await server.rows(`postbacks/queue?source=${loop.source.id}`), []);
    await world.postback(server, `cid=${cid}&payout=9`);
    assert.equal(forwardIn(await detailOf(id), "source").reason, "dropped");
    const twice = await server.call("POST", `postbacks/out/${held.forward_id}/drop`, {});
    assert.equal(twice.status, 409);
    assert.match(twice.text, /dropped/);
  });
});

describe("a reversal", () => {
  it("lists what a source was told of and that is rejected now", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { statuses: ["lead", "sale"] } });
    const told = await convert(loop, "payout=3&status=lead");
    await waitForState(told.id, "source", "delivered");
    const untold = await convert(loop, "payout=3&status=rejected");
    await world.postback(server, `cid=${told.cid}&status=rejected`);
    const listed = await server.rows<Detail>(`conversions?reversed=true&campaign=${loop.campaign.id}`);
    assert.deepEqual(
      listed.map((each) => each.id),
      [told.id],
    );
    assert.equal((await detailOf(told.id)).is_reversed, true);
    assert.equal((await detailOf(untold.id)).is_reversed, false);
  });
});
