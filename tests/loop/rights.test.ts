/* rights - every operation of the API, asked by every role, about what stands in their own workspace,
 * in a private one of others and in a public one. The table below is written down once more, so that
 * a change of the program's (src/api/access.c) has to be meant. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { ask, type Reply } from "./http.ts";
import { start, type Json, type Server, waitFor } from "./harness.ts";
import { Browser, enter, setUp } from "./people.ts";

type Level = "none" | "read" | "write";
const ROLES = ["owner", "manager", "buyer", "read-only"] as const;
type Role = (typeof ROLES)[number];

/*                                  owner    manager  buyer    read-only */
const TABLE: Record<string, readonly [Level, Level, Level, Level]> = {
  workspaces: ["write", "read", "read", "read"],
  users: ["write", "none", "none", "none"],
  keys: ["write", "none", "none", "none"],
  settings: ["write", "write", "read", "read"],
  rates: ["write", "read", "read", "read"],
  sources: ["write", "write", "write", "read"],
  networks: ["write", "write", "read", "read"],
  offers: ["write", "write", "write", "read"],
  landers: ["write", "write", "write", "read"],
  flows: ["write", "write", "write", "read"],
  campaigns: ["write", "write", "write", "read"],
  domains: ["write", "write", "read", "read"],
  goals: ["write", "write", "write", "read"],
  ads: ["write", "write", "write", "read"],
  templates: ["write", "write", "write", "read"],
  reports: ["write", "read", "read", "read"],
  logs: ["write", "read", "read", "read"],
  entries: ["write", "write", "write", "read"],
  tools: ["write", "write", "write", "read"],
  history: ["write", "read", "read", "read"],
  config: ["write", "read", "none", "none"],
};

/** The area of a path, by its pieces behind /api/v1/; undefined: of whoever is signed in. */
function areaOf(path: string, method: string): string | undefined {
  const [first = "", second = "", third = ""] = path.split("/").slice(3);
  if (["session", "sessions", "password", "profile", "addresses"].includes(first)) return undefined;
  if (["adcampaigns", "variations", "bidders", "sites", "zones"].includes(first)) return "ads";
  if (["lint", "trace", "preview"].includes(first) || (first === "campaigns" && third === "test")) return "tools";
  if (first === "adreport" || (first === "campaigns" && third === "splits")) return "reports";
  if (first === "places" || first === "devices") return "settings";
  if (first === "demo") return "workspaces";
  if (first === "changes") return "history";
  if (first === "health") return method === "get" ? "reports" : "settings";
  if (first === "report") return "reports";
  if (first === "reconcile") return method === "get" ? "reports" : "entries";
  if (["export", "import"].includes(first)) return "config";
  if (first === "costs" || first === "bots") return "entries";
  if (first === "campaigns" && ["costs"].includes(third)) return "entries";
  if (["visits", "live", "conversions", "clicks", "postbacks", "ad-clicks", "impressions", "refusals", "goal-calls"].includes(first))
    return method === "get" ? "logs" : "entries";
  if (first === "sources" && third === "cost-sync" && method === "post" && path.endsWith("/cost-sync")) return "entries";
  if (first in TABLE) return first;
  assert.fail(`${method} ${path}: say here which area it belongs to (${second})`);
}

let server: Server;
let paths: Record<string, Record<string, { security?: unknown[] }>>;
const people = new Map<Role, Browser>();
/** One entity of each resource in workspace 1, in a private one and in a public one. */
const made = new Map<string, Record<"own" | "foreign" | "public", string | number>>();

const browserOf = (role: Role): Browser => people.get(role) as Browser;

async function makeIn(workspace: number): Promise<Record<string, string | number>> {
  const make = async (resource: string, body: Json): Promise<string | number> =>
    (await server.api<{ id: string | number }>("POST", resource, { ...body, workspace_id: workspace })).id;
  const sources = await make("sources", { name: "s" });
  const networks = await make("networks", { name: "n", secret: "hush-hush" });
  const offers = await make("offers", { name: "o", url: "http://h/?a=", network_id: networks });
  const landers = await make("landers", { name: "l", url: "http://h/?cid={clickid}" });
  const draw = [{ offers: [{ id: offers }] }];
  const flows = await make("flows", { name: "f", paths: draw });
  const campaigns = await make("campaigns", { name: "c", source_id: sources, paths: draw });
  const domains = await make("domains", { name: `d${workspace}.example.test` });
  const goals = await make("goals", { name: "g" });
  const adcampaigns = await make("adcampaigns", { name: "a", price: "1" });
  const variations = await make("variations", { name: "v", adcampaign_id: adcampaigns, url: "http://h/" });
  const bidders = await make("bidders", { name: "b", adcampaign_id: adcampaigns });
  const sites = await make("sites", { name: "s", hostname: "s.example" });
  const zones = await make("zones", { name: "z", site_id: sites, format: "300x250" });
  return { sources, networks, offers, landers, flows, campaigns, domains, goals, adcampaigns, variations, bidders, sites, zones };
}

before(async () => {
  server = await start();
  await setUp(server);
  await server.api("POST", "workspaces", { name: "Others" });
  await server.api("POST", "workspaces", { name: "Everyone", visibility: "public" });
  const [own, foreign, open] = [await makeIn(1), await makeIn(2), await makeIn(3)];
  for (const resource of Object.keys(own))
    made.set(resource, {
      own: own[resource] as string | number,
      foreign: foreign[resource] as string | number,
      public: open[resource] as string | number,
    });
  for (const role of ROLES) {
    const browser = role === "owner" ? new Browser(server) : await enter(server, `${role}@example.com`, role, [1]);
    if (role === "owner") assert.equal((await browser.signIn("olga@example.com")).status, 200);
    people.set(role, browser);
  }
  paths = (JSON.parse((await ask(server.dashboard, "/api/openapi.json")).text) as { paths: typeof paths }).paths;
});

/* What is written is refused for its body or its id at the latest: nothing changes. */
const askAs = (role: Role, method: string, target: string): Promise<Reply> =>
  browserOf(role).ask(method.toUpperCase(), target, method === "post" || method === "patch" ? { no_such_field: 1 } : undefined);

describe("rights", () => {
  // spec: 1.10-roles
  test("hold for every operation and every role as the table says", async () => {
    let asked = 0;
    for (const [path, methods] of Object.entries(paths))
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.security !== undefined) continue; /* open to everyone */
        const area = areaOf(path, method);
        const target = path.replace("{id}", path.includes("goals") ? "0".repeat(32) : "999999").replace("{sub}", "999999") + (path === "/api/v1/live" ? "?seconds=0" : "") /* or it goes on */;
        if (area === undefined && method === "delete" && path === "/api/v1/session") continue;
        for (const [i, role] of ROLES.entries()) {
          const level = area === undefined ? "write" : (TABLE[area]?.[i] ?? "none");
          const isAllowed = level === "write" || (level === "read" && method === "get");
          const { status, text } = await askAs(role, method, target);
          asked++;
          if (isAllowed) assert.notEqual(status, 403, `${role}: ${method} ${path}: ${text}`);
          else assert.equal(status, 403, `${role}: ${method} ${path}: ${text}`);
        }
      }
    assert.ok(asked > 200, `${asked} requests`);
  });

  test("are asked of every operation that is not open: nobody gets 401", async () => {
    for (const [path, methods] of Object.entries(paths))
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.security !== undefined) continue;
        const reply = await ask(server.dashboard, path, { method: method.toUpperCase() });
        assert.equal(reply.status, 401, `${method} ${path}`);
      }
  });

  test("let everyone change their own name, and no more of themselves; the history tells it", async () => {
    for (const role of ROLES) {
      const browser = browserOf(role);
      const before = (JSON.parse((await browser.api("GET", "session")).text) as { user: Json }).user;
      const reply = await browser.api("PATCH", "profile", { name: `The ${role}` });
      assert.equal(reply.status, 200, reply.text);
      assert.deepEqual(JSON.parse(reply.text), { ...before, name: `The ${role}` });
      assert.equal((JSON.parse((await browser.api("GET", "session")).text) as { user: Json }).user["name"], `The ${role}`);
      for (const body of [{ role: "owner" }, { email: "x@example.com" }, { name: "x", workspaces: [2] }]) assert.equal((await browser.api("PATCH", "profile", body)).status, 422, JSON.stringify(body));
      assert.equal((JSON.parse((await browser.api("PATCH", "profile", { name: "" })).text) as { error: { field: string } }).error.field, "name");
    }
    const offer = made.get("offers")?.own;
    assert.equal((await browserOf("buyer").api("PATCH", `offers/${offer}`, { note: "by the buyer" })).status, 200);
    const [change] = (JSON.parse((await browserOf("read-only").api("GET", `offers/${offer}/history`)).text) as { rows: Json[] }).rows;
    assert.equal(change?.["actor_name"], "The buyer", "whoever reads it");
    assert.equal((await server.call("PATCH", "profile", { name: "key" })).status, 403);
  });

  // spec: 1.10-workspaces
  test("end at a private workspace: what stands there is not there", async () => {
    for (const role of ROLES)
      for (const [resource, { foreign }] of made) {
        const wanted = role === "owner" ? 200 : 404;
        assert.equal((await askAs(role, "get", `/api/v1/${resource}/${foreign}`)).status, wanted, `${role}: ${resource}`);
        const list = JSON.parse((await askAs(role, "get", `/api/v1/${resource}?status=all&limit=1000`)).text) as { rows: { id: unknown }[] };
        assert.equal(list.rows.some((row) => row.id === foreign), role === "owner", `${role}: list of ${resource}`);
        if (role === "owner") continue;
        const change = await browserOf(role).api("PATCH", `${resource}/${foreign}`, { name: "mine now" });
        const archive = await browserOf(role).api("DELETE", `${resource}/${foreign}`);
        const area = areaOf(`/api/v1/${resource}`, "patch") ?? "";
        const mayWrite = TABLE[area]?.[ROLES.indexOf(role)] === "write";
        assert.deepEqual([change.status, archive.status], mayWrite ? [404, 404] : [403, 403], `${role}: ${resource}`);
      }
  });

  test("let everyone read a public workspace, and only its own people change it", async () => {
    for (const role of ["manager", "buyer", "read-only"] as const)
      for (const [resource, { public: id }] of made) {
        assert.equal((await askAs(role, "get", `/api/v1/${resource}/${id}`)).status, 200, `${role}: ${resource}`);
        assert.equal((await browserOf(role).api("PATCH", `${resource}/${id}`, { name: "mine now" })).status, 403, `${role}: ${resource}`);
      }
  });

  test("let whoever reads a bidder have it decide dry, and only its own people for good", async () => {
    await waitFor("the facts to decide by", async () => (await server.call("POST", `bidders/${made.get("bidders")?.own}/decisions`, { dry_run: true })).status === 200);
    for (const role of ROLES)
      for (const where of ["own", "public"] as const) {
        const path = `bidders/${made.get("bidders")?.[where]}/decisions`;
        const dry = await browserOf(role).api("POST", path, { dry_run: true, changes: { every_hours: 12 } });
        assert.equal(dry.status, 200, `${role}: ${where}: ${dry.text}`);
        assert.equal((JSON.parse(dry.text) as Json)["dry_run"], true);
        const mayWrite = role === "owner" || (role !== "read-only" && where === "own");
        for (const body of [{}, { dry_run: false }]) assert.equal((await browserOf(role).api("POST", path, body)).status, mayWrite ? 200 : 403, `${role}: ${where}`);
        assert.equal((await browserOf(role).api("DELETE", `${path}/1`)).status, mayWrite ? 404 : 403);
      }
    const foreign = `bidders/${made.get("bidders")?.foreign}/decisions`;
    assert.equal((await browserOf("read-only").api("POST", foreign, { dry_run: true })).status, 404);
    const { key } = await server.api<{ key: string }>("POST", "keys", { name: "reports", scopes: ["reports:read"] });
    const reply = await ask(server.dashboard, `/api/v1/${foreign}`, { method: "POST", body: JSON.stringify({ dry_run: true }), headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" } });
    assert.equal(reply.status, 403, "who may not read ad campaigns");
  });

  test("do not let a reference reach into another workspace", async () => {
    const { foreign } = made.get("offers") as { foreign: number };
    const { own } = made.get("campaigns") as { own: number };
    const reply = await browserOf("manager").api("PATCH", `campaigns/${own}`, { paths: [{ offers: [{ id: foreign }] }] });
    assert.equal(reply.status, 422);
    assert.match(reply.text, new RegExp(`there is no offer ${foreign}`));
    assert.equal((await browserOf("buyer").api("POST", "offers", { name: "x", url: "http://h/?a=", workspace_id: 2 })).status, 422);
    assert.equal((await browserOf("buyer").api("POST", "offers", { name: "x", url: "http://h/?a=", workspace_id: 3 })).status, 403);
  });

  test("hide a network's secret from whoever may not change networks", async () => {
    const network = made.get("networks")?.own;
    const offer = made.get("offers")?.own;
    for (const role of ROLES) {
      const texts = [
        (await askAs(role, "get", `/api/v1/networks/${network}`)).text,
        (await askAs(role, "get", `/api/v1/offers/${offer}`)).text,
        (await askAs(role, "get", "/api/v1/networks")).text,
        (await askAs(role, "get", "/api/v1/changes?limit=1000")).text,
      ];
      const mayWrite = TABLE["networks"]?.[ROLES.indexOf(role)] === "write";
      assert.deepEqual(texts.map((text) => text.includes("hush-hush")), [mayWrite, mayWrite, mayWrite, false], role);
    }
  });

  test("hide secrets of a workspace that one may only read, in answers, exports and copies", async () => {
    const SECRETS = /hush-hush|skey=[0-9a-zA-Z]/;
    const { public: network } = made.get("networks") as { public: number };
    const there = { "X-Workspace": "3" };
    const set = await browserOf("owner").ask("PATCH", "/api/v1/settings", { click_update_key: "hush-hush-of-all" }, there);
    assert.equal(set.status, 200, set.text);
    for (const role of ["owner", "manager"] as const)
      for (const target of [
        `networks/${network}`,
        `offers/${made.get("offers")?.public}`,
        `goals/${made.get("goals")?.public}`,
        "settings",
        "export?secrets=true",
      ]) {
        const reply = await browserOf(role).ask("GET", `/api/v1/${target}`, undefined, there);
        assert.equal(reply.status, 200, `${role}: ${target}: ${reply.text}`);
        if (target.startsWith("export") || role === "manager")
          assert.equal(SECRETS.test(reply.text), role === "owner", `${role}: ${target}`);
      }
    const copy = await browserOf("manager").api("POST", `networks/${network}/clone`, { workspace_id: 1 });
    assert.equal(copy.status, 201, copy.text);
    assert.equal((JSON.parse(copy.text) as Json)["secret"], null);
  });

  test("in an archived workspace bring nothing back before it is back itself", async () => {
    interface Made extends Json {
      id: number;
    }
    const { id: workspace_id } = await server.api<Made>("POST", "workspaces", { name: "Gone" });
    const { id } = await server.api<Made>("POST", "landers", { name: "l", url: "http://h/?cid={clickid}", workspace_id });
    await server.api("DELETE", `landers/${id}`);
    await server.api("DELETE", `workspaces/${workspace_id}`);
    for (const [method, target, body] of [
      ["POST", `landers/${id}/restore`, {}],
      ["PATCH", `landers/${id}`, { status: "paused" }],
      ["POST", "landers/status", { ids: [id], status: "active" }],
    ] as const)
      assert.equal((await server.call(method, target, body)).status, 409, target);
    assert.equal((await server.call("PATCH", `landers/${id}`, { name: "still in the archive" })).status, 200);
    await server.api("POST", `workspaces/${workspace_id}/restore`, {});
    await server.api("POST", `landers/${id}/restore`, {});
  });

  test("to what is the account's are the same, whichever workspace is looked at", async () => {
    const rates = { date: "2026-11-24", base: "EUR", rates: { USD: "1.0823" } };
    const asked = (role: Role): Promise<Reply> => browserOf(role).ask("POST", "/api/v1/rates", rates, { "X-Workspace": "1" });
    assert.equal((await asked("owner")).status, 200);
    assert.equal((await asked("manager")).status, 403);
  });

  test("keep logs and counts to one's own workspaces", async () => {
    const keys = { own: "", foreign: "" };
    for (const place of ["own", "foreign"] as const) {
      const campaign = await server.api<{ key: string }>("GET", `campaigns/${made.get("campaigns")?.[place]}`);
      keys[place] = campaign.key;
      assert.equal((await ask(server.tracking, `/${campaign.key}`)).status, 302);
    }
    const visitsOf = async (role: Role, headers: Record<string, string> = {}): Promise<number> =>
      (JSON.parse((await browserOf(role).ask("GET", "/api/v1/visits", undefined, headers)).text) as { rows: unknown[] }).rows.length;
    assert.equal(await visitsOf("owner"), 2);
    assert.equal(await visitsOf("owner", { "X-Workspace": "2" }), 1);
    assert.equal(await visitsOf("read-only"), 1);
    assert.equal((await browserOf("buyer").ask("GET", "/api/v1/visits", undefined, { "X-Workspace": "2" })).status, 422);
    /* A link of an export carries no header. */
    const byLink = async (role: Role, target: string, headers: Record<string, string> = {}): Promise<Reply> => browserOf(role).ask("GET", `/api/v1/${target}`, undefined, headers);
    const rowsOf = (reply: Reply): string[] => reply.text.trim().split("\n");
    const cidOf = async (workspace: number): Promise<unknown> => (JSON.parse((await byLink("owner", `visits?workspace=${workspace}`)).text) as { rows: Json[] }).rows.map((row) => row["cid"])[0];
    const file = await byLink("owner", "visits?format=csv&export=all&workspace=2");
    assert.equal(rowsOf(file).length, 2, "a header and one visit");
    assert.ok(file.text.includes(String(await cidOf(2))) && !file.text.includes(String(await cidOf(1))));
    assert.equal((await byLink("owner", "visits?workspace=2", { "X-Workspace": "2" })).status, 200);
    for (const [role, target, headers, status, field] of [
      ["buyer", "visits?workspace=2", {}, 422, "workspace"],
      ["owner", "visits?workspace=two", {}, 422, "workspace"],
      ["owner", "visits?workspace=2", { "X-Workspace": "1" }, 422, "workspace"],
      ["owner", "users?workspace=1", {}, 400, "workspace"],
      /* An owner reads every workspace, those to come too: that is none of them yet. */
      ["owner", "visits?workspace=77", {}, 422, "workspace"],
      ["owner", "visits", { "X-Workspace": "77" }, 422, "X-Workspace"],
      ["owner", "campaigns", { "X-Workspace": "0" }, 422, "X-Workspace"],
      ["owner", "report", { "X-Workspace": "300" }, 422, "X-Workspace"],
    ] as const) {
      const reply = await byLink(role, target, headers);
      assert.deepEqual([reply.status, (JSON.parse(reply.text) as { error?: { field: string } }).error?.field], [status, field], `${role}: ${target}`);
    }
    assert.match((await byLink("owner", "visits", { "X-Workspace": "77" })).text, /X-Workspace must be the id of a workspace that you may read, not \\"77\\"/);
    /* A postback belongs to its click's workspace; one of nobody to the account. */
    await ask(server.tracking, "/postback?cid=nonsense&payout=1");
    const postbacksOf = async (role: Role): Promise<number> =>
      (JSON.parse((await askAs(role, "get", "/api/v1/postbacks/in")).text) as { rows: unknown[] }).rows.length;
    /* What is refused at sight is answered before it is logged. */
    await waitFor("the postback in the owner's log", async () => (await postbacksOf("owner")) === 1);
    assert.equal(await postbacksOf("manager"), 0);
  });
});
