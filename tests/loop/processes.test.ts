/* processes - the supervisor and its two children: each killed under load, started again, lost
 * without leaving anything behind, and never twice on one folder or one port (DESIGN.md §3). */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import {
  createKey,
  freePorts,
  isRunning,
  program,
  run,
  signal,
  start,
  tempFolder,
  waitFor,
  type Server,
} from "./harness.ts";
import { ask, keepAlive } from "./http.ts";
import * as world from "./world.ts";

const BACK_MS = 2000;
const CLIENTS = 16;

/* Visits and converts without pause until stopped; notes what was acknowledged and what failed. */
class Load {
  readonly cids: string[] = [];
  readonly converted: string[] = [];
  readonly failures: string[] = [];
  lastAnswerMs = 0;
  longestSilenceMs = 0;
  private isEnding = false;
  private readonly clients: Promise<void>[];

  constructor(
    private readonly loop: world.Loop,
    width: number,
  ) {
    this.lastAnswerMs = performance.now();
    this.clients = Array.from({ length: width }, (_, client) => this.client(client));
  }

  async stop(): Promise<void> {
    this.isEnding = true;
    await Promise.all(this.clients);
  }

  private answered(): void {
    const now = performance.now();
    this.longestSilenceMs = Math.max(this.longestSilenceMs, now - this.lastAnswerMs);
    this.lastAnswerMs = now;
  }

  private async client(number: number): Promise<void> {
    const agent = keepAlive(1);
    for (let n = 0; !this.isEnding; n++) {
      try {
        const { cid } = await world.visit(
          this.loop.server,
          `/${this.loop.campaign.key}?external_id=load-${number}-${n}`,
          agent,
        );
        this.cids.push(cid);
        this.answered();
        const reply = await world.postback(
          this.loop.server,
          `cid=${cid}&payout=1&txid=${number}-${n}`,
          agent,
        );
        assert.equal(reply.text, "OK");
        this.converted.push(cid);
        this.answered();
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
        this.failures.push(code);
      }
    }
    agent.destroy();
  }
}

/* Each acknowledged visit and conversion is in the log, once. */
const nothingIsLost = async (server: Server, load: Load): Promise<void> => {
  const sample = <T>(all: T[]): T[] => all.filter((_, i) => i % Math.ceil(all.length / 100) === 0);
  for (const cid of sample(load.cids)) assert.equal((await server.rows(`visits?cid=${cid}`)).length, 1, cid);
  for (const cid of sample(load.converted)) await world.conversionOf(server, cid);
  assert.ok(server.count("select count(*) n from visit") >= load.cids.length);
  assert.ok(server.count("select count(*) n from conversion") >= load.converted.length);
  const { code, out } = server.verify();
  assert.equal(code, 0, out);
};

describe("processes", () => {
  let server: Server;
  let loop: world.Loop;

  before(async () => {
    server = await start();
    loop = await world.makeLoop(server, { postback: { statuses: [] } });
  });
  after(async () => {
    await server.stop();
  });

  it("the data folder is its owner's alone, and so is what stands in it", () => {
    assert.equal(fs.statSync(server.dir).mode & 0o777, 0o700);
    assert.equal(fs.statSync(path.join(server.dir, "keys")).mode & 0o077, 0);
    assert.equal(fs.statSync(path.join(server.dir, "edge.sock")).mode & 0o777, 0o600);
  });

  it("an edge killed under load is back within 2 s; connections wait or fail cleanly; nothing acknowledged is lost", async (t) => {
    const load = new Load(loop, CLIENTS);
    await waitFor("a load", () => load.converted.length > 200);
    const edge = server.edgePid();
    signal(edge, "SIGKILL");
    const killedMs = performance.now();
    const countBefore = load.cids.length;
    await waitFor("answers again", () => load.cids.length > countBefore + 200 && !isRunning(edge));
    const backMs = performance.now() - killedMs;
    await load.stop();
    await server.ready();
    t.diagnostic(
      `silent for ${load.longestSilenceMs.toFixed(0)} ms, 200 visits after ${backMs.toFixed(0)} ms, ${load.failures.length} failed`,
    );
    assert.ok(load.longestSilenceMs < BACK_MS, `silent for ${load.longestSilenceMs} ms`);
    /* What was in flight or waited in a dead process's queue is cut; whoever connects anew waits. */
    assert.ok(
      load.failures.every((code) => ["ECONNRESET", "EPIPE"].includes(code) || code.includes("cut off")),
      load.failures.join(),
    );
    assert.ok(load.failures.length <= 2 * CLIENTS, `${load.failures.length} failures`);
    await nothingIsLost(server, load);
  });

  it("a desk killed under load is back within 2 s, and no click notices", async () => {
    const load = new Load(loop, CLIENTS);
    await waitFor("a load", () => load.converted.length > 200);
    const desk = server.deskPid();
    signal(desk, "SIGKILL");
    const killedMs = performance.now();
    await waitFor("another desk", () => server.deskPid() !== 0 && server.deskPid() !== desk);
    await server.ready();
    assert.ok(performance.now() - killedMs < BACK_MS);
    await load.stop();
    assert.deepEqual(load.failures, []);
    assert.ok(load.longestSilenceMs < 1000, `silent for ${load.longestSilenceMs} ms`);
    await nothingIsLost(server, load);
  });

  it("connections that come while the edge is dead wait and are answered", async () => {
    const edge = server.edgePid();
    signal(edge, "SIGKILL");
    await waitFor("the end of the edge", () => !isRunning(edge));
    const replies = await Promise.all(
      Array.from({ length: 50 }, () =>
        ask(server.tracking, `/${loop.campaign.key}?external_id=early`, { headers: { Connection: "close" } }),
      ),
    );
    assert.deepEqual([...new Set(replies.map((reply) => reply.status))], [302]);
  });

  it("a catalogue change is live at once: the answer says so, and the next click knows it", async () => {
    await server.ready();
    for (let i = 0; i < 20; i++) {
      const url = `http://mypage.com/offer${i}?s1=`;
      const offer = await server.api<world.Entity>("POST", "offers", {
        name: `O${i}`,
        url,
        network_id: loop.network.id,
      });
      assert.equal(offer.live, true);
      const campaign = await server.api<world.Campaign>("POST", "campaigns", {
        name: `C${i}`,
        source_id: loop.source.id,
        paths: [{ offers: [{ id: offer.id }] }],
      });
      assert.equal(campaign.live, true);
      const visit = await world.visit(server, `/${campaign.key}`);
      assert.equal(visit.location, `${url}${visit.cid}`);
      const changed = await server.api<world.Campaign>("PATCH", `campaigns/${campaign.id}`, {
        status: "paused",
      });
      assert.equal(changed.live, true);
      assert.equal((await ask(server.tracking, `/${campaign.key}`)).status, 404);
      await server.api("PATCH", `campaigns/${campaign.id}`, { status: "active" });
      assert.equal((await ask(server.tracking, `/${campaign.key}`)).status, 302);
      await server.api("DELETE", `campaigns/${campaign.id}`);
      assert.equal((await ask(server.tracking, `/${campaign.key}`)).status, 404);
    }
  });

  it("a change made by another process is known within a second", async () => {
    const versionOf = async (): Promise<number> => {
      const { cid } = await world.visitNew(loop);
      const [row] = await server.rows(`visits?cid=${cid}`);
      return Number(row?.["catalog_version"]);
    };
    const version = await versionOf();
    const key = createKey(server.dir);
    const madeMs = performance.now();
    const reply = await ask(server.dashboard, "/api/v1/sources", {
      headers: { Authorization: `Bearer ${key}` },
    });
    assert.equal(reply.status, 200, "the new key is good at once");
    await waitFor("a visit decided with the new version", async () => (await versionOf()) > version, 2000);
    assert.ok(performance.now() - madeMs < 1000);
  });

  it("a change made while the edge is dead is saved, says it is not live, and is live when the edge is back", async () => {
    const edge = server.edgePid();
    signal(edge, "SIGSTOP"); /* it neither dies nor answers */
    try {
      const offer = await server.api<world.Entity>("POST", "offers", {
        name: "Late",
        url: "http://mypage.com/late",
      });
      assert.equal(offer.live, false);
      const ready = await ask(server.dashboard, "/readyz");
      assert.equal(ready.status, 503);
      assert.match(ready.text, /edge/);
      signal(edge, "SIGCONT");
      const campaign = await server.api<world.Campaign>("POST", "campaigns", {
        name: "Late",
        source_id: loop.source.id,
        paths: [{ offers: [{ id: offer.id }] }],
      });
      assert.equal(campaign.live, true);
      assert.equal((await ask(server.tracking, `/${campaign.key}`)).location, "http://mypage.com/late");
    } finally {
      signal(edge, "SIGCONT");
    }
  });

  it("a second server on the same folder is refused with the reason", async () => {
    const [tracking, dashboard, network, api] = await freePorts(4);
    const done = run([
      "serve",
      "--data",
      server.dir,
      "--tracking-listen",
      `127.0.0.1:${tracking}`,
      "--dashboard-listen",
      `127.0.0.1:${dashboard}`,
      "--network-listen",
      `127.0.0.1:${network}`,
      "--api-listen",
      `127.0.0.1:${api}`,
    ]);
    assert.notEqual(done.code, 0);
    assert.match(done.err, /another rebond serve runs on this data folder already/);
    const edge = run([
      "edge",
      "--data",
      server.dir,
      "--tracking-listen",
      `127.0.0.1:${tracking}`,
      "--network-listen",
      `127.0.0.1:${network}`,
    ]);
    assert.notEqual(edge.code, 0);
    assert.match(edge.err, /another edge runs on this data folder already/);
    assert.equal((await ask(server.tracking, `/${loop.campaign.key}`)).status, 302);
  });

  it("a second server on the same port is refused with the reason, and takes no visitor", async () => {
    const other = path.join(tempFolder(), "data");
    const free = await freePorts(4);
    for (const [i, name] of ["tracking", "dashboard", "network", "api"].entries()) {
      const ports = {
        tracking: free[0],
        dashboard: free[1],
        network: free[2],
        api: free[3],
        [name]: Object.values(server.ports)[i],
      };
      const done = run([
        "serve",
        "--data",
        other,
        ...Object.entries(ports).flatMap(([key, port]) => [`--${key}-listen`, `127.0.0.1:${port}`]),
      ]);
      assert.notEqual(done.code, 0);
      assert.match(
        done.err,
        new RegExp(`${name}\\.listen = 127\\.0\\.0\\.1:\\d+: another program serves this address already`),
      );
    }
  });

  it("settings that are unknown or out of range refuse to start, naming the key", () => {
    for (const [args, says] of [
      [["--colour", "red"], /--colour/],
      [["--click-wait-ms", "1"], /click_wait_ms.*10 to 10000/],
      [["--click-durability", "never"], /click_durability.*commit\|interval/],
      [["--tracking-listen", "nowhere"], /tracking\.listen/],
      [["--courier-allow-private", "10.0.0.0/99"], /courier\.allow_private/],
      [["--courier-retry", "soon"], /courier\.retry/],
      [["--tracking-url", "ftp://x"], /tracking\.url/],
    ] as const) {
      const done = run(["serve", "--data", path.join(tempFolder(), "data"), ...args]);
      assert.equal(done.code, 2, args.join(" "));
      assert.match(done.err, says);
    }
  });

  it("the environment and rebond.conf set things too, the command line wins", async () => {
    const dir = path.join(tempFolder(), "data");
    fs.mkdirSync(dir, { mode: 0o700 });
    fs.writeFileSync(
      path.join(dir, "rebond.conf"),
      "# a remark\ntracking.url = http://conf.example\nnetwork.url = http://conf.example\n",
    );
    const own = await start({
      dir,
      env: { REBOND_NETWORK_URL: "http://environment.example", REBOND_CLICK_WAIT_MS: "20" },
      settings: { "click-wait-ms": "30" },
    });
    const made = await world.makeLoop(own, { postback: { statuses: [] } });
    assert.ok(made.campaign.links["campaign_url"]?.startsWith("http://conf.example/"));
    assert.ok(made.goal.links["postback_url"]?.startsWith("http://environment.example/"));
    await own.stop();
    fs.appendFileSync(path.join(dir, "rebond.conf"), "colour = red\n");
    const done = run(["serve", ...own.args()]);
    assert.equal(done.code, 2);
    assert.match(done.err, /rebond\.conf.*colour|colour.*rebond\.conf/);
  });

  it("SIGTERM under load ends it cleanly: every request is answered or cut, nothing acknowledged is lost", async () => {
    const own = await start();
    const made = await world.makeLoop(own, { postback: { statuses: [] } });
    const load = new Load(made, CLIENTS);
    await waitFor("a load", () => load.converted.length > 200);
    const ended = own.stop();
    await waitFor("the first failure", () => load.failures.length > 0, 20_000);
    const stopping = load.stop();
    assert.equal(await ended, 0);
    await stopping;
    assert.ok(!own.log().includes(" error "), own.logTail());
    await own.restart();
    await nothingIsLost(own, load);
    assert.equal(await own.stop(), 0);
  });

  it("the children end with a supervisor that is killed, and a new one serves the same folder", async () => {
    const load = new Load(loop, CLIENTS);
    await waitFor("a load", () => load.converted.length > 200);
    const children = [server.edgePid(), server.deskPid()];
    assert.ok(children.every((pid) => pid !== 0));
    signal(server.pid, "SIGKILL");
    await waitFor("the first failure", () => load.failures.length > 0);
    await load.stop();
    await waitFor("the end of the children", () => children.every((pid) => !isRunning(pid)));
    await server.restart();
    await nothingIsLost(server, load);
  });

  it("a whole server killed at once starts again on its folder at once", async () => {
    await server.kill9();
    const startedMs = performance.now();
    await server.restart();
    assert.ok(performance.now() - startedMs < BACK_MS);
    const { cid } = await world.visitNew(loop);
    assert.equal((await world.postback(server, `cid=${cid}&payout=1`)).text, "OK");
  });

  it("says what it is", () => {
    assert.match(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout, /^rebond \d/);
    for (const command of ["serve", "edge", "desk", "key", "verify"]) {
      const done = run([command, "--help"]);
      assert.equal(done.code, 0, command);
      assert.ok(done.out.length > 50);
    }
    assert.equal(run(["dance"]).code, 2);
  });
});
