/* trace - POST /api/v1/trace over real servers on the loopback (spec/tracker.md §5, row 3). */
import assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { makeLoop } from "./world.ts";

interface Param {
  name: string;
  state: string;
  as: string | null;
  value: string | null;
}
interface Hop {
  hop: number;
  url: string;
  status: number | null;
  ms: number;
  how: string | null;
  location: string | null;
  script: boolean;
  error: string | null;
  params: Param[];
}
interface Trace extends Json {
  end: string;
  ms: number;
  hops: Hop[];
  findings: { code: string; severity: string; message: string; hop: number }[];
}

type Page = (request: http.IncomingMessage, reply: http.ServerResponse) => void;

/** A site whose pages the test names; it writes down what was asked. */
class Site {
  readonly asked: { path: string; cookie: string; agent: string }[] = [];
  readonly pages = new Map<string, Page>();
  private readonly server: http.Server;

  constructor(private readonly host: string) {
    this.server = http.createServer((request, reply) => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      this.asked.push({
        path,
        cookie: request.headers.cookie ?? "",
        agent: request.headers["user-agent"] ?? "",
      });
      const page = this.pages.get(path);
      if (page !== undefined) page(request, reply);
      else reply.writeHead(404).end("no such page");
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, this.host, resolve));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  get url(): string {
    return `http://${this.host}:${(this.server.address() as AddressInfo).port}`;
  }

  /** A page that sends on; its query is that of the request, as `rewrite` makes it. */
  sends(path: string, to: string, rewrite: (query: string) => string = (query) => query, headers: Json = {}): void {
    this.pages.set(path, (request, reply) => {
      const query = rewrite((request.url ?? "").split("?")[1] ?? "");
      reply.writeHead(302, { Location: query === "" ? to : `${to}?${query}`, ...(headers as object) }).end();
    });
  }

  html(path: string, body: (query: string) => string, headers: Json = {}): void {
    this.pages.set(path, (request, reply) => {
      const query = (request.url ?? "").split("?")[1] ?? "";
      reply.writeHead(200, { "Content-Type": "text/html", ...(headers as object) }).end(body(query));
    });
  }
}

let server: Server;
const one = new Site("127.0.0.1");
const other = new Site("127.0.0.2");

before(async () => {
  await Promise.all([one.open(), other.open()]);
  server = await start();
});
after(() => {
  one.close();
  other.close();
});

const trace = (url: string, more: Json = {}): Promise<Trace> => server.api<Trace>("POST", "trace", { url, ...more });
const codesOf = (found: Trace): string[] => found.findings.map((finding) => finding.code);
const statesOf = (hop: Hop | undefined): string[] => (hop?.params ?? []).map((param) => `${param.name} ${param.state}`);

describe("the link tester", () => {
  test("follows redirects, refreshes and pages, and shows each hop", async () => {
    one.sends("/start", "/relative");
    one.sends("/relative", `${other.url}/meta`);
    other.html("/meta", (query) => {
      const to = `/header?${query}`.replaceAll("&", "&amp;");
      return `<!doctype html><meta http-equiv="refresh" content="0;url=${to}">`;
    });
    other.pages.set("/header", (request, reply) => {
      reply.writeHead(200, { Refresh: `0; url=/end?${(request.url ?? "").split("?")[1] ?? ""}` }).end();
    });
    other.html("/end", () => "<p>the offer");
    const found = await trace(`${one.url}/start?cid=0123456789&s1=x`);
    assert.equal(found.end, "arrived");
    assert.deepEqual(
      found.hops.map((hop) => [hop.hop, hop.status, hop.how, new URL(hop.url).pathname]),
      [
        [1, 302, "status", "/start"],
        [2, 302, "status", "/relative"],
        [3, 200, "meta", "/meta"],
        [4, 200, "refresh", "/header"],
        [5, 200, null, "/end"],
      ],
    );
    for (const hop of found.hops) {
      assert.deepEqual(statesOf(hop), ["cid kept", "s1 kept"]);
      assert.equal(hop.error, null);
    }
    assert.equal(found.hops[0]?.location, "/relative?cid=0123456789&s1=x");
    assert.deepEqual(codesOf(found), ["refresh", "refresh"]);
  });

  test("says at which hop a parameter is lost, and what another is called now", async () => {
    one.sends("/lossy", "/middle", (query) => query.replace("s1=", "sub="));
    one.sends("/middle", "/poor", (query) => query.replace(/&sub=[^&]*/, "") + "&back=1");
    one.html("/poor", () => "poor");
    const url = `${one.url}/lossy?cid=0123456789&s1=abcdefgh&zone=7`;
    const found = await trace(url, { params: ["cid", "s1"] });
    assert.deepEqual(statesOf(found.hops[1]), ["cid kept", "s1 renamed"]);
    assert.deepEqual(found.hops[1]?.params[1], { name: "s1", state: "renamed", as: "sub", value: "abcdefgh" });
    assert.deepEqual(statesOf(found.hops[2]), ["cid kept", "s1 lost"]);
    assert.deepEqual(found.findings, [
      { code: "lost", severity: "error", message: "the parameter s1 is lost at hop 3", hop: 3 },
    ]);
    const all = await trace(url);
    assert.deepEqual(all.findings.map((finding) => finding.severity), ["warning"]);
  });

  test("finds a value inside another one, as sites pass on a whole address", async () => {
    one.sends("/wrap", "/open", (query) => `u=${encodeURIComponent(`http://x.example/?${query}`)}`);
    one.html("/open", () => "open");
    const found = await trace(`${one.url}/wrap?cid=0123456789`);
    assert.deepEqual(statesOf(found.hops[1]), ["cid inside"]);
    assert.deepEqual(found.findings, []);
  });

  test("ends a loop, a way that is too long, and one that ends in an error", async () => {
    one.sends("/a", "/b");
    one.sends("/b", "/a");
    const loop = await trace(`${one.url}/a`);
    assert.deepEqual([loop.end, codesOf(loop)], ["loop", ["redirect_loop"]]);
    for (let i = 0; i < 6; i++) one.sends(`/long${i}`, `/long${i + 1}`);
    const long = await trace(`${one.url}/long0`, { max_hops: 4 });
    assert.deepEqual([long.end, long.hops.length, codesOf(long)], ["too_many_hops", 4, ["too_many_hops"]]);
    const gone = await trace(`${one.url}/nothing`);
    assert.deepEqual([gone.end, codesOf(gone)], ["arrived", ["bad_status"]]);
    one.sends("/shop", "market://details?id=1");
    assert.equal((await trace(`${one.url}/shop`)).end, "left_the_web");
    one.html("/script", () => "<script>window.location.href = '/x'</script>");
    assert.deepEqual(codesOf(await trace(`${one.url}/script`)), ["script"]);
  });

  test("gives a site its own cookies back, and no other one", async () => {
    one.sends("/cookie", "/check", undefined, { "Set-Cookie": "seen=yes; Path=/" });
    one.sends("/check", `${other.url}/far`);
    other.sends("/far", `${one.url}/again`);
    one.html("/again", () => "again");
    one.asked.length = 0;
    other.asked.length = 0;
    await trace(`${one.url}/cookie`);
    assert.deepEqual(
      [...one.asked, ...other.asked].map((ask) => [ask.path, ask.cookie]),
      [
        ["/cookie", ""],
        ["/check", "seen=yes"],
        ["/again", "seen=yes"],
        ["/far", ""],
      ],
    );
    await trace(`${one.url}/check`);
    assert.equal(one.asked.find((ask, i) => i > 2 && ask.path === "/check")?.cookie, "", "forgotten with the trace");
  });

  test("reads a page of any size, up to a limit", async () => {
    let sent = 0;
    one.pages.set("/endless", (_request, reply) => {
      reply.writeHead(200, { "Content-Type": "text/html" });
      const more = (): void => {
        while (!reply.destroyed && reply.write("x".repeat(65536))) sent += 65536;
      };
      reply.on("drain", more);
      more();
    });
    const found = await trace(`${one.url}/endless`);
    assert.deepEqual([found.end, found.hops[0]?.status], ["arrived", 200]);
    assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes were taken`);
  });

  test("comes as the link tester, or as what it is told to", async () => {
    one.html("/who", () => "who");
    one.asked.length = 0;
    await trace(`${one.url}/who`);
    await trace(`${one.url}/who`, { user_agent: "Mozilla/5.0 (Linux; Android 14)" });
    assert.match(one.asked[0]?.agent ?? "", /Rebond link tester/);
    assert.equal(one.asked[1]?.agent, "Mozilla/5.0 (Linux; Android 14)");
  });

  test("follows a campaign of its own without counting as a visit", async () => {
    other.html("/offer", () => "the offer");
    const loop = await makeLoop(server, { offer: { url: `${other.url}/offer?s1=` } });
    const url = `${loop.campaign.links["campaign_url"]?.split("?")[0] ?? ""}?zoneid=7&external_id=abcdefghij`;
    const found = await trace(url);
    assert.equal(found.end, "arrived");
    assert.equal(found.hops.length, 2);
    assert.match(found.hops[1]?.url ?? "", /\/offer\?s1=[0-9a-z]{24}$/);
    const counts = await waitFor("the visit", async () => {
      const campaign = await server.api<{ counts: { visits: number; bot_visits: number } } & Json>(
        "GET",
        `campaigns/${loop.campaign.id}`,
      );
      return campaign.counts.visits + campaign.counts.bot_visits > 0 && campaign.counts;
    });
    assert.deepEqual([counts.visits, counts.bot_visits], [0, 1]);
  });

  test("follows so many links at once, and no more", async () => {
    const held: http.ServerResponse[] = [];
    one.pages.set("/held", (_request, reply) => void held.push(reply));
    const running = Array.from({ length: 4 }, () => trace(`${one.url}/held`));
    await waitFor("four traces", () => held.length === 4);
    const fifth = await server.call("POST", "trace", { url: `${one.url}/held` });
    assert.equal(fifth.status, 503, fifth.text);
    assert.equal((await server.call("GET", "sources")).status, 200, "the rest of the API goes on");
    for (const reply of held) reply.end("done");
    for (const found of await Promise.all(running)) assert.equal(found.end, "arrived");
    one.html("/after", () => "after");
    assert.equal((await trace(`${one.url}/after`)).end, "arrived");
  });

  test("refuses what it cannot follow, by the name of the field", async () => {
    const cases: [Json, string][] = [
      [{}, "url"],
      [{ url: 5 }, "url"],
      [{ url: "ftp://h.example/" }, "url"],
      [{ url: "http://h.example/a b" }, "url"],
      [{ url: one.url, max_hops: 0 }, "max_hops"],
      [{ url: one.url, max_hops: 21 }, "max_hops"],
      [{ url: one.url, max_hops: "3" }, "max_hops"],
      [{ url: one.url, params: "cid" }, "params"],
      [{ url: one.url, params: [""] }, "params"],
      [{ url: one.url, params: ["cid"] }, "params"],
      [{ url: one.url, user_agent: "a\r\nX: y" }, "user_agent"],
      [{ url: one.url, nope: 1 }, "nope"],
    ];
    for (const [body, field] of cases) {
      const reply = await server.call("POST", "trace", body);
      assert.equal(reply.status, 422, `${JSON.stringify(body)} ${reply.text}`);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
  });
});

describe("the guard", () => {
  test("keeps the link tester off private addresses, also behind a redirect", async () => {
    one.sends("/inside", "http://10.1.2.3/secret");
    const found = await trace(`${one.url}/inside`);
    assert.deepEqual([found.end, found.hops.length, codesOf(found)], ["no_answer", 2, ["refused"]]);
    assert.match(found.hops[1]?.error ?? "", /10\.1\.2\.3 is private and courier\.allow_private does not name/);
    const strict = await start({ allowLoopback: false });
    one.asked.length = 0;
    const refused = await strict.api<Trace>("POST", "trace", { url: `${one.url}/start` });
    assert.deepEqual(codesOf(refused), ["refused"]);
    assert.equal(one.asked.length, 0);
  });
});
