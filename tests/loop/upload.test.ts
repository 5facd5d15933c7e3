/* upload - conversions that a person brings, one or a file of them (spec/tracker.md §1.9). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, withShim, type Json, type Server } from "./harness.ts";
import { inParallel, keepAlive } from "./http.ts";
import { receive, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

const DAY_MS = 24 * 3600 * 1000;

interface Result extends Json {
  line: number;
  cid: string | null;
  outcome: string;
  reason: string | null;
  field: string | null;
  conversion_id: string | null;
}
interface Uploaded extends Json {
  preview: boolean;
  counts: Record<string, number>;
  rows: Result[];
}

describe("conversions by hand", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop;

  before(async () => {
    source = await receive();
    server = await start();
    loop = await world.makeLoopTo(server, source.url);
  });
  after(async () => {
    const { code, out } = server.verify();
    await server.stop();
    await source.down();
    assert.equal(code, 0, out);
  });

  const add = (body: Json): Promise<Json> => server.api("POST", "conversions", body);
  const upload = (body: Json): Promise<Uploaded> => server.api("POST", "conversions/upload", body);
  const outcomes = (uploaded: Uploaded): string[] =>
    uploaded.rows.map((row) => [row.line, row.outcome, row.field, row.reason].filter((x) => x).join(" "));
  const refusal = async (resource: string, body: Json): Promise<[number, string | null, string]> => {
    const reply = await server.call("POST", resource, body);
    const { error } = JSON.parse(reply.text) as { error: { field: string | null; message: string } };
    return [reply.status, error.field, error.message];
  };

  // spec: 1.9-manual-add-in-panel, 3.6-any-channel
  it("one that is added counts, is logged as manual, and its source is told", async () => {
    const { cid, externalId } = await world.visitNew(loop);
    const made = await add({ cid, payout: "7.5", status: "sale", txid: "A", params: { event2: "3" } });
    assert.equal(made["outcome"], "recorded");
    const row = await world.conversionOf(server, cid);
    assert.equal(row.id, made["conversion_id"]);
    assert.deepEqual(
      [row.revenue, row.status, row.txid, row["channel"], row["params"]],
      ["7.5", "sale", "A", "manual", { event2: "3" }],
    );
    const [call] = await source.waitForCalls(1, "tag", externalId);
    assert.equal(call?.params.get("value"), "7.5");
    const [log] = await server.rows(`postbacks/in?cid=${cid}`);
    assert.deepEqual([log?.["channel"], log?.["outcome"], log?.["method"]], ["manual", "recorded", null]);
  });

  it("a hundred rows that carry all they may, for two destinations, are one piece the ledger takes", async () => {
    const slots = Array.from({ length: 25 }, (_, i) => i + 1);
    const params = Array.from({ length: 10 }, (_, i) => `param${i + 1}`);
    const events = Array.from({ length: 30 }, (_, i) => `event${i + 1}`);
    const told = [...slots.slice(0, 8).map((slot) => `token${slot}`), ...params, ...events];
    const url = `${source.url}/tag.php?tag={external_id}&${told.map((name) => `${name}={${name}}`).join("&")}`;
    const long = await world.makeLoopTo(server, source.url, {
      source: { tokens: slots.map((slot) => ({ slot, param: `t${slot}`, macro: `{t${slot}}`, name: `T${slot}` })) },
      postback: { url, statuses: ["sale", "rejected"] },
      campaign: { postback: { url } },
    });
    const cids: string[] = [];
    for (let i = 0; i < 100; i++) {
      const query = slots.map((slot) => `&t${slot}=${"v".repeat(250)}`).join("");
      cids.push((await world.visitNew(long, query)).cid);
    }
    const header = ["cid", "status", ...params, ...events].join(",");
    const text = (status: string, letter: string): string => {
      const values = [...params.map((name) => letter.repeat(40) + name), ...events.map(() => "123456.123456")];
      return [header, ...cids.map((cid) => [cid, status, ...values].join(","))].join("\n");
    };
    assert.deepEqual((await upload({ format: "csv", text: text("sale", "é") })).counts, { recorded: 100 });
    assert.deepEqual((await upload({ format: "csv", text: text("rejected", "ü") })).counts, { updated: 100 });
    const sent = `select count(*) n from forward where decision='send' and campaign_id=${long.campaign.id}`;
    assert.equal(server.count(sent), 400);
  });

  it("the same key makes it once, whatever the network says of repeats", async () => {
    const own = await world.makeLoopTo(server, source.url, { network: { duplicate_mode: "add" } });
    const { cid } = await world.visitNew(own);
    const send = (key: string): Promise<Json> =>
      fetch(`${server.dashboard}/api/v1/conversions`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${server.key}`,
          "Content-Type": "application/json",
          "Idempotency-Key": key,
        },
        body: JSON.stringify({ cid, payout: "1" }),
      }).then((reply) => reply.json() as Promise<Json>);
    assert.deepEqual(await send("one"), await send("one"));
    assert.equal((await world.conversionsOf(server, cid)).length, 1);
    assert.equal((await send("two"))["outcome"], "recorded");
    assert.equal((await world.conversionsOf(server, cid)).length, 2);
  });

  it("auto is what the offer pays, and an amount of a person's counts even where that is fixed", async () => {
    const own = await world.makeLoopTo(server, source.url, {
      offer: { payout: { mode: "manual", amount: "4" } },
    });
    const [first, second] = [await world.visitNew(own), await world.visitNew(own)];
    await add({ cid: first.cid, payout: "auto" });
    await add({ cid: second.cid, payout: "9" });
    assert.equal((await world.conversionOf(server, first.cid)).revenue, "4");
    assert.equal((await world.conversionOf(server, second.cid)).revenue, "9");
  });

  it("mode says what it does to one that is there, forward: false keeps it from the source", async () => {
    const { cid, externalId } = await world.visitNew(loop);
    await add({ cid, payout: "2", forward: false });
    await add({ cid, payout: "3", mode: "sum", forward: false });
    const row = await world.conversionOf(server, cid);
    assert.deepEqual([row.payout, row.forward?.reason], ["5", "disabled_by_sender"]);
    assert.equal((await add({ cid, payout: "1", mode: "ignore" }))["outcome"], "duplicate");
    assert.equal(source.callsWith("tag", externalId).length, 0);
  });

  it("what is wrong with one is told by its field, and writes nothing", async () => {
    const { cid } = await world.visitNew(loop);
    const before = server.count("select count(*) n from postback");
    assert.deepEqual((await refusal("conversions", { cid: "no" })).slice(0, 2), [422, "cid"]);
    assert.deepEqual((await refusal("conversions", { payout: "1" })).slice(0, 2), [422, "cid"]);
    assert.deepEqual((await refusal("conversions", { cid, payout: "much" })).slice(0, 2), [422, "payout"]);
    assert.deepEqual((await refusal("conversions", { cid, params: { event1: "x" } })).slice(0, 2), [422, "event1"]);
    assert.deepEqual((await refusal("conversions", { cid, params: { key: "x" } })).slice(0, 2), [422, "params"]);
    assert.deepEqual((await refusal("conversions", { cid, mode: "twice" })).slice(0, 2), [422, "mode"]);
    assert.deepEqual((await refusal("conversions", { cid, colour: "red" })).slice(0, 2), [422, "colour"]);
    assert.equal(server.count("select count(*) n from postback"), before);
    assert.deepEqual(await world.conversionsOf(server, cid), []);
  });

  it("lines of both forms are read, previewed without a trace, then registered alike", async () => {
    const visits = await Promise.all(Array.from({ length: 6 }, () => world.visitNew(loop)));
    const [a, b, c, d, e, f] = visits.map((each) => each.cid) as [string, string, string, string, string, string];
    const text = [
      `${a}:2.5:sale:event_1=4:event_2=-1`,
      `${b}::Hold`,
      `${c}:auto`,
      "",
      `${d}:payout=3:cnv_status=lead:cnv_currency=usd:event3=7:add_event3=1`,
      `${e}`,
      `${a}:9`,
      `${f}:five`,
      "nonsense:1",
      `${f}:1:sale:2`,
    ].join("\r\n");
    const before = server.count("select count(*) n from operation") + server.count("select count(*) n from postback");
    const preview = await upload({ format: "lines", text, preview: true });
    assert.equal(
      server.count("select count(*) n from operation") + server.count("select count(*) n from postback"),
      before,
    );
    const expected = [
      "1 recorded",
      "2 recorded",
      "3 recorded",
      "5 recorded",
      "6 recorded",
      "7 updated",
      "8 error payout not an amount",
      "9 error cid not a click id",
      "10 error expected clickid:payout:status, then name=value",
    ];
    assert.deepEqual(outcomes(preview), expected);
    assert.deepEqual(preview.counts, { recorded: 5, updated: 1, error: 3 });
    const applied = await upload({ format: "lines", text });
    assert.deepEqual(outcomes(applied), expected);
    const [first] = await world.conversionsOf(server, a);
    assert.deepEqual(
      [first?.payout, first?.["params"], first?.["channel"]],
      ["9", { event1: "4", event2: "-1" }, "csv"],
    );
    assert.equal((await world.conversionOf(server, b)).status, "lead");
    assert.deepEqual((await world.conversionOf(server, d))["params"], { event3: "8" });
    const again = await upload({ format: "lines", text });
    assert.deepEqual(again.rows, applied.rows, "the same file does nothing more");
    assert.equal((await server.rows(`postbacks/in?cid=${b}`)).length, 1);
  });

  it("CSV with a header of parameters and aliases is read as spreadsheets write it", async () => {
    const [a, b] = [await world.visitNew(loop), await world.visitNew(loop)];
    const text = `\ufeffclick_id;sum;order_id;status;event1\r\n${a.cid};"1,50";"x;""1""\n2";sale;5\r\n\r\n${b.cid};;;gewonnen;many\r\n`;
    const applied = await upload({ format: "csv", text });
    assert.deepEqual(outcomes(applied), ["2 error order_id NUL or control byte", "5 error event1 not a number"]);
    const good = `clickid,payout,txid\n${a.cid},1.50,"x,""1"""\n${b.cid},-2,\n`;
    assert.deepEqual(outcomes(await upload({ format: "csv", text: good })), ["2 recorded", "3 recorded"]);
    assert.equal((await world.conversionOf(server, a.cid)).txid, 'x,"1"');
    assert.equal((await world.conversionOf(server, b.cid)).revenue, "-2");
  });

  it("a header that cannot be right refuses the file and says why", async () => {
    const csv = async (text: string): Promise<string> => (await refusal("conversions/upload", { format: "csv", text }))[2];
    assert.match(await csv("cid,colour\nx,y\n"), /column 2: "colour" is no parameter of a postback/);
    assert.match(await csv("cid,payout,sum\nx,1,2\n"), /column 3: "sum" is there already/);
    assert.match(await csv("payout\n1\n"), /no click id/);
    assert.match(await csv('cid,payout\n"x,1\n'), /quote/);
    assert.match(await csv("cid,payout\n"), /no row/);
  });

  it("replace makes a row stand for the conversion that is there", async () => {
    const own = await world.makeLoopTo(server, source.url, { network: { duplicate_mode: "sum" } });
    const { cid } = await world.visitNew(own);
    await world.postback(server, `cid=${cid}&payout=2`);
    const text = `${cid}:3`;
    assert.deepEqual(outcomes(await upload({ format: "lines", text, replace: true, preview: true })), ["1 updated"]);
    await upload({ format: "lines", text, replace: true });
    assert.equal((await world.conversionOf(server, cid)).payout, "3");
    await upload({ format: "lines", text });
    assert.equal((await world.conversionOf(server, cid)).payout, "6");
  });

  it("a preview knows what the rows before would have made", async () => {
    const own = await world.makeLoopTo(server, source.url, { network: { duplicate_mode: "ignore" } });
    const { cid } = await world.visitNew(own);
    const text = `${cid}:3\n${cid}:4\n${cid}:txid=b:payout=1`;
    const expected = ["1 recorded", "2 duplicate first_one_counts", "3 recorded"];
    assert.deepEqual(outcomes(await upload({ format: "lines", text, preview: true })), expected);
    assert.deepEqual(outcomes(await upload({ format: "lines", text })), expected);
  });

  it("10,000 rows are a matter of seconds, and each is there once", async () => {
    const agent = keepAlive(16);
    const visits = await inParallel(new Array<number>(500).fill(0), 16, () => world.visitNew(loop, "", agent));
    agent.destroy();
    const text = Array.from({ length: 10_000 }, (_, i) => {
      const { cid } = visits[i % visits.length] as { cid: string };
      return `${cid}:payout=0.01:txid=t${Math.floor(i / visits.length)}`;
    }).join("\n");
    const began = performance.now();
    const preview = await upload({ format: "lines", text, forward: false, preview: true });
    assert.deepEqual(preview.counts, { recorded: 10_000 });
    const middle = performance.now();
    const applied = await upload({ format: "lines", text, forward: false });
    const seconds = (performance.now() - middle) / 1000;
    assert.deepEqual(applied.counts, { recorded: 10_000 });
    assert.ok(seconds < 60, `50,000 an hour are 720 s for these; they took ${seconds} s`);
    assert.ok(middle - began < 60_000);
    assert.deepEqual((await upload({ format: "lines", text, forward: false })).counts, { recorded: 10_000 });
    assert.equal(server.count("select count(*) n from conversion where txid like 't%'"), 10_000);
  });
});

// spec: 3.4-window
describe("what came too late for a postback", () => {
  it("is taken by hand", async () => {
    const server = await start();
    const loop = await world.makeLoop(server);
    const { cid } = await world.visitNew(loop);
    await server.stop();
    const later = await start({ dir: server.dir, ports: server.ports, env: withShim({ clockMs: 91 * DAY_MS }) });
    assert.equal((await world.postback(later, `cid=${cid}&payout=2`)).text, "IGNORED: expired");
    await later.api("POST", "conversions/upload", { format: "lines", text: `${cid}:2` });
    assert.equal((await world.conversionOf(later, cid)).revenue, "2");
    await later.stop();
  });
});

describe("an upload that breaks off", () => {
  it("goes on when it is sent again, and no row counts twice, even where each call adds one", async () => {
    const server = await start();
    const loop = await world.makeLoop(server, { network: { duplicate_mode: "add" } });
    const visits = await Promise.all(Array.from({ length: 50 }, () => world.visitNew(loop)));
    const rows = 15_000;
    const lines = Array.from({ length: rows }, (_, i) => `${visits[i % visits.length]?.cid}:0.01`);
    const body = { format: "lines", text: lines.join("\n"), forward: false };
    const conversions = (): number => server.count("select count(*) n from conversion");

    const broken = server.call("POST", "conversions/upload", body).catch(() => undefined);
    await waitFor("some of the rows", () => conversions() > 0);
    await server.kill9();
    await broken;
    const kept = conversions();
    assert.ok(kept > 0 && kept < rows, `${kept} rows were there when it broke off`);
    await server.restart();
    const whole = await server.api<Uploaded>("POST", "conversions/upload", body);
    assert.deepEqual(whole.counts, { recorded: rows });
    assert.equal(conversions(), rows);
    const { counts } = await server.api<{ counts: Json }>("GET", `campaigns/${loop.campaign.id}`);
    assert.deepEqual([counts["conversions"], counts["revenue"]], [rows, "150"]);
    await server.stop();
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});
