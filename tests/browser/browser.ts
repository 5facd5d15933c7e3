/* browser - Debian's Chromium for a test file, and the sites that it visits. Every host name leads to
 * the loopback, so that a page, a tracker and an offer stand on hosts of their own. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { after } from "node:test";
import { chromium, type Browser } from "playwright-core";

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
      response.setHeader("Content-Type", "text/html; charset=utf-8");
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
export function openSite(host: string, answer: (target: string) => string): Promise<Site> {
  return new Site(host, answer).up();
}
