/* referrer - what an offer's site gets to see in Referer, by the campaign's redirect mode
 * (spec/tracker.md §1.5 "Hide referrer", §1.6). A page links to the campaign; Chromium clicks. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { start, type Server } from "../loop/harness.ts";
import * as world from "../loop/world.ts";
import { openBrowser, openSite, type Seen, type Site } from "./browser.ts";

describe("the referrer that the offer's site sees", () => {
  let browser: Browser;
  let server: Server;
  let offer: Site;

  before(async () => {
    browser = await openBrowser();
    server = await start();
    offer = await openSite("offer.test", () => "<title>The offer</title>");
  });

  /** Clicks from a page at page.test to the campaign; who arrived at the offer, and which pages lay between. */
  const click = async (redirect: string): Promise<{ arrived: Seen; page: Site; hosts: string[] }> => {
    const loop = await world.makeLoop(server, {
      offer: { url: `${offer.url}/landed?a='"<b>&s1=`, network_id: null },
      campaign: { redirect },
    });
    const campaign = `http://tracker.test:${server.ports.tracking}/${loop.campaign.key}`;
    const page = await openSite("page.test", () => `<a id="ad" href="${campaign}">the ad</a>`);
    const context = await browser.newContext();
    const tab = await context.newPage();
    const hosts: string[] = [];
    tab.on("request", (request) => {
      if (request.isNavigationRequest()) hosts.push(new URL(request.url()).hostname);
    });
    await tab.goto(`${page.url}/article?secret=1`);
    offer.seen.length = 0;
    await tab.click("#ad");
    await tab.waitForURL(/offer\.test/);
    await context.close();
    assert.equal(offer.seen.length, 1, "the offer was opened once");
    return { arrived: offer.seen[0] as Seen, page, hosts };
  };

  for (const redirect of ["302", "303", "307"]) {
    // spec: 1.5-hide-referrer, 1.6-302-default
    it(`is the page's with ${redirect}`, async () => {
      const { arrived, page } = await click(redirect);
      assert.equal(arrived.referrer, `${page.url}/`);
    });
  }

  // spec: 1.5-hide-referrer, 1.6-meta-refresh
  it("is nothing with meta", async () => {
    const { arrived, hosts } = await click("meta");
    assert.equal(arrived.referrer, "");
    assert.deepEqual(hosts, ["page.test", "tracker.test", "offer.test"]);
  });

  // spec: 1.5-hide-referrer, 1.6-double-meta-refresh
  it("is nothing with double_meta, which goes over the tracker twice", async () => {
    const { arrived, hosts } = await click("double_meta");
    assert.equal(arrived.referrer, "");
    assert.deepEqual(hosts, ["page.test", "tracker.test", "tracker.test", "offer.test"]);
  });

  for (const redirect of ["302", "meta", "double_meta"]) {
    it(`the URL arrives whole with ${redirect}, quotes and brackets included`, async () => {
      const { arrived } = await click(redirect);
      const target = new URL(arrived.target, offer.url);
      assert.equal(target.searchParams.get("a"), `'"<b>`);
      assert.match(target.searchParams.get("s1") ?? "", /^[0-9a-z]{24}$/);
    });
  }
});
