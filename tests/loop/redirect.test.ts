/* redirect - how a visitor is sent on: statuses, one page, two pages (spec/tracker.md §1.5, §1.6).
 * What a browser makes of it stands in browser/referrer.test.ts. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { start, withShim, type Server } from "./harness.ts";
import { ask, type Reply } from "./http.ts";
import * as world from "./world.ts";

const CSP = "default-src 'none'; base-uri 'none'; form-action 'none'";

describe("a redirect", () => {
  let server: Server;
  before(async () => {
    server = await start();
  });

  const campaign = (redirect: string, url = world.OFFER_URL): Promise<world.Loop> =>
    world.makeLoop(server, { offer: { url }, campaign: { redirect } });

  /** Where a page refreshes to, unescaped. */
  const refreshOf = (reply: Reply): string => {
    const [, refresh = ""] = /<meta http-equiv="refresh" content="0;url=([^"]*)">/.exec(reply.text) ?? [];
    const [, link = ""] = /<a rel="noreferrer" href="([^"]*)">/.exec(reply.text) ?? [];
    assert.equal(refresh, link, "the link leads where the refresh does");
    return refresh
      .replaceAll("&#39;", "'")
      .replaceAll("&quot;", '"')
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
  };

  const isPage = (reply: Reply): void => {
    assert.equal(reply.status, 200);
    assert.equal(reply.location, "");
    assert.equal(reply.headers["content-type"], "text/html; charset=utf-8");
    assert.equal(reply.headers["cache-control"], "no-store");
    assert.equal(reply.headers["referrer-policy"], "no-referrer");
    assert.equal(reply.headers["content-security-policy"], CSP);
    assert.doesNotMatch(reply.text, /<script|javascript:/i);
  };

  for (const redirect of ["302", "303", "307"]) {
    // spec: 1.6-302-default, 1.6-301-303-307, 1.6-no-store
    it(`with ${redirect} is that status, never to be stored, and lets the referrer pass`, async () => {
      const { campaign: made } = await campaign(redirect);
      const reply = await ask(server.tracking, `/${made.key}`);
      assert.equal(reply.status, Number(redirect));
      assert.match(reply.location, /^http:\/\/mypage\.com\/\?a=14030&c=64375&s1=[0-9a-z]{24}$/);
      assert.equal(reply.headers["cache-control"], "no-store");
      assert.equal(reply.headers["referrer-policy"], undefined);
    });
  }

  // spec: 1.6-301-303-307
  it("with 301 is refused: browsers would keep it and no visit would come again", async () => {
    const { campaign: made } = await campaign("302");
    const reply = await server.call("PATCH", `campaigns/${made.id}`, { redirect: "301" });
    assert.equal(reply.status, 422);
    assert.match(reply.text, /"field":\s*"redirect"/);
  });

  // spec: 1.6-meta-refresh, 1.6-no-store
  it("with meta is a page that refreshes to the offer and sets the cookie", async () => {
    const { campaign: made } = await campaign("meta", "http://mypage.com/?q=a'b&c=<i>&s1=");
    const reply = await ask(server.tracking, `/${made.key}`);
    isPage(reply);
    const [, cid = ""] =
      /^http:\/\/mypage\.com\/\?q=a'b&c=<i>&s1=([0-9a-z]{24})$/.exec(refreshOf(reply)) ?? [];
    assert.match(String(reply.headers["set-cookie"]), new RegExp(`rb_c=${made.key}\\.${cid};`));
    assert.equal(server.count("select count(*) n from visit where campaign_id = " + made.id), 1);
  });

  // spec: 1.6-double-meta-refresh, 1.6-no-store
  it("with double_meta leads over a sealed address of the tracker that names no URL", async () => {
    const { campaign: made } = await campaign("double_meta");
    const first = await ask(server.tracking, `/${made.key}`);
    isPage(first);
    const hop = refreshOf(first);
    assert.match(hop, /^\/hop\?t=[\w-]+$/);
    assert.ok(!Buffer.from(hop.slice("/hop?t=".length), "base64url").includes("mypage"));
    const second = await ask(server.tracking, hop);
    isPage(second);
    assert.match(refreshOf(second), /^http:\/\/mypage\.com\/\?a=14030&c=64375&s1=[0-9a-z]{24}$/);
    assert.equal(second.headers["set-cookie"], undefined);
    assert.equal(server.count("select count(*) n from visit where campaign_id = " + made.id), 1);
  });

  it("answers a HEAD alike, without the page", async () => {
    for (const redirect of ["302", "meta", "double_meta"]) {
      const { campaign: made } = await campaign(redirect);
      const get = await ask(server.tracking, `/${made.key}`);
      const head = await ask(server.tracking, `/${made.key}`, { method: "HEAD" });
      assert.equal(head.status, get.status);
      assert.equal(head.text, "");
      for (const name of ["content-type", "cache-control", "referrer-policy", "content-length"])
        assert.equal(head.headers[name], get.headers[name], name);
    }
  });

  it("over a hop is refused when one character of the token differs, or it is none", async () => {
    const { campaign: made } = await campaign("double_meta");
    const hop = refreshOf(await ask(server.tracking, `/${made.key}`));
    const last = hop.at(-2) === "A" ? "B" : "A";
    const tokens = [`${hop.slice(0, -2)}${last}${hop.at(-1)}`, "/hop?t=", "/hop", "/hop?t=aGFsbG8", "/hop?t=%00"];
    for (const target of [...tokens, `/hop?t=${"A".repeat(8000)}`, "/hop?t=http://evil.example/"]) {
      const reply = await ask(server.tracking, target);
      assert.equal(reply.status, 404, target);
      assert.equal(reply.headers["location"], undefined);
      assert.doesNotMatch(reply.text, /evil|http/);
    }
    assert.equal((await ask(server.tracking, hop, { method: "POST" })).status, 405);
  });

  it("over a hop ends after five minutes, and outlives a restart", async () => {
    const own = await start();
    const { campaign: made } = await world.makeLoop(own, { campaign: { redirect: "double_meta" } });
    const hop = refreshOf(await ask(own.tracking, `/${made.key}`));
    await own.stop();
    await own.restart(withShim({ clockMs: 4 * 60_000 }));
    assert.equal((await ask(own.tracking, hop)).status, 200);
    await own.stop();
    await own.restart(withShim({ clockMs: 6 * 60_000 }));
    assert.equal((await ask(own.tracking, hop)).status, 404);
    await own.stop();
  });
});
