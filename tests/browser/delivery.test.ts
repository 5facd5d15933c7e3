/* delivery - sites, zones, what they have shown, and whom an ad campaign is for, by mouse and keyboard in both languages; what is saved is what visitors of a zone
 * then get (docs/delivery.md), and what is refused says so at its field. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Locator } from "playwright-core";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import { ask, paramsOf, type Reply } from "../loop/http.ts";
import { setUp } from "../loop/people.ts";
import { pathWords } from "../../web/src/forms/pathWords.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { budgetWords } from "../../web/src/pages/network/budgetWords.ts";
import { dimensionWords, reportWords } from "../../web/src/pages/network/reportWords.ts";
import { adWords } from "../../web/src/pages/network/words.ts";
import { siteWords } from "../../web/src/pages/sites/words.ts";
import type { Words } from "../../web/src/i18n/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, seriousFaults, sit, WIDE, type Person } from "./dashboard.ts";
import { Hands } from "./hands.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const [GERMAN, FRENCH] = ["2a01:4f8::1", "2.3.0.1"];
const LANDING = "http://land.test/?cost={actual_cost}&cpm={actual_cpm}&t={conversions_tracking}";
const DAY_MS = 86_400_000;
const REFUSAL = { en: /expected|must|needs/, fr: /attendu|doit|besoin/ };

for (const language of ["en", "fr"] as const)
  describe(`delivery, in ${language}`, () => {
    let server: Server;
    let person: Person;
    let hands: Hands;
    const w = <W extends Words>(words: W, word: keyof W & string, values?: Record<string, string | number>): string => hands.word(words, word, values);
    const field = (name: "country" | "device_type" | "os" | "browser" | "language" | "site" | "zone"): string => w(pathWords, `field.${name}`);
    const newest = async <T extends Json>(resource: string): Promise<T & { id: number }> => (await server.rows<T & { id: number }>(`${resource}?sort=-created&limit=1`))[0] as T & { id: number };

    /** A visitor of a zone: from there, with that browser, who reads that. */
    const visit = (target: string, address = GERMAN, agent = FIREFOX, reads = "de"): Promise<Reply> =>
      ask(server.network, target, { headers: { "X-Forwarded-For": address, "User-Agent": agent, "Accept-Language": reads } });
    const statusOf = async (target: string, ...who: string[]): Promise<number> => (await visit(target, ...who)).status;

    const unfold = async (title: string): Promise<void> => (await hands.sheet()).locator("summary").filter({ hasText: title }).click();
    const create = (): Promise<void> => hands.press(w(formWords, "create"));
    const saved = async (): Promise<void> => {
      await hands.page.waitForURL((url) => /^\d+$/.test(url.searchParams.get("edit") ?? "")); /* a new one stays open, as itself */
    };
    /** Chooses of a list that opens at its field, by what is typed there. */
    const pick = async (list: Locator, typed: string): Promise<void> => {
      await list.click();
      await hands.page.keyboard.type(typed);
      await hands.page.getByRole("option", { name: typed }).first().click();
      await hands.page.keyboard.press("Escape");
    };
    const condition = async (n: number, name: string, isNot: boolean, values: readonly string[], isFree = false): Promise<void> => {
      const sheet = await hands.sheet();
      await hands.press(w(siteWords, "targeting.add"));
      await hands.choose(w(pathWords, "condition.n", { n }), name);
      if (isNot) await hands.choose(w(pathWords, "condition.op", { n }), w(pathWords, "op.not_in"));
      const list = hands.field(w(pathWords, "condition.values", { n }), sheet);
      for (const value of values) {
        if (!isFree) await pick(list, value);
        else {
          await list.click();
          await hands.page.keyboard.type(`${value},`);
        }
      }
    };
    /** What an input says is wrong with it. */
    const wrongAt = async (input: Locator): Promise<string> => {
      await waitFor("the input to be invalid", async () => (await input.getAttribute("aria-invalid")) === "true");
      const ids = ((await input.getAttribute("aria-describedby")) ?? "").split(" ");
      return (await Promise.all(ids.map((id) => hands.page.locator(`[id="${id}"]`).innerText()))).join(" ");
    };
    const refusedAt = async (name: string): Promise<void> => {
      await create();
      assert.match(await wrongAt(hands.field(name, await hands.sheet())), REFUSAL[language]);
    };
    /** Nothing complained but of what was refused, and axe finds nothing. */
    const isClean = async (): Promise<void> => {
      assert.deepEqual(person.complaints().filter((one) => !/ 422 /.test(one)), []);
      assert.deepEqual(await seriousFaults(hands.page), []);
      person.complaints(); /* of the page's policy, which axe met */
    };

    before(async () => {
      server = await start({ settings: { "http-trusted-proxies": "127.0.0.1/32" } });
      await setUp(server, EMAIL);
      person = await sit(await openBrowser(), server, { ...WIDE, language });
      hands = new Hands(person.page, language);
    });
    after(() => server.stop());

    it("a site leads to its first zone, whose address serves at once", async () => {
      await hands.go("network/sites");
      await person.open("/network/sites?edit=new");
      await hands.write(w(siteWords, "name"), "Videos");
      await hands.write(w(siteWords, "hostname"), "http://videos.example");
      await refusedAt(w(siteWords, "hostname"));
      await hands.write(w(siteWords, "hostname"), "videos.example");
      await hands.write(w(siteWords, "category"), "13");
      await create();
      await saved();
      await hands.press(w(siteWords, "add.zone"));
      await hands.title(hands.area("network/zones"));
      await hands.write(w(siteWords, "name"), "Exit");
      await hands.choose(w(siteWords, "format"), w(siteWords, "format.popunder"));
      await hands.write(w(siteWords, "floor"), "cheap");
      await refusedAt(w(siteWords, "floor"));
      await hands.write(w(siteWords, "floor"), language === "fr" ? "0,5" : "0.5");
      await hands.write(w(siteWords, "ctr"), "200");
      await refusedAt(w(siteWords, "ctr"));
      await hands.write(w(siteWords, "ctr"), "2");
      await hands.write(w(siteWords, "fallback"), "own.example/?z=1");
      await refusedAt(w(siteWords, "fallback"));
      await hands.write(w(siteWords, "fallback"), "http://own.example/?z=1");
      await create();
      await saved();
      const site = await newest<{ hostname: string; category_id: number }>("sites");
      assert.deepEqual([site.hostname, site.category_id], ["videos.example", 13]);
      const zone = await newest<{ site_id: number; floor_price: string; expected_ctr: string; links: { zone_url: string } }>("zones");
      assert.deepEqual([zone.site_id, zone.floor_price, zone.expected_ctr], [site.id, "0.5", "2"]);
      const address = await hands.copy(w(siteWords, "zone.url"));
      assert.equal(address, zone.links.zone_url);
      assert.match(await hands.copy(w(siteWords, "zone.embed.popunder")), new RegExp(`data-zone="${zone.id}"`));
      const sent = await visit(new URL(address).pathname);
      assert.deepEqual([sent.status, sent.location], [302, "http://own.example/?z=1"], "no ad yet");
      await isClean();
    });

    it("an ad campaign's targeting decides who gets it: countries, devices, systems, browsers, languages, sites, zones", async () => {
      const [site, zone] = [await newest("sites"), await newest("zones")];
      const other = await server.api<{ id: number }>("POST", "zones", { name: "Other", site_id: site.id, format: "popunder" });
      await person.open("/network/campaigns?edit=new");
      await hands.write(w(adWords, "name"), "Germans");
      await hands.choose(w(adWords, "pricing"), w(adWords, "pricing.cpm"));
      await hands.write(w(adWords, "price"), "2.5");
      await condition(1, field("country"), false, [language === "en" ? "Germany" : "Allemagne"]);
      await condition(2, field("device_type"), true, [w(pathWords, "value.mobile")]);
      await condition(3, field("os"), false, ["Linux"], true);
      await condition(4, field("browser"), false, ["Firefox"], true);
      await condition(5, field("language"), true, ["fr"], true);
      await condition(6, field("site"), false, ["Videos"]);
      await condition(7, field("zone"), true, ["Other"]);
      await create();
      await saved();
      const made = await newest<{ targeting: { field: string; op: string; values: string[] }[] }>("adcampaigns");
      assert.deepEqual(made.targeting.map(({ field, op, values }) => `${field} ${op} ${values.join()}`), [
        "country in DE", "device_type not_in mobile", "os in Linux", "browser in Firefox", "language not_in fr", `site in ${site.id}`, `zone not_in ${other.id}`,
      ]);
      await server.api("POST", "variations", { adcampaign_id: made.id, name: "One", url: LANDING });
      const [here, there] = [`/zone/${zone.id}`, `/zone/${other.id}`];
      const served = await visit(here);
      assert.match(served.location, /^http:\/\/land\.test\/\?cost=0\.0025&cpm=2\.5&t=/, "a German Firefox");
      assert.equal(await statusOf(there), 204, "the zone that is left out");
      const refused: [string, string, string, string][] = [["French", FRENCH, FIREFOX, "de"], ["iPhone", GERMAN, IPHONE, "de"], ["Chrome on Windows", GERMAN, CHROME, "de"], ["reads French", GERMAN, FIREFOX, "fr-FR"]];
      for (const [who, ...as] of refused) assert.equal((await visit(here, ...as)).location, "http://own.example/?z=1", who);
      /* What is changed in the form holds for the next visitor. */
      await person.open(`/network/campaigns?edit=${made.id}`);
      for (const n of [5, 3, 2, 1]) await hands.press(w(pathWords, "condition.remove", { n }));
      await hands.press(w(formWords, "save"));
      await hands.see(w(formWords, "saved", { name: "Germans" }));
      assert.match((await visit(here, FRENCH, FIREFOX, "fr")).location, /^http:\/\/land\.test/, "a French Firefox, now");
      assert.equal((await visit(here, GERMAN, CHROME)).location, "http://own.example/?z=1", "Chrome as before");
      await server.api("PATCH", `adcampaigns/${made.id}`, { status: "paused" });
    });

    it("price, dates, budgets and capping hold in the zone as they stand in the form", async () => {
      const zone = await newest("zones"); /* of "Other": no floor price, no fallback */
      await person.open("/network/campaigns?edit=new");
      await hands.write(w(adWords, "name"), "Limited");
      await hands.choose(w(adWords, "pricing"), w(adWords, "pricing.smart_cpm"));
      await hands.write(w(adWords, "price"), "dear");
      await refusedAt(w(adWords, "price"));
      await hands.write(w(adWords, "price"), language === "fr" ? "1000,5" : "1000.5");
      await unfold(w(budgetWords, "limits"));
      await hands.write(w(budgetWords, "total_impressions"), "3");
      await hands.write(w(budgetWords, "capping.quantity"), "1");
      await hands.write(w(budgetWords, "capping.hours"), "0");
      await refusedAt(w(budgetWords, "capping.hours"));
      await hands.write(w(budgetWords, "capping.hours"), "2");
      await unfold(w(budgetWords, "schedule"));
      const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 16);
      const dates = async (starts: string, ends: string): Promise<void> => {
        const sheet = await hands.sheet();
        await sheet.getByLabel(w(budgetWords, "starts"), { exact: true }).fill(starts);
        await sheet.getByLabel(w(budgetWords, "ends"), { exact: true }).fill(ends);
      };
      await dates(day(1), day(-1));
      await create();
      assert.match(await wrongAt((await hands.sheet()).getByLabel(w(budgetWords, "ends"), { exact: true })), REFUSAL[language]);
      await dates(day(1), day(3));
      await create();
      await saved();
      const made = await newest<{ pricing: string; price: string; caps: Json; capping: Json; starts_at: string; ends_at: string }>("adcampaigns");
      assert.deepEqual([made.pricing, made.price, made.caps["total_impressions"], made.capping], ["smart_cpm", "1000.5", 3, { quantity: 1, frequency_hours: 2 }]);
      await server.api("POST", "variations", { adcampaign_id: made.id, name: "One", url: LANDING });
      assert.equal(await statusOf(`/zone/${zone.id}`), 204, "it begins tomorrow");
      await person.open(`/network/campaigns?edit=${made.id}`);
      await dates(day(-1), day(3));
      await hands.press(w(formWords, "save"));
      await hands.see(w(formWords, "saved", { name: "Limited" }));
      const as = (n: number): Promise<Reply> => visit(`/zone/${zone.id}`, GERMAN, `${FIREFOX} ${n}`);
      assert.equal(paramsOf((await as(1)).location).get("cpm"), "0.001", "a ceiling: nobody else bids, and the zone has no floor");
      assert.equal((await as(1)).status, 204, "once per visitor");
      assert.deepEqual([(await as(2)).status, (await as(3)).status, (await as(4)).status], [302, 302, 204], "three impressions in all");
    });

    it("a variation's creative is what a page gets, and its landing pages come by their shares", async () => {
      const site = await newest("sites");
      const zone = await server.api<{ id: number }>("POST", "zones", { name: "Banner", site_id: site.id, format: "300x250" });
      const ads = await server.api<{ id: number }>("POST", "adcampaigns", { name: "Banners", pricing: "cpm", price: "1" });
      await person.open(`/network/variations?edit=new&adcampaign=${ads.id}`);
      await hands.write(w(adWords, "name"), "Two pages");
      await (await hands.sheet()).getByText(w(budgetWords, "destination.group"), { exact: true }).click();
      await hands.write(w(budgetWords, "page", { n: 1 }), "http://a.test/?t={conversions_tracking}");
      await hands.write(w(budgetWords, "page", { n: 2 }), "b.test");
      await hands.write(w(budgetWords, "share", { n: 1 }), "3");
      await hands.choose(w(siteWords, "format"), "300 × 250");
      await hands.write(w(siteWords, "creative.image"), "http://img.test/a.png");
      await hands.write(w(siteWords, "creative.title"), "Buy <now>");
      await hands.write(w(siteWords, "creative.weight"), "7");
      await refusedAt(w(budgetWords, "page", { n: 2 }));
      await hands.write(w(budgetWords, "page", { n: 2 }), "http://b.test/?t={conversions_tracking}");
      await hands.write(w(siteWords, "creative.image"), "");
      await refusedAt(w(siteWords, "creative.image"));
      await hands.write(w(siteWords, "creative.image"), "http://img.test/a.png");
      await create();
      await saved();
      const made = await newest<{ format: string; weight: number; landing_pages: Json[] }>("variations");
      assert.deepEqual([made.format, made.weight, made.landing_pages.map((page) => page["share"])], ["300x250", 7, [3, 1]]);
      const count = { a: 0, b: 0 };
      for (let i = 0; i < 80; i++) {
        const reply = await visit(`/zone/${zone.id}.json`);
        assert.equal(reply.status, 200, reply.text);
        const ad = JSON.parse(reply.text) as { image_url: string; title: string; click_url: string };
        assert.deepEqual([ad.image_url, ad.title], ["http://img.test/a.png", "Buy <now>"]);
        const { location } = await visit(ad.click_url);
        assert.match(location, /^http:\/\/[ab]\.test\/\?t=[\w-]+$/);
        count[location.startsWith("http://a.") ? "a" : "b"]++;
      }
      const { impression_url } = JSON.parse((await visit(`/zone/${zone.id}.json?keyword=shoes`)).text) as { impression_url: string };
      await visit(impression_url);
      assert.ok(count.a > count.b && count.b > 0, JSON.stringify(count)); /* 3 : 1; below one chance in a million to be otherwise */
      await isClean();
    });

    it("what a page has shown stands in the log of impressions, which is narrowed as the others", async () => {
      await hands.page.keyboard.press("Escape");
      await hands.go("network/calls");
      await hands.page.getByRole("radiogroup", { name: w(reportWords, "log") }).getByText(w(reportWords, "impressions"), { exact: true }).click();
      const main = hands.page.getByRole("main");
      const rows = main.getByRole("grid", { name: w(reportWords, "impressions") }).locator("tr[data-index]");
      await rows.first().waitFor();
      assert.equal(await rows.count(), 1);
      const told = ["adcampaign", "variation", "site", "zone", "keyword", "country"] as const;
      assert.deepEqual(await Promise.all(told.map((name) => hands.cell(rows.first(), w(dimensionWords, name)))), ["Banners", "Two pages", "Videos", "Banner", "shoes", "DEU"]);
      await rows.first().dblclick();
      const drawer = hands.page.getByRole("dialog", { name: w(reportWords, "impressions") });
      await drawer.getByText("Firefox").first().waitFor();
      await isClean();
      await hands.page.keyboard.press("Escape");
      await hands.choose(w(dimensionWords, "adcampaign"), "Germans", main);
      await hands.see(w(reportWords, "impressions.empty"));
      await hands.choose(w(dimensionWords, "adcampaign"), "Banners", main);
      await rows.first().waitFor();
      assert.equal(new URL(hands.page.url()).searchParams.get("log"), "impressions");
    });
  });
