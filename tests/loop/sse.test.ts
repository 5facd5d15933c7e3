/* sse - the live stream: the rows of the logs as events while they come, counted where they are too many,
 * of those workspaces only that one may read, and gone on with after a break. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as http from "node:http";
import { after, before, describe, test } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive } from "./http.ts";
import { enter, setUp, type Browser } from "./people.ts";
import { receive } from "./receiver.ts";
import { convertAndWait, makeLoop, makeLoopTo, postback, visitNew, type Loop } from "./world.ts";

interface Event {
  event: string;
  id: string;
  data: Json;
}

/** A client of the stream: what an EventSource would make of it. */
class Listener {
  readonly events: Event[] = [];
  /** Of the last event, or of a heartbeat. */
  lastId = "";
  isEnded = false;
  heartbeats = 0;
  private rest = "";

  private constructor(
    readonly request: http.ClientRequest,
    readonly response: http.IncomingMessage,
  ) {
    response.setEncoding("utf8");
    response.on("data", (piece: string) => this.take(piece));
    response.on("close", () => (this.isEnded = true));
    response.on("error", () => (this.isEnded = true));
  }

  private take(piece: string): void {
    const blocks = (this.rest + piece).split("\n\n");
    this.rest = blocks.pop() ?? "";
    for (const block of blocks) {
      this.heartbeats += block.startsWith(": heartbeat\nid: ") ? 1 : 0;
      const fields = new Map(block.split("\n").filter((line) => !line.startsWith(":")).map((line) => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      }));
      this.lastId = fields.get("id") ?? this.lastId;
      const data = fields.get("data");
      if (data !== undefined)
        this.events.push({ event: fields.get("event") ?? "message", id: fields.get("id") ?? "", data: JSON.parse(data) as Json });
    }
  }

  /** Asks, and waits until the stream has begun. */
  static async open(query = "", headers: Record<string, string> = {}): Promise<Listener> {
    const { hostname, port } = new URL(server.dashboard);
    const listener = await new Promise<Listener>((resolve, reject) => {
      const asked = http.request({
        hostname,
        port,
        path: `/api/v1/live${query}`,
        agent: false,
        headers: { ...("Cookie" in headers ? {} : { Authorization: `Bearer ${server.key}` }), Accept: "text/event-stream", ...headers },
      });
      asked.on("response", (response) => {
        if (response.statusCode === 200) resolve(new Listener(asked, response));
        else reject(new Error(`the stream: ${response.statusCode}`));
      });
      asked.on("error", reject);
      asked.end();
    });
    await waitFor("the stream's beginning", () => listener.events[0]?.event === "ready");
    return listener;
  }

  of(kind: string): Event[] {
    return this.events.filter(({ event }) => event === kind);
  }

  /** How many of that kind the stream said it left out. */
  skipped(kind: string): number {
    return this.of("skipped").reduce((sum, { data }) => sum + Number(data[kind] ?? 0), 0);
  }

  wait(kind: string, count: number): Promise<true> {
    return waitFor(`${count} events ${kind}, not ${JSON.stringify(this.events.map(({ event }) => event))}`,
      () => this.of(kind).length >= count, 15_000);
  }

  async close(): Promise<void> {
    this.request.destroy();
    await waitFor("the end of the connection", () => this.isEnded);
  }
}

let server: Server;
let loop: Loop;
const agent = keepAlive(16);

before(async () => {
  const receiver = await receive();
  server = await start();
  loop = await makeLoopTo(server, receiver.url);
});
after(async () => {
  agent.destroy();
  await server.stop();
});

const idOf = ({ data }: Event): string => String(data["id"]);

/** Until the last client's place is free again. */
const isFree = (count: number): Promise<true> =>
  waitFor(`${count} free places`, async () => {
    const listeners: Listener[] = [];
    try {
      for (let i = 0; i < count; i++) listeners.push(await Listener.open("?seconds=60"));
      return true;
    } catch {
      return false;
    } finally {
      await Promise.all(listeners.map((listener) => listener.close()));
    }
  });

describe("the live stream", () => {
  test("tells each client in its own language, the one that the address names before the browser's", async () => {
    const [english, french, named] = await Promise.all([
      Listener.open("?kinds=postback_in"),
      Listener.open("?kinds=postback_in", { "Accept-Language": "fr" }),
      Listener.open("?kinds=postback_in&lang=fr", { "Accept-Language": "en" }),
    ]);
    await ask(server.tracking, "/postback?payout=1");
    for (const [live, sentence] of [[english, "It named no click id."], [french, "Il ne nommait aucun id de clic."], [named, "Il ne nommait aucun id de clic."]] as const) {
      await live.wait("postback_in", 1);
      assert.equal(live.of("postback_in")[0]?.data["reason_text"], sentence);
      await live.close();
    }
  });

  test("tells each kind as it comes, with the row that its log has", async () => {
    const live = await Listener.open();
    assert.match(String(live.response.headers["content-type"]), /^text\/event-stream/);
    const { cid } = await convertAndWait(loop, "delivered");
    await ask(server.tracking, `/click?cid=${cid}`);
    for (const kind of ["visit", "click", "conversion", "postback_in", "postback_out"]) await live.wait(kind, 1);
    const [visit] = live.of("visit");
    const [conversion] = live.of("conversion");
    assert.equal(visit?.data["cid"], cid);
    assert.equal(visit?.id, idOf(visit as Event));
    for (const [kind, log] of [
      ["visit", "visits"],
      ["click", "clicks"],
      ["postback_in", "postbacks/in"],
      ["postback_out", "postbacks/out"],
    ] as const) {
      const [row] = await server.rows(`${log}?limit=1`);
      assert.deepEqual(Object.keys(live.of(kind)[0]?.data ?? {}), Object.keys(row ?? {}), kind);
      assert.equal(idOf(live.of(kind)[0] as Event), row?.["id"], kind);
    }
    assert.equal(conversion?.data["cid"], cid);
    /* A change of it is told again, with the row as it is then. */
    await postback(server, `cid=${cid}&payout=3&status=rejected`);
    await live.wait("conversion", 2);
    const [, changed] = live.of("conversion");
    assert.equal(idOf(changed as Event), idOf(conversion as Event));
    assert.equal(changed?.data["status"], "rejected");
    const ids = live.events.filter(({ id }) => id !== "").map(({ id }) => BigInt(id));
    assert.deepEqual(ids, [...ids].sort((a, b) => (a < b ? -1 : 1)));
    await live.close();
  });

  test("tells only the kinds and rows that were asked for", async () => {
    const other = await makeLoop(server);
    const live = await Listener.open(`?kinds=visit,conversion&campaign=${other.campaign.id}`);
    await visitNew(loop);
    const { cid } = await visitNew(other);
    await postback(server, `cid=${cid}&payout=1`);
    await live.wait("conversion", 1);
    assert.deepEqual(live.events.map(({ event }) => event), ["ready", "visit", "conversion"]);
    assert.equal(live.of("visit")[0]?.data["cid"], cid);
    await live.close();
  });

  test("ends by itself after so many rows, or when it has told what there is", async () => {
    const live = await Listener.open("?kinds=visit&limit=2");
    for (let i = 0; i < 3; i++) await visitNew(loop);
    await waitFor("the end", () => live.isEnded);
    assert.equal(live.of("visit").length, 2);
    const shortly = `live?kinds=visit&seconds=0&after=${live.of("visit")[0]?.id}`;
    assert.equal((await server.call("GET", shortly)).text.match(/^event: visit$/gm)?.length, 2);
    const head = await server.call("HEAD", shortly);
    assert.deepEqual([head.status, head.text], [200, ""]);
  });

  test("goes on where a client left off, and misses nothing", async () => {
    const first = await Listener.open("?kinds=visit");
    await visitNew(loop);
    await first.wait("visit", 1);
    await first.close();
    const missed: string[] = [];
    for (let i = 0; i < 120; i++) missed.push((await visitNew(loop, "", agent)).cid);
    const second = await Listener.open("?kinds=visit", { "Last-Event-ID": first.lastId });
    await second.wait("visit", 120);
    await visitNew(loop);
    await second.wait("visit", 121);
    assert.deepEqual(second.of("visit").slice(0, 120).map(({ data }) => data["cid"]), missed);
    assert.deepEqual([second.of("skipped"), second.of("gap")], [[], []]);
    await second.close();
  });

  test("tells a client that was away too long what it did not get", async () => {
    const live = await Listener.open("?kinds=visit&after=1");
    await live.wait("gap", 1);
    assert.equal(live.of("gap")[0]?.data["after"], "1");
    assert.ok(BigInt(String(live.of("gap")[0]?.data["until"])) > 1n);
    await live.close();
  });

  test("counts to the last row what it does not tell, and keeps nothing for one who does not read", async () => {
    const COUNT = 3000;
    const quick = await Listener.open("?kinds=visit");
    const slow = await Listener.open("?kinds=visit");
    slow.response.pause();
    await inParallel(Array.from({ length: COUNT }), 16, () => visitNew(loop, "", agent));
    const isAll = (live: Listener): boolean => live.of("visit").length + live.skipped("visit") === COUNT;
    await waitFor("every visit to be told or counted", () => isAll(quick), 20_000);
    slow.response.resume();
    await waitFor("the same for the slow one", () => isAll(slow), 20_000);
    assert.ok(quick.skipped("visit") > 0, "they came more slowly than the stream's limit");
    assert.ok(quick.of("visit").length >= 50);
    const status = fs.readFileSync(`/proc/${server.deskPid()}/status`, "utf8");
    assert.ok(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) < 400_000, status);
    await Promise.all([quick.close(), slow.close()]);
  });

  test("serves 60 clients at once, all of them, and the rest of the API beside", async () => {
    const all = await inParallel(Array.from({ length: 60 }), 10, () => Listener.open("?kinds=visit"));
    const { cid } = await visitNew(loop);
    await Promise.all(all.map((live) => live.wait("visit", 1)));
    for (const live of all) assert.equal(live.of("visit")[0]?.data["cid"], cid);
    assert.equal((await server.call("GET", "sources")).status, 200);
    const more = await inParallel(Array.from({ length: 4 }), 1, () => Listener.open());
    const refused = await server.call("GET", "live");
    assert.equal(refused.status, 503);
    assert.equal(refused.headers["retry-after"], "10");
    await Promise.all([...all, ...more].map((live) => live.close()));
    await isFree(64);
  });

  test("says what is wrong with a parameter", async () => {
    for (const [query, field] of [
      ["kinds=visit,sale", "kinds"],
      ["kinds=", "kinds"],
      ["limit=0", "limit"],
      ["seconds=x", "seconds"],
      ["campaign=x", "campaign"],
      ["after=x", "after"],
      ["test=maybe", "test"],
    ]) {
      const reply = await server.call("GET", `live?${query}`);
      assert.equal(reply.status, 400, query);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field, query);
    }
    assert.equal((await server.call("GET", "live", undefined, { "Last-Event-ID": "x" })).status, 400);
  });
});

describe("who listens", () => {
  let owner: Browser;
  let buyer: Browser;

  before(async () => {
    await setUp(server);
    await server.api("POST", "workspaces", { name: "Second" });
    buyer = await enter(server, "ben@example.com", "buyer", [1]);
    owner = await enter(server, "otto@example.com", "owner");
  });

  test("hears of their own workspaces only, by the cookie of their page", async () => {
    const make = (resource: string, body: Json): Promise<Json> => server.api("POST", resource, { ...body, workspace_id: 2 });
    const source = await make("sources", { name: "s" });
    const offer = await make("offers", { name: "o", url: "http://h/?a=" });
    const campaign = await make("campaigns", { name: "c", source_id: source["id"], paths: [{ offers: [{ id: offer["id"] }] }] });
    const [ofBuyer, ofOwner] = [
      await Listener.open("?kinds=visit", { Cookie: buyer.cookie }),
      await Listener.open("?kinds=visit", { Cookie: owner.cookie }),
    ];
    const narrowed = await Listener.open("?kinds=visit", { Cookie: owner.cookie, "X-Workspace": "2" });
    const byLink = await Listener.open("?kinds=visit&workspace=2", { Cookie: owner.cookie });
    assert.equal((await ask(server.tracking, `/${String(campaign["key"])}`)).status, 302);
    const { cid } = await visitNew(loop);
    await ofOwner.wait("visit", 2);
    await ofBuyer.wait("visit", 1);
    await narrowed.wait("visit", 1);
    await byLink.wait("visit", 1);
    assert.deepEqual(ofBuyer.of("visit").map(({ data }) => data["cid"]), [cid]);
    for (const live of [narrowed, byLink]) assert.notEqual(live.of("visit")[0]?.data["cid"], cid);
    await Promise.all([ofBuyer, ofOwner, narrowed, byLink].map((live) => live.close()));
  });

  test("hears no more once their key is revoked or their session has ended", async () => {
    const key = await server.api<{ id: number; key: string }>("POST", "keys", { name: "k", scopes: ["logs:read"] });
    const byKey = await Listener.open("", { Authorization: `Bearer ${key.key}` });
    const bySession = await Listener.open("", { Cookie: buyer.cookie });
    const kept = await Listener.open("", { Cookie: owner.cookie });
    await server.api("DELETE", `keys/${key.id}`);
    assert.equal((await buyer.api("DELETE", "session")).status, 200);
    await waitFor("the end of both streams", () => byKey.isEnded && bySession.isEnded, 20_000);
    /* One who may listen still hears that there is nothing. */
    await waitFor("a heartbeat", () => kept.heartbeats === 1, 20_000);
    assert.equal(kept.isEnded, false);
    assert.ok(BigInt(kept.lastId) > 0n);
    await kept.close();
  });

  test("is let go at once when the server ends", async () => {
    const live = await Listener.open();
    const begin = performance.now();
    assert.equal(await server.stop(), 0);
    assert.ok(live.isEnded);
    assert.ok(performance.now() - begin < 5_000, "a stream held the end up");
  });
});
