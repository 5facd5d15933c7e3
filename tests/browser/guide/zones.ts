/* zones - the ad on a page: a site, its zone and the code for the page; the ad made to fit, and whom it is for. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { waitFor } from "../../loop/harness.ts";
import { pathWords } from "../../../web/src/forms/pathWords.ts";
import { formWords } from "../../../web/src/forms/words.ts";
import { listWords } from "../../../web/src/pages/list/words.ts";
import { siteWords } from "../../../web/src/pages/sites/words.ts";
import { metricWords } from "../../../web/src/table/metrics.ts";
import { openSite } from "../browser.ts";
import type { Walk } from "./walk.ts";

const HOST = "videos.example";
const BANNER = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="250"><rect width="300" height="250" fill="#f59f00"/></svg>';

export function zones(walk: Walk): void {
  const t = (word: keyof typeof siteWords & string): string => walk.hands.word(siteWords, word);
  let code = "";

  it("a site and a zone of it give the code for the page", async () => {
    const { hands, names, pictures, server } = walk;
    await hands.go("network/sites");
    await hands.press(hands.word(listWords, "new"));
    await hands.write(t("name"), names.site);
    await hands.write(t("hostname"), HOST);
    await hands.press(hands.word(formWords, "create"));
    await hands.press(t("add.zone"));
    await hands.write(t("name"), names.zone);
    assert.equal(await hands.valueOf(t("site")), names.site);
    assert.equal(await hands.valueOf(t("format")), "300 × 250");
    await hands.press(hands.word(formWords, "create"));
    code = await hands.copy(t("zone.embed"));
    assert.ok(code.startsWith("<script") && code.includes(`${server.network}/z.js`), code);
    await pictures.take("zone");
    await hands.closeSheet();
  });

  it("the variation fits the zone once it has its format and an image", async () => {
    const { hands, names } = walk;
    const banners = await openSite("banners.example", () => BANNER, "image/svg+xml");
    await hands.go("network/variations");
    await hands.press(names.variation);
    await hands.choose(t("format"), "300 × 250");
    await hands.write(t("creative.image"), `${banners.url}/300x250.svg`);
    await hands.press(hands.word(formWords, "save"));
    await hands.see(hands.word(formWords, "saved", { name: names.variation }));
  });

  it("the ad campaign is for computers alone", async () => {
    const { hands, names, page } = walk;
    await hands.go("network/campaigns");
    await hands.press(names.ad);
    await hands.press(t("targeting.add"));
    await hands.choose(hands.word(pathWords, "condition.n", { n: 1 }), hands.word(pathWords, "field.device_type"));
    await hands.choose(hands.word(pathWords, "condition.values", { n: 1 }), hands.word(pathWords, "value.desktop"));
    await page.keyboard.press("Tab");
    await hands.press(hands.word(formWords, "save"));
    await hands.see(hands.word(formWords, "saved", { name: names.ad }));
  });

  it("a computer sees the ad on the page and its click arrives at the offer, a phone sees none", async () => {
    const { hands, names } = walk;
    const publisher = await openSite(HOST, () => `<!doctype html><title>Videos</title><p>Text</p>${code}`);
    const visitor = await walk.visitor();
    const seen = visitor.waitForResponse((reply) => reply.url().includes("/imp/"));
    await visitor.goto(publisher.url);
    const ad = visitor.locator("a[data-zone-ad]");
    await waitFor("the banner", () => ad.locator("img").evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth === 300));
    await seen;
    const [opened] = await Promise.all([visitor.context().waitForEvent("page"), ad.click()]);
    await opened.waitForURL("http://mypage.com/**");
    await visitor.context().close();
    const phone = await walk.visitor("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36");
    await Promise.all([phone.waitForResponse((reply) => /\/zone\/\d+\.json/.test(reply.url()) && reply.status() === 204), phone.goto(publisher.url)]);
    await phone.context().close();
    await hands.go("network/zones");
    await walk.figure(names.zone, hands.word(metricWords, "clicks"), "1");
    assert.equal(await hands.cell(hands.row(names.zone), hands.word(metricWords, "impressions")), "1");
  });
}
