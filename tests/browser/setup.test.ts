/* setup - the first owner in Chromium: the server's own link, the steps of its page up to the dashboard, the session that
 * it leaves, an invited user's link, and another site that tries to write with the owner's cookie. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { start, type Server } from "../loop/harness.ts";
import { linkOf, PASSWORD, tokenOf, user } from "../loop/people.ts";
import { openBrowser, openSite, type Site } from "./browser.ts";

describe("in a browser, the first owner", () => {
  let server: Server;
  let browser: Browser;
  let tab: Page;
  let evil: Site;

  before(async () => {
    browser = await openBrowser();
    server = await start();
    evil = await openSite("evil.example.test", () => "<title>Evil</title>");
    tab = await (await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Paris" })).newPage();
  });

  it("sets name, address and password by the link that the server prints", async () => {
    await tab.goto(linkOf(server));
    await tab.getByLabel("Name").fill("Olga");
    await tab.getByLabel("E-mail address").fill("olga@example.com");
    await tab.getByRole("textbox", { name: "Password" }).fill("olga@example.com");
    await tab.getByRole("button", { name: "Create the account" }).click();
    await tab.getByText(/password:/).waitFor(); /* refused by its field */
    await tab.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
    await tab.getByRole("button", { name: "Create the account" }).click();
    await tab.getByRole("textbox", { name: "Currency" }).waitFor();
    assert.equal(new URL(tab.url()).hash, "", "the token is gone from the address");
    assert.equal(await tab.evaluate("document.cookie"), "", "no script reads the cookie");
  });

  it("says where its days begin and what it pays in, and may leave the domain for later", async () => {
    assert.equal(await tab.getByRole("textbox", { name: "Time zone" }).inputValue(), "Europe/Paris", "the browser's own");
    await tab.getByRole("textbox", { name: "Currency" }).fill("chf");
    await tab.keyboard.press("Escape");
    await tab.getByRole("button", { name: "Save and continue" }).click();
    await tab.getByLabel("Domain").fill("go.example.test");
    await tab.getByRole("button", { name: "Add and check" }).click();
    await tab.getByText("go.example.test does not lead here yet.").waitFor();
    await tab.getByRole("button", { name: "Continue" }).click();
    await tab.getByRole("link", { name: "Create the first campaign" }).waitFor();
    await tab.getByRole("link", { name: "Look around first" }).click();
    await tab.getByRole("navigation").first().waitFor();
    assert.equal(new URL(tab.url()).pathname, "/");
    const [workspace] = await server.rows<{ time_zone: string; currency: string }>("workspaces");
    assert.deepEqual([workspace?.time_zone, workspace?.currency], ["Europe/Paris", "CHF"]);
    assert.deepEqual((await server.rows<{ name: string }>("domains")).map((domain) => domain.name), ["go.example.test"]);
  });

  it("writes from the dashboard's own page", async () => {
    const status = await tab.evaluate(
      `fetch("/api/v1/goals",{method:'POST',headers:{'Content-Type':'application/json'},body:'{"name":"Hers"}'}).then(reply=>reply.status)`,
    );
    assert.equal(status, 201);
  });

  it("finds the link used up, and an invited user is asked for a password alone, in French too", async () => {
    const other = await (await browser.newContext({ locale: "fr-FR" })).newPage();
    await other.goto(`${server.dashboard}/setup#${tokenOf(linkOf(server))}`);
    await other.getByText("Ce lien a déjà servi, a expiré, ou un plus récent l’a remplacé.").waitFor();
    const invited = user(server, "invite", "--name", "Ben", "--email", "ben@example.com", "--role", "read-only", "--workspaces", "1");
    await other.goto(`${server.dashboard}/setup#${tokenOf(invited.out)}`);
    await other.getByRole("textbox", { name: "Mot de passe" }).fill(PASSWORD);
    assert.equal(await other.getByRole("textbox").count(), 1);
    await other.getByRole("button", { name: "Définir le mot de passe" }).click();
    await other.getByRole("navigation").first().waitFor();
    assert.equal(new URL(other.url()).pathname, "/");
  });

  it("writes nothing from another site's page", async () => {
    await tab.goto(evil.url);
    const target = `${server.dashboard}/api/v1/goals`;
    await tab.evaluate(
      `fetch(${JSON.stringify(target)},{method:'POST',mode:'no-cors',credentials:'include',headers:{'Content-Type':'text/plain'},body:'{"name":"Not hers"}'}).catch(()=>0)`,
    );
    await tab.setContent(
      `<form id=f method=post enctype="text/plain" action="${target}"><input name='{"name":"Not hers","x":"' value='"}'></form>`,
    );
    await Promise.all([tab.waitForURL(target), tab.evaluate("document.getElementById('f').submit()")]);
    assert.deepEqual((await server.rows<{ name: string }>("goals")).map((goal) => goal.name), ["Hers"]);
  });
});
