/* preview - POST /api/v1/preview: a URL as it will be is the URL that is then sent, whatever it is of. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import { makeLoop, postback, targetOf, type Entity, type Loop } from "./world.ts";

interface Preview extends Json {
  template: string | null;
  url: string | null;
  values: { macro: string; value: string }[];
  problem: string | null;
}

let server: Server;
let loop: Loop;

before(async () => {
  server = await start();
  loop = await makeLoop(server);
});

const preview = (kind: string, text: string | null, context: Json = {}): Promise<Preview> =>
  server.api<Preview>("POST", "preview", { kind, text, context });
const AGENT = {
  "User-Agent":
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
  "Accept-Language": "fr-FR,fr;q=0.9",
  Referer: "https://videos.example/page",
};
const CID = /\b[0-9a-hjkmnp-tv-z]{24}\b/g;
const TAG = /tag=[\w-]{112}/;

/** What the tracker answers to a sample click, with the campaign URL as the preview finishes it. */
async function realVisit(): Promise<{ location: string; cid: string }> {
  const url = (await preview("campaign_url", loop.campaign.links["campaign_url"] ?? "", { campaign_id: loop.campaign.id })).url ?? "";
  const reply = await ask(server.tracking, targetOf(url), { headers: AGENT });
  const location = reply.location;
  return { location, cid: location.match(CID)?.[0] ?? "" };
}

describe("the preview", () => {
  test("of an offer's URL is where a visit with the same values goes", async () => {
    const url =
      "http://offer.example/?s1={clickid}&e={external_id}&z={token5}&v={token1}&cost={cost}&c={campaign_id}-{campaign_name}" +
      "&k={campaign_key}&o={offer_id}-{offer_name}&n={affiliate_network_name}&src={_trafficsource_name}&ref={referrer_domain}&ua={user_agent}&p={path_id}";
    await server.api("PATCH", `offers/${loop.offer.id}`, { url });
    const context = { campaign_id: loop.campaign.id, offer_id: loop.offer.id };
    const shown = await preview("offer_url", url, context);
    assert.equal(shown.problem, null);
    const { location } = await realVisit();
    assert.equal((shown.url ?? "").replace(CID, "CID"), location.replace(CID, "CID"));
    assert.match(location, /&z=121803&v=52718&cost=0\.01&/);
    assert.doesNotMatch(shown.url ?? "", /[{}]/);
    const values = Object.fromEntries(shown.values.map((one) => [one.macro, one.value]));
    assert.equal(values["{token5}"], "121803");
    assert.equal(values["{campaign_name}"], "Campaign");
    const whole = shown.values.reduce((text, one) => text.replaceAll(one.macro, one.value), shown.template ?? "");
    assert.equal(whole, shown.url);
  });

  test("of a source's postback is what it is told of a sale", async () => {
    const url = `http://127.0.0.1:9/?tag={external_id}&value={payout}&cur={currency}&st={status}&tx={txid}&c={clickid}&z={token5}`;
    await server.api("PATCH", `sources/${loop.source.id}`, { postback: { url, payout_percent: "80" } });
    const shown = await preview("source_postback", url, { campaign_id: loop.campaign.id });
    const { cid } = await realVisit();
    const told = await postback(server, `cid=${cid}&payout=5&txid=sample-txid&nid=${loop.network.id}`);
    assert.equal(told.text, "OK");
    const log = await server.api<{ rows: { id: string; forwards?: { url: string | null }[] }[] }>("GET", "conversions?limit=1");
    const one = await server.api<{ forwards: { url: string | null }[] }>("GET", `conversions/${log.rows[0]?.id}`);
    assert.equal((shown.url ?? "").replace(CID, "CID"), one.forwards[0]?.url?.replace(CID, "CID"));
    assert.match(shown.url ?? "", /&value=4&cur=USD&/);
  });

  test("of a variation's URL is where an ad click with the same values goes", async () => {
    const url = "http://v.example/?tag={conversions_tracking}&z={zone_id}&v={variation_id}&c={campaign_id}&cost={cost}&p={pricing_model}&x={nothing}";
    await server.api("PATCH", `variations/${loop.variation.id}`, { url });
    const shown = await preview("variation_url", url, { adcampaign_id: loop.adcampaign.id, variation_id: loop.variation.id });
    const query = "src_hostname=videos.example&site_id=7294&zone_id=121803&category_id=13&country=FRA&format=300x250";
    const reply = await ask(server.network, `/go/${loop.variation.id}?${query}`);
    assert.equal((shown.url ?? "").replace(TAG, "TAG"), reply.location.replace(TAG, "TAG"));
    assert.match(shown.url ?? "", TAG);
    assert.match(shown.url ?? "", /&x=\{nothing\}$/);
  });

  test("joins an offer's URL with its network's template, also with one that is not saved", async () => {
    const saved = await preview("offer_url", "http://o.example/?a=1&s1=", { network_id: loop.network.id });
    assert.equal(saved.template, "http://o.example/?a=1&s1={clickid}");
    const network = { name: "x", offer_url_template: "{url}&sub={clickid}&g={country_code}", click_param: "aff" };
    const draft = await preview("offer_url", "http://o.example/?a=1", { network });
    assert.equal(draft.template, "http://o.example/?a=1&sub={clickid}&g={country_code}&aff={clickid}");
    assert.match(draft.url ?? "", /&g=FR&aff=[0-9a-z]{24}$/);
    const template = await preview("network_template", "{url}&s1={clickid}", { offer_id: loop.offer.id });
    assert.match(template.url ?? "", /^http:\/\/offer\.example\/.*s1=[0-9a-z]{24}/);
    const lander = await preview("lander_url", "http://l.example/?cid={clickid}&c={country_code}");
    assert.match(lander.url ?? "", /^http:\/\/l\.example\/\?cid=[0-9a-z]{24}&c=FR$/);
  });

  test("composes the campaign URL of a source that is not saved, by its slots", async () => {
    const source = {
      name: "x",
      tokens: [{ slot: 1, param: "zone", macro: "{zone_id}", name: "Zone" }, { slot: 3, param: "ad", macro: "[CREATIVE]", name: "Ad" }],
      cost: { param: "bid", macro: "{bid}" },
      external_id: { param: "click", macro: "{subid}" },
    };
    const shown = await preview("campaign_url", null, { source });
    assert.match(shown.template ?? "", /\?zone=\{zone_id\}&ad=\[CREATIVE\]&bid=\{bid\}&click=\{subid\}$/);
    assert.match(shown.url ?? "", /\?zone=121803&ad=CREATIVE&bid=0\.01&click=sample-external-id$/);
    const told = await preview("source_postback", "http://s.example/?z={token1}&a={token3}&e={external_id}", { source });
    assert.equal(told.url, "http://s.example/?z=121803&a=CREATIVE&e=sample-external-id");
  });

  test("of the postback URL for a network is what the network would call", async () => {
    const shown = await preview("incoming_postback", loop.network.links["postback_url"] ?? "", { network_id: loop.network.id });
    assert.match(shown.url ?? "", /\/postback\?cid=[0-9a-z]{24}&payout=5&txid=sample-txid&nid=\d+$/);
    assert.deepEqual(shown.values.map((one) => one.macro), ["#s1#", "#price#", "#tid#"]);
    const left = await preview("incoming_postback", "http://t.example/postback?cid=REPLACE&payout=REPLACE");
    assert.equal(left.url, "http://t.example/postback?cid=REPLACE&payout=REPLACE");
  });

  test("shows a click id that opens nothing", async () => {
    const cid = (await preview("lander_url", "http://l.example/?c={clickid}")).url?.match(CID)?.[0] ?? "";
    const reply = await postback(server, `cid=${cid}&payout=5`);
    assert.notEqual(reply.text, "OK");
    assert.ok(reply.status >= 400, String(reply.status));
  });

  test("says why what cannot be used gives no URL", async () => {
    for (const [kind, text] of [
      ["offer_url", ""],
      ["offer_url", "ftp://o.example/"],
      ["lander_url", "http://{domain}/"],
      ["network_template", "&s1={clickid}"],
      ["source_postback", "http://s.example/?{url}"],
      ["variation_url", "no address"],
    ] as const) {
      const shown = await preview(kind, text);
      assert.equal(shown.url, null, `${kind} ${text}`);
      assert.notEqual(shown.problem ?? "", "", `${kind} ${text}`);
    }
  });

  test("refuses what it cannot read, by the name of the field, and what others own", async () => {
    const cases: [Json, string][] = [
      [{ text: "x" }, "kind"],
      [{ kind: "auto", text: "x" }, "kind"],
      [{ kind: "offer_url", text: 5 }, "text"],
      [{ kind: "offer_url", text: "x".repeat(8193) }, "text"],
      [{ kind: "offer_url", text: "x", context: [] }, "context"],
      [{ kind: "offer_url", text: "x", context: { offer_id: 999 } }, "context.offer_id"],
      [{ kind: "offer_url", text: "x", context: { offer_id: "1" } }, "context.offer_id"],
      [{ kind: "offer_url", text: "x", context: { nope: 1 } }, "context.nope"],
      [{ kind: "offer_url", text: "x", context: { source: { name: "x", tokens: [{ slot: 0 }] } } }, "context.source.tokens[0].slot"],
      [{ kind: "offer_url", text: "x", nope: 1 }, "nope"],
    ];
    for (const [body, field] of cases) {
      const reply = await server.call("POST", "preview", body);
      assert.equal(reply.status, 422, reply.text);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
    const other = await server.api<Entity>("POST", "workspaces", { name: "Other", time_zone: "UTC", currency: "USD" });
    const theirs = await server.api<Entity>("POST", "sources", { name: "Theirs", workspace_id: other.id });
    const mixed = await server.call("POST", "preview", { kind: "offer_url", text: "x", context: { source_id: theirs.id, offer_id: loop.offer.id } });
    assert.equal(mixed.status, 422, mixed.text);
    const narrowed = await server.call("POST", "preview", { kind: "offer_url", text: "x", context: { source_id: theirs.id } }, { "X-Workspace": "1" });
    assert.equal(narrowed.status, 422, narrowed.text);
  });
});
