/* adbudget - budgets and caps of an ad campaign by mouse and keyboard: set in English, what is spent and left on the list in French, and a group of landing pages. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { ask } from "../loop/http.ts";
import { start, type Json, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { budgetWords } from "../../web/src/pages/network/budgetWords.ts";
import { adWords } from "../../web/src/pages/network/words.ts";
import type { Language } from "../../web/src/i18n/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, PHONE, seriousFaults, sit, takePicture, WIDE, type Person } from "./dashboard.ts";
import { Hands } from "./hands.ts";

describe("budgets and caps of an ad campaign", () => {
  let server: Server;
  let browser: Browser;
  let person: Person;
  let hands: Hands;
  const a = (word: keyof typeof adWords & string, values?: Record<string, string | number>): string => hands.word(adWords, word, values);
  const t = (word: keyof typeof budgetWords & string, values?: Record<string, string | number>): string => hands.word(budgetWords, word, values);
  const sitDown = async (language: Language, at = WIDE): Promise<void> => {
    person = await sit(browser, server, { ...at, language });
    hands = new Hands(person.page, language);
  };
  const one = async (resource: string): Promise<Json> => (await server.rows<Json>(resource))[0] ?? {};
  const unfold = async (title: string): Promise<void> => {
    await (await hands.sheet()).locator("summary").filter({ hasText: title }).click();
  };

  before(async () => {
    server = await start();
    await setUp(server, EMAIL);
    browser = await openBrowser();
    await sitDown("en");
  });
  after(() => server.stop());

  it("are set with the ad campaign, and what is refused says so at its field", async () => {
    await person.open("/network/campaigns?edit=new");
    await hands.write(a("name"), "Limited");
    await hands.write(a("price"), "0.05");
    await unfold(t("limits"));
    await hands.write(t("total_budget"), "0.12");
    await hands.write(t("daily_budget"), "0");
    await hands.write(t("daily_clicks"), "500");
    await hands.write(t("capping.quantity"), "9");
    await hands.press(hands.word(formWords, "create"));
    await (await hands.sheet()).getByText(/daily_budget|expected|0\.000001/).first().waitFor();
    await hands.write(t("daily_budget"), "0.1");
    await hands.press(hands.word(formWords, "create"));
    await hands.see(a("adcampaign.created"));
    const made = await one("adcampaigns");
    assert.deepEqual(
      [made["total_budget"], made["daily_budget"], (made["caps"] as Json)["daily_clicks"], (made["caps"] as Json)["total_clicks"], made["capping"], made["fallback_url"]],
      ["0.12", "0.1", 500, null, { quantity: 9, frequency_hours: 24 }, null],
    );
    await person.open(`/network/campaigns?edit=${made["id"]}`);
    await hands.see(t("capping.quantity"));
    assert.deepEqual(await seriousFaults(hands.page), []);
    await takePicture(hands.page, "adcampaign-budget");
  });

  it("a variation sends to a group of landing pages by share", async () => {
    await person.open(`/network/variations?edit=new&adcampaign=${(await one("adcampaigns"))["id"]}`);
    await hands.write(a("name"), "Two pages");
    await hands.write(a("url"), "http://a.test/?t={conversions_tracking}");
    await (await hands.sheet()).getByText(t("destination.group"), { exact: true }).click();
    await hands.write(t("page", { n: 2 }), "http://b.test/");
    await hands.press(hands.word(formWords, "create"));
    await hands.see(a("variation.created"));
    const made = await one("variations");
    assert.equal(made["url"], null);
    assert.deepEqual((made["landing_pages"] as Json[]).map((page) => page["share"]), [1, 1]);
    assert.equal((made["landing_pages"] as Json[])[1]?.["url"], "http://b.test/");
    await person.open(`/network/variations?edit=${made["id"]}`);
    await hands.field(t("page", { n: 2 }), await hands.sheet()).waitFor();
    await takePicture(hands.page, "variation-group");
    assert.deepEqual(await seriousFaults(hands.page), []);
  });

  it("the list says what is spent, what is left and why it stopped, in French", async () => {
    const { id } = await one("variations");
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await ask(server.network, `/go/${id}`)).status);
    assert.deepEqual(statuses, [302, 302, 404]);
    await sitDown("fr");
    await person.open("/network/campaigns");
    const row = hands.page.getByRole("row").filter({ hasText: "Limited" }).first();
    await row.getByText(t("state.total_budget"), { exact: true }).waitFor();
    await row.getByText(/^0,10\s*\/\s*0,12$/).waitFor();
    await row.getByText(/^0,10\s*\/\s*0,10$/).waitFor();
    await takePicture(hands.page, "adcampaigns-spent");
    await person.open(`/network/campaigns?edit=${(await one("adcampaigns"))["id"]}`);
    await hands.see(new RegExp(t("left", { money: "0,02" })));
    assert.deepEqual(person.complaints(), []);
  });

  it("the form fits a phone", async () => {
    await sitDown("fr", PHONE);
    await person.open(`/network/campaigns?edit=${(await one("adcampaigns"))["id"]}`);
    await hands.see(t("total_budget"));
    assert.equal(await hands.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), true);
    assert.deepEqual(await seriousFaults(hands.page), []);
  });
});
