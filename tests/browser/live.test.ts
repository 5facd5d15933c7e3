/* live - the live stream as a browser has it: an EventSource of the dashboard's own page, with the session's
 * cookie, that comes back by itself and misses nothing. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start, waitFor, type Server } from "../loop/harness.ts";
import { PASSWORD, setUp } from "../loop/people.ts";
import { makeLoop, visitNew, type Loop } from "../loop/world.ts";
import { openBrowser } from "./browser.ts";

let server: Server;
let loop: Loop;

before(async () => {
  server = await start();
  loop = await makeLoop(server);
  await setUp(server);
});
after(() => server.stop());

/* What runs in the page. */
const LISTEN = `
  window.heard = [];
  window.opened = 0;
  const source = new EventSource("/api/v1/live?kinds=visit");
  source.addEventListener("ready", () => window.opened++);
  source.addEventListener("visit", (event) => window.heard.push(JSON.parse(event.data).cid));`;

test("an EventSource hears visits by its cookie, and after the desk's end those that it missed", async () => {
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(`${server.dashboard}/setup`);
  const signedIn = await page.evaluate(
    (body) =>
      fetch("/api/v1/session", { method: "POST", headers: { "Content-Type": "application/json" }, body }).then(
        (reply) => reply.status,
      ),
    JSON.stringify({ email: "olga@example.com", password: PASSWORD }),
  );
  assert.equal(signedIn, 200);
  await page.evaluate(LISTEN);
  const heard = (): Promise<string[]> => page.evaluate("window.heard");
  const opened = (): Promise<number> => page.evaluate("window.opened");
  await waitFor("the stream", async () => (await opened()) === 1);
  const first = await visitNew(loop);
  await waitFor("the first visit", async () => (await heard()).length === 1);
  const desk = server.deskPid();
  process.kill(desk, "SIGKILL");
  const second = await visitNew(loop);
  await waitFor("the stream again", async () => (await opened()) === 2, 30_000);
  const third = await visitNew(loop);
  await waitFor("all visits", async () => (await heard()).length >= 3, 15_000);
  assert.deepEqual(await heard(), [first.cid, second.cid, third.cid]);
});
