/* browser - Debian's Chromium for a test file, and the sites that it visits. Every host name leads to
 * the loopback, so that a page, a tracker and an offer stand on hosts of their own. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { after } from "node:test";
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { tempFolder } from "../loop/harness.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/* What ends with the test file. */
const open: (() => Promise<unknown> | unknown)[] = [];
after(async () => {
  for (const close of open.reverse()) await close();
});

/** Starts Chromium. `sites` says which port of the loopback a host stands on when its address names none. */
export async function openBrowser(sites: Readonly<Record<string, number>> = {}): Promise<Browser> {
  const rules = [...Object.entries(sites).map(([host, port]) => `MAP ${host}:80 127.0.0.1:${port}`), "MAP * 127.0.0.1"];
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: [...FLAGS, `--host-resolver-rules=${rules.join(", ")}`] });
  open.push(() => browser.close());
  return browser;
}

/** A browser whose user lets third parties keep cookies, which Debian's does not by itself; no certificate is too bad for it. */
export async function openTrusting(): Promise<BrowserContext> {
  const folder = tempFolder();
  fs.mkdirSync(path.join(folder, "Default"));
  fs.writeFileSync(path.join(folder, "Default", "Preferences"), JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }));
  const context = await chromium.launchPersistentContext(folder, { executablePath: "/usr/bin/chromium", args: [...FLAGS, "--host-resolver-rules=MAP * 127.0.0.1"], ignoreHTTPSErrors: true });
  open.push(() => context.close());
  return context;
}

export interface Seen {
  /** As received. */
  target: string;
  host: string;
  /** The Referer header; "" without one. */
  referrer: string;
  cookie: string;
}

/** A site of one answer, which writes down who came. */
export class Site {
  readonly seen: Seen[] = [];
  private readonly server: http.Server;

  constructor(
    readonly host: string,
    answer: (target: string) => string,
    type: string,
  ) {
    this.server = http.createServer((request, response) => {
      const target = request.url ?? "";
      if (target !== "/favicon.ico")
        this.seen.push({
          target,
          host: request.headers.host ?? "",
          referrer: request.headers.referer ?? "",
          cookie: request.headers.cookie ?? "",
        });
      response.setHeader("Content-Type", type);
      response.end(answer(target));
    });
    open.push(() => {
      this.server.close();
      this.server.closeAllConnections();
    });
  }

  async up(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://${this.host}:${this.port}`;
  }
}

/** A site that serves; its host is any name. */
export function openSite(host: string, answer: (target: string) => string, type = "text/html; charset=utf-8"): Promise<Site> {
  return new Site(host, answer, type).up();
}

/** TLS with a certificate that nobody knows before two servers, a shop's by its host and another; the port it has. */
export async function openSecure(portOf: () => number, portOfShop: () => number): Promise<number> {
  const folder = tempFolder();
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=test", "-keyout", key, "-out", cert], { stdio: "ignore" });
  const server = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) }, (request, response) => {
    const port = request.headers.host?.startsWith("shop.") ? portOfShop() : portOf();
    const onward = http.request({ host: "127.0.0.1", port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}
