/* lint - POST /api/v1/lint over HTTP, and the same words when an entity is saved (spec/users.md §5.15,
 * spec/tracker.md §5). Every rule by itself is tested in tests/model/lint_test.c. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { makeLoop, type Entity, type Loop } from "./world.ts";

interface Finding {
  code: string;
  severity: string;
  message: string;
  at: number;
  length: number;
  suggestion: string | null;
}
interface Report extends Json {
  kind: string;
  findings: Finding[];
  fixed: string | null;
}

let server: Server;
let loop: Loop;

before(async () => {
  server = await start();
  loop = await makeLoop(server);
});

const lint = (text: string, more: Json = {}): Promise<Report> => server.api<Report>("POST", "lint", { text, ...more });
const codesOf = (report: Report): string[] => report.findings.map((finding) => finding.code);

interface Warned extends Entity {
  warnings: { field: string; message: string }[];
}

describe("the linter", () => {
  test("names each accident of a pasted offer URL where it stands, and mends it", async () => {
    const text = "http://offer.example/?a=é&amp;s1=%7Bclikid%7D";
    const report = await lint(text);
    assert.equal(report.kind, "offer_url");
    assert.equal(report.fixed, "http://offer.example/?a=%C3%A9&s1={clickid}");
    const pieces = report.findings.map((found) => [found.code, text.slice(found.at, found.at + found.length)]);
    assert.deepEqual(pieces.slice(0, 4), [
      ["unencoded", "é"],
      ["html_entity", "&amp;"],
      ["escaped_braces", "%7Bclikid%7D"],
      ["unknown_macro", "%7Bclikid%7D"],
    ]);
    assert.equal(report.findings[3]?.suggestion, "{clickid}");
    assert.equal(report.findings[3]?.severity, "error");
    assert.deepEqual(codesOf(await lint(report.fixed)), []);
  });

  test("finds nothing wrong with the links that it gives out itself", async () => {
    const campaign = loop.campaign.links["campaign_url"] ?? "";
    const report = await lint(campaign, { context: { source_id: loop.source.id } });
    assert.deepEqual([report.kind, report.findings, report.fixed], ["campaign_url", [], null]);
    const network = loop.network.links["postback_url"] ?? "";
    const incoming = await lint(network, { context: { network_id: loop.network.id } });
    assert.deepEqual([incoming.kind, incoming.findings], ["incoming_postback", []]);
  });

  test("knows the macros of the source and of the network in question", async () => {
    const campaign = loop.campaign.links["campaign_url"] ?? "";
    const wrong = campaign.replace("{zone_id}", "{Zone_ID}").replace("{conversions_tracking}", "{conversion_tracking}");
    const report = await lint(wrong, { context: { source_id: loop.source.id } });
    assert.deepEqual(codesOf(report), ["macro_case", "singular_conversion_tracking"]);
    assert.equal(report.fixed, campaign);
    const network = loop.network.links["postback_url"] ?? "";
    const clicks = await lint(network.replace("#s1#", "{clickid}"), { context: { network_id: loop.network.id } });
    assert.deepEqual(codesOf(clicks), ["foreign_macro"]);
    const postback = await lint("http://s.example/?t={external_id}&z={zone_id}", {
      kind: "source_postback",
      context: { source_id: loop.source.id },
    });
    assert.match(postback.fixed ?? "", /&z=\{token5\}$/);
  });

  test("mends the postback skeleton as the ad network shows it", async () => {
    const skeleton = loop.goal.links["postback_url"] ?? "";
    const report = await lint(skeleton);
    assert.equal(report.kind, "source_postback");
    assert.equal(report.fixed, `${skeleton}{external_id}&value={payout}`);
    assert.deepEqual(codesOf(report), ["no_external_id", "dynamic_without_value"]);
    assert.deepEqual(codesOf(await lint(skeleton.replace("goal=", "goal=0"))), [
      "goal_length",
      "no_external_id",
      "no_value",
    ]);
  });

  test("refuses what it cannot read, by the name of the field", async () => {
    const cases: [Json, string][] = [
      [{}, "text"],
      [{ text: 5 }, "text"],
      [{ text: "x".repeat(8193) }, "text"],
      [{ text: "x", kind: "url" }, "kind"],
      [{ text: "x", kind: null }, "kind"],
      [{ text: "x", context: [] }, "context"],
      [{ text: "x", context: { source_id: 999 } }, "context.source_id"],
      [{ text: "x", context: { source_id: "1" } }, "context.source_id"],
      [{ text: "x", context: { offer_id: 1 } }, "context.offer_id"],
      [{ text: "x", nope: 1 }, "nope"],
    ];
    for (const [body, field] of cases) {
      const reply = await server.call("POST", "lint", body);
      assert.equal(reply.status, 422, reply.text);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, field);
    }
  });

  test("an empty text and one of nothing but control bytes have nothing to mend", async () => {
    assert.deepEqual(codesOf(await lint("", { kind: "offer_url" })), ["empty"]);
    const report = await lint("\u0000\u0001", { kind: "offer_url" });
    assert.deepEqual(codesOf(report), ["control", "control", "empty"]);
    assert.equal(report.fixed, "");
  });
});

describe("saving an entity", () => {
  async function warningsOf(resource: string, body: Json): Promise<string[]> {
    const made = await server.api<Warned>("POST", resource, { name: "x", ...body });
    return made.warnings.map((warning) => `${warning.field}: ${warning.message}`);
  }

  test("returns what the linter says of its texts", async () => {
    const offer = await warningsOf("offers", { url: "http://o.example/?a=1?s1={clickid}&t={tokn2}" });
    assert.match(offer.join("\n"), /url: a second \?/);
    assert.match(offer.join("\n"), /url: unknown macro \{tokn2\}, did you mean \{token2\}\?/);
    const source = await warningsOf("sources", {
      external_id: { param: "e", macro: "{conversions_tracking}" },
      postback: { url: "http://s.magsrv.com/tag.php?goal=abc&tag=&valeur={payout}" },
    });
    assert.match(source.join("\n"), /postback\.url: a goal's id is 32 hex digits/);
    assert.match(source.join("\n"), /postback\.url: tag= is empty/);
    assert.match(source.join("\n"), /postback\.url: the parameter is called value/);
    const network = await warningsOf("networks", { offer_url_template: "{url}&s1=[clickid]" });
    assert.match(network.join("\n"), /offer_url_template: \[clickid\] is a macro of another family/);
    const variation = await warningsOf("variations", {
      adcampaign_id: loop.adcampaign.id,
      url: "http://v.example/?t={conversion_tracking}",
    });
    assert.deepEqual(variation, ["url: the token is plural: {conversions_tracking}"]);
  });

  test("knows the goals of its own ad network", async () => {
    const url = loop.goal.links["postback_url"] ?? "";
    const external_id = { param: "e", macro: "{conversions_tracking}" };
    const dynamic = await warningsOf("sources", { external_id, postback: { url: `${url}{external_id}` } });
    assert.match(dynamic.join("\n"), /postback\.url: the goal's value is dynamic: without &value=/);
    const fixed = await server.api<Entity & { links: Record<string, string> }>("POST", "goals", { name: "Free" });
    const other = `${fixed.links["postback_url"] ?? ""}{external_id}`;
    assert.deepEqual(await warningsOf("sources", { external_id, postback: { url: other } }), []);
    assert.deepEqual(codesOf(await lint(`${url}{external_id}`)), ["dynamic_without_value"]);
    assert.deepEqual(codesOf(await lint(other)), []);
  });

  test("reads each macro of a source and of a network", async () => {
    const source = await warningsOf("sources", {
      external_id: { param: "e", macro: "{conversion_tracking}" },
      tokens: [{ slot: 1, param: "z", macro: "%7Bzone_id%7D" }],
    });
    assert.match(source.join("\n"), /^external_id\.macro: the token is plural/m);
    assert.match(source.join("\n"), /^tokens\[0\]\.macro: the braces are percent-encoded/m);
    const network = await warningsOf("networks", { postback_macros: { payout: "REPLACE" } });
    assert.match(network.join("\n"), /^postback_macros\.payout: the URL still has REPLACE/m);
    assert.match(network.join("\n"), /^postback_macros: no macro for cid/m);
  });

  test("says in plain words why a preset is unverified, and nothing of the kind of one that is", async () => {
    assert.match((await warningsOf("networks", { template: "adcombo" })).join("\n"), /template: .*was not checked .*: no source confirms all of it\. Before you send traffic/);
    assert.match((await warningsOf("sources", { template: "mybid" })).join("\n"), /template: .*was not checked .*: it comes from another tracker's export\. Before/);
    assert.doesNotMatch((await warningsOf("sources", { template: "popads" })).join("\n"), /template/);
  });

  test("warns alike when the entity is read again, with the world around it as it is then", async () => {
    const bodies: [string, Json][] = [
      ["sources", { postback: { url: "http://s.magsrv.com/tag.php?goal=REPLACE&tag=" } }],
      ["networks", { offer_url_template: "{url}&s1=[clickid]" }],
      ["offers", { url: "http://o.example/?a=1?s1={clickid}" }],
      ["landers", { url: "http://l.example/?cid={clikid}" }],
      ["variations", { adcampaign_id: loop.adcampaign.id, url: "http://v.example/?t={conversion_tracking}" }],
    ];
    for (const [resource, body] of bodies) {
      const made = await server.api<Warned>("POST", resource, { name: "x", ...body });
      assert.notEqual(made.warnings.length, 0, resource);
      assert.deepEqual((await server.api<Warned>("GET", `${resource}/${made.id}`)).warnings, made.warnings, resource);
    }
    const path = { weight: 100, landers: [], offers: [{ id: loop.offer.id, weight: 100 }] };
    const campaign = await server.api<Warned>("POST", "campaigns", { name: "x", source_id: loop.source.id, paths: [path] });
    const read = async (): Promise<Warned> => server.api<Warned>("GET", `campaigns/${campaign.id}`);
    assert.deepEqual([campaign.warnings, (await read()).warnings], [[], []]);
    await server.api("PATCH", `offers/${loop.offer.id}`, { url: "http://o.example/?a=1", network_id: null });
    assert.match(JSON.stringify((await read()).warnings), /click id/);
  });
});
