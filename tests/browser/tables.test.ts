/* tables - figures, goals, what-if, the address and the focus in the dashboard's tables, by mouse and keyboard over real traffic. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser, Locator, Page, Request } from "playwright-core";
import { waitFor, type Server } from "../loop/harness.ts";
import { enter } from "../loop/people.ts";
import { openBrowser } from "./browser.ts";
import { sit, startWithTraffic, WIDE, type Person } from "./dashboard.ts";

let server: Server;
let browser: Browser;
let person: Person;
let page: Page;

const row = (index: number): Locator => page.locator(`tr[data-index="${index}"]`);
const open = async (address: string): Promise<void> => {
  await person.open(address);
  await row(0).waitFor();
};
/** The texts of a line of the table under their columns' names; of a goal's columns "Goal · Column". */
async function cells(line: Locator): Promise<Map<string, string>> {
  const names = await page.locator("thead tr:last-child th").allInnerTexts();
  const texts = await line.locator("td").allInnerTexts();
  const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
  return new Map(names.map((name, i) => [plain(name).replace(/ [▲▼]\d?$/, ""), plain(texts[i] ?? "")]));
}
const totals = (): Promise<Map<string, string>> => cells(page.locator('tfoot tr[data-line="total"]'));
const numberOf = (text: string | undefined): number => Number((text ?? "").replace(/[^\d.-]/g, ""));
/** Waits until the page says so. */
const until = (expression: string): Promise<unknown> => waitFor(expression, () => page.evaluate<boolean>(`Boolean(${expression})`));
const focused = (): Promise<string> => page.evaluate<string>("document.activeElement.getAttribute('role') ?? document.activeElement.tagName");
/** What the page asks of the API while something is done. */
async function asked(work: () => Promise<void>): Promise<Request[]> {
  const found: Request[] = [];
  const note = (request: Request): void => {
    if (request.url().includes("/api/v1/")) found.push(request);
  };
  page.on("request", note);
  await work();
  await page.waitForLoadState("networkidle");
  page.off("request", note);
  return found;
}
const pathsOf = (requests: readonly Request[]): string[] => [...new Set(requests.map((request) => `${request.method()} ${new URL(request.url()).pathname.slice("/api/v1/".length)}`))].sort();

describe("the tables", () => {
  before(async () => {
    server = await startWithTraffic(20_000);
    browser = await openBrowser();
    person = await sit(browser, server, WIDE);
    page = person.page;
  });

  describe("reports", () => {
    it("keep in the address which rows are open, so that a reload shows the same", async () => {
      await open("/reports?group_by=country,os&chart=off");
      const nameOf = (index: number): Promise<string> => row(index).locator("bdi").first().innerText();
      const first = await nameOf(0);
      await row(0).getByRole("button", { expanded: false }).click();
      await row(0).getByRole("button", { expanded: true }).waitFor();
      assert.match(new URL(page.url()).searchParams.get("open") ?? "", /^country:[A-Z]{2}$/);
      const under = await nameOf(1);
      await page.reload();
      await row(0).getByRole("button", { expanded: true }).waitFor();
      assert.equal(await nameOf(0), first);
      await waitFor("the row under it", async () => (await nameOf(1)) === under);
      await row(0).getByRole("button", { expanded: true }).click();
      await row(0).getByRole("button", { expanded: false }).waitFor();
      assert.equal(new URL(page.url()).searchParams.get("open"), null);
    });

    it("are exported, and heard live, of the workspace one stands in: a link names it", async () => {
      await open("/reports?group_by=country&chart=off");
      await page.getByRole("button", { name: /^Export/ }).click();
      const href = (await page.getByRole("menuitem").first().getAttribute("href")) ?? "";
      assert.equal(new URL(href, server.dashboard).searchParams.get("workspace"), "1");
      const reply = await page.request.get(server.dashboard + href);
      assert.equal(reply.status(), 200);
      assert.match(await reply.text(), /^\uFEFF?country,/);
      const live = page.waitForRequest((request) => request.url().includes("/api/v1/live"));
      await person.open("/live");
      assert.equal(new URL((await live).url()).searchParams.get("workspace"), "1");
    });
  });

  for (const [name, address] of [["a report", "/reports?group_by=country&chart=off"], ["a list", "/campaigns"]] as const)
    it(`${name} has columns of events, off until chosen, asked for only then`, async () => {
      await open(address);
      assert.equal((await totals()).has("Event 7"), false);
      await page.getByRole("button", { name: /^Columns/ }).click();
      await page.getByRole("textbox", { name: "Find a column" }).fill("event 7");
      const requests = await asked(() => page.getByRole("checkbox", { name: "Show Event 7" }).check());
      assert.ok(requests.some((request) => new URL(request.url()).searchParams.get("metrics")?.split(",").includes("event7")), pathsOf(requests).join(", "));
      await page.keyboard.press("Escape");
      await until("[...document.querySelectorAll('tfoot td')].at(-1).innerText !== '–'");
      assert.equal((await totals()).get("Event 7"), "0");
      await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('rebond.table.')).forEach((key) => localStorage.removeItem(key))");
    });

  describe("the ad network's tables", () => {
    for (const address of ["/network/campaigns", "/network/variations", "/network/statistics"])
      it(`${address}: a click takes a row out of the totals, and back`, async () => {
        await open(address);
        const all = await totals();
        const one = await cells(row(0));
        await row(0).hover();
        await row(0).locator("[data-strike]").click();
        const left = await totals();
        for (const column of ["Clicks", "Conversions"]) assert.equal(numberOf(left.get(column)), numberOf(all.get(column)) - numberOf(one.get(column)), column);
        assert.equal(left.get("CVR %"), ((numberOf(left.get("Conversions")) / numberOf(left.get("Clicks"))) * 100).toFixed(2));
        await page.locator("tfoot").getByRole("button").click();
        assert.deepEqual(await totals(), all);
      });

    it("the goals have their figures of the chosen days, and sort by them", async () => {
      await open("/network/goals");
      const all = await totals();
      const before = await cells(row(0));
      assert.ok(numberOf(before.get("Conversions")) > 0);
      const sum = await Promise.all([0, 1, 2].map(async (i) => numberOf((await cells(row(i))).get("Conversions"))));
      assert.equal(sum.reduce((a, b) => a + b), numberOf(all.get("Conversions")));
      /* Without a goal's conversions the cost of the clicks stays. */
      await row(0).hover();
      await row(0).locator("[data-strike]").click();
      const left = await totals();
      assert.equal(numberOf(left.get("Conversions")), numberOf(all.get("Conversions")) - numberOf(before.get("Conversions")));
      assert.ok(Math.abs(numberOf(left.get("Profit $")) - (numberOf(all.get("Profit $")) - numberOf(before.get("Value $")))) < 0.011);
      await page.locator("thead").getByRole("button", { name: /^Conversions/ }).click();
      await until("document.querySelector('th[aria-sort]')?.innerText.startsWith('Conversions')");
      await page.waitForLoadState("networkidle");
      const sorted = async (): Promise<number[]> => Promise.all([0, 1, 2].map(async (i) => numberOf((await cells(row(i))).get("Conversions"))));
      const wanted = [...sum].sort((a, b) => b - a).join();
      await waitFor("the rows in that order", async () => (await sorted()).join() === wanted);
    });

    for (const address of ["/network/campaigns", "/network/variations"])
      it(`${address}: the columns of a goal sort the list`, async () => {
        await open(`${address}?status=all`);
        await page.getByRole("button", { name: /^Goal columns/ }).click();
        await page.getByRole("switch", { name: "Sale", exact: true }).click();
        await page.keyboard.press("Escape");
        const head = page.getByRole("columnheader", { name: /^Sale · Conversions/ }).getByRole("button");
        const found = (): Promise<number[]> => Promise.all([0, 1, 2].map(async (i) => numberOf((await cells(row(i))).get("Sale · Conversions"))));
        for (const isDescending of [true, false]) {
          await head.click();
          await until(`document.querySelector('th[aria-sort=${isDescending ? "descending" : "ascending"}]')?.innerText.startsWith('Sale')`);
          await waitFor("the rows in that order", async () => (await found()).every((one, i, all) => i === 0 || (isDescending ? one <= (all[i - 1] ?? 0) : one >= (all[i - 1] ?? 0))) && (!isDescending || ((await found())[0] ?? 0) > 0));
        }
        await page.getByRole("button", { name: /^Goal columns/ }).click();
        await page.getByRole("switch", { name: "Sale", exact: true }).click();
        await page.keyboard.press("Escape");
      });

    it("the statistics have a group of columns under each goal's name, which sort and compare", async () => {
      await open("/network/statistics");
      await page.getByRole("button", { name: /^Goal columns/ }).click();
      for (const goal of ["Sale", "Sign-up"]) await page.getByRole("switch", { name: goal, exact: true }).click();
      await page.keyboard.press("Escape");
      await page.locator("thead td[data-group]").first().waitFor();
      assert.deepEqual(await page.locator("thead td[data-group]").allInnerTexts(), ["Sign-up", "Sale"], "in the goals' order");
      await page.getByRole("columnheader", { name: /^Sale · Conversions/ }).getByRole("button").click();
      await until("document.querySelector('th[aria-sort]')?.innerText.startsWith('Sale')");
      await page.waitForLoadState("networkidle");
      const found = (): Promise<number[]> => Promise.all([0, 1, 2, 3].map(async (i) => numberOf((await cells(row(i))).get("Sale · Conversions"))));
      await waitFor("the rows in that order", async () => (await found()).every((one, i, all) => one > 0 && (i === 0 || one <= (all[i - 1] ?? 0))));
      await page.keyboard.press("x");
      await until("/%$/.test(document.querySelector('tfoot tr[data-line=total]').innerText.trim())");
      assert.match((await totals()).get("Sale · Conversions") ?? "", /%$/, "beside it how far it is from the span before");
      assert.deepEqual(person.complaints(), []);
    });

    it("lists are searched by a regular expression", async () => {
      await open("/network/variations");
      await page.keyboard.press("/");
      await page.keyboard.type("/ 1[0-9]$");
      await until("document.querySelectorAll('tr[data-index]').length === 10");
      assert.match(await page.getByRole("status").filter({ hasText: "rows" }).innerText(), /^10 of 100 rows/);
    });
  });

  describe("by keyboard", () => {
    for (const address of ["/offers", "/network/variations", "/conversions"])
      it(`${address}: the focus comes back to the table when the drawer closes`, async () => {
        await open(address);
        await page.getByRole("grid").focus();
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await page.getByRole("dialog").waitFor();
        await until("document.activeElement.closest('[role=dialog]') !== null");
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
        await until("document.activeElement !== document.body");
        assert.equal(await focused(), "grid");
        assert.equal(await page.locator("tr[data-current]").getAttribute("data-index"), "1", "where it was");
      });

    it("a choice of columns is saved, and the focus stays in its panel until Escape gives it back", async () => {
      await open("/offers");
      await page.getByRole("button", { name: /^Columns/ }).click();
      await page.getByRole("button", { name: "Money", exact: true }).click();
      await page.getByRole("textbox", { name: "Name of this choice" }).fill("Mine");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("button", { name: "Mine", exact: true }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("textbox", { name: "Name of this choice" }).waitFor({ state: "detached" });
      await until("document.activeElement.innerText.startsWith('Columns')");
      await page.reload();
      await row(0).waitFor();
      assert.ok((await totals()).has("AP $"));
      await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('rebond.table.')).forEach((key) => localStorage.removeItem(key))");
    });

    it("a double click opens the form, or the report for who wants that", async () => {
      await person.open("/team/profile");
      await page.getByText("Opens its report", { exact: true }).click();
      await open("/offers");
      await row(2).locator("td").nth(3).dblclick();
      await page.getByRole("heading", { level: 1, name: "Reports" }).waitFor();
      assert.match(new URL(page.url()).searchParams.get("filter") ?? "", /^offer:\d+$/);
      await person.open("/team/profile");
      await page.getByText("Opens its form", { exact: true }).click();
      await open("/offers");
      await row(2).locator("td").nth(3).dblclick();
      await page.getByRole("dialog").waitFor();
    });
  });

  it("a save reads anew what it changed, and nothing else", async () => {
    await open("/campaigns?edit=1");
    const name = page.getByRole("textbox", { name: "Name", exact: true });
    await name.fill("Renamed campaign");
    const requests = await asked(async () => {
      await page.keyboard.press("Control+Enter");
      await page.locator("tr[data-index]", { hasText: "Renamed campaign" }).first().waitFor();
    });
    const paths = pathsOf(requests);
    assert.ok(paths.includes("PATCH campaigns/1") && paths.includes("GET campaigns"), paths.join(", "));
    assert.deepEqual(paths.filter((path) => /^GET (sources|networks|offers|landers|flows|domains|session|workspaces)$/.test(path)), []);
  });

  it("someone who is no owner changes their own name, and the history tells it to others", async () => {
    await enter(server, "ben@example.com", "buyer", [1]);
    const ben = await sit(browser, server, WIDE, "ben@example.com");
    await ben.open("/team/profile");
    await ben.page.getByRole("textbox", { name: "Name", exact: true }).fill("Ben Buyer");
    await ben.page.getByRole("button", { name: "Save", exact: true }).click();
    await ben.page.getByText("Saved.").waitFor();
    await ben.open("/offers?edit=1");
    await ben.page.getByRole("textbox", { name: "Offer name", exact: true }).fill("Offer of Ben");
    const saved = ben.page.waitForResponse((reply) => reply.request().method() === "PATCH" && reply.ok());
    await ben.page.keyboard.press("Control+Enter");
    await saved;
    await enter(server, "rita@example.com", "read-only", [1]);
    const rita = await sit(browser, server, WIDE, "rita@example.com");
    await rita.open("/history");
    const change = rita.page.getByRole("listitem").filter({ hasText: "Offer of Ben" }).first();
    await change.waitFor();
    assert.match(await change.innerText(), /Ben Buyer\s+changed\s+the offer Offer of Ben/);
    await Promise.all([ben.page.close(), rita.page.close()]);
  });
});
