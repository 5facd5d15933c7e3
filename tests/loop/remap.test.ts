/* remap - words that nobody knew are given a meaning, for what came before too (spec/tracker.md §1.8,
 * §3.2). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { receive, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

describe("words without a meaning", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop;
  let other: world.Loop;

  before(async () => {
    source = await receive();
    server = await start();
    const postback = { statuses: ["lead", "sale", "rebill", "rejected"] };
    loop = await world.makeLoopTo(server, source.url, { postback, network: { name: "First" } });
    other = await world.makeLoopTo(server, source.url, { postback, network: { name: "Second" } });
  });
  after(async () => {
    const { code, out } = server.verify();
    await server.stop();
    await source.down();
    assert.equal(code, 0, out);
  });

  const remap = (body: Json): Promise<Json> => server.api("POST", "conversions/remap", body);
  const convert = async (own: world.Loop, query: string): Promise<{ cid: string; externalId: string }> => {
    const visit = await world.visitNew(own);
    assert.equal((await world.postback(server, `cid=${visit.cid}&${query}`)).text, "OK");
    return visit;
  };
  const countsOf = async (own: world.Loop): Promise<Json> =>
    (await server.api<{ counts: Json }>("GET", `campaigns/${own.campaign.id}`)).counts;

  it("are listed by network with how often they came, in whatever case", async () => {
    await convert(loop, "status=FTD&payout=5");
    await convert(loop, "status=ftd&payout=6");
    await convert(loop, "status=call+me");
    await convert(other, "status=ftd&payout=7");
    const rows = await server.rows("conversions/unmapped");
    const told = rows.map((row) => `${String(row["word"]).toLowerCase()} ${row["conversions"]}`);
    assert.deepEqual(told.sort(), ["call me 1", "ftd 1", "ftd 2"]);
    assert.equal((rows[0]?.["network"] as Json)["name"], "First");
    const own = await server.rows(`conversions/unmapped?network=${other.network.id}`);
    assert.deepEqual(own.map((row) => row["word"]), ["ftd"]);
  });

  // spec: 3.2-unknown-word, 1.8-incoming-words
  it("a dry run says how many, and changes neither conversions nor lists", async () => {
    const settings = await server.api("GET", "settings");
    const told = await remap({ word: "Ftd", status: "sale", save: true, dry_run: true });
    assert.deepEqual(told, { found: 3, changed: 0, next: null, saved: false });
    assert.deepEqual(await server.api("GET", "settings"), settings);
    assert.equal((await countsOf(loop))["unmapped"], 3);
  });

  it("a network's own meaning corrects what it sent, by entries of their own, and is kept in its map", async () => {
    const { cid, externalId } = await convert(loop, "status=ftd&payout=8");
    const told = await remap({ word: "FTD", status: "sale", network_id: loop.network.id, save: true });
    assert.deepEqual(told, { found: 3, changed: 3, next: null, saved: true });
    const row = await world.conversionOf(server, cid);
    assert.deepEqual([row.status, row["status_raw"], row.revenue], ["sale", "ftd", "8"]);
    const counts = await countsOf(loop);
    assert.deepEqual([counts["sales"], counts["unmapped"], counts["revenue"]], [3, 1, "19"]);
    assert.equal((await countsOf(other))["unmapped"], 1, "another network's word is another word");
    const [call] = await source.waitForCalls(1, "tag", externalId);
    assert.equal(call?.params.get("st"), "sale");
    const network = await server.api("GET", `networks/${loop.network.id}`);
    assert.deepEqual(network["status_map"], { ftd: "sale" });
    const later = await convert(loop, "status=Ftd&payout=1");
    assert.equal((await world.conversionOf(server, later.cid)).status, "sale");
    const changes = server.count(`select count(*) n from conversion_change where conversion_id=${row.id}`);
    assert.equal(changes, 2);
  });

  it("asking again changes nothing more", async () => {
    const told = await remap({ word: "ftd", status: "sale", network_id: loop.network.id });
    assert.deepEqual(told, { found: 0, changed: 0, next: null, saved: false });
    const entries = server.count("select count(*) n from conversion_change");
    const all = await remap({ word: "ftd", status: "sale", network_id: loop.network.id, all: true });
    assert.deepEqual([all["found"], all["changed"]], [4, 0]);
    assert.equal(server.count("select count(*) n from conversion_change"), entries);
  });

  it("all of a word are corrected piece by piece, from the newest on, each once", async () => {
    const visits = [];
    for (const payout of [1, 2, 3, 4, 5]) visits.push(await convert(other, `status=piece&payout=${payout}`));
    const changed: unknown[] = [];
    let cursor: unknown = null;
    do {
      const told: Json = await remap({ word: "piece", status: "sale", all: true, limit: 2, cursor });
      changed.push(told["changed"]);
      cursor = told["next"];
    } while (cursor !== null && changed.length < 9);
    assert.deepEqual(changed, [2, 2, 1]);
    for (const { cid } of visits) assert.equal((await world.conversionOf(server, cid)).status, "sale");
  });

  it("forward: false corrects without a word to the sources", async () => {
    const { cid, externalId } = await convert(other, "status=quiet&payout=3");
    await remap({ word: "quiet", status: "sale", forward: false });
    assert.equal((await world.conversionOf(server, cid)).forward?.reason, "disabled_by_sender");
    assert.equal(source.callsWith("tag", externalId).length, 0);
  });

  it("a word may mean a type, kept among the type's words", async () => {
    await server.api("PATCH", "settings", {
      conversion_types: [{ name: "install", words: ["install"], status: "lead", counts: false }],
    });
    const { cid } = await convert(other, "status=app_open&payout=2");
    const before = await countsOf(other);
    const told = await remap({ word: "app_open", type: "install", save: true });
    assert.deepEqual([told["changed"], told["saved"]], [1, true]);
    const row = await world.conversionOf(server, cid);
    assert.deepEqual([row["type"], row.status, row.revenue], ["install", "lead", "2"]);
    const counts = await countsOf(other);
    assert.equal(Number(counts["unmapped"]), Number(before["unmapped"]) - 1);
    assert.equal(Number(counts["other_conversions"]), Number(before["other_conversions"]) + 1);
    const { conversion_types } = await server.api<{ conversion_types: Json[] }>("GET", "settings");
    assert.deepEqual(conversion_types[0]?.["words"], ["install", "app_open"]);
  });

  it("after the lists were changed by hand, they say what a word means, of old ones too when asked", async () => {
    const { cid } = await convert(other, "status=hold&payout=4");
    assert.equal((await world.conversionOf(server, cid)).status, "lead");
    const settings = await server.api<{ status_words: Record<string, string[]> }>("GET", "settings");
    await server.api("PATCH", "settings", {
      status_words: {
        lead: settings.status_words["lead"]?.filter((word) => word !== "hold"),
        rejected: [...(settings.status_words["rejected"] ?? []), "hold"],
      },
    });
    assert.equal((await remap({ word: "hold" }))["found"], 0);
    assert.equal((await remap({ word: "hold", all: true }))["changed"], 1);
    const row = await world.conversionOf(server, cid);
    assert.deepEqual([row.status, row.revenue, row.payout], ["rejected", "0", "4"]);
  });

  it("what is wrong with the request is told by its field", async () => {
    const field = async (body: Json): Promise<string> => {
      const reply = await server.call("POST", "conversions/remap", body);
      assert.equal(reply.status, 422, reply.text);
      return (JSON.parse(reply.text) as { error: { field: string } }).error.field;
    };
    assert.equal(await field({ word: "x", limit: 0 }), "limit");
    assert.equal(await field({ word: "x", cursor: "y" }), "cursor");
    assert.equal(await field({ status: "sale" }), "word");
    assert.equal(await field({ word: "x", status: "sold" }), "status");
    assert.equal(await field({ word: "x", type: "none", save: true }), "type");
    assert.equal(await field({ word: "x", type: "none" }), "type");
    assert.equal(await field({ word: "x", save: true }), "save");
    assert.equal(await field({ word: "x", status: "sale", network_id: 999, save: true }), "network_id");
    assert.equal(await field({ word: "lead", status: "sale", save: true, dry_run: true, no: 1 }), "no");
    assert.equal(await field({ word: "pending", status: "sale", save: true }), "status_words.sale[10]");
  });

  it("words that are kept at once are all there, or their asker is told to ask again", async () => {
    const words = Array.from({ length: 16 }, (_, i) => `word${i}`);
    const replies = await Promise.all(
      words.map((word) =>
        server.call("POST", "conversions/remap", { word, status: "lead", network_id: other.network.id, save: true }),
      ),
    );
    const kept = (await server.api<{ status_map: Json }>("GET", `networks/${other.network.id}`)).status_map;
    for (const [i, { status }] of replies.entries()) {
      assert.ok([200, 409].includes(status), String(status));
      assert.equal(words[i] as string in kept, status === 200, words[i]);
    }
  });
});
