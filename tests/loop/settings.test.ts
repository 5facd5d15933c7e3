/* settings - what a workspace says about all its conversions, over HTTP (spec/tracker.md §1.8, §2.2,
 * §3.4). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, withShim, type Json, type Server } from "./harness.ts";
import { receive, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

const DAY_MS = 24 * 3600 * 1000;

describe("settings", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop;

  before(async () => {
    source = await receive();
    server = await start();
    loop = await world.makeLoopTo(server, source.url, {
      postback: {
        statuses: ["lead", "sale", "rebill", "rejected"],
        url: `${source.url}/tag.php?tag={external_id}&st={status}&n={status:lead=0 sale=1}`,
      },
    });
  });
  after(async () => {
    await server.stop();
    await source.down();
  });

  const change = (settings: Json): Promise<Json> => server.api("PATCH", "settings", settings);
  const convert = async (query: string, own = loop): Promise<world.Conversion & { externalId: string }> => {
    const { cid, externalId } = await world.visitNew(own);
    assert.equal((await world.postback(server, `cid=${cid}&${query}`)).text, "OK");
    return { ...(await world.conversionOf(server, cid)), externalId };
  };

  it("a word that is added to a status's list means it at once, without regard to case and space", async () => {
    assert.equal((await convert("status=gekauft&payout=5")).status, "unmapped");
    assert.equal((await change({ status_words: { sale: ["sale", " Gekauft "] } }))["live"], true);
    assert.equal((await convert("status=GEKAUFT&payout=5")).status, "sale");
    assert.equal((await convert("status=approved&payout=5")).status, "unmapped", "it left the list");
    await change({ status_words: null });
    assert.equal((await convert("status=approved&payout=5")).status, "sale");
  });

  it("a network's own words win over the workspace's, and a list in the link over both", async () => {
    const own = await world.makeLoopTo(server, source.url, { network: { status_map: { sale: "rebill" } } });
    assert.equal((await convert("status=sale&payout=5", own)).status, "rebill");
    assert.equal((await convert("status=sale&payout=5&lead_status=sale", own)).status, "lead");
  });

  it("sources are told the workspace's own words, and a map in the URL still goes by the status", async () => {
    await change({ outgoing_status_words: { sale: "bezahlt & gut" } });
    const { externalId } = await convert("status=sale&payout=5");
    const [call] = await source.waitForCalls(1, "tag", externalId);
    assert.equal(call?.params.get("st"), "bezahlt & gut");
    assert.equal(call?.params.get("n"), "1");
    await change({ outgoing_status_words: null });
    const { externalId: second } = await convert("status=rebill&payout=5");
    const [told] = await source.waitForCalls(1, "tag", second);
    assert.equal(told?.params.get("st"), "rebill");
    assert.equal(told?.params.get("n"), "rebill");
  });

  it("a refused change names its field and changes nothing", async () => {
    const before = await server.api("GET", "settings");
    const refused = await server.call("PATCH", "settings", {
      registration_time: "postback",
      conversion_types: [{ name: "buy", words: ["purchase"] }],
    });
    assert.equal(refused.status, 422);
    const { error } = JSON.parse(refused.text) as { error: Json };
    assert.equal(error["field"], "conversion_types[0].words[0]");
    assert.match(String(error["message"]), /"purchase" already means sale/);
    assert.deepEqual(await server.api("GET", "settings"), before);
  });
});

describe("the conversion window of a workspace and of an offer", () => {
  it("an offer's wins over the workspace's, which wins over the process's", async () => {
    const server = await start();
    const plain = await world.makeLoop(server);
    const long = await world.makeLoop(server, { offer: { window_days: 40 } });
    await server.api("PATCH", "settings", { conversion_window_days: 20 });
    const [first, second] = [await world.visitNew(plain), await world.visitNew(long)];
    await server.stop();

    const later = await start({
      dir: server.dir,
      ports: server.ports,
      env: withShim({ clockMs: 30 * DAY_MS }),
    });
    assert.equal((await world.postback(later, `cid=${first.cid}&payout=2`)).text, "IGNORED: expired");
    assert.equal((await world.postback(later, `cid=${second.cid}&payout=2`)).text, "OK");
    const [log] = await later.rows(`postbacks/in?cid=${first.cid}`);
    assert.equal(`${log?.["outcome"]} ${log?.["reason"]}`, "ignored expired");
    await later.stop();
  });
});
