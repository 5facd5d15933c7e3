/* conversion-test - POST campaigns/ID/test: click, postback and forward played over the real
 * listeners, marked as a test, kept out of the figures, and what to change where it fails
 * (spec/tracker.md §5). */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { ask } from "./http.ts";
import { start, type Json, type Server } from "./harness.ts";
import { hang, notified, ok, receive, text, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

interface Step {
  step: string;
  ok: boolean;
  url: string | null;
  status: number | null;
  ms: number;
  answer: string | null;
  what_to_change: string | null;
}

interface Test extends Json {
  ok: boolean;
  cid: string | null;
  conversion_id: string | null;
  steps: Step[];
}

let server: Server;
let source: Receiver;

before(async () => {
  source = await receive();
  server = await start({ settings: { "courier-retry": "100ms", "courier-timeout-ms": "600" } });
});
afterEach(() => source.plan(ok));
after(async () => {
  await server.stop();
  const verified = server.verify();
  assert.equal(verified.code, 0, verified.out);
  await source.down();
});

const play = (loop: world.Loop, body: Json = { payout: "4" }): Promise<Test> =>
  server.api<Test>("POST", `campaigns/${loop.campaign.id}/test`, body);

function stepOf(test: Test, name: string): Step {
  const step = test.steps.find((each) => each.step === name);
  assert.ok(step, `no step ${name} in ${JSON.stringify(test.steps, null, 1)}`);
  return step;
}

/** The last step, which is the one that failed. */
function failureOf(test: Test): Step {
  assert.equal(test.ok, false, JSON.stringify(test.steps, null, 1));
  const failed = test.steps.filter((step) => !step.ok);
  assert.equal(failed.length, 1);
  assert.equal(failed[0], test.steps.at(-1));
  return failed[0] as Step;
}

const countsOf = async (loop: world.Loop): Promise<unknown> =>
  (await server.api<Json>("GET", `campaigns/${loop.campaign.id}`))["counts"];

describe("a conversion test", () => {
  it("plays every hop with its URL, answer and time", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    const test = await play(loop, { payout: "4.5", txid: "t-1", tokens: { zoneid: "z 1" } });
    assert.deepEqual(
      test.steps.map((step) => [step.step, step.ok]),
      [
        ["visit", true],
        ["offer", true],
        ["postback", true],
        ["conversion", true],
        ["source_postback", true],
      ],
    );
    assert.equal(test.ok, true);
    const visit = stepOf(test, "visit");
    assert.equal(visit.status, 302);
    assert.ok(visit.url?.startsWith(`${server.tracking}/${loop.campaign.key}?`));
    assert.match(visit.url ?? "", /zoneid=z%201/);
    assert.doesNotMatch(visit.url ?? "", /[{}]/);
    assert.ok(stepOf(test, "offer").url?.includes(test.cid ?? "?"));
    assert.equal(stepOf(test, "postback").answer, "OK");
    assert.equal(stepOf(test, "conversion").answer, "sale, 4.5 USD");
    const told = stepOf(test, "source_postback");
    assert.equal(told.status, 200);
    assert.equal(told.answer, "OK");
    const call = source.calls.at(-1);
    assert.equal(told.url, `${source.url}${call?.target}`);
    assert.match(call?.params.get("tag") ?? "", /^test-\d+$/);
    assert.equal(call?.params.get("value"), "4.5");
  });

  it("is in no figure, and its rows say what they are", async () => {
    const loop = await world.makeLoopTo(server, source.url, { campaign: { cost: { model: "cpc", amount: "1" } } });
    const before = await countsOf(loop);
    const test = await play(loop);
    assert.equal(test.ok, true);
    assert.deepEqual(await countsOf(loop), before);
    const cid = test.cid ?? "";
    for (const log of ["visits", "conversions", "postbacks/in"]) {
      const rows = await server.rows<{ is_test: boolean }>(`${log}?cid=${cid}`);
      assert.equal(rows.length, 1, log);
      assert.equal(rows[0]?.is_test, true, log);
      assert.equal((await server.rows(`${log}?cid=${cid}&test=false`)).length, 0, log);
      assert.equal((await server.rows(`${log}?cid=${cid}&test=true`)).length, 1, log);
    }
    const [sent] = await server.rows<{ is_test: boolean }>(`postbacks/out?conversion_id=${test.conversion_id}`);
    assert.equal(sent?.is_test, true);
    await world.convertAndWait(loop, "delivered");
    assert.notDeepEqual(await countsOf(loop), before);
  });

  it("takes no part in uniqueness: a test leaves the next visitor unique", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    await play(loop, { forward: false });
    const again = await play(loop, { forward: false });
    const [test] = await server.rows<{ is_unique: boolean }>(`visits?cid=${again.cid}`);
    assert.equal(test?.is_unique, false);
    const { cid } = await world.visitNew(loop);
    const [visit] = await server.rows<{ is_unique: boolean }>(`visits?cid=${cid}`);
    assert.equal(visit?.is_unique, true);
  });

  it("bears no share of a cost that is told afterwards", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    await play(loop, { forward: false });
    await world.visitNew(loop);
    const told = await server.api<Json>("POST", `campaigns/${loop.campaign.id}/costs`, {
      from: "2020-01-01",
      to: "2036-01-01",
      amount: "3",
    });
    assert.equal(told["visits"], 1);
    assert.equal(server.verify().code, 0);
  });

  it("tells no source when it is not to, and says so", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    const calls = source.calls.length;
    const test = await play(loop, { forward: false });
    assert.equal(test.ok, true);
    assert.match(stepOf(test, "source_postback").answer ?? "", /not asked for/);
    assert.equal(source.calls.length, calls);
  });

  it("goes by the network's secret, and past its address list, which only this test may", async () => {
    const loop = await world.makeLoopTo(server, source.url, {
      network: { secret: "a secret word", ip_allow: ["203.0.113.7"] },
    });
    const test = await play(loop);
    assert.equal(test.ok, true, JSON.stringify(test.steps));
    assert.doesNotMatch(stepOf(test, "postback").url ?? "", /secret/);
    const stranger = await world.postback(server, `cid=${test.cid}&payout=1&key=a%20secret%20word`);
    assert.equal(stranger.status, 403);
  });

  it("follows lander, click and both pages of a double meta refresh", async () => {
    const lander = await server.api<world.Entity>("POST", "landers", {
      name: "Lander",
      url: "http://lander.example/?c={clickid}",
    });
    const loop = await world.makeLoopTo(server, source.url);
    await server.api("PATCH", `campaigns/${loop.campaign.id}`, {
      redirect: "double_meta",
      paths: [{ landers: [{ id: lander.id }], offers: [{ id: loop.offer.id }] }],
    });
    const test = await play(loop);
    assert.deepEqual(
      test.steps.map((step) => step.step),
      ["visit", "hop", "lander", "click", "hop", "offer", "postback", "conversion", "source_postback"],
    );
    assert.equal(test.ok, true, JSON.stringify(test.steps));
    assert.equal(stepOf(test, "lander").url, `http://lander.example/?c=${test.cid}`);
    const counts = (await countsOf(loop)) as Record<string, unknown>;
    assert.equal(Number(counts["clicks"] ?? 0), 0);
    const clicks = await server.rows<{ is_test: boolean }>(`clicks?cid=${test.cid}&test=true`);
    assert.deepEqual(
      clicks.map((click) => click.is_test),
      [true],
    );
  });

  it("tells the campaign's own postback too", async () => {
    const loop = await world.makeLoopTo(server, source.url, {
      campaign: { postback: { url: `${source.url}/own?tag={external_id}` } },
    });
    const test = await play(loop);
    assert.equal(stepOf(test, "source_postback").ok, true);
    assert.equal(stepOf(test, "campaign_postback").answer, "OK");
  });
});

describe("a conversion test that fails says what to change", () => {
  it("where the offer's URL carries no click id", async () => {
    const loop = await world.makeLoopTo(server, source.url, {
      network: { offer_url_template: null },
      offer: { url: "http://mypage.com/?a=1" },
    });
    const failed = failureOf(await play(loop));
    assert.equal(failed.step, "offer");
    assert.match(failed.what_to_change ?? "", /\{clickid\}/);
  });

  it("where REPLACE is left in the postback URL", async () => {
    const loop = await world.makeLoop(server, {
      postback: { url: `${source.url}/tag.php?goal=REPLACE&tag={external_id}` },
    });
    const failed = failureOf(await play(loop));
    assert.equal(failed.step, "source_postback");
    assert.match(failed.what_to_change ?? "", /REPLACE/);
  });

  it("where the receiver's answer does not match", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    source.plan(text(200, "ERROR: Tag is invalid!"));
    const failed = failureOf(await play(loop));
    assert.equal(failed.answer, "ERROR: Tag is invalid!");
    assert.match(failed.what_to_change ?? "", /success_match/);
    assert.match(failed.what_to_change ?? "", /sample/);
    const real = failureOf(await play(loop, { tokens: { external_id: "a-real-one" } }));
    assert.doesNotMatch(real.what_to_change ?? "", /sample/);
    assert.equal(source.calls.at(-1)?.params.get("tag"), "a-real-one");
  });

  it("not where our own ad network is told of a real click of its own", async () => {
    const loop = await world.makeLoop(server);
    const sample = failureOf(await play(loop));
    assert.equal(sample.answer, "ERROR: Tag is invalid!");
    const landing = new URL(await world.adClick(loop.variation));
    const test = await play(loop, { tokens: { external_id: landing.searchParams.get("external_id") ?? "" } });
    assert.equal(test.ok, true, JSON.stringify(test.steps));
    assert.equal(stepOf(test, "source_postback").answer, "OK");
  });

  it("where the receiver does not answer, within its time", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    source.plan(hang);
    const failed = failureOf(await play(loop));
    assert.equal(failed.step, "source_postback");
    assert.equal(failed.status, null);
    assert.match(failed.what_to_change ?? "", /No answer was read/);
  });

  it("where the status is not one that the source takes", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    const failed = failureOf(await play(loop, { status: "lead" }));
    assert.equal(failed.what_to_change, "The source takes only sale; this is lead. Tick lead under statuses.");
  });

  it("where nobody knows the status word", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    const test = await play(loop, { status: "mystery" });
    assert.equal(stepOf(test, "conversion").ok, false);
    assert.match(stepOf(test, "conversion").what_to_change ?? "", /status_map/);
  });

  it("where the campaign is paused", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    await server.api("PATCH", `campaigns/${loop.campaign.id}`, { status: "paused" });
    const failed = failureOf(await play(loop));
    assert.equal(failed.step, "visit");
    assert.equal(failed.status, 404);
    assert.match(failed.what_to_change ?? "", /paused/);
  });

  it("where the source is paused", async () => {
    const loop = await world.makeLoopTo(server, source.url, { postback: { paused: true } });
    const failed = failureOf(await play(loop));
    assert.match(failed.what_to_change ?? "", /paused/);
  });

  it("and a receiver that counted the click already is no failure", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    source.plan(notified);
    const test = await play(loop);
    assert.equal(test.ok, true);
    assert.match(stepOf(test, "source_postback").answer ?? "", /already been notified/);
  });
});

describe("the mark of a test", () => {
  it("cannot be made by strangers: a visit with another mark counts", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    for (const mark of ["", "1", `${Date.now()}.${"0".repeat(32)}`, `${Date.now()}.zz`]) {
      const reply = await ask(server.tracking, `/${loop.campaign.key}?external_id=e`, {
        headers: { "Rebond-Test": mark },
      });
      assert.equal(reply.status, 302);
    }
    const rows = await server.rows<{ is_test: boolean }>(`visits?campaign=${loop.campaign.id}`);
    assert.deepEqual(
      rows.map((row) => row.is_test),
      [false, false, false, false],
    );
    const counts = (await countsOf(loop)) as Record<string, unknown>;
    assert.equal(Number(counts["visits"]), 4);
  });
});

describe("what a test is asked with", () => {
  it("is checked by field, and a campaign that is not there is 404", async () => {
    const loop = await world.makeLoopTo(server, source.url);
    const refusals: [Json, string][] = [
      [{ payout: "1,5" }, "payout"],
      [{ payout: 1 }, "payout"],
      [{ tokens: [] }, "tokens"],
      [{ forward: "no" }, "forward"],
      [{ odd: 1 }, "odd"],
    ];
    for (const [body, field] of refusals) {
      const reply = await server.call("POST", `campaigns/${loop.campaign.id}/test`, body);
      assert.equal(reply.status, 422, JSON.stringify(body));
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
    assert.equal((await server.call("POST", "campaigns/999999/test", {})).status, 404);
    assert.equal((await server.call("POST", "campaigns/x/test", {})).status, 404);
  });
});
