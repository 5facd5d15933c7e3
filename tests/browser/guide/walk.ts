/* walk - who walks through the guide: one server, one browser, one person at the dashboard in one language, and what a chapter hands to the next. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { start, waitFor, type Server } from "../../loop/harness.ts";
import { ask } from "../../loop/http.ts";
import type { Language } from "../../../web/src/i18n/words.ts";
import { openBrowser, openSite, type Site } from "../browser.ts";
import { Hands } from "../hands.ts";
import { Pictures } from "../pictures.ts";

/* What a user calls things is in the user's own language. */
const NAMES = {
  en: { goal: "Postback", network: "My network", offer: "My offer", campaign: "My campaign", ad: "My ad campaign", variation: "Banner 300x250", site: "Videos", zone: "Beside the video", token: "Tracker" },
  fr: { goal: "Postback", network: "Mon réseau", offer: "Mon offre", campaign: "Ma campagne", ad: "Ma campagne publicitaire", variation: "Bannière 300x250", site: "Vidéos", zone: "À côté de la vidéo", token: "Tracker" },
} as const;
const VISITOR = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36";
/* The window of the pictures: both halves of a form stand side by side. */
const WINDOW = { width: 1040, height: 930 };

export class Walk {
  server!: Server;
  browser!: Browser;
  page!: Page;
  hands!: Hands;
  pictures!: Pictures;
  /** The goal's URL for the tracker (step 1), the affiliate network's postback URL (step 3), the ad click URL of the sample (step 6). */
  goalUrl = "";
  networkUrl = "";
  adClickUrl = "";
  private shop!: Site;
  readonly names: (typeof NAMES)[Language];

  constructor(readonly language: Language) {
    this.names = NAMES[language];
  }

  async open(): Promise<void> {
    this.server = await start(Pictures.areKept ? { ports: { tracking: 8080, dashboard: 8081, network: 8082, api: 8083 } } : {});
    this.shop = await openSite("mypage.com", () => "<title>Offer</title><h1>Buy</h1>");
    this.browser = await openBrowser({ "mypage.com": this.shop.port });
    const context = await this.browser.newContext({ locale: this.language, timezoneId: "Europe/Paris", viewport: WINDOW, colorScheme: "light", permissions: ["clipboard-read", "clipboard-write"] });
    this.page = await context.newPage();
    this.hands = new Hands(this.page, this.language);
    this.pictures = new Pictures(this.page, this.language);
  }

  /** A page of a visitor, in a browser that has no one's cookies. */
  async visitor(userAgent = VISITOR): Promise<Page> {
    return (await this.browser.newContext({ userAgent })).newPage();
  }

  /** The visitor stands at the offer: the affiliate network tells the tracker of what it pays. */
  async convert(visitor: Page, price: string, order: string): Promise<void> {
    assert.equal(await visitor.title(), "Offer");
    const arrived = new URL(visitor.url());
    assert.equal(arrived.origin + arrived.pathname, "http://mypage.com/");
    const clickId = arrived.searchParams.get("s1") ?? "";
    assert.match(clickId, /^[0-9a-z]{24}$/);
    const called = this.networkUrl.replace("#s1#", clickId).replace("#price#", price).replace("#tid#", order);
    const answer = await ask(this.server.tracking, called.slice(this.server.tracking.length));
    assert.equal(answer.text, "OK");
    await visitor.context().close();
  }

  /** Reloads the page until the row's column says the figure. */
  async figure(name: string, column: string, value: string): Promise<void> {
    const row = this.hands.row(name);
    await waitFor(`${column} of ${name}: ${value}`, async () => {
      await this.page.reload();
      await row.waitFor({ timeout: 5_000 }).catch(() => undefined);
      return (await row.count()) === 1 && (await this.hands.cell(row, column)) === value;
    });
  }
}
