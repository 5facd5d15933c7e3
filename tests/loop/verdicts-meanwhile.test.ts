/* verdicts-meanwhile - a run over the bots beside everything else: it is cancelled, costs are told while it is under way, forwards
 * wait, and visits have more of everything than is usual. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive } from "./http.ts";
import { Receiver, text } from "./receiver.ts";
import * as world from "./world.ts";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const EVER = { from: "2020-01-01", to: "2036-01-01" };
const LISTED = "203.0.113.";
const PAGE = 2000; /* READER_BOTS_MAX: between two pages a run looks whether it is cancelled */

interface Run extends Json {
  id: number;
  state: string;
  phase: string;
  judged_bots: number;
}

let server: Server;

const listAll = (): Promise<Json> => server.api("PATCH", "settings", { bots: { addresses: [`${LISTED}0/24`], agents: [] } });
const begin = (dry = false): Promise<Run> => server.api<Run>("POST", "bots/apply", { ...EVER, dry_run: dry });
const look = (run: Run): Promise<Run> => server.api<Run>("GET", `bots/runs/${run.id}`);
const ended = (run: Run): Promise<Run> =>
  waitFor("the end of the run", async () => {
    const now = await look(run);
    return now.state !== "running" && now.state !== "cancelling" ? now : undefined;
  }, 60_000);
/* The run has come to the edge, which does not answer yet. */
const held = (run: Run, phase: string): Promise<Run> =>
  waitFor(`the phase ${phase}`, async () => {
    const now = await look(run);
    return now.phase === phase ? now : undefined;
  }, 60_000);
const headers = (address: string): Record<string, string> => ({ "X-Forwarded-For": address, "User-Agent": CHROME });
const visit = async (campaign: world.Campaign, address: string, query = ""): Promise<string> => {
  const reply = await ask(server.tracking, `/${campaign.key}?cost=0.5${query}`, { headers: headers(address) });
  assert.equal(reply.status, 302, reply.text);
  return new URL(reply.location).searchParams.get("s1") ?? "";
};
const visits = async (campaign: world.Campaign, count: number): Promise<void> => {
  const agent = keepAlive(16);
  await inParallel(Array.from({ length: count }, (_, i) => i), 16, (i) =>
    ask(server.tracking, `/${campaign.key}?cost=0.5`, { agent, headers: headers(`${LISTED}${1 + (i % 250)}`) }),
  );
  agent.destroy();
};
const cost = async (campaign: world.Campaign): Promise<unknown> => ((await server.api("GET", `campaigns/${campaign.id}`))["counts"] as Json)["cost"];
const proved = (): void => {
  const { code, out } = server.verify();
  assert.equal(code, 0, out);
};

/** Runs that while the edge stands still: what it is asked waits for it. */
async function beside(work: () => Promise<void>): Promise<void> {
  const edge = server.edgePid();
  process.kill(edge, "SIGSTOP");
  try {
    await work();
  } finally {
    process.kill(edge, "SIGCONT");
  }
}

beforeEach(async () => {
  server = await start({ settings: { "edge-threads": "1", "http-trusted-proxies": "127.0.0.0/8", "courier-allow-private": "127.0.0.0/8" } });
});
afterEach(async () => {
  await server.stop();
});

describe("a run over the bots", () => {
  it("that is cancelled keeps what is judged, judges no more, and leaves told costs told", async () => {
    const { campaign } = await world.makeLoop(server);
    await visits(campaign, PAGE + 100);
    await visit(campaign, "198.51.100.1");
    await server.api("POST", `campaigns/${campaign.id}/costs`, { ...EVER, amount: "100" });
    await listAll();
    let run: Run | undefined;
    await beside(async () => {
      run = await held(await begin(), "costs");
      assert.equal((await server.api<Run>("POST", `bots/runs/${run.id}/cancel`, {})).state, "cancelling");
    });
    assert.ok(run);
    const end = await ended(run);
    assert.deepEqual([end.state, end["bots"], end.judged_bots], ["cancelled", PAGE + 100, PAGE]);
    assert.equal(server.count("select count(*) n from verdict"), PAGE);
    assert.equal(await cost(campaign), "100");
    assert.equal((await server.call("POST", `bots/runs/${run.id}/cancel`, {})).status, 409);
    proved();
    assert.deepEqual((await ended(await begin())).judged_bots, 100); /* another one does the rest */
  });

  it("leaves out no visit that costs told meanwhile cover, and what was told last stays last", async () => {
    const { campaign } = await world.makeLoop(server);
    await visits(campaign, 600);
    await visit(campaign, "198.51.100.1");
    for (const amount of ["100", "90", "80", "70"]) await server.api("POST", `campaigns/${campaign.id}/costs`, { ...EVER, amount });
    await listAll();
    let run: Run | undefined;
    let told: Promise<unknown> | undefined;
    await beside(async () => {
      run = await held(await begin(), "costs");
      told = server.api("POST", `campaigns/${campaign.id}/costs`, { ...EVER, amount: "50" });
    });
    await told;
    assert.ok(run);
    const end = await ended(run);
    assert.deepEqual([end.state, end.judged_bots, end["left"], end["skipped"]], ["done", 600, 0, 0]);
    assert.equal(await cost(campaign), "50");
    const rows = (await server.rows<Json>(`campaigns/${campaign.id}/costs`)).filter((row) => row["undone_at"] === null);
    assert.deepEqual(rows.map((row) => [row["cost"], row["visits"]]), ["50", "70", "80", "90", "100"].map((amount) => [amount, 1]));
    proved();
  });

  it("drops what waits for a source that wants no bots, and only that", async () => {
    const receiver = new Receiver();
    await receiver.up();
    receiver.plan(text(500, "not now"));
    const waiting = [];
    for (const include_bots of [false, true]) {
      const { campaign } = await world.makeLoopTo(server, receiver.url, { postback: { include_bots } });
      const cid = await visit(campaign, `${LISTED}1`, `&external_id=x${include_bots ? 1 : 0}`);
      await world.postback(server, `cid=${cid}&payout=2`);
      const { id } = await world.conversionOf(server, cid);
      await world.waitForSent(server, id, "retrying");
      waiting.push(id);
    }
    await listAll();
    assert.equal((await ended(await begin())).judged_bots, 2);
    const outcomes = await Promise.all(waiting.map(async (id) => (await world.sentOf(server, id)).at(-1)?.outcome));
    assert.deepEqual(outcomes, ["dropped", "retrying"]);
    assert.equal(server.count("select count(*) n from outbox where state = 'due'"), 1);
    proved();
    receiver.plan(text(200, "OK"));
    await receiver.down();
  });

  it("takes visits with thousands of clicks and hundreds of conversions, and says which are too large", async () => {
    const lander = await server.api<world.Entity>("POST", "landers", { name: "Lander", url: "http://lander.example/?cid={clickid}" });
    const loop = await world.makeLoop(server, { network: { duplicate_mode: "add" } });
    const campaign = await server.api<world.Campaign>("POST", "campaigns", {
      name: "Landed",
      source_id: loop.source.id,
      cost: { model: "auto" },
      paths: [{ weight: 100, landers: [{ id: lander.id, weight: 100 }], offers: [{ id: loop.offer.id, weight: 100 }] }],
    });
    const agent = keepAlive(16);
    const times = (count: number, call: (i: number) => Promise<unknown>): Promise<unknown> => inParallel(Array.from({ length: count }, (_, i) => i), 16, call);
    const clicker = new URL((await ask(server.tracking, `/${campaign.key}?cost=0.5`, { headers: headers(`${LISTED}1`) })).location).searchParams.get("cid") ?? "";
    await times(1200, () => ask(server.tracking, `/click?cid=${clicker}`, { agent, headers: headers(`${LISTED}1`) }));
    const buyer = await visit(loop.campaign, `${LISTED}2`);
    await times(200, (i) => world.postback(server, `cid=${buyer}&payout=1&txid=b${i}`, agent));
    const giant = await visit(loop.campaign, `${LISTED}3`);
    await times(1100, (i) => world.postback(server, `cid=${giant}&payout=1&txid=g${i}`, agent));
    agent.destroy();
    await listAll();
    const counted = await ended(await begin(true));
    const done = await ended(await begin());
    for (const run of [counted, done]) assert.deepEqual([run.state, run["bots"], run["conversions"], run["skipped"]], ["done", 2, 200, 1]);
    assert.equal(done.judged_bots, 2);
    const figures = async (bots: string): Promise<unknown[]> => {
      await world.waitForFacts(server, 20_000);
      const { totals } = await server.api<{ totals: Json }>("GET", `report?group_by=campaign&${new URLSearchParams(EVER)}&bots=${bots}`);
      return [totals["visits"], totals["clicks"], totals["conversions"]];
    };
    assert.deepEqual(await figures("out"), [1, 0, 1100]);
    assert.deepEqual(await figures("only"), [2, 1200, 200]);
    proved();
  });
});
