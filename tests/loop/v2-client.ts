/* v2-client - a client of the ad network's public API: requests with a bearer, and what their refusals look like. */
import assert from "node:assert/strict";
import { type Json, type Server } from "./harness.ts";
import { ask, type Reply } from "./http.ts";

interface Refusal {
  code: number;
  message: string;
  field: string | null;
}

interface Login {
  token: string;
  /** Of a user. */
  refresh_token: string | undefined;
}

export class Client {
  bearer = "";
  readonly server: Server;

  constructor(server: Server) {
    this.server = server;
  }

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, token = this.bearer): Promise<Reply> {
    return ask(this.server.publicApi, `/v2${path}`, {
      method,
      headers: { ...(token === "" ? {} : { Authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async call<T = Json>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
    const reply = await this.send(method, path, body, headers);
    assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${reply.text}`);
    return JSON.parse(reply.text) as T;
  }

  async logIn(body: Json): Promise<string> {
    return (await this.logInFully(body)).token;
  }

  async logInFully(body: Json): Promise<Login> {
    const reply = await this.send("POST", "/login", body, {}, "");
    assert.equal(reply.status, 200, reply.text);
    const { token, refresh_token, ...rest } = JSON.parse(reply.text) as Login;
    assert.deepEqual(rest, { type: "Bearer", expires_in: 43200 });
    return { token, refresh_token };
  }

  /** Makes a key of the first workspace and logs in with it. */
  async enter(scopes: string[]): Promise<{ id: number; key: string }> {
    const key = await this.server.api<{ id: number; key: string }>("POST", "keys", { name: "Tracker", scopes, workspaces: [{ id: 1 }] });
    this.bearer = await this.logIn({ api_token: key.key });
    return key;
  }
}

export async function refused(reply: Promise<Reply>, status: number, field: string | null, message: RegExp): Promise<void> {
  const { status: got, text } = await reply;
  const refusal = JSON.parse(text) as Refusal;
  assert.equal(got, status, text);
  assert.deepEqual(Object.keys(refusal), ["code", "message", "field"]);
  assert.equal(refusal.code, status);
  assert.equal(refusal.field, field, text);
  assert.match(refusal.message, message);
}
