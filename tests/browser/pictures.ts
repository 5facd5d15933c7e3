/* pictures - the guide's screens. A picture ages when the words on its screen change, so those stand in docs/guide/screens.json beside it.
 *
 * REBOND_GUIDE=1 keeps the pictures and their words (script/guide-pictures); without it they are only held against what is kept. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { waitFor } from "../loop/harness.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { say, type Language } from "../../web/src/i18n/words.ts";

const docs = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../docs");
const SCREENS = path.join(docs, "guide/screens.json");
const QUALITY = 82;
/* The top of a page with a row or two. */
const PAGE_HEIGHT = 420;
const FORM = "[role=dialog].mantine-Drawer-content";
type Screens = Record<string, string[]>;

const readScreens = (): Screens => (fs.existsSync(SCREENS) ? (JSON.parse(fs.readFileSync(SCREENS, "utf8")) as Screens) : {});

interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a picture shows: the form that is open as far as it is filled, from its top, or from those of its parts on; else the top of the page. */
async function regionOf(page: Page, height: number, parts: readonly Locator[]): Promise<Region> {
  await page.evaluate(`(() => {
    const open = document.querySelector("${FORM}");
    if (open !== null) for (const one of [open, ...open.querySelectorAll("*")]) one.scrollTop = 0;
  })()`);
  for (const part of parts)
    await part.evaluate((element: unknown) => {
      const one = element as { style: { scrollMarginTop: string }; scrollIntoView: (how: { block: "start" }) => void };
      one.style.scrollMarginTop = "70px"; /* below the form's title */
      one.scrollIntoView({ block: "start" });
    });
  return page.evaluate<Region>(`(() => {
    const open = document.querySelector("${FORM}");
    if (open === null) return { x: 0, y: 0, width: innerWidth, height: ${height} };
    const box = open.getBoundingClientRect();
    const bottom = open.querySelector(".mantine-Drawer-body").getBoundingClientRect().bottom;
    return { x: box.x, y: 0, width: box.width, height: Math.min(innerHeight, Math.ceil(bottom)) };
  })()`);
}

/** The words on the picture without what differs from one day and one server to the next: all of the form, of a page what begins above that height. */
async function wordsOn(page: Page, masked: readonly string[], height: number): Promise<string[]> {
  const text = await page.evaluate<string>(`(() => {
    const open = document.querySelector("[role=dialog]");
    if (open) return open.innerText;
    const below = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().top >= ${height}).map((one) => ({ one, display: one.style.display }));
    for (const { one } of below) one.style.display = "none";
    const text = [...document.querySelectorAll("h1, main")].map((one) => one.innerText).join("\\n");
    for (const { one, display } of below) one.style.display = display;
    return text;
  })()`);
  return masked
    .reduce((all, one) => all.replaceAll(one, "MASKED"), text)
    .replace(/[0-9a-f]{32,}/g, "HEX")
    .replace(/[A-Za-z0-9_-]{60,}/g, "TAG")
    .replace(/\b[0-9a-z]{24}\b/g, "CLICK")
    .replace(/(\d) [AP]M\b/g, "$1 PM") /* whatever the time of day */
    .replace(/\d+/g, "0")
    .replace(/[\u00a0\u202f]/g, " ") /* whether a line may break there is not what it says */
    .split("\n")
    .map((line) => line.replace(/[0.,]*0/g, "0").trim())
    .filter((line) => line !== "");
}

export class Pictures {
  static readonly areKept = process.env["REBOND_GUIDE"] !== undefined;
  private readonly taken: Screens = {};
  private readonly masked: string[] = [];
  private asked = 0;

  constructor(
    private readonly page: Page,
    private readonly language: Language,
  ) {
    page.on("request", () => (this.asked += 1));
    page.on("requestfinished", () => (this.asked -= 1));
    page.on("requestfailed", () => (this.asked -= 1));
  }

  /** How many were taken. */
  get count(): number {
    return Object.keys(this.taken).length;
  }

  /** A text that is another one each time. */
  mask(text: string): void {
    this.masked.push(text);
  }

  /** All that the page asked for is answered and drawn, and no button says any more that it has just copied. */
  private async settled(): Promise<void> {
    await waitFor("all answers", async () => {
      if (this.asked > 0) return false;
      await this.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
      /* What is asked after a pause in typing says so. */
      const passing = `[aria-busy="true"], button[aria-label^="${say(formWords, this.language, "copied")}:"]`;
      return this.asked === 0 && (await this.page.locator(passing).count()) === 0;
    });
  }

  /** The window as it is now, without what passes by: of a form its top, or those parts of it; of a page without one its top, that many pixels. */
  async take(name: string, { height = PAGE_HEIGHT, parts = [] }: { height?: number; parts?: readonly Locator[] } = {}): Promise<void> {
    await this.settled();
    const key = `${this.language}/${name}`;
    assert.equal(this.taken[key], undefined, `${key} is taken twice`);
    this.taken[key] = await wordsOn(this.page, this.masked, height);
    if (!Pictures.areKept) return;
    const file = path.join(docs, "guide", `${key}.webp`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const hide = await this.page.addStyleTag({ content: ".mantine-Notifications-root { display: none !important; } * { caret-color: transparent !important; }" });
    const clip = { ...(await regionOf(this.page, height, parts)), scale: 1 };
    const session = await this.page.context().newCDPSession(this.page);
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, clip });
    await session.detach();
    await hide.evaluate((style: unknown) => (style as { remove: () => void }).remove());
    fs.writeFileSync(file, Buffer.from(data, "base64"));
  }

  /** The guide of this language names what was taken, all of it, and what is kept is what was taken. */
  check(): void {
    const text = fs.readFileSync(path.join(docs, `guide.${this.language}.md`), "utf8");
    const named = [...text.matchAll(/!\[[^\]]+\]\(guide\/([\w/-]+)\.webp\)/g)].map((match) => match[1] ?? "");
    assert.deepEqual([...named].sort(), Object.keys(this.taken).sort(), "the pictures that the guide names are those that the test takes");
    if (Pictures.areKept) {
      const others = Object.entries(readScreens()).filter(([key]) => !key.startsWith(`${this.language}/`));
      fs.writeFileSync(SCREENS, `${JSON.stringify(Object.fromEntries([...others, ...Object.entries(this.taken)].sort(([a], [b]) => a.localeCompare(b))), null, 1)}\n`);
    }
    const kept = readScreens();
    for (const [key, words] of Object.entries(this.taken)) {
      assert.ok(fs.existsSync(path.join(docs, "guide", `${key}.webp`)), `docs/guide/${key}.webp is not there: script/guide-pictures makes it`);
      assert.deepEqual(words, kept[key]?.map((line) => line.replace(/[\u00a0\u202f]/g, " ")), `the screen of docs/guide/${key}.webp has other words now: look at the guide, and run script/guide-pictures`);
    }
  }
}
