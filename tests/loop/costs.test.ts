/* costs - what traffic costs, over HTTP: the models of spec/tracker.md §4, and costs told afterwards, whose
 * totals must be right to the last micro-unit whatever overlaps. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { run, start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive } from "./http.ts";
import * as world from "./world.ts";

type Costs = Json & { id: string; cost: string; visits: number; changed: string; undone_at: string | null };

const micros = (text: unknown): bigint => {
  const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(String(text)) ?? [];
  const size = BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
  return sign === "-" ? -size : size;
};

const plain = (amount: bigint): string => {
  const text = `${amount / 1_000_000n}.${String(amount % 1_000_000n).padStart(6, "0")}`;
  return text.replace(/\.?0+$/, "");
};

let server: Server;
let source: world.Entity;
let offer: world.Entity;

before(async () => {
  server = await start();
  const loop = await world.makeLoop(server);
  offer = loop.offer;
  source = await server.api<world.Entity>("POST", "sources", {
    name: "Source",
    cost: { param: "cost", macro: "{cost}" },
    tokens: [
      { slot: 1, param: "site", macro: "{site}" },
      { slot: 2, param: "zone", macro: "{zone}", name: "Zone" },
    ],
  });
});
after(async () => {
  await server.stop();
});

const makeCampaign = (fields: Json = {}): Promise<world.Campaign> =>
  server.api<world.Campaign>("POST", "campaigns", {
    name: "Campaign",
    source_id: source.id,
    cost: { model: "auto" },
    paths: [{ offers: [{ id: offer.id }] }],
    ...fields,
  });

const countsOf = async (campaign: world.Campaign): Promise<Json> =>
  (await server.api("GET", `campaigns/${campaign.id}`))["counts"] as Json;

/* All rows of a campaign's log that count. */
const counted = async (log: string, campaign: world.Campaign): Promise<Json[]> => {
  const rows: Json[] = [];
  for (let cursor = ""; ; ) {
    const page = await server.api<{ rows: Json[]; next: string | null }>(
      "GET",
      `${log}?campaign=${campaign.id}&limit=1000${cursor}`,
    );
    rows.push(...page.rows.filter((row) => row["is_bot"] === false && row["is_test"] === false));
    if (page.next === null) return rows;
    cursor = `&cursor=${page.next}`;
  }
};

/* What its traffic costs: the figure, which is the sum over the rows of its logs whatever was told. */
const costOf = async (campaign: world.Campaign): Promise<string> => {
  const counts = await countsOf(campaign);
  const rows = [...(await counted("visits", campaign)), ...(await counted("conversions", campaign))];
  const sum = rows.reduce((total, row) => total + micros(row["cost_booked"]), 0n);
  assert.equal(plain(sum), plain(micros(counts["cost"])), "the logs' rows and the campaign's cost");
  return String(counts["cost"]);
};

/** All time up to now. */
const ever = { from: "2020-01-01", to: "2036-01-01" };

const tell = (campaign: world.Campaign, body: Json): Promise<Costs> =>
  server.api<Costs>("POST", `campaigns/${campaign.id}/costs`, { ...ever, ...body });

const refusal = async (campaign: world.Campaign, body: Json): Promise<Json> => {
  const reply = await server.call("POST", `campaigns/${campaign.id}/costs`, { ...ever, amount: "1", ...body });
  assert.equal(reply.status, 422, reply.text);
  return (JSON.parse(reply.text) as { error: Json }).error;
};

const undo = (campaign: world.Campaign, id: string): Promise<Costs> =>
  server.api<Costs>("DELETE", `campaigns/${campaign.id}/costs/${id}`);

const verified = (): void => {
  const { code, out } = server.verify();
  assert.equal(code, 0, out);
};

describe("cost models", () => {
  const visit = (campaign: world.Campaign, query = "") => world.visit(server, `/${campaign.key}?x=1${query}`);

  // spec: 1.5-cost-type-value, 4-auto, 4-parsing
  it("auto: what the source sent; what is no amount costs 0 and is counted as missing", async () => {
    const campaign = await makeCampaign();
    for (const sent of ["0.0004", "0%2C05", "%240.5", "1e-3", "1%20000.25"]) await visit(campaign, `&cost=${sent}`);
    assert.equal(await costOf(campaign), "1000.8014");
    assert.equal((await countsOf(campaign))["cost_missing"], 0);
    for (const sent of ["-1", "NaN", "%7Bcost%7D", "", "abc"]) await visit(campaign, `&cost=${sent}`);
    await visit(campaign);
    assert.equal(await costOf(campaign), "1000.8014");
    assert.equal((await countsOf(campaign))["cost_missing"], 6);
  });

  // spec: 4-cpc, 4-cpm, 4-none, 4-changing-the-cost-model
  it("a change of the model is for later visits only", async () => {
    const campaign = await makeCampaign({ cost: { model: "cpc", amount: "0.05" } });
    await visit(campaign, "&cost=9");
    assert.equal(await costOf(campaign), "0.05");
    await server.api("PATCH", `campaigns/${campaign.id}`, { cost: { model: "cpm", amount: "2.5" } });
    assert.equal(await costOf(campaign), "0.05");
    await visit(campaign, "&cost=9");
    assert.equal(await costOf(campaign), "0.0525");
    await server.api("PATCH", `campaigns/${campaign.id}`, { cost: { model: "none" } });
    await visit(campaign, "&cost=9");
    assert.equal(await costOf(campaign), "0.0525");
  });

  // spec: 4-cpa, 4-revshare, 4-status-change
  it("CPA and RevShare cost at the conversion, and go with a rejection", async () => {
    const cpa = await makeCampaign({ cost: { model: "cpa", amount: "1.25" } });
    const share = await makeCampaign({ cost: { model: "revshare", amount: "30" } });
    for (const [campaign, cost] of [
      [cpa, "1.25"],
      [share, "1.5"],
    ] as const) {
      const { cid } = await visit(campaign, "&cost=9");
      assert.equal(await costOf(campaign), "0");
      await world.postback(server, `cid=${cid}&payout=5`);
      assert.equal(await costOf(campaign), cost);
      await world.postback(server, `cid=${cid}&status=rejected`);
      assert.equal(await costOf(campaign), "0");
      await world.postback(server, `cid=${cid}&status=sale`);
      assert.equal(await costOf(campaign), cost);
    }
  });

  // spec: 4-unit-of-the-token, 4-traffic-loss, 4-cost-currency
  it("the source says the unit, the currency and the loss of its costs", async () => {
    const loss = await server.api<world.Entity>("POST", "sources", {
      name: "Loss",
      cost: {
        param: "cost",
        macro: "{cost}",
        unit: "cpm",
        currency_param: { param: "cur", macro: "{cur}" },
      },
      traffic_loss_percent: "20",
    });
    const campaign = await makeCampaign({ source_id: loss.id });
    assert.match(campaign.links["campaign_url"] ?? "", /\?cost=\{cost\}&cur=\{cur\}$/);
    const { cid } = await visit(campaign, "&cost=4");
    assert.equal(await costOf(campaign), "0.005");
    const [row] = await server.rows(`visits?cid=${cid}`);
    assert.equal(row?.["cost_currency"], "USD");
    const { cid: other } = await visit(campaign, "&cost=4&cur=ZZZ");
    assert.equal((await server.rows(`visits?cid=${other}`))[0]?.["cost_currency_assumed"], true);
    assert.equal(await costOf(campaign), "0.01");
    const { cid: third } = await visit(campaign, "&cost=4&cur=VND");
    assert.equal((await server.rows(`visits?cid=${third}`))[0]?.["no_rate"], true);
    assert.equal(await costOf(campaign), "0.01");
    assert.equal((await countsOf(campaign))["no_rate"], 1);
    verified();
  });
});

describe("costs told afterwards", () => {
  // spec: 4-manual-update, 4-origin
  it("a total is spread over the visits of a range and replaces what they cost", async () => {
    const campaign = await makeCampaign({ cost: { model: "cpc", amount: "0.5" } });
    for (let i = 0; i < 3; i++) await world.visit(server, `/${campaign.key}`);
    await ask(server.tracking, `/${campaign.key}`, { method: "HEAD" }); /* a bot */
    assert.equal(await costOf(campaign), "1.5");
    assert.equal((await countsOf(campaign))["cost_origin"], "setup");
    const told = await tell(campaign, { amount: "10", method: "manual" });
    assert.equal(told.visits, 3);
    assert.equal(told.cost, "10");
    assert.equal(told.changed, "8.5");
    assert.match(String(told["by"]), /^key /);
    assert.equal(await costOf(campaign), "10");
    assert.equal((await countsOf(campaign))["cost_origin"], "manual");
    const [bot, last, , first] = await server.rows(`visits?campaign=${campaign.id}`);
    assert.deepEqual(
      [first, last, bot].map((row) => [row?.["cost"], row?.["cost_booked"], row?.["cost_origin"]]),
      [
        ["0.5", "3.333334", "manual"] /* the first bears what is left over */,
        ["0.5", "3.333333", "manual"],
        ["0.5", "0.5", "setup"],
      ],
    );
    await world.visit(server, `/${campaign.key}`); /* later: by the campaign's terms */
    assert.equal(await costOf(campaign), "10.5");
    assert.equal((await countsOf(campaign))["cost_origin"], "mixed");
    const again = await tell(campaign, { amount: "0.000003", method: "api" });
    assert.equal(again.visits, 4);
    assert.equal(await costOf(campaign), "0.000003");
    assert.equal((await countsOf(campaign))["cost_origin"], "api");
    const back = await undo(campaign, again.id);
    assert.notEqual(back.undone_at, null);
    assert.equal(await costOf(campaign), "10.5");
    await undo(campaign, again.id);
    assert.equal(await costOf(campaign), "10.5");
    await undo(campaign, told.id);
    assert.equal(await costOf(campaign), "2");
    assert.equal((await countsOf(campaign))["cost_origin"], "setup");
    const rows = await server.rows<Costs>(`campaigns/${campaign.id}/costs`);
    assert.deepEqual(
      rows.map((row) => [row.id, row.undone_at !== null]),
      [
        [again.id, true],
        [told.id, true],
      ],
    );
    verified();
  });

  // spec: 4-no-visits-in-range
  it("a range without visits is refused, and so is all that makes no sense", async () => {
    const campaign = await makeCampaign();
    assert.match(String((await refusal(campaign, {}))["message"]), /no visits in this range/);
    await world.visit(server, `/${campaign.key}?zone=z1`);
    const none = await refusal(campaign, { filter: { token: "zone", value: "z2" } });
    assert.match(String(none["message"]), /with this value of the token/);
    assert.equal((await refusal(campaign, { to: "2020-01-01", from: "2020-01-02" }))["field"], "to");
    assert.equal((await refusal(campaign, { from: "yesterday" }))["field"], "from");
    assert.equal((await refusal(campaign, { tz: "Mars/Olympus" }))["field"], "tz");
    assert.equal((await refusal(campaign, { filter: { token: "nozone", value: "1" } }))["field"], "token");
    assert.equal((await refusal(campaign, { amount: "-1" }))["field"], "amount");
    assert.equal((await refusal(campaign, { currency: "ZZZ" }))["field"], "currency");
    assert.match(String((await refusal(campaign, { currency: "VND" }))["message"]), /no rate from VND to USD/);
    assert.equal((await refusal(campaign, { colour: "red" }))["field"], "colour");
    assert.equal((await server.call("DELETE", `campaigns/${campaign.id}/costs/12345`)).status, 404);
    assert.equal((await server.call("POST", "campaigns/99999/costs", { ...ever, amount: "1" })).status, 404);
    assert.equal(await costOf(campaign), "0");
  });

  // spec: 4-filters
  it("a filter takes the visits with one value of a token, by slot, parameter or name", async () => {
    const campaign = await makeCampaign();
    for (const zone of ["a%20b", "c", "a%20b", "d"]) await world.visit(server, `/${campaign.key}?zone=${zone}&cost=1`);
    for (const [token, amount, total] of [
      [2, "0.5", "2.5"],
      ["zone", "0.25", "2.25"],
      ["Zone", "0.75", "2.75"],
    ] as const) {
      const told = await tell(campaign, { amount, filter: { token, value: "a b" } });
      assert.equal(told.visits, 2);
      assert.deepEqual(told["filter"], { token: 2, value: "a b" });
      assert.equal(await costOf(campaign), total);
    }
    verified();
  });

  it("the same key is one update, another one under it is refused", async () => {
    const campaign = await makeCampaign();
    await world.visit(server, `/${campaign.key}?cost=1`);
    const body = { amount: "5", key: `bill-${campaign.id}` };
    const all = await inParallel([...Array(8).keys()], 8, () => tell(campaign, body));
    assert.equal(new Set(all.map((each) => each.id)).size, 1);
    assert.equal(await costOf(campaign), "5");
    const other = await server.call("POST", `campaigns/${campaign.id}/costs`, { ...ever, ...body, amount: "6" });
    assert.equal(other.status, 409, other.text);
    assert.equal((await server.rows(`campaigns/${campaign.id}/costs`)).length, 1);
  });

  it("comes from a person who is signed in, and from a program with a key", async () => {
    const campaign = await makeCampaign();
    await world.visit(server, `/${campaign.key}?cost=1`);
    const link = run(["user", "setup", "--data", server.dir]).out.trim();
    const token = link.slice(link.indexOf("#") + 1);
    const who = { email: "olga@example.com", password: "correct horse battery" };
    const json = { "Content-Type": "application/json", Origin: server.dashboard };
    const post = (target: string, body: Json, headers = {}) =>
      ask(server.dashboard, `/api/v1/${target}`, { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) });
    const accepted = await post("invitation", { token, name: "Olga", ...who });
    assert.equal(accepted.status, 200, accepted.text);
    const signedIn = await post("session", who);
    assert.equal(signedIn.status, 200, signedIn.text);
    const Cookie = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
    const told = await post(`campaigns/${campaign.id}/costs`, { ...ever, amount: "3" }, { Cookie });
    assert.equal(told.status, 200, told.text);
    const { method, by } = JSON.parse(told.text) as Json;
    assert.equal(method, "manual");
    assert.match(String(by), /^user /);
    assert.equal((await tell(campaign, { amount: "4" }))["method"], "api");
  });

  it("updates of one campaign at the same instant are all right in the end", async () => {
    const campaign = await makeCampaign();
    for (let i = 0; i < 5; i++) await world.visit(server, `/${campaign.key}?cost=1`);
    const told = await inParallel([1, 2, 3, 4], 4, (n) => tell(campaign, { amount: String(n) }));
    const last = told.reduce((a, b) => (BigInt(a.id) > BigInt(b.id) ? a : b));
    assert.equal(await costOf(campaign), last.cost);
    verified();
  });

  it("a day is that of its time zone", async () => {
    const campaign = await makeCampaign();
    await world.visit(server, `/${campaign.key}?cost=1`);
    const now = Date.now();
    const dayIn = (tz: string): string => new Intl.DateTimeFormat("sv-SE", { timeZone: tz }).format(now);
    for (const tz of ["Pacific/Kiritimati", "Pacific/Niue", "Europe/Paris"]) {
      const day = dayIn(tz);
      const told = await tell(campaign, { from: day, to: day, tz, amount: "2" });
      assert.equal(told.visits, 1);
      assert.ok(Date.parse(String(told["from"])) <= now && now < Date.parse(String(told["to"])));
    }
  });

  it("random updates and undos agree with a slow recount to the last micro-unit", async () => {
    const seed = Number(process.env["REBOND_SEED"] ?? Date.now() % 2 ** 31);
    console.log(`REBOND_SEED=${seed}`);
    let state = seed;
    const roll = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >>> 8) % below;
    };
    const campaign = await makeCampaign();
    const agent = keepAlive(4);
    const visitSome = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++)
        await world.visit(server, `/${campaign.key}?zone=z${roll(3)}&site=s${roll(2)}&cost=${roll(5)}.00${roll(10)}`, agent);
    };
    interface Visit {
      id: bigint;
      at: number;
      own: bigint;
      tokens: Record<string, string | null>;
    }
    interface Update {
      id: bigint;
      from: number;
      to: number;
      filter: [name: string, value: string] | null;
      total: bigint;
      end: bigint;
      isUndone: boolean;
    }
    const updates: Update[] = [];
    const readVisits = async (): Promise<Visit[]> =>
      (await server.rows(`visits?campaign=${campaign.id}&limit=1000`))
        .map((row) => ({
          id: BigInt(String(row["id"])),
          at: Date.parse(String(row["visited_at"])),
          own: micros(row["cost"]),
          tokens: row["tokens"] as Record<string, string | null>,
        }))
        .reverse();
    const covers = (update: Update, visit: Visit): boolean =>
      visit.at >= update.from &&
      visit.at < update.to &&
      visit.id < update.id &&
      (update.filter === null || visit.tokens[update.filter[0]] === update.filter[1]);
    const recount = (visits: Visit[]): bigint =>
      visits.reduce((sum, visit) => {
        const top = updates.filter((each) => !each.isUndone && covers(each, visit)).at(-1);
        if (top === undefined) return sum + visit.own;
        const mine = visits.filter((each) => covers(top, each));
        const count = BigInt(mine.length);
        return sum + top.total / count + (BigInt(mine.indexOf(visit)) < top.total % count ? 1n : 0n);
      }, 0n);
    await visitSome(40);
    for (let step = 0; step < 40; step++) {
      let visits = await readVisits();
      if (roll(4) === 0) {
        await visitSome(5);
        visits = await readVisits();
      }
      const open = updates.filter((each) => !each.isUndone);
      if (open.length > 0 && roll(3) === 0) {
        const chosen = open[roll(open.length)] as Update;
        await undo(campaign, String(chosen.id));
        chosen.isUndone = true;
      } else {
        const first = visits[roll(visits.length)] as Visit;
        const last = visits[roll(visits.length)] as Visit;
        const [from, to] = first.at < last.at ? [first.at, last.at + 1] : [last.at, first.at + 1];
        const named = [null, ["zone", `z${roll(3)}`], ["site", `s${roll(2)}`]][roll(3)] as [string, string] | null;
        const total = BigInt(roll(3) === 0 ? roll(50) : roll(9_000_000));
        const reply = await server.call("POST", `campaigns/${campaign.id}/costs`, {
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          amount: plain(total),
          filter: named === null ? null : { token: named[0], value: named[1] },
        });
        const covered = visits.filter(
          (each) => each.at >= from && each.at < to && (named === null || each.tokens[named[0]] === named[1]),
        );
        if (covered.length === 0) {
          assert.equal(reply.status, 422, reply.text);
        } else {
          assert.equal(reply.status, 200, reply.text);
          const made = JSON.parse(reply.text) as Costs;
          assert.equal(made.visits, covered.length);
          updates.push({ id: BigInt(made.id), from, to, filter: named, total, end: 0n, isUndone: false });
        }
      }
      assert.equal(micros(await costOf(campaign)), recount(visits), `step ${step}`);
    }
    verified();
  });
});

describe("costs as a file", () => {
  interface Row extends Json {
    line: number;
    result: string;
    id: string | null;
    visits: number | null;
    old_cost: string | null;
    new_cost: string | null;
    field: string | null;
    message: string | null;
  }
  type Imported = Json & { rows: Row[]; applied: number; unchanged: number; refused: number; left: number };
  const header = "date_from,date_to,campaign,token_name,token_value,cost,currency,timezone";

  const send = (text: string, preview = false): Promise<Imported> =>
    server.api<Imported>("POST", "costs/import", { text, preview });

  it("an amount that was corrected and is told once more counts again", async () => {
    const one = await makeCampaign({ cost: { model: "cpc", amount: "0.5" } });
    await world.visit(server, `/${one.key}`);
    const tell = async (cost: string): Promise<unknown[]> => {
      const { rows } = await send(`${header}\n2020-01-01,2036-01-01,${one.id},,,${cost},,\n`);
      return [rows[0]?.result, await costOf(one)];
    };
    assert.deepEqual(await tell("5"), ["applied", "5"]);
    assert.deepEqual(await tell("6"), ["applied", "6"]);
    assert.deepEqual(await tell("5"), ["applied", "5"]);
    assert.deepEqual(await tell("5.00"), ["unchanged", "5"]);
    const { rows } = await server.api<{ rows: Row[] }>("GET", `campaigns/${one.id}/costs`);
    await undo(one, String(rows[0]?.id));
    assert.equal(await costOf(one), "6");
    assert.deepEqual(await tell("6"), ["unchanged", "6"]);
  });

  // spec: 4-csv-import
  it("is looked at first, then applied; the same rows again change nothing", async () => {
    const one = await makeCampaign({ name: `File ${Date.now()}`, cost: { model: "cpc", amount: "0.5" } });
    const two = await makeCampaign({ cost: { model: "cpc", amount: "0.25" } });
    for (const zone of ["a", "a", "b"]) await world.visit(server, `/${one.key}?zone=${zone}`);
    for (let i = 0; i < 4; i++) await world.visit(server, `/${two.key}`);
    const text = `${header}
2020-01-01,2036-01-01,${one.id},,,3,,
2020-01-01,2036-01-01,${String(one["name"])},zone,a,"1,50",USD,Europe/Paris
2020-01-01 00:00,2036-01-01 00:00,${two.key},,,$8.00,USD,UTC
2020-01-01,2036-01-01,nobody,,,1,,
2020-01-01,2036-01-01,${one.id},,,much,,
2020-01-01,2036-01-01,${one.id},zone,,1,,
2020-01-01,2020-01-02,${one.id},,,1,,
2020-01-01,2036-01-01,${one.id},,,1,XYZ,
2020-01-01,2036-01-01,${one.id},,,1,,Nowhere
`;
    const looked = await send(text, true);
    assert.deepEqual(
      looked.rows.map((row) => [row.line, row.result, row.visits, row.old_cost, row.new_cost, row.field]),
      [
        [2, "new", 3, "1.5", "3", null],
        [3, "new", 2, "1", "1.5", null],
        [4, "new", 4, "1", "8", null],
        [5, "refused", null, null, null, "campaign"],
        [6, "refused", null, null, null, "cost"],
        [7, "refused", null, null, null, "token_value"],
        [8, "refused", null, null, null, "date_from"],
        [9, "refused", null, null, null, "currency"],
        [10, "refused", null, null, null, "timezone"],
      ],
    );
    assert.deepEqual([await costOf(one), await costOf(two)], ["1.5", "1"]);
    const applied = await send(text);
    assert.deepEqual([applied.applied, applied.unchanged, applied.refused, applied.left], [3, 0, 6, 0]);
    assert.deepEqual([await costOf(one), await costOf(two)], ["2.5", "8"]); /* 1 for b, 1.5 for both a */
    assert.equal((await countsOf(two))["cost_origin"], "csv");
    for (const again of [await send(text, true), await send(text), await send(text.replace('"1,50"', "1.5"))]) {
      assert.deepEqual([again.applied, again.unchanged, again.refused], [0, 3, 6]);
      assert.deepEqual(
        again.rows.map((row) => row.id),
        applied.rows.map((row) => row.id),
      );
    }
    assert.deepEqual([await costOf(one), await costOf(two)], ["2.5", "8"]);
    /* What was taken back may be applied again. */
    await undo(two, String(applied.rows[2]?.id));
    assert.equal(await costOf(two), "1");
    assert.equal((await send(text)).applied, 1);
    assert.equal(await costOf(two), "8");
    assert.equal((await send(text)).applied, 0);
    verified();
  });

  it("is refused as a whole when its header or its quotes make no sense", async () => {
    for (const [text, expected] of [
      ["", /no row below the header|no column date_from/],
      [`${header}\n`, /no row below the header/],
      ["date_from,date_to,campaign\n2020-01-01,2020-01-02,1\n", /no column cost/],
      [`${header},colour\n`, /names .*colour/],
      ["cost,cost,date_from,date_to,campaign\n1,1,1,1,1\n", /names cost twice/],
      [`${header}\n2020-01-01,2036-01-01,"1`, /never closed/],
      [`date_from;date_to;campaign;cost\n2020-01-01;2036-01-01;1;2;3\n`, /more fields than the header/],
    ] as const) {
      const reply = await server.call("POST", "costs/import", { text });
      assert.equal(reply.status, 422, text);
      assert.match(reply.text, expected);
    }
    assert.equal((await server.call("POST", "costs/import", { preview: true })).status, 422);
  });
});

describe("verify", () => {
  it("finds a cost that was altered, and one that is kept wrongly", async () => {
    const own = await start();
    const loop = await world.makeLoop(own, { campaign: { cost: { model: "cpc", amount: "1" } } });
    for (let i = 0; i < 3; i++) await world.visitNew(loop);
    await own.api("POST", `campaigns/${loop.campaign.id}/costs`, { ...ever, amount: "10" });
    await own.stop();
    const file = path.join(own.dir, "ledger.db");
    assert.equal(own.verify().code, 0);
    for (const [alter, back, says] of [
      ["UPDATE cost_update SET changed_micros=changed_micros+1", "-1", /cost_update \d+: .*changed_micros.*its visits say/],
      ["UPDATE campaign_cost SET last_id=last_id+1", "-1", /campaign_cost \d+: .*last_id.*its entries say/],
      ["UPDATE campaign_total SET cost_micros=cost_micros+1", "-1", /campaign_total .*cost_micros/],
    ] as const) {
      execFileSync("sqlite3", [file, alter]);
      const { code, out } = own.verify();
      assert.equal(code, 1, alter);
      assert.match(out, says);
      execFileSync("sqlite3", [file, alter.replace("+1", back)]);
    }
    assert.equal(own.verify().code, 0);
  });
});

describe("after kill -9", () => {
  it("an update is there once or not at all, and its key finishes what was asked", async () => {
    const own = await start();
    const loop = await world.makeLoop(own, { campaign: { cost: { model: "cpc", amount: "1" } } });
    for (let i = 0; i < 20; i++) await world.visitNew(loop);
    const target = `campaigns/${loop.campaign.id}/costs`;
    const ask_ = (n: number) => own.call("POST", target, { ...ever, amount: String(n), key: `bill-${n}` });
    const running = inParallel([...Array(40).keys()], 4, (n) => ask_(n + 1).catch(() => undefined));
    await waitFor("some updates", () => own.count("select count(*) n from cost_update") > 5);
    await own.kill9();
    await running;
    await own.restart();
    assert.equal(own.verify().code, 0, "what was written is whole");
    for (let n = 1; n <= 40; n++) assert.equal((await ask_(n)).status, 200);
    const rows = await own.rows<Costs>(`${target}?limit=1000`);
    assert.equal(rows.length, 40);
    assert.equal(new Set(rows.map((row) => row["amount"])).size, 40);
    const { cost } = (await own.api("GET", `campaigns/${loop.campaign.id}`))["counts"] as Json;
    assert.equal(cost, rows[0]?.cost);
    const { code, out } = own.verify();
    assert.equal(code, 0, out);
    await own.stop();
  });
});
