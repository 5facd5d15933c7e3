/* hostile - names and values that would be code, formulas or mirrored text stay what they are: in every list, form, report, breadcrumb, log, notice and file, and nothing grows wider than the window. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import { ask } from "../loop/http.ts";
import { setUp } from "../loop/people.ts";
import * as world from "../loop/world.ts";
import { commonWords } from "../../web/src/forms/commonWords.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { landerWords } from "../../web/src/pages/landers/words.ts";
import { listWords } from "../../web/src/pages/list/words.ts";
import { logWords } from "../../web/src/pages/logs/words.ts";
import { reportWords } from "../../web/src/pages/reports/words.ts";
import { reportWords as adReportWords } from "../../web/src/pages/network/reportWords.ts";
import { shellWords } from "../../web/src/shell/shellWords.ts";
import { tableWords } from "../../web/src/table/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, PHONE, sit, WIDE, type Person } from "./dashboard.ts";
import { Hands } from "./hands.ts";

const SCRIPT = `"><script>window.pwned=1</script><img src=x onerror="window.pwned=1">`;
const NAMES = [SCRIPT, "{{constructor.constructor('window.pwned=1')()}}", "\u202Egnp.exe\u2067 \u05D0\u05D1", "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "W".repeat(200)];
/* What others bring is longer than a name may be. */
const LONG = "W".repeat(1000);

/** The cells of a CSV file (RFC 4180). */
function cellsOf(text: string): string[] {
  const cells: string[] = [];
  for (const match of text.replace(/^\uFEFF/, "").matchAll(/(?:^|,|\r?\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)) cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
  return cells;
}

/** What a spreadsheet would reckon. */
const formulasIn = (text: string): string[] => cellsOf(text).filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell));

describe("hostile names and values", () => {
  let server: Server;
  let browser: Browser;
  let wide: Person;
  let phone: Person;
  let hands: Hands;
  const campaigns: world.Campaign[] = [];
  const ids: Record<string, (number | string)[]> = {};

  const make = async (resource: string, body: Json): Promise<world.Entity> => {
    const made = await server.api<world.Entity>("POST", resource, body);
    (ids[resource] ??= []).push(made.id);
    return made;
  };

  /** All that a user names, once with each name, and a visitor, a sale and an ad click for each, whose values are hostile too. */
  async function fill(): Promise<void> {
    for (const [i, name] of NAMES.entries()) {
      const common = { name, note: `${name} ${LONG}`.slice(0, 1000), group: name.slice(0, 60) };
      const goal = await make("goals", { name, value: { type: "dynamic" } });
      const source = await make("sources", { ...common, template: "exoclick", postback: { url: `${server.network}/tag.php?goal=${goal.id}&tag={external_id}&value={payout}` } });
      const network = await make("networks", { ...common, offer_url_template: "{url}&s1={clickid}" });
      const offer = await make("offers", { ...common, url: world.OFFER_URL, network_id: network.id });
      await make("landers", { ...common, url: "https://lander.example/?cid={clickid}" });
      const paths = [{ name: name.slice(0, 100), weight: 100, landers: [], offers: [{ id: offer.id, weight: 100 }] }];
      await make("flows", { ...common, paths });
      const campaign = (await make("campaigns", { ...common, source_id: source.id, paths })) as world.Campaign;
      campaigns.push(campaign);
      const ad = await make("adcampaigns", { name, price: "0.05" });
      const variation = await make("variations", { name, adcampaign_id: ad.id, url: campaign.links["campaign_url"] });
      await make("templates", { name: name.slice(0, 100), kind: "source", fields: {}, template: `own-${i}`, notes: name });
      await make("keys", { name, role: "read-only" }).catch(() => undefined);
      const value = encodeURIComponent(name);
      const long = encodeURIComponent(LONG);
      const query = `?site_id=1&zone_id=2&src_hostname=${value}&keyword=${long}&sub=${value}&country=FRA&format=300x250&referrer=${value}`;
      const headers = { "User-Agent": `Mozilla/5.0 ${SCRIPT}`, Referer: `http://site.example/${long}` };
      const go = await ask(server.network, `/go/${variation.id}${query}`, { headers });
      assert.equal(go.status, 302, go.text);
      const visit = await ask(server.tracking, world.targetOf(go.location), { headers });
      assert.equal(visit.status, 302, visit.text);
      const cid = new URL(visit.location).searchParams.get("s1");
      await world.postback(server, `cid=${cid}&payout=2&txid=${encodeURIComponent(name.slice(0, 100))}&param1=${value}&nid=${network.id}`);
      await world.postback(server, `cid=${cid}&payout=2&txid=odd${i}&status=${encodeURIComponent(name.slice(0, 60))}&nid=${network.id}`);
      await world.postback(server, `cid=${value}&payout=${value}&nid=${network.id}`);
    }
    await waitFor("the facts", async () => (await server.metric("rebond_facts_behind_seconds")) === 0 && (await server.api<{ totals: Json }>("GET", "report?group_by=campaign")).totals["visits"] === NAMES.length, 30_000);
  }

  before(async () => {
    server = await start();
    await setUp(server, EMAIL);
    await server.api("PATCH", "users/1", { name: NAMES[0] }).catch(() => undefined);
    await fill();
    browser = await openBrowser();
    [wide, phone] = [await sit(browser, server, WIDE), await sit(browser, server, PHONE)];
    hands = new Hands(wide.page, "en");
  });
  after(() => server.stop());

  /** Nothing ran, nothing was drawn as elements, nothing is wider than the window. */
  async function isHarmless(page: Page, where: string): Promise<void> {
    const state = await page.evaluate<{ pwned: unknown; inline: number; images: number; excess: number }>(`({
      pwned: window.pwned ?? null,
      inline: [...document.scripts].filter((one) => !one.src.startsWith(location.origin + "/assets/")).length,
      images: document.querySelectorAll('img[src="x"]').length,
      excess: document.documentElement.scrollWidth - innerWidth,
    })`);
    assert.deepEqual(state, { pwned: null, inline: 0, images: 0, excess: Math.min(0, state.excess) }, where);
  }

  it("the policy runs no script of the page's own text, and none comes in", async () => {
    const reply = await ask(server.dashboard, "/");
    const policy = String(reply.headers["content-security-policy"]);
    const scripts = policy.split("; ").find((part) => part.startsWith("script-src"));
    assert.equal(scripts, "script-src 'self'");
    await wide.open("/");
    await wide.page.evaluate(`(() => {
      const script = document.createElement("script");
      script.textContent = "window.ranInline = 1";
      document.body.append(script);
      const frame = document.createElement("div");
      frame.innerHTML = '<img src="data:," onerror="window.ranInline = 1">';
      document.body.append(frame);
    })()`);
    await waitFor("the two refusals", () => wide.complaints().filter((text) => text.includes("Content Security Policy")).length > 0);
    assert.equal(await wide.page.evaluate("window.ranInline ?? null"), null);
  });

  const lists = [
    ["campaigns", "/campaigns"], ["sources", "/sources"], ["networks", "/networks"], ["offers", "/offers"], ["landers", "/landers"], ["flows", "/flows"],
    ["goals", "/network/goals"], ["adcampaigns", "/network/campaigns"], ["variations", "/network/variations"],
  ] as const;
  for (const [resource, address] of lists) {
    it(`${address}: each name is a row's text, and the name in its form`, async () => {
      for (const person of [wide, phone]) {
        await person.open(`${address}?sort=name`);
        await person.page.getByRole("grid").locator("tr[data-index]").nth(NAMES.length - 1).waitFor({ state: "attached" });
        const texts = await person.page.getByRole("grid").locator("tr[data-index]").allTextContents();
        for (const name of NAMES) assert.ok(texts.some((text) => text.includes(name)), `${name.slice(0, 40)} among ${address}`);
        await isHarmless(person.page, address);
        assert.deepEqual(person.complaints(), []);
      }
      for (const [i, person] of [[0, wide], [2, phone], [NAMES.length - 1, phone]] as const) {
        const id = ids[resource]?.[i] ?? "";
        await person.open(`${address}?edit=${id}`);
        const form = person.page.getByRole("dialog");
        await waitFor("the name", async () => (await form.getByRole("textbox").first().inputValue().catch(() => "")) === NAMES[i]);
        await isHarmless(person.page, `${address}?edit=${id}`);
        assert.deepEqual(person.complaints(), []);
      }
    });
  }

  it("reports show them as groups, as filters and in the path of filters, and charts draw them", async () => {
    const filters = (ids["campaigns"] ?? []).slice(0, 3).join(",");
    for (const person of [wide, phone])
      for (const address of [
        "/reports?group_by=campaign,source,offer", "/reports?group_by=campaign,offer&flat=1", "/reports?group_by=token3", `/reports?group_by=offer,network&filter=campaign:${filters}`,
        "/network/statistics?group=src_hostname", "/network/statistics?group=keyword,sub", `/network/statistics?group=adcampaign,goal&goals=${(ids["goals"] ?? []).join(",")}`,
      ]) {
        await person.open(address);
        await person.page.getByRole("grid").locator("tr[data-index]").first().waitFor({ state: "attached" });
        await isHarmless(person.page, address);
        assert.deepEqual(person.complaints(), [], address);
      }
    await wide.open("/reports?group_by=campaign");
    const texts = await wide.page.getByRole("grid").locator("tr[data-index]").allTextContents();
    for (const name of NAMES) assert.ok(texts.some((text) => text.includes(name)), name.slice(0, 40));
    await wide.open(`/reports?group_by=offer&filter=campaign:${ids["campaigns"]?.[0]}`);
    await hands.see(new RegExp(SCRIPT.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").slice(0, 40)));
  });

  it("logs show them, row and details", async () => {
    for (const log of ["visits", "conversions", "postbacks-in", "postbacks-out"])
      for (const person of [wide, phone]) {
        await person.open(`/logs/${log}`);
        const rows = person.page.getByRole("grid").locator("tr[data-index]");
        await rows.first().waitFor({ state: "attached" });
        await isHarmless(person.page, log);
        for (const at of [0, NAMES.length - 1]) {
          await rows.nth(at).locator("td").nth(1).dblclick();
          const drawer = person.page.getByRole("dialog");
          await drawer.waitFor();
          await person.page.waitForLoadState("networkidle");
          await isHarmless(person.page, `${log}, row ${at}`);
          await person.page.keyboard.press("Escape");
          await drawer.waitFor({ state: "detached" });
        }
        assert.deepEqual(person.complaints(), [], log);
      }
  });

  it("all other pages bear them", async () => {
    for (const person of [wide, phone])
      for (const address of ["/", "/live", "/health", "/conversions?tab=unmapped", "/network/calls", "/network/calls?log=ad-clicks", "/network/calls?log=impressions", "/campaigns/new", "/history", "/team/keys", "/team/users", "/team/profile", "/settings/templates", `/campaigns?edit=${ids["campaigns"]?.[0]}&tab=splits`, `/campaigns?edit=${ids["campaigns"]?.[7]}&tab=test`]) {
        await person.open(address);
        await isHarmless(person.page, address);
        assert.deepEqual(person.complaints(), [], address);
      }
  });

  it("the search for anything finds them as text", async () => {
    await wide.open("/");
    await wide.page.keyboard.press("Control+K");
    await wide.page.getByPlaceholder(hands.word(shellWords, "go.hint")).fill("script");
    await wide.page.getByRole("option").filter({ hasText: SCRIPT }).first().waitFor();
    await isHarmless(wide.page, hands.word(shellWords, "go"));
  });

  it("notices say them, and a thousand characters are refused at their field without being lost", async () => {
    await hands.page.keyboard.press("Escape");
    await hands.go("landers");
    const row = hands.row(SCRIPT);
    await row.getByRole("checkbox").click();
    await hands.press(hands.word(listWords, "archive"), hands.page.getByRole("toolbar"));
    await hands.page.getByText(hands.word(listWords, "archived.1", { name: SCRIPT }), { exact: true }).waitFor();
    await hands.press(hands.word(listWords, "undo"), hands.page.locator("body"));
    await row.waitFor();
    await hands.press(hands.word(listWords, "new"));
    await hands.write(hands.word(landerWords, "name"), LONG);
    await hands.write(hands.word(landerWords, "url"), "https://lander.example/");
    await hands.press(hands.word(formWords, "create"));
    await (await hands.sheet()).getByText(/200/).first().waitFor();
    assert.equal(await hands.valueOf(hands.word(landerWords, "name")), LONG);
    await isHarmless(wide.page, "the refused form");
    await hands.write(hands.word(landerWords, "name"), "Long note");
    await hands.page.getByRole("dialog").getByText(hands.word(commonWords, "title")).click();
    await hands.write(hands.word(commonWords, "note"), LONG);
    await hands.press(hands.word(formWords, "create"));
    await hands.see(hands.word(formWords, "saved", { name: "Long note" }));
    await isHarmless(wide.page, "the saved form");
    await hands.closeSheet();
  });

  it("files that a spreadsheet opens hold no formula, and the names whole", async () => {
    const saved = async (press: () => Promise<void>): Promise<string> => {
      const [download] = await Promise.all([wide.page.waitForEvent("download"), press()]);
      return fs.readFileSync(await download.path(), "utf8");
    };
    const files: [string, string][] = [];
    for (const [, address] of lists.slice(0, 6)) {
      await wide.open(address);
      files.push([address, await saved(() => hands.press(hands.word(listWords, "csv"), wide.page.getByRole("toolbar")))]);
    }
    await wide.open("/reports?group_by=campaign,token3");
    files.push(["reports", await saved(async () => {
      await hands.press(new RegExp(`^${hands.word(reportWords, "export")}`));
      await hands.tick("menuitem", hands.word(reportWords, "export.csv"), wide.page.locator("body"));
    })]);
    for (const log of ["visits", "conversions", "postbacks-in"]) {
      await wide.open(`/logs/${log}`);
      files.push([log, await saved(async () => {
        await hands.press(new RegExp(`^${hands.word(logWords, "export")}`));
        await hands.tick("menuitem", hands.word(logWords, "export.csv"), wide.page.locator("body"));
      })]);
    }
    await wide.open("/network/statistics?group=adcampaign,src_hostname");
    files.push(["statistics", await saved(() => hands.press(hands.word(adReportWords, "export")))]);
    for (const [where, text] of files) {
      assert.ok(cellsOf(text).length > NAMES.length, where);
      assert.deepEqual(formulasIn(text), [], where);
      if (where !== "postbacks-in") for (const name of NAMES) assert.ok(cellsOf(text).some((cell) => cell === name || cell === `'${name}`), `${name.slice(0, 40)} in ${where}`);
    }
  });

  it("rows that are copied for a spreadsheet hold no formula either", async () => {
    await wide.open("/offers");
    await hands.row("=1+1").locator("td").nth(1).click({ button: "right" });
    await hands.tick("menuitem", hands.word(tableWords, "copy.all", { n: NAMES.length }), wide.page.locator("body"));
    const text = await waitFor("the copy", async () => (await wide.page.evaluate<string>("navigator.clipboard.readText()")) || false);
    const first = text.split("\n").slice(1).map((line) => line.split("\t")[0] ?? "");
    assert.equal(first.length, NAMES.length);
    assert.deepEqual(first.filter((cell) => /^[=+\-@]/.test(cell)), []);
  });
});
