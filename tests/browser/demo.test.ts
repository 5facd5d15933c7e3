/* demo - the choice behind the first steps in Chromium: demo data by one press, a dashboard that has figures and says what they are, and one press that takes them away. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { start, type Server } from "../loop/harness.ts";
import { linkOf, PASSWORD } from "../loop/people.ts";
import { openBrowser } from "./browser.ts";
import { seriousFaults, takePicture } from "./dashboard.ts";

describe("in a browser, the demo data", () => {
  let server: Server;
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await openBrowser();
    server = await start();
    page = await (await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Paris", viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(linkOf(server));
    await page.getByLabel("Name").fill("Olga");
    await page.getByLabel("E-mail address").fill("olga@example.com");
    await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
    await page.getByRole("button", { name: "Create the account" }).click();
    await page.getByRole("button", { name: "Save and continue" }).click();
    await page.getByRole("button", { name: /^(Continue|Later|Skip)/ }).click();
    await page.getByRole("link", { name: "Create the first campaign" }).waitFor();
  });

  it("are loaded by one press, behind the first steps", async () => {
    await takePicture(page, "demo-choice");
    assert.deepEqual(await seriousFaults(page), [], "axe");
    await page.getByRole("button", { name: /demo/i }).click();
    await page.getByRole("note").waitFor({ timeout: 60_000 });
    assert.equal(new URL(page.url()).pathname, "/");
  });

  it("fill the pages, which say what they are", async () => {
    for (const [address, name] of [["/", "demo-home"], ["/campaigns", "demo-campaigns"], ["/reports?group_by=country", "demo-report"], ["/network/statistics", "demo-network"]] as const) {
      await page.goto(server.dashboard + address);
      await page.getByRole("note").waitFor();
      if (name !== "demo-home") assert.ok((await page.getByRole("grid").locator("tr[data-index]").first().innerText()).length > 0, address);
      await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
      await takePicture(page, name);
      assert.deepEqual(await seriousFaults(page), [], `axe at ${address}`);
    }
  });

  it("are taken away by one press, and nothing tells of them", async () => {
    await page.goto(`${server.dashboard}/campaigns`);
    await page.getByRole("note").getByRole("button").click();
    await page.getByRole("note").waitFor({ state: "detached" });
    await page.goto(`${server.dashboard}/campaigns`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await page.getByRole("grid").locator("tr[data-index]").count(), 0);
    assert.equal((await server.rows("workspaces")).length, 1);
    await takePicture(page, "demo-gone");
  });
});
