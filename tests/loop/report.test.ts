/* report - what counted, over HTTP: every figure against one reckoned by hand, every parameter, and lists of
 * entities with figures. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import * as world from "./world.ts";

interface Report extends Json {
  rows: Json[];
  totals: Json;
  row_count: number;
  next: string | null;
  behind_ms: number;
}

let server: Server;
let campaigns: world.Campaign[];
let today: string;

const report = (query: string): Promise<Report> => server.api<Report>("GET", `report?${query}`);

const refusal = async (path: string): Promise<Json & { status: number }> => {
  const reply = await server.call("GET", path);
  assert.ok(reply.status >= 400 && reply.status < 500, `${path}: ${reply.status} ${reply.text}`);
  return { status: reply.status, ...(JSON.parse(reply.text) as { error: Json }).error };
};

before(async () => {
  server = await start();
  const { offer } = await world.makeLoop(server);
  const source = await server.api<world.Entity>("POST", "sources", {
    name: "Priced",
    cost: { param: "cost", macro: "{cost}" },
    tokens: [{ slot: 1, param: "site", macro: "{site}" }],
  });
  const campaign = (name: string): Promise<world.Campaign> =>
    server.api<world.Campaign>("POST", "campaigns", {
      name,
      source_id: source.id,
      cost: { model: "auto" },
      paths: [{ offers: [{ id: offer.id }] }],
    });
  campaigns = [await campaign("Winner"), await campaign("Loser"), await campaign("Idle")];
  const [winner, loser] = campaigns;
  const visit = async (key: string | undefined, cost: string, site: string): Promise<string> =>
    (await world.visit(server, `/${key}?cost=${cost}&site=${site}`)).cid;
  const a = await visit(winner?.key, "0.1", "a");
  const b = await visit(winner?.key, "0.2", "b");
  await visit(winner?.key, "0.3", "b");
  await visit(loser?.key, "0.7", "a%2Cb");
  await world.postback(server, `cid=${a}&payout=1.5&txid=1&status=lead`);
  await world.postback(server, `cid=${b}&payout=2.25&txid=2&status=sale`);
  await world.waitForSettled(server);
  today = new Date().toISOString().slice(0, 10);
  await waitFor(
    "facts that have come to the ledger's end",
    async () =>
      (await server.metric("rebond_facts_behind_seconds")) === 0 &&
      (await server.metric("rebond_facts_entries_total")) ===
        server.count("SELECT coalesce(sum(entries), 0) AS n FROM batch"),
  );
});
after(async () => {
  await server.stop();
});

describe("a report", () => {
  // spec: 1.12-profit, 1.12-cost, 1.12-cpv, 1.12-ecpm-cpm, 1.12-cpa, 1.12-revenue-hold-confirmed
  it("tells figures as reckoned by hand, totals by formula", async () => {
    const answer = await report(`group_by=campaign&from=${today}&to=${today}&tz=UTC&sort=-profit`);
    assert.equal(answer.behind_ms, 0);
    assert.equal(answer.row_count, 2);
    assert.equal(answer.next, null);
    const [first, second] = answer.rows;
    assert.deepEqual(first?.["campaign"], { id: campaigns[0]?.id, name: "Winner" });
    const figures = {
      visits: 3, conversions: 2, leads: 1, sales: 1, rebills: 0, rejected: 0,
      revenue: "3.75", revenue_hold: "1.5", revenue_confirmed: "2.25", cost: "0.6", profit: "3.15",
      roi: 525, roas: 625, roi_confirmed: 275, cv: 66.6667, approve: 50, cpv: "0.2", ecpm: "200",
      cpa: "0.3", cpa_confirmed: "0.6", epv: "1.25", ap: "1.875", clicks: 0, cr: null, epc: null, cpc: null,
    };
    for (const [name, value] of Object.entries(figures)) assert.equal(first?.[name], value, name);
    assert.equal(second?.["profit"], "-0.7");
    assert.equal(second?.["roi"], -100);
    assert.equal(second?.["cpa"], null);
    assert.equal(answer.totals["profit"], "2.45");
    assert.equal(answer.totals["roi"], 188.4615);
    assert.equal(answer.totals["cv"], 50);
  });

  it("counts visits straight to the offer as clicks when the denominator is smart", async () => {
    const { totals } = await report("denominator=smart&metrics=cr,epc,cpc");
    assert.deepEqual(totals, { cr: 50, epc: "0.9375", cpc: "0.325" });
  });

  it("opens each group by the filters it gives, whatever stands in a value", async () => {
    const { rows } = await report("group_by=campaign,token1&metrics=visits,cost");
    assert.equal(rows.length, 3);
    for (const row of rows) {
      const filters = (row["filter"] as string[]).map((text) => `filter=${encodeURIComponent(text)}`).join("&");
      const { totals } = await report(`${filters}&metrics=visits,cost`);
      assert.deepEqual(totals, { visits: row["visits"], cost: row["cost"] }, filters);
    }
  });

  it("gives every group once over its pages", async () => {
    const names: unknown[] = [];
    for (let cursor = ""; ; ) {
      const page = await report(`group_by=token1&sort=-visits,token1&limit=1&metrics=visits${cursor}`);
      assert.equal(page.row_count, 3);
      assert.deepEqual(page.totals, { visits: 4 });
      names.push(...page.rows.map((row) => row["token1"]));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    assert.deepEqual(names, ["b", "a", "a,b"]);
  });

  it("compares with the days before, which had nothing", async () => {
    const { rows, totals } = await report(`group_by=campaign&from=${today}&compare=previous&metrics=visits,roi`);
    assert.equal(rows.length, 2);
    assert.deepEqual(totals["compare"], { visits: 0, roi: null });
  });

  it("has days of the zone that is asked for, on both clocks", async () => {
    for (const tz of ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
      for (const time of ["visit", "conversion"]) {
        const { rows } = await report(`group_by=day&tz=${tz}&time=${time}&metrics=visits`);
        const day = new Intl.DateTimeFormat("en-CA", { timeZone: tz }).format(new Date());
        assert.deepEqual(rows.map((row) => [row["day"], row["visits"]]), [[day, 4]], `${tz} ${time}`);
      }
  });

  it("is CSV when that is asked for", async () => {
    const reply = await ask(server.dashboard, "/api/v1/report?group_by=campaign&sort=-profit&metrics=visits,roi", {
      headers: { Accept: "text/csv", Authorization: `Bearer ${server.key}` },
    });
    assert.equal(reply.status, 200, reply.text);
    assert.match(reply.text, /^campaign[^\r]*visits,roi\r\n/);
    assert.match(reply.text, /Winner,3,525\r\n/);
    assert.match(reply.text, /Loser,1,-100\r\n/);
  });

  it("counts no visitor as a bot or a test who is none", async () => {
    assert.deepEqual((await report("bots=only&metrics=visits")).totals, { visits: 0 });
    assert.deepEqual((await report("bots=in&tests=in&metrics=visits")).totals, { visits: 4 });
  });

  it("writes decimals as they are, in JSON and in CSV", async () => {
    const query = "report?group_by=source&metrics=roi&limit=1";
    const json = await server.call("GET", query);
    assert.match(json.text, /"totals":\{"roi":188\.4615\}/);
    const csv = await server.call("GET", "report?metrics=cv&group_by=campaign&sort=-cv", undefined, { Accept: "text/csv" });
    assert.match(csv.text, /,66\.6667\r\n/);
  });

  it("leaves whole as CSV, JSON lines and Parquet, with the rows of its pages", async () => {
    const query = "report?group_by=campaign,day&metrics=visits,cost,cv&sort=campaign";
    const { rows } = await report("group_by=campaign,day&metrics=visits,cost,cv&sort=campaign");
    const lines = (await server.call("GET", `${query}&export=all&format=jsonl`)).text.trimEnd().split("\n").map((line) => JSON.parse(line) as Json);
    assert.deepEqual(lines, rows.map(({ filter, entries, ...row }) => (void filter, void entries, row)));
    const csv = (await server.call("GET", `${query}&export=all&format=csv&bom=true`)).text;
    assert.ok(csv.startsWith("\ufeffcampaign.id,campaign.name,day,visits,cost,cv\r\n"), csv);
    assert.equal(csv.split("\r\n").length, rows.length + 2);
    const file = await server.call("GET", `${query}&export=all&format=parquet&download=sums`);
    assert.equal(file.status, 200);
    assert.match(String(file.headers["content-disposition"]), /sums\.parquet/);
    assert.ok(file.text.startsWith("PAR1") && file.text.endsWith("PAR1"));
    for (const name of ["campaign_id", "day", "cost", "cv"]) assert.ok(file.text.includes(name), name);
    assert.equal((await server.call("GET", `${query}&export=all`)).status, 400);
    const none = await server.call("GET", `${query}&export=all&format=csv&filter=campaign:999`);
    assert.equal(none.text, "campaign.id,campaign.name,day,visits,cost,cv\r\n");
  });

  it("refuses what it does not know by the parameter's name", async () => {
    const wrong = {
      group_by: "colour", metrics: "luck", sort: "-luck", from: "yesterday", to: "2026-13-01", tz: "Mars/Base",
      time: "later", bots: "some", tests: "some", denominator: "dumb", currency: "XXX", compare: "never",
      cursor: "x", limit: "-1", filter: "colour:red", compare_from: "2026-01-01",
    };
    for (const [name, value] of Object.entries(wrong)) {
      const error = await refusal(`report?${name}=${encodeURIComponent(value)}`);
      assert.equal(String(error["field"]).replace("compare_to", "compare_from"), name, JSON.stringify(error));
    }
    const many = "sort=-cost,visits,roi&group_by=campaign";
    for (const query of ["group_by=ip", "group_by=campaign,campaign", "sort=campaign", many])
      assert.equal((await refusal(`report?${query}`))["field"], query.split("=")[0]);
    assert.equal((await refusal("report?currency=EUR")).status, 422);
    const overlapping = "from=2026-11-01&to=2026-11-10&compare_from=2026-11-05&compare_to=2026-11-20";
    assert.equal((await refusal(`report?group_by=day&${overlapping}`))["field"], "compare_to");
    assert.equal((await server.call("GET", `report?group_by=campaign&${overlapping}`)).status, 200);
  });
});

describe("a list with figures", () => {
  interface List extends Report {
    rows: (Json & { id: number; name: string; figures: Json | null })[];
  }
  const list = (query: string): Promise<List> => server.api<List>("GET", query);

  it("is sorted by a figure, with who had no traffic", async () => {
    const answer = await list(`campaigns?from=${today}&tz=UTC&sort=-profit&metrics=visits,profit,roi`);
    const shown = answer.rows.map(({ name, figures }) => [name, figures]);
    assert.deepEqual(shown[0], ["Winner", { visits: 3, profit: "3.15", roi: 525 }]);
    assert.deepEqual(shown.at(-1), ["Loser", { visits: 1, profit: "-0.7", roi: -100 }]);
    assert.ok(shown.some(([name, figures]) => name === "Idle" && (figures as Json)["visits"] === 0 && (figures as Json)["roi"] === null));
    assert.deepEqual(answer.totals, { visits: 4, profit: "2.45", roi: 188.4615 });
  });

  it("is paged in that order", async () => {
    const names: string[] = [];
    for (let cursor = ""; ; ) {
      const page = await list(`campaigns?from=${today}&tz=UTC&sort=-profit&metrics=profit&limit=1${cursor}`);
      names.push(...page.rows.map(({ name }) => name));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    assert.equal(new Set(names).size, names.length);
    assert.equal(names[0], "Winner");
    assert.equal(names.at(-1), "Loser");
  });

  it("keeps to the list's own filters, also in the totals", async () => {
    const answer = await list(`campaigns?from=${today}&tz=UTC&q=Loser&metrics=visits`);
    assert.deepEqual(answer.rows.map(({ name }) => name), ["Loser"]);
    assert.deepEqual(answer.totals, { visits: 1 });
  });

  it("is there for every kind, over all time without a span, and only when it is asked for", async () => {
    for (const kind of ["sources", "networks", "offers", "landers", "flows", "domains"]) {
      const answer = await list(`${kind}?from=${today}&tz=UTC&metrics=visits`);
      assert.ok(answer.rows.every(({ figures }) => typeof figures?.["visits"] === "number"), kind);
    }
    assert.equal((await list("campaigns?metrics=visits")).totals["visits"], 4);
    assert.ok(!("totals" in (await list("campaigns"))));
  });
});
