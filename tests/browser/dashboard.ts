/* dashboard - a person at the dashboard: a folder with traffic, an owner, and a page of the browser in a language and a theme. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { after } from "node:test";
import type { Browser, Page } from "playwright-core";
import { program, start, type Server } from "../loop/harness.ts";
import { setUp, PASSWORD } from "../loop/people.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
export const EMAIL = "olga@example.com";

/* Of the whole file: an "after" within a hook ends with the tests around it. */
const folders: string[] = [];
after(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

/** A server whose folder holds that many entries of two weeks, up to now, and the owner Olga. */
export async function startWithTraffic(entries: number): Promise<Server> {
  const dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "rebond-traffic-")), "data");
  folders.push(path.dirname(dir));
  const fill = path.join(path.dirname(program), "bench/fill");
  execFileSync(fill, ["--data", dir, "--entries", String(entries), "--days", "14", "--seed", "5"], { stdio: "ignore" });
  const server = await start({ dir });
  await setUp(server, EMAIL);
  return server;
}

export interface Look {
  language: "en" | "fr";
  scheme: "light" | "dark";
  width: number;
  height: number;
}
export const WIDE: Look = { language: "en", scheme: "light", width: 1440, height: 900 };
export const PHONE: Look = { language: "fr", scheme: "dark", width: 390, height: 844 };

export interface Person {
  page: Page;
  /** What the browser complained of since it was last asked. */
  complaints: () => string[];
  open: (address: string) => Promise<void>;
}

/** Olga, or who has that address, signed in by the form. */
export async function sit(browser: Browser, server: Server, look: Look, email = EMAIL): Promise<Person> {
  const context = await browser.newContext({
    locale: look.language,
    colorScheme: look.scheme,
    viewport: { width: look.width, height: look.height },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  let heard: string[] = [];
  page.on("console", (message) => {
    /* Who is not signed in yet is told so; what is busy is asked again. */
    if (message.type() === "error" && !/ 401 | 503 /.test(message.text())) heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(error.message));
  await page.goto(`${server.dashboard}/`);
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator("nav").first().waitFor({ state: "attached" });
  const settle = async (): Promise<void> => {
    await page.locator("h1").first().waitFor();
    await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined); /* a live page never is */
  };
  return {
    page,
    complaints: () => heard.splice(0),
    open: async (address) => {
      heard = [];
      await page.goto(server.dashboard + address);
      await settle();
    },
  };
}

interface Fault {
  target: string[];
  failureSummary: string;
}
interface Violation {
  id: string;
  impact: string;
  nodes: Fault[];
}

/** What axe says of one rule at one element, once it is scrolled into the middle of what scrolls it; nothing of one that is not there any more. */
async function faultInTheMiddle(page: Page, rule: string, selector: string): Promise<Fault[]> {
  return page.evaluate<Fault[]>(`(async () => {
    const element = document.querySelector(${JSON.stringify(selector)});
    element?.scrollIntoView({ block: "center", inline: "center" });
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    if (!element?.isConnected) return [];
    const { violations } = await axe.run(element, { runOnly: { type: "rule", values: [${JSON.stringify(rule)}] } });
    return violations.flatMap(({ nodes }) => nodes);
  })()`);
}

/** What axe finds serious or critical (WCAG 2.2 AA and before), and what it finds by further rules. */
export async function seriousFaults(page: Page, rules: readonly string[] = []): Promise<string[]> {
  await page.addScriptTag({ path: AXE }).catch(async () => {
    /* The page's policy takes no script from elsewhere: the debugger runs it. */
    await page.evaluate(fs.readFileSync(AXE, "utf8"));
  });
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"], rules: ${JSON.stringify(Object.fromEntries(rules.map((rule) => [rule, { enabled: true }])))} }).then(r => r.violations)`,
  )) as Violation[];
  const faults: string[] = [];
  for (const { id, nodes } of found.filter(({ id, impact }) => rules.includes(id) || impact === "serious" || impact === "critical")) {
    const standing: Fault[] = [];
    for (const node of nodes) {
      /* What lies half under a form's foot or a table's head, as it is where one scrolls it to: what is obscured there too is a fault. */
      if (node.failureSummary.includes("partially obscured")) standing.push(...(await faultInTheMiddle(page, id, node.target[0] ?? "")));
      else standing.push(node);
    }
    faults.push(...standing.slice(0, 3).map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1, 3).join(" ").trim()}`));
  }
  return faults;
}

/** Where pictures are kept: $REBOND_PICTURES; without it none are. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env["REBOND_PICTURES"];
  if (folder === undefined) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
