/* settings - what a workspace says about all its conversions, over HTTP (spec/tracker.md §1.8, §2.2,
 * §3.4). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import * as fs from "node:fs";
import * as path from "node:path";
import { run, start, tempFolder, waitFor, withShim, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
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

  // spec: 1.8-incoming-words
  it("a word that is added to a status's list means it at once, without regard to case and space", async () => {
    assert.equal((await convert("status=gekauft&payout=5")).status, "unmapped");
    assert.equal((await change({ status_words: { sale: ["sale", " Gekauft "] } }))["live"], true);
    assert.equal((await convert("status=GEKAUFT&payout=5")).status, "sale");
    assert.equal((await convert("status=approved&payout=5")).status, "unmapped", "it left the list");
    await change({ status_words: null });
    assert.equal((await convert("status=approved&payout=5")).status, "sale");
  });

  // spec: 2.2-in-url-words
  it("a network's own words win over the workspace's, and a list in the link over both", async () => {
    const own = await world.makeLoopTo(server, source.url, { network: { status_map: { sale: "rebill" } } });
    assert.equal((await convert("status=sale&payout=5", own)).status, "rebill");
    assert.equal((await convert("status=sale&payout=5&lead_status=sale", own)).status, "lead");
  });

  // spec: 1.8-outgoing-words, 1.1-outgoing-status-words
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

describe("the key that updates clicks", () => {
  const KEY = "0123456789abcdef-of-updates";
  let server: Server;

  before(async () => {
    server = await start();
    await server.api("PATCH", "settings", { conversion_window_days: 30 });
    await server.api("PATCH", "settings", { click_update_key: KEY });
  });
  after(() => server.stop());

  /** What a key of these scopes is answered. */
  const as = async (scopes: string, method: string, target: string, body?: Json): Promise<[number, string]> => {
    const made = run(["key", "create", "--data", server.dir, "--name", scopes, "--scope", scopes]);
    assert.equal(made.code, 0, made.err);
    const reply = await ask(server.dashboard, `/api/v1/${target}`, {
      method,
      headers: { Authorization: `Bearer ${made.out.trim()}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return [reply.status, reply.text];
  };

  it("is shown to those who may change it alone", async () => {
    assert.equal((await server.api("GET", "settings"))["click_update_key"], KEY);
    const [status, text] = await as("settings:read", "GET", "settings");
    assert.equal(status, 200);
    assert.equal((JSON.parse(text) as Json)["click_update_key"], "(not shown)");
  });

  it("stands in no history and no export, and an import keeps it", async () => {
    const [change] = await server.rows("changes?resource=settings");
    assert.deepEqual(change?.["changed"], ["click_update_key"]);
    assert.ok(!JSON.stringify(change).includes(KEY));
    const text = run(["export", "--data", server.dir]).out;
    assert.ok(text.includes('"(not shown)"') && !text.includes(KEY));
    assert.ok(run(["export", "--secrets", "--data", server.dir]).out.includes(KEY));
    const config = JSON.parse(text) as { settings: Json[] };
    (config.settings[0] as Json)["conversion_window_days"] = 7;
    const file = path.join(tempFolder(), "config.json");
    fs.writeFileSync(file, JSON.stringify(config));
    const done = run(["import", "--apply", file, "--data", server.dir]);
    assert.equal(done.code, 0, done.err);
    const settings = await server.api("GET", "settings");
    assert.deepEqual([settings["conversion_window_days"], settings["click_update_key"]], [7, KEY]);
  });

  it("is not the only thing that needs rights: a word is saved by those who may write its list", async () => {
    const body = { word: "x", status: "sale", save: true };
    const [status, text] = await as("entries:write", "POST", "conversions/remap", body);
    assert.equal(status, 403);
    assert.match(text, /"field":"save"/);
    assert.equal((await as("entries:write", "POST", "conversions/remap", { ...body, save: false }))[0], 200);
    assert.equal((await as("entries:write,settings:write", "POST", "conversions/remap", body))[0], 200);
    assert.equal((await as("logs:read", "POST", "conversions/remap", body))[0], 403);
  });
});

describe("the conversion window of a workspace and of an offer", () => {
  // spec: 3.4-window
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

describe("types of one's own and events", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop;

  before(async () => {
    source = await receive();
    server = await start();
    await server.api("PATCH", "settings", {
      conversion_types: [
        { name: "install", words: ["install", "app"], status: "lead", counts: false, forward: false },
        { name: "gift", words: ["gift"], revenue: false },
      ],
    });
    loop = await world.makeLoopTo(server, source.url, {
      network: { postback_macros: { cid: "{sub}", event2: "{depth}", add_event30: "{more}" } },
      postback: {
        statuses: ["lead", "sale"],
        url: `${source.url}/tag.php?tag={external_id}&e1={event1}&e30={event30}`,
      },
    });
  });
  after(async () => {
    const { code, out } = server.verify();
    await server.stop();
    await source.down();
    assert.equal(code, 0, out);
  });

  // spec: 1.8-custom-types
  it("an install that does not count leaves the conversions as they are, and is not told", async () => {
    const { cid } = await world.visitNew(loop);
    assert.equal((await world.postback(server, `cid=${cid}&status=APP&payout=0.5`)).text, "OK");
    const row = await world.conversionOf(server, cid);
    assert.deepEqual(
      [row["type"], row.status, row["is_counted"], row.revenue, row.forward?.reason],
      ["install", "lead", false, "0.5", "type_not_forwarded"],
    );
    const { counts } = await server.api<{ counts: Json }>("GET", `campaigns/${loop.campaign.id}`);
    assert.deepEqual(
      [counts["conversions"], counts["leads"], counts["other_conversions"], counts["revenue"]],
      [0, 0, 1, "0.5"],
    );
  });

  it("a gift counts as a sale and brings no revenue", async () => {
    const { cid } = await world.visitNew(loop);
    await world.postback(server, `cid=${cid}&status=gift&payout=9`);
    const row = await world.conversionOf(server, cid);
    assert.deepEqual([row["type"], row.status, row.payout, row.revenue], ["gift", "sale", "9", "0"]);
  });

  // spec: 2.2-event1-event10, 2.2-add-event, 1.0-custom-events
  it("events are set and added to, thirty of them, of either sign, and told to the source", async () => {
    const { cid, externalId } = await world.visitNew(loop);
    const first = await world.postback(server, `cid=${cid}&status=lead&event1=5&add_event30=2`);
    assert.equal(first.text, "OK");
    await world.postback(server, `cid=${cid}&status=sale&add_event1=-7.5&add_event30=40`);
    const row = await world.conversionOf(server, cid);
    assert.deepEqual(row["params"], { event1: "-2.5", event30: "42" });
    const calls = await source.waitForCalls(2, "tag", externalId);
    assert.deepEqual(calls.map((call) => `${call.params.get("e1")} ${call.params.get("e30")}`).sort(), [
      "-2.5 42",
      "5 2",
    ]);
  });

  it("an event that is no number is refused by its name and changes nothing", async () => {
    const { cid } = await world.visitNew(loop);
    for (const name of ["event30", "add_event1"]) {
      const reply = await world.postback(server, `cid=${cid}&${name}=many`);
      assert.equal(reply.status, 400);
      assert.equal(reply.text, `ERROR: parameter "${name}": not a number`);
    }
    assert.deepEqual(await world.conversionsOf(server, cid), []);
  });

  it("the link that networks are given carries the events that are mapped", () => {
    assert.match(loop.network.links["postback_url"] ?? "", /&event2=\{depth\}&add_event30=\{more\}&nid=/);
  });

  // spec: 1.8-registration-time, 3.7-both-times
  it("both times are kept, and the switch chooses at once which one a conversion belongs to", async () => {
    const { cid } = await world.visitNew(loop);
    await world.postback(server, `cid=${cid}&payout=1`);
    const atVisit = await world.conversionOf(server, cid);
    assert.equal(atVisit["registered_at"], atVisit["visited_at"]);
    await server.api("PATCH", "settings", { registration_time: "postback" });
    const atPostback = await world.conversionOf(server, cid);
    assert.equal(atPostback["registered_at"], atPostback["created_at"]);
    await server.api("PATCH", "settings", { registration_time: null });
  });

  it("what one workspace says of its times is not said of another's conversions", async () => {
    const workspace_id = (await server.api<world.Entity>("POST", "workspaces", { name: "Other" })).id;
    await server.api("PATCH", "settings", { registration_time: "postback" }, { "X-Workspace": String(workspace_id) });
    const source = await server.api<world.Entity>("POST", "sources", { name: "s", workspace_id });
    const offer = await server.api<world.Entity>("POST", "offers", { name: "o", url: "http://h/?s=", workspace_id });
    const campaign = await server.api<world.Campaign>("POST", "campaigns", {
      name: "c",
      workspace_id,
      source_id: source.id,
      paths: [{ offers: [{ id: offer.id }] }],
    });
    const reply = await ask(server.tracking, `/${campaign.key}`);
    const cid = String(reply.headers["location"]).split("s=")[1] ?? "";
    const visitedMs = Date.now();
    await waitFor("another millisecond", () => Date.now() > visitedMs + 1);
    await world.postback(server, `cid=${cid}&payout=1`);
    const conversion = await world.conversionOf(server, cid);
    assert.equal(conversion["registered_at"], conversion["created_at"]);
    assert.notEqual(conversion["registered_at"], conversion["visited_at"]);
  });
});
