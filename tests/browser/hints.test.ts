/* hints - Accept-CH in a real browser: what it does not send unasked it sends from its next visit on, by each way of being sent on, and no visit is there twice. A browser trusts the machine's own
 * address as it does HTTPS. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import * as world from "../loop/world.ts";
import { openBrowser, openSite, type Site } from "./browser.ts";

const ASKED = ["sec-ch-ua-full-version-list", "sec-ch-ua-model", "sec-ch-ua-platform-version"];

describe("a browser that was asked for hints", () => {
  let browser: Browser;
  let server: Server;
  let offer: Site;

  before(async () => {
    browser = await openBrowser();
    server = await start();
    offer = await openSite("offer.test", () => "<title>The offer</title>");
  });

  /** Opens the address twice; which of the asked hints each request to it had. */
  const hintsOf = async (address: string): Promise<string[][]> => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    const sent: Promise<string[]>[] = [];
    tab.on("request", (request) => {
      if (request.url() === address) sent.push(request.allHeaders().then((headers) => ASKED.filter((name) => name in headers)));
    });
    for (let n = 1; n <= 2; n++) {
      await tab.goto(address);
      await tab.waitForURL(/offer\.test/);
    }
    const hints = await Promise.all(sent);
    await context.close();
    return hints;
  };

  for (const redirect of ["302", "303", "307", "meta", "double_meta"])
    it(`sends them from its second visit on, when it is sent on by ${redirect}`, async () => {
      const { campaign } = await world.makeLoop(server, { offer: { url: `${offer.url}/landed`, network_id: null }, campaign: { redirect } });
      assert.deepEqual(await hintsOf(`${server.tracking}/${campaign.key}`), [[], ASKED]);
      const visits = await waitFor("both visits", async () => {
        const rows = await server.rows<Json>(`visits?campaign=${campaign.id}&bots=in`);
        return rows.length >= 2 && rows;
      });
      assert.deepEqual(
        visits.map((row) => [row["os"], row["device_type"]]),
        [
          ["Linux", "desktop"],
          ["Linux", "desktop"],
        ],
      );
    });

  it("tells the script of a page with direct tracking, which tells the tracker, with the screen", async () => {
    const { campaign } = await world.makeLoop(server, { campaign: { type: "direct" } });
    const site = await openSite("127.0.0.1", () => `<script src="${server.tracking}/t.js" data-campaign="${campaign.key}"></script>`);
    const context = await browser.newContext();
    const tab = await context.newPage();
    const registered = tab.waitForRequest((request) => request.url().includes(`/${campaign.key}.json`));
    await tab.goto(site.url);
    const request = await registered;
    assert.match(new URL(request.url()).searchParams.get("rb_browsers") ?? "", /"Chromium";v="\d+\.\d+\.\d+\.\d+"/);
    assert.equal("sec-ch-ua-full-version-list" in (await request.allHeaders()), false, "another site is not told");
    const screen = await tab.evaluate<string>("`${screen.width}x${screen.height}`");
    const [visit] = await waitFor("the visit", async () => {
      const rows = await server.rows<Json>(`visits?campaign=${campaign.id}&bots=in`);
      return rows.length > 0 && rows;
    });
    assert.equal(visit?.["resolution"], screen);
    await context.close();
  });

  it("sends them to the ad network from its second click on", async () => {
    const { variation } = await world.makeLoop(server, { offer: { url: `${offer.url}/landed`, network_id: null } });
    assert.deepEqual(await hintsOf(variation.links["ad_click_url"] ?? ""), [[], ASKED]);
  });
});
