/* domains - hosts of one's own: which campaigns answer there, what the links show, where visitors of
 * anything else go (spec/tracker.md §1.7). What name servers say of them stands in dns.test.ts. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { ask, type Reply } from "./http.ts";
import * as world from "./world.ts";

interface Domain extends world.Entity {
  name: string;
}

describe("a domain", () => {
  let server: Server;
  let loop: world.Loop;

  before(async () => {
    server = await start();
    loop = await world.makeLoop(server);
  });
  after(() => server.stop());

  const make = (fields: Json): Promise<Domain> => server.api<Domain>("POST", "domains", fields);
  const get = (host: string, target: string, method = "GET"): Promise<Reply> =>
    ask(server.tracking, target, { method, headers: { Host: host } });

  it("is kept in lower case, and no two in use have the same name", async () => {
    const made = await make({ name: "One.Example.TEST" });
    assert.equal(made.name, "one.example.test");
    const again = await server.call("POST", "domains", { name: "one.example.test" });
    assert.equal(again.status, 409);
    assert.match(again.text, /"field":\s*"name"/);
    await server.api("DELETE", `domains/${made.id}`);
    const second = await make({ name: "one.example.test" });
    assert.equal((await server.call("PATCH", `domains/${made.id}`, { status: "active" })).status, 409);
    assert.equal((await server.call("PATCH", `domains/${second.id}`, { port: 8443 })).status, 200);
  });

  // spec: 1.5-domain, 1.5-tracking-section, 1.4-protocol
  it("that a campaign chooses is what its links show, with scheme and port", async () => {
    const domain = await make({ name: "links.example.test", scheme: "https" });
    const { campaign } = await world.makeLoop(server, { campaign: { domain_id: domain.id } });
    assert.ok(campaign.links["campaign_url"]?.startsWith(`https://links.example.test/${campaign.key}?variation_id=`));
    assert.equal(campaign.links["click_url"], "https://links.example.test/click");
    const page = await world.makeLoop(server, { campaign: { domain_id: domain.id, type: "direct" } });
    assert.match(page.campaign.links["script"] ?? "", /src="https:\/\/links\.example\.test\/t\.js"/);
    assert.match(page.campaign.links["pixel"] ?? "", /src="https:\/\/links\.example\.test\/\w{6}\.gif"/);
    await server.api("PATCH", `domains/${domain.id}`, { scheme: "http", port: 8080 });
    const shown = await server.api<world.Campaign>("GET", `campaigns/${campaign.id}`);
    assert.equal(shown.links["click_url"], "http://links.example.test:8080/click");
    assert.ok(loop.campaign.links["campaign_url"]?.startsWith(`${server.tracking}/${loop.campaign.key}?`));
    const used = await server.call("DELETE", `domains/${domain.id}`);
    assert.equal(used.status, 409, "a campaign in use shows it");
  });

  // spec: 1.7-any-domain-answers
  it("answers for every campaign, whichever domain that one chose, in any case and with any port", async () => {
    const domain = await make({ name: "any.example.test" });
    const other = await make({ name: "other.example.test" });
    const { campaign } = await world.makeLoop(server, { campaign: { domain_id: other.id } });
    for (const host of ["any.example.test", "ANY.example.test:81", "other.example.test", "unheard-of.test", "any.example.test."])
      assert.equal((await get(host, `/${campaign.key}`)).status, 302, host);
    assert.deepEqual(
      (await server.rows<Json>(`visits?campaign=${campaign.id}`)).map((row) => (row["domain"] as Domain | null)?.id),
      [domain.id, undefined, other.id, domain.id, domain.id],
    );
    assert.equal((await server.rows(`visits?domain=${domain.id}`)).length, 3);
  });

  it("tells offers which one is configured, and which one was used", async () => {
    const chosen = await make({ name: "chosen.example.test" });
    const { campaign } = await world.makeLoop(server, {
      offer: { url: "http://mypage.com/?d={domain}&r={real_domain}&s1=", network_id: null },
      campaign: { domain_id: chosen.id },
    });
    const { location } = await get("another.test:99", `/${campaign.key}`);
    assert.match(location, /\?d=chosen\.example\.test&r=another\.test%3A99&/);
  });

  // spec: 1.7-unknown-path
  it("sends visitors of unknown paths and of campaigns without traffic to its fallback URL, else answers 404", async () => {
    const fallback_url = "https://shop.test/?from=trk";
    await make({ name: "fall.example.test", fallback_url });
    await make({ name: "plain.example.test" });
    const { campaign: paused } = await world.makeLoop(server);
    await server.api("PATCH", `campaigns/${paused.id}`, { status: "paused" });
    for (const target of ["/", "/nothing/here", "/AAAAAA", `/${paused.key}`, "/favicon.ico"]) {
      const reply = await get("fall.example.test", target);
      assert.equal(reply.status, 302, target);
      assert.equal(reply.location, fallback_url);
      assert.equal(reply.headers["cache-control"], "no-store");
      assert.equal((await get("fall.example.test", target, "HEAD")).status, 302);
      assert.equal((await get("plain.example.test", target)).status, 404);
      assert.equal((await get("unheard-of.test", target)).status, 404);
    }
    assert.equal((await get("fall.example.test", "/nothing", "POST")).status, 404);
    assert.equal((await get("fall.example.test", `/${loop.campaign.key}`)).status, 302);
  });

  // spec: 1.7-any-domain-answers
  it("answers for no campaign of another workspace, and no other workspace can take its name", async () => {
    const { id: workspace_id } = await server.api<{ id: number }>("POST", "workspaces", { name: "Other" });
    const fallback_url = "https://shop.test/";
    await make({ name: "mine.example.test", fallback_url });
    await make({ name: "theirs.example.test", workspace_id });
    assert.equal((await server.call("POST", "domains", { name: "mine.example.test", workspace_id })).status, 409);
    const source = await server.api<world.Entity>("POST", "sources", { name: "S", template: "exoclick", workspace_id });
    const offer = await server.api<world.Entity>("POST", "offers", { name: "O", url: "http://offer.test/?s1=", workspace_id });
    const theirs = await server.api<world.Campaign>("POST", "campaigns", {
      name: "C",
      source_id: source.id,
      paths: [{ offers: [{ id: offer.id }] }],
      workspace_id,
    });
    assert.match((await get("theirs.example.test", `/${theirs.key}`)).location, /^http:\/\/offer\.test\//);
    assert.match((await get("unheard-of.test", `/${theirs.key}`)).location, /^http:\/\/offer\.test\//);
    assert.equal((await get("mine.example.test", `/${theirs.key}`)).location, fallback_url);
    assert.equal((await get("theirs.example.test", `/${loop.campaign.key}`)).status, 404);
  });

  it("in https makes cookies Secure, whatever tracking.url is", async () => {
    await make({ name: "safe.example.test", scheme: "https" });
    await make({ name: "bare.example.test" });
    const cookieOf = async (host: string): Promise<string> =>
      String((await get(host, `/${loop.campaign.key}`)).headers["set-cookie"]);
    assert.match(await cookieOf("safe.example.test"), /SameSite=None; Secure$/);
    assert.match(await cookieOf("bare.example.test"), /SameSite=Lax$/);
  });

  it("that is paused keeps its name from none that is in use", async () => {
    const name = "twice.example.test";
    const used = await server.api<world.Entity>("POST", "domains", { name });
    const other = await server.api<world.Entity>("POST", `domains/${used.id}/clone`, { name, status: "paused" });
    await server.api("PATCH", `domains/${used.id}`, { note: "still ours to change" });
    assert.equal((await server.call("PATCH", `domains/${other.id}`, { status: "active" })).status, 409);
  });

  it("that is paused or archived is no domain any more", async () => {
    const domain = await make({ name: "gone.example.test", fallback_url: "https://shop.test/" });
    await server.api("PATCH", `domains/${domain.id}`, { status: "paused" });
    assert.equal((await get("gone.example.test", "/")).status, 404);
    await server.api("PATCH", `domains/${domain.id}`, { status: "active" });
    assert.equal((await get("gone.example.test", "/")).status, 302);
    await server.api("DELETE", `domains/${domain.id}`);
    assert.equal((await get("gone.example.test", "/")).status, 404);
  });

  it("serves nothing of the dashboard and the API, whoever asks", async () => {
    await make({ name: "front.example.test" });
    const targets = [
      "/api/v1/campaigns",
      `/api/v1/campaigns/${loop.campaign.id}`,
      "/api/openapi.json",
      "/healthz",
      "/metrics",
      "/login",
      "/index.html",
      "/v2/goals",
      "/tag.php",
      "/catalog/1",
    ];
    for (const target of targets) {
      for (const method of ["GET", "POST", "PUT", "DELETE"]) {
        const reply = await ask(server.tracking, target, {
          method,
          headers: { Host: "front.example.test", Authorization: `Bearer ${server.key}`, "Content-Type": "application/json" },
          ...(method === "GET" ? {} : { body: "{}" }),
        });
        assert.equal(reply.status, 404, `${method} ${target}`);
        assert.equal(reply.text, "ERROR: nothing is served here");
      }
    }
    const ready = await get("front.example.test", "/readyz"); /* which has the form of a campaign's key */
    assert.equal(ready.text, "ERROR: no such campaign");
  });
});
