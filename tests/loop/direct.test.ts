/* direct - visits of pages that are opened without a redirect, as t.js and the image ask for them
 * (spec/tracker.md §1.4, §1.5, §2.3). What a browser makes of it stands in browser/direct.test.ts. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, withShim, type Json, type Server } from "./harness.ts";
import { ask, type Reply } from "./http.ts";
import * as world from "./world.ts";

interface Visit extends Json {
  cid: string;
  via: string;
  is_unique: boolean;
  external_id: string | null;
  referrer: string | null;
  offer: unknown;
  tokens: Record<string, string>;
}

describe("a direct campaign", () => {
  let server: Server;
  let loop: world.Loop;

  before(async () => {
    server = await start();
    loop = await world.makeLoop(server, { campaign: { type: "direct" } });
  });
  after(() => server.stop());

  const script = (query: string, headers: Record<string, string> = {}, key = loop.campaign.key): Promise<Reply> =>
    ask(server.tracking, `/${key}.json${query}`, { headers: { "User-Agent": "Browser/1", ...headers } });
  const register = async (query: string): Promise<{ cid: string; is_new: boolean }> => {
    const reply = await script(query);
    assert.equal(reply.status, 200, reply.text);
    return JSON.parse(reply.text) as { cid: string; is_new: boolean };
  };
  const visitOf = async (cid: string): Promise<Visit> => {
    const [row] = await server.rows<Visit>(`visits?cid=${cid}`);
    return row as Visit;
  };

  // spec: 1.5-type
  it("is of that type for good, and has offers only", async () => {
    const change = await server.call("PATCH", `campaigns/${loop.campaign.id}`, { type: "redirect" });
    assert.equal(change.status, 422);
    assert.match(change.text, /"field":\s*"type"/);
    assert.equal((await server.call("PATCH", `campaigns/${loop.campaign.id}`, { type: "direct", note: "x" })).status, 200);
    const lander = await server.api<world.Entity>("POST", "landers", { name: "L", url: "http://l/?c={clickid}" });
    const path = { landers: [{ id: lander.id }], offers: [{ id: loop.offer.id }] };
    const refused = await server.call("PATCH", `campaigns/${loop.campaign.id}`, { paths: [path] });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /"field":\s*"paths\[0\]\.landers"/);
    const rule = (to: Json): Json => ({ name: "R", conditions: [{ field: "token1", values: ["x"] }], paths: [to] });
    const rules = [rule({ offers: [{ id: loop.offer.id }] }), rule({ url: "http://x.example/" })];
    const byRule = await server.call("PATCH", `campaigns/${loop.campaign.id}`, { rules });
    assert.equal(byRule.status, 422);
    assert.match(byRule.text, /"field":\s*"rules\[1\]\.paths\[0\]\.url"/);
    const flow = await server.api<world.Entity>("POST", "flows", { name: "F", paths: [path] });
    const byFlow = await server.call("PATCH", `campaigns/${loop.campaign.id}`, { flow_id: flow.id, paths: [], rules: [] });
    assert.equal(byFlow.status, 422);
    assert.match(byFlow.text, /"field":\s*"flow_id"/);
    const straight = await server.api<world.Entity>("POST", "flows", { name: "S", paths: [{ offers: [{ id: loop.offer.id }] }] });
    await world.makeLoop(server, { campaign: { type: "direct", flow_id: straight.id, paths: [] } });
    const bent = await server.call("PATCH", `flows/${straight.id}`, { paths: [path] });
    assert.equal(bent.status, 422, "a flow that pages go by");
    assert.match(bent.text, /"field":\s*"paths\[0\]\.landers"/);
    assert.equal((await server.call("PATCH", `flows/${straight.id}`, { name: "T" })).status, 200);
    assert.equal((await server.call("PATCH", `flows/${flow.id}`, { name: "G" })).status, 200);
  });

  // spec: 1.5-tracking-section
  it("shows the script, the pixel and what to append to the page's URL, instead of a campaign URL", () => {
    const { links, key } = loop.campaign;
    assert.equal(links["script"], `<script src="${server.tracking}/t.js" data-campaign="${key}" async></script>`);
    assert.equal(
      links["pixel"],
      `<noscript><img src="${server.tracking}/${key}.gif" width="1" height="1" alt=""></noscript>`,
    );
    assert.match(links["page_query"] ?? "", /^\?variation_id=\{variation_id\}&.*external_id=\{conversions_tracking\}$/);
    assert.equal(links["campaign_url"], undefined);
    assert.equal(links["click_url"], `${server.tracking}/click`);
  });

  // spec: 1.4-direct-script
  it("registers the visit of a script with tokens, cost, external id, referrer and page", async () => {
    const { cid, is_new } = await register(
      "?rb_cid=&rb_url=http%3A%2F%2Fpage.test%2Fa&rb_ref=http%3A%2F%2Fad.test%2Fx&variation_id=77&cost=0.5&external_id=E%2B1",
    );
    assert.equal(is_new, true);
    const visit = await visitOf(cid);
    assert.equal(visit.via, "script");
    assert.equal(visit.external_id, "E+1");
    assert.equal(visit.referrer, "http://ad.test/x");
    assert.equal(visit.tokens["variation_id"], "77");
    assert.equal(visit["cost"], "0.5");
    assert.equal(visit.offer, null, "the offer is drawn at the click");
    const click = await ask(server.tracking, `/click?cid=${cid}`);
    assert.match(click.location, new RegExp(`s1=${cid}$`));
    assert.equal((await world.postback(server, `cid=${cid}&payout=3`)).text, "OK");
  });

  it("takes from the script what the browser tells no other site, and passes over what is none", async () => {
    const agent = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36";
    const hints = { "Sec-CH-UA": '"Chromium";v="124", "Google Chrome";v="124"', "Sec-CH-UA-Mobile": "?1", "Sec-CH-UA-Platform": '"Android"' };
    const told = async (said: Record<string, string>): Promise<unknown[]> => {
      const reply = await script(`?${new URLSearchParams(said).toString()}`, { ...hints, "User-Agent": agent });
      const visit = await visitOf((JSON.parse(reply.text) as { cid: string }).cid);
      return ["resolution", "brand", "model", "os_version", "browser_version"].map((name) => visit[name]);
    };
    assert.deepEqual(
      await told({ rb_screen: "412x915", rb_model: '"Pixel 8"', rb_system: '"14.0.0"', rb_browsers: '"Chromium";v="124.0.6367.83", "Google Chrome";v="124.0.6367.83"' }),
      ["412x915", "Google", "Pixel 8", "14", "124.0.6367.83"],
    );
    for (const screen of ["", "0x0", "412", "412x", "x915", "412x915x1", "412x-1", "999999x1", "a"])
      assert.deepEqual(await told({ rb_screen: screen, rb_model: "Pixel 8", rb_system: '"14', rb_browsers: "none" }), [null, null, null, null, "124.0.0.0"], screen);
  });

  it("goes on with a visit that its page knows, unless the source sent the visitor anew", async () => {
    const first = await register("?external_id=A&zoneid=1");
    const same = async (query: string): Promise<boolean> => {
      const next = await register(`?rb_cid=${first.cid}${query}`);
      assert.equal(next.is_new, next.cid !== first.cid);
      return !next.is_new;
    };
    assert.equal(await same("&external_id=A&zoneid=1"), true, "a reload");
    assert.equal(await same(""), true, "the next page of the site");
    assert.equal(await same("&page=2"), true, "a parameter that is none of the source's");
    assert.equal(await same("&external_id=B&zoneid=1"), false, "another click of the source");
    assert.equal(await same("&external_id=A&zoneid=2"), false, "another zone");
    const { campaign } = await world.makeLoop(server, { campaign: { type: "direct" } });
    const other = await register(`?rb_cid=${first.cid}`);
    assert.equal(other.cid, first.cid);
    const reply = await script(`?rb_cid=${first.cid}`, {}, campaign.key);
    assert.equal((JSON.parse(reply.text) as { is_new: boolean }).is_new, true, "another campaign");
    assert.equal((await register(`?rb_cid=${"0".repeat(24)}`)).is_new, true, "a click id that is none of ours");
  });

  it("tells unique visits by the click id that the page knows", async () => {
    const first = await register("?external_id=U1");
    const again = await script(`?rb_cid=${first.cid}&external_id=U2`, { "User-Agent": "Another/1" });
    const visit = await visitOf((JSON.parse(again.text) as { cid: string }).cid);
    assert.equal(visit.is_unique, false);
    assert.deepEqual(visit["seen_by"], ["cookie"]);
  });

  it("registers a new visit once the window is over", async () => {
    const own = await start();
    const { campaign } = await world.makeLoop(own, { campaign: { type: "direct", uniqueness_hours: 1 } });
    const go = async (query: string): Promise<{ cid: string; is_new: boolean }> =>
      JSON.parse((await ask(own.tracking, `/${campaign.key}.json${query}`)).text) as { cid: string; is_new: boolean };
    const { cid } = await go("");
    assert.equal((await go(`?rb_cid=${cid}`)).is_new, false);
    await own.stop();
    await own.restart(withShim({ clockMs: 2 * 3600_000 }));
    assert.equal((await go(`?rb_cid=${cid}`)).is_new, true);
    await own.stop();
  });

  it("answers any page, without cookies and without credentials", async () => {
    const reply = await script("", { Origin: "https://page.test", Cookie: `rb_c=${loop.campaign.key}.${"1".repeat(24)}` });
    assert.equal(reply.headers["access-control-allow-origin"], "*");
    assert.equal(reply.headers["access-control-allow-credentials"], undefined);
    assert.equal(reply.headers["set-cookie"], undefined);
    assert.equal(reply.headers["cache-control"], "no-store");
    assert.equal(reply.headers["content-type"], "application/json");
    assert.deepEqual(Object.keys(JSON.parse(reply.text) as Json).sort(), ["cid", "is_new"]);
  });

  // spec: 2.3-direct-tracking-pixel
  it("registers the visit of an image, leaves the cookie, and goes on with it", async () => {
    const go = (query: string, cookie = ""): Promise<Reply> =>
      ask(server.tracking, `/${loop.campaign.key}.gif${query}`, {
        headers: { Referer: "http://page.test/", ...(cookie === "" ? {} : { Cookie: cookie }) },
      });
    const before = server.count("select count(*) n from visit");
    const first = await go("?external_id=P1");
    assert.equal(first.status, 200);
    assert.equal(first.headers["content-type"], "image/gif");
    assert.equal(first.headers["content-length"], "43");
    const [left = ""] = first.headers["set-cookie"] ?? [];
    const cookie = left.slice(0, left.indexOf(";"));
    const cid = cookie.slice(-24);
    assert.equal((await visitOf(cid)).via, "pixel");
    assert.equal((await visitOf(cid)).referrer, "", "the page itself is not where the visitor came from");
    await go("?external_id=P1", cookie);
    assert.equal(server.count("select count(*) n from visit"), before + 1);
    await go("?external_id=P2", cookie);
    assert.equal(server.count("select count(*) n from visit"), before + 2);
    await ask(server.tracking, `/conversion.gif?payout=2`, { headers: { Cookie: cookie } });
    assert.equal((await world.conversionOf(server, cid)).payout, "2");
    assert.equal((await ask(server.tracking, `/${loop.campaign.key}.gif`, { method: "HEAD" })).status, 200);
    assert.equal(server.count("select count(*) n from visit"), before + 2);
  });

  it("is played by a conversion test as by a redirect, without a visit in its figures", async () => {
    const { campaign } = await world.makeLoop(server, { campaign: { type: "direct" } });
    const test = await server.api<{ ok: boolean; steps: Json[] }>("POST", `campaigns/${campaign.id}/test`, {});
    assert.deepEqual(
      test.steps.slice(0, 3).map((step) => [step["step"], step["ok"]]),
      [
        ["visit", true],
        ["offer", true],
        ["postback", true],
      ],
    );
    const { counts } = await server.api<{ counts: Json }>("GET", `campaigns/${campaign.id}`);
    assert.equal(counts["visits"], 0);
    assert.equal((await ask(server.tracking, `/${campaign.key}`)).status, 404, "for anyone else");
  });

  it("and a redirect campaign do not take each other's visits", async () => {
    const { campaign } = await world.makeLoop(server);
    assert.equal((await ask(server.tracking, `/${loop.campaign.key}`)).status, 404);
    assert.equal((await script("", {}, campaign.key)).status, 404);
    assert.equal((await script("", {}, "AAAAAA")).status, 404);
    const gif = await ask(server.tracking, `/${campaign.key}.gif`);
    assert.equal(gif.headers["content-type"], "image/gif");
    assert.equal(gif.headers["set-cookie"], undefined);
    assert.equal(server.count(`select count(*) n from visit where campaign_id=${campaign.id}`), 0);
  });

  it("refuses a broken query by its name, and a prefetch", async () => {
    const reply = await script("?external_id=%zz");
    assert.equal(reply.status, 400);
    assert.match(reply.text, /external_id/);
    const count = server.count("select count(*) n from visit");
    const prefetch = { "Sec-Purpose": "prefetch;prerender" };
    const early = await script("", prefetch);
    assert.equal(early.status, 503);
    assert.equal(early.headers["access-control-allow-origin"], "*", "the page's script may read why");
    const image = await ask(server.tracking, `/${loop.campaign.key}.gif`, { headers: prefetch });
    assert.equal(image.status, 200);
    assert.equal(image.headers["content-type"], "image/gif", "an image is one in any case");
    assert.equal(server.count("select count(*) n from visit"), count);
    assert.equal((await ask(server.tracking, `/${loop.campaign.key}.json`, { method: "POST" })).status, 405);
  });
});

describe("/t.js", () => {
  it("is small, kept for minutes, asked again by its ETag, and readable by any page", async () => {
    const server = await start();
    const reply = await ask(server.tracking, "/t.js");
    assert.equal(reply.status, 200);
    assert.equal(reply.headers["content-type"], "text/javascript; charset=utf-8");
    assert.ok(Number(reply.headers["content-length"]) < 4096, String(reply.headers["content-length"]));
    assert.equal(reply.headers["cache-control"], "public, max-age=300");
    const etag = reply.headers.etag ?? "";
    assert.match(etag, /^"[0-9a-f]{16}"$/);
    const again = await ask(server.tracking, "/t.js", { headers: { "If-None-Match": etag } });
    assert.equal(again.status, 304);
    assert.equal(again.text, "");
    assert.equal((await ask(server.tracking, "/t.js", { headers: { "If-None-Match": '"x"' } })).status, 200);
    assert.equal((await ask(server.tracking, "/t.js", { method: "HEAD" })).headers.etag, etag);
    new Function(reply.text); /* it parses */
    await server.stop();
  });
});
