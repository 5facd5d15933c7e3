/* drawers - every editor and dialog of the dashboard with all of its parts open, wide and on a phone: axe finds nothing serious, the console is silent, nothing is wider than its window.
 *
 * REBOND_PICTURES=FOLDER keeps a picture of each, whole. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { start, waitFor, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import { makeLoop, postback, visitNew, type Entity } from "../loop/world.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, PHONE, seriousFaults, sit, takePicture, WIDE, type Look, type Person } from "./dashboard.ts";

/** What stands in each list, made once. */
async function furnish(server: Server): Promise<Record<string, number | string>> {
  const loop = await makeLoop(server, { offer: { url: "http://mypage.com/?a=14030&amp;c=64375&s1=&z={tokn5}" } });
  const { cid } = await visitNew(loop);
  await postback(server, `cid=${cid}&payout=5&nid=${loop.network.id}`);
  const lander = await server.api<Entity>("POST", "landers", { name: "Lander", url: "http://l.example/?cid={clickid}" });
  const offers = [{ id: loop.offer.id, weight: 60 }];
  const paths = [
    { weight: 70, landers: [{ id: lander.id, weight: 100 }], offers },
    { weight: 30, url: "http://plain.example/?c={clickid}" },
  ];
  const rules = [{ name: "France", match: "all", conditions: [{ field: "country", op: "in", values: ["FR", "BE"] }], paths }];
  const flow = await server.api<Entity>("POST", "flows", { name: "Flow", paths, rules });
  const domain = await server.api<Entity>("POST", "domains", { name: "trk.example", scheme: "https", fallback_url: "https://home.example/" });
  await server.api("PATCH", `campaigns/${loop.campaign.id}`, { paths, rules, domain_id: domain.id, postback: { url: "http://own.example/?c={clickid}&s={status}" } });
  return {
    campaigns: loop.campaign.id, sources: loop.source.id, networks: loop.network.id, offers: loop.offer.id, landers: lander.id, flows: flow.id, domains: domain.id,
    "network/goals": loop.goal.id, "network/campaigns": loop.adcampaign.id, "network/variations": loop.variation.id,
  };
}

/* Not serious by themselves, but who goes from landmark to landmark finds each of them once. */
const LANDMARKS = ["landmark-unique", "landmark-no-duplicate-banner"];
const AREAS = ["campaigns", "sources", "networks", "offers", "landers", "flows", "domains", "network/goals", "network/campaigns", "network/variations"] as const;

/** Opens every part of the form that is over the page, and waits until it is drawn. */
async function openAll(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog").last();
  await dialog.waitFor();
  await page.waitForLoadState("networkidle");
  await dialog.evaluate((form: unknown) => {
    for (const part of (form as { querySelectorAll: (which: string) => Iterable<{ open: boolean }> }).querySelectorAll("details")) part.open = true;
  });
  await waitFor("what is asked after a pause", async () => {
    await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    return (await page.locator('[aria-busy="true"]').count()) === 0;
  });
}

/** A picture of the whole form, however long it is. */
async function takeWhole(page: Page, name: string, look: Look): Promise<void> {
  const height = await page.evaluate<number>(`Math.max(innerHeight, ...[...document.querySelectorAll("[role=dialog] *, [role=dialog]")].map((one) => one.scrollHeight))`);
  await page.setViewportSize({ width: look.width, height: Math.min(height + 80, 5000) });
  await takePicture(page, name);
  await page.setViewportSize({ width: look.width, height: look.height });
}

describe("every form and dialog over a page", () => {
  let server: Server;
  let browser: Browser;
  let ids: Record<string, number | string>;

  before(async () => {
    server = await start();
    ids = await furnish(server);
    await setUp(server, EMAIL);
    browser = await openBrowser();
  });
  after(() => server.stop());

  const looks: Look[] = process.env["REBOND_PICTURES"] === undefined ? [WIDE, PHONE] : [WIDE, PHONE, { ...WIDE, language: "fr", scheme: "dark" }, { ...PHONE, language: "en", scheme: "light" }];
  for (const look of looks)
    describe(`at ${look.width} px, ${look.language}, ${look.scheme}`, () => {
      let person: Person;
      const check = async (name: string): Promise<void> => {
        await openAll(person.page);
        await takeWhole(person.page, `${name.replaceAll("/", "-")}-${look.width}-${look.scheme}`, look);
        assert.deepEqual(person.complaints(), [], "the console is silent");
        assert.deepEqual(await seriousFaults(person.page, LANDMARKS), [], "axe");
        const excess = await person.page.evaluate<number>(`Math.max(...[document.documentElement, ...document.querySelectorAll("[role=dialog], [role=dialog] .mantine-Drawer-body")].map((one) => one.scrollWidth - one.clientWidth))`);
        assert.ok(excess <= 0, `${excess} px wider than its window`);
      };
      before(async () => {
        person = await sit(browser, server, look);
      });
      for (const area of AREAS) {
        it(`${area}: a new one`, async () => {
          await person.open(`/${area}?edit=new`);
          await check(`${area}-new`);
        });
        it(`${area}: one that is there`, async () => {
          await person.open(`/${area}?edit=${ids[area]}`);
          await check(`${area}-edit`);
        });
      }
      it("shows no fields before what they are of was read, then the first has the focus", async () => {
        await person.open("/flows");
        let letGo = (): void => undefined;
        const held = new Promise<void>((done) => (letGo = done));
        await person.page.route(`**/api/v1/flows/${ids["flows"]}`, async (route) => {
          await held;
          await route.continue();
        });
        await person.page.goto(person.page.url().replace(/\/flows.*/, `/flows?edit=${ids["flows"]}`));
        const dialog = person.page.getByRole("dialog");
        await dialog.waitFor();
        assert.equal(await dialog.getByRole("textbox").count(), 0);
        letGo();
        await dialog.getByRole("textbox").first().waitFor();
        assert.equal(await dialog.getByRole("textbox").first().inputValue(), "Flow");
        await waitFor("the focus", async () => (await person.page.evaluate<string>("document.activeElement.value ?? ''")) === "Flow");
        await person.page.unroute(`**/api/v1/flows/${ids["flows"]}`);
      });
      for (const tab of ["test", "costs", "splits"])
        it(`campaigns: ${tab}`, async () => {
          await person.open(`/campaigns?edit=${ids["campaigns"]}&tab=${tab}`);
          await check(`campaigns-${tab}`);
        });
      for (const log of ["visits", "conversions"])
        it(`a row of the ${log}`, async () => {
          await person.open(log === "visits" ? "/logs/visits" : "/conversions");
          await person.page.getByRole("grid").locator("tr[data-index]").first().dblclick();
          await check(`row-${log}`);
        });
      for (const [name, address] of [["sources without a template", "/sources?edit=new"], ["networks without a template", "/networks?edit=new"]] as const)
        it(name, async () => {
          await person.open(address);
          await person.page.getByRole("dialog").locator("ul button").first().click();
          await check(name.replaceAll(" ", "-"));
        });
      it("a source as a template", async () => {
        await person.open(`/sources?edit=${ids["sources"]}`);
        await person.page.getByRole("dialog").getByRole("button", { name: look.language === "fr" ? "Enregistrer comme modèle" : "Save as template" }).click();
        await check("save-as-template");
      });
      it("the palette", async () => {
        await person.open("/campaigns");
        await person.page.keyboard.press("Control+K");
        await check("palette");
      });
      it("the list of keys", async () => {
        await person.open("/campaigns");
        await person.page.keyboard.press("?");
        await check("keys");
      });
      it("the rights of a user's role stand beside the form, whole at every width", async () => {
        await person.open("/team/users?edit=new");
        const dialog = person.page.getByRole("dialog");
        const table = dialog.getByRole("table");
        await table.waitFor();
        for (const width of [1440, 1000, 861, 860, 600, 390, 360]) {
          await person.page.setViewportSize({ width, height: look.height });
          const excess = await table.evaluate((one: unknown) => {
            interface Box {
              scrollWidth: number;
              clientWidth: number;
              parentElement: Box | null;
            }
            let most = 0;
            for (let box = (one as Box).parentElement; box !== null; box = box.parentElement) most = Math.max(most, box.scrollWidth - box.clientWidth);
            return most;
          });
          assert.ok(excess <= 0, `${excess} px wider than what it stands in, at ${width} px`);
        }
        await person.page.setViewportSize({ width: look.width, height: look.height });
        const before = await table.innerText();
        await dialog.getByRole("textbox", { name: look.language === "fr" ? "Rôle" : "Role" }).click();
        await person.page.getByRole("option", { name: look.language === "fr" ? "Lecture seule" : "Read only" }).click();
        await waitFor("the rights of the other role", async () => (await table.innerText()) !== before);
      });
      it("a user, a key and a workspace", async () => {
        for (const address of ["/team/users?edit=new", "/team/keys?edit=new", "/team/workspaces?edit=new", "/settings/templates?edit=new"]) {
          await person.open(address);
          await check(address.replace(/[^a-z]+/g, "-").slice(1));
        }
      });
    });
});
