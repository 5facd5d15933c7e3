/* reconcile - tracker against network: every cause really provoked, through a hop between the two that
 * loses, delays and drops headers; each is named, and the parts make up the gap to the last unit. */
import assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { ask, paramsOf } from "./http.ts";
import { start, waitFor, withShim, type Json, type Server } from "./harness.ts";
import { assertExact, causesOf, micros, total, type Answer, type Entry } from "./reconciliation.ts";
import { adClick, conversionsOf, makeLoop, postback, targetOf, visit, type Goal, type Loop } from "./world.ts";

const DAY_MS = 86_400_000;
/* It is noon at the server: no midnight comes between a conversion and its call. */
const TO_NOON_MS = DAY_MS / 2 - (Date.now() % DAY_MS);

/* --- The hop between tracker and network ------------------------------------------------------ */

type Manner = "pass" | "drop-key" | "lose" | "delay";
let manner: Manner = "pass";
let server: Server;
let loop: Loop;
let second: Goal;

/** What was delayed once stays so, however often it is tried again while the tests run. */
const delayed = new Set<unknown>();

const hop = http.createServer((request, response) => {
  const { "idempotency-key": key } = request.headers;
  if (manner === "delay") delayed.add(key);
  if (delayed.has(key)) response.writeHead(503).end("later");
  else if (manner === "lose") response.end("OK");
  else
    void ask(server.network, request.url ?? "", {
      headers: key === undefined || manner === "drop-key" ? {} : { "Idempotency-Key": String(key) },
    }).then((reply) => response.writeHead(reply.status).end(reply.text));
});
hop.unref();

/* --- Conversions ------------------------------------------------------------------------------ */

/** By the ad, to the campaign: the click id and where it landed. */
async function click(): Promise<{ cid: string; landing: string }> {
  const landing = await adClick(loop.variation);
  const { cid } = await visit(server, targetOf(landing));
  return { cid, landing };
}

/** Converts, and waits until it is told as far as it will be. */
async function convert(cid: string, query: string, as: Manner = "pass"): Promise<string> {
  manner = as;
  const reply = await postback(server, `cid=${cid}&${query}`);
  assert.equal(reply.text, "OK");
  await waitFor(
    "nothing on its way but what waits for its next attempt",
    () =>
      server.count("SELECT count(*) AS n FROM outbox WHERE state='sending' OR (state='due' AND attempts=0)") === 0,
  );
  return (await conversionsOf(server, cid))[0]?.id ?? "";
}

const change = (postbackFields: Json): Promise<Json> =>
  server.api("PATCH", `sources/${loop.source.id}`, { postback: postbackFields });

const days = (): string => {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return `from=${day(Date.now() - 4 * DAY_MS)}&to=${day(Date.now() + 2 * DAY_MS)}`;
};
const reconcile = (query = ""): Promise<Answer> =>
  server.api<Answer>("GET", `reconcile?source=${loop.source.id}&tz=UTC&${days()}${query}`);

before(async () => {
  await new Promise<void>((resolve) => hop.listen(0, "127.0.0.1", resolve));
  server = await start({ env: withShim({ clockMs: TO_NOON_MS - 2 * DAY_MS }) });
  const port = (hop.address() as AddressInfo).port;
  loop = await makeLoop(server, { goal: { window_days: 1 } });
  second = await server.api<Goal>("POST", "goals", { name: "Second", count: "one", order: 2 });
  const url = (goal: string): string => `http://127.0.0.1:${port}/tag.php?goal=${goal}&tag={external_id}&value={revenue}`;
  await change({ url: url(loop.goal.id), statuses: ["sale"] });
  const old = await click();

  await server.stop();
  await server.restart(withShim({ clockMs: TO_NOON_MS }));
  await convert((await click()).cid, "payout=5");
  await convert((await click()).cid, "payout=5.25", "drop-key");
  await convert((await click()).cid, "payout=3", "lose");
  await convert((await click()).cid, "payout=4", "delay");
  const twice = (await click()).cid;
  await convert(twice, "payout=1&txid=a");
  await convert(twice, "payout=1.5&txid=b");
  await convert((await visit(server, `/${loop.campaign.key}?external_id=stranger`)).cid, "payout=7");
  await convert(old.cid, "payout=8");
  await convert((await click()).cid, "payout=6&status=lead");
  /* By a bot, whose conversions are told all the same. */
  await change({ include_bots: true });
  const bot = await adClick(loop.variation);
  const landed = await ask(server.tracking, targetOf(bot), { method: "HEAD" });
  await convert(paramsOf(landed.location).get("s1") ?? "", "payout=9");
  await change({ payout_percent: "50" });
  await convert((await click()).cid, "payout=10");
  await change({ payout_percent: "100", statuses: ["lead", "sale"], status_urls: { sale: url(second.id) } });
  const two = (await click()).cid;
  await convert(two, "payout=2&status=lead&txid=c");
  await convert(two, "payout=2&status=sale&txid=c");
  await change({ status_urls: { sale: url(loop.goal.id.replace(/.$/, (last) => (last === "0" ? "1" : "0"))) } });
  await convert((await click()).cid, "payout=11");
  /* Called by somebody else. */
  const tag = paramsOf(await adClick(loop.variation)).get("external_id") ?? "";
  assert.equal((await ask(server.network, `/tag.php?goal=${loop.goal.id}&tag=${tag}&value=12`)).text, "OK");
});
after(async () => {
  hop.close();
  await server.stop();
});

describe("GET reconcile", () => {
  it("names each cause of the gap, and the parts make it up exactly", async () => {
    const answer = await reconcile();
    assert.deepEqual(causesOf(answer.totals), {
      not_sent: [-1, "-6"],
      late: [-1, "-4"],
      lost: [-1, "-3"],
      duplicate: [-1, "-1.5"],
      window: [-1, "-8"],
      invalid_tag: [-1, "-7"],
      wrong_goal: [-1, "-11"],
      bot: [1, "9"],
      extra: [1, "0"],
      only_network: [1, "12"],
      amount: [0, "-5"],
    });
    await assertExact(server, answer);
  });

  it("counts on either side what that side's own report counts", async () => {
    const answer = await reconcile();
    const figures = await waitFor("all entries in the facts", async () => {
      const own = await server.api<{ totals: Json }>("GET", `report?tz=UTC&time=conversion&${days()}`);
      const theirs = await server.api<{ totals: { goals_total: Json } }>("GET", `adreport?tz=UTC&bots=in&${days()}`);
      const isThere = own.totals["conversions"] === answer.totals.tracker.conversions;
      return isThere && { own: own.totals, theirs: theirs.totals.goals_total };
    });
    assert.equal(answer.totals.tracker.value, figures.own["revenue"]);
    assert.equal(answer.totals.network.conversions, figures.theirs["conversions"]);
    assert.equal(answer.totals.network.value, figures.theirs["value"]);
  });

  it("opens what is behind a cause, with the reason of the decision and the network's words", async () => {
    const [refused] = await server.rows<Entry>(`reconcile/entries?source=${loop.source.id}&tz=UTC&${days()}&cause=wrong_goal`);
    assert.equal(refused?.body, "ERROR: Goal ID is invalid.");
    const [skipped] = await server.rows<Entry>(`reconcile/entries?source=${loop.source.id}&tz=UTC&${days()}&cause=not_sent`);
    assert.equal(skipped?.reason, "status_not_selected");
    const all = await server.api<{ rows: Entry[]; next: string }>("GET", `reconcile/entries?source=${loop.source.id}&tz=UTC&${days()}&limit=5`);
    const more = await server.api<{ rows: Entry[] }>("GET", `reconcile/entries?source=${loop.source.id}&tz=UTC&${days()}&limit=100&cursor=${all.next}`);
    assert.equal(all.rows.length, 5);
    const whole = await server.rows<Entry>(`reconcile/entries?source=${loop.source.id}&tz=UTC&${days()}`);
    assert.deepEqual([...all.rows, ...more.rows], whole);
  });

  it("knows what only another clock puts on another day", async () => {
    /* There it is two o'clock in the morning of the day after. */
    const answer = await reconcile("&network_tz=Pacific/Kiritimati");
    const shifted = answer.totals.causes.find(({ cause }) => cause === "time_zone");
    assert.deepEqual([shifted?.conversions, shifted?.value], [0, "0"]);
    const rows = answer.rows.map((row) => row.causes.find(({ cause }) => cause === "time_zone")?.conversions ?? 0);
    assert.ok(rows.some((count) => count > 0) && rows.some((count) => count < 0), JSON.stringify(rows));
    await assertExact(server, answer);
  });

  it("divides clicks and cost as well", async () => {
    const { traffic } = await waitFor("all clicks in the facts", async () => {
      const answer = await reconcile();
      return (
        answer.traffic.totals.network.clicks === server.count("SELECT count(*) AS n FROM ad_click WHERE is_bot=0") &&
        (await server.metric("rebond_facts_behind_seconds")) === 0 &&
        answer
      );
    });
    for (const row of [traffic.totals, ...traffic.rows]) {
      assert.equal(row.gap.clicks, row.network.clicks - row.tracker.clicks);
      assert.equal(row.gap.clicks, row.causes.reduce((sum, cause) => sum + cause.clicks, 0));
      assert.equal(micros(row.gap.cost), total(row.causes.map((cause) => cause.cost)));
    }
    /* One ad click that never arrived, one visit past the ads, and a bot's. */
    const causes = Object.fromEntries(traffic.totals.causes.map(({ cause, clicks }) => [cause, clicks]));
    assert.equal(causes["bot"], 1);
    assert.equal(traffic.totals.gap.clicks, 1);
  });

  it("refuses what it cannot answer, naming the parameter", async () => {
    const asked = async (query: string): Promise<unknown> => {
      const reply = await ask(server.dashboard, `/api/v1/reconcile${query}`, {
        headers: { Authorization: `Bearer ${server.key}` },
      });
      const { error } = JSON.parse(reply.text) as { error: { field: string } };
      return [reply.status, error.field];
    };
    assert.deepEqual(await asked(""), [400, "source"]);
    assert.deepEqual(await asked("?source=99"), [404, "source"]);
    assert.deepEqual(await asked(`?source=${loop.source.id}&network_tz=Mars`), [400, "network_tz"]);
    assert.deepEqual(await asked(`?source=${loop.source.id}&from=2000-01-01&to=2026-01-01`), [400, "from"]);
  });
});
