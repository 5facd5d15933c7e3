/* guide - the six steps of ExoClick's Peerclick guide, both ends played by the one program, then
 * the numbers on both sides. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { paramsOf } from "./http.ts";
import * as world from "./world.ts";

/* Step 5, byte for byte. */
const CAMPAIGN_QUERY =
  "variation_id={variation_id}&campid={campaign_id}&source={src_hostname}&siteid={site_id}&zoneid={zone_id}" +
  "&catid={category_id}&country={country}&format={format}&cost={actual_cost}&external_id={conversions_tracking}";

describe("the guide's six steps", () => {
  let server: Server;
  let goal: world.Goal;
  let source: world.Entity;
  let network: world.Entity;
  let offer: world.Entity;
  let campaign: world.Campaign;
  let variation: world.Entity;

  before(async () => {
    server = await start();
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
  });

  // spec: 1.1-goal-value-modes, n1.1-three-fields
  it("step 1: a goal of three fields shows its postback URL", async () => {
    goal = await server.api<world.Goal>("POST", "goals", {
      name: "Postback",
      value: { type: "dynamic" },
      order: 1,
    });
    assert.match(goal.id, /^[0-9a-f]{32}$/);
    assert.equal(goal.links["postback_url"], `${server.network}/tag.php?goal=${goal.id}&tag=`);
    assert.equal(goal["count"], "legacy");
    assert.equal(goal.live, true);
  });

  // spec: 1.1-template-picker, 1.1-postback-no-fixed-value, 1.1-traffic-source-postback-url, 2.1-externalid
  it("step 2: the ExoClick template fills the source, the goal's URL replaces its postback", async () => {
    const url = `${goal.links["postback_url"]}{external_id}&value={revenue}`;
    source = await server.api<world.Entity>("POST", "sources", {
      name: "ExoClick",
      template: "exoclick",
      postback: { url },
    });
    const told = source["postback"] as Json;
    assert.equal(told["url"], url);
    assert.deepEqual(told["statuses"], ["sale"]);
    assert.equal(told["dedup_hours"], 24);
    assert.equal(told["success_match"], "^OK");
    assert.deepEqual(source["external_id"], { param: "external_id", macro: "{conversions_tracking}" });
    assert.equal((source["tokens"] as unknown[]).length, 8);
  });

  it("step 2: a postback URL in which REPLACE is left is saved with a warning", async () => {
    const left = await server.api<world.Entity>("POST", "sources", {
      name: "Unfinished",
      template: "exoclick",
    });
    assert.match(JSON.stringify(left.warnings), /REPLACE/);
  });

  // spec: 1.2-link-builder-table, 1.3-affiliate-network
  it("step 3: the affiliate network shows the postback link for its panel", async () => {
    network = await server.api<world.Entity>("POST", "networks", {
      name: "My network",
      offer_url_template: "{url}&s1={clickid}",
      postback_macros: { cid: "#s1#", payout: "#price#", txid: "#tid#" },
    });
    assert.equal(
      network.links["postback_url"],
      `${server.tracking}/postback?cid=#s1#&payout=#price#&txid=#tid#&nid=${network.id}`,
    );
  });

  // spec: 1.3-payout, 1.3-url, 2.1-clickid
  it("step 4: an offer with an automatic payout", async () => {
    offer = await server.api<world.Entity>("POST", "offers", {
      name: "Offer",
      url: world.OFFER_URL,
      network_id: network.id,
      payout: { mode: "auto" },
    });
    assert.deepEqual(offer.warnings, []);
    assert.equal(offer.links["postback_url"], network.links["postback_url"]);
  });

  // spec: 1.1-campaign-url-query, 1.5-raw-braces, 1.5-tracking-section
  it("step 5: the campaign URL has the guide's query byte for byte", async () => {
    campaign = await server.api<world.Campaign>("POST", "campaigns", {
      name: "Campaign",
      source_id: source.id,
      cost: { model: "auto" },
      paths: [{ offers: [{ id: offer.id }] }],
    });
    assert.match(campaign.key, /^[0-9A-Za-z]{6}$/);
    assert.equal(campaign.links["campaign_url"], `${server.tracking}/${campaign.key}?${CAMPAIGN_QUERY}`);
  });

  it("step 6: the campaign URL is pasted as a variation", async () => {
    const adcampaign = await server.api<world.Entity>("POST", "adcampaigns", {
      name: "Ad campaign",
      pricing: "cpc",
      price: "0.05",
    });
    variation = await server.api<world.Entity>("POST", "variations", {
      name: "Variation",
      adcampaign_id: adcampaign.id,
      url: campaign.links["campaign_url"],
    });
    assert.deepEqual(variation.warnings, []);
    assert.equal(variation.links["ad_click_url"], `${server.network}/go/${variation.id}`);
  });

  // spec: 1.0-visit, 1.0-conversion, 2.2-endpoint, 2.4-recorded, 1.1-external-id, 1.5-traffic-source
  it("an ad click, a visit and a postback make one conversion that both sides count alike", async () => {
    const campaignUrl = await world.adClick(
      variation,
      "?site_id=12&zone_id=13&src_hostname=examplesite.com&category_id=97&country=FRA&format=300x250&cost=0.0004",
    );
    const sent = paramsOf(campaignUrl);
    const tag = sent.get("external_id") ?? "";
    assert.ok(campaignUrl.startsWith(`${server.tracking}/${campaign.key}?variation_id=${variation.id}&`));
    assert.ok(!campaignUrl.includes("{"), "no token is left unexpanded");
    assert.equal(sent.get("source"), "examplesite.com");
    assert.equal(sent.get("siteid"), "12");
    assert.equal(sent.get("zoneid"), "13");
    assert.equal(sent.get("catid"), "97");
    assert.equal(sent.get("country"), "FRA");
    assert.equal(sent.get("format"), "300x250");
    assert.equal(sent.get("cost"), "0.0004");
    assert.match(tag, /^[A-Za-z0-9_-]{112}$/);

    const visit = await world.visit(server, world.targetOf(campaignUrl));
    assert.equal(visit.location, `http://mypage.com/?a=14030&c=64375&s1=${visit.cid}`);
    assert.equal(visit.reply.headers["cache-control"], "no-store");
    assert.match(
      String(visit.reply.headers["set-cookie"]),
      new RegExp(`^rb_c=${campaign.key}\\.${visit.cid};`),
    );

    const answer = await world.postback(server, `cid=${visit.cid}&payout=5&txid=t1&nid=${network.id}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.text, "OK");

    const conversion = await world.conversionOf(server, visit.cid);
    assert.equal(conversion.external_id, tag);
    assert.equal(conversion.payout, "5");
    assert.equal(conversion.revenue, "5");
    assert.equal(conversion.cost, "0.0004");
    assert.equal(conversion.status, "sale");
    assert.equal(conversion.txid, "t1");

    const [told] = await world.waitForSent(server, conversion.id, "delivered");
    assert.equal(told?.status_code, 200);
    assert.equal(told?.body, "OK");
    assert.equal(told?.url, `${server.network}/tag.php?goal=${goal.id}&tag=${tag}&value=5`);

    const [call, ...more] = await server.rows(`goal-calls?goal=${goal.id}`);
    assert.equal(more.length, 0);
    assert.equal(call?.["outcome"], "stored");
    assert.equal(call?.["value"], "5");
    assert.equal(call?.["zone_id"], 13);
    assert.equal(call?.["site_id"], 12);
    assert.equal(call?.["country"], "FRA");
    assert.equal((call?.["variation"] as Json)["id"], variation.id);
  });

  it("the figures agree: one visit, one conversion, one goal, the same amounts", async () => {
    const figures = await waitFor("figures on both sides", async () => {
      const of = async (resource: string): Promise<Json> =>
        (await server.api("GET", resource))["counts"] as Json;
      const counts = {
        campaign: await of(`campaigns/${campaign.id}`),
        goal: await of(`goals/${goal.id}`),
        variation: await of(`variations/${variation.id}`),
      };
      return counts.goal["conversions"] === 1 && counts;
    });
    assert.equal(figures.campaign["visits"], 1);
    assert.equal(figures.campaign["conversions"], 1);
    assert.equal(figures.campaign["sales"], 1);
    assert.equal(figures.campaign["revenue"], "5");
    assert.equal(figures.campaign["cost"], "0.0004");
    assert.equal(figures.campaign["profit"], "4.9996");
    assert.equal(figures.goal["value"], "5");
    assert.equal(figures.variation["clicks"], 1);
    assert.equal(figures.variation["cost"], figures.campaign["cost"]);
  });

  it("the ledger proves itself", () => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});
