/* goals - the goals of an account by mouse and keyboard: their order, the secret key below them, and the columns of each view. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { ask, paramsOf } from "../loop/http.ts";
import { start, waitFor, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import { makeLoop, targetOf, type Goal, type Loop } from "../loop/world.ts";
import { reportWords } from "../../web/src/pages/network/reportWords.ts";
import { adWords } from "../../web/src/pages/network/words.ts";
import type { Language } from "../../web/src/i18n/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, seriousFaults, sit, takePicture, WIDE, type Person } from "./dashboard.ts";
import { Hands } from "./hands.ts";

describe("the goals of an account", () => {
  let server: Server;
  let loop: Loop;
  let browser: Browser;
  let person: Person;
  let hands: Hands;
  const t = (word: keyof typeof adWords & string, values?: Record<string, string | number>): string => hands.word(adWords, word, values);
  const r = (word: keyof typeof reportWords & string): string => hands.word(reportWords, word);
  const sitDown = async (language: Language): Promise<void> => {
    person = await sit(browser, server, { ...WIDE, language });
    hands = new Hands(person.page, language);
  };
  const order = async (): Promise<string> => (await server.rows("goals")).map((goal) => `${goal["name"]} ${goal["order"]}`).join(", ");

  before(async () => {
    server = await start();
    await setUp(server, EMAIL);
    loop = await makeLoop(server, { adcampaign: { name: "Popunder", price: "0.1" } });
    for (const name of ["Sign-up", "Sale"]) await server.api<Goal>("POST", "goals", { name, order: 5 });
    browser = await openBrowser();
    await sitDown("en");
  });
  after(() => server.stop());

  it("are put into another order by dragging, and by the keyboard, in one write each", async () => {
    const writes: string[] = [];
    hands.page.on("request", (request) => request.method() !== "GET" && writes.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await person.open("/network/goals");
    assert.deepEqual(await seriousFaults(hands.page), []);
    await takePicture(hands.page, "goals");
    await hands.row("Sale").locator("[draggable]").dragTo(hands.row("Postback"));
    await waitFor("the new order", async () => (await order()) === "Sale 1, Postback 2, Sign-up 3");
    await hands.page.getByRole("button", { name: t("move.up", { name: "Sign-up" }), disabled: false }).waitFor();
    await hands.row("Sale").locator("td").nth(5).click();
    await hands.page.keyboard.press("Alt+ArrowDown");
    await waitFor("the next order", async () => (await order()) === "Postback 1, Sale 2, Sign-up 3");
    assert.deepEqual(writes, ["PUT /api/v1/goals/order", "PUT /api/v1/goals/order"]);
  });

  // spec: n1.1-skey
  it("have their account's secret key below them; a new one takes its place at once", async () => {
    const tag = paramsOf((await ask(server.network, targetOf(loop.variation.links["ad_click_url"] ?? ""))).location).get("external_id") ?? "";
    const call = async (key: string): Promise<string> => (await ask(server.network, `/tag.php?goal=${loop.goal.id}&tag=${tag}&value=1&cpa=5&skey=${key}`)).text;
    await sitDown("fr");
    await person.open("/network/goals");
    const old = await hands.copy(t("skey"));
    await hands.press(`${t("skey.new")} …`);
    await hands.see(t("skey.warning"));
    assert.deepEqual(await seriousFaults(hands.page), []);
    await hands.press(t("skey.new"));
    await hands.see(t("skey.rotated"));
    const key = await hands.copy(t("skey"));
    assert.notEqual(key, old);
    assert.deepEqual([await call(old), await call(key)], ["ERROR: Secret key is invalid.", "OK"]);
    await person.open(`/network/goals?edit=${loop.goal.id}`);
    assert.ok((await hands.copy(t("goal.cpa"))).endsWith(`&skey=${key}`));
    assert.match(await hands.copy(t("goal.pixel")), /^<!-- START Exoclick Goal Tag \| Postback -->\n<img [^\n]+\n<!-- END Exoclick Goal Tag \| Postback -->$/);
    assert.match(await hands.copy(t("goal.pixel.script")), /new Image\(1, 1\)/);
  });

  // spec: n1.2-campaigns-list, n1.2-statistics
  it("have columns where they were switched on, and each view remembers its own, with the day that counts", async () => {
    await sitDown("en");
    const groups = (): Promise<string[]> => hands.page.locator("thead td[data-group]").allInnerTexts();
    const switchOn = async (address: string, goal: string): Promise<void> => {
      await person.open(address);
      await hands.press(new RegExp(`^${r("columns.goals")}`));
      await hands.tick("switch", goal);
      await hands.page.keyboard.press("Escape");
      await hands.page.locator("thead td[data-group]").first().waitFor();
    };
    await switchOn("/network/campaigns", "Postback");
    await switchOn("/network/statistics?group=site", "Sale");
    await hands.choose(r("time"), r("time.click"));
    await switchOn("/network/statistics?group=zone", "Sign-up");
    for (const [address, columns, time] of [
      ["/network/campaigns", ["Postback"], r("time.conversion")],
      ["/network/variations", [], r("time.conversion")],
      ["/network/statistics?group=site", ["Sale"], r("time.click")],
      ["/network/statistics?group=zone", ["Sign-up"], r("time.conversion")],
      ["/network/statistics?group=country", [], r("time.conversion")],
    ] as const) {
      await person.open(address);
      await waitFor(`the columns of ${address}`, async () => (await groups()).join() === columns.join());
      assert.equal(await hands.valueOf(r("time")), time, address);
    }
  });
});
