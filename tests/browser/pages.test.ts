/* pages - every page of the dashboard, wide in English and light, narrow in French and dark: it says nothing to the console, axe finds nothing serious, and nothing is wider than the phone.
 *
 * REBOND_PICTURES=FOLDER keeps a picture of each. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import type { Server } from "../loop/harness.ts";
import { openBrowser } from "./browser.ts";
import { PHONE, seriousFaults, sit, startWithTraffic, takePicture, WIDE, type Look, type Person } from "./dashboard.ts";

const PAGES = [
  "/",
  "/campaigns",
  "/campaigns?edit=1",
  "/campaigns/new",
  "/sources",
  "/sources?edit=new",
  "/sources?edit=1",
  "/networks",
  "/networks?edit=1",
  "/offers",
  "/offers?edit=1",
  "/landers",
  "/landers?edit=1",
  "/flows",
  "/flows?edit=new",
  "/domains",
  "/domains?edit=new",
  "/conversions",
  "/logs/visits",
  "/logs/clicks",
  "/logs/postbacks-in",
  "/logs/postbacks-out",
  "/logs/queue",
  "/reports?group_by=country,os",
  "/reconcile?source=1",
  "/live",
  "/health",
  "/network/goals",
  "/network/goals?edit=new",
  "/network/campaigns",
  "/network/variations",
  "/network/sites",
  "/network/sites?edit=new",
  "/network/zones",
  "/network/zones?edit=new",
  "/network/statistics",
  "/network/calls",
  "/network/api",
  "/team/profile",
  "/team/users",
  "/team/keys",
  "/team/workspaces",
  "/team/sessions",
  "/history",
  "/settings",
  "/settings/places",
  "/settings/bots",
  "/settings/privacy",
  "/guide",
];

const nameOf = (address: string, look: Look): string =>
  `${address.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home"}-${look.width}-${look.language}-${look.scheme}`;

describe("every page of the dashboard", () => {
  let server: Server;
  let browser: Browser;

  before(async () => {
    server = await startWithTraffic(60_000);
    browser = await openBrowser();
  });

  const looks: Look[] =
    process.env["REBOND_PICTURES"] === undefined
      ? [WIDE, PHONE]
      : [WIDE, PHONE, { ...WIDE, language: "fr", scheme: "dark" }, { ...PHONE, language: "en", scheme: "light" }];
  for (const look of looks) {
    describe(`at ${look.width} px, ${look.language}, ${look.scheme}`, () => {
      let person: Person;
      before(async () => {
        person = await sit(browser, server, look);
      });
      for (const address of PAGES)
        it(address, async () => {
          await person.open(address);
          await takePicture(person.page, nameOf(address, look));
          assert.deepEqual(person.complaints(), [], "the console is silent");
          assert.deepEqual(await seriousFaults(person.page), [], "axe");
          const excess = await person.page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
          assert.ok(excess <= 0, `${excess} px wider than the window`);
          const hidden = await person.page.evaluate<string[]>(
            "[...document.querySelectorAll('[role=tab][aria-selected=true]')].filter((tab) => { const at = tab.getBoundingClientRect(), of = tab.parentElement.getBoundingClientRect(); return at.left < of.left - 1 || at.right > of.right + 1; }).map((tab) => tab.textContent)",
          );
          assert.deepEqual(hidden, [], "the chosen tab is in view");
        });
    });
  }
});
