/* metrics - /metrics: how long clicks took, what processes and disk hold, and that each figure is documented. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "node:test";
import { isRunning, start, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import * as world from "./world.ts";

const docs = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../docs/metrics.md");
const VISITS = 25;

let server: Server;
let campaign: world.Campaign;
let cid: string;
const readAll = async (): Promise<string[]> => (await ask(server.dashboard, "/metrics")).text.split("\n");

before(async () => {
  server = await start();
  campaign = (await world.makeLoop(server)).campaign;
  for (let i = 0; i < VISITS; i++) cid = (await world.visit(server, `/${campaign.key}`)).cid;
  await world.postback(server, `cid=${cid}&payout=5`);
});

/** The cumulative counts of a histogram, by its bounds. */
async function bucketsOf(name: string): Promise<[bound: string, count: number][]> {
  return (await readAll()).flatMap((line) => {
    const found = new RegExp(`^${name}_bucket\\{le="([^"]+)"\\} (\\d+)$`).exec(line);
    return found ? [[found[1] ?? "", Number(found[2])] as [string, number]] : [];
  });
}

describe("the metrics", () => {
  it("count each click's time once, in buckets that rise to the count", async () => {
    const buckets = await bucketsOf("rebond_click_seconds");
    assert.deepEqual(buckets.map(([bound]) => bound), ["0.00025", "0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "+Inf"]);
    const counts = buckets.map(([, count]) => count);
    assert.deepEqual(counts, [...counts].sort((a, b) => a - b));
    assert.equal(counts.at(-1), VISITS);
    assert.equal(await server.metric("rebond_click_seconds_count"), VISITS);
    assert.ok((await server.metric("rebond_click_seconds_sum")) > 0);
  });

  it("count postbacks apart, and no request that waits for no disk", async () => {
    await ask(server.tracking, "/nothing-here");
    await ask(server.tracking, "/t.js");
    assert.equal(await server.metric("rebond_postback_seconds_count"), 1);
    assert.equal(await server.metric("rebond_click_seconds_count"), VISITS);
  });

  it("tell memory and age of both processes, room on the disk and the files' sizes", async () => {
    assert.ok(isRunning(server.edgePid()) && isRunning(server.deskPid()));
    for (const name of ["edge", "desk"]) {
      const resident = await server.metric(`rebond_${name}_resident_bytes`);
      const own = await server.metric(`rebond_${name}_private_bytes`);
      assert.ok(own > 1e6 && resident > own, `${name}: ${own} of ${resident}`);
      assert.ok((await readAll()).some((line) => new RegExp(`^rebond_${name}_uptime_seconds \\d+$`).test(line)));
    }
    const { bavail, bsize, blocks } = fs.statfsSync(server.dir);
    const free = await server.metric("rebond_disk_free_bytes");
    assert.ok(Math.abs(free - bavail * bsize) < 0.05 * blocks * bsize, `${free} free`);
    assert.equal(await server.metric("rebond_disk_size_bytes"), blocks * bsize);
    assert.equal(await server.metric("rebond_ledger_file_bytes"), fs.statSync(path.join(server.dir, "ledger.db")).size);
  });

  it("stand in docs/metrics.md, each with its type and meaning, and no others", async () => {
    const help = new Map<string, string>();
    const told: string[] = [];
    for (const line of await readAll()) {
      const [, what, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
      if (what === "HELP") {
        assert.ok(!help.has(name), `${name} is told twice`);
        help.set(name, rest);
      } else if (what === "TYPE") told.push(`| \`${name}\` | ${rest} | ${help.get(name)} |`);
    }
    const written = fs.readFileSync(docs, "utf8").split("\n").filter((line) => line.startsWith("| `"));
    assert.deepEqual(written.sort(), told.sort());
  });
});
