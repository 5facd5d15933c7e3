/* rates - exchange rates over HTTP and from the command line: imported, used from the next click on,
 * frozen with what they were used for, and booked later for what came before them. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { run, start, tempFolder, waitFor, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import * as world from "./world.ts";

/** A day, as many back from today. */
const day = (back = 0): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

const ecb = (date: string, rates: Record<string, string>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <Cube><Cube time="${date}">
${Object.entries(rates)
  .map(([currency, rate]) => `    <Cube currency="${currency}" rate="${rate}"/>`)
  .join("\n")}
  </Cube></Cube>
</gesmes:Envelope>
`;

describe("exchange rates", () => {
  let server: Server;
  let loop: world.Loop;

  before(async () => {
    server = await start();
    loop = await world.makeLoop(server, { source: { currency: "EUR" } });
  });
  after(async () => {
    await server.stop();
  });

  const send = (body: string, type = "application/xml") =>
    ask(server.dashboard, "/api/v1/rates", {
      method: "POST",
      headers: { Authorization: `Bearer ${server.key}`, "Content-Type": type },
      body,
    });

  const counts = async (): Promise<Json> =>
    (await server.api("GET", `campaigns/${loop.campaign.id}`))["counts"] as Json;

  // spec: 3.5-freeze-rate, 4-cost-currency
  it("an imported table counts from the next click on, frozen with it", async () => {
    const reply = await send(ecb(day(1), { USD: "1.0823", JPY: "160.17" }));
    assert.equal(reply.status, 200, reply.text);
    const imported = JSON.parse(reply.text) as Json;
    assert.equal(imported["written"], 2);
    assert.equal(imported["first_date"], day(1));
    assert.equal(imported["live"], true);
    const before = Number((await counts())["cost"]);
    const { cid } = await world.visitNew(loop, "&cost=2");
    const [visit] = await server.rows(`visits?cid=${cid}`);
    assert.equal(visit?.["cost"], "2");
    assert.equal(visit?.["cost_currency"], "EUR");
    assert.equal(visit?.["cost_rate"], "1.0823");
    assert.equal(visit?.["cost_rate_date"], day(1));
    assert.equal(visit?.["no_rate"], false);
    assert.equal((Number((await counts())["cost"]) - before).toFixed(6), "2.164600");
    await world.postback(server, `cid=${cid}&payout=1000&currency=JPY&status=lead`);
    assert.equal((await world.conversionOf(server, cid)).revenue, "6.757195");
    /* A correction of the table is for what comes after. */
    assert.equal((await send(ecb(day(1), { USD: "2" }))).status, 200);
    await world.postback(server, `cid=${cid}&payout=2000&currency=JPY&status=sale`);
    const sale = await world.conversionOf(server, cid);
    assert.equal(sale.revenue, "13.514391");
    assert.equal(sale["rate_date"], day(1));
    await world.postback(server, `cid=${cid}&payout=1000&currency=JPY&txid=2`);
    const [second] = await server.rows<world.Conversion>(`conversions?cid=${cid}&txid=2`);
    assert.equal(second?.revenue, "12.486733");
    assert.equal((await send(ecb(day(1), { USD: "1.0823" }))).status, 200);
    assert.equal(server.verify().code, 0);
  });

  // spec: 3.5-currency-order
  it("the postback's currency comes first, then the network's, then the workspace's, which is told", async () => {
    const of = async (query: string, network: Json): Promise<world.Conversion> => {
      await server.api("PATCH", `networks/${loop.network.id}`, network);
      const { cid } = await world.visitNew(loop);
      assert.equal((await world.postback(server, `cid=${cid}&payout=10${query}`)).status, 200);
      return world.conversionOf(server, cid);
    };
    const named = await of("&currency=EUR", { currency: "USD" });
    assert.deepEqual([named.currency, named.revenue, named["currency_assumed"]], ["EUR", "10.823", false]);
    const network = await of("", { currency: "EUR" });
    assert.deepEqual([network.currency, network.revenue, network["currency_assumed"]], ["EUR", "10.823", false]);
    const none = await of("", { currency: null });
    assert.deepEqual([none.currency, none.revenue, none["currency_assumed"]], ["USD", "10", true]);
    const unknown = await of("&currency=ZZZ", { currency: null });
    assert.deepEqual([unknown.currency, unknown.revenue, unknown["currency_assumed"]], ["USD", "10", true]);
  });

  it("the same table again changes nothing", async () => {
    const version = await server.metric("rebond_catalog_version");
    const again = JSON.parse((await send(ecb(day(1), { USD: "1.0823", JPY: "160.17" }), "text/xml; charset=utf-8")).text) as Json;
    assert.equal(again["rates"], 2);
    assert.equal(again["written"], 0);
    assert.equal(await server.metric("rebond_catalog_version"), version);
  });

  it("a day may come as JSON, and all days are listed, newest first", async () => {
    const body = { date: day(), base: "EUR", rates: { USD: "1.09", BTC: "0.0000101" } };
    assert.equal((await server.api("POST", "rates", body))["written"], 2);
    assert.deepEqual(await server.rows("rates"), [
      { date: day(), base: "EUR", rates: { BTC: "0.0000101", USD: "1.09" } },
      { date: day(1), base: "EUR", rates: { JPY: "160.17", USD: "1.0823" } },
    ]);
    const first = await server.api("GET", "rates?limit=1&currency=usd");
    assert.deepEqual(first["rows"], [{ date: day(), base: "EUR", rates: { USD: "1.09" } }]);
    const second = await server.api("GET", `rates?limit=1&currency=usd&cursor=${String(first["next"])}`);
    assert.deepEqual(second["rows"], [{ date: day(1), base: "EUR", rates: { USD: "1.0823" } }]);
  });

  it("a table that is wrong stores nothing, and says line and field", async () => {
    const before = await server.rows("rates");
    const bad = await send(ecb(day(), { GBP: "0.84", USD: "N/A" }));
    assert.equal(bad.status, 422);
    const { error } = JSON.parse(bad.text) as { error: Json };
    assert.equal(error["field"], "rate");
    assert.match(String(error["message"]), /line 6: expected a decimal above 0.*not "N\/A"/);
    const json = await server.call("POST", "rates", { date: day(), base: "EUR", rates: { USD: 1.08 } });
    assert.equal(json.status, 422);
    assert.match(json.text, /rates\.USD/);
    assert.equal((await send("rates", "text/plain")).status, 415);
    assert.deepEqual(await server.rows("rates"), before);
  });

  it("rebond rates import works while a server runs, and tells what is wrong", async () => {
    const file = path.join(tempFolder(), "eurofxref.xml");
    fs.writeFileSync(file, ecb(day(2), { USD: "1.07", CHF: "0.93" }));
    const done = run(["rates", "import", file, "--data", server.dir]);
    assert.equal(done.code, 0, done.err);
    assert.equal(done.out, `2 rates of ${day(2)} to ${day(2)}, 2 new or changed\n`);
    assert.match(run(["rates", "import", file, "--data", server.dir]).out, /, 0 new or changed/);
    const rows = await server.rows("rates?currency=CHF");
    assert.deepEqual(rows, [{ date: day(2), base: "EUR", rates: { CHF: "0.93" } }]);
    fs.writeFileSync(file, ecb(day(2), { USD: "-1" }));
    const bad = run(["rates", "import", file, "--data", server.dir]);
    assert.equal(bad.code, 1);
    assert.match(bad.err, /eurofxref\.xml: rate: line 5: expected a decimal above 0/);
    assert.equal(run(["rates", "import", `${file}.none`, "--data", server.dir]).code, 1);
    assert.equal(run(["rates"]).code, 0);
    assert.equal(run(["rates", "export"]).code, 2);
  });
});

describe("what waits for a rate", () => {
  let server: Server;
  let loop: world.Loop;

  before(async () => {
    server = await start();
    loop = await world.makeLoop(server, { source: { currency: "EUR" } });
  });
  after(async () => {
    await server.stop();
  });

  const rates = (date: string, of: Record<string, string>): Promise<Json> =>
    server.api("POST", "rates", { date, base: "EUR", rates: of });

  const makeCampaign = (cost: Json): Promise<world.Campaign> =>
    server.api<world.Campaign>("POST", "campaigns", {
      name: "Campaign",
      source_id: loop.source.id,
      cost,
      paths: [{ offers: [{ id: loop.offer.id }] }],
    });

  const counts = async (campaign: world.Campaign): Promise<Json> =>
    (await server.api("GET", `campaigns/${campaign.id}`))["counts"] as Json;

  const figures = async (campaign: world.Campaign): Promise<unknown[]> => {
    const { cost, revenue, no_rate } = await counts(campaign);
    return [cost, revenue, no_rate];
  };

  const visit = async (campaign: world.Campaign, query = ""): Promise<string> =>
    (await world.visit(server, `/${campaign.key}?x=1${query}`)).cid;

  const booked = (campaign: world.Campaign): Promise<true> =>
    waitFor("a booking", async () => (await counts(campaign))["no_rate"] === 0);

  it("is booked by corrections at the rate of its own day, once, however often it is asked for", async () => {
    const auto = await makeCampaign({ model: "auto" });
    const cpa = await makeCampaign({ model: "cpa", amount: "3" });
    const cid = await visit(auto, "&cost=0.5");
    await visit(auto, "&cost=0.25");
    await visit(auto); /* no cost: nothing waits */
    await ask(server.tracking, `/${auto.key}?cost=7`, { method: "HEAD" }); /* a bot */
    await world.postback(server, `cid=${cid}&payout=1000&currency=JPY`);
    await world.postback(server, `cid=${cid}&payout=5&currency=USD&txid=2`);
    await world.postback(server, `cid=${cid}&payout=2000&currency=JPY&txid=3&status=rejected`);
    const sold = await visit(cpa);
    await world.postback(server, `cid=${sold}&payout=10&currency=USD`);
    const odd = await makeCampaign({ model: "cpa", amount: "3" });
    await world.postback(server, `cid=${await visit(odd)}&payout=10&currency=USD&status=odd`);
    assert.deepEqual(await figures(auto), ["0", "5", 4]);
    assert.deepEqual(await figures(cpa), ["0", "10", 1]);
    assert.deepEqual(await figures(odd), ["0", "0", 1]);
    /* A cost that was told meanwhile stays, whatever is booked beneath it. */
    const told = await makeCampaign({ model: "auto" });
    await visit(told, "&cost=2");
    const update = await server.api("POST", `campaigns/${told.id}/costs`, {
      from: "2020-01-01",
      to: "2036-01-01",
      amount: "9",
      currency: "USD",
    });
    assert.deepEqual(await figures(told), ["9", "0", 1]);

    /* What a conversion test played is booked too, and stays out of the figures. */
    const cpc = await makeCampaign({ model: "cpc", amount: "2" });
    await server.api("POST", `campaigns/${cpc.id}/test`, {});
    assert.deepEqual(await figures(cpc), ["0", "0", 0]);

    await rates(day(30), { USD: "9.99", JPY: "1" }); /* of another day: not for these */
    assert.deepEqual(await server.api("POST", "rates/book", {}), { visits: 0, conversions: 0 });
    assert.deepEqual(await figures(auto), ["0", "5", 4]);

    await rates(day(1), { USD: "1.0823", JPY: "160.17" });
    await booked(auto);
    await booked(cpa);
    await booked(told);
    await booked(odd);
    assert.deepEqual(await figures(auto), ["0.811725", "11.757195", 0]);
    assert.deepEqual(await figures(cpa), ["3.2469", "10", 0]);
    assert.deepEqual(await figures(told), ["9", "0", 0]);
    assert.deepEqual(await figures(cpc), ["0", "0", 0]);
    assert.equal(server.count(`select count(*) n from cost_correction where campaign_id=${cpc.id}`), 1);
    const [row] = await server.rows(`visits?cid=${cid}`);
    assert.deepEqual([row?.["no_rate"], row?.["cost_rate"], row?.["cost_rate_date"]], [false, "1.0823", day(1)]);
    const [first] = await server.rows<world.Conversion>(`conversions?cid=${cid}&txid=3`);
    assert.deepEqual([first?.revenue, first?.["rate_date"], first?.["no_rate"]], ["0", day(1), false]);
    await server.api("DELETE", `campaigns/${told.id}/costs/${String(update["id"])}`);
    assert.deepEqual(await figures(told), ["2.1646", "0", 0]);

    assert.deepEqual(await server.api("POST", "rates/book", {}), { visits: 0, conversions: 0 });
    await rates(day(1), { USD: "2" }); /* what was booked keeps its rate */
    assert.deepEqual(await server.api("POST", "rates/book", {}), { visits: 0, conversions: 0 });
    assert.deepEqual(await figures(auto), ["0.811725", "11.757195", 0]);
    /* An approval after the booking finds the payout and its rate; later costs follow the click's. */
    await world.postback(server, `cid=${cid}&txid=3&status=sale`);
    assert.deepEqual(await figures(auto), ["0.811725", "25.271586", 0]);
    await world.postback(server, `cid=${sold}&payout=10&currency=USD&txid=2`);
    assert.equal((await counts(cpa))["cost"], "6.4938");
    /* So does a meaning that is given afterwards. */
    await server.api("POST", "conversions/remap", { word: "odd", status: "sale" });
    assert.deepEqual(await figures(odd), ["3.2469", "10", 0]);
    assert.equal(server.count("select count(*) n from conversion_change where action='rebooked'"), 4);
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });

  it("is booked when rates come by command, also while no server runs, and in pages", async () => {
    const campaign = await makeCampaign({ model: "auto" });
    for (let i = 0; i < 250; i++) await visit(campaign, "&cost=1&x=2");
    await server.api("PATCH", `sources/${loop.source.id}`, { currency: "CHF" });
    for (let i = 0; i < 250; i++) await visit(campaign, "&cost=1&x=2");
    assert.equal((await counts(campaign))["no_rate"], 250);
    const file = path.join(tempFolder(), "rates.json");
    fs.writeFileSync(file, JSON.stringify({ date: day(1), base: "EUR", rates: { CHF: "0.8", USD: "2" } }));
    await server.stop();
    assert.equal(run(["rates", "import", file, "--data", server.dir]).code, 0);
    await server.restart();
    await booked(campaign);
    assert.deepEqual(await figures(campaign), ["1125", "0", 0]);
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});
