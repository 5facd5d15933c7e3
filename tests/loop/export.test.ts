/* export - every row of a log as a file: CSV, JSON lines and Parquet, at the reader's pace, in the memory of a
 * page, whole or visibly not. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { program, start, tempFolder, waitFor, type Json, type Server } from "./harness.ts";
import { waitForFacts } from "./world.ts";

const ENTRIES = 400_000; /* of which three of four are visits */
const SEED = 42;
const GROWTH_MIB_MAX = 200;

let server: Server;
let visits: number;

interface Figures {
  rows: number;
  cost: bigint;
}

const micros = (text: string): bigint => {
  const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  const size = BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
  return sign === "-" ? -size : size;
};

/** RFC 4180: the fields of each record, handed out as they come. */
class CsvReader {
  private field = "";
  private fields: string[] = [];
  private state: "plain" | "quoted" | "quote" = "plain";

  constructor(private readonly onRecord: (fields: string[]) => void) {}

  write(text: string): void {
    for (const char of text) {
      if (this.state === "quoted") {
        if (char === '"') this.state = "quote";
        else this.field += char;
      } else if (this.state === "quote" && char === '"') {
        this.field += char;
        this.state = "quoted";
      } else if (char === '"' && this.field === "") {
        this.state = "quoted";
      } else if (char === ",") {
        this.end();
      } else if (char === "\n") {
        assert.ok(this.field.endsWith("\r") || this.state === "quote", "lines end in CRLF");
        this.field = this.field.replace(/\r$/, "");
        this.end();
        this.onRecord(this.fields);
        this.fields = [];
      } else {
        this.field += char;
      }
    }
  }

  private end(): void {
    this.fields.push(this.field);
    this.field = "";
    this.state = "plain";
  }

  isAtEnd(): boolean {
    return this.fields.length === 0 && this.field === "";
  }
}

/** The memory of the desk that is its own. */
function deskMib(): number {
  const text = fs.readFileSync(`/proc/${server.deskPid()}/smaps_rollup`, "utf8");
  return Number(/^Private_Dirty:\s+(\d+) kB/m.exec(text)?.[1] ?? Number.NaN) / 1024;
}

/** Reads an export to its end. Rejects when it was cut. */
function get(
  target: string,
  onText: (text: string) => void,
  headers: Record<string, string> = {},
  encoding: BufferEncoding = "utf8",
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      `${server.dashboard}/api/v1/${target}`,
      { headers: { Authorization: `Bearer ${server.key}`, ...headers }, agent: false },
      (response) => {
        response.setEncoding(encoding);
        response.on("data", onText);
        response.on("end", () => (response.complete ? resolve(response) : reject(new Error("it was cut"))));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
  });
}

/** Runs it and gives what the desk grew by meanwhile, at most, in MiB. */
async function growth(work: () => Promise<void>): Promise<number> {
  const before = deskMib();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, deskMib())), 20);
  await work().finally(() => clearInterval(timer));
  return most - before;
}

before(async () => {
  const dir = path.join(tempFolder(), "data");
  const fill = path.join(path.dirname(program), "bench/fill");
  console.log(`seed ${SEED}`);
  execFileSync(fill, ["--data", dir, "--entries", String(ENTRIES), "--seed", String(SEED), "--quiet"]);
  server = await start({ dir });
  visits = server.count("SELECT count(*) n FROM visit");
  assert.ok(visits >= 300_000, `${visits} visits`);
  /* The projector takes memory of its own. */
  await waitForFacts(server, 120_000);
});
after(async () => {
  await server.stop();
});

/* Bots and tests are in no total. */
const total = (): bigint =>
  BigInt(
    String(
      server.sql<{ n: string }>(
        "SELECT cast((SELECT sum(cost_micros) FROM campaign_total) - (SELECT coalesce(sum(cost_micros), 0)" +
          " FROM conversion WHERE is_bot=0 AND is_test=0) AS TEXT) n",
      )[0]?.n,
    ),
  );

describe("the export of 300,000 visits", () => {
  it("as CSV is all of them, adds up to the totals, and takes a page's memory", async () => {
    const found: Figures = { rows: -1, cost: 0n };
    let names: string[] = [];
    const reader = new CsvReader((fields) => {
      if (found.rows++ < 0) {
        names = fields;
        return;
      }
      assert.equal(fields.length, names.length);
      const counts = ["is_bot", "is_test"].every((name) => fields[names.indexOf(name)] === "false");
      if (counts) found.cost += micros(fields[names.indexOf("cost_booked")] ?? "");
    });
    const grown = await growth(async () => {
      const reply = await get("visits?export=all&format=csv&download=all-visits", (text) => reader.write(text));
      assert.equal(reply.headers["content-type"], "text/csv; charset=utf-8; header=present");
      assert.equal(reply.headers["content-disposition"], 'attachment; filename="all-visits.csv"');
    });
    assert.ok(reader.isAtEnd());
    assert.deepEqual(found, { rows: visits, cost: total() });
    assert.ok(grown < GROWTH_MIB_MAX, `${grown.toFixed()} MiB more`);
  });

  it("as JSON lines is all of them, each a row of the log", async () => {
    const found: Figures = { rows: 0, cost: 0n };
    let rest = "";
    const grown = await growth(async () => {
      await get(
        "visits?export=all",
        (text) => {
          const lines = (rest + text).split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) {
            const row = JSON.parse(line) as { is_bot: boolean; is_test: boolean; cost_booked: string };
            found.rows++;
            if (!row.is_bot && !row.is_test) found.cost += micros(row.cost_booked);
          }
        },
        { Accept: "application/x-ndjson" },
      );
    });
    assert.equal(rest, "");
    assert.deepEqual(found, { rows: visits, cost: total() });
    assert.ok(grown < GROWTH_MIB_MAX, `${grown.toFixed()} MiB more`);
  });

  it("as Parquet begins and ends as such a file does, and leaves none behind", async () => {
    const chunks: Buffer[] = [];
    const grown = await growth(async () => {
      const reply = await get(
        "visits?export=all",
        (text) => chunks.push(Buffer.from(text, "latin1")),
        { Accept: "application/vnd.apache.parquet" },
        "latin1",
      );
      assert.equal(reply.headers["content-type"], "application/vnd.apache.parquet");
    });
    const bytes = Buffer.concat(chunks);
    assert.equal(bytes.subarray(0, 4).toString(), "PAR1");
    assert.equal(bytes.subarray(-4).toString(), "PAR1");
    assert.ok(grown < GROWTH_MIB_MAX, `${grown.toFixed()} MiB more`);
    assert.deepEqual(
      fs.readdirSync(server.dir).filter((name) => name.startsWith("export")),
      [],
    );
  });

  it("of a question is what the facts find, also behind a filter", async () => {
    for (const [query, where] of [
      ["tz=UTC", "is_bot=0 AND is_test=0"],
      ["filter=campaign:1", "campaign_id=1 AND is_bot=0 AND is_test=0"],
    ] as const) {
      let lines = 0;
      await get(`visits?export=all&format=jsonl&${query}`, (text) => (lines += text.split("\n").length - 1));
      assert.equal(lines, server.count(`SELECT count(*) n FROM visit WHERE ${where}`), query);
    }
  });

  it("ends when its client leaves, and only so many run at once", async () => {
    const open = (): Promise<http.IncomingMessage> =>
      new Promise((resolve, reject) => {
        http
          .get(
            `${server.dashboard}/api/v1/visits?export=all&format=jsonl`,
            { headers: { Authorization: `Bearer ${server.key}` }, agent: false },
            (response) => resolve(response) /* nothing is read of it */,
          )
          .on("error", reject);
      });
    const held = [await open(), await open(), await open()];
    assert.deepEqual(held.map((each) => each.statusCode), [200, 200, 200]);
    const refused = await server.call("GET", "visits?export=all&format=csv");
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers["retry-after"]) > 0);
    for (const response of held) response.destroy();
    await waitFor("a place for another one", async () => {
      const response = await open();
      response.destroy();
      return response.statusCode === 200;
    });
  });

  it("of a report whose reader is slow holds up no rebuild of the facts: it is cut, and looks so", async () => {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      http
        .get(`${server.dashboard}/api/v1/report?export=all&format=csv&tz=UTC&group_by=hour,token1,token2,country,os`,
          { headers: { Authorization: `Bearer ${server.key}` }, agent: false }, resolve)
        .on("error", reject);
    });
    assert.equal(response.statusCode, 200);
    const ended = new Promise<boolean>((resolve) => {
      response.on("error", () => undefined);
      response.on("close", () => resolve(response.complete));
    });
    const before = await server.metric("rebond_facts_rebuilds_total");
    let read = 0;
    const reader = setInterval(() => (read += (response.read(16_384) as Buffer | null)?.length ?? 0), 50);
    await waitFor("the export's beginning", () => read > 0);
    const rebuild = spawn(program, ["rebuild-facts", "--data", server.dir], { stdio: "ignore" });
    const rebuilt = new Promise((resolve) => rebuild.on("exit", resolve));
    await waitFor("a rebuild", async () => (await server.metric("rebond_facts_rebuilds_total")) === before + 1, 60_000);
    clearInterval(reader);
    response.resume();
    assert.equal(await ended, false, "what is cut does not look whole");
    assert.equal(await rebuilt, 0);
  });

  it("is refused where it makes no sense, by the parameter's name", async () => {
    for (const [query, field] of [
      ["export=all", "export"],
      ["export=some&format=csv", "export"],
      ["export=all&format=xls", "format"],
      ["export=all&format=csv&download=../x", "download"],
    ] as const) {
      const reply = await server.call("GET", `visits?${query}`);
      assert.equal(reply.status, 400, query);
      assert.equal((JSON.parse(reply.text) as { error: Json }).error["field"], field, query);
    }
  });

  it("may begin with a byte order mark", async () => {
    const reply = await server.call("GET", "visits?limit=1&format=csv&bom=true");
    assert.ok(reply.text.startsWith("\ufeffid,cid,"));
    const whole: string[] = [];
    await get("conversions?export=all&format=csv&bom=true", (text) => whole.push(text));
    assert.ok(whole.join("").startsWith("\ufeffid,cid,"));
  });
});
