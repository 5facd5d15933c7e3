/* http - what the tests speak: plain requests with every byte of the target under control, kept
 * connections, and raw bytes over a socket. No redirect is ever followed. */
import * as http from "node:http";
import * as net from "node:net";

export interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** The Location header, or "". */
  location: string;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  agent?: http.Agent;
  timeoutMs?: number;
}

/** An agent that keeps up to that many connections. */
export function keepAlive(connections: number): http.Agent {
  return new http.Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
}

const shared = keepAlive(64);

/** What makes a caller a person; a header of the same name, in whatever case, stands instead, and "" sends none. */
const person = { "User-Agent": "person/1", "Accept-Language": "en" };

function headersOf(given: Record<string, string>): Record<string, string> {
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const own = Object.entries(person).filter(([name]) => !names.has(name.toLowerCase()));
  return Object.fromEntries([...own, ...Object.entries(given).filter(([, value]) => value !== "")]);
}

/** One request; rejects when the connection fails or no whole answer comes within timeoutMs. */
export function ask(base: string, target: string, options: Ask = {}): Promise<Reply> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        hostname,
        port,
        path: target,
        method: options.method ?? "GET",
        agent: options.agent ?? shared,
        headers: {
          ...(options.body === undefined ? {} : { "Content-Length": Buffer.byteLength(options.body) }),
          ...headersOf(options.headers ?? {}),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("aborted", () => reject(new Error(`${target}: the answer was cut off`)));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
            location: response.headers.location ?? "",
          }),
        );
      },
    );
    request.setTimeout(options.timeoutMs ?? 30_000, () =>
      request.destroy(new Error(`${target}: no answer within ${options.timeoutMs ?? 30_000} ms`)),
    );
    request.on("error", reject);
    request.end(options.body);
  });
}

/** Works through the items with that many at a time; the results stand in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as T, i);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

export interface RawReply {
  /** Everything that came, byte for byte as latin1. */
  text: string;
  /** Of the first answer; 0 when none came. */
  status: number;
  /** Whether the server ended the connection. */
  closed: boolean;
}

/** Sends the bytes as they are and reads until the server closes, `until` is met, or the time is up. */
export function raw(
  base: string,
  bytes: string | Buffer,
  options: { until?: (text: string) => boolean; timeoutMs?: number } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = net.connect(Number(port), hostname);
    const finish = (closed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      const match = /^HTTP\/1\.1 (\d{3}) /.exec(text);
      resolve({ text, status: match === null ? 0 : Number(match[1]), closed });
    };
    const timer = setTimeout(() => finish(false), options.timeoutMs ?? 5_000);
    socket.setEncoding("latin1");
    socket.on("connect", () =>
      socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes),
    );
    socket.on("data", (piece: string) => {
      text += piece;
      if (options.until?.(text) === true) finish(false);
    });
    socket.on("close", () => finish(true));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      /* A reset after an answer is the server's way to cut what is still being sent. */
      if (error.code === "ECONNRESET" || error.code === "EPIPE") finish(true);
      else {
        clearTimeout(timer);
        reject(error);
      }
    });
  });
}

/** The parameters of a URL or a query, each decoded once; the first of a name counts. */
export function paramsOf(target: string): Map<string, string> {
  const mark = target.indexOf("?");
  const params = new Map<string, string>();
  for (const piece of (mark < 0 ? target : target.slice(mark + 1)).split("&")) {
    const split = piece.indexOf("=");
    const name = decodeURIComponent(split < 0 ? piece : piece.slice(0, split));
    if (!params.has(name)) params.set(name, split < 0 ? "" : decodeURIComponent(piece.slice(split + 1)));
  }
  return params;
}
