/* facts - the desk, which projects the ledger into the facts, and now and then the whole server or its
 * supervisor, end by SIGKILL 50 times while 100,000 entries flow: visits, landers' clicks, postbacks,
 * updates of visits, costs told afterwards and taken back, the ad network's side. Whatever was cut
 * short, facts and ledger must agree to the last unit, also while clicks run, and what is projected
 * anew must give the same sums. KILLS (50), ENTRIES (100000) and REBOND_SEED may be given; the seed
 * is printed. */
import assert from "node:assert/strict";
import * as http from "node:http";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { isRunning, run, signal, start, waitFor, type Server } from "../loop/harness.ts";
import { ask, keepAlive, paramsOf } from "../loop/http.ts";
import * as world from "../loop/world.ts";

const KILLS = Number(process.env["KILLS"] ?? 50);
const ENTRIES = Number(process.env["ENTRIES"] ?? 100_000);
const SEED = Number(process.env["REBOND_SEED"] ?? Date.now() % 1_000_000_000);
const CLIENTS = 24;
const DESK_DEATHS_IN_A_ROW = 3; /* the supervisor waits longer each time a child dies young */
const WAIT_MS_MAX = 450;
const BACK_MS = 15_000;
const UPDATE_KEY = "sesame-open-sesame-open";
const PROVED = /^facts: [1-9]\d* totals compared, 0 faults, up to entry \d+, (\d+) entries behind$/m;

/* mulberry32: the seed decides every choice but the machine's timing. */
let state = SEED >>> 0;
function random(below: number): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let x = state;
  x = Math.imul(x ^ (x >>> 15), x | 1);
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
  return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * below);
}

describe(`facts, ${KILLS} times kill -9`, () => {
  let server: Server;
  let loop: world.Loop; /* straight to the offer */
  let landed: world.Campaign; /* by a lander */
  let goal: world.Goal;
  let isEnding = false;
  let serial = 0;

  before(async () => {
    server = await start({
      settings: {
        /* What leaves unrecorded is no entry. */
        "click-wait-ms": "10000",
        "postback-wait-ms": "10000",
      },
    });
    loop = await world.makeLoop(server, { postback: { statuses: [] } });
    goal = await server.api<world.Goal>("POST", "goals", { name: "Every", count: "every" });
    const lander = await server.api<world.Entity>("POST", "landers", {
      name: "Lander",
      url: "http://lander.example/?s1={clickid}",
    });
    landed = await server.api<world.Campaign>("POST", "campaigns", {
      name: "Landed",
      source_id: loop.source.id,
      cost: { model: "cpa", amount: "0.75" },
      paths: [{ landers: [{ id: lander.id }], offers: [{ id: loop.offer.id }] }],
    });
    await server.api("PATCH", "settings", { click_update_key: UPDATE_KEY });
  });
  after(async () => {
    await server.stop();
  });

  /* --- Load ----------------------------------------------------------------------------------- */

  type Client = ReturnType<typeof keepAlive>;

  const postback = (agent: Client, query: string) => ask(server.tracking, `/postback?${query}`, { agent });

  const visitOf = async (agent: Client, campaign: world.Campaign): Promise<string> => {
    const zone = random(30);
    const bot = random(20) === 0 ? { headers: { "User-Agent": "facebookexternalhit/1.1" } } : {};
    const query = `external_id=x${++serial}&zoneid=${zone}&variation_id=${zone % 3}&cost=0.00${1 + random(900)}`;
    const target = `/${campaign.key}?${query}`;
    const reply = await ask(server.tracking, target, { agent, ...bot });
    assert.equal(reply.status, 302, reply.text);
    return paramsOf(reply.location).get("s1") ?? "";
  };

  /* Sold at once, sold after a lead, rejected, rebilled, or none of it. */
  const convert = async (agent: Client, cid: string): Promise<void> => {
    const price = `payout=${random(40)}.${random(100)}`;
    const dice = random(10);
    await postback(agent, `cid=${cid}&txid=a&${price}&status=${dice < 4 ? "lead" : "sale"}`);
    if (dice < 3) await postback(agent, `cid=${cid}&txid=a&status=${dice < 2 ? "sale" : "rejected"}`);
    if (dice === 5) await postback(agent, `cid=${cid}&txid=a&status=rejected`);
    if (dice === 6) await postback(agent, `cid=${cid}&txid=b&${price}&status=rebill&event3=${random(9)}`);
  };

  const person = async (agent: Client): Promise<void> => {
    const campaign = random(3) === 0 ? landed : loop.campaign;
    const cid = await visitOf(agent, campaign);
    const dice = random(100);
    if (campaign === landed && dice < 60)
      await ask(server.tracking, `/click?cid=${cid}&event1=${random(5)}`, { agent });
    if (dice < 35) await convert(agent, cid);
    const moved = `event2=${random(50)}&token5=moved${random(5)}`;
    if (dice >= 35 && dice < 45) await postback(agent, `upd_clickid=${cid}&upd_key=${UPDATE_KEY}&${moved}`);
  };

  const adVisitor = async (agent: Client): Promise<void> => {
    const query = `?zone_id=${random(30)}&cost=0.000${1 + random(9)}`;
    const url = await world.adClick(loop.variation, query, agent);
    if (random(3) > 0) return;
    const tag = paramsOf(url).get("external_id") ?? "";
    await ask(server.network, `/tag.php?goal=${goal.id}&tag=${tag}&value=${random(30)}`, { agent });
  };

  const told: string[] = [];

  /* Whoever buys the traffic, at the dashboard: its answers come while the desk is there. */
  const buyer = async (): Promise<void> => {
    const campaign = random(2) === 0 ? landed : loop.campaign;
    if (told.length > 3 && random(3) === 0) {
      const [id, update] = (told.splice(random(told.length), 1)[0] ?? "").split(" ");
      await server.call("DELETE", `campaigns/${id}/costs/${update}`);
      return;
    }
    const reply = await server.call("POST", `campaigns/${campaign.id}/costs`, {
      from: new Date(Date.now() - 1000 * (2 + random(8))).toISOString(),
      to: new Date(Date.now() - random(2000)).toISOString(),
      amount: `${random(50)}.${random(1_000_000)}`,
      ...(random(3) === 0 ? { filter: { token: 5, value: String(random(30)) } } : {}),
    });
    const id = /"id":"(\d+)"/.exec(reply.text)?.[1];
    if (reply.status < 300 && id !== undefined) told.push(`${campaign.id} ${id}`);
  };

  const client = async (number: number): Promise<void> => {
    const agent = keepAlive(1);
    while (!isEnding) {
      try {
        if (number === 0) await Promise.all([buyer(), new Promise((resolve) => setTimeout(resolve, 200))]);
        else if (number < 4) await adVisitor(agent);
        else await person(agent);
      } catch (error) {
        /* Only a connection may fail; a wrong answer is a failure of the test. */
        if (error instanceof assert.AssertionError) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    agent.destroy();
  };

  /* --- The desk's socket ------------------------------------------------------------------------ */

  const askDesk = (method: string, target: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socketPath = path.join(server.dir, "desk.sock");
      const request = http.request({ socketPath, method, path: target, timeout: 20_000 }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
        response.on("end", () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
        response.on("aborted", () => reject(new Error("cut off")));
        response.on("error", reject); /* the desk may die in the middle of an answer */
      });
      request.on("error", reject);
      request.end();
    });

  /* --- Death and return ------------------------------------------------------------------------- */

  let deskDeaths = 0;

  const killAndReturn = async (): Promise<string> => {
    const desk = server.deskPid();
    const dice = random(100);
    if (dice < 75 && deskDeaths < DESK_DEATHS_IN_A_ROW) {
      deskDeaths++;
      signal(desk, "SIGKILL");
      await waitFor("the end of the desk", () => !isRunning(desk));
      await waitFor("another desk", () => server.deskPid() !== 0, BACK_MS);
      return "desk";
    }
    deskDeaths = 0;
    if (dice < 90) {
      await server.kill9();
      await server.restart();
      return "whole server";
    }
    const children = [server.edgePid(), desk];
    signal(server.pid, "SIGKILL");
    await waitFor("the end of the children", () => children.every((pid) => !isRunning(pid)));
    await server.restart();
    return "supervisor";
  };

  const entries = (): number => server.count("select sum(entries) n from batch");

  const behind = async (): Promise<boolean> => {
    const lines = (await askDesk("GET", "/facts/progress")).split("\n");
    const progress = new Map(lines.map((line) => line.split(" ") as [string, string]));
    const end = String(server.sql("select cast(max(last_id) as text) id from batch")[0]?.["id"]);
    return progress.get("position") !== end || progress.get("is_rebuilding") !== "0";
  };

  const sums = async (): Promise<string[]> =>
    (await askDesk("GET", "/facts"))
      .split("\n")
      .filter((line) => line !== "")
      .sort();

  /* Proves both; how many entries the facts were behind. All of them while a rebuild has just begun. */
  const verify = (): number => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
    if (/^facts: none yet$/m.test(out)) return Infinity;
    return Number(PROVED.exec(out)?.[1] ?? assert.fail(out));
  };

  it("facts and ledger agree to the last unit, and a rebuild agrees too", async (t) => {
    t.diagnostic(`seed ${SEED}`);
    const began = performance.now();
    const dead: Record<string, number> = {};
    let rebuilds = 0;
    let proved = 0;
    const clients = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    clients.catch(() => (isEnding = true));
    for (let kill = 1; kill <= KILLS && !isEnding; kill++) {
      if (random(8) === 0)
        rebuilds += await askDesk("POST", "/facts/rebuild").then(
          () => 1,
          () => 0,
        );
      await new Promise((resolve) => setTimeout(resolve, random(WAIT_MS_MAX)));
      const what = await killAndReturn();
      dead[what] = (dead[what] ?? 0) + 1;
      /* While clicks run. */
      if (kill % 10 === 0 && verify() < Infinity) proved++;
    }
    assert.ok(proved > 0, "a desk that is killed again and again gets on all the same");
    await waitFor(`${ENTRIES} entries`, () => isEnding || entries() >= ENTRIES, 60_000);
    isEnding = true;
    await clients;
    await server.ready(BACK_MS);
    await waitFor("facts that are not behind", async () => !(await behind().catch(() => true)), 30_000);
    assert.equal(verify(), 0);
    const before = await sums();
    const rebuilt = run(["rebuild-facts", "--data", server.dir]);
    assert.equal(rebuilt.code, 0, rebuilt.out + rebuilt.err);
    assert.deepEqual(await sums(), before);
    assert.equal(verify(), 0);
    t.diagnostic(`killed: ${JSON.stringify(dead)}; ${rebuilds} rebuilds asked for; ${entries()} entries`);
    t.diagnostic(`${((performance.now() - began) / 1000).toFixed(0)} s`);
    for (const some of [
      "cost_update where action = 'undo'",
      "visit_update where tokens like '%moved%'",
      "visit where is_bot = 1",
      "goal_call where outcome = 'stored'",
      "conversion where status = 'rejected'",
    ])
      assert.ok(server.count(`select count(*) n from ${some}`) > 0, some);
  });

  it("without a desk the command projects by itself, and verify opens the facts itself", async () => {
    assert.equal(await server.stop(), 0);
    const alone = run(["rebuild-facts", "--data", server.dir]);
    assert.equal(alone.code, 0, alone.out + alone.err);
    assert.match(alone.out, /entries are projected/);
    assert.equal(verify(), 0);
  });
});
