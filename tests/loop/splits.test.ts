/* splits - what the figures of a campaign's arms say, over HTTP: figures reckoned by hand, intervals by the
 * formulas of docs/statistics.md, a visit with two conversions that counts once, and who may ask. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive } from "./http.ts";
import * as world from "./world.ts";

interface Measure {
  value: number | string | null;
  low: number | string | null;
  high: number | string | null;
  chance: number | null;
  needed: number | null;
  word: string;
}
interface Named {
  id: number;
  name: string | null;
}
interface Arm extends Json {
  offer?: Named;
  lander?: Named | null;
  path?: { flow: Named | null; rule: { number: number; name: string | null } | null; number: number; name: string | null };
  trials: number;
  visits: number;
  clicks: number;
  converted: number;
  conversions: number;
  cost: string;
  revenue: string;
  cr: Measure;
  epv: Measure;
}
interface Splits extends Json {
  arms: Arm[];
  verdicts: Record<"cr" | "epv", { word: string; arm: unknown; text: string }>;
}

const Z = 1.959963984540054;
const agent = keepAlive(16);

let server: Server;
let offers: world.Entity[];
let landers: world.Entity[];
let source: world.Entity;
let campaign: world.Campaign;
let landed: world.Campaign;

const rule = (site: string, path: Json): Json => ({
  name: `Site ${site}`,
  match: "all",
  conditions: [{ field: "token1", op: "in", values: [site] }],
  paths: [path],
});

const to = (index: number): Json => ({ name: `To ${index}`, offers: [{ id: offers[index]?.id }] });

const visits = (of: world.Campaign, site: string, count: number, param = "s1"): Promise<string[]> =>
  inParallel(Array.from({ length: count }), 16, async () => {
    const reply = await ask(server.tracking, `/${of.key}?site=${site}&cost=0.01`, { agent });
    assert.equal(reply.status, 302);
    return new URL(reply.location).searchParams.get(param) ?? "";
  });

const converts = (cids: string[], query: string): Promise<void[]> =>
  inParallel(cids, 16, async (cid) => {
    assert.equal((await world.postback(server, `cid=${cid}&${query}`, agent)).text, "OK");
  });

const waitForFacts = (): Promise<true> =>
  waitFor(
    "all entries in the facts",
    async () =>
      (await server.metric("rebond_facts_entries_total")) ===
      server.count("SELECT coalesce(sum(entries), 0) AS n FROM batch"),
  );

const splitsOf = (of: world.Campaign, query: string): Promise<Splits> =>
  server.api<Splits>("GET", `campaigns/${of.id}/splits?${query}`);

before(async () => {
  server = await start();
  const loop = await world.makeLoop(server);
  offers = [loop.offer];
  for (const name of ["Second", "Third"])
    offers.push(
      await server.api<world.Entity>("POST", "offers", { name, url: world.OFFER_URL, network_id: loop.network.id }),
    );
  landers = [];
  for (const name of ["Lander 1", "Lander 2"])
    landers.push(await server.api<world.Entity>("POST", "landers", { name, url: "http://lander.test/?cid={clickid}" }));
  source = await server.api<world.Entity>("POST", "sources", {
    name: "Source",
    cost: { param: "cost", macro: "{cost}" },
    tokens: [{ slot: 1, param: "site", macro: "{site}" }],
  });
  const make = (name: string, rules: Json[]): Promise<world.Campaign> =>
    server.api<world.Campaign>("POST", "campaigns", {
      name,
      source_id: source.id,
      cost: { model: "auto" },
      rules,
      paths: [to(2)],
    });
  campaign = await make("Split", [rule("a", to(0)), rule("b", to(1))]);
  landed = await make(
    "Landed",
    landers.map((lander, i) => rule(`l${i + 1}`, { landers: [{ id: lander.id }], ...to(0) })),
  );

  /* 200 visits to the first offer: 19 buy for 5, one buys twice for 5, one is rejected. 200 to the second: 12
   * buy for 20. 10 to the third. */
  const a = await visits(campaign, "a", 200);
  await converts(a.slice(0, 20), "payout=5&txid=1");
  await converts(a.slice(0, 1), "payout=5&txid=2");
  await converts(a.slice(30, 31), "payout=5&txid=1&status=rejected");
  const b = await visits(campaign, "b", 200);
  await converts(b.slice(0, 12), "payout=20&txid=1");
  await visits(campaign, "c", 10);
  /* 100 visits each to two landers: 50 and 20 click on; 10 of each buy for 1. 100 without a lander: 10 buy. */
  for (const [site, clicks] of [["l1", 50], ["l2", 20]] as const) {
    const cids = await visits(landed, site, 100, "cid");
    await inParallel(cids.slice(0, clicks), 16, async (cid) =>
      assert.equal((await ask(server.tracking, `/click?cid=${cid}`, { agent })).status, 302),
    );
    await converts(cids.slice(0, 10), "payout=1&txid=1");
  }
  await converts((await visits(landed, "", 100)).slice(0, 10), "payout=1&txid=1");
  await waitForFacts();
});
after(async () => {
  agent.destroy();
  await server.stop();
});

const wilson = (n: number, k: number): [number, number] => {
  const rate = k / n;
  const half = Z * Math.sqrt((rate * (1 - rate)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  return [(rate + (Z * Z) / (2 * n) - half) / scale, (rate + (Z * Z) / (2 * n) + half) / scale];
};

const near = (actual: unknown, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(Number(actual) - expected) <= tolerance, `${String(actual)} is not ${expected}`);

describe("splits of offers", () => {
  let splits: Splits;
  before(async () => {
    splits = await splitsOf(campaign, "by=offer&from=2020-01-01&to=2036-01-01");
  });

  it("have the figures of each offer", () => {
    const figures = splits.arms.map((arm) => [
      arm.offer?.name,
      arm.trials,
      arm.visits,
      arm.clicks,
      arm.converted,
      arm.conversions,
      arm.revenue,
      arm.cost,
    ]);
    assert.deepEqual(figures, [
      ["Offer", 200, 200, 0, 20, 22, "105", "2"],
      ["Second", 200, 200, 0, 12, 12, "240", "2"],
      ["Third", 10, 10, 0, 0, 0, "0", "0.1"],
    ]);
    assert.ok(Number(splits["behind_ms"]) >= 0);
  });

  it("have Wilson's interval for the rate of visits that converted", () => {
    for (const [arm, n, k] of [[0, 200, 20], [1, 200, 12], [2, 10, 0]] as const) {
      const { value, low, high } = splits.arms[arm]?.cr as Measure;
      near(value, (100 * k) / n, 0.00005);
      near(low, 100 * wilson(n, k)[0], 0.00005);
      near(high, 100 * wilson(n, k)[1], 0.00005);
    }
  });

  it("square what a visit earned as a whole for the interval of EPV", () => {
    /* 19 of 5 and one of 10. */
    const mean = 105 / 200;
    const half = Z * Math.sqrt((19 * 25 + 100 - 200 * mean * mean) / 199 / 200);
    const { value, low, high } = splits.arms[0]?.epv as Measure;
    assert.equal(value, "0.525");
    near(low, mean - half, 1.1e-6);
    near(high, mean + half, 1.1e-6);
    assert.equal(splits.arms[1]?.epv.value, "1.2");
    const third = splits.arms[2]?.epv as Measure;
    assert.deepEqual(third, { value: "0", low: null, high: null, chance: null, needed: null, word: "too_early" });
  });

  it("say who leads by which measure, and what is needed", () => {
    const [first, second, third] = splits.arms as [Arm, Arm, Arm];
    near((first.cr.chance ?? 0) + (second.cr.chance ?? 0) + (third.cr.chance ?? 0), 100, 0.001);
    near((first.epv.chance ?? 0) + (second.epv.chance ?? 0), 100, 0.001);
    /* p1 = 0.1, p2 = 0.06: N = 720.9 an arm. */
    assert.equal(first.cr.needed, 521);
    assert.equal(second.cr.needed, 521);
    assert.equal(first.cr.word, "undecided");
    assert.equal(third.cr.word, "too_early");
    assert.equal(splits.verdicts.cr.word, "undecided");
    assert.deepEqual(splits.verdicts.cr.arm, first.offer);
    assert.match(splits.verdicts.cr.text, /Offer.*521/);
    /* EPV 1.2 and 0.525, errors 0.3367 and 0.1143: the difference is 1.898 times its own. */
    near(second.epv.chance, 97.1176, 0.0002);
    assert.equal(splits.verdicts.epv.word, "leads");
    assert.deepEqual(splits.verdicts.epv.arm, second.offer);
    assert.match(splits.verdicts.epv.text, /Second/);
  });

  it("say the same each time, also when by is not said", async () => {
    const again = await splitsOf(campaign, "from=2020-01-01&to=2036-01-01");
    assert.deepEqual(again.arms, splits.arms);
    assert.deepEqual(again.verdicts, splits.verdicts);
  });

  it("count the clicks of landers and the visits that came directly as trials", async () => {
    const { arms } = await splitsOf(landed, "by=offer&from=2020-01-01&to=2036-01-01");
    const figures = arms.map((arm) => [arm.offer?.name, arm.trials, arm.clicks, arm.converted]);
    assert.deepEqual(figures, [
      ["Offer", 70, 70, 20],
      ["Third", 100, 0, 10],
    ]);
  });
});

describe("splits of landers and paths", () => {
  it("tell visits without a lander apart", async () => {
    const { arms, verdicts } = await splitsOf(landed, "by=lander&from=2020-01-01&to=2036-01-01");
    const figures = arms.map((arm) => [arm.lander?.name ?? null, arm.trials, arm.clicks, arm.converted, arm.revenue]);
    assert.deepEqual(figures, [
      [null, 100, 0, 10, "10"],
      ["Lander 1", 100, 50, 10, "10"],
      ["Lander 2", 100, 20, 10, "10"],
    ]);
    for (const arm of arms) near(arm.cr.chance, 100 / 3, 0.001);
    assert.equal(verdicts.cr.word, "undecided");
    assert.equal(arms[0]?.cr.needed, null); /* equal */
  });

  it("name a path by its rule and its place", async () => {
    const { arms } = await splitsOf(campaign, "by=path&from=2020-01-01&to=2036-01-01");
    assert.deepEqual(
      arms.map((arm) => [arm.path, arm.trials]),
      [
        [{ flow: null, rule: null, number: 1, name: "To 2" }, 10],
        [{ flow: null, rule: { number: 1, name: "Site a" }, number: 1, name: "To 0" }, 200],
        [{ flow: null, rule: { number: 2, name: "Site b" }, number: 1, name: "To 1" }, 200],
      ],
    );
  });

  it("are narrowed by filters as reports are", async () => {
    const one = await splitsOf(campaign, "by=offer&from=2020-01-01&to=2036-01-01&filter=token1:a");
    assert.deepEqual(one.arms.map((arm) => arm.trials), [200]);
    assert.equal(one.verdicts.cr.word, "alone");
    const none = await splitsOf(campaign, "by=offer&from=2020-01-01&to=2020-01-02");
    assert.deepEqual(none.arms, []);
    assert.equal(none.verdicts.cr.word, "alone");
    assert.equal(none.verdicts.cr.arm, null);
  });
});

describe("a request for splits", () => {
  const refused = async (target: string): Promise<[number, unknown]> => {
    const reply = await server.call("GET", target);
    return [reply.status, (JSON.parse(reply.text) as { error: { field: unknown } }).error.field];
  };

  it("that is none is refused, and names the parameter", async () => {
    const base = `campaigns/${campaign.id}/splits`;
    assert.deepEqual(await refused(`${base}?by=country`), [400, "by"]);
    assert.deepEqual(await refused(`${base}?by=offer'--`), [400, "by"]);
    assert.equal((await refused(`${base}?by=offer&filter=nothing:1`))[1], "filter");
    assert.equal((await refused(`${base}?by=offer&tz=Mars/Olympus`))[1], "tz");
    assert.equal((await refused(`${base}?by=offer&from=yesterday'`))[1], "from");
  });

  it("about a campaign that is not there gets 404", async () => {
    assert.equal((await refused("campaigns/999999/splits?by=offer"))[0], 404);
    assert.equal((await refused("campaigns/x/splits?by=offer"))[0], 404);
  });

  it("cannot become SQL", async () => {
    const hostile = encodeURIComponent("token1:a') OR 1=1 --");
    const splits = await splitsOf(campaign, `by=offer&from=2020-01-01&to=2036-01-01&filter=${hostile}`);
    assert.deepEqual(splits.arms, []);
  });
});
