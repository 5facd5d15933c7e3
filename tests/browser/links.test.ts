/* links - the fields of URLs in Chromium, by keyboard: macros are coloured as the server judges them, what is wrong is mended by a key, the finished URL changes as one types; a source becomes the template of the next one. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { start, waitFor, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import { makeLoop, type Loop } from "../loop/world.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { templateWords } from "../../web/src/forms/templateWords.ts";
import { urlWords } from "../../web/src/forms/urlWords.ts";
import { listWords } from "../../web/src/pages/list/words.ts";
import { networkWords } from "../../web/src/pages/networks/words.ts";
import { offerWords } from "../../web/src/pages/offers/words.ts";
import { sourceWords } from "../../web/src/pages/sources/words.ts";
import { wizardWords } from "../../web/src/pages/wizard/words.ts";
import { adWords } from "../../web/src/pages/network/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, sit, WIDE, type Person } from "./dashboard.ts";
import { Hands } from "./hands.ts";

/** The field of a URL: its text area, its colours, what is found, what it becomes. */
class UrlField {
  readonly area: Locator;
  readonly box: Locator;

  constructor(
    readonly page: Page,
    label: string,
  ) {
    this.area = page.getByRole("textbox", { name: new RegExp(`^${label}`) }).first();
    this.box = this.area.locator("xpath=ancestor::*[@aria-busy][1]");
  }

  /** Everything that the server was asked is there. */
  async settled(): Promise<void> {
    await this.page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
  }

  /** Pieces of that colour. */
  async inks(ink: "known" | "unknown" | "fault" | "replace"): Promise<string[]> {
    return this.box.locator(`[data-ink="${ink}"]`).allInnerTexts();
  }

  async colour(ink: string, property: string): Promise<string> {
    return this.box.locator(`[data-ink="${ink}"]`).first().evaluate((one: unknown, name: string) => (globalThis as unknown as { getComputedStyle: (of: unknown) => { getPropertyValue: (name: string) => string } }).getComputedStyle(one).getPropertyValue(name), property);
  }

  async finished(): Promise<string> {
    await this.settled();
    return this.box.locator("output").innerText();
  }

  found(): Promise<string[]> {
    return this.box.locator("li").allInnerTexts();
  }
}

describe("the fields of URLs", () => {
  let server: Server;
  let browser: Browser;
  let person: Person;
  let page: Page;
  let hands: Hands;
  let loop: Loop;

  before(async () => {
    server = await start();
    loop = await makeLoop(server);
    await setUp(server, EMAIL);
    browser = await openBrowser();
    person = await sit(browser, server, WIDE);
    page = person.page;
    hands = new Hands(page, "en");
  });
  after(() => server.stop());

  it("colours a macro that is recognised, underlines one that is not, and mends it by one key that can be undone", async () => {
    await person.open(`/offers?edit=${loop.offer.id}`);
    const field = new UrlField(page, hands.word(offerWords, "url"));
    await field.area.waitFor();
    await hands.write(new RegExp(`^${hands.word(offerWords, "url")}`), "http://o.example/?é&s1={clickid}&z={tokn5}");
    await field.settled();
    assert.deepEqual(await field.inks("known"), ["{clickid}"]);
    assert.deepEqual(await field.inks("unknown"), ["{tokn5}"]);
    assert.match(await field.colour("unknown", "text-decoration-line"), /underline/);
    assert.match(await field.colour("unknown", "text-decoration-style"), /wavy/);
    assert.notEqual(await field.colour("known", "background-color"), "rgba(0, 0, 0, 0)");
    assert.equal((await field.found()).filter((one) => one.includes("{token5}")).length, 1);
    /* The caret stands in what is wrong: one key. */
    await page.keyboard.press("Control+Period");
    assert.equal(await field.area.inputValue(), "http://o.example/?é&s1={clickid}&z={token5}");
    await field.settled();
    assert.deepEqual(await field.inks("unknown"), []);
    assert.deepEqual(await field.inks("known"), ["{clickid}", "{token5}"]);
    await page.keyboard.press("Control+Z");
    assert.match(await field.area.inputValue(), /\{tokn5\}$/);
  });

  it("mends by Tab and Enter what stands under the field, and gives the field the caret back", async () => {
    await person.open(`/offers?edit=${loop.offer.id}`);
    const field = new UrlField(page, hands.word(offerWords, "url"));
    await hands.write(new RegExp(`^${hands.word(offerWords, "url")}`), "http://o.example/?a=1&amp;s1=%7Bclickid%7D");
    await field.settled();
    const first = field.box.getByRole("button", { name: /^Repair: &$/ });
    await first.waitFor();
    for (let i = 0; i < 4 && !(await first.evaluate((one: unknown) => one === (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement)); i++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await waitFor("the mend", async () => (await field.area.inputValue()) === "http://o.example/?a=1&s1=%7Bclickid%7D");
    assert.ok(await field.area.evaluate((one: unknown) => one === (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement), "the caret is in the field");
    await field.settled();
    await page.keyboard.press("Control+Period");
    await waitFor("the second mend", async () => (await field.area.inputValue()) === "http://o.example/?a=1&s1={clickid}");
    await field.settled();
    assert.deepEqual(await field.found(), []);
    /* All at once, when there is more than one. */
    await hands.write(new RegExp(`^${hands.word(offerWords, "url")}`), "http://o.example/?a=1&amp;s1=%7Bclickid%7D");
    await hands.press(hands.word(urlWords, "repair.all"));
    assert.equal(await field.area.inputValue(), "http://o.example/?a=1&s1={clickid}");
  });

  it("marks REPLACE until it is filled", async () => {
    await person.open("/sources?edit=new");
    await page.keyboard.type("exo");
    await page.keyboard.press("Enter");
    const field = new UrlField(page, hands.word(sourceWords, "postback.url"));
    await field.area.waitFor();
    assert.deepEqual(await field.inks("replace"), ["REPLACE"]);
    const url = await field.area.inputValue();
    const at = url.indexOf("REPLACE");
    await field.area.evaluate((one: unknown, [from, to]: number[]) => (one as { focus: () => void; setSelectionRange: (from?: number, to?: number) => void }).setSelectionRange(from, to), [at, at + 7]);
    await field.area.focus();
    await page.keyboard.type("66a8605e6cce49fbb8056f273f8e1a2e");
    assert.deepEqual(await field.inks("replace"), []);
    await field.settled();
    assert.deepEqual(await field.inks("known"), ["{external_id}"]);
  });

  it("shows the finished URL while one types, before anything is saved", async () => {
    await person.open("/offers?edit=new");
    const field = new UrlField(page, hands.word(offerWords, "url"));
    await hands.write(new RegExp(`^${hands.word(offerWords, "url")}`), "http://o.example/?s1={clickid}");
    assert.match(await field.finished(), /^http:\/\/o\.example\/\?s1=[0-9a-z]{24}$/);
    await page.keyboard.type("&g={country_code}");
    assert.match(await field.finished(), /^http:\/\/o\.example\/\?s1=[0-9a-z]{24}&g=FR$/);
    await hands.write(new RegExp(`^${hands.word(offerWords, "url")}`), "http://o.example/?x=1");
    await hands.choose(hands.word(offerWords, "network"), "My network");
    assert.match(await field.finished(), /^http:\/\/o\.example\/\?x=1&s1=[0-9a-z]{24}$/);
    const shown = await field.finished();
    assert.equal(await hands.copy(hands.word(urlWords, "sample.copy")), shown);
    assert.equal(await hands.copy(hands.word(offerWords, "url")), "http://o.example/?x=1");
  });

  it("copies a template with its braces, and shows a variation's and a source's URL as they will be", async () => {
    await person.open(`/sources?edit=${loop.source.id}`);
    const postback = new UrlField(page, hands.word(sourceWords, "postback.url"));
    assert.match(await postback.finished(), /&tag=[\w-]{112}&value=5$/);
    assert.match(await hands.copy(hands.word(sourceWords, "postback.url")), /&tag=\{external_id\}&value=\{revenue\}$/);
    await person.open(`/network/variations?edit=${loop.variation.id}`);
    const variation = new UrlField(page, hands.word(adWords, "url"));
    assert.match(await variation.finished(), /zoneid=121803.*external_id=[\w-]{112}$/);
    assert.match(await hands.copy(hands.word(adWords, "url")), /external_id=\{conversions_tracking\}$/);
  });

  it("takes a pasted URL of several lines as one, and Enter saves as in any other field", async () => {
    await person.open("/landers?edit=new");
    await hands.write(/^Name/, "Pasted");
    const area = page.getByRole("textbox", { name: /^URL of the page/ });
    await area.focus();
    await page.evaluate("navigator.clipboard.writeText('http://l.example/\\n  ?cid={clickid}\\n')");
    await page.keyboard.press("Control+V");
    assert.equal(await area.inputValue(), "http://l.example/?cid={clickid}");
    await page.keyboard.press("Enter");
    await hands.see(hands.word(formWords, "saved", { name: "Pasted" }));
  });

  it("shows what is wrong as soon as a form is opened, once", async () => {
    const bad = await server.api<{ id: number }>("POST", "offers", { name: "Bad", url: "http://o.example/?a={nothing}", network_id: null });
    await person.open(`/offers?edit=${bad.id}`);
    const field = new UrlField(page, hands.word(offerWords, "url"));
    await field.settled();
    const dialog = page.getByRole("dialog");
    assert.equal(await dialog.getByText(/unknown macro \{nothing\}/).count(), 1);
    const network = await server.api<{ id: number }>("POST", "networks", { name: "Bad", postback_macros: { payout: "REPLACE" } });
    await person.open(`/networks?edit=${network.id}`);
    await hands.see(/no macro for cid/);
  });

  it("keeps a source as a template, by keyboard, and makes the next one of it", async () => {
    await person.open(`/sources?edit=${loop.source.id}`);
    await new UrlField(page, hands.word(sourceWords, "postback.url")).settled();
    await hands.write(hands.word(sourceWords, "external.param"), "own_id");
    await page.getByRole("button", { name: hands.word(templateWords, "save") }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: hands.word(templateWords, "save.title") }).waitFor();
    await hands.write(new RegExp(`^${hands.word(templateWords, "name")}`), "House ExoClick");
    await hands.write(hands.word(templateWords, "notes"), "With our goal");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await hands.see(hands.word(templateWords, "made", { name: "House ExoClick" }));
    await person.open("/sources");
    await hands.press(hands.word(listWords, "new"));
    await page.keyboard.type("house");
    await hands.see("With our goal");
    await page.keyboard.press("Enter");
    const saved = await server.api<Record<string, unknown>>("GET", `sources/${loop.source.id}`);
    await page.getByRole("textbox", { name: hands.word(sourceWords, "postback.url") }).waitFor();
    await hands.press(hands.word(formWords, "create"));
    await hands.see(hands.word(formWords, "saved", { name: "House ExoClick" }));
    const { rows } = await server.api<{ rows: Record<string, unknown>[] }>("GET", "sources?q=House");
    const made = rows[0] ?? {};
    assert.equal((made["external_id"] as { param: string }).param, "own_id");
    for (const field of ["cost", "tokens", "postback", "currency"]) assert.deepEqual(made[field], saved[field], field);
  });

  it("keeps a network as a template, which the wizard offers too", async () => {
    await person.open(`/networks?edit=${loop.network.id}`);
    await page.getByRole("textbox", { name: hands.word(networkWords, "offer.template") }).waitFor();
    await hands.press(hands.word(templateWords, "save"));
    await hands.write(new RegExp(`^${hands.word(templateWords, "name")}`), "House network");
    await page.keyboard.press("Enter");
    await hands.see(hands.word(templateWords, "made", { name: "House network" }));
    await person.open("/campaigns/new");
    await page.getByRole("navigation", { name: hands.word(wizardWords, "steps") }).getByRole("button", { name: hands.word(wizardWords, "network") }).click();
    await page.getByRole("searchbox", { name: hands.word(templateWords, "search") }).click();
    await page.keyboard.type("house");
    await hands.press(/^House network/);
    await hands.see(hands.word(templateWords, "picked", { name: "House network" }));
    assert.deepEqual(person.complaints(), [], "the console is silent");
  });
});
