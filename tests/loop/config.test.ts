/* The catalogue as one file: written, shown, made; the same bytes back; nothing half-made. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { before, describe, test } from "node:test";
import { ask, type Reply } from "./http.ts";
import { run, start, tempFolder, waitFor, type Json, type Server } from "./harness.ts";
import { makeLoop, visit, type Entity, type Loop } from "./world.ts";

type Config = Json & Record<string, (Json & { id: number | string })[]>;
interface Done {
  code: number;
  out: string;
  err: string;
}

let server: Server;
let loop: Loop;
let kept: Entity;
const folder = tempFolder();
const SECRET = "a-secret-of-the-network";

before(async () => {
  server = await start();
  loop = await makeLoop(server, { network: { secret: SECRET } });
  kept = await server.api<Entity>("POST", "adcampaigns", { name: "Kept in the archive", price: "1" });
  await server.api("DELETE", `adcampaigns/${kept.id}`);
  const paused = await server.api<Entity>("POST", "offers", { name: "Paused caf\u00e9", url: "http://x.example/" });
  await server.api("PATCH", `offers/${paused.id}`, { status: "paused" });
  await server.api("PATCH", "settings", { conversion_window_days: 12, click_update_key: `${SECRET}-of-settings` });
  await server.api("POST", "offers", { name: "Unused", url: "http://x.example/" });
  await server.api("PATCH", `offers/${loop.offer.id}`, { cap: { limit: 5, fallback_offer_id: paused.id } });
  await makeOneOfEach();
});

/* Whatever kinds there are: each from the example in the API's own document. */
async function makeOneOfEach(): Promise<void> {
  interface Operation {
    requestBody?: { content: Record<string, { example: unknown }> };
    responses: Json;
  }
  const { text } = await ask(server.dashboard, "/api/openapi.json");
  const { paths } = JSON.parse(text) as { paths: Record<string, { post?: Operation; get?: Operation }> };
  for (const [path, { post, get }] of Object.entries(paths)) {
    const resource = path.split("/")[3] ?? "";
    if (post?.responses["201"] === undefined || get === undefined || path.includes("{")) continue;
    if (configOf(server.dir)[resource] === undefined) continue; /* no part of the catalogue */
    await server.api("POST", resource, post.requestBody?.content["application/json"]?.example);
  }
}

function exportOf(dir: string, ...args: string[]): string {
  const done = run(["export", "--data", dir, ...args]);
  assert.equal(done.code, 0, done.err);
  return done.out;
}

const configOf = (dir: string): Config => JSON.parse(exportOf(dir)) as Config;

let files = 0;
function importTo(dir: string, how: "--plan" | "--apply", config: unknown): Done {
  const file = path.join(folder, `config-${++files}.json`);
  fs.writeFileSync(file, typeof config === "string" ? config : JSON.stringify(config, null, 2));
  return run(["import", how, file, "--data", dir]);
}

const newFolder = (): string => path.join(tempFolder(), "data");

describe("export", () => {
  test("is readable, in the order of the tables, with ids and keys and without secrets", async () => {
    const text = exportOf(server.dir);
    const config = JSON.parse(text) as Config;
    assert.equal(config["rebond"], 1);
    assert.ok(text.endsWith("}\n") && text.split("\n").length > 100);
    assert.ok(text.includes("Paused caf\u00e9"), "letters stand as they are");
    assert.ok(!text.includes(SECRET));
    assert.equal(config["networks"]?.[0]?.["secret"], "(not shown)");
    const campaign = config["campaigns"]?.[0];
    assert.deepEqual([campaign?.id, campaign?.["key"], campaign?.["status"]], [loop.campaign.id, loop.campaign.key, "active"]);
    assert.equal(config["goals"]?.[0]?.id, loop.goal.id);
    assert.equal(config["adcampaigns"]?.find((one) => one.id === kept.id)?.["status"], "archived");
    assert.equal(config["settings"]?.[0]?.["conversion_window_days"], 12);
    assert.equal(config["settings"]?.[0]?.["click_update_key"], "(not shown)");
    assert.ok(exportOf(server.dir, "--secrets").includes(SECRET));
    assert.equal(exportOf(server.dir), text, "the same again");
  });

  test("goes to a file that only its owner reads", () => {
    const file = path.join(folder, "out.json");
    const done = run(["export", "--secrets", "--data", server.dir, file]);
    assert.equal(done.code, 0, done.err);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.equal(fs.readFileSync(file, "utf8"), exportOf(server.dir, "--secrets"));
    assert.equal(run(["export", "--data", server.dir, "/nonexistent/x.json"]).code, 1);
    const missing = newFolder();
    const none = run(["export", "--data", missing]);
    assert.deepEqual([none.code, none.out], [1, ""]);
    assert.match(none.err, /there is no catalogue in this folder/);
    assert.ok(!fs.existsSync(missing), "a folder that was mistyped is not made");
  });
});

describe("import", () => {
  test("into an empty folder gives the same bytes back, and then has nothing to do", () => {
    const text = exportOf(server.dir, "--secrets");
    for (const [list, items] of Object.entries(JSON.parse(text) as Config))
      if (list !== "rebond") assert.ok(items.length > 0, `${list} is empty: this test would not look at it`);
    const dir = newFolder();
    const plan = importTo(dir, "--plan", text);
    assert.equal(plan.code, 2, plan.err);
    assert.match(plan.out, /^create sources 1 "ExoClick"$/m);
    assert.match(plan.out, /nothing was changed$/m);
    assert.equal(configOf(dir)["sources"]?.length, 0, "a plan changes nothing");
    const applied = importTo(dir, "--apply", text);
    assert.equal(applied.code, 0, applied.err);
    assert.equal(exportOf(dir, "--secrets"), text);
    for (const how of ["--plan", "--apply"] as const) {
      const again = importTo(dir, how, text);
      assert.deepEqual([again.code, again.out], [0, "no difference\n"]);
    }
  });

  test("shows each field that differs, makes it while a server runs, and the edge follows", async () => {
    const config = configOf(server.dir);
    const offer = config["offers"]?.[0] as Json;
    offer["url"] = "http://moved.example/?s1=";
    const plan = importTo(server.dir, "--plan", config);
    assert.equal(plan.code, 2, plan.err);
    assert.equal(
      plan.out,
      `change offers ${offer["id"]} "Offer"\n    url: "http://mypage.com/?a=14030&c=64375&s1=" -> "http://moved.example/?s1="\n` +
        "1 difference; nothing was changed\n",
    );
    const applied = importTo(server.dir, "--apply", config);
    assert.equal(applied.code, 0, applied.err);
    await waitFor("the edge to follow", async () => {
      const { location } = await visit(server, `/${loop.campaign.key}?external_id=moved`);
      return location.startsWith("http://moved.example/");
    });
    const [change] = await server.rows(`offers/${offer["id"]}/history`);
    assert.deepEqual([change?.["actor"], change?.["changed"], change?.["version"]], ["import", ["url"], 3]);
  });

  test("leaves a secret that is not shown as it is, and does not make one up", async () => {
    const config = configOf(server.dir);
    assert.equal(importTo(server.dir, "--plan", config).code, 0, "the mask is no change");
    (config["networks"]?.[0] as Json)["name"] = "Renamed";
    assert.equal(importTo(server.dir, "--apply", config).code, 0);
    assert.ok(exportOf(server.dir, "--secrets").includes(SECRET));
    const elsewhere = importTo(newFolder(), "--apply", config);
    assert.equal(elsewhere.code, 1);
    assert.match(elsewhere.err, /networks\[0\].*: secret: /);
    (config["networks"]?.[0] as Json)["secret"] = "another-secret-of-it";
    const plan = importTo(server.dir, "--plan", config);
    assert.equal(plan.code, 2);
    assert.ok(plan.out.includes("secret: ") && !plan.out.includes("another-secret-of-it"));
  });

  test("archives what a list does not name, brings back what it does, and leaves lists alone that are not there", async () => {
    const config = configOf(server.dir);
    const offers = config["offers"] as Json[];
    config["offers"] = offers.filter((one) => one["name"] !== "Unused") as Config[string];
    (config["adcampaigns"]?.find((one) => one.id === kept.id) as Json)["status"] = "paused";
    delete config["goals"];
    const plan = importTo(server.dir, "--plan", config);
    assert.match(plan.out, /^archive offers \d+ "Unused"$/m);
    assert.match(plan.out, new RegExp(`^restore adcampaigns ${kept.id} `, "m"));
    assert.match(plan.out, /^2 differences/m);
    assert.equal(importTo(server.dir, "--apply", config).code, 0);
    assert.equal((await server.api("GET", `adcampaigns/${kept.id}`))["status"], "paused");
    assert.equal((await server.api("GET", `goals/${loop.goal.id}`))["status"], "active");
    assert.equal(importTo(server.dir, "--plan", config).code, 0);
  });

  test("judges the whole: entities may refer to later ones, and a fault anywhere changes nothing", async () => {
    const before = exportOf(server.dir);
    const config = JSON.parse(before) as Config;
    (config["campaigns"]?.[0] as Json)["name"] = "Not to be";
    (config["variations"]?.[0] as Json)["adcampaign_id"] = 77;
    const refused = importTo(server.dir, "--apply", config);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /variations\[0\] \(1 "Variation"\): adcampaign_id: /);
    assert.equal(exportOf(server.dir), before);
    config["adcampaigns"]?.push({ ...(config["adcampaigns"][0] as Json & { id: number }), id: 77, name: "Seventy-seven" });
    assert.equal(importTo(server.dir, "--apply", config).code, 0, "now it refers to something");
    assert.equal((await server.api("GET", "adcampaigns/77"))["name"], "Seventy-seven");
    assert.ok((await server.api<Entity>("POST", "adcampaigns", { name: "Next", price: "1" })).id > 77);
  });

  test("keeps what is for good: the currency that was counted in, and a campaign's type", () => {
    const change = (list: string, field: string, value: string): Config => {
      const config = configOf(server.dir);
      (config[list]?.[0] as Json)[field] = value;
      return config;
    };
    const currency = importTo(server.dir, "--plan", change("workspaces", "currency", "EUR"));
    assert.equal(currency.code, 1, currency.out);
    assert.match(currency.err, /workspaces\[0\].*: currency: stays USD/);
    const type = importTo(server.dir, "--plan", change("campaigns", "type", "direct"));
    assert.equal(type.code, 1, type.out);
    assert.match(type.err, /campaigns\[0\].*: type: it cannot be changed/);
    const dir = newFolder();
    const text = JSON.stringify({ rebond: 1, workspaces: [{ id: 1, name: "Initial", currency: "EUR" }] });
    assert.equal(importTo(dir, "--apply", text).code, 0, "nothing was counted there");
  });

  test("judges what it makes as archived too, for the edge reads it with all else", async () => {
    const config = configOf(server.dir);
    const campaign = config["campaigns"]?.[0] as Json & { id: number };
    const archived = { ...campaign, id: 990, key: "Broken", status: "archived", source_id: 991 };
    config["campaigns"]?.push(archived);
    const refused = importTo(server.dir, "--apply", config);
    assert.equal(refused.code, 1, refused.out);
    assert.match(refused.err, /campaigns\[\d+\].*: source_id: there is no source 991/);
    archived.source_id = campaign["source_id"] as number;
    assert.equal(importTo(server.dir, "--apply", config).code, 0);
    assert.equal((await server.api("PATCH", `campaigns/${campaign.id}`, { name: "Read by the edge" }))["live"], true);
  });

  test("names line, list and field of what it refuses", () => {
    const text = exportOf(server.dir);
    const lineOf = (pattern: string, from = 0): number => text.slice(0, text.indexOf(pattern, from)).split("\n").length;
    const cases: [string, string, RegExp][] = [
      ['"redirect": "302"', '"redirect": "999"', /campaigns\[0\].*: redirect: expected one of/],
      ['"weight": 100', '"weight": 100, "colour": 1', /flows\[0\]: paths\[0\]\.colour: unknown field/],
      [`"key": "${loop.campaign.key}"`, '"key": "zzzzzz"', /campaigns\[0\].*: key: .* for good/],
      ['"workspace_id": 1', '"workspace_id": 3', /: workspace_id: /],
    ];
    for (const [good, bad, expected] of cases) {
      assert.ok(text.includes(good), good);
      const done = importTo(server.dir, "--plan", text.replace(good, bad));
      assert.equal(done.code, 1, bad);
      assert.match(done.err, expected);
    }
    const campaigns = text.indexOf('"campaigns": [');
    const done = importTo(server.dir, "--plan", text.replace('"redirect": "302"', '"redirect": "999"'));
    assert.match(done.err, new RegExp(`:${lineOf("{", campaigns)}: campaigns\\[0\\]`));
    const broken = importTo(server.dir, "--plan", text.replace('"rebond": 1,', '"rebond": 1'));
    assert.match(broken.err, /:3:\d+: no JSON: /);
    for (const [config, message] of [
      [{}, /rebond: expected 1/],
      [{ rebond: 1, colours: [] }, /colours: unknown list/],
      [{ rebond: 1, offers: {} }, /offers: expected a list/],
      [{ rebond: 1, offers: [{ name: "x" }] }, /offers\[0\]: id: expected an id/],
      [{ rebond: 1, offers: [{ id: 2 ** 52, name: "x", url: "http://x.example/" }] }, /offers\[0\]: id: expected an id/],
      [{ rebond: 1, sources: [{ id: 9, name: "a" }, { id: 9, name: "b" }] }, /sources\[1\].*: id: stands twice/],
    ] as const) {
      const refused = importTo(newFolder(), "--plan", config);
      assert.equal(refused.code, 1);
      assert.match(refused.err, message);
    }
  });

  test("does the same over the API, shown first and made when asked", async () => {
    const config = await server.api<Config>("GET", "export");
    assert.deepEqual(config, configOf(server.dir));
    assert.ok(JSON.stringify(await server.api("GET", "export?secrets=true")).includes(SECRET));
    (config["landers"]?.[0] as Json)["name"] = "Renamed over the API";
    interface Imported {
      differences: Json[];
      applied: boolean;
      live: boolean;
    }
    const shown = await server.api<Imported>("POST", "import", config);
    assert.equal(shown.applied, false);
    assert.deepEqual(shown.differences.map((one) => [one["action"], one["resource"], one["fields"]]), [
      ["change", "landers", [{ field: "name", before: "Lander", after: "Renamed over the API" }]],
    ]);
    const made = await server.api<Imported>("POST", "import?plan=false", config);
    assert.deepEqual([made.applied, made.live, made.differences.length], [true, true, 1]);
    assert.deepEqual((await server.api<Imported>("POST", "import?plan=false", config)).differences, []);
    const [change] = await server.rows(`landers/${config["landers"]?.[0]?.id}/history`);
    assert.match(String(change?.["actor"]), /^key \d+$/);
    (config["campaigns"]?.[0] as Json)["redirect"] = "999";
    const refused = await server.call("POST", "import", config);
    assert.equal(refused.status, 422);
    assert.equal((JSON.parse(refused.text) as { error: Json }).error["field"], "campaigns[0].redirect");
  });

  test("over the API touches what its caller may, and nothing else", async () => {
    const workspace = await server.api<Entity>("POST", "workspaces", { name: "Second" });
    for (const name of ["Stays", "Goes"])
      await server.api("POST", "sources", { name, workspace_id: workspace.id });
    const made = await server.api<{ key: string }>("POST", "keys", {
      name: "second",
      scopes: ["write"],
      workspaces: [{ id: workspace.id }],
    });
    const asSecond = (method: string, target: string, body?: unknown): Promise<Reply> =>
      ask(server.dashboard, `/api/v1/${target}`, {
        method,
        headers: { Authorization: `Bearer ${made.key}`, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const exported = await asSecond("GET", "export");
    assert.equal(exported.status, 200, exported.text);
    const config = JSON.parse(exported.text) as Config;
    assert.deepEqual(config["workspaces"]?.map((one) => one.id), [workspace.id]);
    assert.deepEqual(config["sources"]?.map((one) => one["name"]), ["Stays", "Goes"]);
    assert.deepEqual([config["campaigns"], config["settings"]], [[], []]);
    config["sources"]?.pop();
    const others = configOf(server.dir)["sources"]?.filter((one) => one["workspace_id"] === 1);
    const applied = await asSecond("POST", "import?plan=false", config);
    assert.equal(applied.status, 200, applied.text);
    const { differences } = JSON.parse(applied.text) as { differences: Json[] };
    assert.deepEqual(differences.map((one) => [one["action"], one["name"]]), [["archive", "Goes"]]);
    assert.deepEqual(configOf(server.dir)["sources"]?.filter((one) => one["workspace_id"] === 1), others);
    config["sources"]?.push({ ...(config["sources"][0] as Json), id: loop.source.id });
    const refused = await asSecond("POST", "import", config);
    assert.equal(refused.status, 422);
    assert.equal((JSON.parse(refused.text) as { error: Json }).error["field"], "sources[1].id");
  });

  test("is refused without its words, and says so", () => {
    assert.equal(run(["import", "--data", server.dir]).code, 1);
    assert.equal(run(["import", "--plan", "/nonexistent.json", "--data", server.dir]).code, 1);
    assert.equal(run(["import", "--help"]).code, 0);
    assert.equal(run(["export", "--help"]).code, 0);
  });

  test("links that were out in the world stay alive in a folder made from the file", async () => {
    const dir = newFolder();
    assert.equal(importTo(dir, "--apply", exportOf(server.dir, "--secrets")).code, 0);
    const moved = await start({ dir });
    const reply = await ask(moved.tracking, `/${loop.campaign.key}?external_id=x`);
    assert.equal(reply.status, 302);
    const { rows } = await moved.api<{ rows: Json[] }>("GET", "campaigns");
    assert.equal(rows[0]?.["key"], loop.campaign.key);
  });
});
