/* privacy - what is kept of visitors: their address as the workspace wants it, for as long as it
 * wants, and nothing once one of them asks; the ledger stays whole through all of it. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { program, run, start, waitFor, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import * as world from "./world.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
const BEHIND_PROXY = { "http-trusted-proxies": "127.0.0.1/32" };

interface Visit extends Json {
  cid: string;
  address: string | null;
  user_agent: string | null;
  referrer: string | null;
  country: string | null;
}

const from = (address: string, agent: string): { headers: Record<string, string> } => ({
  headers: { "X-Forwarded-For": address, "User-Agent": agent, Referer: "http://page.example/" },
});

describe("a workspace's privacy", () => {
  let server: Server;
  let campaign: world.Campaign;
  let variation: world.Entity;

  const visit = async (address: string, agent = address): Promise<Visit & { told: string | null }> => {
    const reply = await ask(server.tracking, `/${campaign.key}`, from(address, agent));
    const [row] = await server.rows<Visit>(`visits?campaign=${campaign.id}&limit=1`);
    return { ...(row as Visit), told: new URL(reply.location).searchParams.get("ip") };
  };
  const keep = (privacy: Json): Promise<Json> => server.api("PATCH", "settings", { privacy });

  before(async () => {
    server = await start({ settings: BEHIND_PROXY });
    ({ campaign, variation } = await world.makeLoop(server, {
      offer: { url: "http://mypage.com/?ip={ip}" },
      network: { offer_url_template: "{url}" },
    }));
  });

  it("keeps and tells whole addresses without a setting", async () => {
    assert.deepEqual((await server.api<Json>("GET", "settings"))["privacy"], { address: "full", personal_days: null });
    const row = await visit("2.3.0.1");
    assert.deepEqual([row.address, row.told], ["2.3.0.1", "2.3.0.1"]);
  });

  it("keeps and tells the network alone, of visits and ad clicks, and still knows the place", async () => {
    await keep({ address: "network" });
    const four = await visit("2.3.0.1");
    assert.deepEqual([four.address, four.told], ["2.3.0.0", "2.3.0.0"]);
    assert.notEqual(four.country, null);
    const six = await visit("2a01:4f8:1:2::7");
    assert.deepEqual([six.address, six.told, six.country], ["2a01:4f8:1::", "2a01:4f8:1::", "DE"]);
    const go = new URL(variation.links["ad_click_url"] ?? "");
    await ask(go.origin, go.pathname, from("2.3.0.9", "Ad"));
    assert.equal((await server.rows("ad-clicks?limit=1"))[0]?.["address"], "2.3.0.0");
  });

  it("tells repeats by the whole address, whatever is kept of it", async () => {
    assert.equal((await visit("2.3.1.1", "Same"))["is_unique"], true);
    assert.equal((await visit("2.3.1.2", "Same"))["is_unique"], true);
    assert.equal((await visit("2.3.1.1", "Same"))["is_unique"], false);
  });

  it("keeps a keyed hash: the same address is told, not which", async () => {
    await keep({ address: "hash" });
    const [first, again, other] = [await visit("2.3.0.1"), await visit("2.3.0.1"), await visit("2.3.0.2")];
    assert.match(String(first.address), /^#[0-9a-f]{16}$/);
    assert.equal(first.address, again.address);
    assert.notEqual(first.address, other.address);
    assert.equal(first.told, first.address);
  });

  it("keeps the addresses of networks whole, and that of a pixel's browser as a visitor's", async () => {
    const { cid } = await visit("2.3.0.1");
    await ask(server.tracking, `/postback?cid=${cid}&payout=1`, from("198.51.100.9", "network"));
    await ask(server.tracking, `/conversion.gif?cid=${cid}&payout=2`, from("2.3.0.1", "browser"));
    const rows = await server.rows<Json>(`postbacks/in?cid=${cid}`);
    const addressOf = (channel: string): string => String(rows.find((row) => row["channel"] === channel)?.["address"]);
    assert.equal(addressOf("s2s"), "198.51.100.9");
    assert.match(addressOf("pixel"), /^#/);
    await keep({ address: "full" });
  });

  it("is refused what is none, by the field's name", async () => {
    const refused = await server.call("PATCH", "settings", { privacy: { address: "half" } });
    assert.equal(refused.status, 422);
    assert.equal((JSON.parse(refused.text) as { error: Json }).error["field"], "privacy.address");
  });

  it("forgets a visitor by click id, once, with an entry that says so, and the ledger stays whole", async () => {
    const kept = await visit("2.3.0.1", "Kept");
    const { cid } = await visit("2.3.0.1", "Gone");
    await ask(server.tracking, `/conversion.gif?cid=${cid}&payout=2`, from("2.3.0.1", "Gone"));
    assert.deepEqual(await server.api("POST", "visits/forget", { cid }), { forgotten: 2 });
    const [row] = await server.rows<Visit>(`visits?cid=${cid}`);
    assert.deepEqual([row?.address, row?.user_agent, row?.referrer], [null, null, null]);
    assert.notEqual(row?.country, null);
    const [other] = await server.rows<Visit>(`visits?cid=${kept.cid}`);
    assert.deepEqual([other?.address, other?.user_agent], ["2.3.0.1", "Kept"]);
    const told = await server.rows<Json>(`postbacks/in?cid=${cid}`);
    assert.equal(told[0]?.["address"], null);
    assert.equal(server.count("SELECT count(*) n FROM forgetting WHERE visit_id<>0"), 2);
    assert.deepEqual(await server.api("POST", "visits/forget", { cid }), { forgotten: 0 });
    const verified = server.verify();
    assert.equal(verified.code, 0, verified.out);
    for (const [body, status] of [
      [{ cid: "nothing" }, 422],
      [{}, 422],
      [{ cid, more: 1 }, 422],
    ] as const)
      assert.equal((await server.call("POST", "visits/forget", body)).status, status);
    /* It is a visit like any other to those who come with its id. */
    assert.equal((await world.postback(server, `cid=${cid}&payout=1&txid=late`)).text, "OK");
  });

  it("what is deleted without an entry is a fault", async () => {
    await server.stop();
    execFileSync("sqlite3", [
      path.join(server.dir, "ledger.db"),
      "DELETE FROM personal WHERE id=(SELECT min(id) FROM personal)",
    ]);
    const verified = server.verify();
    assert.notEqual(verified.code, 0);
    assert.match(verified.out, /no entry says that it was forgotten/);
  });
});

describe("the job of retention", () => {
  it("deletes what is older than the workspace keeps it, and no more; ledger and facts stay whole", async () => {
    const dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "rebond-retention-")), "data");
    execFileSync(path.join(path.dirname(program), "bench/fill"), ["--data", dir, "--entries", "20000", "--days", "10", "--seed", "7"], {
      stdio: "ignore",
      env: { REBOND_PRESETS: path.join(here, "../../presets"), ...process.env },
    });
    const key = run(["key", "create", "--data", dir, "--name", "retention"]);
    assert.equal(key.code, 0, key.err);
    const server = await start({ dir });
    const cutoff = (days: number): number => server.count(`SELECT ((unixepoch()-${days}*86400)*1000-60000)<<21 n`);
    const older = (days: number): number => server.count(`SELECT count(*) n FROM personal WHERE id<${cutoff(days)}`);
    const all = server.count("SELECT count(*) n FROM personal");
    assert.ok(older(5) > 1000 && older(5) < all);
    const younger = server.count(`SELECT count(*) n FROM personal WHERE id>=${cutoff(5)}`);
    await server.api("PATCH", "settings", { privacy: { personal_days: 5 } });
    await server.stop();
    await server.restart();
    await waitFor("the job", () => older(5) === 0, 60_000);
    assert.ok(server.count("SELECT count(*) n FROM personal") > younger * 0.95);
    assert.ok((await server.metric("rebond_personal_forgotten_total")) > 1000);
    assert.equal(
      server.count("SELECT sum(entries) n FROM forgetting"),
      all - server.count("SELECT count(*) n FROM personal"),
    );
    const verified = server.verify();
    assert.equal(verified.code, 0, verified.out);
    await server.stop();
    fs.rmSync(path.dirname(dir), { recursive: true });
  });
});
