/* zone - the ads of zones on a publisher's page in Chromium, under a strict Content-Security-Policy and without cookies: a banner and a
 * native link count an impression once they were in sight and a click when they are clicked, a popunder opens at the page's first
 * click (docs/delivery.md). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import type { Entity } from "../loop/world.ts";
import { openBrowser, openSite, type Site } from "./browser.ts";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

describe("on a publisher's page", () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let publisher: Site;
  let shop: Site;
  let body = "";

  const make = (resource: string, fields: Json): Promise<Entity> => server.api<Entity>("POST", resource, { name: resource, ...fields });
  const policy = (): string => `default-src 'none'; script-src ${server.network}; connect-src ${server.network}; img-src ${server.network}`;

  before(async () => {
    server = await start();
    browser = await openBrowser();
    publisher = await openSite("pub.test", () => `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy()}"><title>Pub</title>${body}`);
    shop = await openSite("shop.test", () => "<title>Shop</title>");
  });
  after(() => server.stop());

  /** A zone of that format with one ad, and a page that embeds it behind so much else. */
  const place = async (format: string, campaign: Json, creative: Json, before = ""): Promise<{ variation: Entity; zone: Entity; page: Page; complaints: string[] }> => {
    const site = await make("sites", { hostname: "pub.test" });
    const zone = await make("zones", { site_id: site.id, format });
    const ads = await make("adcampaigns", campaign);
    const variation = await make("variations", { adcampaign_id: ads.id, url: `${shop.url}/?tag={conversions_tracking}&sub={sub}&from={referrer}`, format, ...creative });
    body = `<p>Text</p>${before}${(zone.links["embed_code"] ?? "").replace(" data-zone", ' data-sub="s1" data-zone')}`;
    context = await browser.newContext({ userAgent: CHROME, viewport: { width: 1000, height: 700 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${publisher.url}/article?secret=1`);
    return { variation, zone, page, complaints };
  };
  const counted = (variation: Entity, impressions: number, clicks: number): Promise<Json> =>
    waitFor(`${impressions} impressions and ${clicks} clicks`, async () => {
      const { totals } = await server.api<{ totals: Json }>("GET", `adreport?filter=variation:${variation.id}&from=2020-01-01&to=2036-01-01`);
      return totals["impressions"] === impressions && totals["clicks"] === clicks && totals;
    });

  it("a banner counts when it comes into sight, not before, and its click leads to the variation's URL", async () => {
    const { variation, page, complaints } = await place("300x250", { pricing: "cpm", price: "2" }, { image_url: `${server.network}/imp/none.gif`, title: "Buy" }, "<br>".repeat(200));
    const link = page.locator("a[data-zone-ad]");
    await link.waitFor({ state: "attached" });
    const image = link.locator("img");
    assert.deepEqual([await image.getAttribute("width"), await image.getAttribute("height"), await image.getAttribute("alt")], ["300", "250", "Buy"]);
    await counted(variation, 0, 0);
    assert.equal((await server.rows("impressions")).length, 0);
    await link.scrollIntoViewIfNeeded();
    const seen = await counted(variation, 1, 0);
    assert.equal(seen["cost"], "0.002");
    const [opened] = await Promise.all([context.waitForEvent("page"), link.click()]);
    await opened.waitForURL(`${shop.url}/**`);
    assert.match(opened.url(), /\?tag=[\w-]{112}&sub=s1&from=http%3A%2F%2Fpub\.test%3A\d+%2Farticle$/);
    const total = await counted(variation, 1, 1);
    assert.deepEqual([total["cost"], total["ctr"], total["ecpm"]], ["0.002", 100, "2"]);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("a native link is text of the page, and counts by the click where clicks are paid for", async () => {
    const { variation, page, complaints } = await place("native", { pricing: "cpc", price: "0.3" }, { title: "<b>Read</b> this", description: "Below it" });
    const link = page.locator("a[data-zone-ad]");
    await link.waitFor();
    assert.equal(await link.locator("strong").innerText(), "<b>Read</b> this");
    assert.equal(await link.locator("span").innerText(), "Below it");
    assert.equal((await counted(variation, 1, 0))["cost"], "0");
    const [opened] = await Promise.all([context.waitForEvent("page"), link.click()]);
    await opened.waitForURL(`${shop.url}/**`);
    assert.equal((await counted(variation, 1, 1))["cost"], "0.3");
    assert.deepEqual(await context.cookies(publisher.url), []);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("a popunder opens at the page's first click, and is an impression without a click", async () => {
    const { variation, page, complaints } = await place("popunder", { pricing: "cpm", price: "4" }, {});
    await page.waitForLoadState("networkidle");
    const [opened] = await Promise.all([context.waitForEvent("page"), page.locator("p").click()]);
    await opened.waitForURL(`${shop.url}/**`);
    assert.equal((await counted(variation, 1, 0))["cost"], "0.004");
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("without an ad that fits the page stays as it is, and nothing complains", async () => {
    const { variation, page, complaints, zone } = await place("728x90", { pricing: "cpm", price: "4" }, { image_url: `${server.network}/imp/none.gif` });
    await page.locator("a[data-zone-ad]").waitFor({ state: "attached" });
    await server.api("PATCH", `variations/${variation.id}`, { status: "paused" });
    await Promise.all([page.waitForResponse((reply) => reply.url().includes(`/zone/${zone.id}.json`) && reply.status() === 204), page.reload()]);
    assert.equal(await page.locator("a[data-zone-ad]").count(), 0);
    assert.deepEqual(complaints, []);
    await context.close();
  });
});
