/* network - an affiliate network's settings over HTTP: who may call its postback behind a proxy, and
 * what it does to the links that users and networks copy (spec/tracker.md §1.2). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ask } from "./http.ts";
import { start, type Server } from "./harness.ts";
import * as world from "./world.ts";

let server: Server;

before(async () => {
  server = await start({ settings: { "http-trusted-proxies": "127.0.0.1/32,198.51.100.0/24" } });
});
after(async () => {
  await server.stop();
});

/** The reason of the last postback about that click. */
async function reasonOf(cid: string): Promise<unknown> {
  const [row] = await server.rows(`postbacks/in?cid=${cid}&limit=1`);
  return row?.["reason"];
}

describe("an allow list behind a trusted proxy", () => {
  const send = async (forwarded?: string): Promise<[number, unknown]> => {
    const loop = await world.makeLoop(server, { network: { ip_allow: ["203.0.113.0/24"] } });
    const { cid } = await world.visitNew(loop);
    const headers = forwarded === undefined ? {} : { headers: { "X-Forwarded-For": forwarded } };
    const reply = await ask(server.tracking, `/postback?cid=${cid}&payout=2`, headers);
    return [reply.status, await reasonOf(cid)];
  };

  // spec: 2.4-forbidden
  it("goes by the address that the proxy saw", async () => {
    assert.deepEqual(await send("203.0.113.5"), [200, ""]);
    assert.deepEqual(await send("8.8.8.8, 203.0.113.5"), [200, ""]);
    assert.deepEqual(await send("203.0.113.5, 198.51.100.9"), [200, ""]);
  });

  it("and not by what a stranger wrote in front of it, nor by the proxy's own", async () => {
    assert.deepEqual(await send("203.0.113.5, 8.8.8.8"), [403, "address_not_allowed"]);
    assert.deepEqual(await send("8.8.8.8"), [403, "address_not_allowed"]);
    assert.deepEqual(await send("203.0.113.5, nonsense"), [403, "address_not_allowed"]);
    assert.deepEqual(await send(), [403, "address_not_allowed"]);
  });
});

describe("a network's links", () => {
  const locationOf = async (network: object, url: string): Promise<{ location: string; cid: string }> => {
    const loop = await world.makeLoop(server, {
      network: { offer_url_template: null, ...network },
      offer: { url },
    });
    const reply = await ask(server.tracking, `/${loop.campaign.key}?external_id=x`);
    assert.equal(reply.status, 302);
    const [visit] = await server.rows<{ cid: string }>(`visits?campaign=${loop.campaign.id}`);
    return { location: reply.location, cid: visit?.cid ?? "" };
  };

  // spec: 1.2-offer-source-parameter
  it("click_param carries the click id without a template", async () => {
    const { location, cid } = await locationOf({ click_param: "s1" }, "http://mypage.com/?a=14030");
    assert.equal(location, `http://mypage.com/?a=14030&s1=${cid}`);
  });

  it("click_param fills the offer's own empty parameter in place", async () => {
    const { location, cid } = await locationOf({ click_param: "s1" }, "http://mypage.com/?s1=&a=14030");
    assert.equal(location, `http://mypage.com/?s1=${cid}&a=14030`);
  });

  it("append_click_id ends a URL that ends in an empty parameter, never twice", async () => {
    const template = { append_click_id: true, offer_url_template: "{url}&src=x&sub=" };
    const appended = await locationOf(template, "http://mypage.com/");
    assert.equal(appended.location, `http://mypage.com/?src=x&sub=${appended.cid}`);
    const ended = await locationOf(
      { append_click_id: true, offer_url_template: "{url}&sub={clickid}" },
      "http://mypage.com/",
    );
    assert.equal(ended.location, `http://mypage.com/?sub=${ended.cid}`);
  });

  // spec: 1.2-postback-urls, 1.2-eventn
  it("show the postback over http and https, with events", async () => {
    const loop = await world.makeLoop(server, {
      network: { postback_macros: { cid: "{sub}", payout: "{pay}", event1: "{e1}", add_event2: "{e2}" } },
    });
    const tail = `/postback?cid={sub}&payout={pay}&event1={e1}&add_event2={e2}&nid=${loop.network.id}`;
    const { postback_url, secure_postback_url } = loop.network.links;
    assert.equal(postback_url, `${server.tracking}${tail}`);
    assert.equal(secure_postback_url, `${server.tracking.replace("http:", "https:")}${tail}`);
    assert.equal(loop.offer.links["secure_postback_url"], secure_postback_url);
  });
});
