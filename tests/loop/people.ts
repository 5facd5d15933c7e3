/* people - who signs in to the dashboard: made by link, then a browser with a cookie. */
import assert from "node:assert/strict";
import { ask, type Reply } from "./http.ts";
import { run, type Json, type Server } from "./harness.ts";

export const PASSWORD = "correct horse battery";

/** The token of a link that the program has printed or answered. */
export const tokenOf = (link: string): string => link.trim().split("#")[1] ?? "";

/** The link that the server itself has printed last. */
export function linkOf(server: Server): string {
  const links = [...server.log().matchAll(/^ +(http\S+\/setup#rbl_[0-9A-Za-z]{43})$/gm)];
  const link = links.at(-1)?.[1];
  assert.ok(link, "the server has printed no link");
  return link;
}

/** A browser of the dashboard: keeps the cookie, sends its page's Origin. */
export class Browser {
  cookie = "";

  constructor(readonly server: Server) {}

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const reply = await ask(this.server.dashboard, path, {
      method,
      headers: {
        ...(this.cookie === "" ? {} : { Cookie: this.cookie }),
        ...(method === "GET" ? {} : { Origin: this.server.dashboard, "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = reply.headers["set-cookie"];
    if (set !== undefined) this.cookie = String(set).split(";")[0] ?? "";
    return reply;
  }

  /** A request to the API, which may be refused. */
  api(method: string, resource: string, body?: unknown): Promise<Reply> {
    return this.ask(method, `/api/v1/${resource}`, body);
  }

  signIn(email: string, password = PASSWORD): Promise<Reply> {
    return this.api("POST", "session", { email, password });
  }
}

export async function accept(server: Server, link: string, more: Json = {}, password = PASSWORD): Promise<Reply> {
  return new Browser(server).api("POST", "invitation", { token: tokenOf(link), password, ...more });
}

/** Runs `rebond user VERB` on the server's folder. */
export function user(server: Server, verb: string, ...args: string[]): { code: number; out: string; err: string } {
  return run(["user", verb, "--data", server.dir, ...args]);
}

/** The first owner. */
export async function setUp(server: Server, email = "olga@example.com"): Promise<void> {
  const reply = await accept(server, user(server, "setup").out, { name: "Olga", email });
  assert.equal(reply.status, 200, reply.text);
}

/** A further user, signed in. */
export async function enter(server: Server, email: string, role: string, workspaces: number[] = []): Promise<Browser> {
  const link = user(server, "invite", "--name", email, "--email", email, "--role", role,
    ...(workspaces.length === 0 ? [] : ["--workspaces", workspaces.join(",")]));
  assert.equal(link.code, 0, link.err);
  assert.equal((await accept(server, link.out)).status, 200);
  const browser = new Browser(server);
  const reply = await browser.signIn(email);
  assert.equal(reply.status, 200, reply.text);
  return browser;
}
