/* adreport - the ad network's statistics over HTTP: every figure reckoned by hand, by the date of the click
 * and by that of the conversion, and a group of columns for each goal in the goals' order. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, withShim, type Json, type Server } from "./harness.ts";
import { ask, paramsOf } from "./http.ts";
import * as world from "./world.ts";

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

interface Columns {
  conversions: number;
  value: string;
  cvr: number | null;
  cvr_base: string | null;
  ecpa: string | null;
  revenue: string;
  profit: string;
  roi: number | null;
}
interface GoalColumns extends Columns {
  compare?: Columns;
  goal: { id: string; name: string; is_archived: boolean };
}
interface Row extends Json {
  clicks: number;
  cost: string;
  goals: GoalColumns[];
  goals_total: Columns & { compare?: Columns };
}
interface Report extends Json {
  rows: Row[];
  totals: Row;
  behind_ms: number;
}

let server: Server;
let clickDay: string;
let today: string;
let first: world.Goal;
let second: world.Goal;
let archived: world.Goal;
let unused: world.Goal;
let cheap: world.Entity;
let dear: world.Entity;
let variations: world.Entity[];
let zone: world.Entity;

const report = (query: string): Promise<Report> => server.api<Report>("GET", `adreport?tz=UTC&${query}`);

const click = async (variation: world.Entity | undefined, query: string, method = "GET"): Promise<string> => {
  const url = new URL((variation as world.Entity).links["ad_click_url"] ?? "");
  const reply = await ask(url.origin, `${url.pathname}?${query}`, { method });
  assert.equal(reply.status, 302);
  return paramsOf(reply.location).get("tag") ?? "";
};

const call = async (goal: world.Goal, tag: string, value = ""): Promise<string> =>
  (await ask(server.network, `/tag.php?goal=${goal.id}&tag=${tag}${value}`)).text;

const waitForFacts = (): Promise<true> =>
  waitFor(
    "all entries in the facts",
    async () =>
      (await server.metric("rebond_facts_behind_seconds")) === 0 &&
      (await report(`from=2020-01-01&to=2036-01-01`)).totals.goals_total.conversions ===
        server.count("SELECT count(*) AS n FROM goal_call WHERE outcome = 'stored'") ,
  );

before(async () => {
  const now = Date.now();
  clickDay = dayOf(now - 2 * DAY_MS);
  today = dayOf(now);
  server = await start({ env: withShim({ clockMs: -2 * DAY_MS }) });
  const goal = (name: string, order: number, fields: Json): Promise<world.Goal> =>
    server.api<world.Goal>("POST", "goals", { name, order, count: "every", ...fields });
  first = await goal("First made", 2, { value: { type: "dynamic" } });
  second = await goal("Second made", 1, { value: { type: "fixed", amount: "3" }, count: "one" });
  archived = await goal("Archived", 3, { value: { type: "dynamic" } });
  unused = await goal("Unused", 4, {});
  const adcampaign = (name: string, price: string): Promise<world.Entity> =>
    server.api<world.Entity>("POST", "adcampaigns", { name, pricing: "cpc", price });
  cheap = await adcampaign("Cheap", "0.05");
  dear = await adcampaign("Dear", "0.2");
  variations = [];
  for (const [name, of] of [["V1", cheap], ["V2", cheap], ["V3", dear]] as const)
    variations.push(
      await server.api<world.Entity>("POST", "variations", {
        name,
        adcampaign_id: of.id,
        url: "http://page.test/?tag={conversions_tracking}",
      }),
    );

  /* Of sites, one is the network's own, with a zone; the others are numbers that its page sends. */
  const site = await server.api<world.Entity>("POST", "sites", { name: "Videos", hostname: "videos.example" });
  assert.equal(site.id, 1);
  zone = await server.api<world.Entity>("POST", "zones", { name: "Top", site_id: site.id, format: "popunder" });

  /* Two days ago: seven clicks for 0.05 x 6 + 0.2 = 0.5, one conversion of 5; and a bot, which asks for the head. */
  const tags: string[] = [];
  for (let i = 0; i < 4; i++) tags.push(await click(variations[0], `site_id=1&zone_id=${zone.id}&country=FRA`));
  for (let i = 0; i < 2; i++) tags.push(await click(variations[1], "site_id=2&zone_id=20&country=DEU"));
  tags.push(await click(variations[2], "site_id=1&zone_id=11"));
  await click(variations[0], "site_id=1", "HEAD");
  const [v1 = "", v1b = "", , , v2 = "", , v3 = ""] = tags;
  assert.equal(await call(first, v1, "&value=5"), "OK");

  /* Today: 2.5 for the first goal, twice 3 for the second, 7 for the one that is archived then. */
  await server.stop();
  await server.restart({});
  assert.equal(await call(first, v1b, "&value=2.5"), "OK");
  assert.equal(await call(second, v1), "OK");
  assert.equal(await call(second, v2), "OK");
  assert.equal(await call(archived, v3, "&value=7"), "OK");
  assert.match(await call(second, v1), /already been notified/);
  assert.match(await call(first, `${v1}x`, "&value=100"), /^ERROR/);
  for (const { id } of [archived, unused]) await server.api("DELETE", `goals/${id}`);
  await waitForFacts();
});
after(async () => {
  await server.stop();
});

const columns = (
  conversions: number,
  value: string,
  cvr: number | null,
  ecpa: string | null,
  profit: string,
  roi: number | null,
  cvr_base: string | null = cvr === null ? null : "clicks",
): Columns => ({ conversions, value, cvr, cvr_base, ecpa, revenue: value, profit, roi });

const named = (goal: world.Goal, isArchived = false): GoalColumns["goal"] => ({
  id: goal.id,
  name: String(goal["name"]),
  is_archived: isArchived,
});

describe("the network's statistics", () => {
  // spec: n1.1-name, n4.1-goals, n4.2-date
  it("by click date count every conversion on the day of its click, a goal's columns in the goals' order", async () => {
    const { rows, totals } = await report(`from=${clickDay}&to=${clickDay}&time=click&group_by=day`);
    assert.equal(rows.length, 1);
    assert.equal(rows[0]?.["day"], clickDay);
    for (const row of [rows[0] as Row, totals]) {
      assert.equal(row.clicks, 7);
      assert.equal(row.cost, "0.5");
      assert.equal(row["impressions"], 0);
      assert.equal(row["ctr"], null);
      assert.equal(row["ecpm"], null);
      assert.equal(row["ecpc"], "0.071429");
      assert.deepEqual(row.goals, [
        { goal: named(second), ...columns(2, "6", 28.5714, "0.25", "5.5", 1100) },
        { goal: named(first), ...columns(2, "7.5", 28.5714, "0.25", "7", 1400) },
        { goal: named(archived, true), ...columns(1, "7", 14.2857, "0.5", "6.5", 1300) },
      ]);
      assert.deepEqual(row.goals_total, columns(5, "20.5", 71.4286, "0.1", "20", 4000));
    }
  });

  it("call sites and zones by their names and hostnames, in JSON and in CSV, and by their numbers where the catalogue has none", async () => {
    const all = `from=${clickDay}&to=${today}&group_by=site,zone&sort=`;
    const rows = async (sort: string): Promise<unknown[]> => (await report(`${all}${sort}`)).rows.map((row) => [row["site"], row["zone"]]);
    const videos = { id: 1, name: "Videos", hostname: "videos.example" };
    const top = { id: zone.id, name: "Top", hostname: "videos.example" };
    const other = (id: number): Json => ({ id, name: null, hostname: null });
    assert.deepEqual(await rows("site,zone"), [[videos, top], [videos, other(11)], [other(2), other(20)]]);
    assert.deepEqual(await rows("-site,-zone"), [[videos, other(11)], [videos, top], [other(2), other(20)]]);
    const csv = await server.call("GET", `adreport?tz=UTC&${all}site,zone&format=csv`);
    const lines = csv.text.trim().split("\r\n").map((line) => line.split(",").slice(0, 6));
    assert.deepEqual(lines, [
      ["site.id", "site.name", "site.hostname", "zone.id", "zone.name", "zone.hostname"],
      ["1", "Videos", "videos.example", String(zone.id), "Top", "videos.example"],
      ["1", "Videos", "videos.example", "11", "", ""],
      ["2", "", "", "20", "", ""],
    ]);
    const byNumber = async (sort: string): Promise<unknown[]> =>
      (await report(`from=${clickDay}&to=${today}&filter=zone:11,20&group_by=zone&sort=${sort}`)).rows.map((row) => (row["zone"] as Json)["id"]);
    assert.deepEqual([await byNumber("zone"), await byNumber("-zone")], [[11, 20], [20, 11]]);
  });

  // spec: n4.1-counters, n4.1-totals, n4.2-date
  it("by conversion date, as is the rule, count it on the day of its call", async () => {
    const { rows, totals } = await report(`from=${clickDay}&to=${today}&group_by=day&sort=day`);
    assert.deepEqual(
      rows.map((row) => [row["day"], row.clicks, row.cost, row.goals_total.conversions, row.goals_total.value]),
      [
        [clickDay, 7, "0.5", 1, "5"],
        [today, 0, "0", 4, "15.5"],
      ],
    );
    assert.deepEqual(rows[1]?.goals_total, columns(4, "15.5", null, "0", "15.5", null));
    assert.deepEqual(totals.goals_total, columns(5, "20.5", 71.4286, "0.1", "20", 4000));
    assert.deepEqual(
      (await report(`from=${clickDay}&to=${today}&group_by=day&sort=day&time=conversion`)).rows,
      rows,
    );
  });

  it("leave an archived goal out where the span has nothing of it", async () => {
    const { totals } = await report(`from=${clickDay}&to=${clickDay}`);
    assert.deepEqual(
      totals.goals.map(({ goal }) => goal.name),
      ["Second made", "First made"],
    );
    assert.deepEqual(totals.goals[0], { goal: named(second), ...columns(0, "0", 0, null, "-0.5", -100) });
  });

  // spec: n4.2-dimensions
  it("group by whose ad it was, where it stood and by goal", async () => {
    const all = `from=${clickDay}&to=${today}`;
    const by = async (group: string): Promise<unknown[][]> =>
      (await report(`${all}&group_by=${group}&sort=${group}`)).rows.map((row) => [
        (row[group] as Json | null)?.["name"] ?? (row[group] as Json | null)?.["id"] ?? row[group],
        row.clicks,
        row.cost,
        row.goals_total.conversions,
        row.goals_total.value,
      ]);
    assert.deepEqual(await by("adcampaign"), [
      ["Cheap", 6, "0.3", 4, "13.5"],
      ["Dear", 1, "0.2", 1, "7"],
    ]);
    assert.deepEqual(await by("variation"), [
      ["V1", 4, "0.2", 3, "10.5"],
      ["V2", 2, "0.1", 1, "3"],
      ["V3", 1, "0.2", 1, "7"],
    ]);
    assert.deepEqual(await by("site"), [
      ["Videos", 5, "0.4", 4, "17.5"],
      [2, 2, "0.1", 1, "3"],
    ]);
    assert.deepEqual((await by("zone")).map(([name]) => name), ["Top", 11, 20]);
    const goals = await report(`${all}&group_by=goal&sort=-value`);
    assert.deepEqual(
      goals.rows.filter((row) => row["goal"] !== null).map((row) => [(row["goal"] as Json)["name"], row["value"]]),
      [
        ["First made", "7.5"],
        ["Archived", "7"],
        ["Second made", "6"],
      ],
    );
    const nested = await report(`${all}&group_by=adcampaign,site&sort=adcampaign,site`);
    assert.deepEqual(
      nested.rows.map((row) => [(row["adcampaign"] as Json)["id"], (row["site"] as Json)["id"], row.clicks]),
      [
        [cheap.id, 1, 4],
        [cheap.id, 2, 2],
        [dear.id, 1, 1],
      ],
    );
  });

  it("take only the goals that are named, in the goals' order", async () => {
    const { totals } = await report(`from=${clickDay}&to=${today}&goals=${first.id.toUpperCase()},${second.id}`);
    assert.deepEqual(totals.goals.map(({ goal }) => goal.id), [second.id, first.id]);
    assert.deepEqual(totals.goals_total, columns(4, "13.5", 57.1429, "0.125", "13", 2600));
    assert.equal(totals["conversions"], 5, "the row's own are of all goals");
  });

  it("compare each goal's columns with those of another span, in files too", async () => {
    const both = `from=${today}&to=${today}&compare_from=${clickDay}&compare_to=${clickDay}&goals=${first.id},${second.id}`;
    const { totals, rows } = await report(`${both}&group_by=variation&sort=variation`);
    assert.deepEqual(totals.goals, [
      { goal: named(second), ...columns(2, "6", null, "0", "6", null), compare: columns(0, "0", 0, null, "-0.5", -100) },
      { goal: named(first), ...columns(1, "2.5", null, "0", "2.5", null), compare: columns(1, "5", 14.2857, "0.5", "4.5", 900) },
    ]);
    assert.deepEqual(totals.goals_total, { ...columns(3, "8.5", null, "0", "8.5", null), compare: columns(1, "5", 14.2857, "0.5", "4.5", 900) });
    assert.deepEqual(rows[0]?.goals[1]?.compare, columns(1, "5", 25, "0.2", "4.8", 2400));
    const reply = await server.call("GET", `adreport?tz=UTC&${both}&group_by=adcampaign&sort=adcampaign&format=csv`);
    const [head = "", line = ""] = reply.text.split("\r\n");
    const at = (name: string): string | undefined => line.split(",")[head.split(",").indexOf(name)];
    assert.deepEqual(["g2_value", "g2_compare_value", "g2_compare_cvr", "goals_total_compare_conversions"].map(at), ["2.5", "5", "16.6667", "1"]);
    assert.equal((await report(`from=${today}`)).totals.goals[0]?.compare, undefined);
  });

  it("sort by the columns of a goal", async () => {
    const by = async (sort: string): Promise<unknown[]> =>
      (await report(`from=${clickDay}&to=${today}&group_by=variation&sort=${sort}`)).rows.map((row) => (row["variation"] as Json)["name"]);
    assert.deepEqual(await by(`-goal.${first.id}.value,variation`), ["V1", "V2", "V3"]);
    assert.deepEqual(await by(`-goal.${archived.id.toUpperCase()}.conversions,-variation`), ["V3", "V2", "V1"]);
    assert.deepEqual(await by(`-goal.${second.id}.cvr`), ["V2", "V1", "V3"], "a half, a quarter, none");
    assert.deepEqual(await by(`goal.${second.id}.roi,variation`), ["V3", "V1", "V2"], "-100, 1400, 2900");
    const refused = async (path: string): Promise<number> => (await server.call("GET", path)).status;
    assert.equal(await refused(`adreport?sort=goal.${unused.id}.value&group_by=day`), 422, "it has no columns there");
    assert.equal(await refused(`adreport?sort=goal.${first.id}.value&goals=${second.id}&group_by=day`), 422);
    for (const sort of [`goal.${first.id}.clicks`, `goal.${first.id}`, "goal.1.value", `goal.${first.id}.value.x`])
      assert.equal(await refused(`adreport?sort=${sort}&group_by=day`), 400, sort);
  });

  it("sort the lists of ad campaigns and variations by the columns of a goal", async () => {
    interface List {
      rows: { name: string; figures: Json }[];
      next: string | null;
    }
    const list = (resource: string, query: string): Promise<List> => server.api<List>("GET", `${resource}?tz=UTC&from=${clickDay}&to=${today}&${query}`);
    const by = async (resource: string, query: string): Promise<string[]> => (await list(resource, query)).rows.map(({ name }) => name);
    assert.deepEqual(await by("variations", `sort=-goal.${first.id}.value,name`), ["V1", "V2", "V3"]);
    assert.deepEqual(await by("variations", `sort=-goal.${archived.id.toUpperCase()}.conversions,-name`), ["V3", "V2", "V1"]);
    assert.deepEqual(await by("variations", `sort=-goal.${second.id}.cvr`), ["V2", "V1", "V3"], "a half, a quarter, none");
    assert.deepEqual(await by("variations", `sort=goal.${second.id}.roi,name`), ["V3", "V1", "V2"], "-100, 1400, 2900");
    assert.deepEqual(await by("variations", `sort=-goal.${second.id}.conversions,-goal.${first.id}.conversions&metrics=clicks`), await by("variations", `sort=-goal.${second.id}.conversions,-goal.${first.id}.conversions`), "whichever figures are told");
    const page = await list("variations", `sort=goal.${second.id}.roi,name&limit=2`);
    assert.deepEqual(await by("variations", `sort=goal.${second.id}.roi,name&limit=2&cursor=${page.next}`), ["V2"]);
    assert.deepEqual(page.rows[0]?.figures["goals"], undefined, "they are sorted by, not told");
    const campaigns = await report(`from=${clickDay}&to=${today}&group_by=adcampaign&sort=-goal.${first.id}.ecpa`);
    assert.deepEqual(await by("adcampaigns", `sort=-goal.${first.id}.ecpa`), campaigns.rows.map((row) => (row["adcampaign"] as Json)["name"]));
    const refused = async (query: string): Promise<unknown> => {
      const reply = await server.call("GET", `variations?from=${today}&${query}`);
      return [reply.status, (JSON.parse(reply.text) as { error: { field: string } }).error.field];
    };
    assert.deepEqual(await refused(`sort=goal.${"0".repeat(32)}.value`), [422, "sort"], "there is no such goal");
    assert.deepEqual(await refused(`sort=goal.${first.id}.clicks`), [400, "sort"]);
    assert.equal((await server.call("GET", `campaigns?from=${today}&sort=goal.${first.id}.value`)).status, 400, "of the tracker's side");
  });

  it("stand in the list of goals: conversions and value are each goal's, clicks and cost those of all", async () => {
    interface GoalRow extends Json {
      id: string;
      name: string;
      figures: Json & { compare?: Json };
    }
    interface Goals extends Json {
      rows: GoalRow[];
      totals: Json & { compare?: Json };
      next: string | null;
    }
    const list = (query: string): Promise<Goals> => server.api<Goals>("GET", `goals?tz=UTC&${query}`);
    const both = `from=${clickDay}&to=${today}`;
    const told = (row: Json): unknown[] => ["clicks", "cost", "conversions", "value", "cvr", "ecpa", "profit", "roi"].map((name) => row[name]);
    const active = await list(both);
    assert.deepEqual(active.rows.map((row) => [row.name, ...told(row.figures)]), [
      ["Second made", 7, "0.5", 2, "6", 28.5714, "0.25", "5.5", 1100],
      ["First made", 7, "0.5", 2, "7.5", 28.5714, "0.25", "7", 1400],
    ]);
    assert.deepEqual(told(active.totals), [7, "0.5", 5, "20.5", 71.4286, "0.1", "20", 4000], "of all goals, archived ones too");
    const names = async (query: string): Promise<string[]> => (await list(`${both}&status=all&${query}`)).rows.map(({ name }) => name);
    assert.deepEqual(await names("sort=-value"), ["First made", "Archived", "Second made", "Unused"]);
    assert.deepEqual(await names("sort=ecpa,-name"), ["Second made", "First made", "Archived", "Unused"], "what is blank is last");
    assert.deepEqual(await names("sort=-ecpa,name"), ["Archived", "First made", "Second made", "Unused"], "either way");
    assert.deepEqual(await names("sort=-conversions,name&limit=2"), ["First made", "Second made"]);
    const page = await list(`${both}&status=all&sort=-conversions,name&limit=2`);
    assert.deepEqual((await list(`${both}&status=all&sort=-conversions,name&limit=2&cursor=${page.next}`)).rows.map(({ name }) => name), ["Archived", "Unused"]);
    assert.deepEqual(await names("sort=-name"), ["Unused", "Second made", "First made", "Archived"]);
    assert.deepEqual((await list(`${both}&filter=site:2`)).rows.map((row) => told(row.figures).slice(0, 4)), [[2, "0.1", 1, "3"], [2, "0.1", 0, "0"]]);
    const compared = await list(`from=${today}&to=${today}&compare_from=${clickDay}&compare_to=${clickDay}&metrics=value`);
    assert.deepEqual(compared.rows.map(({ figures }) => figures), [{ value: "6", compare: { value: "0" } }, { value: "2.5", compare: { value: "5" } }]);
    const refused = async (query: string): Promise<unknown> => {
      const reply = await server.call("GET", `goals?${query}`);
      return [reply.status, (JSON.parse(reply.text) as { error: { field: string } }).error.field];
    };
    assert.deepEqual(await names("filter=value:>1"), ["Second made", "First made", "Archived"]);
    assert.deepEqual(await names("filter=value:>6&filter=site:2"), []);
    assert.deepEqual(await names("filter=conversions:2&sort=-value"), ["First made", "Second made"]);
    assert.deepEqual(await names("filter=conversions:<2&sort=name"), ["Archived", "Unused"]);
    assert.deepEqual(await names("filter=clicks:>0"), await names(""), "clicks are those of all");
    assert.deepEqual(await names("filter=ecpa:empty"), ["Unused"]);
    const left = await list(`${both}&status=all&filter=conversions:2&limit=1`);
    assert.deepEqual(left.rows.map(({ name }) => name), ["Second made"]);
    assert.deepEqual(told(left.totals), [7, "0.5", 4, "13.5", 57.1429, "0.125", "13", 2600], "of what is left");
    assert.deepEqual((await list(`${both}&status=all&filter=conversions:2&limit=1&cursor=${left.next}`)).rows.map(({ name }) => name), ["First made"]);
    assert.deepEqual(await refused(`${both}&filter=values:>1`), [400, "filter"]);
    assert.deepEqual(await refused(`${both}&sort=-visits`), [400, "sort"]);
    const file = await server.call("GET", `goals?tz=UTC&${both}`, undefined, { Accept: "text/csv" });
    assert.match(file.text, /figures\.value/);
  });

  it("keep bots out, unless they are asked for", async () => {
    const all = `from=${clickDay}&to=${today}`;
    assert.equal((await report(`${all}&bots=in`)).totals.clicks, 8);
    assert.equal((await report(`${all}&bots=only`)).totals.clicks, 1);
  });

  // spec: n4.2-filters
  it("filter by dimensions and by figures", async () => {
    const all = `from=${clickDay}&to=${today}`;
    assert.equal((await report(`${all}&filter=site:2`)).totals.clicks, 2);
    assert.equal((await report(`${all}&filter=site:!2&filter=adcampaign:${dear.id}`)).totals.clicks, 1);
    const busy = await report(`${all}&group_by=variation&filter=clicks:>=2&sort=variation`);
    assert.deepEqual(busy.rows.map((row) => row.clicks), [4, 2]);
  });

  it("reckon the goals' columns whichever figures are told, and of archived goals whatever filter of figures", async () => {
    const all = `from=${clickDay}&to=${today}`;
    const { totals } = await report(`${all}&metrics=value`);
    assert.equal(totals.clicks, undefined);
    assert.deepEqual(totals.goals_total, columns(5, "20.5", 71.4286, "0.1", "20", 4000));
    const busy = await report(`${all}&group_by=adcampaign&filter=clicks:>=1&sort=adcampaign`);
    assert.deepEqual(busy.rows.map((row) => row.goals.map(({ goal }) => goal.name)), [
      ["Second made", "First made", "Archived"],
      ["Second made", "First made", "Archived"],
    ]);
  });

  // spec: n4.1-blank
  it("as CSV have a group of columns for each goal", async () => {
    const reply = await server.call("GET", `adreport?tz=UTC&from=${clickDay}&to=${today}&group_by=adcampaign&sort=adcampaign`, undefined, {
      Accept: "text/csv",
    });
    assert.equal(reply.status, 200);
    const [head = "", cheapLine = "", dearLine = ""] = reply.text.split("\r\n");
    const names = head.split(",");
    const cells = (line: string): Map<string, string> => {
      const fields = line.split(",");
      return new Map(names.map((name, i) => [name, fields[i] ?? ""]));
    };
    const of = cells(cheapLine);
    assert.equal(of.get("adcampaign.name"), "Cheap");
    assert.equal(of.get("g1_goal"), "Second made");
    assert.equal(of.get("g1_conversions"), "2");
    assert.equal(of.get("g1_value"), "6");
    assert.equal(of.get("g2_goal"), "First made");
    assert.equal(of.get("g2_value"), "7.5");
    assert.equal(of.get("g3_conversions"), "0");
    assert.equal(of.get("g3_ecpa"), "", "a division by zero is empty");
    assert.equal(of.get("goals_total_conversions"), "4");
    assert.equal(cells(dearLine).get("g3_value"), "7");
    assert.equal(names.some((name) => name.startsWith("g4_")), false);
  });
});

describe("the logs of ad clicks and of goals' calls", () => {
  const all = (): string => `tz=UTC&from=${clickDay}&to=${today}`;
  const ids = async (log: string, filter: string): Promise<Json[]> => server.rows(`${log}?${all()}${filter}&limit=1000`);

  it("show what is behind each row, no more and no less", async () => {
    for (const group of ["adcampaign", "site", "zone", "country", "goal", "day"]) {
      const { rows } = await report(`from=${clickDay}&to=${today}&group_by=${group}`);
      assert.ok(rows.length > 0);
      for (const row of rows) {
        const key = row[group] as { id: unknown } | string | number | null;
        const value = key === null ? "empty" : typeof key === "object" ? key.id : key;
        const filter = `&filter=${group}:${String(value)}`;
        const clicks = await ids("ad-clicks", filter);
        const calls = await ids("goal-calls", filter);
        assert.equal(clicks.length, row.clicks, filter);
        assert.equal(calls.length, row["conversions"], filter);
        const sum = calls.reduce((total, call) => total + Number(call["value"]), 0);
        assert.equal(String(sum), row["value"], filter);
      }
    }
  });

  it("by click date are of the clicks' days, and page on", async () => {
    const later = await server.rows(`goal-calls?tz=UTC&from=${clickDay}&to=${clickDay}&time=click`);
    assert.equal(later.length, 5);
    assert.equal((await server.rows(`goal-calls?tz=UTC&from=${clickDay}&to=${clickDay}&time=conversion`)).length, 1);
    const seen: unknown[] = [];
    for (let cursor = ""; ; ) {
      const page = await server.api<{ rows: Json[]; next: string | null }>(
        "GET",
        `ad-clicks?tz=UTC&filter=is_bot:false&limit=2${cursor}`,
      );
      seen.push(...page.rows.map((row) => row["id"]));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    assert.equal(seen.length, 7);
    assert.equal(new Set(seen).size, 7);
    assert.equal((await ids("ad-clicks", "&bots=only")).length, 1);
  });

  it("refuse what is no filter of theirs", async () => {
    for (const log of ["ad-clicks", "goal-calls"])
      for (const query of ["filter=campaign:1", "filter=token1:x'--", "time=visit"])
        assert.equal((await server.call("GET", `${log}?${query}`)).status, 400, `${log}?${query}`);
  });
});

describe("a request for the network's statistics", () => {
  const refused = async (query: string): Promise<[number, unknown]> => {
    const reply = await server.call("GET", `adreport?${query}`);
    return [reply.status, (JSON.parse(reply.text) as { error: { field: unknown } }).error.field];
  };

  it("that is none is refused, and names the parameter", async () => {
    assert.deepEqual(await refused("goals=1"), [400, "goals"]);
    assert.deepEqual(await refused(`goals=${first.id},`), [400, "goals"]);
    assert.deepEqual(await refused(`goals=${"0".repeat(32)}`), [422, "goals"]);
    assert.deepEqual(await refused(`goals=${first.id},${first.id}`), [422, "goals"]);
    assert.equal((await refused("group_by=campaign"))[1], "group_by");
    assert.equal((await refused("group_by=goal_id%3B--"))[1], "group_by");
    assert.equal((await refused("time=visit"))[1], "time");
    assert.equal((await refused("filter=token1:x"))[1], "filter");
    assert.equal((await refused("sort=nothing"))[1], "sort");
  });

  it("cannot become SQL", async () => {
    const hostile = encodeURIComponent("src_hostname:x') OR 1=1 --");
    const { totals } = await report(`from=${clickDay}&to=${today}&filter=${hostile}`);
    assert.equal(totals.clicks, 0);
  });

  it("refuses what it does not give, by the parameter's name", async () => {
    const reply = await server.call("GET", "adreport?group_by=zone&export=all");
    assert.equal(reply.status, 400, reply.text);
    assert.equal((JSON.parse(reply.text) as { error: Json }).error["field"], "export");
  });

  it("with export=all is streamed, all groups and not a page of them, as CSV, JSON lines and Parquet", async () => {
    const question = `adreport?tz=UTC&from=${clickDay}&to=${today}&compare=previous&group_by=adcampaign,zone&sort=adcampaign,zone`;
    const whole = await server.call("GET", `${question}&limit=1000&format=csv`);
    assert.ok(whole.text.split("\r\n").length > 3, whole.text);
    const page = await server.call("GET", `${question}&limit=1&format=csv`);
    assert.equal(page.text.split("\r\n").length, 3, "a head, a row, and the end");
    const streamed = await server.call("GET", `${question}&limit=1&format=csv&export=all`);
    assert.equal(streamed.headers["transfer-encoding"], "chunked");
    assert.equal(streamed.text, whole.text);
    const lines = await server.call("GET", `${question}&limit=1&format=jsonl&export=all`);
    assert.equal(lines.headers["transfer-encoding"], "chunked");
    assert.deepEqual(lines.text.trim().split("\n").map((line) => (JSON.parse(line) as Json)["g1_conversions"]),
      whole.text.trim().split("\r\n").slice(1).map((line) => Number(line.split(",")[whole.text.split(",").indexOf("g1_conversions")])));
    const parquet = await server.call("GET", `${question}&format=parquet&export=all`);
    assert.equal(parquet.status, 200);
    assert.equal(parquet.headers["content-type"], "application/vnd.apache.parquet");
    assert.ok(parquet.text.startsWith("PAR1") && parquet.text.endsWith("PAR1"));
    for (const column of ["adcampaign", "zone", "g1_goal", "g1_conversions", "g3_roi", "g1_compare_value", "goals_total_conversions"])
      assert.ok(parquet.text.includes(column), column);
  });

  it("gives as many groups of columns as there may be goals", async () => {
    const { rows } = await server.api<{ rows: Json[] }>("GET", "goals?limit=1000&status=all");
    for (let i = rows.length; i < 60; i++) await server.api("POST", "goals", { name: `Goal ${i}`, value: { type: "dynamic", amount: "0" } });
    const csv = await server.call("GET", "adreport?group_by=zone&format=csv");
    assert.equal(csv.status, 200);
    assert.ok(csv.text.split("\r\n")[0]?.includes(",g57_conversions,"), csv.text.slice(0, 200));
    const parquet = await server.call("GET", `adreport?group_by=zone&format=parquet&tz=UTC&from=${clickDay}&to=${today}&compare=previous`);
    assert.equal(parquet.status, 200, parquet.text.slice(0, 200));
    assert.ok(parquet.text.includes("g57_compare_conversions"));
  });
});
