/* cost-sync - costs from an ad network's API: each key's cost goes to its visits exactly, a second run changes nothing, a
 * changed figure moves only the difference, a day is applied whole or not at all; what cannot be had is told, with what to
 * do; the token is never shown; campaigns at the network are listed, started and stopped. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { run, start, waitFor, type Json, type Server } from "./harness.ts";
import { networkApi, type NetworkApi } from "./network-api.ts";
import * as world from "./world.ts";

interface Run extends Json {
  id: number | null;
  outcome: string;
  error: string | null;
  message: string | null;
  applied: number;
  unchanged: number;
  unmatched: number;
  unmatched_cost: string;
  changed: string;
  cost: string;
  requests: number;
  days: (Json & { day: string; outcome: string })[];
  unmatched_keys: Json[];
}

const MASK = "(not shown)";
const today = new Date().toISOString().slice(0, 10);
const dayBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

let server: Server;
let api: NetworkApi;
let offer: world.Entity;

before(async () => {
  [server, api] = await Promise.all([start(), networkApi()]);
  offer = (await world.makeLoop(server)).offer;
});
after(async () => {
  await server.stop();
});
beforeEach(() => {
  api.rows = [];
  api.campaigns = [];
  api.asked = [];
  api.instead = [];
  api.pageRows = 1000;
  api.token = "secret-token";
  api.currency = "USD";
  api.beforePage = () => undefined;
});

const makeSource = (fields: Json = {}): Promise<world.Entity> =>
  server.api<world.Entity>("POST", "sources", {
    name: "ExoClick",
    template: "exoclick",
    cost_sync: { url: api.url, api_token: api.token, time_zone: "UTC", lookback_days: 1, ...fields },
  });

const makeCampaign = (source: world.Entity): Promise<world.Campaign> =>
  server.api<world.Campaign>("POST", "campaigns", {
    name: "Campaign",
    source_id: source.id,
    cost: { model: "auto" },
    paths: [{ offers: [{ id: offer.id }] }],
  });

const visits = async (campaign: world.Campaign, count: number, query: string): Promise<void> => {
  for (let i = 0; i < count; i++) await world.visit(server, `/${campaign.key}?${query}`);
};

const sync = (source: world.Entity, body: Json = {}): Promise<Run> =>
  server.api<Run>("POST", `sources/${source.id}/cost-sync`, body);

const costOf = async (campaign: world.Campaign): Promise<unknown> =>
  ((await server.api("GET", `campaigns/${campaign.id}`))["counts"] as Json)["cost"];

const costsOf = (campaign: world.Campaign): Promise<Json[]> => server.rows<Json>(`campaigns/${campaign.id}/costs`);

const proveLedger = (): void => {
  const proof = run(["verify", "--data", server.dir]);
  assert.equal(proof.code, 0, proof.out + proof.err);
};

describe("costs from the network's API", () => {
  // spec: n4.3-cost-sync
  it("are spread over the visits of their key, a second run changes nothing, a changed figure moves the difference", async () => {
    const source = await makeSource();
    const campaign = await makeCampaign(source);
    await visits(campaign, 3, "campid=7001");
    await visits(campaign, 2, "campid=7002");
    await visits(campaign, 1, "cost=0.5");
    api.rows = [
      { date: today, campaign: 7001, cost: "1.000001" },
      { date: today, campaign: 7002, cost: "0.25" },
    ];
    const dry = await sync(source, { dry_run: true });
    assert.deepEqual([dry.id, dry.applied, dry.changed], [null, 2, "1.250001"]);
    assert.equal(await costOf(campaign), "0.5", "a dry run changes nothing");

    const first = await sync(source);
    assert.deepEqual([first.outcome, first.applied, first.unchanged, first.changed], ["done", 2, 0, "1.250001"]);
    assert.equal(await costOf(campaign), "1.750001");
    const log = await server.rows<Json>(`visits?campaign=${campaign.id}`);
    assert.deepEqual(
      log.map((visit) => visit["cost_booked"]).sort(),
      ["0.125", "0.125", "0.333333", "0.333334", "0.333334", "0.5"],
    );
    const [told] = await costsOf(campaign);
    assert.deepEqual([told?.["method"], told?.["by"], told?.["sync_run"]], ["api", "cost-sync", first.id]);

    const second = await sync(source);
    assert.deepEqual([second.applied, second.unchanged, second.changed], [0, 2, "0"]);
    assert.equal((await costsOf(campaign)).length, 2, "nothing was written");

    api.rows[1] = { date: today, campaign: 7002, cost: "3e-1" };
    const third = await sync(source);
    assert.deepEqual([third.applied, third.unchanged, third.changed], [1, 1, "0.05"]);
    assert.equal(await costOf(campaign), "1.800001");

    /* Visits that came since share in what their key cost. */
    await visits(campaign, 1, "campid=7001");
    const fourth = await sync(source);
    assert.deepEqual([fourth.applied, fourth.changed], [1, "0"]);
    assert.equal(await costOf(campaign), "1.800001");
    proveLedger();
  });

  // spec: n4.3-cost-sync
  it("go by campaign and zone to our campaigns by their visits, and what the network tells no more costs nothing", async () => {
    const source = await makeSource({ grain: "zone" });
    const [one, two] = [await makeCampaign(source), await makeCampaign(source)];
    await visits(one, 1, "campid=7001&zoneid=11");
    await visits(two, 2, "campid=7001&zoneid=11");
    await visits(one, 1, "campid=7001&zoneid=12");
    await visits(one, 1, "campid=7002&zoneid=11");
    api.rows = [
      { date: today, campaign: 7001, zone: 11, cost: "1" },
      { date: today, campaign: 7001, zone: 12, cost: "0.2" },
      { date: today, campaign: 7002, zone: 11, cost: "5" },
    ];
    const { applied } = await sync(source);
    assert.equal(applied, 4);
    assert.deepEqual([await costOf(one), await costOf(two)], ["5.533333", "0.666667"]);
    api.rows.pop();
    assert.equal((await sync(source)).changed, "-5");
    assert.deepEqual([await costOf(one), await costOf(two)], ["0.533333", "0.666667"]);

    /* By a coarser grain, the runs before are taken back and nothing counts twice. */
    await server.api("PATCH", `sources/${source.id}`, { cost_sync: { grain: "campaign" } });
    api.rows = [{ date: today, campaign: 7001, cost: "4" }];
    assert.equal((await sync(source)).outcome, "done");
    assert.deepEqual([await costOf(one), await costOf(two)], ["2", "2"]);
    proveLedger();
  });

  it("leave alone what a person told, and say which keys fit no visit and why", async () => {
    const source = await makeSource();
    const campaign = await makeCampaign(source);
    await visits(campaign, 2, "campid=7001");
    await server.api("POST", `campaigns/${campaign.id}/costs`, { from: today, to: today, tz: "UTC", amount: "9" });
    api.rows = [
      { date: today, campaign: 7001, cost: "1" },
      { date: today, campaign: 7999, name: "Elsewhere", cost: "0.75" },
      { date: today, campaign: 7998, cost: "0" },
    ];
    const told = await sync(source);
    assert.deepEqual([told.outcome, told.applied, told.unmatched, told.unmatched_cost], ["done", 0, 2, "1.75"]);
    assert.deepEqual(
      told.unmatched_keys.map((key) => [key["network_campaign_id"], key["network_campaign_name"], key["reason"]]),
      [["7001", "c", "told_otherwise"], ["7999", "Elsewhere", "no_visits"]],
    );
    assert.equal(await costOf(campaign), "9");
    const [own] = await costsOf(campaign);
    await server.api("DELETE", `campaigns/${campaign.id}/costs/${String(own?.["id"])}`);
    assert.equal((await sync(source)).applied, 1);
    assert.equal(await costOf(campaign), "1");
    const kept = await server.api<Run>("GET", `sources/${source.id}/cost-sync/${told.id}`);
    assert.deepEqual(kept.unmatched_keys, told.unmatched_keys);
  });

  it("of a day are applied whole or not at all, and the days beside it stand", async () => {
    const source = await makeSource({ lookback_days: 2 });
    const campaign = await makeCampaign(source);
    await visits(campaign, 1, "campid=7001");
    api.rows = [
      { date: today, campaign: 7001, cost: "1" },
      { date: today, campaign: 7002, cost: '"much"' },
      { date: dayBefore(1), campaign: 7001, cost: "2" },
    ];
    const bad = await sync(source);
    assert.deepEqual([bad.outcome, bad.error, bad.applied], ["partial", "bad_answer", 0]);
    assert.deepEqual(bad.days.map((day) => [day.day, day.outcome]), [[today, "failed"], [dayBefore(1), "unchanged"]]);
    assert.equal(await costOf(campaign), "0");
    /* An answer without rows takes nothing back. */
    api.rows.splice(1, 1);
    await sync(source);
    assert.equal(await costOf(campaign), "1");
    api.rows = [];
    const empty = await sync(source);
    assert.deepEqual([empty.outcome, empty.error], ["partial", "empty_day"]);
    assert.equal(await costOf(campaign), "1");
  });

  it("come in pages, however few rows the network gives at once, and none is counted twice", async () => {
    const source = await makeSource();
    const campaign = await makeCampaign(source);
    for (let i = 0; i < 7; i++) {
      await visits(campaign, 1, `campid=${7000 + i}`);
      api.rows.push({ date: today, campaign: 7000 + i, cost: "0.1" });
    }
    api.pageRows = 3;
    assert.equal((await sync(source)).applied, 7);
    assert.equal(await costOf(campaign), "0.7");
    const offsets = api.askedFor("/statistics/a/global").map((each) => each.body["offset"]);
    /* Each begins with the last row of the one before. */
    assert.deepEqual(offsets, [0, 2, 4, 6]);
    assert.deepEqual(api.askedFor("/statistics/a/global")[0]?.body["group_by"], ["date", "campaign_id"]);
    api.rows.push({ date: today, campaign: 7003, cost: "0.1" });
    assert.equal((await sync(source)).error, "moved");
    api.rows.pop();
    api.pageRows = 1;
    assert.deepEqual((({ rows, unchanged }) => [rows, unchanged])(await sync(source)), [7, 7], "one at a time too");
  });

  it("need one login for many runs, and a new one when the network forgets it", async () => {
    const source = await makeSource();
    const before = api.logins;
    await sync(source);
    await sync(source);
    assert.equal(api.logins, before + 1);
    api.forget();
    assert.equal((await sync(source)).outcome, "done");
    assert.equal(api.logins, before + 2);
  });

  it("wait as the network asks, and a run that may not go on says so", async () => {
    const source = await makeSource();
    api.instead = [{ status: 429, path: "/statistics/a/global", headers: { "Retry-After": "1" } }];
    const waited = await sync(source);
    assert.deepEqual([waited.outcome, api.askedFor("/statistics/a/global").length], ["done", 2]);
    api.instead = [{ status: 429, path: "/statistics/a/global", headers: { "x-rate-limit-reset": "3600" } }];
    const limited = await sync(source);
    assert.deepEqual([limited.outcome, limited.error], ["failed", "rate_limited"]);
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    api.instead = [{ status: 429, path: "/statistics/a/global", headers: { "Retry-After": inAnHour } }];
    assert.equal((await sync(source)).error, "rate_limited", "a date says it too");
    api.instead = [{ status: 500, path: "/statistics/a/global" }];
    assert.equal((await sync(source)).outcome, "done", "what fails once is asked again");
  });

  it("that cannot be had are told with what to do, in the caller's language", async () => {
    const source = await makeSource({ api_token: "wrong" });
    const refused = await sync(source);
    assert.deepEqual([refused.outcome, refused.error], ["failed", "login_refused"]);
    assert.match(String(refused.message), /make a new one there.*Invalid api_token/);
    const test = await server.api("POST", `sources/${source.id}/cost-sync/test`, {});
    assert.deepEqual([test["ok"], test["error"]], [false, "login_refused"]);
    const french = await server.call("GET", `sources/${source.id}/cost-sync/${refused.id}`, undefined, { "Accept-Language": "fr" });
    assert.match(french.text, /jeton/);
    await server.api("PATCH", `sources/${source.id}`, { cost_sync: { api_token: api.token } });
    const good = await server.api("POST", `sources/${source.id}/cost-sync/test`, {});
    assert.deepEqual([good["ok"], good["currency"], good["error"]], [true, "USD", null]);
  });

  it("are read anew when rows come or go between pages, and the day is left when that does not end", async () => {
    const source = await makeSource();
    const campaign = await makeCampaign(source);
    for (let i = 0; i < 6; i++) {
      await visits(campaign, 1, `campid=${7000 + i}`);
      api.rows.push({ date: today, campaign: 7000 + i, cost: "0.1" });
    }
    api.pageRows = 3;
    assert.equal((await sync(source)).applied, 6);
    /* One goes: the page after it would begin one too late, and that key would cost nothing. */
    let isDone = false;
    api.beforePage = () => {
      if (api.askedFor("/statistics/a/global").at(-1)?.body["offset"] === 2 && !isDone) isDone = api.rows.shift() !== undefined;
    };
    const gone = await sync(source);
    assert.deepEqual([gone.outcome, gone.rows, gone.changed], ["done", 5, "-0.1"]);
    assert.equal(await costOf(campaign), "0.5");
    /* One comes before what was read: nothing is read twice. */
    isDone = false;
    api.beforePage = () => {
      if (api.askedFor("/statistics/a/global").at(-1)?.body["offset"] === 2 && !isDone) isDone = api.rows.unshift({ date: today, campaign: 6999, cost: "0.2" }) > 0;
    };
    const came = await sync(source);
    assert.deepEqual([came.outcome, came.rows, came.cost, came.unmatched_cost], ["done", 6, "0.7", "0.2"]);
    let id = 6000;
    api.beforePage = () => {
      if (Number(api.askedFor("/statistics/a/global").at(-1)?.body["offset"]) > 0) api.rows.unshift({ date: today, campaign: id--, cost: "9" });
    };
    const never = await sync(source);
    assert.deepEqual([never.outcome, never.error], ["failed", "moved"]);
    assert.equal(await costOf(campaign), "0.5", "what stood is kept");
  });

  it("survive a bearer that ends between pages, an answer that is cut, and broken JSON", async () => {
    const source = await makeSource();
    const campaign = await makeCampaign(source);
    await visits(campaign, 2, "campid=7001");
    api.rows = [7001, 7002, 7003, 7004].map((id) => ({ date: today, campaign: id, cost: "0.5" }));
    api.pageRows = 2;
    const before = api.logins;
    api.beforePage = (() => {
      let isDone = false;
      return () => {
        if (!isDone) api.forget();
        isDone = true;
      };
    })();
    const anew = await sync(source);
    assert.deepEqual([anew.outcome, anew.rows, anew.cost, api.logins - before], ["done", 4, "2", 2]);
    const whole = `{"result":[${" ".repeat(500)}]}`;
    api.instead = [{ status: 200, path: "/statistics/a/global", body: whole, cutAt: 100 }];
    const cut = await sync(source);
    assert.deepEqual([cut.outcome, cut.rows], ["done", 4], "asked again");
    api.instead = [{ status: 200, path: "/statistics/a/global", body: '{"result":[{"group_by":{"date"' }];
    const broken = await sync(source);
    assert.deepEqual([broken.outcome, broken.error], ["failed", "bad_answer"]);
    assert.equal(await costOf(campaign), "0.5");
  });

  it("in another currency than the source's are not taken, and the run says which", async () => {
    const source = await makeSource();
    const campaign = await makeCampaign(source);
    await visits(campaign, 1, "campid=7001");
    api.rows = [{ date: today, campaign: 7001, cost: "1" }];
    api.currency = "EUR";
    const other = await sync(source);
    assert.deepEqual([other.outcome, other.error, other.applied], ["failed", "other_currency", 0]);
    assert.match(String(other.message), /EUR, USD/);
    assert.equal(await costOf(campaign), "0");
    /* An account that may not be asked about itself is taken at the source's word. */
    api.instead = [{ status: 403, path: "/user" }];
    assert.equal((await sync(source)).applied, 1);
  });

  it("of today are lowered when the network lowers them, and reach visits that come after their cost", async () => {
    const source = await makeSource();
    const campaign = await makeCampaign(source);
    await visits(campaign, 1, "campid=7001");
    api.rows = [{ date: today, campaign: 7001, cost: "2" }, { date: today, campaign: 7002, cost: "0.3" }];
    const first = await sync(source);
    assert.deepEqual([first.changed, first.unmatched_cost], ["2", "0.3"]);
    api.rows = [{ date: today, campaign: 7001, cost: "0.5" }, { date: today, campaign: 7002, cost: "0.3" }];
    await visits(campaign, 1, "campid=7002");
    const second = await sync(source);
    assert.deepEqual([second.changed, second.unmatched, await costOf(campaign)], ["-1.2", 0, "0.8"]);
    proveLedger();
  });

  it("go by the days of the account's clock, whatever date it is here", async () => {
    for (const zone of ["Etc/GMT+12", "Etc/GMT-14"]) {
      const source = await makeSource({ time_zone: zone, lookback_days: 2 });
      const campaign = await makeCampaign(source);
      await visits(campaign, 1, "campid=7001");
      const there = new Intl.DateTimeFormat("sv", { timeZone: zone }).format(new Date());
      api.rows = [{ date: there, campaign: 7001, cost: "1" }];
      const ran = await sync(source);
      assert.deepEqual([ran.outcome, ran.days[0]?.day, ran.applied], ["done", there, 1], zone);
      assert.equal(api.askedFor("/statistics/a/global").at(-1)?.body["timezone"], zone);
      assert.equal(await costOf(campaign), "1");
    }
  });

  it("come by themselves when their time has come, and runs are kept", async () => {
    const own = await start({ settings: { "cost-sync-every-s": "1" } });
    try {
      const source = await own.api<world.Entity>("POST", "sources", {
        name: "ExoClick",
        template: "exoclick",
        cost_sync: { enabled: true, url: api.url, api_token: api.token, time_zone: "UTC", lookback_days: 1 },
      });
      const [ran] = await waitFor("a run by its schedule", async () => {
        const runs = await own.rows<Run>(`sources/${source.id}/cost-sync`);
        return runs[0]?.outcome === "done" && runs;
      });
      assert.deepEqual([ran?.["actor"], ran?.days], ["cost-sync", null]);
      const label = `{source="${source.id}"}`;
      assert.ok((await own.metric(`rebond_cost_sync_done_timestamp_seconds${label}`)) > 1e9);
      const findings = async (): Promise<Json[]> => (await own.api<{ findings: Json[] }>("GET", "health/tracking?fresh=true")).findings;
      assert.deepEqual((await findings()).filter((each) => String(each["code"]).startsWith("cost_sync")), []);

      /* A token that the network takes back is told, until a run is done again. */
      api.token = "another-token";
      api.forget();
      await own.api("POST", `sources/${source.id}/cost-sync`, {});
      assert.equal(await own.metric(`rebond_cost_sync_failures${label}`), 1);
      const [failed] = (await findings()).filter((each) => each["code"] === "cost_sync_failed");
      assert.deepEqual([failed?.["detail"], (failed?.["entity"] as Json)["id"]], ["login_refused", source.id]);
      await own.api("PATCH", `sources/${source.id}`, { cost_sync: { api_token: api.token } });
      await own.api("POST", `sources/${source.id}/cost-sync`, {});
      assert.deepEqual((await findings()).filter((each) => each["code"] === "cost_sync_failed"), []);
    } finally {
      await own.stop();
    }
  });
});

describe("the setting", () => {
  it("never shows the token, keeps it where its mask comes back, and asks for it when the address changes", async () => {
    const source = await makeSource();
    const path = `sources/${source.id}`;
    const shown = JSON.stringify([
      await server.api("GET", path), source, await server.rows("sources"), await server.rows(`${path}/history`),
      await server.api("GET", "export?secrets=true"), await server.rows("changes"),
    ]);
    assert.ok(!shown.includes(api.token));
    const setting = (await server.api("GET", path))["cost_sync"] as Json;
    assert.equal(setting["api_token"], MASK);
    await server.api("PATCH", path, { cost_sync: { ...setting, lookback_days: 2 } });
    assert.equal((await sync(source)).outcome, "done", "the token is still there");
    for (const cost_sync of [{ url: "http://127.0.0.1:1/v2" }, { url: "http://127.0.0.1:1/v2", api_token: MASK }]) {
      const moved = await server.call("PATCH", path, { cost_sync });
      assert.equal(moved.status, 422, moved.text);
      assert.match(moved.text, /another address/);
    }
    await server.api("PATCH", path, { cost_sync: { url: `${api.url}`, api_token: null } });
    assert.equal((await sync(source)).error, "no_token");
  });

  it("is refused when nothing could be matched by it, naming the field", async () => {
    const bad: [Json, string][] = [
      [{ enabled: true, campaign_param: "nothing" }, "cost_sync.campaign_param"],
      [{ enabled: true, grain: "zone", zone_param: null }, "cost_sync.zone_param"],
      [{ time_zone: "Mars/Base" }, "cost_sync.time_zone"],
      [{ url: "ftp://x" }, "cost_sync.url"],
      [{ interval_minutes: 1 }, "cost_sync.interval_minutes"],
      [{ grain: "country" }, "cost_sync.grain"],
    ];
    for (const [fields, field] of bad) {
      const reply = await server.call("POST", "sources", { name: "S", template: "exoclick", cost_sync: fields });
      assert.equal(reply.status, 422, reply.text);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
  });
});

describe("campaigns at the network", () => {
  it("are listed with what they spent, from cents, and our visits of each; they are started and stopped", async () => {
    const source = await makeSource();
    const campaign = await makeCampaign(source);
    await visits(campaign, 2, "campid=7001");
    api.campaigns = [
      { id: 7001, name: "Popunder FR", status: 1, spent: "1451.3" },
      { id: 7002, name: "Banner", status: 0, spent: "0" },
    ];
    api.pageRows = 1;
    const list = (): Promise<Json[]> => server.rows<Json>(`sources/${source.id}/network-campaigns`);
    assert.deepEqual(await list(), [
      { id: "7001", name: "Popunder FR", status: "running", spent: "14.513", visits: 2, campaigns: [campaign.id] },
      { id: "7002", name: "Banner", status: "paused", spent: "0", visits: 0, campaigns: [] },
    ]);
    await server.api("POST", `sources/${source.id}/network-campaigns/7001/pause`, {});
    await server.api("POST", `sources/${source.id}/network-campaigns/7002/play`, {});
    assert.deepEqual((await list()).map((each) => each["status"]), ["paused", "running"]);
    assert.deepEqual(api.askedFor("/campaigns/pause")[0]?.body, { campaign_ids: [7001] });
    api.instead = [{ status: 403, path: "/campaigns/play" }];
    const refused = await server.call("POST", `sources/${source.id}/network-campaigns/7001/play`, {});
    assert.equal(refused.status, 502, refused.text);
  });
});

describe("the history", () => {
  it("says who started and stopped which campaign at the network, and what it answered, of the source and of our campaigns", async () => {
    const source = await makeSource();
    const [ours, other] = [await makeCampaign(source), await makeCampaign(source)];
    await visits(ours, 1, "campid=7001");
    await visits(other, 1, "campid=7002");
    api.campaigns = [{ id: 7001, name: "Popunder FR", status: 1, spent: "0" }];
    const tell = (action: string, campaign = "7001"): Promise<{ status: number }> =>
      server.call("POST", `sources/${source.id}/network-campaigns/${campaign}/${action}`, {});
    await tell("pause");
    api.instead = [{ status: 403, path: "/campaigns/play", body: '{"message":"Not yours"}' }];
    assert.equal((await tell("play")).status, 502);
    api.instead = Array.from({ length: 4 }, () => ({ status: 500, path: "/campaigns/pause" }));
    assert.equal((await tell("pause", "0007002")).status, 502);

    interface Told extends Json { actor: string; action: string; version: number; name: string; before: null; after: Json }
    const events = await server.rows<Told>(`sources/${source.id}/history?event=network_campaign`);
    const of = (after: Json): unknown[] =>
      ["network_campaign_id", "asked", "error", "answer", "campaigns"].map((field) => after[field]);
    assert.deepEqual(events.map((each) => of(each.after)), [
      ["7002", "paused", "server_failed", "500: no", [other.id]],
      ["7001", "running", "forbidden", "403: Not yours", [ours.id]],
      ["7001", "paused", null, "done", [ours.id]],
    ]);
    for (const each of events) {
      assert.match(each.actor, /^key \d+$/);
      assert.deepEqual([each.action, each.version, each.name, each.before], ["told", 1, "ExoClick", null]);
    }
    const all = await server.rows<Told>(`sources/${source.id}/history`);
    assert.deepEqual(all.map((each) => each.action), ["told", "told", "told", "created"]);
    const seen = await server.rows<Told>(`campaigns/${ours.id}/history`);
    assert.deepEqual(seen.map((each) => each.action), ["told", "told", "created"]);
    assert.equal((await server.rows<Told>("changes?event=network_campaign&resource=sources")).length >= 3, true);

    /* It is no change of the source: a form that was opened before saves. */
    await server.api("PATCH", `sources/${source.id}`, { name: "Renamed", version: 1 });
    await tell("pause");
    const stale = await server.call("PATCH", `sources/${source.id}`, { name: "Again", version: 1 });
    const [last] = await server.rows<Json>(`sources/${source.id}/history?limit=1`);
    assert.equal(stale.status, 409);
    assert.notEqual((JSON.parse(stale.text) as { error: { current: Json } }).error.current["changed_at"], last?.["changed_at"]);
  });

  it("keeps nothing of what the network was never asked", async () => {
    const source = await makeSource({ api_token: null });
    const refused = await server.call("POST", `sources/${source.id}/network-campaigns/7001/pause`, {});
    assert.equal(refused.status, 409, refused.text);
    assert.deepEqual(await server.rows(`sources/${source.id}/history?event=network_campaign`), []);
  });
});

describe("the reconciliation", () => {
  interface Compared { own: string; network: string; gap: string; counted: string; causes: { cause: string; cost: string }[] }
  interface Row extends Compared { day: string; campaign: { id: number } | null; sync_run: number | null }
  interface Costs { tz: string; rows: Row[]; totals: Compared }
  const costsBeside = async (source: world.Entity): Promise<Costs> => {
    await world.waitForFacts(server);
    const answer = await server.api<{ costs: Costs }>("GET", `reconcile?source=${source.id}&tz=Asia/Tokyo&from=${dayBefore(2)}&to=${today}`);
    return answer.costs;
  };
  const of = (compared: Compared): unknown[] => [
    compared.own, compared.network, compared.gap, compared.counted, Object.fromEntries(compared.causes.map(({ cause, cost }) => [cause, cost])),
  ];

  it("lays what the network's API told beside what clicks brought, by the network's day and campaign, each part of the gap named", async () => {
    const source = await makeSource();
    const [one, two] = [await makeCampaign(source), await makeCampaign(source)];
    await visits(one, 2, "campid=7001&cost=0.5");
    await visits(two, 1, "campid=7001");
    await visits(two, 1, "cost=0.125");
    assert.deepEqual(of((await costsBeside(source)).totals), ["1.125", "0", "-1.125", "1.125", { untold: "-1.125" }]);

    api.rows = [
      { date: today, campaign: 7001, cost: "1.000001" },
      { date: today, campaign: 7999, cost: "0.75" },
    ];
    const dry = await sync(source, { dry_run: true });
    assert.deepEqual([dry.outcome, (await costsBeside(source)).totals.network], ["done", "0"]);
    const ran = await sync(source);
    const costs = await costsBeside(source);
    assert.equal(costs.tz, "UTC");
    assert.deepEqual(costs.rows.map((row) => [row.day, row.campaign?.id ?? null, row.sync_run, ...of(row)]), [
      [today, null, ran.id, "0", "0.75", "0.75", "0", { no_visits: "0.75" }],
      [today, one.id, ran.id, "1", "0.666667", "-0.333333", "0.666667", { amount: "-0.333333" }],
      [today, two.id, ran.id, "0.125", "0.333334", "0.208334", "0.458334", { amount: "0.208334" }],
    ]);
    assert.deepEqual(of(costs.totals), ["1.125", "1.750001", "0.625001", "1.125001", { amount: "-0.124999", no_visits: "0.75" }]);
    assert.equal(costs.totals.network, ran.cost, "as the network tells it");

    /* What a person tells of the same visits counts; the network told what it told. */
    await server.api("POST", `campaigns/${one.id}/costs`, { from: today, to: today, tz: "UTC", amount: "9" });
    api.rows[0] = { date: today, campaign: 7001, cost: "3" };
    await sync(source);
    const told = (await costsBeside(source)).rows.find((row) => row.campaign?.id === one.id);
    assert.deepEqual(told && of(told), ["1", "2", "1", "9", { amount: "1" }]);

    /* Days by another clock were never told. */
    await server.api("PATCH", `sources/${source.id}`, { cost_sync: { time_zone: "Etc/GMT-1" } });
    assert.equal((await costsBeside(source)).totals.network, "0");
    proveLedger();
  });

  it("says of clicks that bring no cost that they bring none, and has nothing for a source without a sync", async () => {
    const source = await makeSource();
    await visits(await makeCampaign(source), 1, "campid=7001");
    api.rows = [{ date: today, campaign: 7001, cost: "2" }];
    await sync(source);
    assert.deepEqual(of((await costsBeside(source)).totals), ["0", "2", "2", "2", { no_own: "2" }]);
    const without = await server.api<world.Entity>("POST", "sources", { name: "Plain", currency: "USD" });
    assert.equal(await costsBeside(without), null);
  });
});

describe("the tracker and our own /v2", () => {
  // spec: n4.3-cost-sync
  it("agree on what a campaign cost, and one starts and stops the other's", async () => {
    const loop = await world.makeLoop(server, { adcampaign: { name: "Ours", price: "0.05" } });
    const { key } = await server.api<{ key: string }>("POST", "keys", { name: "Tracker", scopes: ["ads:write", "goals:read", "reports:read"], workspaces: [{ id: 1 }] });
    await server.api("PATCH", `sources/${loop.source.id}`, {
      cost_sync: { url: `${server.publicApi}/v2`, api_token: key, time_zone: "UTC", lookback_days: 1, grain: "zone" },
    });
    for (const zone of [4, 4, 5]) await world.visit(server, world.targetOf(await world.adClick(loop.variation, `?zone_id=${zone}`)));
    await waitFor("the network's statistics", async () => (await sync(loop.source, { dry_run: true })).cost === "0.15");
    const ran = await sync(loop.source);
    assert.deepEqual([ran.outcome, ran.applied, ran.unmatched], ["done", 2, 0]);
    const counts = (await server.api("GET", `campaigns/${loop.campaign.id}`))["counts"] as Json;
    assert.deepEqual([counts["cost"], counts["cost_origin"]], ["0.15", "api"]);
    assert.equal((await sync(loop.source)).applied, 0);

    const path = `sources/${loop.source.id}/network-campaigns`;
    const ours = async (): Promise<Json | undefined> => (await server.rows<Json>(path)).find((each) => each["name"] === "Ours");
    const { id, ...rest } = (await ours()) ?? {};
    assert.deepEqual(rest, { name: "Ours", status: "running", spent: "0.15", visits: 3, campaigns: [loop.campaign.id] });
    await server.api("POST", `${path}/${String(id)}/pause`, {});
    assert.equal((await server.api("GET", `adcampaigns/${loop.adcampaign.id}`))["status"], "paused");
    assert.equal((await ours())?.["status"], "paused");
    await server.api("POST", `${path}/${String(id)}/play`, {});
    assert.equal((await server.api("GET", `adcampaigns/${loop.adcampaign.id}`))["status"], "active");
    proveLedger();
  });
});
