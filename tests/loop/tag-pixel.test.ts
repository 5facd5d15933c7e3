/* tag-pixel - tag.php as a page's image: the ad click's cookie, the image and its header (spec/network.md §2.5), the network's
 * further hosts, and what the log keeps of calls that are refused. */
import assert from "node:assert/strict";
import * as http from "node:http";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel, paramsOf, raw, type Reply } from "./http.ts";
import * as world from "./world.ts";

const DAY_S = 24 * 3600;
const OK = "OK";
const NO_TAG = "ERROR: No tag data.";
const TAG_INVALID = "ERROR: Tag is invalid!";
const GOAL_INVALID = "ERROR: Goal ID is invalid.";
const VALUE_INVALID = "ERROR : Goal value is invalid.";
const NOTIFIED = "ERROR: This conversion has already been notified and saved.";
const IMAGE = { "Sec-Fetch-Dest": "image", Accept: "image/avif,image/webp,*/*;q=0.8" };

type Headers = Record<string, string>;

const makeVariation = async (server: Server, headers: Headers = {}): Promise<world.Entity> => {
  const ads = await server.api<world.Entity>("POST", "adcampaigns", { name: "A", pricing: "cpc", price: "0.05" }, headers);
  const fields = { name: "V", adcampaign_id: ads.id, url: "http://mypage.com/?tag={conversions_tracking}" };
  return server.api<world.Entity>("POST", "variations", fields, headers);
};

interface Clicked {
  tag: string;
  cookie: string;
  setCookie: string;
}

/** A click on the ad: its tag, and the cookie as the browser sends it back. */
const click = async (variation: world.Entity): Promise<Clicked> => {
  const reply = await ask(variation.links["ad_click_url"] ?? "", new URL(variation.links["ad_click_url"] ?? "").pathname);
  assert.equal(reply.status, 302);
  const setCookie = String(reply.headers["set-cookie"]);
  return { tag: paramsOf(reply.location).get("tag") ?? "", cookie: setCookie.split(";")[0] ?? "", setCookie };
};

const makeGoal = (server: Server, fields: Json = {}, headers: Headers = {}): Promise<world.Goal> =>
  server.api<world.Goal>("POST", "goals", { name: "Goal", count: "one", ...fields }, headers);

const call = (server: Server, query: string, headers: Headers = {}): Promise<Reply> => ask(server.network, `/tag.php${query}`, { headers });

/** The bytes of an answer. */
const bytesOf = (server: Server, target: string, headers: Headers): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    http
      .get(new URL(target, server.network), { headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => resolve(Buffer.concat(pieces)));
      })
      .on("error", reject);
  });

const lastCall = async (server: Server, matches: (row: Json) => boolean): Promise<Json> =>
  waitFor("the call in the log", async () => (await server.rows("goal-calls?limit=1000")).find(matches));

describe("tag.php as a page's image", () => {
  let server: Server;
  let variation: world.Entity;
  let goal: world.Goal;

  before(async () => {
    server = await start({ settings: { "edge-threads": "1" } });
    variation = await makeVariation(server);
    goal = await makeGoal(server, { window_days: 45 });
    await makeGoal(server, { window_days: 10 });
  });
  after(async () => {
    assert.equal(server.verify().code, 0);
    assert.equal(await server.stop(), 0);
  });

  // spec: n2.5-cookie
  it("the ad click leaves its tag in the cookie exo_ct, for as long as a goal takes it", async () => {
    const { tag, setCookie } = await click(variation);
    assert.equal(setCookie, `exo_ct=${tag}; Max-Age=${45 * DAY_S}; Path=/; Secure; HttpOnly; SameSite=None`);
  });

  it("where no goal is in use the cookie lives for 30 days", async () => {
    const { id } = await server.api<{ id: number }>("POST", "workspaces", { name: "Without goals" });
    const other = await makeVariation(server, { "X-Workspace": String(id) });
    assert.match((await click(other)).setCookie, new RegExp(`; Max-Age=${30 * DAY_S}; `));
    const gone = await makeGoal(server, { window_days: 60 }, { "X-Workspace": String(id) });
    assert.match((await click(other)).setCookie, new RegExp(`; Max-Age=${60 * DAY_S}; `));
    await server.api("DELETE", `goals/${gone.id}`);
    assert.match((await click(other)).setCookie, new RegExp(`; Max-Age=${30 * DAY_S}; `));
  });

  // spec: n2.5-cookie
  it("without a tag the cookie is the tag, and counts as one: once with it or with the parameter", async () => {
    const { tag, cookie } = await click(variation);
    const reply = await call(server, `?goal=${goal.id}`, { Cookie: `a=b; ${cookie}; exo_ctx=c` });
    assert.deepEqual([reply.status, reply.text, reply.headers["content-type"]], [200, OK, "text/plain; charset=utf-8"]);
    assert.equal((await call(server, `?goal=${goal.id}&tag=${tag}`)).text, NOTIFIED);
    assert.equal((await call(server, `?goal=${goal.id}`, { Cookie: cookie })).text, NOTIFIED);
  });

  it("an empty tag is empty, whatever the cookie says", async () => {
    const { cookie } = await click(variation);
    assert.equal((await call(server, `?goal=${goal.id}&tag=`, { Cookie: cookie })).text, NO_TAG);
  });

  it("without tag and cookie, or with a cookie of another, there is no tag data", async () => {
    for (const cookie of ["", "exo_ct=", "exo_c=1; xexo_ct=2"]) assert.equal((await call(server, `?goal=${goal.id}`, { Cookie: cookie })).text, NO_TAG, cookie);
    assert.equal((await call(server, `?goal=${goal.id}`, { Cookie: "exo_ct=123" })).text, TAG_INVALID);
  });

  for (const headers of [{ "Sec-Fetch-Dest": "image", Accept: "*/*" }, { Accept: "image/*" }, { Accept: "image/avif,image/webp,*/*;q=0.8" }] as Headers[]) {
    // spec: n2.5-gif
    it(`an image load (${JSON.stringify(headers)}) gets 43 bytes of GIF, and the text in X-Tag-Result`, async () => {
      const { cookie } = await click(variation);
      for (const result of [OK, NOTIFIED]) {
        const reply = await call(server, `?goal=${goal.id}`, { ...headers, Cookie: cookie });
        assert.deepEqual([reply.status, reply.headers["content-type"], reply.headers["x-tag-result"], reply.headers["cache-control"]], [200, "image/gif", result, "no-store"]);
      }
      const bytes = await bytesOf(server, `/tag.php?goal=${goal.id}`, { ...headers, Cookie: cookie });
      assert.equal(bytes.length, 43);
      assert.equal(bytes.subarray(0, 6).toString("latin1"), "GIF89a");
      assert.equal(bytes.at(-1), 0x3b);
    });
  }

  it("a page that is opened names images, too, and gets text", async () => {
    const reply = await call(server, `?goal=${goal.id}`, { "Sec-Fetch-Dest": "document", Accept: "text/html,application/xhtml+xml,image/avif,image/webp,*/*;q=0.8" });
    assert.deepEqual([reply.text, reply.headers["content-type"]], [NO_TAG, "text/plain; charset=utf-8"]);
  });

  it("an image with a tag of its own is an image, too", async () => {
    const { tag } = await click(variation);
    const reply = await call(server, `?goal=${goal.id}&tag=${tag}`, IMAGE);
    assert.deepEqual([reply.headers["content-type"], reply.headers["x-tag-result"]], ["image/gif", OK]);
  });

  it("the log says which calls were a page's, and keeps a visitor's address as the workspace wants it", async () => {
    const { tag, cookie } = await click(variation);
    await server.api("PATCH", "settings", { privacy: { address: "network" } });
    await call(server, `?goal=${goal.id}&mark=1`, { ...IMAGE, Cookie: cookie });
    await call(server, `?goal=${goal.id}&tag=${tag}&mark=2`);
    const pixel = await lastCall(server, (row) => String(row["query"]).endsWith("mark=1"));
    const postback = await lastCall(server, (row) => String(row["query"]).endsWith("mark=2"));
    assert.deepEqual([pixel["channel"], pixel["outcome"], pixel["address"]], ["pixel", "stored", "127.0.0.0"]);
    assert.deepEqual([postback["channel"], postback["outcome"], postback["address"]], ["s2s", "duplicate", "127.0.0.1"]);
    await server.api("PATCH", "settings", { privacy: { address: "full" } });
  });

  // spec: n2.3-6
  it("a tag of another account is invalid, and the log of the goal's account says so", async () => {
    const { id } = await server.api<{ id: number }>("POST", "workspaces", { name: "Another" });
    const stranger = await makeVariation(server, { "X-Workspace": String(id) });
    const { tag } = await click(stranger);
    assert.equal((await call(server, `?goal=${goal.id}&tag=${tag}&cpa=x&value=x`)).text, TAG_INVALID);
    const row = await lastCall(server, (each) => String(each["query"]).includes(tag));
    assert.deepEqual([row["outcome"], row["reason"]], ["refused", "other_account"]);
  });

  describe("a query that cannot be read", () => {
    for (const bad of ["%00", "%zz", "%e9", "%"]) {
      // spec: n2.1-parameters
      it(`fails the test of the parameter with ${bad}, answers 200, and is logged`, async () => {
        const dynamic = await makeGoal(server, { value: { type: "dynamic" } });
        const { tag } = await click(variation);
        for (const [query, body, reason] of [
          [`goal=${dynamic.id.slice(1)}${bad}&tag=${tag}`, GOAL_INVALID, "goal_form"],
          [`goal=${dynamic.id}&tag=${tag}${bad}`, TAG_INVALID, "tag_form"],
          [`goal=${dynamic.id}&tag=${tag}&value=5${bad}`, VALUE_INVALID, "value"],
          [`goal=${dynamic.id}&tag=${tag}&other=${bad}&value=5`, OK, ""],
        ] as const) {
          const reply = await raw(server.network, `GET /tag.php?${query} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`);
          assert.equal(reply.status, 200, query);
          assert.ok(reply.text.endsWith(`\r\n\r\n${body}`), reply.text);
          const row = await lastCall(server, (each) => each["query"] === query);
          assert.equal(row["reason"] ?? "", reason);
        }
      });
    }
  });

  it("every refused call of an account's goal or ad click is logged; of calls that name neither, a sample", async () => {
    const { tag } = await click(variation);
    const unlogged = await server.metric("rebond_goal_calls_unlogged_total");
    const before = server.count("select count(*) n from goal_call");
    await inParallel(Array.from({ length: 150 }), 20, () => call(server, `?goal=${goal.id}&tag=123456789`));
    await inParallel(Array.from({ length: 150 }), 20, () => call(server, `?goal=${"0".repeat(32)}&tag=${tag}`));
    await waitFor("all of them in the log", () => server.count("select count(*) n from goal_call") === before + 300);
    assert.equal(await server.metric("rebond_goal_calls_unlogged_total"), unlogged);
    const [row] = await server.rows("goal-calls?outcome=refused&limit=1");
    assert.equal(row?.["reason"], "goal_unknown");
    await inParallel(Array.from({ length: 300 }), 20, () => call(server, `?goal=${"1".repeat(32)}&tag=1`));
    assert.ok((await server.metric("rebond_goal_calls_unlogged_total")) - unlogged >= 100, "a hundred a minute, over two minutes at most");
  });
});

describe("the network's further hosts", () => {
  // spec: n2.1-hosts, n2.5-code
  it("are in the pixel's code, and with them no other name is served", async () => {
    const server = await start({ settings: { "network-url": "https://ads.example", "network-hosts": "s.ads.example, alias.example:8443" } });
    const goal = await makeGoal(server);
    const images = ["ads.example", "s.ads.example", "alias.example:8443"].map((host) => `<img src="https://${host}/tag.php?goal=${goal.id}" width="1" height="1" alt="">`);
    assert.equal(goal.links["pixel"], ["<!-- START Exoclick Goal Tag | Goal -->", ...images, "<!-- END Exoclick Goal Tag | Goal -->"].join("\n"));
    assert.match(goal.links["pixel_script"] ?? "", /\["https:\/\/ads\.example", "https:\/\/s\.ads\.example", "https:\/\/alias\.example:8443"\]/);
    const statusOf = async (host: string): Promise<number> => (await ask(server.network, "/tag.php", { headers: { Host: host } })).status;
    for (const host of ["ads.example", "S.ADS.example:1", "alias.example", "127.0.0.1:9", "localhost", "[::1]:8"]) assert.equal(await statusOf(host), 200, host);
    for (const host of ["other.example", "example", "xs.ads.example"]) assert.equal(await statusOf(host), 421, host);
    await server.stop();
  });

  it("are none by default, and every name is served", async () => {
    const server = await start();
    assert.equal((await ask(server.network, "/tag.php", { headers: { Host: "any.example" } })).status, 200);
    await server.stop();
  });
});
