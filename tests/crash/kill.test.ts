/* kill - rounds of load that end in SIGKILL at a random moment, of the edge, of the whole server or
 * of its supervisor; after each the server is started again, and what clients were told must be what
 * stands in the ledger. ROUNDS (20) and REBOND_SEED may be given; the seed is printed. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { isRunning, signal, start, waitFor, withShim, type Server } from "../loop/harness.ts";
import { ask, keepAlive, paramsOf } from "../loop/http.ts";
import * as world from "../loop/world.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 20);
const SEED = Number(process.env["REBOND_SEED"] ?? Date.now() % 1_000_000_000);
const CLIENTS = 10;
const LOAD_MS_MIN = 30;
const LOAD_MS_MAX = 500;
/* A disk that takes its time leaves more moments in which an answer could come too early. */
const SYNC_MS = [0, 3, 10];
const BACK_MS = 8000; /* the supervisor waits longer each time a child dies young: 5 s at most */

/* mulberry32: the seed decides every choice but the machine's timing. */
let state = SEED >>> 0;
function random(below: number): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let x = state;
  x = Math.imul(x ^ (x >>> 15), x | 1);
  x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
  return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * below);
}

/* --- What clients did ------------------------------------------------------------------------- */

/* A thing that was asked for, and what the client was told about it. */
interface Asked {
  isAcknowledged: boolean;
}

interface AskedVisit extends Asked {
  cid: string; /* "" until told */
  round: number;
}

interface AskedConversion extends Asked {
  externalId: string;
  txid: string;
}

/* By external id; by external id and transaction id; by tag: each is sent for one thing only. */
const visits = new Map<string, AskedVisit>();
const conversions = new Map<string, AskedConversion>();
const goalCalls = new Map<string, Asked>();
/* Forced resends, by their Idempotency-Key. */
const resends = new Map<string, Asked>();
/* Clicks of landers, by the click id of their visit. */
const clicks = new Map<string, { sent: number; acknowledged: number }>();
let adClicks = 0;

/* The entry id that a click id carries: its first 64 of 120 bits (DESIGN.md §4). */
function idOf(cid: string): bigint {
  let bits = 0n;
  for (const letter of cid) bits = (bits << 5n) | BigInt("0123456789abcdefghjkmnpqrstvwxyz".indexOf(letter));
  return bits >> 56n;
}

const keyOf = (externalId: string, txid: string): string => `${externalId} ${txid}`;

describe(`kill -9, ${ROUNDS} rounds`, () => {
  let server: Server;
  let loop: world.Loop; /* its source is our own ad network: each conversion is one goal */
  let silent: world.Loop; /* its source is never told: clicks with several transactions */
  let everyCall: world.Goal; /* called directly */
  let ownGoal: world.Goal; /* of the campaign's own postback: told beside the source */

  before(async () => {
    server = await start({
      env: anyDisk(),
      settings: {
        "courier-retry": "100ms,200ms,200ms,500ms,1s,1s,2s,2s,2s,2s",
        /* A visitor who leaves unrecorded is a promise kept, but not one that can be checked here. */
        "click-wait-ms": "10000",
        "postback-wait-ms": "10000",
      },
    });
    ownGoal = await server.api<world.Goal>("POST", "goals", { name: "Own", count: "one" });
    loop = await world.makeLoop(server, {
      campaign: {
        postback: {
          url: `${ownGoal.links["postback_url"]}{external_id}`,
          dedup_hours: 24,
          success_match: "^OK",
          duplicate_match: "already been notified",
        },
      },
    });
    silent = await world.makeLoop(server, {
      postback: { statuses: [] },
      network: { duplicate_mode: "update" },
    });
    everyCall = await server.api<world.Goal>("POST", "goals", { name: "Every", count: "every" });
  });
  after(async () => {
    await server.stop();
  });

  /* --- Load ----------------------------------------------------------------------------------- */

  let serial = 0;
  let isEnding = false;

  const visit = async (
    agent: ReturnType<typeof keepAlive>,
    target: string,
    externalId: string,
    round: number,
  ) => {
    const asked: AskedVisit = { isAcknowledged: false, cid: "", round };
    visits.set(externalId, asked);
    const { cid } = await world.visit(server, target, agent);
    asked.cid = cid;
    asked.isAcknowledged = true;
    return cid;
  };

  const convert = async (
    agent: ReturnType<typeof keepAlive>,
    cid: string,
    externalId: string,
    txid: string,
  ) => {
    const asked = conversions.get(keyOf(externalId, txid)) ?? { isAcknowledged: false, externalId, txid };
    conversions.set(keyOf(externalId, txid), asked);
    const reply = await world.postback(server, `cid=${cid}&txid=${txid}&payout=2`, agent);
    assert.ok(reply.text === "OK" || reply.text === "DUPLICATE", `${reply.status} ${reply.text}`);
    asked.isAcknowledged = true;
  };

  const click = async (agent: ReturnType<typeof keepAlive>, cid: string): Promise<void> => {
    const asked = clicks.get(cid) ?? { sent: 0, acknowledged: 0 };
    clicks.set(cid, asked);
    asked.sent++;
    const reply = await ask(server.tracking, `/click?cid=${cid}`, { agent });
    assert.equal(reply.status, 302, reply.text);
    asked.acknowledged++;
  };

  /* From the ad click to the sale: the courier tells the goal. */
  const wholeLoop = async (agent: ReturnType<typeof keepAlive>, round: number): Promise<void> => {
    const url = await world.adClick(loop.variation, "?zone_id=13&cost=0.0004", agent);
    adClicks++;
    const tag = paramsOf(url).get("external_id") ?? "";
    const cid = await visit(agent, world.targetOf(url), tag, round);
    await convert(agent, cid, tag, "t");
  };

  /* A visit with a difficult external id and several transactions, some of them sent again. */
  const manySales = async (agent: ReturnType<typeof keepAlive>, round: number): Promise<void> => {
    const externalId = `+ / = & % é ${++serial}`;
    const cid = await visit(
      agent,
      `/${silent.campaign.key}?external_id=${encodeURIComponent(externalId)}&cost=0.5`,
      externalId,
      round,
    );
    await click(agent, cid);
    for (const txid of ["a", "b", "a"]) await convert(agent, cid, externalId, txid);
    await click(agent, cid);
  };

  /* A call of tag.php by hand. */
  const goalCall = async (agent: ReturnType<typeof keepAlive>): Promise<void> => {
    const tag = paramsOf(await world.adClick(loop.variation, "", agent)).get("external_id") ?? "";
    adClicks++;
    const asked: Asked = { isAcknowledged: false };
    goalCalls.set(tag, asked);
    const reply = await ask(server.network, `/tag.php?goal=${everyCall.id}&tag=${tag}`, { agent });
    assert.equal(reply.text, "OK");
    asked.isAcknowledged = true;
  };

  /* A person at the dashboard: sends conversions again, and pauses and resumes the source. */
  const person = async (): Promise<void> => {
    const listed = await server.call("GET", `conversions?campaign=${loop.campaign.id}&limit=1`);
    const found = /"id":"(\d+)"/.exec(listed.text)?.[1]; /* 503 while the edge is away */
    if (found !== undefined) {
      const key = `resend-${++serial}`;
      const asked: Asked = { isAcknowledged: false };
      resends.set(key, asked);
      const headers = { "Idempotency-Key": key };
      const reply = await server.call("POST", `conversions/${found}/resend`, { force: true }, headers);
      assert.ok([200, 409, 503].includes(reply.status), `${reply.status} ${reply.text}`);
      asked.isAcknowledged = reply.status === 200;
    }
    await server.call("PATCH", `sources/${loop.source.id}`, { postback: { paused: serial % 2 === 0 } });
  };

  const client = async (number: number, round: number): Promise<void> => {
    const agent = keepAlive(2);
    try {
      while (!isEnding) {
        if (number === CLIENTS - 1) await person();
        else if (number % 3 === 0) await manySales(agent, round);
        else if (number % 3 === 1) await wholeLoop(agent, round);
        else await goalCall(agent);
      }
    } catch (error) {
      /* Only a connection may fail; a wrong answer is a failure of the test. */
      if (error instanceof assert.AssertionError || /: \d{3} /.test((error as Error).message)) throw error;
    } finally {
      agent.destroy();
    }
  };

  /* --- Death and return ------------------------------------------------------------------------ */

  const anyDisk = (): Record<string, string> => withShim({ syncMs: SYNC_MS[random(SYNC_MS.length)] ?? 0 });

  let edgeDeaths = 0; /* in a row, of one supervisor */

  const killAndReturn = async (): Promise<string> => {
    const dice = random(100);
    const edge = server.edgePid();
    if (dice < 45 && edgeDeaths < 3) {
      edgeDeaths++;
      signal(edge, "SIGKILL");
      await waitFor("the end of the edge", () => !isRunning(edge));
      await server.ready(BACK_MS);
      return "edge";
    }
    edgeDeaths = 0;
    if (dice < 70) {
      await server.kill9();
      await server.restart(anyDisk());
      return "whole server";
    }
    if (dice < 90) {
      /* And once more, while it starts. */
      await server.kill9();
      server.launch();
      await new Promise((resolve) => setTimeout(resolve, random(60)));
      await server.kill9();
      await server.restart(anyDisk());
      return "whole server twice";
    }
    const children = [edge, server.deskPid()];
    signal(server.pid, "SIGKILL");
    await waitFor("the end of the children", () => children.every((pid) => !isRunning(pid)));
    await server.restart(anyDisk());
    return "supervisor";
  };

  const oneRound = async (round: number): Promise<string> => {
    isEnding = false;
    const clients = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number, round)));
    await new Promise((resolve) => setTimeout(resolve, LOAD_MS_MIN + random(LOAD_MS_MAX - LOAD_MS_MIN)));
    const returned = killAndReturn();
    isEnding = true;
    await clients;
    return returned;
  };

  /* --- Invariants of STYLE §5.3 ------------------------------------------------------------------ */

  const utf8 = (hex: unknown): string => Buffer.from(String(hex), "hex").toString("utf8");

  const checkVisits = (): void => {
    const rows = server.sql(
      "select cast(id as text) id, hex(external_id) external_id from visit order by id",
    );
    const found = new Map<string, bigint>();
    for (const row of rows) {
      const externalId = utf8(row["external_id"]);
      assert.ok(!found.has(externalId), `${externalId} is there twice`);
      assert.ok(visits.has(externalId), `nobody sent ${externalId}`);
      found.set(externalId, BigInt(String(row["id"])));
    }
    const rounds: { min: bigint; max: bigint }[] = [];
    for (const [externalId, asked] of visits) {
      if (!asked.isAcknowledged) continue;
      const id = found.get(externalId);
      assert.equal(id, idOf(asked.cid), `the visit of ${externalId}, acknowledged as ${asked.cid}`);
      const seen = (rounds[asked.round] ??= { min: id as bigint, max: id as bigint });
      if ((id as bigint) < seen.min) seen.min = id as bigint;
      if ((id as bigint) > seen.max) seen.max = id as bigint;
    }
    rounds.reduce((before, each) => {
      assert.ok(before.max < each.min, "ids rise over a restart");
      return each;
    });
  };

  const checkConversions = (): void => {
    const rows = server.sql(
      "select hex(v.external_id) external_id, c.txid, c.payout_amount_micros payout, c.status" +
        " from conversion c join visit v on v.id = c.visit_id",
    );
    assert.equal(rows.length, server.count("select count(*) n from conversion"), "each has its visit");
    const found = new Set<string>();
    for (const row of rows) {
      const key = keyOf(utf8(row["external_id"]), String(row["txid"]));
      assert.ok(!found.has(key), `${key} is there twice`);
      assert.ok(conversions.has(key), `nobody sent ${key}`);
      assert.equal(`${row["status"]} ${row["payout"]}`, "sale 2000000");
      found.add(key);
    }
    for (const [key, asked] of conversions)
      if (asked.isAcknowledged) assert.ok(found.has(key), `${key} was acknowledged`);
  };

  const checkClicks = (): void => {
    const found = new Map(
      server
        .sql("select cast(visit_id as text) id, count(*) n, sum(is_first) first from click group by visit_id")
        .map((row) => [String(row["id"]), row]),
    );
    for (const [cid, { sent, acknowledged }] of clicks) {
      const row = found.get(String(idOf(cid)));
      const there = Number(row?.["n"] ?? 0);
      assert.ok(there >= acknowledged && there <= sent, `${cid}: ${there} clicks of ${acknowledged} to ${sent}`);
      assert.equal(Number(row?.["first"] ?? 0), there > 0 ? 1 : 0, "one of them is the first");
      found.delete(String(idOf(cid)));
    }
    assert.equal(found.size, 0, "clicks that nobody made");
  };

  const tagsStored = (goal: world.Goal): string[] =>
    server
      .sql(`select query from goal_call where goal_id = '${goal.id}' and outcome = 'stored'`)
      .map((row) => paramsOf(`?${String(row["query"])}`).get("tag") ?? "");

  const checkGoalCalls = (): void => {
    const tags = tagsStored(everyCall);
    const found = new Set(tags);
    assert.equal(found.size, tags.length, "each call counts once");
    for (const tag of found) assert.ok(goalCalls.has(tag), "nobody sent this tag");
    for (const [tag, asked] of goalCalls)
      if (asked.isAcknowledged) assert.ok(found.has(tag), "an acknowledged call is there");
  };

  const checkResends = (): void => {
    const keys = server
      .sql("select key from operation where kind = 'conversion.resend'")
      .map((row) => String(row["key"]));
    const found = new Set(keys);
    assert.equal(found.size, keys.length, "each is done once");
    for (const key of found) assert.ok(resends.has(key), `nobody asked for ${key}`);
    for (const [key, asked] of resends)
      if (asked.isAcknowledged) assert.ok(found.has(key), `${key} was acknowledged`);
  };

  const checkProof = (): void => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  };

  it("whatever was acknowledged is in the ledger exactly once, and nothing else is", async (t) => {
    t.diagnostic(`seed ${SEED}`);
    const dead: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round++) {
      const what = await oneRound(round);
      dead[what] = (dead[what] ?? 0) + 1;
      checkVisits();
      checkConversions();
      checkClicks();
      checkGoalCalls();
      checkResends();
      checkProof();
    }
    const all: Asked[] = [...visits.values(), ...conversions.values(), ...goalCalls.values()];
    assert.ok([...resends.values()].some((asked) => asked.isAcknowledged), "a person sent some again");
    const untold = all.filter((asked) => !asked.isAcknowledged).length;
    t.diagnostic(`killed: ${JSON.stringify(dead)}`);
    t.diagnostic(
      `${adClicks} ad clicks, ${visits.size} visits, ${conversions.size} conversions, ${goalCalls.size} calls of tag.php;` +
        ` ${untold} of them got no answer`,
    );
    assert.ok(server.count("select count(*) n from ad_click") >= adClicks);
    assert.ok(
      visits.size > 10 * ROUNDS && conversions.size > 10 * ROUNDS && goalCalls.size > 10 * ROUNDS,
      "there was a load",
    );
    assert.ok(clicks.size > 3 * ROUNDS, "landers were clicked");
    assert.ok(untold > ROUNDS, "the server died while it worked");
  });

  it("each conversion of the ad network's clicks was delivered to both and counted once", async () => {
    await server.api("PATCH", `sources/${loop.source.id}`, { postback: { paused: false } });
    await waitFor(
      "an outbox that is empty",
      () => server.count("select count(*) n from outbox where state in ('due', 'sending')") === 0,
      30_000,
    );
    const states = server.sql("select state, count(*) n from outbox group by state");
    assert.ok(
      states.every((row) => ["delivered", "duplicate", "resent"].includes(String(row["state"]))),
      JSON.stringify(states),
    );
    const tags = tagsStored(loop.goal);
    const converted = server
      .sql(
        "select hex(v.external_id) external_id from conversion c join visit v on v.id = c.visit_id" +
          ` where c.campaign_id = ${loop.campaign.id}`,
      )
      .map((row) => utf8(row["external_id"]));
    assert.equal(new Set(tags).size, tags.length, "no tag counts twice");
    assert.deepEqual(tags.sort(), converted.sort());
    assert.deepEqual(tagsStored(ownGoal).sort(), converted, "the campaign's own postback told each once");
    const { counts } = await server.api<{ counts: { conversions: number; value: string } }>(
      "GET",
      `goals/${loop.goal.id}`,
    );
    assert.deepEqual(counts, { conversions: converted.length, value: String(2 * converted.length) });
  });

  it("no attempt left before its conversion was on disk, and a repeat is known by its key", () => {
    /* The receiver is the same ledger: a call that arrived has a larger id than the attempt that
     * sent it, which has a larger one than the change that caused it. */
    const early = server.count(
      "select count(*) n from attempt a join forward f on f.id = a.forward_id where a.id < f.id or f.id < f.change_id",
    );
    assert.equal(early, 0);
    const strangers = server.count(
      "select count(*) n from goal_call g where g.idempotency_key is not null" +
        " and not exists (select 1 from forward f join attempt a on a.forward_id = f.id" +
        " where f.key_id = cast(g.idempotency_key as integer) and a.id < g.id)",
    );
    assert.equal(strangers, 0);
  });

  it("the figures equal what is counted one by one", async () => {
    for (const each of [loop, silent]) {
      const { counts } = await server.api<{ counts: Record<string, unknown> }>(
        "GET",
        `campaigns/${each.campaign.id}`,
      );
      const count = (table: string): number =>
        server.count(`select count(*) n from ${table} where campaign_id = ${each.campaign.id}`);
      assert.equal(counts["visits"], count("visit"));
      assert.equal(counts["conversions"], count("conversion"));
      assert.equal(counts["revenue"], String(2 * count("conversion")));
    }
  });

  it("it ends cleanly, and starts and proves itself once more", async () => {
    assert.equal(await server.stop(), 0);
    await server.restart();
    checkVisits();
    checkConversions();
    checkProof();
  });
});
