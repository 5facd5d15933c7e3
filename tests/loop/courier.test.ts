/* courier - telling the source, with a receiver that answers well, badly, late or never: what each
 * answer leads to, what is tried again, and where no request may go (DESIGN.md §6 "Forwards"). */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { isRunning, signal, start, waitFor, type Server } from "./harness.ts";
import { drip, hang, notified, ok, receive, redirect, reset, text, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

const TIMEOUT_MS = 600;
const SETTINGS = { "courier-retry": "100ms,200ms,300ms", "courier-timeout-ms": String(TIMEOUT_MS) };
const ATTEMPTS_MAX = 4;

const outcomesOf = (sent: world.Sent[]): string[] => sent.map((row) => `${row.outcome}: ${row.reason ?? ""}`);

describe("what an answer leads to", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop; /* dedup_hours 24 */
  let forgetful: world.Loop; /* dedup_hours 0: the source counts every call */

  before(async () => {
    source = await receive();
    server = await start({ settings: SETTINGS });
    loop = await world.makeLoopTo(server, source.url);
    forgetful = await world.makeLoopTo(server, source.url, { postback: { dedup_hours: 0 } });
  });
  afterEach(() => source.plan(ok));
  after(async () => {
    await server.stop();
    await source.down();
  });

  /* One conversion, told with these answers; what the log then says, and what the receiver saw. */
  const tell = async (own: world.Loop, outcome: string, answers: Parameters<Receiver["plan"]>) => {
    source.plan(...answers);
    const { externalId, sent } = await world.convertAndWait(own, outcome);
    return { sent, outcomes: outcomesOf(sent), calls: source.callsWith("tag", externalId) };
  };

  // spec: 3.6-log-resend-pause, 1.13-output-postback-log
  it("OK is delivered: the log holds the call as it was sent and what came back", async () => {
    const { sent, calls } = await tell(loop, "delivered", [text(200, "OK thanks")]);
    const [row] = sent;
    assert.equal(sent.length, 1);
    assert.equal(row?.attempt, 1);
    assert.equal(row?.status_code, 200);
    assert.equal(row?.body, "OK thanks");
    assert.equal(row?.url, `${source.url}${calls[0]?.target}`);
    assert.equal(row?.next_at, null);
    assert.match(calls[0]?.idempotencyKey ?? "", /^\d+$/);
    assert.equal(calls[0]?.method, "GET");
  });

  // spec: n2.6-body
  it("a 200 whose body says ERROR is refused and not tried again", async () => {
    const { outcomes, calls, sent } = await tell(loop, "refused", [text(200, "ERROR: Tag is invalid!")]);
    assert.deepEqual(outcomes, ["refused: unexpected_body"]);
    assert.equal(sent[0]?.body, "ERROR: Tag is invalid!");
    assert.equal(sent[0]?.next_at, null);
    assert.equal(calls.length, 1);
  });

  it("the source's word for a repeated call, on a first attempt, is one per click", async () => {
    const { outcomes, calls } = await tell(loop, "duplicate", [notified]);
    assert.deepEqual(outcomes, ["duplicate: one_per_click"]);
    assert.equal(calls.length, 1);
  });

  it("the same word after an attempt that nobody answered is our own repeat", async () => {
    const { outcomes, calls } = await tell(loop, "duplicate", [hang, notified]);
    assert.deepEqual(outcomes, ["retrying: uncertain", "duplicate: own_retry"]);
    assert.equal(calls.length, 2);
    assert.equal(calls[0]?.idempotencyKey, calls[1]?.idempotencyKey);
  });

  it("no answer in time is uncertain and, within dedup_hours, tried again", async () => {
    const { outcomes, sent } = await tell(loop, "delivered", [hang, ok]);
    assert.deepEqual(outcomes, ["retrying: uncertain", "delivered: "]);
    assert.notEqual(sent[0]?.next_at, null);
    assert.equal(sent[0]?.status_code, null);
    assert.notEqual(sent[0]?.error, null);
  });

  it("no answer in time from a source that counts every call is held for the user", async () => {
    const { outcomes, calls, sent } = await tell(forgetful, "failed", [hang, ok]);
    assert.deepEqual(outcomes, ["failed: uncertain"]);
    assert.equal(sent[0]?.next_at, null);
    assert.equal(calls.length, 1);
  });

  it("a connection that is reset after the request is uncertain", async () => {
    assert.deepEqual((await tell(loop, "delivered", [reset, ok])).outcomes, [
      "retrying: uncertain",
      "delivered: ",
    ]);
    assert.deepEqual((await tell(forgetful, "failed", [reset, ok])).outcomes, ["failed: uncertain"]);
  });

  it("a body that drips past the time is uncertain", async () => {
    const { outcomes } = await tell(loop, "delivered", [drip("OK, and a very long story", 100), ok]);
    assert.deepEqual(outcomes, ["retrying: uncertain", "delivered: "]);
  });

  it("a body that drips within the time is read whole", async () => {
    const { sent } = await tell(loop, "delivered", [drip("OK then", 20)]);
    assert.equal(sent[0]?.body, "OK then");
  });

  it("a source that refuses connections was not told: tried again whatever its dedup_hours", async () => {
    await source.down();
    const { cid, externalId } = await world.visitNew(forgetful);
    await world.postback(server, `cid=${cid}&payout=2`);
    const { id } = await world.conversionOf(server, cid);
    await waitFor("an attempt in vain", async () => (await world.sentOf(server, id)).length >= 1);
    await source.up();
    const sent = await world.waitForSent(server, id, "delivered");
    assert.ok(
      outcomesOf(sent)
        .slice(0, -1)
        .every((each) => each === "retrying: not_sent"),
    );
    assert.equal(source.callsWith("tag", externalId).length, 1);
  });

  for (const status of [500, 502, 503, 429, 408]) {
    it(`${status} is tried again`, async () => {
      const { outcomes, calls, sent } = await tell(loop, "delivered", [text(status, "OK"), ok]);
      assert.deepEqual(outcomes, ["retrying: status", "delivered: "]);
      assert.equal(sent[0]?.status_code, status);
      assert.equal(calls.length, 2);
    });
  }

  for (const status of [400, 403, 404, 410]) {
    it(`${status} is refused and not tried again`, async () => {
      const { outcomes, calls } = await tell(loop, "refused", [text(status, "OK"), ok]);
      assert.deepEqual(outcomes, ["refused: status"]);
      assert.equal(calls.length, 1);
    });
  }

  it("what never succeeds is given up when the schedule ends", async () => {
    const { outcomes, calls, sent } = await tell(loop, "failed", [text(500, "no")]);
    assert.deepEqual(outcomes, [...Array(ATTEMPTS_MAX - 1).fill("retrying: status"), "failed: gave_up"]);
    assert.equal(calls.length, ATTEMPTS_MAX);
    assert.equal(sent.at(-1)?.next_at, null);
    assert.deepEqual(
      sent.map((row) => row.attempt),
      [1, 2, 3, 4],
    );
  });

  it("a redirect is followed, and its end judged", async () => {
    const { outcomes, calls } = await tell(loop, "delivered", [redirect(""), ok]);
    assert.deepEqual(outcomes, ["delivered: "]);
    assert.equal(calls.length, 2);
  });

  // spec: 3.6-durable-queue
  it("a redirect to itself ends after three hops, refused", async () => {
    const { outcomes, calls, sent } = await tell(loop, "refused", [redirect("")]);
    assert.deepEqual(outcomes, ["refused: status"]);
    assert.equal(sent[0]?.status_code, 302);
    assert.equal(calls.length, 4);
  });

  for (const target of [
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/",
    "http://[::1]:1/",
    "http://192.168.0.1:80/",
  ]) {
    it(`a redirect to ${target}, which is not allowed, is refused and not tried again`, async () => {
      const opened = await server.metric("rebond_fetch_opened_private_total");
      const { outcomes, calls, sent } = await tell(loop, "refused", [redirect(target), ok]);
      assert.deepEqual(outcomes, ["refused: address_refused"]);
      assert.equal(calls.length, 1);
      assert.notEqual(sent[0]?.error, null);
      assert.equal(await server.metric("rebond_fetch_opened_private_total"), opened);
    });
  }

  for (const target of ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/"]) {
    it(`a redirect to ${target} is not followed`, async () => {
      const { outcomes, calls } = await tell(loop, "refused", [redirect(target)]);
      assert.deepEqual(outcomes, ["refused: status"]);
      assert.equal(calls.length, 1);
    });
  }

  it("an answer of many megabytes is cut, and the rest goes on", async () => {
    const { sent } = await tell(loop, "delivered", [text(200, "OK" + "x".repeat(600_000))]);
    assert.ok((sent[0]?.body ?? "").length <= 65_536);
    const { outcomes } = await tell(loop, "delivered", [ok]);
    assert.deepEqual(outcomes, ["delivered: "]);
  });

  it("a receiver that hangs does not hold up the others", async () => {
    source.plan(hang, ok);
    const hanging = await world.visitNew(loop);
    await world.postback(server, `cid=${hanging.cid}&payout=2`);
    await source.waitForCalls(1, "tag", hanging.externalId);
    const startedMs = performance.now();
    await world.convertAndWait(loop, "delivered");
    assert.ok(performance.now() - startedMs < TIMEOUT_MS);
  });

  it("the log can be narrowed to an outcome", async () => {
    for (const outcome of ["delivered", "duplicate", "refused", "retrying", "failed"]) {
      const rows = await server.rows<world.Sent>(`postbacks/out?outcome=${outcome}&limit=1000`);
      assert.ok(rows.length > 0, outcome);
      assert.ok(rows.every((row) => row.outcome === outcome));
      assert.ok((await server.metric(`rebond_courier_${outcome}_total`)) >= rows.length);
    }
  });

  // spec: 3.6-durable-queue
  it("an edge that is killed while sending: uncertain at the next start, then told again", async () => {
    source.plan(hang, notified);
    const { cid, externalId } = await world.visitNew(loop);
    await world.postback(server, `cid=${cid}&payout=2`);
    await source.waitForCalls(1, "tag", externalId);
    const { id } = await world.conversionOf(server, cid);
    const edge = server.edgePid();
    signal(edge, "SIGKILL");
    await waitFor("the end of the edge", () => !isRunning(edge));
    const sent = await world.waitForSent(server, id, "duplicate");
    assert.deepEqual(outcomesOf(sent), ["retrying: uncertain", "duplicate: own_retry"]);
    assert.match(sent[0]?.error ?? "", /process ended/);
    const calls = source.callsWith("tag", externalId);
    assert.equal(calls.length, 2);
    assert.equal(calls[0]?.idempotencyKey, calls[1]?.idempotencyKey);
  });

  it("an edge that is killed while telling a source that counts every call: held for the user", async () => {
    source.plan(hang);
    const { cid, externalId } = await world.visitNew(forgetful);
    await world.postback(server, `cid=${cid}&payout=2`);
    await source.waitForCalls(1, "tag", externalId);
    const { id } = await world.conversionOf(server, cid);
    const edge = server.edgePid();
    signal(edge, "SIGKILL");
    await waitFor("another edge", () => server.edgePid() !== 0 && server.edgePid() !== edge);
    const sent = await world.waitForSent(server, id, "failed");
    assert.deepEqual(outcomesOf(sent), ["failed: uncertain"]);
    assert.equal(source.callsWith("tag", externalId).length, 1);
  });

  it("the ledger proves itself", async () => {
    await server.ready();
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});

describe("where no request may go unless it is allowed", () => {
  let server: Server;
  let source: Receiver;

  before(async () => {
    source = await receive();
    server = await start({ settings: SETTINGS, allowLoopback: false });
  });
  after(async () => {
    await server.stop();
    await source.down();
  });

  it("the loopback and private networks, however they are written", async () => {
    const port = new URL(source.url).port;
    const hosts = [
      "127.0.0.1",
      "localhost",
      "127.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "0.0.0.0",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "10.1.2.3",
      "172.16.0.1",
      "192.168.1.1",
      "169.254.169.254",
      "100.64.0.1",
      "[fd00::1]",
      "[fe80::1]",
    ];
    for (const host of hosts) {
      const url = `http://${host}:${port}/tag.php?tag={external_id}`;
      const made = await server.call("POST", "sources", {
        name: host,
        template: "exoclick",
        postback: { url },
      });
      if (made.status === 422) continue; /* refused when it is saved: as good */
      const loop = await world.makeLoop(server, { postback: { url } });
      const { sent } = await world.convertAndWait(loop, "refused");
      assert.deepEqual(outcomesOf(sent), ["refused: address_refused"], host);
      assert.notEqual(sent[0]?.error, null);
    }
    assert.deepEqual(source.calls, []);
    assert.equal(await server.metric("rebond_fetch_opened_loopback_total"), 0);
    assert.equal(await server.metric("rebond_fetch_opened_private_total"), 0);
    assert.ok((await server.metric("rebond_fetch_refused_total")) > 0);
  });
});
