/* cost-sync - a source's costs from its network's API by hand: set up and tested, tried out and fetched in English, the network's campaigns stopped and started in French; the token is never on the screen. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import { networkApi, type NetworkApi } from "../loop/network-api.ts";
import { setUp } from "../loop/people.ts";
import { makeLoop, visit, type Loop } from "../loop/world.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { historyWords } from "../../web/src/pages/history/words.ts";
import { costCauseWords, reconcileWords } from "../../web/src/pages/reconcile/words.ts";
import { costSyncWords } from "../../web/src/pages/sources/costSyncWords.ts";
import type { Language } from "../../web/src/i18n/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, PHONE, sit, takePicture, WIDE, type Person } from "./dashboard.ts";
import { Hands } from "./hands.ts";

describe("costs from the network's API", () => {
  let server: Server;
  let api: NetworkApi;
  let loop: Loop;
  let browser: Browser;
  let person: Person;
  let hands: Hands;
  const t = (word: keyof typeof costSyncWords & string, values?: Record<string, string | number>): string => hands.word(costSyncWords, word, values);
  const sitDown = async (language: Language): Promise<void> => {
    person = await sit(browser, server, { ...WIDE, language });
    hands = new Hands(person.page, language);
  };
  const source = (): Promise<Json> => server.api("GET", `sources/${loop.source.id}`);

  before(async () => {
    [server, api] = await Promise.all([start(), networkApi()]);
    await setUp(server, EMAIL);
    loop = await makeLoop(server);
    for (let i = 0; i < 2; i++) await visit(server, `/${loop.campaign.key}?campid=7001`);
    api.rows = [
      { date: new Date().toISOString().slice(0, 10), campaign: 7001, name: "Popunder FR", cost: "1.5" },
      { date: new Date().toISOString().slice(0, 10), campaign: 7999, name: "Elsewhere", cost: "0.25" },
    ];
    api.campaigns = [{ id: 7001, name: "Popunder FR", status: 1, spent: "1451.3" }];
    browser = await openBrowser();
    await sitDown("en");
  });
  after(async () => {
    await browser.close();
    await server.stop();
  });

  it("are set up in the source's form, and the connection is tested", async () => {
    await person.open(`/sources?edit=${loop.source.id}`);
    await hands.page.getByText(t("title"), { exact: true }).first().click();
    await hands.write(t("url"), api.url);
    await hands.page.getByLabel(t("token"), { exact: true }).fill(api.token);
    await hands.write(t("zone"), "UTC");
    await hands.press(hands.word(formWords, "save"));
    await waitFor("the setting", async () => ((await source())["cost_sync"] as Json)["url"] === api.url);
    await person.open(`/sources?edit=${loop.source.id}`);
    await hands.press(t("test"));
    await hands.see(t("test.currency", { currency: "USD" }));
    assert.ok(!(await hands.page.content()).includes(api.token));
  });

  it("are shown by a dry run, then fetched, with the keys that fit no visit and why", async () => {
    await hands.press(t("dry"));
    await hands.page.getByRole("status", { name: t("dry.title") }).getByText("Elsewhere", { exact: false }).waitFor();
    assert.deepEqual(await server.rows(`campaigns/${loop.campaign.id}/costs`), []);
    await hands.press(t("run"));
    await hands.page.getByRole("status", { name: t("details") }).getByText(/carries it/).waitFor();
    await hands.page.getByRole("table", { name: t("runs") }).getByText(t("outcome.done")).waitFor();
    const [told] = await server.rows<Json>(`campaigns/${loop.campaign.id}/costs`);
    assert.deepEqual([told?.["amount"], told?.["method"]], ["1.5", "api"]);
    await takePicture(hands.page, "cost-sync");
    assert.deepEqual(person.complaints(), []);
  });

  it("stand beside the network's campaigns, which are stopped and started, in French", async () => {
    await sitDown("fr");
    await person.open(`/sources?edit=${loop.source.id}`);
    await hands.press(t("campaigns.show"));
    await hands.press(t("pause.one", { name: "Popunder FR" }));
    await hands.see(t("told.paused"));
    assert.equal(api.campaigns[0]?.status, 0);
    await hands.press(t("play.one", { name: "Popunder FR" }));
    await hands.see(t("told.running"));
    assert.equal(api.campaigns[0]?.status, 1);
    assert.deepEqual(person.complaints(), []);
  });

  it("say who did so and what the network answered, there and in the history", async () => {
    const told = (word: "told.running" | "told.paused"): string => hands.word(historyWords, word, { id: "7001" });
    await hands.page.getByText(told("told.running")).waitFor();
    assert.equal(await hands.page.getByText(told("told.paused")).count(), 1);
    await person.open("/history?resource=sources");
    const items = hands.page.getByRole("listitem").filter({ hasText: hands.word(historyWords, "action.told") });
    await items.first().waitFor();
    assert.equal(await items.count(), 2);
    const [newest] = await items.allInnerTexts();
    for (const part of [told("told.running"), hands.word(historyWords, "told.done"), hands.word(historyWords, "told.answer", { text: "done" }), "ExoClick"])
      assert.ok(newest?.includes(part), `${part} in ${newest}`);
    assert.deepEqual(person.complaints(), []);
  });

  it("are laid beside what the clicks brought, in the reconciliation", async () => {
    const word = (name: keyof typeof reconcileWords & string): string => hands.word(reconcileWords, name);
    const cause = (name: keyof typeof costCauseWords & string): string => hands.word(costCauseWords, name);
    await person.open(`/reconcile?source=${loop.source.id}`);
    const table = hands.page.getByRole("table", { name: word("costs") });
    await table.waitFor();
    const money = (value: number): string => value.toLocaleString("fr", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const figures = async (text: string): Promise<string[]> =>
      (await table.getByRole("row").filter({ hasText: text }).locator("td").allTextContents()).slice(1, 6).map((one) => one.trim());
    assert.deepEqual(await figures(word("costs.unmatched")), [money(0), money(0.25), `+${money(0.25)}`, `${cause("no_visits")} +${money(0.25)}`, money(0)]);
    assert.deepEqual(await figures(String(loop.campaign["name"])), [money(0), money(1.5), `+${money(1.5)}`, `${cause("no_own")} +${money(1.5)}`, money(1.5)]);
    assert.deepEqual(person.complaints(), []);
  });

  it("fit a phone", async () => {
    person = await sit(browser, server, PHONE);
    hands = new Hands(person.page, "fr");
    await person.open(`/sources?edit=${loop.source.id}`);
    await hands.page.getByRole("table", { name: t("runs") }).waitFor();
    assert.equal(await hands.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), true);
  });
});
