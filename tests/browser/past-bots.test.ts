/* past-bots - the lists of bots applied to visits that are over, by mouse and keyboard in both languages: counted, changed, followed,
 * cancelled and found again in the history (docs/visitors.md). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator } from "playwright-core";
import { signal, start, waitFor, type Json, type Server } from "../loop/harness.ts";
import { ask } from "../loop/http.ts";
import { setUp } from "../loop/people.ts";
import * as world from "../loop/world.ts";
import { botWords } from "../../web/src/pages/settings/botWords.ts";
import { pastWords } from "../../web/src/pages/settings/pastWords.ts";
import { settingsWords } from "../../web/src/pages/settings/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, PHONE, seriousFaults, sit, takePicture, WIDE, type Look, type Person } from "./dashboard.ts";
import { Hands } from "./hands.ts";

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const LISTED = "203.0.113.";
const EVER = { from: "2020-01-01", to: "2036-01-01" };
/* Fourteen hours before UTC: whose days they are shows. */
const ZONE = "Pacific/Kiritimati";

for (const language of ["en", "fr"] as const)
  describe(`lists of bots and visits that are over, in ${language}`, () => {
    let server: Server;
    let person: Person;
    let hands: Hands;
    let loop: world.Loop;
    const main = (): Locator => hands.page.getByRole("main");
    const t = (word: keyof typeof pastWords & string, values?: Record<string, string | number>): string => hands.word(pastWords, word, values);
    const open = async (look: Partial<Look> = {}): Promise<void> => {
      person = await sit(browser, server, { ...WIDE, ...look, language });
      hands = new Hands(person.page, language);
      await person.open("/settings");
      await hands.tick("tab", hands.word(settingsWords, "bots"));
    };
    const list = async (text: string): Promise<void> => {
      await hands.write(hands.word(botWords, "addresses"), text, main());
      await hands.press(hands.word(botWords, "save"), main());
      await waitFor("the list to be saved", async () => ((await server.api<{ bots: { addresses: string[] } }>("GET", "settings")).bots.addresses.join() === text ? true : undefined));
    };
    const date = (name: "from" | "to"): Locator => main().getByLabel(t(name), { exact: true });
    const range = async (from: string, to: string): Promise<void> => {
      await date("from").fill(from);
      await date("to").fill(to);
    };
    /** The rows of a table: its cells' texts. */
    const rowsOf = async (name: "campaign" | "history"): Promise<string[][]> => {
      const rows = await main().getByRole("table", { name: t(name), exact: true }).locator("tbody tr").all();
      return Promise.all(rows.map(async (row) => (await row.locator("td").allInnerTexts()).map((text) => text.replace(/[\u202f\u00a0]/g, " "))));
    };
    /** The visits of people, as the ledger has them. */
    const people = async (): Promise<number> => (await server.rows<Json>("visits")).filter((row) => row["is_bot"] === false).length;
    const money = (text: string): string => (language === "en" ? text : text.replace(".", ","));
    const change = (n: number): Locator => main().getByRole("button", { name: t("apply.n", { n }), exact: true });
    let browser: Browser;

    before(async () => {
      server = await start({ settings: { "http-trusted-proxies": "127.0.0.1/32" } });
      await setUp(server, EMAIL);
      await server.api("PATCH", "workspaces/1", { time_zone: ZONE });
      loop = await world.makeLoop(server);
      for (const address of [`${LISTED}1`, `${LISTED}2`, `${LISTED}3`, "198.51.100.1"])
        assert.equal((await ask(server.tracking, `/${loop.campaign.key}?cost=0.5`, { headers: { "X-Forwarded-For": address, "User-Agent": CHROME } })).status, 302);
      browser = await openBrowser();
      await open();
    });
    after(() => server.stop());

    it("what a list would change is counted, by campaign, and nothing changes by that", async () => {
      await list(`${LISTED}0/24`);
      assert.ok((await rowsOf("history").catch(() => [])).length === 0);
      await hands.see(t("none"));
      await range("2026-11-24", "2026-11-20");
      await hands.press(t("count"), main());
      await waitFor("the day to be refused at its field", async () => (await date("to").getAttribute("aria-invalid")) === "true" || undefined);
      await main().getByText(language === "en" ? /from before to/ : /from avant to/).waitFor();
      await range(EVER.from, EVER.to);
      assert.notEqual(await date("to").getAttribute("aria-invalid"), "true");
      await hands.press(t("count"), main());
      await change(3).waitFor();
      await hands.see(new RegExp(`^${t("counted")} · ${t("looked", { n: 4 })}$`), main());
      assert.deepEqual(await rowsOf("campaign"), [[loop.campaign.name, "3", "0", "0", money("-1.50")], [t("all"), "3", "0", "0", money("-1.50")]]);
      assert.equal(await people(), 4);
      /* Of other days it says nothing. */
      await date("from").fill("2026-01-01");
      await change(3).waitFor({ state: "detached" });
      await hands.see(t("apply"), main());
    });

    it("it is changed at a press, what became of it stands in the history, and the visits are bots'", async () => {
      await range(EVER.from, EVER.to);
      await hands.press(t("count"), main());
      await hands.press(t("apply.n", { n: 3 }), main());
      await hands.see(new RegExp(`^${t("state.done")} · `), main());
      assert.equal(await people(), 1);
      const days = (year: number): string => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(Date.UTC(year, 0, 1));
      const rows = await rowsOf("history");
      assert.deepEqual(rows.map((row) => row.slice(1)), [t("state.done"), t("counted"), t("counted")].map((state) => ["Olga", `${days(2020)} – ${days(2036)}`, state, "3", "0", money("-1.50")]));
      assert.deepEqual(person.complaints().filter((one) => !/ 422 /.test(one)), []);
      assert.deepEqual(await seriousFaults(hands.page), []);
      await takePicture(hands.page, "past-bots");
    });

    it("a run that goes on says how far it is, and is cancelled", async () => {
      await open();
      await list("198.51.100.0/24"); /* the three are people again, the fourth is none */
      await range(EVER.from, EVER.to);
      const edge = server.edgePid();
      signal(edge, "SIGSTOP"); /* nothing is judged meanwhile, however fast the machine is */
      try {
        await hands.press(t("apply"), main());
        await hands.see(new RegExp(`^${t("phase.judging")} · `), main());
        await main().getByRole("progressbar", { name: t("phase.judging") }).waitFor({ state: "attached" }); /* at 0 % it has no width */
        assert.equal(await main().getByRole("button", { name: t("count"), exact: true }).isDisabled(), true);
        await hands.press(t("cancel"), main());
        await waitFor("the run to be cancelled", async () => (await server.rows<Json>("bots/runs"))[0]?.["state"] === "cancelling" || undefined);
      } finally {
        signal(edge, "SIGCONT");
      }
      await hands.see(new RegExp(`^${t("state.cancelled")} · `), main());
      assert.equal((await rowsOf("history"))[0]?.[3], t("state.cancelled"));
      /* Once more, to the end. */
      await hands.press(t("apply"), main());
      await hands.see(new RegExp(`^${t("state.done")} · `), main());
      assert.equal(await people(), 3);
    });

    it("the page fits a phone", async () => {
      await open(PHONE);
      await main().getByRole("table", { name: t("history"), exact: true }).waitFor();
      assert.equal(await hands.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), true);
      assert.deepEqual(await seriousFaults(hands.page), []);
    });
  });
