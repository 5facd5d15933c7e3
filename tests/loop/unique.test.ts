/* unique - which visits are unique, and that a restart forgets nobody (spec/tracker.md §3.8). */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { start, withShim, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive } from "./http.ts";
import * as world from "./world.ts";

const HOUR_MS = 3600_000;

interface Visit extends Json {
  cid: string;
  is_unique: boolean;
  seen_by: string[];
}

let agents = 0;
/** A user agent that no other test has. */
const newAgent = (): string => `Agent/${++agents}`;

/** Visits with that user agent and cookie; the visit as the log tells it, and the cookie that it left. */
async function visit(
  server: Server,
  campaign: world.Campaign,
  agent: string,
  cookie = "",
  headers: Record<string, string> = {},
): Promise<Visit & { cookie: string }> {
  const reply = await ask(server.tracking, `/${campaign.key}`, {
    headers: { "User-Agent": agent, ...(cookie === "" ? {} : { Cookie: cookie }), ...headers },
  });
  assert.equal(reply.status, 302);
  const [row] = await server.rows<Visit>(`visits?campaign=${campaign.id}&limit=1`);
  const [left = ""] = reply.headers["set-cookie"] ?? [];
  return { ...(row as Visit), cookie: left.slice(0, left.indexOf(";")) };
}

const countsOf = async (server: Server, campaign: world.Campaign): Promise<Json> =>
  (await server.api<{ counts: Json }>("GET", `campaigns/${campaign.id}`)).counts;

describe("a visit", () => {
  let server: Server;
  let campaign: world.Campaign;

  before(async () => {
    server = await start();
    ({ campaign } = await world.makeLoop(server));
  });

  // spec: 3.8-address-and-agent
  it("is unique once for address and user agent, and again for another agent, address or campaign", async () => {
    const { campaign: other } = await world.makeLoop(server);
    const agent = newAgent();
    assert.equal((await visit(server, campaign, agent)).is_unique, true);
    const second = await visit(server, campaign, agent);
    assert.equal(second.is_unique, false);
    assert.deepEqual(second.seen_by, ["address"]);
    assert.equal((await visit(server, campaign, newAgent())).is_unique, true);
    assert.equal((await visit(server, other, agent)).is_unique, true);
  });

  it("is told by the address in X-Forwarded-For only behind a trusted proxy", async () => {
    const own = await start({ settings: { "http-trusted-proxies": "127.0.0.1/32" } });
    const { campaign: made } = await world.makeLoop(own);
    const agent = newAgent();
    const from = (address: string): Promise<Visit> =>
      visit(own, made, agent, "", { "X-Forwarded-For": address });
    assert.equal((await from("203.0.113.1")).is_unique, true);
    assert.equal((await from("203.0.113.2")).is_unique, true);
    assert.equal((await from("203.0.113.1")).is_unique, false);
    await own.stop();
    const agent2 = newAgent();
    assert.equal((await visit(server, campaign, agent2, "", { "X-Forwarded-For": "203.0.113.1" })).is_unique, true);
    assert.equal((await visit(server, campaign, agent2, "", { "X-Forwarded-For": "203.0.113.2" })).is_unique, false);
  });

  // spec: 3.8-cookie
  it("is not unique when the browser's cookie holds a click of this campaign, whatever its agent", async () => {
    const first = await visit(server, campaign, newAgent());
    const second = await visit(server, campaign, newAgent(), first.cookie);
    assert.equal(second.is_unique, false);
    assert.deepEqual(second.seen_by, ["cookie"]);
  });

  it("is unique when the cookie holds only another campaign's click, or one that is not ours", async () => {
    const { campaign: other } = await world.makeLoop(server);
    const first = await visit(server, other, newAgent());
    assert.equal((await visit(server, campaign, newAgent(), first.cookie)).is_unique, true);
    const forged = `rb_c=${campaign.key}.${"0".repeat(24)}`;
    assert.equal((await visit(server, campaign, newAgent(), forged)).is_unique, true);
  });

  it("of a bot or by HEAD is neither unique nor does it take the place of a first one", async () => {
    const agent = newAgent();
    await ask(server.tracking, `/${campaign.key}`, { method: "HEAD", headers: { "User-Agent": agent } });
    const [head] = await server.rows<Visit>(`visits?campaign=${campaign.id}&limit=1`);
    assert.equal(head?.is_unique, false);
    const bot = await visit(server, campaign, "facebookexternalhit/1.1");
    assert.equal(bot.is_unique, false);
    assert.equal((await visit(server, campaign, agent)).is_unique, true);
  });

  it("of fifty in parallel by one visitor is unique once, and the totals say so", async () => {
    const { campaign: own } = await world.makeLoop(server);
    const agent = keepAlive(50);
    const headers = { "User-Agent": newAgent() };
    await inParallel(Array.from({ length: 50 }), 50, () => ask(server.tracking, `/${own.key}`, { agent, headers }));
    agent.destroy();
    assert.equal(server.count(`select sum(is_unique) n from visit where campaign_id=${own.id}`), 1);
    const counts = await countsOf(server, own);
    assert.equal(counts["visits"], 50);
    assert.equal(counts["unique_visits"], 1);
  });

  it("tells the offer by {unique}", async () => {
    const { campaign: own } = await world.makeLoop(server, {
      offer: { url: "http://mypage.com/?u={unique}&s1=", network_id: null },
    });
    const headers = { "User-Agent": newAgent() };
    const go = async (): Promise<string> => (await ask(server.tracking, `/${own.key}`, { headers })).location;
    assert.match(await go(), /\?u=1&/);
    assert.match(await go(), /\?u=0&/);
  });

  it("keeps the visitor's number apart with what can be forgotten, and the ledger proves it", async () => {
    await visit(server, campaign, newAgent());
    assert.equal(
      server.count("select count(*) n from visit v join personal p using (id) where (p.visitor = 0) <> (v.is_bot = 1)"),
      0,
    );
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});

describe("the window", () => {
  it("is the campaign's, from 1 to 720 hours, and counts from the last visit", async () => {
    const server = await start();
    const { campaign } = await world.makeLoop(server, { campaign: { uniqueness_hours: 2 } });
    const { campaign: long } = await world.makeLoop(server, { campaign: { uniqueness_hours: 720 } });
    const agent = newAgent();
    const first = await visit(server, campaign, agent);
    await visit(server, long, agent);
    const after = async (ms: number): Promise<void> => {
      await server.stop();
      await server.restart(withShim({ clockMs: ms }));
    };
    await after(2 * HOUR_MS - 60_000);
    assert.equal((await visit(server, campaign, agent)).is_unique, false);
    assert.equal((await visit(server, campaign, newAgent(), first.cookie)).is_unique, false);
    await after(3.9 * HOUR_MS);
    assert.equal((await visit(server, campaign, agent)).is_unique, false);
    const again = await visit(server, campaign, agent, first.cookie);
    assert.equal(again.is_unique, true, "the cookie's click is too old, and the cookie decides");
    assert.deepEqual(again.seen_by, ["old_cookie", "address"]);
    await after(6 * HOUR_MS);
    assert.equal((await visit(server, campaign, agent)).is_unique, true);
    await after(719 * HOUR_MS);
    assert.equal((await visit(server, long, agent)).is_unique, false);
    await server.stop();
  });
});

describe("a restart", () => {
  // spec: 3.8-restart
  it("forgets no visitor, also after kill -9, and none is counted anew", async () => {
    const server = await start();
    const { campaign } = await world.makeLoop(server);
    const names = Array.from({ length: 200 }, newAgent);
    for (const agent of names.slice(0, 100)) await ask(server.tracking, `/${campaign.key}`, { headers: { "User-Agent": agent } });
    await server.kill9();
    await server.restart();
    for (const agent of names) await ask(server.tracking, `/${campaign.key}`, { headers: { "User-Agent": agent } });
    await server.stop();
    await server.restart();
    for (const agent of names) await ask(server.tracking, `/${campaign.key}`, { headers: { "User-Agent": agent } });
    const counts = await countsOf(server, campaign);
    assert.equal(counts["visits"], 500);
    assert.equal(counts["unique_visits"], 200);
    assert.equal(await server.metric("rebond_visitors_known"), 200);
    assert.equal(await server.metric("rebond_visitors_reading"), 0);
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
    await server.stop();
  });
});
