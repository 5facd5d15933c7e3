/* demo - the choice behind the first steps in Chromium: demo data by one press, a dashboard that has figures and says what they are, and one press that takes them away. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { start, waitFor, type Server } from "../loop/harness.ts";
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

  it("come onto the home page by themselves, which never says meanwhile that all is well", async () => {
    const hand = page.getByRole("region", { name: /^What needs a hand/ });
    const today = page.getByRole("region", { name: "Today" });
    const has = async (text: RegExp, where: Locator): Promise<boolean> => (await where.getByText(text).count()) > 0;
    await hand.waitFor();
    await waitFor("findings and figures", async () => {
      assert.equal(await has(/Nothing needs a hand/, hand), false);
      return (await hand.getByRole("listitem").count()) > 0 && !(await has(/still being gathered/, today)) && /[1-9]/.test(await today.locator("dd").first().innerText());
    }, 60_000);
  });

  it("are said to be gathered while the facts are behind, and asked for again until they are there", async () => {
    /* How long the facts take is no test's to choose: the answers of the server, but for that they say to be behind. */
    let isBehind = true;
    await page.route(/\/api\/v1\/(report|health\/tracking)/, async (route) => {
      const reply = await route.fetch();
      const told = (await reply.json()) as Record<string, unknown>;
      const isHealth = route.request().url().includes("health");
      await route.fulfill({ response: reply, json: isBehind ? { ...told, behind_ms: 2_400_000_000, ...(isHealth ? { findings: [] } : { rows: [] }) } : told });
    });
    await page.goto(`${server.dashboard}/`);
    await page.getByText("The figures are still being gathered: not everything counts here yet.").waitFor();
    await page.getByText("what needs a hand is looked for once they are there").waitFor();
    assert.equal(await page.getByText("Nothing needs a hand").count(), 0);
    assert.equal(await page.getByText("No visit yet today.").count(), 0);
    await takePicture(page, "demo-gathering");
    assert.deepEqual(await seriousFaults(page), [], "axe");
    isBehind = false;
    await page.getByText("still being gathered").first().waitFor({ state: "detached" });
    await page.getByRole("region", { name: /^What needs a hand/ }).getByRole("listitem").first().waitFor();
    assert.equal(await page.getByText(/still being gathered|being gathered\./).count(), 0);
    await page.unrouteAll();
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
