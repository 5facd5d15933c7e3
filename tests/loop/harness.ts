/* harness - a real `rebond serve` for a test file: its own folder, its own ports, its own processes.
 * The program is $REBOND, by default ../build/release/rebond. What a failed test file leaves behind
 * is the end of each server's log on standard error. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { ask, type Reply } from "./http.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
export const program = path.resolve(process.env["REBOND"] ?? path.join(here, "../../build/release/rebond"));
if (!fs.existsSync(program)) throw new Error(`${program} is not there: run script/build, or set REBOND`);

const READY_MS = 30_000;
const RETRY_MS = 30_000;
const END_MS = 20_000;
const STARTS_MAX = 3;
const LOG_TAIL_LINES = 40;

/* --- Waiting --------------------------------------------------------------------------------- */

/** Asks again and again until the answer is neither undefined nor false. */
export async function waitFor<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 20_000,
): Promise<T> {
  const byMs = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > byMs) throw new Error(`waited ${deadlineMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export async function freePorts(count: number): Promise<number[]> {
  const holders = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<net.Server>((resolve, reject) => {
          const server = net.createServer();
          server.on("error", reject);
          server.listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = holders.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(holders.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/* --- Processes ------------------------------------------------------------------------------- */

/** Whether the process runs (one that ended and was not reaped does not). One whose first thread has ended while others still end has its sockets yet. */
export function isRunning(pid: number): boolean {
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
    return !/^State:\s+[ZX]/m.test(status) || Number(/^Threads:\s+(\d+)$/m.exec(status)?.[1]) > 1;
  } catch {
    return false;
  }
}

function childrenOf(pid: number): number[] {
  try {
    const text = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text
      .split(" ")
      .filter((word) => word !== "")
      .map(Number);
  } catch {
    return [];
  }
}

function commandOf(pid: number): string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** Whether any process of the group runs, also one that its leader had only just made. */
function isGroupRunning(group: number): boolean {
  return fs.readdirSync("/proc").some((name) => {
    if (!/^\d+$/.test(name) || !isRunning(Number(name))) return false;
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) === group;
    } catch {
      return false;
    }
  });
}

/** The child of that process which runs `rebond COMMAND`; 0 while there is none. */
function childRunning(pid: number, command: string): number {
  return childrenOf(pid).find((child) => commandOf(child)[1] === command && isRunning(child)) ?? 0;
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function runCommand(command: string, args: readonly string[]): { code: number; out: string; err: string } {
  const done = spawnSync(command, args, { encoding: "utf8", timeout: 60_000, maxBuffer: 256 * 1024 * 1024 });
  if (done.error !== undefined) throw done.error;
  return { code: done.status ?? -1, out: done.stdout, err: done.stderr };
}

/** Runs the program to its end. */
export function run(args: readonly string[]): { code: number; out: string; err: string } {
  return runCommand(program, args);
}

/* --- Servers --------------------------------------------------------------------------------- */

export interface Options {
  /** Settings as on the command line: {"courier-retry": "200ms"}. */
  settings?: Record<string, string>;
  /** A folder that is there already; otherwise a new one. */
  dir?: string;
  /** The same ports again; otherwise free ones. */
  ports?: Ports;
  /** What the program is run by, and what must exec it: ["fiu-run", "-x"]. */
  wrapper?: readonly string[];
  /** Whether the wrapper gives it mounts of its own, in which the folder must be looked at. */
  hasOwnMounts?: boolean;
  env?: Record<string, string>;
  /** Whether the courier may reach the loopback; true by default. */
  allowLoopback?: boolean;
}

export interface Ports {
  tracking: number;
  dashboard: number;
  network: number;
  api: number;
}

export type Json = Record<string, unknown>;

const servers: Server[] = [];
const folders: string[] = [];

export class Server {
  readonly tracking: string;
  readonly dashboard: string;
  readonly network: string;
  readonly publicApi: string;
  key = "";
  private child: ChildProcess | undefined;
  private readonly logFile: string;
  private exitCode: number | undefined;

  constructor(
    readonly dir: string,
    readonly ports: Ports,
    private readonly options: Options /* its own copy */,
  ) {
    this.tracking = `http://127.0.0.1:${ports.tracking}`;
    this.dashboard = `http://127.0.0.1:${ports.dashboard}`;
    this.network = `http://127.0.0.1:${ports.network}`;
    this.publicApi = `http://127.0.0.1:${ports.api}`;
    this.logFile = path.join(path.dirname(dir), `${path.basename(dir)}.log`);
  }

  /** The supervisor. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  edgePid(): number {
    return childRunning(this.pid, "edge");
  }

  deskPid(): number {
    return childRunning(this.pid, "desk");
  }

  /* Runs a program on the folder as the server sees it. */
  private look(command: string, args: string[]): { code: number; out: string; err: string } {
    if (this.options.hasOwnMounts !== true) return runCommand(command, args);
    return runCommand("nsenter", ["-t", String(this.pid), "-m", "--", command, ...args]);
  }

  log(): string {
    return fs.existsSync(this.logFile) ? fs.readFileSync(this.logFile, "utf8") : "";
  }

  logTail(): string {
    return this.log().trimEnd().split("\n").slice(-LOG_TAIL_LINES).join("\n");
  }

  args(): string[] {
    const settings: Record<string, string> = {
      "tracking-listen": `127.0.0.1:${this.ports.tracking}`,
      "dashboard-listen": `127.0.0.1:${this.ports.dashboard}`,
      "network-listen": `127.0.0.1:${this.ports.network}`,
      "api-listen": `127.0.0.1:${this.ports.api}`,
      ...(this.options.allowLoopback === false ? {} : { "courier-allow-private": "127.0.0.0/8" }),
      ...this.options.settings,
    };
    return ["--data", this.dir, ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])];
  }

  /** Starts the processes, which make a group of their own, without waiting for them. */
  launch(): void {
    const log = fs.openSync(this.logFile, "a");
    const [command, ...before] = [...(this.options.wrapper ?? []), program];
    this.exitCode = undefined;
    const child = spawn(command as string, [...before, "serve", ...this.args()], {
      stdio: ["ignore", log, log],
      env: { REBOND_PRESETS: path.join(here, "../../presets"), ...process.env, ...this.options.env },
      detached: true,
    });
    fs.closeSync(log);
    child.on("exit", (code, name) => (this.exitCode = code ?? (name === null ? -1 : -2)));
    child.unref();
    this.child = child;
    if (!servers.includes(this)) servers.push(this);
  }

  async ready(deadlineMs = READY_MS): Promise<void> {
    await waitFor(
      "/readyz",
      async () => {
        if (this.exitCode !== undefined)
          throw new Error(`rebond serve ended with code ${this.exitCode}:\n${this.logTail()}`);
        try {
          return (await ask(this.dashboard, "/readyz", { timeoutMs: 2_000 })).status === 200;
        } catch {
          return false;
        }
      },
      deadlineMs,
    ).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.logTail()}`);
    });
  }

  /** Starts again on the same folder and ports, after stop() or kill9(); in that environment from now on. */
  async restart(env?: Record<string, string>): Promise<void> {
    if (env !== undefined) this.options.env = env;
    this.launch();
    await this.ready();
  }

  private async ended(): Promise<void> {
    await waitFor("the end of the server", () => this.exitCode !== undefined, END_MS);
  }

  /** Ends it as an operator does; returns its exit code. */
  async stop(): Promise<number> {
    const children = [this.edgePid(), this.deskPid()].filter((pid) => pid !== 0);
    if (this.exitCode === undefined && this.pid !== 0) {
      signal(this.pid, "SIGTERM");
      await this.ended();
    }
    await waitFor("the end of edge and desk", () => children.every((pid) => !isRunning(pid)), END_MS);
    return this.exitCode ?? 0;
  }

  /** Ends the supervisor, the edge and the desk at one instant: their group, which holds nothing else. */
  async kill9(): Promise<void> {
    const group = this.pid;
    if (this.exitCode === undefined && group !== 0) signal(-group, "SIGKILL");
    await this.ended();
    await waitFor("the end of the whole group", () => group === 0 || !isGroupRunning(group));
  }

  /** A request to the JSON API; the answer whatever its status. */
  call(
    method: string,
    resource: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return ask(this.dashboard, `/api/v1/${resource}`, {
      method,
      headers: { Authorization: `Bearer ${this.key}`, "Content-Type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  }

  /** The same, which must succeed; the answer's document. It is asked again for as long as it says when to ask again, as a just started server does whose facts are being opened. */
  async api<T = Json>(
    method: string,
    resource: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const byMs = performance.now() + RETRY_MS;
    let reply = await this.call(method, resource, body, headers);
    while (reply.status === 503 && reply.headers["retry-after"] !== undefined && performance.now() < byMs) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      reply = await this.call(method, resource, body, headers);
    }
    if (reply.status >= 300) throw new Error(`${method} ${resource}: ${reply.status} ${reply.text}`);
    return JSON.parse(reply.text) as T;
  }

  /** The rows of a log or a list, newest first. */
  async rows<T = Json>(resource: string): Promise<T[]> {
    return (await this.api<{ rows: T[] }>("GET", resource)).rows;
  }

  /** One of /metrics; 0 when it is not there. */
  async metric(name: string): Promise<number> {
    const { text } = await ask(this.dashboard, "/metrics");
    const line = text.split("\n").find((each) => each.startsWith(`${name} `));
    return line === undefined ? 0 : Number(line.slice(name.length + 1));
  }

  /** A look into the ledger. Ids pass 2^53: cast them to text in the query. */
  sql<T = Record<string, string | number | null>>(query: string): T[] {
    const file = path.join(this.dir, "ledger.db");
    const { code, out, err } = this.look("sqlite3", [
      "-readonly",
      "-json",
      "-cmd",
      ".timeout 5000",
      file,
      query,
    ]);
    if (code !== 0) throw new Error(`sqlite3: ${err}`);
    return out.trim() === "" ? [] : (JSON.parse(out) as T[]);
  }

  /** The number that the query selects as n. */
  count(query: string): number {
    return Number(this.sql<{ n: number }>(query)[0]?.n ?? 0);
  }

  verify(): { code: number; out: string } {
    const done = this.look(program, ["verify", "--data", this.dir]);
    return { code: done.code, out: done.out + done.err };
  }

  /** For the exit of the test file: no waiting. */
  end(): void {
    if (this.pid !== 0 && this.exitCode === undefined) signal(-this.pid, "SIGKILL");
  }
}

/** A folder that is removed when the test file ends. */
export function tempFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rebond-test-"));
  folders.push(folder);
  return folder;
}

export function createKey(dir: string): string {
  const done = run(["key", "create", "--data", dir, "--name", "tests"]);
  if (done.code !== 0) throw new Error(`rebond key create: ${done.err}`);
  return done.out.trim();
}

/** Starts a server and waits until it serves. */
export async function start(options: Options = {}): Promise<Server> {
  const dir = options.dir ?? path.join(tempFolder(), "data");
  for (let attempt = 1; ; attempt++) {
    const [tracking = 0, dashboard = 0, network = 0, api = 0] = options.ports === undefined ? await freePorts(4) : [];
    const server = new Server(dir, options.ports ?? { tracking, dashboard, network, api }, { ...options });
    server.key = createKey(dir);
    server.launch();
    try {
      await server.ready();
      return server;
    } catch (error) {
      server.end();
      /* Between choosing a port and binding it another program may have taken it. */
      const isTaken = server.log().includes("serves this address already") && options.ports === undefined;
      if (!isTaken || attempt === STARTS_MAX) throw error;
    }
  }
}

let shim = "";

/** The environment in which the program's wall clock stands that far from the machine's, or in which
 * each sync of a file takes that much longer. */
export function withShim(moved: { clockMs?: number; syncMs?: number }): Record<string, string> {
  if (shim === "") {
    shim = path.join(tempFolder(), "shim.so");
    execFileSync("cc", ["-shared", "-fPIC", "-O2", "-D_GNU_SOURCE", "-o", shim, path.join(here, "shim.c")]);
  }
  return {
    LD_PRELOAD: shim,
    REBOND_TEST_CLOCK_MS: String(moved.clockMs ?? 0),
    REBOND_TEST_SYNC_MS: String(moved.syncMs ?? 0),
  };
}

process.on("exit", (code) => {
  for (const server of servers) {
    if (code !== 0) process.stderr.write(`--- the end of the log of ${server.dir}\n${server.logTail()}\n`);
    server.end();
  }
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});
