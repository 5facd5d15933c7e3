/* budget - what the first load of the dashboard costs: all bytes that come over the wire to a browser that keeps nothing yet, as the browser itself counts them.
 * The charts of a report are drawn by a library that comes when a chart is shown: that load has a budget of its own, for each shape. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { waitFor, type Server } from "../loop/harness.ts";
import { openBrowser } from "./browser.ts";
import { sit, startWithTraffic, WIDE } from "./dashboard.ts";

const BUDGET_BYTES = 350_000;
/* With the library of the charts; the map brings the shapes of all countries. */
const CHARTS = { line: 460_000, heat: 480_000, map: 530_000 } as const;

interface Load {
  bytes: number;
  /** By address, the largest first. */
  files: [address: string, bytes: number][];
}

describe("the first load, over the wire", () => {
  let server: Server;
  let browser: Browser;
  let session: string;

  before(async () => {
    server = await startWithTraffic(60_000);
    browser = await openBrowser();
    const { page } = await sit(browser, server, WIDE);
    session = JSON.stringify(await page.context().cookies());
  });
  after(() => server.stop());

  /** Opens the address in a browser without a cache, until the page stands still. */
  async function load(address: string, isSignedIn: boolean): Promise<Load> {
    const context = await browser.newContext({ locale: "en", viewport: { width: WIDE.width, height: WIDE.height } });
    if (isSignedIn) await context.addCookies(JSON.parse(session) as Parameters<typeof context.addCookies>[0]);
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("Network.enable");
    const addresses = new Map<string, string>();
    const files: [string, number][] = [];
    let asked = 0;
    wire.on("Network.requestWillBeSent", ({ requestId, request }) => {
      asked++;
      addresses.set(requestId, request.url.replace(server.dashboard, ""));
    });
    wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => files.push([addresses.get(requestId) ?? "", encodedDataLength]));
    wire.on("Network.loadingFailed", ({ requestId }) => files.push([addresses.get(requestId) ?? "", 0]));
    await page.goto(server.dashboard + address);
    await page.locator(address.includes("chart=off") || !address.startsWith("/reports") ? "h1" : "canvas").first().waitFor();
    /* A live stream never ends: what has begun and not ended is what it is. */
    await waitFor("all that was asked for", async () => {
      const before = files.length;
      await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestIdleCallback(drawn)))");
      return files.length === before && asked - files.length <= (address === "/" && isSignedIn ? 1 : 0);
    });
    await context.close();
    files.sort((a, b) => b[1] - a[1]);
    return { bytes: files.reduce((sum, [, bytes]) => sum + bytes, 0), files };
  }

  const told = ({ bytes, files }: Load): string => `${bytes} bytes: ${files.slice(0, 8).map(([address, size]) => `${address} ${size}`).join(", ")}`;

  for (const [address, isSignedIn] of [["/", false], ["/campaigns", true], ["/", true], ["/reports?group_by=campaign&chart=off", true], ["/guide", true]] as const)
    it(`${address}${isSignedIn ? "" : ", signed out"}: under ${BUDGET_BYTES / 1000} KB`, async (test) => {
      const first = await load(address, isSignedIn);
      test.diagnostic(told(first));
      assert.ok(first.files.some(([file]) => file.endsWith(".js")) && first.bytes > 50_000, `something was loaded: ${told(first)}`);
      assert.ok(first.bytes < BUDGET_BYTES, told(first));
    });

  for (const [shape, budget] of Object.entries(CHARTS))
    it(`a report with its chart, ${shape}: under ${budget / 1000} KB, and more than without`, async (test) => {
      const drawn = await load(`/reports?group_by=campaign&chart=visits.${shape}.day`, true);
      test.diagnostic(told(drawn));
      assert.ok(drawn.bytes > BUDGET_BYTES && drawn.bytes < budget, told(drawn));
    });
});
