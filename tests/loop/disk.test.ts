/* disk - a disk that refuses: visitors are redirected all the same, postbacks hear 503 and never a
 * false OK, the loss is counted, and when the disk is well again so is everything (DESIGN.md §2).
 * The release binary is run under libfiu (fiu-run), and on a small tmpfs of its own that is full. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { start, tempFolder, waitFor, withShim, type Server } from "./harness.ts";
import { ask, inParallel, paramsOf } from "./http.ts";
import { receive, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

const ENOSPC = 28;
const EIO = 5;
const SYNCS = ["posix/io/sync/fdatasync", "posix/io/sync/fsync"];
const KEPT_MAX = 100_000; /* clicks that wait for a disk to come back: LEDGER_KEPT_MAX */
const HEALTHY_MS = 5000;

const visitsIn = (server: Server): number => server.count("select count(*) n from visit");

/* What must hold while the disk refuses; returns the click ids that visitors left with. */
const standsTheFault = async (
  loop: world.Loop,
  recorded: { cid: string; tag: string },
  clicks: number,
): Promise<string[]> => {
  const { server } = loop;
  const cids = await inParallel(
    Array.from({ length: clicks }),
    16,
    async () => (await world.visitNew(loop)).cid,
  );
  assert.equal(new Set(cids).size, clicks, "every visitor left with an id of their own");

  const replies = await inParallel(Array.from({ length: 20 }), 8, (_, i) =>
    world.postback(server, `cid=${recorded.cid}&payout=2&txid=refused${i}`),
  );
  for (const reply of replies) {
    assert.equal(reply.status, 503);
    assert.equal(reply.text, "ERROR: try again");
    assert.notEqual(reply.headers["retry-after"], undefined);
  }
  const call = await ask(server.network, `/tag.php?goal=${loop.goal.id}&tag=${recorded.tag}`);
  assert.deepEqual([call.status, call.text, call.headers["retry-after"]], [503, "ERROR: try again", "10"]);
  const image = await ask(server.network, `/tag.php?goal=${loop.goal.id}&tag=${recorded.tag}`, { headers: { "Sec-Fetch-Dest": "image" } });
  assert.deepEqual(
    [image.status, image.headers["content-type"], image.text.slice(0, 6), image.headers["x-tag-result"], image.headers["retry-after"]],
    [503, "image/gif", "GIF89a", "ERROR: try again", "10"],
    "a page shows nothing broken",
  );
  assert.match(await world.adClick(loop.variation), /external_id=/);
  assert.equal(await server.metric("rebond_ledger_failing"), 1);
  return cids;
};

/* What must hold once it is well again. */
const isWellAgain = async (loop: world.Loop, cids: string[]): Promise<void> => {
  const { server } = loop;
  await waitFor(
    "a ledger that writes",
    async () =>
      (await server.metric("rebond_ledger_failing")) === 0 &&
      (await server.metric("rebond_clicks_kept")) === 0,
    HEALTHY_MS,
  );
  for (const cid of cids.filter((_, i) => i % 20 === 0)) {
    assert.equal((await server.rows(`visits?cid=${cid}`)).length, 1);
    assert.equal((await world.postback(server, `cid=${cid}&payout=2`)).text, "OK");
    await world.conversionOf(server, cid);
  }
  const { code, out } = server.verify();
  assert.equal(code, 0, out);
};

describe("a disk that refuses to sync", () => {
  const prefix = path.join(tempFolder(), "fiu");
  let server: Server;
  let source: Receiver;
  let loop: world.Loop;
  let redirects = 0;
  let recorded = { cid: "", tag: "" };

  const fault = (command: string): void => {
    execFileSync("fiu-ctrl", ["-f", prefix, "-c", command, String(server.edgePid())], { timeout: 10_000 });
  };
  const refuse = (errno: number): void =>
    SYNCS.forEach((name) => fault(`enable name=${name},failinfo=${errno}`));
  const relent = (): void => SYNCS.forEach((name) => fault(`disable name=${name}`));

  before(async () => {
    source = await receive();
    server = await start({
      wrapper: ["fiu-run", "-x", "-f", prefix],
      settings: { "courier-retry": "200ms,200ms,200ms" },
    });
    loop = await world.makeLoopTo(server, source.url);
    const tag = new URL(await world.adClick(loop.variation)).searchParams.get("external_id") ?? "";
    recorded = { cid: (await world.visitNew(loop)).cid, tag };
    redirects++;
    assert.equal((await world.postback(server, `cid=${recorded.cid}&payout=2`)).text, "OK");
    await world.waitForSettled(server);
  });
  after(async () => {
    await server.stop();
    await source.down();
  });

  for (const [name, errno] of [
    ["no space", ENOSPC],
    ["an I/O error", EIO],
  ] as const) {
    // spec: n2.2-durable
    it(`with ${name}: visitors go on, postbacks hear 503, nothing is lost or counted falsely`, async () => {
      const conversions = server.count("select count(*) n from conversion");
      const unrecorded = await server.metric("rebond_visits_unrecorded_total");
      refuse(errno);
      const cids = await standsTheFault(loop, recorded, 200);
      redirects += cids.length;
      assert.equal(await server.metric("rebond_visits_unrecorded_total"), unrecorded + cids.length);
      assert.equal(server.count("select count(*) n from conversion"), conversions);
      assert.ok((await server.metric("rebond_postbacks_unavailable_total")) >= 20);
      relent();
      await isWellAgain(loop, cids);
      assert.equal(visitsIn(server), redirects);
      assert.equal(await server.metric("rebond_clicks_lost_total"), 0);
      assert.equal(server.count("select count(*) n from conversion where txid like 'refused%'"), 0);
      assert.equal(server.count("select count(*) n from postback where query like '%refused%'"), 0);
    });
  }

  it("faults that come and go: every OK is in the ledger, every 503 is not", async () => {
    const answers = new Map<string, boolean>();
    for (let round = 0; round < 10; round++) {
      refuse(EIO);
      const during = inParallel(Array.from({ length: 40 }), 8, async (_, i) => {
        const txid = `r${round}-${i}`;
        const reply = await world.postback(server, `cid=${recorded.cid}&payout=2&txid=${txid}`);
        assert.ok(reply.text === "OK" || reply.status === 503, `${reply.status} ${reply.text}`);
        answers.set(txid, reply.text === "OK");
      });
      relent();
      await during;
    }
    await isWellAgain(loop, []);
    const kept = new Set(
      server.sql("select txid from conversion where txid like 'r%-%'").map((row) => row["txid"]),
    );
    for (const [txid, isOk] of answers)
      if (isOk) assert.ok(kept.has(txid), `${txid} was acknowledged and is not there`);
    /* A commit that failed may be there all the same, never the other way round. */
    for (const txid of kept) assert.ok(answers.has(String(txid)), `${txid} was never sent`);
  });

  it("an ad campaign with a budget delivers nothing that is not on disk, and has its whole budget afterwards", async () => {
    const { id } = await server.api<world.Entity>("POST", "adcampaigns", { name: "Limited", price: "0.05", total_budget: "0.5" });
    const variation = await server.api<world.Entity>("POST", "variations", { name: "V", adcampaign_id: id, url: "http://page.test/" });
    const go = async (): Promise<number> => (await ask(server.network, `/go/${variation.id}`)).status;
    const times = (count: number): Promise<number[]> => inParallel(Array.from({ length: count }), 4, go);
    assert.deepEqual(await times(3), [302, 302, 302]);
    refuse(EIO);
    assert.deepEqual(await times(12), Array(12).fill(503));
    relent();
    let delivered = 3;
    await waitFor("a click that is recorded again", async () => (await go()) === 302, HEALTHY_MS);
    delivered++;
    delivered += (await times(12)).filter((status) => status === 302).length;
    assert.equal(delivered, 10);
    assert.equal(server.count(`select clicks n from adcampaign_day where adcampaign_id = ${id}`), 10);
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });

  it("a source is not told of what is not on disk, and is told once when it is", async () => {
    const { cid, externalId } = await world.visitNew(loop);
    redirects++;
    refuse(ENOSPC);
    assert.equal((await world.postback(server, `cid=${cid}&payout=2`)).status, 503);
    relent();
    await isWellAgain(loop, []);
    assert.equal(source.callsWith("tag", externalId).length, 0);
    assert.equal((await world.postback(server, `cid=${cid}&payout=2`)).text, "OK");
    await source.waitForCalls(1, "tag", externalId);
    await world.waitForSettled(server);
    assert.equal(source.callsWith("tag", externalId).length, 1);
  });

  it("past what is kept in memory, the missing visits equal the loss counter", async (t) => {
    const before = visitsIn(server);
    refuse(EIO);
    const width = 4;
    const each = Math.ceil((KEPT_MAX + 5000) / width);
    const answered = await Promise.all(
      Array.from({ length: width }, () => pipeline(server, `/${loop.campaign.key}?external_id=lost`, each)),
    );
    const total = answered.reduce((sum, count) => sum + count, 0);
    assert.equal(total, width * each, "every visitor was redirected");
    const kept = await server.metric("rebond_clicks_kept");
    assert.ok(kept <= KEPT_MAX);
    relent();
    await waitFor(
      "a ledger that caught up",
      async () => (await server.metric("rebond_clicks_kept")) === 0,
      30_000,
    );
    const lost = await server.metric("rebond_clicks_lost_total");
    t.diagnostic(`${total} redirects, ${kept} kept, ${lost} lost`);
    assert.ok(lost > 0);
    assert.equal(visitsIn(server) - before, total - lost);
    await isWellAgain(loop, []);
  });
});

/* Sends that many GETs down one connection without waiting; how many were answered 302. */
function pipeline(server: Server, target: string, count: number): Promise<number> {
  const request = `GET ${target} HTTP/1.1\r\nHost: t\r\n\r\n`;
  const last = `GET ${target} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.tracking);
    const socket = net.connect(Number(port), hostname, () => socket.write(request.repeat(count - 1) + last));
    let redirects = 0;
    let rest = "";
    socket.setEncoding("latin1");
    socket.on("data", (piece: string) => {
      const text = rest + piece;
      redirects += text.split("HTTP/1.1 302 ").length - 1;
      /* One byte less than is counted: what could be the beginning of the next status line. */
      rest = text.slice(-"HTTP/1.1 302".length);
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(redirects));
  });
}

describe("a disk that is slow", () => {
  const SYNC_MS = 450;
  const CLICK_WAIT_MS = 250;

  it("visitors wait a quarter of a second at most, and are recorded later under the id they left with", async () => {
    const server = await start();
    const loop = await world.makeLoop(server, { postback: { statuses: [] } });
    await server.stop();
    await server.restart(withShim({ syncMs: SYNC_MS }));
    const waits: number[] = [];
    const cids = await inParallel(Array.from({ length: 60 }), 20, async () => {
      const startedMs = performance.now();
      const { cid } = await world.visitNew(loop);
      waits.push(performance.now() - startedMs);
      return cid;
    });
    assert.ok(Math.max(...waits) < CLICK_WAIT_MS + 250, `one waited ${Math.max(...waits)} ms`);
    assert.ok((await server.metric("rebond_visits_unrecorded_total")) > 0);
    const startedMs = performance.now();
    const reply = await world.postback(server, `cid=${cids[1]}&payout=2`);
    assert.equal(reply.text, "OK");
    assert.ok(performance.now() - startedMs >= SYNC_MS, "an OK waits for the disk");
    await isWellAgain(loop, cids);
    assert.equal(visitsIn(server), cids.length);
    assert.equal(await server.stop(), 0);
  });

  // spec: 2.4-storage-down
  it("a postback waits its time and then hears 503", async () => {
    const server = await start({ settings: { "postback-wait-ms": "300" } });
    const loop = await world.makeLoop(server, { postback: { statuses: [] } });
    const { cid } = await world.visitNew(loop);
    await server.stop();
    await server.restart(withShim({ syncMs: SYNC_MS }));
    const reply = await world.postback(server, `cid=${cid}&payout=2`);
    assert.equal(reply.status, 503);
    /* The record may come all the same: the sender's repeat then changes nothing. */
    await waitFor("the record", async () => (await world.conversionsOf(server, cid)).length === 1);
    await server.stop();
    await server.restart({});
    assert.equal((await world.postback(server, `cid=${cid}&payout=2`)).text, "DUPLICATE");
    await world.conversionOf(server, cid);
    assert.equal(await server.stop(), 0);
  });

  it("a call of tag.php that waits behind it counts nothing after its 503, and the log is asked for such calls", async () => {
    const server = await start({ settings: { "postback-wait-ms": "100" } });
    const loop = await world.makeLoop(server, { postback: { statuses: [] } });
    const goal = await server.api<world.Goal>("POST", "goals", { name: "G", count: "every" });
    const tag = paramsOf(await world.adClick(loop.variation)).get("external_id") ?? "";
    await server.stop();
    await server.restart(withShim({ syncMs: SYNC_MS }));
    let calls = 0;
    const [row] = await waitFor("one that was decided after its answer", async () => {
      calls++;
      assert.equal((await ask(server.network, `/tag.php?goal=${goal.id}&tag=${tag}`)).status, 503);
      const rows = await server.rows(`goal-calls?goal=${goal.id}&outcome=unavailable`);
      return rows.length > 0 && rows;
    });
    assert.deepEqual([row?.["reason"], row?.["value"]], ["disk", "0"]);
    /* Those that were on their way to the disk may count: what is stored is counted, and nothing else. */
    const all = await waitFor("all of them", async () => {
      const rows = await server.rows(`goal-calls?goal=${goal.id}`);
      return rows.length === calls && rows;
    });
    const stored = all.filter(({ outcome }) => outcome === "stored").length;
    assert.equal(server.count(`select total(conversions) n from goal_total where goal_id = '${goal.id}'`), stored);
    assert.equal(await server.stop(), 0);
  });
});

describe("a disk that is full", () => {
  const canMount = ((): boolean => {
    try {
      execFileSync("unshare", ["-m", "true"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  })();

  it(
    "visitors go on, postbacks hear 503; when there is space again all is recorded",
    { skip: canMount ? false : "needs the right to mount" },
    async () => {
      const folder = tempFolder();
      const mount = path.join(folder, "disk");
      fs.mkdirSync(mount);
      /* The folder as `key create` left it is copied onto a tmpfs that only this server sees. */
      const script =
        'cp -a "$0/data" "$1" && mount -t tmpfs -o size=6m tmpfs "$0" && cp -a "$1/data" "$0" && shift && exec "$@"';
      const seed = path.join(folder, "seed");
      fs.mkdirSync(seed);
      const server = await start({
        dir: path.join(mount, "data"),
        wrapper: ["unshare", "-m", "sh", "-c", script, mount, seed],
        hasOwnMounts: true,
      });
      const loop = await world.makeLoop(server, { postback: { statuses: [] } });
      const tag = new URL(await world.adClick(loop.variation)).searchParams.get("external_id") ?? "";
      const recorded = { cid: (await world.visitNew(loop)).cid, tag };
      let redirects = 1;

      const filler = fs.openSync(path.join(`/proc/${server.pid}/root`, mount, "filler"), "w");
      const fill = (): void => {
        for (const size of [65_536, 4096, 1]) {
          try {
            for (;;) fs.writeSync(filler, Buffer.alloc(size));
          } catch (error) {
            assert.equal((error as NodeJS.ErrnoException).code, "ENOSPC");
          }
        }
      };
      /* The log still has room within itself for a while. */
      await waitFor("a ledger that cannot write", async () => {
        fill();
        redirects++;
        await world.visitNew(loop);
        return (await server.metric("rebond_ledger_failing")) === 1;
      });
      const cids = await standsTheFault(loop, recorded, 100);
      redirects += cids.length;
      fs.ftruncateSync(filler, 0);
      fs.closeSync(filler);
      await isWellAgain(loop, cids);
      assert.equal(visitsIn(server) + (await server.metric("rebond_clicks_lost_total")), redirects);
      assert.equal(await server.stop(), 0);
    },
  );
});
