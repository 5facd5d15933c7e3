/* statements - a source whose network has no API: its statement is uploaded as CSV, refused by line and column when it is wrong, and
 * the reconciliation then tells what it lacks: line by line where lines name a conversion, by day, campaign and goal where they are sums. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, withShim, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import { ok, receive, text, type Receiver } from "./receiver.ts";
import { assertExact, causesOf, type Answer } from "./reconciliation.ts";
import { makeLoopTo, postback, visit, waitForFacts, waitForSettled, type Campaign, type Loop } from "./world.ts";

const DAY_MS = 86_400_000;
/* It is noon at the server: no midnight comes between a conversion and its telling. */
const TO_NOON_MS = DAY_MS / 2 - (Date.now() % DAY_MS);
const dayOf = (offset: number): string => new Date(Date.now() + TO_NOON_MS + offset * DAY_MS).toISOString().slice(0, 10);
const TODAY = dayOf(0);
const YESTERDAY = dayOf(-1);

interface Statement extends Json {
  id: number;
  state: string;
  days: number;
}
interface Made extends Json {
  statement: Statement | null;
  columns: Record<string, string | null>;
  campaigns: { text: string; campaign: { id: number } | null; conversions: number }[];
  faults: { line: number; column: string | null; message: string }[];
  fault_count: number;
  replaces: number[];
}

let server: Server;
let receiver: Receiver;
let loop: Loop;
let second: Campaign;

/** A visit with that id and campaign of the network's. */
const click = async (externalId: string, campaign: Campaign, token: string): Promise<string> =>
  (await visit(server, `/${campaign.key}?external_id=${externalId}&campid=${token}`)).cid;

async function convert(cid: string, query: string): Promise<void> {
  assert.equal((await postback(server, `cid=${cid}&${query}`)).text, "OK");
  await waitForSettled(server);
}

const upload = (body: Json): Promise<Made> =>
  server.api<Made>("POST", "reconcile/statements", { source: loop.source.id, currency: "USD", tz: "UTC", ...body });

async function refusal(body: Json): Promise<{ status: number; field: string; message: string }> {
  const reply = await ask(server.dashboard, "/api/v1/reconcile/statements", {
    method: "POST",
    headers: { Authorization: `Bearer ${server.key}`, "Content-Type": "application/json" },
    body: JSON.stringify({ source: loop.source.id, currency: "USD", tz: "UTC", ...body }),
  });
  const { error } = JSON.parse(reply.text) as { error: { field: string; message: string } };
  return { status: reply.status, ...error };
}

const reconcile = (query = ""): Promise<Answer> =>
  server.api<Answer>("GET", `reconcile?source=${loop.source.id}&tz=UTC&from=${YESTERDAY}&to=${TODAY}${query}`);
const listed = (): Promise<Statement[]> => server.rows<Statement>(`reconcile/statements?source=${loop.source.id}`);

async function removeAll(): Promise<void> {
  for (const { id, state } of await listed()) if (state !== "deleted") await server.api("DELETE", `reconcile/statements/${id}`);
}

before(async () => {
  receiver = await receive();
  server = await start({ env: withShim({ clockMs: TO_NOON_MS - DAY_MS }) });
  loop = await makeLoopTo(server, receiver.url, { network: { duplicate_mode: "add" }, postback: { url: `${receiver.url}/pb?click={external_id}&v={revenue}`, statuses: ["sale"] } });
  second = await server.api<Campaign>("POST", "campaigns", { name: "Second", source_id: loop.source.id, paths: [{ offers: [{ id: loop.offer.id }] }] });
  await convert(await click("old-1", loop.campaign, "77"), "payout=9");

  await server.stop();
  await server.restart(withShim({ clockMs: TO_NOON_MS }));
  await convert(await click("a-1", loop.campaign, "77"), "payout=5&txid=t1");
  await convert(await click("a-2", loop.campaign, "77"), "payout=4&txid=t2");
  await convert(await click("a-3", loop.campaign, "77"), "payout=3");
  await convert(await click("b-1", second, "88"), "payout=2");
  await convert(await click("b-2", second, "88"), "payout=6&status=lead"); /* is not told */
  receiver.plan(text(200, "no such click"));
  await convert(await click("b-3", second, "88"), "payout=7");
  receiver.plan(ok);
  await waitForFacts(server);
});
after(async () => {
  await server.stop();
  await receiver.down();
});

describe("a network without an API", () => {
  it("without a statement nobody knows what it counted: nothing of it is told as lost", async () => {
    const answer = await reconcile();
    assert.deepEqual(causesOf(answer.totals), { unstated: [-5, "-23"], not_sent: [-1, "-6"], refused: [-1, "-7"] });
    assert.deepEqual(answer.statements, []);
    await assertExact(server, answer);
  });

  it("a statement of single conversions names each cause exactly", async () => {
    const made = await upload({
      name: "lines.csv",
      from: YESTERDAY,
      to: TODAY,
      text: `Click ID;Date;Campaign ID;Payout;Transaction
a-1;${TODAY};77;5;t1
a-1;${TODAY};77;5;other
a-3;${YESTERDAY};77;2,50;
b-2;${TODAY};88;6;
nobody;${TODAY};88;1;
`,
    });
    assert.deepEqual(made.columns, { day: "Date", campaign: "Campaign ID", goal: null, conversions: null, value: "Payout", external_id: "Click ID", txid: "Transaction" });
    assert.deepEqual(made.campaigns.map((one) => [one.text, one.campaign?.id]), [["77", loop.campaign.id], ["88", second.id]]);
    const answer = await reconcile();
    assert.deepEqual(causesOf(answer.totals), {
      late: [0, "0"] /* a-3: on another day there */,
      lost: [-3, "-15"] /* old-1, a-2, b-1 */,
      duplicate: [1, "5"] /* a-1 once more */,
      refused: [-1, "-7"] /* b-3, in the network's own words */,
      only_network: [1, "1"],
      amount: [0, "-0.5"],
    });
    assert.deepEqual(answer.statements.map(({ name }) => name), ["lines.csv"]);
    const [line] = await server.rows<Json>(answer.totals.causes.find(({ cause }) => cause === "only_network")?.entries.replace("/api/v1/", "") ?? "");
    assert.deepEqual([line?.["statement_id"], line?.["statement_line"]], [made.statement?.id, 6]);
    await assertExact(server, answer);
    await removeAll();
  });

  it("a line that lists a conversion without counting it says that the network rejected it", async () => {
    await upload({ text: `day,external_id,conversions,value\n${TODAY},a-1,0,0\n${TODAY},a-2,1,4\n${TODAY},a-3,1,3\n`, from: TODAY, to: TODAY });
    const answer = await reconcile();
    assert.deepEqual(causesOf(answer.totals)["refused"], [-2, "-12"]);
    assert.deepEqual(causesOf(answer.totals)["unstated"], [-1, "-9"], "yesterday nobody spoke for");
    await assertExact(server, answer);
    await removeAll();
  });

  it("a statement of sums tells what is named, and leaves the rest unexplained", async () => {
    await upload({
      text: `day,campaign,conversions,value
${YESTERDAY},77,1,9
${TODAY},77,2,9
${TODAY},second,1,2
`,
    });
    const answer = await reconcile();
    const rows = Object.fromEntries(answer.rows.map((row) => [`${row.day} ${row.campaign?.name}`, causesOf(row)]));
    assert.deepEqual(rows, {
      [`${YESTERDAY} Campaign`]: {},
      [`${TODAY} Campaign`]: { unexplained: [-1, "-3"] },
      [`${TODAY} Second`]: { not_sent: [-1, "-6"], refused: [-1, "-7"] },
    });
    assert.equal(answer.totals.network.conversions, 4);
    assert.equal(answer.totals.network.value, "20");
    await assertExact(server, answer);
    await removeAll();
  });

  it("sums may be by status, or name neither campaign nor goal", async () => {
    await upload({ text: `day,status,conversions,value\n${YESTERDAY},Sale,1,9\n${TODAY},sale,4,14\n` });
    const byStatus = await reconcile();
    assert.deepEqual(causesOf(byStatus.totals), { not_sent: [-1, "-6"], refused: [-1, "-7"] });
    assert.deepEqual([...new Set(byStatus.rows.map((row) => row.goal?.id))].sort(), ["lead", "sale"]);
    await assertExact(server, byStatus);
    await removeAll();
    await upload({ text: `day,conversions,value\n${YESTERDAY},1,9\n${TODAY},5,15\n` });
    const bare = await reconcile();
    assert.deepEqual(causesOf(bare.totals), { not_sent: [-1, "-6"], refused: [-1, "-7"], unexplained: [1, "1"] });
    await assertExact(server, bare);
    await removeAll();
  });

  it("its days are of the clock that it states", async () => {
    /* There it is two o'clock in the morning of the day after. */
    await upload({ tz: "Pacific/Kiritimati", text: `day,conversions,value\n${TODAY},1,9\n${dayOf(1)},4,14\n` });
    const answer = await reconcile();
    assert.deepEqual(causesOf(answer.totals)["time_zone"], [-4, "-14"], "tomorrow lies outside of the span");
    await assertExact(server, answer);
    await removeAll();
  });
});

describe("statements", () => {
  it("the newest of a range counts, the older one is kept, and deleting brings it back", async () => {
    const sums = (conversions: number): string => `day,conversions,value\n${TODAY},${conversions},0\n`;
    const first = await upload({ text: sums(1), name: "first.csv" });
    const network = async (): Promise<number> => (await reconcile()).totals.network.conversions;
    assert.equal(await network(), 1);
    const next = await upload({ text: sums(2), name: "next.csv" });
    assert.deepEqual(next.replaces, [first.statement?.id]);
    assert.equal(await network(), 2);
    const states = async (): Promise<unknown[]> => (await listed()).slice(0, 2).map(({ name, state, days }) => [name, state, days]);
    assert.deepEqual(await states(), [["next.csv", "active", 1], ["first.csv", "replaced", 0]]);
    const deleted = await server.api<Statement>("DELETE", `reconcile/statements/${next.statement?.id}`);
    assert.equal(deleted.state, "deleted");
    assert.equal(await network(), 1);
    assert.deepEqual(await states(), [["next.csv", "deleted", 0], ["first.csv", "active", 1]]);
    await server.api("POST", `reconcile/statements/${next.statement?.id}/restore`, {});
    assert.equal(await network(), 2);
    const lines = await server.rows<Json>(`reconcile/statements/${next.statement?.id}/lines`);
    assert.deepEqual(lines.map(({ line, day, conversions }) => [line, day, conversions]), [[2, TODAY, 2]]);
    await removeAll();
  });

  it("a preview keeps nothing and says what would come of it", async () => {
    const before = (await listed()).length;
    const seen = await upload({ preview: true, text: `day,campaign,conversions,value\n${TODAY},77,3,12\n${TODAY},unheard,1,1\n` });
    assert.equal(seen.statement, null);
    assert.equal(seen.fault_count, 0);
    assert.deepEqual(seen.campaigns.map((one) => [one.text, one.campaign?.id ?? null, one.conversions]), [["77", loop.campaign.id, 3], ["unheard", null, 1]]);
    assert.equal((await listed()).length, before);
  });

  it("amounts in another currency count at the rate of their day", async () => {
    assert.match((await refusal({ currency: "EUR", text: `day,conversions,value\n${TODAY},1,10\n` })).message, /line 2, column "value": no rate from EUR to USD/);
    await server.api("POST", "rates", { date: TODAY, base: "EUR", rates: { USD: "1.5" } });
    const made = await upload({ currency: "EUR", text: `day,conversions,value\n${TODAY},1,10\n` });
    assert.deepEqual([made["amount"], made["value"]], ["10", "15"]);
    await removeAll();
  });

  it("columns of any name are mapped, dates of any order read, and our own exports' apostrophes taken off", async () => {
    const [year, month, day] = TODAY.split("-");
    const made = await upload({
      dates: "dmy",
      columns: { day: "Quand", value: "Combien", external_id: "Qui" },
      text: `\ufeffQuand\tCombien\tQui\tAutre\n${day}/${month}/${year}\t"1 234,5"\t'-a\tx\n`,
    });
    const [line] = await server.rows<Json>(`reconcile/statements/${made.statement?.id}/lines`);
    assert.deepEqual([line?.["day"], line?.["amount"], line?.["external_id"]], [TODAY, "1234.5", "-a"]);
    await removeAll();
  });

  it("what is wrong is refused as a whole, by line and column", async () => {
    const wrong = `day,campaign,conversions,value
2026-13-01,77,1,1
${TODAY},=1+1,1,1
${TODAY},@SUM(A1),1,1
${TODAY},77,1.5,1
${TODAY},77,-1,1
${TODAY},77,1,a lot
${TODAY},77,1,
${TODAY},77,,1
${TODAY},77,99999999999,1
`;
    const seen = await upload({ preview: true, text: wrong });
    assert.deepEqual(seen.faults.map(({ line, column }) => [line, column]), [
      [2, "day"], [3, "campaign"], [4, "campaign"], [5, "conversions"], [6, "conversions"], [7, "value"], [8, "value"], [9, "conversions"], [10, "conversions"],
    ]);
    const told = await refusal({ text: wrong });
    assert.deepEqual([told.status, told.field, told.message], [422, "text", 'text: line 2, column "day": expected a date such as 2026-11-24.']);
    assert.match((await refusal({ text: `day,conversions,value\n${TODAY},1,1\n`, from: dayOf(-9), to: dayOf(-8) })).message, /line 2, column "day": expected a day within/);
    for (const [body, field, message] of [
      [{ text: "" }, "text", /the file is expected/],
      [{ text: "day,conversions,value\n" }, "text", /no row below the header/],
      [{ text: `day,conversions\n${TODAY},1\n` }, "text", /which column is the value/],
      [{ text: `a,b\n1,2\n` }, "text", /which column is the day/],
      [{ text: `day,value\n${TODAY},1\n` }, "text", /which column counts the conversions/],
      [{ text: `day,conversions,value\n${TODAY},1,"1` }, "text", /line 2: a quote is never closed/],
      [{ text: `day,conversions,value\n${TODAY},1,1,1\n` }, "text", /line 2 has more fields/],
      [{ text: `day,conversions,value\n${`${TODAY},1,1\n`.repeat(20_001)}` }, "text", /more than 20000 rows/],
      [{ text: `${"a,".repeat(70)}\n` }, "text", /more than 64 columns/],
      [{ text: `day,conversions,value\n2020-01-01,1,1\n${TODAY},1,1\n` }, "text", /at most 400 days/],
      [{ text: `day,external_id,value\n${TODAY},${"x".repeat(600)},1\n` }, "text", /line 2, column "external_id": expected at most 512/],
      [{ text: "x", tz: "Mars" }, "tz", /time zone/],
      [{ text: "x", currency: "ABC" }, "currency", /USD/],
      [{ text: "x", dates: "ydm" }, "dates", /ymd dmy mdy/],
      [{ text: "x", source: 99 }, "source", /no source/],
      [{ text: "x", from: TODAY }, "to", /both/],
      [{ text: "day\n", columns: { day: "Nope" } }, "columns", /no column of that name/],
      [{ text: "day\n", columns: { colour: "day" } }, "columns", /expected one of/],
      [{ text: "day\n", colour: 1 }, "colour", /unknown field/],
    ] as const) {
      const refused = await refusal(body);
      assert.equal(refused.field, field, JSON.stringify(body).slice(0, 100) + refused.message);
      assert.match(refused.message, message);
    }
    assert.equal((await listed()).filter(({ state }) => state !== "deleted").length, 0);
  });
});
