/* direct - a page with t.js in Chromium: the page and the offer at site.test, the tracker at trk.test,
 * another site (spec/tracker.md §1.4, §2.3). */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import * as world from "../loop/world.ts";
import { openBrowser, openSite, type Site } from "./browser.ts";

interface Visit extends Json {
  cid: string;
  via: string;
  external_id: string | null;
  referrer: string | null;
  tokens: Record<string, string>;
}

describe("a page with t.js", () => {
  let browser: Browser;
  let server: Server;
  let loop: world.Loop;
  let site: Site;
  let ad: Site;

  before(async () => {
    browser = await openBrowser();
    server = await start();
    site = await openSite("www.site.test", (target) => page(target));
    loop = await world.makeLoop(server, {
      offer: { url: `${site.url}/offer?s1=`, network_id: null },
      campaign: { type: "direct" },
    });
    ad = await openSite("ad.test", () => `<a id="ad" href="${site.url}/page?external_id=E1&zoneid=7">the ad</a>`);
  });

  const tracker = (): string => `http://trk.test:${server.ports.tracking}`;

  /* The page under test; ?bare leaves the script out. */
  const page = (target: string): string =>
    target.startsWith("/page")
      ? `<title>Page</title>
        <a id="marked" data-rebond="click" href="/nowhere">buy</a>
        <a id="second" data-rebond="click/2" href="/nowhere">buy the other</a>
        <a id="plain" href="${tracker()}/click?x=1#top">buy</a>
        <a id="other" href="/about">about</a>
        ${target.includes("noscript") ? loop.campaign.links["pixel"]?.replace(server.tracking, tracker()) : `<script src="${tracker()}/t.js" data-campaign="${loop.campaign.key}"></script>`}`
      : "<title>Elsewhere</title>";

  const visits = (): Promise<Visit[]> => server.rows<Visit>(`visits?campaign=${loop.campaign.id}`);
  const cidOf = (tab: Page): Promise<string> =>
    tab.evaluate("new Promise((resolve) => window.rebond.ready(resolve))");
  const href = (tab: Page, id: string): Promise<string> => tab.evaluate(`document.getElementById("${id}").href`);
  const fresh = async (): Promise<Page> => (await browser.newContext()).newPage();

  // spec: 1.4-direct-script
  it("registers the visit with the page's tokens and the referrer, and keeps the click id with the page", async () => {
    const tab = await fresh();
    await tab.goto(`${ad.url}/news?secret=1`);
    await tab.click("#ad");
    const cid = await cidOf(tab);
    assert.match(cid, /^[0-9a-z]{24}$/);
    const [visit] = await visits();
    assert.equal(visit?.cid, cid);
    assert.equal(visit.via, "script");
    assert.equal(visit.external_id, "E1");
    assert.equal(visit.tokens["zoneid"], "7");
    assert.equal(visit.referrer, `${ad.url}/`);
    assert.equal(await tab.evaluate(`localStorage.getItem("rb_${loop.campaign.key}")`), cid);
    assert.match(await tab.evaluate("document.cookie"), new RegExp(`rb_${loop.campaign.key}=${cid}`));
    assert.deepEqual(await tab.context().cookies(tracker()), [], "no third-party cookie");
    await tab.context().close();
  });

  it("goes on with the visit on a reload and on the site's next page, also with storage switched off", async () => {
    for (const off of [false, true]) {
      const tab = await fresh();
      if (off)
        await tab.addInitScript(
          `Object.defineProperty(window, "localStorage", { get() { throw new Error("switched off"); } })`,
        );
      await tab.goto(`${site.url}/page?external_id=R${off}&zoneid=1`);
      const cid = await cidOf(tab);
      const count = (await visits()).length;
      await tab.reload();
      assert.equal(await cidOf(tab), cid);
      await tab.goto(`${site.url}/page?product=3`);
      assert.equal(await cidOf(tab), cid);
      assert.equal((await visits()).length, count);
      await tab.goto(`${site.url}/page?external_id=S${off}&zoneid=1`);
      assert.notEqual(await cidOf(tab), cid, "the source sent the visitor again");
      assert.equal((await visits()).length, count + 1);
      await tab.context().close();
    }
  });

  it("lets go of a click on a marked link when the tracker does not answer", async () => {
    const tab = await fresh();
    await tab.route("**/*.json*", () => new Promise(() => {}));
    await tab.goto(`${site.url}/page?external_id=N1`);
    await tab.click("#marked");
    assert.match(tab.url(), /\/page\?/);
    await tab.waitForURL(/\/nowhere$/, { timeout: 10_000 });
    await tab.context().close();
  });

  it("registers a page that the browser prepared ahead when it is shown, not before", async () => {
    const tab = await fresh();
    await tab.addInitScript(`Object.defineProperty(document, "prerendering", { value: true })`);
    const count = (await visits()).length;
    await tab.goto(`${site.url}/page?external_id=A1`);
    await tab.evaluate("new Promise((resolve) => setTimeout(resolve))");
    assert.equal((await visits()).length, count);
    await tab.evaluate(`document.dispatchEvent(new Event("prerenderingchange"))`);
    assert.match(await cidOf(tab), /^[0-9a-z]{24}$/);
    assert.equal((await visits()).length, count + 1);
    await tab.context().close();
  });

  // spec: 1.4-click-url
  it("leads marked links and links to the click URL over the tracker, also those that come later", async () => {
    const tab = await fresh();
    await tab.goto(`${site.url}/page?external_id=L1`);
    const cid = await cidOf(tab);
    assert.equal(await href(tab, "marked"), `${tracker()}/click?cid=${cid}`);
    assert.equal(await href(tab, "second"), `${tracker()}/click/2?cid=${cid}`);
    assert.equal(await href(tab, "plain"), `${tracker()}/click?x=1&cid=${cid}#top`);
    assert.equal(await href(tab, "other"), `${site.url}/about`);
    await tab.evaluate(
      `document.body.insertAdjacentHTML("beforeend", '<a id="late" data-rebond="click" href="#"><b>later</b></a>')`,
    );
    await tab.click("#late b");
    await tab.waitForURL(/\/offer\?/);
    assert.equal(new URL(tab.url()).searchParams.get("s1"), cid);
    assert.equal(server.count(`select count(*) n from click join visit on visit.id = click.visit_id
      where visit.campaign_id = ${loop.campaign.id}`), 1);
    await tab.context().close();
  });

  it("holds a click on a marked link until the visit is registered", async () => {
    const tab = await fresh();
    let release = (): void => {};
    await tab.route("**/*.json*", async (route) => {
      await new Promise<void>((resolve) => (release = resolve));
      await route.continue();
    });
    await tab.goto(`${site.url}/page?external_id=H1`);
    await tab.click("#marked");
    assert.match(tab.url(), /\/page\?/);
    release();
    await tab.waitForURL(/\/offer\?/);
    assert.match(new URL(tab.url()).searchParams.get("s1") ?? "", /^[0-9a-z]{24}$/);
    await tab.context().close();
  });

  // spec: 2.3-direct-tracking-pixel
  it("reports a conversion by the pixel with its click id", async () => {
    const tab = await fresh();
    await tab.goto(`${site.url}/page?external_id=C1`);
    await tab.evaluate(`window.rebond.conversion({ payout: 12.5, txid: "T&1", status: "lead" })`);
    const cid = await cidOf(tab);
    const [row] = await waitFor("the conversion", async () => {
      const rows = await world.conversionsOf(server, cid);
      return rows.length > 0 && rows;
    });
    assert.deepEqual([row?.payout, row?.txid, row?.status], ["12.5", "T&1", "lead"]);
    assert.equal((await server.rows("postbacks/in?limit=1"))[0]?.["channel"], "pixel");
    await tab.context().close();
  });

  it("sends what the tracker can read, whatever else stands in the page's query", async () => {
    const tab = await fresh();
    await tab.goto(`${site.url}/page?bad=%zz&ctl=%01&latin=%E9&external_id=Q1&zoneid=9`);
    await cidOf(tab);
    const [visit] = await visits();
    assert.deepEqual([visit?.external_id, visit?.tokens["zoneid"]], ["Q1", "9"]);
    await tab.context().close();
  });

  it("goes on working when the tracker is unknown to it: links stay, nothing throws", async () => {
    const tab = await fresh();
    const errors: string[] = [];
    tab.on("pageerror", (error) => errors.push(error.message));
    await tab.route("**/*.json*", (route) => route.abort());
    await tab.goto(`${site.url}/page?external_id=X1`);
    assert.equal(await cidOf(tab), "");
    assert.equal(await href(tab, "other"), `${site.url}/about`);
    assert.deepEqual(errors, []);
    await tab.context().close();
  });

  // spec: 2.3-direct-tracking-pixel
  it("without scripts registers the visit by its image", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const tab = await context.newPage();
    await tab.goto(`${site.url}/page?noscript`);
    await waitFor("the visit", async () => (await visits())[0]?.via === "pixel");
    await context.close();
  });
});
