/* raw - figures with and without bots side by side, in lists, reports and statistics: switched, kept in the address, the same as the API's. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { waitFor, type Json, type Server } from "../loop/harness.ts";
import { openBrowser } from "./browser.ts";
import { sit, startWithTraffic, WIDE, type Person } from "./dashboard.ts";

let server: Server;
let browser: Browser;
let person: Person;
let page: Page;

const SPAN = "dates=all";
const plain = (text: string): string => text.replace(/[\s,]+/g, "");
/** What the total of a column says: clean, with bots, the difference. */
async function totalOf(label: string): Promise<string[]> {
  const names = (await page.locator("thead tr:last-child th").allInnerTexts()).map((name) => name.replace(/\s+/g, " ").replace(/ [▲▼]\d?$/, "").trim());
  assert.ok(names.includes(label), names.join("; "));
  const cell = page.locator('tfoot tr[data-line="total"] td').nth(names.indexOf(label));
  const [raw, difference] = [await cell.locator("[data-raw]").innerText(), await cell.locator("[data-difference]").innerText()].map(plain);
  const whole = plain(await cell.innerText());
  return [whole.slice(0, whole.length - `${raw}${difference}`.length), raw ?? "", difference ?? ""];
}
const sides = async (query: string, metric: string): Promise<string[]> => {
  const { totals } = await server.api<{ totals: Json & { raw: Json; difference: Json } }>("GET", query);
  return [String(totals[metric]), String(totals.raw[metric]), `+${String(totals.difference[metric])}`];
};
const shown = (): Promise<unknown> => waitFor("both sides", async () => (await page.locator("tfoot [data-raw]").count()) > 0);

describe("with and without bots", () => {
  before(async () => {
    server = await startWithTraffic(5_000);
    browser = await openBrowser();
    person = await sit(browser, server, WIDE);
    page = person.page;
  });

  it("stand side by side in a list once it is switched on, also after a reload", async () => {
    await person.open(`/campaigns?${SPAN}&status=all`);
    const beside = page.getByRole("switch", { name: "vs with bots" });
    await beside.click();
    await shown();
    assert.match(page.url(), /[?&]bots=both/);
    const expected = await sides("campaigns?status=all&metrics=visits&bots=both", "visits");
    assert.ok(Number(expected[2]) > 0, "there are bots");
    assert.deepEqual(await totalOf("Visits"), expected);
    await page.reload();
    await shown();
    assert.deepEqual(await totalOf("Visits"), expected);
  });

  it("give way to the span before, which is the other thing beside figures", async () => {
    await person.open(`/campaigns?dates=last30&bots=both`);
    await page.locator("tbody tr").first().waitFor();
    await page.keyboard.press("x");
    await waitFor("the address", () => /compare=previous/.test(page.url()) && !/bots=/.test(page.url()));
  });

  it("stand in a report, with a chart of both; its entries are all of them", async () => {
    await person.open(`/reports?${SPAN}&group_by=country&bots=both&chart=off`);
    await shown();
    assert.deepEqual(await totalOf("Visits"), await sides("report?group_by=country&metrics=visits&bots=both", "visits"));
    assert.match((await page.locator("tbody a[data-entries]").first().getAttribute("href")) ?? "", /[?&]bots=in/);
    await page.getByRole("button", { name: /^Options/ }).click();
    assert.equal(await page.getByRole("textbox", { name: "Bots", exact: true }).inputValue(), "Side by side");
    await page.keyboard.press("Escape");
    await person.open(`/reports?${SPAN}&group_by=country&bots=both`);
    await page.getByRole("columnheader", { name: "With bots" }).waitFor({ state: "attached" });
  });

  it("stand in the ad network's statistics, in the goals' columns too", async () => {
    await person.open(`/network/statistics?${SPAN}&bots=both`);
    await shown();
    assert.deepEqual(await totalOf("Clicks"), await sides("adreport?group_by=adcampaign&metrics=clicks&bots=both", "clicks"));
    assert.deepEqual(person.complaints(), []);
  });
});
