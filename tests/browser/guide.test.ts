/* guide - the six steps of the guide in Chromium, by mouse and keyboard alone, in both languages: from an empty server to a conversion that both sides show.
 * Each step's screen is a picture of docs/guide.LANGUAGE.md: script/guide-pictures keeps them. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { start, waitFor, type Server } from "../loop/harness.ts";
import { ask } from "../loop/http.ts";
import { linkOf, PASSWORD } from "../loop/people.ts";
import { campaignWords } from "../../web/src/pages/campaigns/words.ts";
import { truthWords } from "../../web/src/pages/campaigns/truthWords.ts";
import { pathWords } from "../../web/src/forms/pathWords.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { templateWords } from "../../web/src/forms/templateWords.ts";
import { statusWords } from "../../web/src/forms/statusWords.ts";
import { LANGUAGES, type Language } from "../../web/src/i18n/words.ts";
import { guideWords } from "../../web/src/pages/guide/words.ts";
import { listWords } from "../../web/src/pages/list/words.ts";
import { logWords, valueWords } from "../../web/src/pages/logs/words.ts";
import { reportWords as adReportWords } from "../../web/src/pages/network/reportWords.ts";
import { adWords } from "../../web/src/pages/network/words.ts";
import { networkWords } from "../../web/src/pages/networks/words.ts";
import { offerWords } from "../../web/src/pages/offers/words.ts";
import { setupWords } from "../../web/src/pages/sign-in/setupWords.ts";
import { sourceWords } from "../../web/src/pages/sources/words.ts";
import { shellWords } from "../../web/src/shell/shellWords.ts";
import { metricWords } from "../../web/src/table/metrics.ts";
import { openBrowser, openSite, type Site } from "./browser.ts";
import { Hands } from "./hands.ts";
import { Pictures } from "./pictures.ts";

const OFFER_URL = "http://mypage.com/?a=14030&c=64375&s1=";
const CAMPAIGN_QUERY =
  "variation_id={variation_id}&campid={campaign_id}&source={src_hostname}&siteid={site_id}&zoneid={zone_id}" +
  "&catid={category_id}&country={country}&format={format}&cost={actual_cost}&external_id={conversions_tracking}";
/* What a user calls things is in the user's own language. */
const NAMES = {
  en: { goal: "Postback", network: "My network", offer: "My offer", campaign: "My campaign", ad: "My ad campaign", variation: "Banner 300x250" },
  fr: { goal: "Postback", network: "Mon réseau", offer: "Mon offre", campaign: "Ma campagne", ad: "Ma campagne publicitaire", variation: "Bannière 300x250" },
} as const;
const VISITOR = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36";
const PICTURES = 12;
/* The window of the pictures: both halves of a form stand side by side. */
const WINDOW = { width: 1040, height: 930 };

async function walk(language: Language): Promise<void> {
  describe(`the guide's six steps, by hand, in ${language}`, () => {
    const names = NAMES[language];
    let server: Server;
    let browser: Browser;
    let shop: Site;
    let page: Page;
    let hands: Hands;
    let pictures: Pictures;
    let goalUrl = "";
    let networkUrl = "";
    let adClickUrl = "";

    before(async () => {
      server = await start(Pictures.areKept ? { ports: { tracking: 8080, dashboard: 8081, network: 8082, api: 8083 } } : {});
      shop = await openSite("mypage.com", () => "<title>Offer</title><h1>Buy</h1>");
      browser = await openBrowser({ "mypage.com": shop.port });
      const context = await browser.newContext({ locale: language, timezoneId: "Europe/Paris", viewport: WINDOW, colorScheme: "light", permissions: ["clipboard-read", "clipboard-write"] });
      page = await context.newPage();
      hands = new Hands(page, language);
      pictures = new Pictures(page, language);
    });

    after(() => server.stop());

    it("first the owner: the server's link, an account, time and money", async () => {
      await page.goto(await waitFor("the link", () => /\/setup#rbl_/.test(server.log()) && linkOf(server)));
      await hands.write(hands.word(setupWords, "name"), "Olga");
      await hands.write(hands.word(setupWords, "email"), "olga@example.com");
      await hands.write(hands.word(setupWords, "password"), PASSWORD);
      await page.keyboard.press("Enter");
      await hands.write(hands.word(setupWords, "currency"), "USD");
      await page.keyboard.press("Escape");
      await hands.press(hands.word(setupWords, "next"));
      await hands.press(hands.word(setupWords, "skip"));
      await page.getByRole("link", { name: hands.word(setupWords, "start.look") }).click();
      await hands.title(hands.area("home"));
    });

    it("step 1: a goal gives its id and the postback's URL", async () => {
      await hands.go("network/goals");
      await hands.press(`+ ${hands.word(adWords, "goal.new")}`);
      await hands.write(hands.word(adWords, "name"), names.goal);
      await hands.tick("radio", hands.word(adWords, "value.dynamic"));
      await pictures.take("1-goal");
      await hands.press(hands.word(formWords, "create"));
      await hands.see(hands.word(adWords, "goal.created"));
      await pictures.take("1-goal-id");
      const id = await hands.copy(hands.word(adWords, "goal.id"));
      assert.match(id, /^[0-9a-f]{32}$/);
      assert.equal(await hands.copy(hands.word(adWords, "goal.postback")), `${server.network}/tag.php?goal=${id}&tag=`);
      goalUrl = await hands.copy(hands.word(adWords, "goal.tracker"));
      assert.equal(goalUrl, `${server.network}/tag.php?goal=${id}&tag={external_id}&value={payout}`);
      await hands.closeSheet();
    });

    it("step 2: the source comes from the ExoClick template and tells that goal", async () => {
      await hands.go("sources");
      await hands.press(hands.word(listWords, "new"));
      await page.keyboard.type("exo");
      await pictures.take("2-template");
      await hands.press(/^ExoClick /);
      assert.match(await hands.valueOf(hands.word(sourceWords, "postback.url")), /goal=REPLACE&tag=\{external_id\}$/);
      await hands.see(hands.word(sourceWords, "replace.left"));
      /* Still in the clipboard: the goal's URL for the tracker. */
      await hands.paste(hands.word(sourceWords, "postback.url"));
      assert.equal(await hands.valueOf(hands.word(sourceWords, "postback.url")), goalUrl);
      await pictures.take("2-source");
      await hands.press(hands.word(formWords, "create"));
      await hands.see(hands.word(formWords, "saved", { name: "ExoClick" }));
      await hands.closeSheet();
      await hands.row("ExoClick").waitFor();
    });

    it("step 3: the affiliate network gives the postback URL to place there", async () => {
      await hands.go("networks");
      await hands.press(hands.word(listWords, "new"));
      await hands.press(hands.word(templateWords, "blank"));
      await hands.write(hands.word(networkWords, "name"), names.network);
      await hands.write(hands.word(networkWords, "offer.template"), "{url}&s1={clickid}");
      await page.getByRole("dialog").getByText(hands.word(networkWords, "macros")).click();
      const macros = [["cid", "#s1#"], ["payout", "#price#"], ["txid", "#tid#"]] as const;
      for (const [i, [param, macro]] of macros.entries()) {
        await hands.press(hands.word(networkWords, "macro.add"));
        await hands.write(`${hands.word(networkWords, "param")} ${i + 1}`, param);
        await hands.write(`${hands.word(networkWords, "macro")} ${i + 1}`, macro);
      }
      await hands.press(hands.word(formWords, "create"));
      networkUrl = await hands.copy(hands.word(networkWords, "postback.title"));
      assert.ok(networkUrl.startsWith(`${server.tracking}/postback?cid=#s1#&payout=#price#&txid=#tid#&nid=`), networkUrl);
      await pictures.take("3-network");
      await hands.closeSheet();
    });

    it("step 4: the offer, with the network's parameters and the payout of the postback", async () => {
      await hands.go("offers");
      await hands.press(hands.word(listWords, "new"));
      await hands.write(hands.word(offerWords, "name"), names.offer);
      await hands.write(hands.word(offerWords, "url"), OFFER_URL);
      await hands.choose(hands.word(offerWords, "network"), names.network);
      assert.ok(await (await hands.sheet()).getByRole("radio", { name: hands.word(offerWords, "auto") }).isChecked());
      await pictures.take("4-offer");
      await hands.press(hands.word(formWords, "create"));
      assert.equal(await hands.copy(hands.word(offerWords, "postback.title")), networkUrl);
      await hands.closeSheet();
    });

    it("step 5: the campaign, whose URL the ad will bear", async () => {
      await hands.go("campaigns");
      await hands.press(hands.word(listWords, "new"));
      await hands.write(hands.word(campaignWords, "name"), names.campaign);
      await hands.choose(hands.word(campaignWords, "source"), "ExoClick");
      assert.equal(await hands.valueOf(hands.word(campaignWords, "cost.model")), hands.word(campaignWords, "cost.auto"));
      await hands.choose(hands.word(pathWords, "offer.add"), names.offer);
      await pictures.take("5-campaign");
      await hands.press(hands.word(formWords, "create"));
      const url = await hands.copy(hands.word(truthWords, "url.campaign"));
      assert.ok(url.startsWith(`${server.tracking}/`) && url.endsWith(`?${CAMPAIGN_QUERY}`), url);
      pictures.mask(new URL(url).pathname.slice(1));
      await pictures.take("5-campaign-url");
      await hands.closeSheet();
    });

    it("step 6: an ad campaign, and a variation that leads to the campaign URL", async () => {
      const url = await page.evaluate<string>("navigator.clipboard.readText()");
      await hands.go("network/campaigns");
      await hands.press(`+ ${hands.word(adWords, "adcampaign.new")}`);
      await hands.write(hands.word(adWords, "name"), names.ad);
      await hands.write(hands.word(adWords, "price"), "0.05");
      await hands.press(hands.word(formWords, "create"));
      await hands.press(hands.word(adWords, "add.variation"));
      await hands.write(hands.word(adWords, "name"), names.variation);
      assert.equal(await hands.valueOf(hands.word(adWords, "adcampaign")), names.ad);
      await hands.paste(hands.word(adWords, "url"));
      assert.equal(await hands.valueOf(hands.word(adWords, "url")), url);
      await hands.press(hands.word(formWords, "create"));
      await hands.see(hands.word(adWords, "variation.created"));
      await pictures.take("6-variation");
      adClickUrl = await hands.copy(hands.word(adWords, "click.sample.url"));
      await hands.closeSheet();
    });

    it("a visitor clicks the ad and buys; the affiliate network calls the postback", async () => {
      const visitor = await (await browser.newContext({ userAgent: VISITOR })).newPage();
      await visitor.goto(adClickUrl);
      assert.equal(await visitor.title(), "Offer");
      const arrived = new URL(visitor.url());
      assert.equal(arrived.origin + arrived.pathname, "http://mypage.com/");
      const clickId = arrived.searchParams.get("s1") ?? "";
      assert.match(clickId, /^[0-9a-z]{24}$/);
      const called = networkUrl.replace("#s1#", clickId).replace("#price#", "5").replace("#tid#", "order-1");
      const answer = await ask(server.tracking, called.slice(server.tracking.length));
      assert.equal(answer.text, "OK");
    });

    it("the tracker shows the conversion, and that the source was told", async () => {
      await hands.go("conversions");
      const row = hands.row(names.campaign);
      await row.waitFor();
      assert.match(await row.innerText(), new RegExp(hands.word(statusWords, "sale"), "i"));
      assert.match(await row.innerText(), /order-1/);
      await row.locator("td").nth(1).dblclick();
      const entry = page.getByRole("dialog");
      await entry.getByText(hands.word(valueWords, "delivered")).first().waitFor();
      await pictures.take("6-conversion");
      await page.keyboard.press("Escape");
      await entry.waitFor({ state: "detached" });
    });

    it("the tracker's list and report count it", async () => {
      for (const area of ["campaigns", "reports"] as const) {
        await hands.go(area);
        const row = hands.row(names.campaign);
        await waitFor("the figures", async () => {
          await page.reload();
          await row.waitFor({ timeout: 5_000 }).catch(() => undefined);
          return (await row.count()) === 1 && (await hands.cell(row, hands.word(metricWords, "conversions"))) === "1";
        }, 20_000);
        assert.equal(await hands.cell(row, hands.word(metricWords, "visits")), "1");
        assert.match(await hands.cell(row, hands.word(metricWords, "revenue")), /^5[.,]00$/);
      }
    });

    it("the ad network's statistics and list of campaigns count it once the goal's columns are on", async () => {
      const own = (metric: "conversions" | "value"): string => `${names.goal} · ${hands.word(metricWords, metric)}`;
      for (const area of ["network/statistics", "network/campaigns"] as const) {
        await hands.go(area);
        const row = hands.row(names.ad);
        await row.waitFor();
        assert.equal(await page.getByRole("columnheader", { name: own("conversions") }).count(), 0, "off until switched on, in each view");
        await hands.press(new RegExp(`^${hands.word(adReportWords, "columns.goals")}`));
        await hands.tick("switch", names.goal);
        if (area === "network/statistics") await pictures.take("6-goal-columns");
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
        /* The list's goals come behind its rows. */
        await waitFor(`the goal's conversion in ${area}`, async () => (await hands.cell(row, own("conversions"))) === "1");
        assert.match(await hands.cell(row, own("value")), /^5[.,]00$/);
        if (area === "network/statistics") await pictures.take("6-statistics");
      }
    });

    it("no postback is left over, and the ledger proves itself", async () => {
      await hands.go("logs");
      await hands.tick("tab", hands.word(logWords, "queue"));
      await hands.see(hands.word(logWords, "none.queue"));
      const { code, out } = server.verify();
      assert.equal(code, 0, out);
    });

    it("the dashboard's help leads to the guide: its text, and each of its pictures", async () => {
      await hands.press("Olga");
      await hands.tick("menuitem", hands.word(shellWords, "guide"));
      await hands.title(hands.word(guideWords, "title"));
      const guide = page.getByRole("article");
      await guide.getByRole("heading", { level: 2, name: /^6\. / }).waitFor();
      const images = await guide.getByRole("img").all();
      assert.equal(images.length, PICTURES);
      for (const image of images) {
        await image.scrollIntoViewIfNeeded();
        await waitFor("the picture", () => image.evaluate((one) => (one as unknown as { complete: boolean; naturalWidth: number }).naturalWidth > 200));
      }
      await guide.getByRole("link", { name: hands.word(guideWords, "open", { area: hands.area("offers") }) }).click();
      await hands.title(hands.area("offers"));
      await hands.closeSheet();
    });

    it("the guide shows these very pictures, and they are of today's screens", () => pictures.check());
  });
}

for (const language of LANGUAGES) await walk(language);
