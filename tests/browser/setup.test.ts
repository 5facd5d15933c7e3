/* setup - the first owner in Chromium: the link's page, a sign-in from the dashboard's own origin, and
 * another site that tries to write with the owner's cookie. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { start, type Server } from "../loop/harness.ts";
import { PASSWORD, tokenOf, user } from "../loop/people.ts";
import { openBrowser, openSite, type Site } from "./browser.ts";

describe("in a browser, the first owner", () => {
  let server: Server;
  let tab: Page;
  let evil: Site;

  before(async () => {
    const browser = await openBrowser();
    server = await start();
    evil = await openSite("evil.example.test", () => "<title>Evil</title>");
    tab = await (await browser.newContext()).newPage();
  });

  it("sets name, address and password on the link's page", async () => {
    await tab.goto(`${server.dashboard}/setup#${tokenOf(user(server, "setup").out)}`);
    await tab.fill("#password", PASSWORD);
    await tab.click("button");
    await tab.fill("#name", "Olga");
    await tab.fill("#email", "olga@example.com");
    await tab.click("button");
    await tab.getByText("Done: you can sign in now.").waitFor();
    assert.equal(new URL(tab.url()).hash, "", "the token is gone from the address");
  });

  it("signs in, and writes from the dashboard's own page", async () => {
    const post = (path: string, body: object): Promise<number> =>
      tab.evaluate(
        `fetch(${JSON.stringify(path)},{method:'POST',headers:{'Content-Type':'application/json'},body:${JSON.stringify(JSON.stringify(body))}}).then(reply=>reply.status)`,
      );
    assert.equal(await post("/api/v1/session", { email: "olga@example.com", password: PASSWORD }), 200);
    assert.equal(await tab.evaluate("document.cookie"), "", "no script reads the cookie");
    assert.equal(await post("/api/v1/goals", { name: "Hers" }), 201);
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
