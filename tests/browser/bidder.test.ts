/* bidder - the automatic optimisation of an ad campaign by mouse and keyboard: made and given a rule in English, tried out, run, its decisions undone and let go in French. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { ask, paramsOf } from "../loop/http.ts";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import { makeLoop, targetOf, type Loop } from "../loop/world.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { bidderWords } from "../../web/src/pages/network/bidderWords.ts";
import type { Language } from "../../web/src/i18n/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, PHONE, seriousFaults, sit, takePicture, WIDE, type Person } from "./dashboard.ts";
import { Hands } from "./hands.ts";

describe("the bidder of an ad campaign", () => {
  let server: Server;
  let loop: Loop;
  let browser: Browser;
  let person: Person;
  let hands: Hands;
  const t = (word: keyof typeof bidderWords & string, values?: Record<string, string | number>): string => hands.word(bidderWords, word, values);
  const sitDown = async (language: Language): Promise<void> => {
    person = await sit(browser, server, { ...WIDE, language });
    hands = new Hands(person.page, language);
  };
  const statusOf = async (zone: number): Promise<number> => (await ask(server.network, `${targetOf(loop.variation.links["ad_click_url"] ?? "")}?zone_id=${zone}`)).status;
  const bidder = async (): Promise<Json> => (await server.rows<Json>("bidders"))[0] ?? {};
  const rowOf = (table: string, text: string) => hands.page.getByRole("table", { name: table }).getByRole("row").filter({ hasText: text });

  before(async () => {
    server = await start();
    await setUp(server, EMAIL);
    loop = await makeLoop(server, { adcampaign: { name: "Popunder", price: "0.1" } });
    /* Zone 1 converts nothing, a click of zone 2 brings half its price. */
    for (const [zone, clicks, value] of [[1, 6, ""], [2, 6, "0.3"]] as const) {
      let tag = "";
      for (let i = 0; i < clicks; i++) tag = paramsOf((await ask(server.network, `${targetOf(loop.variation.links["ad_click_url"] ?? "")}?zone_id=${zone}`)).location).get("external_id") ?? "";
      if (value !== "") assert.equal((await ask(server.network, `${targetOf(loop.goal.links["postback_url"] ?? "")}${tag}&value=${value}`)).text, "OK");
    }
    await waitFor("the statistics", async () => (await server.api<{ totals: { clicks: number; conversions: number } }>("GET", "adreport")).totals.conversions === 1);
    browser = await openBrowser();
    await sitDown("en");
  });
  after(() => server.stop());

  it("is made from the campaign's menu, with a goal, a test budget and a rule, and tried out before it does anything", async () => {
    await person.open("/network/campaigns?edit=" + loop.adcampaign.id);
    await hands.press(t("bidder.open"));
    await hands.choose(t("goal"), "Postback");
    await hands.choose(t("every"), t("every.0"));
    await hands.write(t("test.budget"), "0.5");
    await hands.press(t("rule.add"));
    await hands.write(t("rule.name", { n: 1 }), "Costly sites");
    await hands.choose(t("rule.dimension", { n: 1 }), t("dimension.site"));
    await hands.press(hands.word(formWords, "create"));
    await hands.page.getByRole("button", { name: t("dry.run"), exact: true }).waitFor();
    const made = await bidder();
    assert.deepEqual([made["goal_id"], made["automatic"], made["test_budget"], made["every_hours"], made["name"]], [loop.goal.id, true, "0.5", 0, "Popunder"]);
    assert.deepEqual((made["rules"] as Json[]).map((rule) => [rule["name"], rule["dimension"]]), [["Costly sites", "site"]]);

    await person.open(`/network/campaigns?bidder=${made["id"]}`);
    await hands.press(t("dry.run"));
    await rowOf(t("dry.title"), t("did.block", { dimension: t("dimension.zone"), value: "1" })).waitFor();
    await rowOf(t("dry.title"), "0.05").waitFor();
    assert.deepEqual([await statusOf(1), (await bidder())["blocked"]], [302, []]);
    assert.deepEqual(await seriousFaults(hands.page), []);
    await takePicture(hands.page, "bidder-dry-run");
  });

  it("a dry run goes by what is entered, which nothing was saved of", async () => {
    await hands.write(t("test.budget"), "50");
    await hands.press(t("dry.run"));
    await hands.see(t("dry.none"));
    assert.equal((await bidder())["test_budget"], "0.5");
    await hands.write(t("test.budget"), "0.5");
  });

  it("decides when asked, and each decision says why, and is undone by a button, in French", async () => {
    await sitDown("fr");
    await person.open("/network/campaigns");
    await hands.page.getByRole("row").filter({ hasText: "Popunder" }).first().click({ button: "right" });
    await hands.page.getByRole("menuitem", { name: t("bidder.open"), exact: true }).click();
    await hands.press(t("run.now"));
    const block = t("did.block", { dimension: t("dimension.zone"), value: "1" });
    await rowOf(t("history"), block).waitFor();
    await rowOf(t("history"), "Son budget de test est dépensé").waitFor();
    assert.equal(await statusOf(1), 404);
    await hands.page.getByRole("group", { name: t("set.blocked"), exact: true }).waitFor();
    await takePicture(hands.page, "bidder-history");

    await hands.press(t("undo.one", { what: block }));
    await hands.see(t("undone.told"));
    await hands.page.getByRole("group", { name: t("set.held"), exact: true }).waitFor();
    assert.equal(await statusOf(1), 302);
    assert.deepEqual((await bidder())["held"], [{ dimension: "zone", value: "1" }]);

    await hands.press(t("set.remove", { what: `${t("dimension.zone")} 1` }));
    await hands.press(hands.word(formWords, "save"));
    await waitFor("nothing is held", async () => ((await bidder())["held"] as Json[]).length === 0);
    assert.deepEqual(person.complaints(), []);
  });

  it("fits a phone, and says what is refused at its field", async () => {
    person = await sit(browser, server, PHONE);
    hands = new Hands(person.page, "fr");
    await person.open(`/network/campaigns?bidder=${(await bidder())["id"]}`);
    await hands.write(t("price.max"), "0.00001");
    await hands.press(hands.word(formWords, "save"));
    await hands.see(/attendu au moins le prix le plus bas/);
    assert.equal(await hands.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), true);
    assert.deepEqual(await seriousFaults(hands.page), []);
  });
});
