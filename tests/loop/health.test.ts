/* health - what goes wrong without anybody noticing is found, with the step that mends it and the log
 * that shows it; it goes once it is mended; a webhook hears of both, once (docs/health.md). */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { start, waitFor, withShim, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import { hang, ok, receive, text, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

interface Finding extends Json {
  code: string;
  severity: string;
  workspace_id: number | null;
  entity: { kind: string; id: number; name: string } | null;
  detail: string | null;
  proposal: string | null;
  sentence: string;
  mend: { text: string; action: string; open: string | null };
  since: string;
  last_seen_at: string | null;
  numbers: { count: number; of: number | null };
  entries: string | null;
}

interface Tracking extends Json {
  findings: Finding[];
  has_facts: boolean;
  is_whole: boolean;
}

const SETTINGS = { "courier-retry": "100ms,200ms", "courier-timeout-ms": "600", "health-every-s": "3600" };

let server: Server;
let receiver: Receiver;

before(async () => {
  receiver = await receive();
  server = await start({ settings: SETTINGS });
});
after(async () => {
  await server.stop();
  await receiver.down();
});

const look = (of = server): Promise<Tracking> => of.api<Tracking>("GET", "health/tracking?fresh=true");

const is = (code: string, entity?: { kind: string; id: number }) => (finding: Finding) =>
  finding.code === code && (entity === undefined || (finding.entity?.kind === entity.kind && finding.entity.id === entity.id));

/** The finding of that code about that entity, once it is there. What it must have, it has. */
async function found(code: string, kind: string, entity: world.Entity, of = server): Promise<Finding> {
  const finding = await waitFor(`${code} of ${kind} ${entity.id}`, async () =>
    (await look(of)).findings.find(is(code, { kind, id: entity.id })),
  );
  assert.equal(finding.entity?.name, entity["name"]);
  assert.ok(finding.sentence.endsWith(".") && !finding.sentence.includes("%n"), finding.sentence);
  assert.ok(finding.sentence.includes(String(entity["name"])), finding.sentence);
  assert.ok(finding.mend.text.endsWith("."), finding.mend.text);
  assert.ok(finding.last_seen_at !== null && finding.last_seen_at <= new Date(Date.now() + 1000).toISOString());
  const rows = await entriesOf(finding);
  assert.ok(rows.length > 0, `${finding.entries} shows nothing`);
  return finding;
}

async function entriesOf(finding: Finding): Promise<Json[]> {
  assert.ok(finding.entries?.startsWith("/api/v1/"), String(finding.entries));
  return server.rows(String(finding.entries).replace("/api/v1/", ""));
}

const gone = (code: string, kind: string, entity: world.Entity, of = server): Promise<true> =>
  waitFor(`no ${code} of ${kind} ${entity.id}`, async () => {
    return !(await look(of)).findings.some(is(code, { kind, id: entity.id })) && (true as const);
  });

const patch = (resource: string, entity: world.Entity, body: Json): Promise<Json> =>
  server.api("PATCH", `${resource}/${entity.id}`, body);

async function convert(loop: world.Loop, query = "payout=2"): Promise<world.Conversion> {
  const { cid } = await world.visitNew(loop, "&cost=0.01");
  assert.equal((await world.postback(server, `cid=${cid}&${query}`)).text, "OK");
  return world.conversionOf(server, cid);
}

describe("a folder in which all is well", () => {
  it("has no findings, and says so at once", async () => {
    const tracking = await look();
    assert.deepEqual(tracking.findings, []);
    assert.equal(tracking.is_whole, true);
    const again = await server.api<Tracking>("GET", "health/tracking");
    assert.deepEqual(again.findings, []);
    const { text: metrics } = await ask(server.dashboard, "/metrics");
    assert.match(metrics, /^rebond_tracking_findings\{code="postback_silent",severity="error"\} 0$/m);
  });

  it("refuses what is no answer to fresh", async () => {
    assert.equal((await server.call("GET", "health/tracking?fresh=maybe")).status, 400);
  });
});

describe("what sources are not told", () => {
  it("refused by the receiver: until it is sent again", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { source: { name: "Refuser" } });
    receiver.plan(text(200, "ERROR: goal is REPLACE"));
    const { id } = await convert(loop);
    await world.waitForSent(server, id, "refused");
    const finding = await found("forward_refused", "source", loop.source);
    assert.equal(finding.severity, "error");
    assert.equal(finding.numbers.count, 1);
    assert.equal(finding.mend.action, "resend");
    assert.equal((await entriesOf(finding))[0]?.["conversion_id"], id);
    receiver.plan(ok);
    await server.api("POST", `conversions/${id}/resend`, {});
    await world.waitForSent(server, id, "delivered");
    await gone("forward_refused", "source", loop.source);
  });

  it("failed after the last attempt: until it is dropped or sent again", async () => {
    const loop = await world.makeLoopTo(server, "http://127.0.0.1:9", { source: { name: "Deaf" } });
    const { id } = await convert(loop);
    await world.waitForSent(server, id, "failed");
    await found("forward_failed", "source", loop.source);
    await patch("sources", loop.source, { postback: { url: `${receiver.url}/?tag={external_id}` } });
    await server.api("POST", `conversions/${id}/resend`, {});
    await world.waitForSent(server, id, "delivered");
    await gone("forward_failed", "source", loop.source);
  });

  it("held, for it may have arrived: until a person decides", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { source: { name: "Hanger" }, postback: { dedup_hours: 0 } });
    receiver.plan(hang);
    await convert(loop);
    const finding = await found("forward_held", "source", loop.source);
    assert.equal(finding.mend.action, "decide");
    receiver.plan(ok);
    const [row] = await entriesOf(finding);
    await server.api("POST", `postbacks/out/${String(row?.["id"])}/drop`, {});
    await gone("forward_held", "source", loop.source);
  });

  it("paused with a backlog: until the pause is taken off", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { source: { name: "Pauser" }, postback: { paused: true } });
    const { id } = await convert(loop);
    const finding = await found("paused_backlog", "source", loop.source);
    assert.equal(finding.severity, "warning");
    await patch("sources", loop.source, { postback: { paused: false } });
    await world.waitForSent(server, id, "delivered");
    await gone("paused_backlog", "source", loop.source);
  });

  it("no URL, and REPLACE left in one: until the source is changed", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { source: { name: "Unset" } });
    await patch("sources", loop.source, { postback: { url: `${receiver.url}/?goal=REPLACE&tag={external_id}` } });
    await convert(loop);
    const finding = await found("forward_skipped", "source", loop.source);
    assert.equal(finding.detail, "replace_left_in_url");
    assert.match(finding.sentence, /REPLACE/);
    assert.match(finding.mend.text, /Put your own id/);
    assert.equal(finding.mend.open, `/api/v1/sources/${loop.source.id}`);
    await patch("sources", loop.source, { postback: { url: `${receiver.url}/?goal=1&tag={external_id}` } });
    await gone("forward_skipped", "source", loop.source);
    await patch("sources", loop.source, { postback: null });
    await convert(loop);
    assert.equal((await found("forward_skipped", "source", loop.source)).detail, "no_postback_url");
  });

  it("a reversal that the source does not know of", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { source: { name: "Unaware" } });
    const { cid } = await world.convertAndWait(loop, "delivered");
    await world.postback(server, `cid=${cid}&payout=2&status=rejected`);
    const finding = await found("reversed_untold", "source", loop.source);
    assert.equal(finding.severity, "note");
    assert.equal((await entriesOf(finding))[0]?.["cid"], cid);
    await patch("sources", loop.source, { postback: { statuses: ["sale", "rejected"] } });
    const { id } = await world.conversionOf(server, cid);
    await server.api("POST", `conversions/${id}/resend`, {});
    await gone("reversed_untold", "source", loop.source);
  });
});

describe("what networks say", () => {
  // spec: 3.2-unknown-word
  it("a status word that nobody knows: with the known one that is like it, until it is mapped", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { network: { name: "Mumbler" } });
    await convert(loop, "payout=2&status=apprvd");
    const finding = await found("unmapped_status", "network", loop.network);
    assert.equal(finding.detail, "apprvd");
    assert.equal(finding.proposal, "approved");
    assert.match(finding.mend.text, /"approved"/);
    assert.equal(finding.mend.action, "map");
    await server.api("POST", "conversions/remap", { word: "apprvd", status: "sale", network_id: loop.network.id, save: true });
    await gone("unmapped_status", "network", loop.network);
  });

  it("of many words of one network some, so that they hide nothing", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { network: { name: "Babbler" } });
    for (let i = 0; i < 25; i++) await convert(loop, `payout=2&status=word${i}`);
    const { findings } = await look();
    const of = is("unmapped_status", { kind: "network", id: loop.network.id });
    assert.equal(findings.filter(of).length, 20);
    await server.api("POST", "conversions/remap", { status: "sale", network_id: loop.network.id, all: true, word: "word0" });
    for (let i = 1; i < 25; i++)
      await server.api("POST", "conversions/remap", { word: `word${i}`, status: "sale", network_id: loop.network.id });
    await gone("unmapped_status", "network", loop.network);
  });

  it("postbacks that are refused, by reason: until the network is changed", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { network: { name: "Stranger", ip_allow: ["203.0.113.7"] } });
    const { cid } = await world.visitNew(loop, "&cost=0.01");
    assert.equal((await world.postback(server, `cid=${cid}&payout=1&nid=${loop.network.id}`)).status, 403);
    const finding = await found("postback_refused", "network", loop.network);
    assert.equal(finding.detail, "address_not_allowed");
    assert.match(finding.mend.text, /ip_allow/);
    await patch("networks", loop.network, { ip_allow: [] });
    await gone("postback_refused", "network", loop.network);
  });

  it("click ids that are none of ours: of no network", async () => {
    await world.postback(server, "cid=nothing-of-ours&payout=1");
    const finding = await waitFor("a refusal of no network", async () =>
      (await look()).findings.find((each) => each.code === "postback_refused" && each.entity === null),
    );
    assert.ok(["invalid_cid", "unknown_click"].includes(String(finding.detail)), String(finding.detail));
    assert.ok((await entriesOf(finding)).length > 0);
  });

  it("no payout, and a currency that is none", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { network: { name: "Poor" }, offer: { name: "Poor offer" } });
    await convert(loop, "status=sale");
    await found("payout_missing", "offer", loop.offer);
    await patch("offers", loop.offer, { payout: { mode: "auto", amount: "1", currency: "USD" } });
    await gone("payout_missing", "offer", loop.offer);
    await convert(loop, "payout=1&currency=QQQ");
    await found("currency_assumed", "network", loop.network);
  });

  it("amounts without a rate: until the rates are imported", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { network: { name: "Foreigner" } });
    await convert(loop, "payout=5&currency=BRL");
    const finding = await found("no_rate", "network", loop.network);
    assert.equal(finding.detail, "BRL");
    assert.equal(finding.mend.action, "import_rates");
    const date = new Date().toISOString().slice(0, 10);
    await server.api("POST", "rates", { date, base: "EUR", rates: { USD: "1.08", BRL: "6.1" } });
    await server.api("POST", "rates/book", {});
    await gone("no_rate", "network", loop.network);
  });
});

describe("what sources do not send", () => {
  it("a cost: until one is told, or until visits bring it", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, { source: { name: "Miser" } });
    for (let i = 0; i < 3; i++) await world.visitNew(loop);
    const finding = await found("cost_missing", "source", loop.source);
    assert.deepEqual([finding.numbers.count, finding.numbers.of], [3, 3]);
    await server.api("POST", `campaigns/${loop.campaign.id}/costs`, { from: "2020-01-01", to: "2036-01-01", amount: "3" });
    await gone("cost_missing", "source", loop.source);
    await world.visitNew(loop);
    await found("cost_missing", "source", loop.source);
    for (let i = 0; i < 30; i++) await world.visitNew(loop, "&cost=0.02");
    await gone("cost_missing", "source", loop.source);
  });

  it("a token and a click id whose macro it left", async () => {
    const loop = await world.makeLoopTo(server, receiver.url, {
      source: { name: "Parrot", tokens: [{ slot: 1, param: "zone", macro: "{zone}" }] },
    });
    await world.visit(server, `/${loop.campaign.key}?cost=0.01&zone=%7Bzone_id%7D&external_id=a1`);
    const token = await found("unexpanded_token", "source", loop.source);
    assert.equal(token.detail, "{zone_id}");
    await world.visit(server, `/${loop.campaign.key}?cost=0.01&zone=7&external_id=%7Bconversions_tracking%7D`);
    const id = await found("unexpanded_external_id", "source", loop.source);
    assert.equal(id.detail, "{conversions_tracking}");
    for (let i = 0; i < 14; i++) await world.visitNew(loop, "&cost=0.01&zone=8");
    await gone("unexpanded_token", "source", loop.source);
    await gone("unexpanded_external_id", "source", loop.source);
  });
});

describe("a disk that is too slow", () => {
  it("is told, for clicks leave before their record is there", async () => {
    const slow = await start({ settings: { ...SETTINGS, "click-wait-ms": "10" } });
    const loop = await world.makeLoopTo(slow, receiver.url);
    await slow.stop();
    await slow.restart(withShim({ syncMs: 200 }));
    assert.ok(!(await look(slow)).findings.some(is("unrecorded")));
    await world.visitNew(loop, "&cost=0.01");
    const finding = (await look(slow)).findings.find(is("unrecorded"));
    assert.equal(finding?.severity, "error");
    assert.equal(finding?.entity, null);
    assert.match(String(finding?.sentence), /^1 click left before its record was on disk\.$/);
    await slow.stop();
  });
});

describe("who sees a finding", () => {
  it("only those who may read its workspace", async () => {
    const other = await server.api<world.Entity>("POST", "workspaces", { name: "Others" });
    const mine = await server.api<Tracking>("GET", "health/tracking?fresh=true", undefined, { "X-Workspace": "1" });
    const theirs = await server.api<Tracking>("GET", "health/tracking", undefined, { "X-Workspace": String(other.id) });
    assert.ok(mine.findings.length > 0 && mine.findings.every((each) => each.workspace_id === 1));
    assert.deepEqual(theirs.findings, []);
  });
});

/* --- The webhook ----------------------------------------------------------------------------- */

interface Message extends Json {
  event: string;
  workspace: { id: number };
  found: Finding[];
  gone: { code: string; sentence: string }[];
}

/** Takes messages, and keeps them with their headers. */
class Listener {
  readonly messages: { headers: http.IncomingHttpHeaders; body: string; message: Message }[] = [];
  status = 200;
  refused = 0;
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      response.writeHead(this.status).end();
      if (this.status === 200) this.messages.push({ headers: request.headers, body, message: JSON.parse(body) as Message });
      else this.refused++;
    });
  });
  async up(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.server.unref();
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }
  down(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
  /** How often a code was told as new, or as gone. */
  told(list: "found" | "gone", code: string): number {
    return this.messages.flatMap(({ message }) => message[list]).filter((each) => each.code === code).length;
  }
}

describe("the webhook", () => {
  const SECRET = "a-secret-of-the-webhook";
  let told: Server;
  let listener: Listener;
  let url: string;

  before(async () => {
    listener = new Listener();
    url = await listener.up();
    told = await start({ settings: { ...SETTINGS, "health-every-s": "1" } });
  });
  after(async () => {
    await told.stop();
    listener.down();
  });

  const signatureOf = (headers: http.IncomingHttpHeaders, body: string): string =>
    `v1=${createHmac("sha256", SECRET).update(`${String(headers["x-rebond-timestamp"])}.${body}`).digest("hex")}`;

  it("needs a URL, and hides its secret from those who may not change settings", async () => {
    for (const webhook of [{ url: "ftp://h/" }, { url: "" }, { secret: SECRET }, { url, secret: "short" }])
      assert.equal((await told.call("PATCH", "settings", { health_webhook: webhook })).status, 422, JSON.stringify(webhook));
    assert.equal((await told.call("POST", "health/webhook/test", {})).status, 409);
    await told.api("PATCH", "settings", { health_webhook: { url, secret: SECRET } });
    const { rows } = await told.api<{ rows: Json[] }>("GET", "changes?resource=settings");
    assert.ok(!JSON.stringify(rows).includes(SECRET));
  });

  it("can be tried, and is signed", async () => {
    const reply = await told.api("POST", "health/webhook/test", {});
    assert.deepEqual([reply["taken"], reply["status_code"], reply["error"]], [true, 200, null]);
    const [{ headers, body, message } = assert.fail("no message")] = listener.messages;
    assert.equal(message.event, "test");
    assert.equal(headers["x-rebond-signature"], signatureOf(headers, body));
    assert.ok(Math.abs(Number(headers["x-rebond-timestamp"]) - Date.now() / 1000) < 60);
  });

  it("is told what is new and what is gone, once, also over a restart", async () => {
    const loop = await world.makeLoopTo(told, receiver.url, { network: { name: "Mumbler" } });
    const { cid } = await world.visitNew(loop, "&cost=0.01");
    await world.postback(told, `cid=${cid}&payout=2&status=apprvd`);
    await waitFor("the message", () => listener.told("found", "unmapped_status") > 0);
    const { headers, body, message } = listener.messages.at(-1) ?? assert.fail();
    assert.equal(headers["x-rebond-signature"], signatureOf(headers, body));
    assert.equal(message.event, "tracking_health");
    assert.equal(message.workspace.id, 1);
    const finding = message.found.find((each) => each.code === "unmapped_status");
    assert.match(finding?.sentence ?? "", /^Mumbler: 1 conversion has the status "apprvd"/);
    await told.stop();
    await told.restart();
    const looks = async (): Promise<number> => told.metric("rebond_health_looks_total");
    await waitFor("looks after the restart", async () => (await looks()) >= 3);
    assert.equal(listener.told("found", "unmapped_status"), 1);
    const again = (await look(told)).findings.find(is("unmapped_status"));
    assert.equal(again?.since, finding?.since, "since survives the restart");
    await told.api("POST", "conversions/remap", { word: "apprvd", status: "sale", save: true });
    await waitFor("the message that it is gone", () => listener.told("gone", "unmapped_status") > 0);
    const before = await looks();
    await waitFor("further looks", async () => (await looks()) >= before + 2);
    assert.equal(listener.told("gone", "unmapped_status"), 1);
  });

  it("that does not take a message gets it later", async () => {
    listener.status = 500;
    await world.postback(told, "cid=nothing-of-ours&payout=1");
    await waitFor("a message that was not taken", () => listener.refused > 0);
    await waitFor("its count", async () => (await told.metric("rebond_health_webhook_failures_total")) > 0);
    assert.equal(listener.told("found", "postback_refused"), 0);
    listener.status = 200;
    await waitFor("the message after all", () => listener.told("found", "postback_refused") > 0);
    assert.equal(listener.told("found", "postback_refused"), 1);
  });

  it("reaches no private address that is not allowed", async () => {
    const guarded = await start({ settings: SETTINGS, allowLoopback: false });
    const before = listener.messages.length;
    await guarded.api("PATCH", "settings", { health_webhook: { url } });
    const reply = await guarded.api("POST", "health/webhook/test", {});
    assert.equal(reply["taken"], false);
    assert.match(String(reply["error"]), /127\.0\.0\.1/);
    assert.equal(listener.messages.length, before);
    await guarded.stop();
  });
});
