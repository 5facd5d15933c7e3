/* goal-pixel - a goal's pixel code in Chromium: the ad click's cookie goes along with the image, whichever of the ad network's hosts
 * the click went by (spec/network.md §2.5). As in production, TLS ends before the listener: a browser keeps such a cookie over https
 * only. On the page of another site than the hosts it sends it where its user allows that. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { BrowserContext } from "playwright-core";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import type { Entity, Goal } from "../loop/world.ts";
import { openBrowser, openSecure, openSite, openTrusting, type Site } from "./browser.ts";

const HOSTS = ["ads.site.test", "ads.other.test"] as const;

describe("in a browser, a goal's pixel", () => {
  let server: Server;
  let shop: Site;
  let variation: Entity;
  let port = 0;
  let code = "";
  let trusting: BrowserContext;

  before(async () => {
    trusting = await openTrusting();
    port = await openSecure(() => server.ports.network, () => shop.port);
    server = await start({ settings: { "network-url": `https://${HOSTS[0]}:${port}`, "network-hosts": `${HOSTS[1]}:${port}` } });
    shop = await openSite("shop.test", (target) => `<title>Shop</title>${target === "/thanks" ? code : ""}`);
    const ads = await server.api<Entity>("POST", "adcampaigns", { name: "A", pricing: "cpc", price: "0.05" });
    const url = `${shop.url}/?tag={conversions_tracking}`;
    variation = await server.api<Entity>("POST", "variations", { name: "V", adcampaign_id: ads.id, url });
  });

  /** Clicks the ad by that host, then opens the page behind the sale as often as told; what became of the calls. */
  const play = async (context: BrowserContext, host: string, link: string, page: string, times: number): Promise<string[]> => {
    const goal = await server.api<Goal>("POST", "goals", { name: `${link} by ${host}`, count: "one", value: { type: "fixed", amount: "2" } });
    code = goal.links[link] ?? "";
    const tab = await context.newPage();
    await tab.goto(`https://${host}:${port}/go/${variation.id}`);
    assert.match(tab.url(), /^http:\/\/shop\.test:\d+\/\?tag=[\w-]{112}$/);
    let rows: Json[] = [];
    for (let i = 1; i <= times; i++) {
      await tab.goto(page);
      rows = await waitFor(`${2 * i} calls`, async () => {
        const found = await server.rows(`goal-calls?goal=${goal.id}`);
        return found.length === 2 * i && found;
      });
    }
    await tab.close();
    return rows.map((row) => `${row["channel"]} ${row["outcome"]} ${row["reason"] ?? ""}`.trim()).sort();
  };

  for (const link of ["pixel", "pixel_script"])
    for (const host of HOSTS)
      // spec: n2.5-browser
      it(`(${link}) counts a click that went by ${host} on a page of another site, and once`, async () => {
        await trusting.clearCookies();
        const outcomes = await play(trusting, host, link, `${shop.url}/thanks`, 2);
        assert.deepEqual(outcomes, ["pixel duplicate", "pixel refused no_tag", "pixel refused no_tag", "pixel stored"]);
      });

  it("counts on a page of the network's own site where cookies of third parties are refused", async () => {
    const browser = await openBrowser();
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    assert.deepEqual(await play(context, HOSTS[0], "pixel", `https://shop.site.test:${port}/thanks`, 1), ["pixel refused no_tag", "pixel stored"]);
    assert.deepEqual(await play(context, HOSTS[0], "pixel", `${shop.url}/thanks`, 1), ["pixel refused no_tag", "pixel refused no_tag"]);
    await context.close();
  });
});
