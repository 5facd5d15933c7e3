/* dashboard - the browser's part of script/bench dashboard: signs in, scrolls the list of campaigns, pages a report; prints what it took from frame to frame as JSON.
 *
 *   node bench/dashboard.mjs URL EMAIL PASSWORD CAMPAIGNS SECONDS */
import { createRequire } from "node:module";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const tests = path.join(path.dirname(fileURLToPath(import.meta.url)), "../tests/package.json");
const { chromium } = createRequire(tests)("playwright-core");
const [url, email, password, count, seconds] = process.argv.slice(2);
const WINDOW = { width: 1440, height: 900 };
const ROW_PX = 30;
/* Each wheel turn moves so far; a turn follows the frame before. */
const TURN_PX = 900;
const STALLED_MS = 60_000;
const STOOD_MS = 3_000;
const GROUPS = "campaign,token5,country,hour";

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--no-first-run"] });
const page = await browser.newPage({ viewport: WINDOW, locale: "en" });

/** Begins to take the time of each frame. */
const begin = () =>
  page.evaluate(`(() => {
    const frames = (window.frames_ = []);
    let last = performance.now();
    const take = (now) => {
      if (window.frames_ !== frames) return;
      frames.push(now - last);
      last = now;
      requestAnimationFrame(take);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(take); });
  })()`);
/** Ends it: what the frames were like. */
async function end() {
  const frames = (await page.evaluate("(() => { const all = window.frames_; window.frames_ = null; return all; })()")).sort((a, b) => a - b);
  const at = (part) => frames[Math.min(frames.length - 1, Math.floor(frames.length * part))] ?? 0;
  return { count: frames.length, median: at(0.5), p95: at(0.95), longest: frames.at(-1) ?? 0, over50: frames.filter((ms) => ms > 50).length };
}
const drawn = () => page.evaluate("new Promise((drawn) => requestAnimationFrame(drawn))");
const scrollState = () =>
  page.evaluate(`(() => {
    const frame = document.querySelector("[role=grid]").parentElement;
    return { top: frame.scrollTop, left: frame.scrollHeight - frame.clientHeight - frame.scrollTop, rows: Number(document.querySelector("[role=grid]").getAttribute("aria-rowcount")) - 1 };
  })()`);

async function open(address) {
  await page.goto(url + address);
  await page.locator("tr[data-index]").first().waitFor({ timeout: 300_000 });
  const box = await page.locator("[role=grid]").boundingBox();
  await page.mouse.move(box.x + 300, Math.min(box.y + 200, WINDOW.height - 100));
}

/** Turns the wheel until the end is reached, nothing moves any more, or the time is over. */
async function turn(dy, untilMs) {
  for (let before = -1, movedAt = performance.now(); ; ) {
    await page.mouse.wheel(0, dy);
    await drawn();
    const { top, left } = await scrollState();
    if (top !== before) movedAt = performance.now();
    before = top;
    if (performance.now() > untilMs || performance.now() - movedAt > STOOD_MS || (dy > 0 ? left <= 2 : top <= 2)) return;
  }
}

await page.goto(url);
await page.locator('input[type="email"]').fill(email);
await page.locator('input[type="password"]').fill(password);
await page.keyboard.press("Enter");
await page.locator("nav").first().waitFor();

await open("/campaigns?dates=all");
await begin();
for (let i = 0; i < 120; i++) await drawn();
const rest = await end();

/* The end moves away as pages come. */
await begin();
let campaigns = 0;
for (let grewAt = performance.now(); campaigns < Number(count); ) {
  await turn(TURN_PX, performance.now() + 300_000);
  await drawn();
  const { rows } = await scrollState();
  if (rows > campaigns) grewAt = performance.now();
  campaigns = rows;
  if (performance.now() - grewAt > STALLED_MS) throw new Error(`the list ends after ${rows} of ${count} campaigns`);
}
await turn(TURN_PX, performance.now() + 300_000);
const loading = await end();
await begin();
await turn(-TURN_PX, performance.now() + 300_000);
await turn(TURN_PX, performance.now() + 300_000);
const scrolling = await end();

const asked = performance.now();
const answer = page.waitForResponse((reply) => reply.url().includes("/api/v1/report?") && reply.url().includes("token5") && reply.ok(), { timeout: 600_000 });
await page.goto(`${url}/reports?dates=all&flat=1&chart=off&group_by=${GROUPS}`);
const { row_count: groups } = await (await answer).json();
await page.locator("tr[data-index]").first().waitFor({ timeout: 300_000 });
const first_ms = performance.now() - asked;
const box = await page.locator("[role=grid]").boundingBox();
await page.mouse.move(box.x + 300, box.y + 200);
await begin();
for (const byMs = performance.now() + Number(seconds) * 1000; performance.now() < byMs; ) {
  await turn(TURN_PX, byMs);
  await drawn();
}
const paging = await end();
const { top } = await scrollState();

process.stdout.write(JSON.stringify({ browser: `Chromium ${browser.version()}`, window: `${WINDOW.width} x ${WINDOW.height}`, rest, loading, campaigns, scrolling, groups, first_ms, paging, paged: Math.round(top / ROW_PX) }));
await browser.close();
