/* pixel - conversions by /conversion.gif in Chromium: an image on the shop's page, with the click id in
 * its URL or in the cookie that the campaign URL left (spec/tracker.md §2.3). Over http the cookie goes
 * only to the tracker of the same site: shop.site.test and trk.site.test are one, other.test is not. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { start, waitFor, type Server } from "../loop/harness.ts";
import * as world from "../loop/world.ts";
import { openBrowser, openSite, type Site } from "./browser.ts";

describe("in a browser, the pixel", () => {
  let browser: Browser;
  let server: Server;
  let shop: Site;
  let loop: world.Loop;

  before(async () => {
    browser = await openBrowser();
    server = await start();
    shop = await openSite("shop.site.test", (target) => {
      const query = new URL(target, "http://x/").searchParams;
      const pixel = query.get("pixel");
      return `<title>Shop</title>${pixel === null ? "" : `<img id="pixel" src="${pixel}" width="1" height="1" alt="">`}`;
    });
    loop = await world.makeLoop(server, {
      offer: { url: `${shop.url}/landed?s1=`, network_id: null },
    });
  });

  const tracker = (): string => `http://trk.site.test:${server.ports.tracking}`;

  /** Clicks the ad in a browser of its own; its click id as the shop got it. */
  const clickAd = async (): Promise<{ context: BrowserContext; tab: Page; cid: string }> => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(`${tracker()}/${loop.campaign.key}`);
    return { context, tab, cid: new URL(tab.url()).searchParams.get("s1") ?? "" };
  };

  /** Opens the thank-you page with that pixel; the width of the image once it was loaded. */
  const thank = async (tab: Page, pixel: string, host = "shop.site.test"): Promise<number> => {
    const url = new URL(`${shop.url}/thanks?pixel=${encodeURIComponent(pixel)}`);
    url.hostname = host;
    await tab.goto(url.href, { waitUntil: "load" });
    return tab.evaluate("document.getElementById('pixel').naturalWidth");
  };

  it("with the click id in its URL is an image that loads, and a conversion", async () => {
    const { context, tab, cid } = await clickAd();
    assert.equal(await thank(tab, `${tracker()}/conversion.gif?cid=${cid}&payout=4`), 1);
    assert.equal((await world.conversionOf(server, cid)).payout, "4");
    await context.close();
  });

  // spec: 2.3-pixel-scheme-domain
  it("without one finds the click by the cookie of the domain that set it", async () => {
    const { context, tab, cid } = await clickAd();
    assert.equal(await thank(tab, `${tracker()}/conversion.gif?payout=6&txid=T1`), 1);
    const conversion = await world.conversionOf(server, cid);
    assert.deepEqual([conversion.payout, conversion.txid], ["6", "T1"]);
    await context.close();
  });

  it("without one on a page of another site is an image and no conversion, and the log says why", async () => {
    const { context, tab, cid } = await clickAd();
    assert.equal(await thank(tab, `${tracker()}/conversion.gif?payout=8`, "other.test"), 1);
    await waitFor("a row of the log", async () => {
      const [row] = await server.rows("postbacks/in?limit=1");
      return row?.["reason"] === "missing_cid" && row["query"] === "payout=8";
    });
    assert.deepEqual(await world.conversionsOf(server, cid), []);
    await context.close();
  });
});
