/* routing - where visits go: rules, flows, landers, and the lander's click to the offer
 * (spec/tracker.md §1.3 to §1.6). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, withShim, type Json, type Server } from "./harness.ts";
import { ask, paramsOf, type Reply } from "./http.ts";
import { conversionOf, makeLoop, postback, type Campaign, type Entity, type Loop } from "./world.ts";

const LANDER = "http://lander.example/page?cid={clickid}&z={token5}";

let server: Server;
let loop: Loop;

before(async () => {
  server = await start();
  loop = await makeLoop(server);
});
after(async () => {
  const { code, out } = server.verify();
  assert.equal(code, 0, out);
  await server.stop();
});

/* --- What a test makes ----------------------------------------------------------------------- */

const make = (resource: string, body: Json): Promise<Entity> => server.api<Entity>("POST", resource, body);

/** An offer whose URL says its name and its click id. */
const makeOffer = (name: string, more: Json = {}): Promise<Entity> =>
  make("offers", { name, url: `http://offer.example/${name}?s={clickid}`, ...more });

const makeLander = (name = "Lander"): Promise<Entity> => make("landers", { name, url: LANDER });

const makeCampaign = (body: Json): Promise<Campaign> =>
  server.api<Campaign>("POST", "campaigns", { name: "C", source_id: loop.source.id, ...body });

/** A rule with one condition that sends visits to one offer. */
const rule = (condition: Json, offer: Entity): Json => ({
  name: "Rule",
  conditions: [condition],
  paths: [{ offers: [{ id: offer.id }] }],
});

interface Asked {
  query?: string;
  headers?: Record<string, string>;
}

const visit = (campaign: Campaign, { query = "", headers = {} }: Asked = {}): Promise<Reply> =>
  ask(server.tracking, `/${campaign.key}${query}`, { headers });

/** The name of the offer that a redirect leads to. */
const offerOf = (reply: Reply): string => new URL(reply.location).pathname.slice(1);

const cidOf = (reply: Reply): string => paramsOf(reply.location).get("cid") ?? paramsOf(reply.location).get("s") ?? "";

const click = (suffix: string, headers: Record<string, string> = {}): Promise<Reply> =>
  ask(server.tracking, `/click${suffix}`, { headers });

const countsOf = async (campaign: Campaign): Promise<Record<string, number>> =>
  (await server.api<{ counts: Record<string, number> }>("GET", `campaigns/${campaign.id}`)).counts;

/* --- Rules ----------------------------------------------------------------------------------- */

describe("a rule", () => {
  let yes: Entity;
  let no: Entity;
  before(async () => {
    yes = await makeOffer("yes");
    no = await makeOffer("no");
  });

  const takes: { name: string; condition: Json; met: Asked; unmet: Asked }[] = [
    {
      name: "by a token's slot",
      condition: { field: "token5", values: ["13"] },
      met: { query: "?zoneid=13" },
      unmet: { query: "?zoneid=131" },
    },
    {
      name: "by a token's parameter",
      condition: { field: "token:zoneid", values: ["13", "14"] },
      met: { query: "?zoneid=14" },
      unmet: { query: "?zoneid=" },
    },
    {
      name: "by language",
      condition: { field: "language", values: ["fr"] },
      met: { headers: { "Accept-Language": "fr-CA,fr;q=0.9" } },
      unmet: { headers: { "Accept-Language": "en,fr" } },
    },
    {
      name: "by referrer",
      condition: { field: "referrer", values: ["/news/"] },
      met: { headers: { Referer: "http://site.example/news/1" } },
      unmet: {},
    },
    {
      name: "by the referrer's domain",
      condition: { field: "referrer_domain", values: ["site.example"] },
      met: { headers: { Referer: "http://www.site.example/" } },
      unmet: { headers: { Referer: "http://mysite.example/" } },
    },
    {
      name: "by a part of the URL",
      condition: { field: "url", values: ["?abc="] },
      met: { query: "?abc=1" },
      unmet: { query: "?x=abc" },
    },
    {
      name: "by a part of the query",
      condition: { field: "query", values: ["utm_source=mail"] },
      met: { query: "?x=1&utm_source=mail" },
      unmet: { query: "?utm_source=web" },
    },
    {
      name: "by user agent",
      condition: { field: "user_agent", values: ["iphone"] },
      met: { headers: { "User-Agent": "Mozilla/5.0 (iPhone)" } },
      unmet: { headers: { "User-Agent": "Mozilla/5.0 (X11)" } },
    },
    {
      name: "by what is excluded",
      condition: { field: "user_agent", op: "not_in", values: ["curl", "wget"] },
      met: { headers: { "User-Agent": "Mozilla/5.0" } },
      unmet: { headers: { "User-Agent": "Wget/1" } },
    },
    {
      name: "by being a bot",
      condition: { field: "bot", values: ["yes"] },
      met: { headers: { "User-Agent": "Twitterbot/1.0" } },
      unmet: { headers: { "User-Agent": "Mozilla/5.0" } },
    },
    {
      name: "by what is unknown",
      condition: { field: "referrer", values: ["unknown"] },
      met: {},
      unmet: { headers: { Referer: "http://site.example/" } },
    },
  ];
  for (const { name, condition, met, unmet } of takes) {
    // spec: 1.6-referrer-query-url-tokens, 1.6-language, 1.6-useragent, 1.6-anti-fraud-protection
    it(`takes visits ${name}, and no others`, async () => {
      const campaign = await makeCampaign({
        paths: [{ offers: [{ id: no.id }] }],
        rules: [rule(condition, yes)],
      });
      assert.equal(offerOf(await visit(campaign, met)), "yes");
      assert.equal(offerOf(await visit(campaign, unmet)), "no");
    });
  }

  // spec: 1.6-network-and-ip
  for (const [values, offer] of [
    [["127.0.0.1"], "yes"],
    [["127.0.0.0/8"], "yes"],
    [["10.0.0.1", "127.0.0.0-127.0.0.9"], "yes"],
    [["127.*.*.*"], "yes"],
    [["127.0.0.2-127.0.0.9", "10.0.0.0/8", "::1"], "no"],
  ] as const)
    it(`by the addresses ${values.join(", ")} takes a visit from 127.0.0.1: ${offer}`, async () => {
      const campaign = await makeCampaign({
        paths: [{ offers: [{ id: no.id }] }],
        rules: [rule({ field: "ip", values }, yes)],
      });
      assert.equal(offerOf(await visit(campaign)), offer);
    });

  // spec: 1.6-uniqueness
  it("knows a visitor's first visit from the next one", async () => {
    const campaign = await makeCampaign({
      paths: [{ offers: [{ id: no.id }] }],
      rules: [rule({ field: "uniqueness", values: ["first"] }, yes)],
    });
    const headers = { "User-Agent": "first and second" };
    assert.equal(offerOf(await visit(campaign, { headers })), "yes");
    assert.equal(offerOf(await visit(campaign, { headers })), "no");
  });

  // spec: 1.6-dispatch-order
  it("is asked from the top, and the visit says which took it", async () => {
    const campaign = await makeCampaign({
      paths: [{ offers: [{ id: no.id }] }],
      rules: [
        { ...rule({ field: "token5", values: ["1"] }, no), status: "paused" },
        rule({ field: "token5", values: ["2"] }, no),
        {
          ...rule({ field: "token5", values: ["1"] }, yes),
          paths: [{ weight: 0, offers: [{ id: no.id }] }, { offers: [{ id: yes.id }] }],
        },
      ],
    });
    const reply = await visit(campaign, { query: "?zoneid=1" });
    assert.equal(offerOf(reply), "yes");
    const [row] = await server.rows(`visits?cid=${cidOf(reply)}`);
    assert.equal(row?.["rule"], 3);
    assert.equal(row?.["path"], 2);
    assert.equal(row?.["flow"], null);
  });

  it("that asks for a token which its source has lost stops nobody from pausing the campaign", async () => {
    const source = await make("sources", { name: "s", tokens: [{ slot: 1, param: "zone", macro: "{z}" }] });
    const campaign = await makeCampaign({
      source_id: source.id,
      paths: [{ offers: [{ id: no.id }] }],
      rules: [rule({ field: "token:zone", values: ["1"] }, yes)],
    });
    await server.api("PATCH", `sources/${source.id}`, { tokens: [] });
    await server.api("PATCH", `campaigns/${campaign.id}`, { status: "paused" });
    assert.equal((await server.call("PATCH", `campaigns/${campaign.id}`, { status: "active" })).status, 422);
  });

  // spec: 1.6-rule-logic
  it("joins its conditions by all or by any", async () => {
    const conditions = [
      { field: "token5", values: ["1"] },
      { field: "language", values: ["fr"] },
    ];
    const paths = [{ offers: [{ id: yes.id }] }];
    const all = await makeCampaign({
      paths: [{ offers: [{ id: no.id }] }],
      rules: [{ name: "all", match: "all", conditions, paths }],
    });
    const any = await makeCampaign({
      paths: [{ offers: [{ id: no.id }] }],
      rules: [{ name: "any", match: "any", conditions, paths }],
    });
    assert.equal(offerOf(await visit(all, { query: "?zoneid=1" })), "no");
    assert.equal(offerOf(await visit(any, { query: "?zoneid=1" })), "yes");
    const headers = { "Accept-Language": "fr" };
    assert.equal(offerOf(await visit(all, { query: "?zoneid=1", headers })), "yes");
    assert.equal(offerOf(await visit(any)), "no");
  });
});

/* --- Flows and paths ------------------------------------------------------------------------- */

describe("a path", () => {
  // spec: 1.5-destination
  it("of a shared flow serves every campaign, and changes for all at once", async () => {
    const first = await makeOffer("first");
    const second = await makeOffer("second");
    const flow = await make("flows", { name: "F", paths: [{ offers: [{ id: first.id }] }] });
    const campaigns = [await makeCampaign({ flow_id: flow.id }), await makeCampaign({ flow_id: flow.id })];
    const reply = await visit(campaigns[0]!);
    assert.equal(offerOf(reply), "first");
    const [row] = await server.rows(`visits?cid=${cidOf(reply)}`);
    assert.equal((row?.["flow"] as Json)["id"], flow.id);
    await server.api("PATCH", `flows/${flow.id}`, { paths: [{ offers: [{ id: second.id }] }] });
    for (const campaign of campaigns) assert.equal(offerOf(await visit(campaign)), "second");
    await server.api("PATCH", `flows/${flow.id}`, { status: "paused" });
    for (const campaign of campaigns) assert.equal((await visit(campaign)).status, 404);
  });

  it("may lead to a plain URL, which gets the visit's values", async () => {
    const campaign = await makeCampaign({ paths: [{ url: "http://plain.example/?c={clickid}&z={token5}" }] });
    const reply = await visit(campaign, { query: "?zoneid=9" });
    assert.match(reply.location, /^http:\/\/plain\.example\/\?c=[0-9a-z]{24}&z=9$/);
  });

  // spec: 1.6-relative-weights
  it("leaves the draw with what is switched off in it, and what is used cannot be archived", async () => {
    const on = await makeOffer("on");
    const off = await makeOffer("off");
    const campaign = await makeCampaign({
      paths: [
        { weight: 9999, offers: [{ id: off.id }] },
        { weight: 1, offers: [{ id: on.id }] },
        { weight: 9999, status: "paused", offers: [{ id: off.id }] },
      ],
    });
    assert.equal((await server.call("DELETE", `offers/${off.id}`)).status, 409);
    await server.api("PATCH", `offers/${off.id}`, { status: "paused" });
    for (let i = 0; i < 20; i++) assert.equal(offerOf(await visit(campaign)), "on");
    await server.api("PATCH", `offers/${on.id}`, { status: "paused" });
    assert.equal((await visit(campaign)).status, 404);
  });
});

/* --- Landers --------------------------------------------------------------------------------- */

describe("a lander", () => {
  let one: Entity;
  let two: Entity;
  let campaign: Campaign;

  before(async () => {
    one = await makeOffer("one");
    two = await makeOffer("two");
    const lander = await makeLander();
    campaign = await makeCampaign({
      paths: [{ landers: [{ id: lander.id }], offers: [{ id: one.id }, { id: two.id, weight: 0 }] }],
    });
  });

  // spec: 1.4-lander-url
  it("gets the click id and the tokens that its URL asks for", async () => {
    const reply = await visit(campaign, { query: "?zoneid=a%20b" });
    assert.match(reply.location, /^http:\/\/lander\.example\/page\?cid=[0-9a-z]{24}&z=a%20b$/);
    const [row] = await server.rows(`visits?cid=${cidOf(reply)}`);
    assert.equal(row?.["offer"], null);
    assert.equal((row?.["lander"] as Json)["name"], "Lander");
  });

  // spec: 1.4-click-url, 1.5-tracking-section
  it("shows its click URL with the campaign", () => {
    assert.equal(campaign.links["click_url"], `${server.tracking}/click`);
    assert.equal(campaign.links["click_url_n"], `${server.tracking}/click/N`);
  });

  // spec: 1.4-click-url
  it("finds the visit by the click id in the query, whatever it is called", async () => {
    for (const name of ["cid", "clickid", "click_id", "subid"]) {
      const cid = cidOf(await visit(campaign));
      const reply = await click(`?${name}=${cid}`);
      assert.equal(reply.status, 302);
      assert.equal(reply.location, `http://offer.example/one?s=${cid}`);
      assert.match(String(reply.headers["cache-control"]), /no-store/);
    }
  });

  // spec: 1.4-click-url
  it("finds the visit in the referrer, when the page's URL has the click id", async () => {
    const landing = (await visit(campaign)).location;
    const reply = await click("", { Referer: `${landing}#top` });
    assert.equal(reply.location, `http://offer.example/one?s=${paramsOf(landing).get("cid")}`);
  });

  // spec: 1.4-click-url
  it("finds the visit by cookie: the last one, or that of the campaign named by c", async () => {
    const other = await makeCampaign({ paths: [{ offers: [{ id: two.id }] }] });
    const first = await visit(campaign);
    const cookie = String(first.headers["set-cookie"]).split(";")[0]!;
    assert.equal((await click("", { Cookie: cookie })).location, `http://offer.example/one?s=${cidOf(first)}`);
    const second = await visit(other, { headers: { Cookie: cookie } });
    const both = { Cookie: String(second.headers["set-cookie"]).split(";")[0]! };
    assert.equal((await click("", both)).location, `http://offer.example/two?s=${cidOf(second)}`);
    assert.equal((await click(`?c=${campaign.key}`, both)).location, `http://offer.example/one?s=${cidOf(first)}`);
    /* A page that left its macro in falls back on the cookie. */
    assert.equal((await click("?cid={clickid}", { Cookie: cookie })).location, `http://offer.example/one?s=${cidOf(first)}`);
  });

  it("takes an offer of another path when its own has none left, never one that is switched off", async () => {
    const lander = await makeLander("Last");
    const [gone, off, on] = [await makeOffer("gone"), await makeOffer("off"), await makeOffer("on")];
    const own = { landers: [{ id: lander.id }], offers: [{ id: gone.id }] };
    const paused = { status: "paused", offers: [{ id: off.id }] };
    const none = { weight: 0, offers: [{ id: off.id }] };
    const paths = [own, paused, none, { weight: 1, offers: [{ id: on.id }] }];
    const left = await makeCampaign({ paths: paths.slice(0, 3) });
    const cid = cidOf(await visit(left));
    await server.api("PATCH", `offers/${gone.id}`, { status: "paused" });
    assert.equal((await click(`?cid=${cid}`)).status, 404);
    await server.api("PATCH", `campaigns/${left.id}`, { paths });
    assert.equal(offerOf(await click(`?cid=${cid}`)), "on");
  });

  it("whose visit nobody knows is answered 404", async () => {
    for (const suffix of ["", "?cid=", "?cid=x", `?cid=${"0".repeat(24)}`])
      assert.equal((await click(suffix)).status, 404, suffix);
    const cid = cidOf(await visit(campaign));
    for (const path of [`/0?cid=${cid}`, `/x?cid=${cid}`, `/65?cid=${cid}`, `/1/?cid=${cid}`, `x?cid=${cid}`])
      assert.equal((await click(path)).status, 404, path);
  });

  it("whose visit nobody knows leads to the domain's fallback URL", async () => {
    await make("domains", { name: "clicks.example.test", fallback_url: "https://shop.example/" });
    const reply = await click("?cid=x", { Host: "clicks.example.test" });
    assert.equal(reply.status, 302);
    assert.equal(reply.location, "https://shop.example/");
  });

  it("and its path are told to the offer", async () => {
    const told = await makeOffer("told", {
      url: "http://offer.example/told?s={clickid}&p={path_name}&l={lander}.{lander_num}&r={rule_name}&t={t5_md5}",
    });
    const lander = await makeLander("Told");
    const path = { name: "Main path", landers: [{ id: lander.id }], offers: [{ id: told.id }] };
    const telling = await makeCampaign({
      paths: [{ offers: [{ id: one.id }] }],
      rules: [{ name: "R", conditions: [{ field: "token5", values: ["7"] }], paths: [path] }],
    });
    const cid = cidOf(await visit(telling, { query: "?zoneid=7" }));
    const reply = await click(`?cid=${cid}`);
    const md5 = "8f14e45fceea167a5a36dedd4bea2543";
    assert.equal(reply.location, `http://offer.example/told?s=${cid}&p=Main%20path&l=${lander.id}.1&r=R&t=${md5}`);
  });

  // spec: 1.4-click-url
  it("with several links asks for the offer of a number", async () => {
    const cid = cidOf(await visit(campaign));
    assert.equal(offerOf(await click(`/2?cid=${cid}`)), "two");
    assert.equal(offerOf(await click(`/1?cid=${cid}`)), "one");
    assert.equal(offerOf(await click(`/3?cid=${cid}`)), "one"); /* there is none: drawn by weight */
    const rows = await server.rows(`clicks?cid=${cid}`);
    assert.deepEqual(rows.map((row) => [row["number"], (row["offer"] as Json)["name"], row["is_first"]]), [
      [3, "one", false],
      [1, "one", false],
      [2, "two", true],
    ]);
  });

  // spec: 1.0-click
  it("counts clicks, once per visit as unique, and bots apart", async () => {
    const before = await countsOf(campaign);
    const cid = cidOf(await visit(campaign));
    const bot = cidOf(await visit(campaign, { headers: { "User-Agent": "Twitterbot" } }));
    for (let i = 0; i < 3; i++) await click(`?cid=${cid}`);
    await click(`?cid=${bot}`);
    await ask(server.tracking, `/click?cid=${cid}`, { method: "HEAD" });
    const after = await countsOf(campaign);
    assert.equal(after["clicks"]! - before["clicks"]!, 3);
    assert.equal(after["unique_clicks"]! - before["unique_clicks"]!, 1);
    const other = await makeCampaign({ paths: [{ offers: [{ id: one.id }] }] });
    await visit(other);
    assert.equal((await countsOf(other))["clicks"], 0); /* without a lander there are none */
  });

  // spec: 1.0-click
  it("by a bot changes nothing of what a person did", async () => {
    const before = await countsOf(campaign);
    const cid = cidOf(await visit(campaign));
    const preview = { "User-Agent": "WhatsApp/2.23" };
    await click(`/2?cid=${cid}`, preview); /* the preview of a link that the visitor shared */
    await click(`/1?cid=${cid}&event1=1`);
    await click(`/2?cid=${cid}&event1=9&add_event2=5`, preview);
    await ask(server.tracking, `/click/2?cid=${cid}&add_event1=5`, { method: "HEAD" });
    assert.equal((await postback(server, `cid=${cid}&payout=2`)).text, "OK");
    const conversion = await conversionOf(server, cid);
    assert.equal((conversion["offer"] as Json)["name"], "one");
    assert.deepEqual(conversion["events"], { event1: "1" });
    const after = await countsOf(campaign);
    assert.equal(after["clicks"]! - before["clicks"]!, 1);
    assert.equal(after["unique_clicks"]! - before["unique_clicks"]!, 1);
    const rows = await server.rows(`clicks?cid=${cid}`);
    assert.deepEqual(rows.map((row) => [row["is_bot"], row["is_first"]]), [
      [true, false],
      [true, false],
      [false, true],
      [true, false],
    ]);
  });

  it("keeps its path when the campaign is changed under its visitors", async () => {
    const lander = await makeLander("Moved");
    const moved = await makeCampaign({ paths: [{ landers: [{ id: lander.id }], offers: [{ id: two.id }] }] });
    const cid = cidOf(await visit(moved));
    await server.api("PATCH", `campaigns/${moved.id}`, {
      status: "paused",
      paths: [{ offers: [{ id: one.id }] }, { landers: [{ id: lander.id }], offers: [{ id: two.id }] }],
    });
    assert.equal(offerOf(await click(`?cid=${cid}`)), "two");
  });

  describe("makes a conversion", () => {
    const network = async (): Promise<Entity> => make("networks", { name: "N", currency: "USD" });

    it("the last clicked offer's", async () => {
      const cid = cidOf(await visit(campaign));
      await click(`/1?cid=${cid}`);
      await click(`/2?cid=${cid}`);
      assert.equal((await postback(server, `cid=${cid}&payout=2&txid=a`)).text, "OK");
      assert.equal(((await conversionOf(server, cid))["offer"] as Json)["name"], "two");
      /* A later click does not move what is registered. */
      await click(`/1?cid=${cid}`);
      assert.equal((await postback(server, `cid=${cid}&payout=3&txid=a`)).text, "OK");
      const conversion = await conversionOf(server, cid);
      assert.equal((conversion["offer"] as Json)["name"], "two");
      assert.equal(conversion.payout, "3");
    });

    it("nobody's without a click, of the network that nid names", async () => {
      const named = await network();
      const cid = cidOf(await visit(campaign));
      assert.equal((await postback(server, `cid=${cid}&payout=2&nid=${named.id}`)).text, "OK");
      const conversion = await conversionOf(server, cid);
      assert.equal(conversion["offer"], null);
      assert.equal((conversion["network"] as Json)["id"], named.id);
    });

    it("that network's whose offer was clicked, though another's was clicked later", async () => {
      const networks = [await network(), await network()] as const;
      const offers = [
        await makeOffer("n1", { network_id: networks[0].id }),
        await makeOffer("n2", { network_id: networks[1].id }),
      ] as const;
      const lander = await makeLander("Two networks");
      const both = await makeCampaign({
        paths: [{ landers: [{ id: lander.id }], offers: offers.map(({ id }) => ({ id })) }],
      });
      const cid = cidOf(await visit(both));
      await click(`/1?cid=${cid}`);
      await click(`/2?cid=${cid}`);
      assert.equal((await postback(server, `cid=${cid}&payout=2&txid=1&nid=${networks[0].id}`)).text, "OK");
      assert.equal((await postback(server, `cid=${cid}&payout=2&txid=2&nid=${networks[1].id}`)).text, "OK");
      const rows = await server.rows(`conversions?cid=${cid}`);
      assert.deepEqual(rows.map((row) => (row["offer"] as Json)["name"]).sort(), ["n1", "n2"]);
      assert.equal((await postback(server, `cid=${cid}&payout=2&txid=3&nid=${loop.network.id}`)).status, 403);
    });
  });
});

/* --- Caps ------------------------------------------------------------------------------------ */

describe("an offer with a cap", () => {
  // spec: 1.3-conversion-cap
  it("is replaced once it has its conversions of the day, also after a restart, and comes back when one is rejected", async () => {
    const fallback = await makeOffer("fallback");
    const capped = await makeOffer("capped", { cap: { limit: 2, fallback_offer_id: fallback.id } });
    const lander = await makeLander("Capped");
    const direct = await makeCampaign({ paths: [{ offers: [{ id: capped.id }] }] });
    const behind = await makeCampaign({ paths: [{ landers: [{ id: lander.id }], offers: [{ id: capped.id }] }] });
    assert.equal((await server.call("DELETE", `offers/${fallback.id}`)).status, 409);
    const cids = [cidOf(await visit(direct)), cidOf(await visit(direct)), cidOf(await visit(direct))] as const;
    await postback(server, `cid=${cids[0]}&payout=1`);
    assert.equal(offerOf(await visit(direct)), "capped");
    await postback(server, `cid=${cids[1]}&payout=1&status=lead`);
    const goesTo = (name: string): Promise<unknown> =>
      waitFor(`visits that go to ${name}`, async () => offerOf(await visit(direct)) === name);
    await goesTo("fallback");
    const cid = cidOf(await visit(behind));
    assert.equal(offerOf(await click(`?cid=${cid}`)), "fallback");
    assert.equal(offerOf(await click(`/1?cid=${cid}`)), "fallback");
    const [row] = await server.rows(`clicks?cid=${cid}`);
    assert.equal((row?.["offer"] as Json)["id"], fallback.id);
    await server.restart({});
    assert.equal(offerOf(await visit(direct)), "fallback");
    /* A conversion that comes all the same counts; one that is rejected makes room. */
    assert.equal((await postback(server, `cid=${cids[2]}&payout=1`)).text, "OK");
    await postback(server, `cid=${cids[0]}&payout=1&status=rejected`);
    await postback(server, `cid=${cids[1]}&payout=1&status=rejected`);
    await goesTo("capped");
  });

  it("and without a fallback leaves the draw", async () => {
    const capped = await makeOffer("full", { cap: { limit: 1 } });
    const other = await makeOffer("other");
    const campaign = await makeCampaign({ paths: [{ offers: [{ id: capped.id, weight: 9999 }, { id: other.id, weight: 1 }] }] });
    const reply = await visit(campaign);
    assert.equal(offerOf(reply), "full");
    await postback(server, `cid=${cidOf(reply)}&payout=1`);
    await waitFor("visits that go elsewhere", async () => offerOf(await visit(campaign)) === "other");
    await server.api("PATCH", `offers/${other.id}`, { status: "paused" });
    assert.equal((await visit(campaign)).status, 404);
  });

  it("may take no further conversions of a visit", async () => {
    const once = await makeOffer("once", { further_conversions: false });
    const campaign = await makeCampaign({ paths: [{ offers: [{ id: once.id }] }] });
    const cid = cidOf(await visit(campaign));
    assert.equal((await postback(server, `cid=${cid}&payout=1&txid=a`)).text, "OK");
    assert.equal((await postback(server, `cid=${cid}&payout=1&txid=b`)).text, "IGNORED: further_conversion");
    await conversionOf(server, cid);
  });
});

/* --- A slow disk ----------------------------------------------------------------------------- */

describe("on a disk that hangs", () => {
  it("visitor and click go on, and both are recorded later", async () => {
    const slow = await start();
    try {
      const there = await makeLoop(slow);
      const offer = await slow.api<Entity>("POST", "offers", { name: "o", url: "http://offer.example/o?s={clickid}" });
      const lander = await slow.api<Entity>("POST", "landers", { name: "l", url: LANDER });
      const campaign = await slow.api<Campaign>("POST", "campaigns", {
        name: "C",
        source_id: there.source.id,
        paths: [{ landers: [{ id: lander.id }], offers: [{ id: offer.id }] }],
      });
      await slow.stop();
      await slow.restart(withShim({ syncMs: 900 }));
      const landing = await ask(slow.tracking, `/${campaign.key}`);
      const reply = await ask(slow.tracking, `/click?cid=${cidOf(landing)}`);
      assert.equal(reply.status, 302);
      assert.equal(reply.location, `http://offer.example/o?s=${cidOf(landing)}`);
      assert.ok((await slow.metric("rebond_clicks_unrecorded_total")) > 0);
      await waitFor("the click's record", async () => (await slow.rows(`clicks?cid=${cidOf(landing)}`)).length === 1, 20_000);
      const { code, out } = slow.verify();
      assert.equal(code, 0, out);
    } finally {
      await slow.stop();
    }
  });
});
