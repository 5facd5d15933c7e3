/* slow - a thousand clients that send a byte now and then: each is cut at the header's deadline, and
 * meanwhile normal clicks are answered as ever (DESIGN.md §5, §9). */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as net from "node:net";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Server } from "./harness.ts";
import { ask, keepAlive, raw } from "./http.ts";
import * as world from "./world.ts";

const CLIENTS = 1000;
const DEADLINE_MS = 2000;
const BYTE_EVERY_MS = 100;
const LATE_MS = 1500; /* how much later than the deadline a cut may come on a busy machine */
const ANSWERED_WITHIN_MS = 500;

interface Dripper {
  openedMs: number;
  cutMs: number; /* 0: still open */
}

function openFilesMax(): number {
  const line = /^Max open files\s+(\d+)/m.exec(fs.readFileSync("/proc/self/limits", "utf8"));
  return Number(line?.[1] ?? 0);
}

describe("slow clients", () => {
  let server: Server;
  let loop: world.Loop;
  const sockets: net.Socket[] = [];

  before(async () => {
    server = await start({
      settings: {
        "http-header-deadline-ms": String(DEADLINE_MS),
        "http-body-deadline-ms": String(DEADLINE_MS),
        "http-idle-deadline-ms": "3000",
      },
    });
    loop = await world.makeLoop(server);
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    assert.equal(await server.stop(), 0);
  });

  /* Opens a connection that sends the bytes one by one, from the first on without an end. */
  const drip = (bytes: string): Dripper => {
    const { hostname, port } = new URL(server.tracking);
    const socket = net.connect(Number(port), hostname);
    const dripper: Dripper = { openedMs: 0, cutMs: 0 };
    let sent = 0;
    const timer = setInterval(
      () => socket.writable && socket.write(bytes[sent++ % bytes.length] ?? "x"),
      BYTE_EVERY_MS,
    );
    sockets.push(socket);
    socket.on("connect", () => (dripper.openedMs = performance.now()));
    socket.on("error", () => undefined);
    socket.resume();
    socket.on("close", () => {
      clearInterval(timer);
      dripper.cutMs = performance.now();
    });
    return dripper;
  };

  it("a thousand of them are all cut at the deadline while normal clicks are answered", async (t) => {
    assert.ok(
      openFilesMax() >= 2 * CLIENTS + 200,
      `ulimit -n is ${openFilesMax()}: raise it, see script/test`,
    );
    const head = `GET /${loop.campaign.key}?external_id=slow HTTP/1.1\r\nHost: t\r\nX-Padding: `;
    const drippers = Array.from({ length: CLIENTS }, () => drip(head + "a".repeat(8000)));
    await waitFor("a thousand connections", () => drippers.every((dripper) => dripper.openedMs !== 0));

    /* One click after the other, each alone on a new connection and on a kept one, until all are cut. */
    const agent = keepAlive(1);
    const waits: number[] = [];
    while (drippers.some((dripper) => dripper.cutMs === 0)) {
      for (const how of [{ agent }, { headers: { Connection: "close" } }]) {
        const startedMs = performance.now();
        const reply = await ask(server.tracking, `/${loop.campaign.key}?external_id=fast`, how);
        assert.equal(reply.status, 302);
        waits.push(performance.now() - startedMs);
      }
      assert.ok(performance.now() < (drippers[0]?.openedMs ?? 0) + DEADLINE_MS + 5000, "some were not cut");
    }
    agent.destroy();
    waits.sort((a, b) => a - b);
    const p99 = waits[Math.floor(waits.length * 0.99)] ?? 0;
    t.diagnostic(
      `${waits.length} clicks meanwhile, p99 ${p99.toFixed(1)} ms, slowest ${waits.at(-1)?.toFixed(1)} ms`,
    );
    assert.ok(waits.length > 100, "clicks went on");
    assert.ok(p99 < ANSWERED_WITHIN_MS, `p99 is ${p99} ms`);

    const lives = drippers.map((dripper) => dripper.cutMs - dripper.openedMs).sort((a, b) => a - b);
    t.diagnostic(`slow ones lived ${lives[0]?.toFixed(0)} to ${lives.at(-1)?.toFixed(0)} ms`);
    assert.ok((lives[0] ?? 0) > DEADLINE_MS - 300, `one was cut after ${lives[0]} ms`);
    assert.ok((lives.at(-1) ?? 0) < DEADLINE_MS + LATE_MS, `one was cut after ${lives.at(-1)} ms`);
    assert.ok((await server.metric("rebond_http_connections_late_total")) >= CLIENTS);
    assert.equal(server.count("select count(*) n from visit where external_id = cast('slow' as blob)"), 0);
  });

  it("one that drips its body is cut as well", async () => {
    const startedMs = performance.now();
    const head = "POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: 5000\r\n\r\ncid=";
    const { hostname, port } = new URL(server.tracking);
    const socket = net.connect(Number(port), hostname);
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.resume();
    socket.write(head);
    const timer = setInterval(() => socket.writable && socket.write("a"), BYTE_EVERY_MS);
    await waitFor("the cut", () => socket.destroyed || socket.closed);
    clearInterval(timer);
    const lived = performance.now() - startedMs;
    assert.ok(lived > DEADLINE_MS - 300 && lived < DEADLINE_MS + LATE_MS, `after ${lived} ms`);
  });

  it("one that connects and says nothing is cut, and so is a kept connection that is idle", async () => {
    const [silent, idle] = await Promise.all([
      raw(server.tracking, "", { timeoutMs: 8000 }),
      raw(server.tracking, `GET /${loop.campaign.key} HTTP/1.1\r\nHost: t\r\n\r\n`, { timeoutMs: 8000 }),
    ]);
    assert.ok(silent.closed);
    assert.equal(idle.status, 302);
    assert.ok(idle.closed);
  });

  it("afterwards no connection is left over", async () => {
    await waitFor(
      "an edge without connections",
      async () => (await server.metric("rebond_http_connections")) === 0,
    );
  });
});
