/* facts - what the edge records comes into the facts within two seconds, each entry once; /metrics says how
 * far they have come, and the desk yields to the edge. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Server } from "./harness.ts";
import * as world from "./world.ts";

const CAUGHT_UP_MS = 20_000;

let server: Server;
let loop: world.Loop;

before(async () => {
  server = await start();
  loop = await world.makeLoop(server);
});
after(async () => {
  await server.stop();
});

const entries = (): number => server.count("SELECT coalesce(sum(entries), 0) AS n FROM batch");

/** Waits until nothing of the ledger is missing; the figures are those of one look. */
const waitForFacts = (): Promise<void> => world.waitForFacts(server, CAUGHT_UP_MS);

describe("facts", () => {
  it("have every entry", async () => {
    for (let i = 0; i < 20; i++) {
      const { cid } = await world.visitNew(loop);
      await world.postback(server, `cid=${cid}&payout=1.50&txid=t${i}`);
    }
    await world.waitForSettled(server);
    await waitFor(
      "all entries in the facts",
      async () => (await server.metric("rebond_facts_entries_total")) === entries(),
      CAUGHT_UP_MS,
    );
    assert.equal(await server.metric("rebond_facts_behind_seconds"), 0);
    /* 20 visits, 20 conversions. */
    assert.equal(await server.metric("rebond_facts_rows_total"), 40);
    assert.equal(await server.metric("rebond_facts_failures_total"), 0);
  });

  it("lie in files that nobody else may read", () => {
    for (const name of fs.readdirSync(server.dir).filter((file) => file.startsWith("facts.duckdb")))
      assert.equal(fs.statSync(path.join(server.dir, name)).mode & 0o077, 0, name);
  });

  it("go on from their position after a desk that was killed", async () => {
    const known = entries();
    process.kill(server.deskPid(), "SIGKILL");
    await world.visitNew(loop);
    await waitFor("the desk again", async () => {
      try {
        return (await server.metric("rebond_facts_entries_total")) > 0;
      } catch {
        return false;
      }
    });
    await waitForFacts();
    assert.equal(await server.metric("rebond_facts_entries_total"), entries() - known);
    assert.equal(await server.metric("rebond_facts_rebuilds_total"), 0);
  });

  it("are made anew when they are gone", async () => {
    await server.stop();
    for (const name of fs.readdirSync(server.dir).filter((each) => each.startsWith("facts.duckdb")))
      fs.rmSync(path.join(server.dir, name), { recursive: true });
    server = await start({ dir: server.dir, ports: server.ports });
    await waitFor(
      "all entries in the facts",
      async () => (await server.metric("rebond_facts_entries_total")) === entries(),
    );
    /* 21 visits, 20 conversions. */
    assert.equal(await server.metric("rebond_facts_rows_total"), 41);
  });
});

describe("the desk", () => {
  it("yields to the edge", () => {
    const niceOf = (pid: number): number => {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
    };
    const scoreOf = (pid: number): number => Number(fs.readFileSync(`/proc/${pid}/oom_score_adj`, "utf8"));
    assert.ok(niceOf(server.deskPid()) > niceOf(server.edgePid()));
    assert.ok(scoreOf(server.deskPid()) > scoreOf(server.edgePid()));
  });

  it("makes fresh figures on the one thread that takes only the processor that nobody else wants", async () => {
    const IDLE = 5; /* SCHED_IDLE, the field "policy" of proc(5) */
    const policies = (): number[] => {
      const tasks = `/proc/${server.deskPid()}/task`;
      return fs.readdirSync(tasks).map((task) => {
        const stat = fs.readFileSync(`${tasks}/${task}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[38]);
      });
    };
    await world.visitNew(loop);
    await waitFor("one idle thread", () => policies().filter((policy) => policy === IDLE).length === 1);
  });
});
