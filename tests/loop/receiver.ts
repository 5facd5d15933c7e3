/* receiver - the far end of outgoing postbacks: an HTTP server that writes down each call and answers
 * as it was told, well or badly. */
import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { paramsOf } from "./http.ts";
import { waitFor } from "./harness.ts";

const FORM = "application/x-www-form-urlencoded";

/** What a call is answered with. */
export type Answer =
  | { kind: "text"; status: number; body: string }
  | { kind: "hang" } /* reads the request, never answers */
  | { kind: "reset" } /* reads the request, then resets the connection */
  | { kind: "redirect"; to: string } /* "" : to the very URL that was called */
  | { kind: "drip"; body: string; everyMs: number }; /* a byte at a time */

export const ok: Answer = { kind: "text", status: 200, body: "OK" };
export const notified: Answer = {
  kind: "text",
  status: 200,
  body: "ERROR: This conversion has already been notified and saved.",
};
export const hang: Answer = { kind: "hang" };
export const reset: Answer = { kind: "reset" };
export const text = (status: number, body: string): Answer => ({ kind: "text", status, body });
export const redirect = (to: string): Answer => ({ kind: "redirect", to });
export const drip = (body: string, everyMs: number): Answer => ({ kind: "drip", body, everyMs });

export interface Call {
  method: string;
  /** As received. */
  target: string;
  params: Map<string, string>;
  idempotencyKey: string;
  contentType: string;
  /** Of a POST: the form, whose parameters are among params. */
  body: string;
  atMs: number;
}

export class Receiver {
  readonly calls: Call[] = [];
  private answers: Answer[] = [ok];
  private readonly sockets = new Set<Socket>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private server: http.Server;
  private port = 0;

  constructor() {
    this.server = this.makeServer();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Each call takes the next answer; the last one stays. */
  plan(...answers: Answer[]): void {
    this.answers = answers;
  }

  forget(): void {
    this.calls.length = 0;
  }

  /** The calls with that value of a parameter. */
  callsWith(param: string, value: string): Call[] {
    return this.calls.filter((call) => call.params.get(param) === value);
  }

  async waitForCalls(count: number, param?: string, value = ""): Promise<Call[]> {
    const found = (): Call[] => (param === undefined ? this.calls : this.callsWith(param, value));
    return waitFor(`${count} calls at the receiver`, () => found().length >= count && found());
  }

  /** Listens; after down() on the same port again. */
  up(): Promise<void> {
    this.server = this.makeServer();
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(this.port, "127.0.0.1", () => {
        this.port = (this.server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Refuses connections from now on; open ones are cut. */
  down(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.timers.clear();
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private makeServer(): http.Server {
    const server = http.createServer((request, response) => this.take(request, response));
    /* A receiver alone is no reason for a test file to go on. */
    server.unref();
    server.on("connection", (socket) => {
      socket.unref();
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    return server;
  }

  private take(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => this.answer(request, response, Buffer.concat(chunks).toString("utf8")));
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse, body: string): void {
    const target = request.url ?? "";
    const contentType = request.headers["content-type"] ?? "";
    this.calls.push({
      method: request.method ?? "",
      target,
      params: paramsOf(contentType.startsWith(FORM) ? `?${body}` : target),
      idempotencyKey: String(request.headers["idempotency-key"] ?? ""),
      contentType,
      body,
      atMs: Date.now(),
    });
    const answer = (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? ok;
    switch (answer.kind) {
      case "text":
        response.writeHead(answer.status, { "Content-Type": "text/plain" }).end(answer.body);
        break;
      case "redirect":
        response.writeHead(302, { Location: answer.to === "" ? `${this.url}${target}` : answer.to }).end();
        break;
      case "hang":
        break;
      case "reset":
        request.socket.resetAndDestroy();
        break;
      case "drip":
        this.drip(response, answer.body, answer.everyMs);
        break;
    }
  }

  private drip(response: http.ServerResponse, body: string, everyMs: number): void {
    let sent = 0;
    response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": body.length });
    const stop = (): void => {
      clearInterval(timer);
      this.timers.delete(timer);
    };
    const timer = setInterval(() => {
      response.write(body[sent++]);
      if (sent < body.length) return;
      stop();
      response.end();
    }, everyMs);
    this.timers.add(timer);
    response.on("close", stop);
  }
}

/** A receiver that listens. */
export async function receive(): Promise<Receiver> {
  const receiver = new Receiver();
  await receiver.up();
  return receiver;
}
