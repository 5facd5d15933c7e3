/* api - the public API's page in Chromium, in both languages: a token made by hand logs a program in, which sees this workspace; revoked on the page, the program is out. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { start, waitFor, type Json, type Server } from "../loop/harness.ts";
import { ask } from "../loop/http.ts";
import { setUp } from "../loop/people.ts";
import { apiWords } from "../../web/src/pages/network/apiWords.ts";
import { teamWords } from "../../web/src/pages/team/words.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { openBrowser } from "./browser.ts";
import { seriousFaults, sit, WIDE } from "./dashboard.ts";
import { Hands } from "./hands.ts";

describe("the public API's page", () => {
  let server: Server;
  let browser: Browser;

  before(async () => {
    server = await start();
    await setUp(server);
    await server.api("POST", "adcampaigns", { name: "Popunder", price: "0.05" });
    browser = await openBrowser();
  });
  after(() => server.stop());

  const campaigns = (bearer: string): Promise<{ status: number; text: string }> => ask(server.publicApi, "/v2/campaigns", { headers: { Authorization: `Bearer ${bearer}` } });

  for (const language of ["en", "fr"] as const)
    it(`makes a token, shows how to log in with it, and revokes it: ${language}`, async () => {
      const person = await sit(browser, server, { ...WIDE, language });
      const { page } = person;
      const hands = new Hands(page, language);
      const name = `Tracker ${language}`;
      await person.open("/network/api");
      await page.getByText(`${server.publicApi}/v2`, { exact: true }).waitFor();
      await hands.press(hands.word(apiWords, "tokens.new"));
      await hands.write(new RegExp(`^${hands.word(teamWords, "name")}`), name);
      await page.getByText(hands.word(apiWords, "level.read"), { exact: true }).click();
      await hands.press(hands.word(formWords, "create"));
      const shown = page.getByRole("dialog", { name: hands.word(teamWords, "keys.made") });
      await shown.locator("code").nth(1).waitFor();
      const [token = "", curl = ""] = await shown.locator("code").allInnerTexts();
      assert.match(token, /^rbk_\w{40}$/);
      assert.equal(curl, `curl -X POST ${server.publicApi}/v2/login -H 'Content-Type: application/json' -d '{"api_token":"${token}"}'`);
      await hands.press(hands.word(teamWords, "done"), shown);

      const login = await ask(server.publicApi, "/v2/login", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ api_token: token }) });
      const bearer = (JSON.parse(login.text) as { token: string }).token;
      const answer = await campaigns(bearer);
      assert.deepEqual(Object.values((JSON.parse(answer.text) as { result: Record<string, Json> }).result).map((one) => one["name"]), ["Popunder"]);
      const pause = await ask(server.publicApi, "/v2/campaigns/pause", { method: "PUT", headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" }, body: "[1]" });
      assert.equal(pause.status, 403, "it may read only");

      const row = page.getByRole("row").filter({ hasText: name });
      await row.getByRole("button").click();
      await row.waitFor({ state: "detached" });
      await waitFor("the program to be out", async () => (await campaigns(bearer)).status === 401);
      assert.deepEqual(person.complaints(), [], "the console is silent");
      assert.deepEqual(await seriousFaults(page), [], "axe");
    });
});
