/* openapi - the OpenAPI document against the program: a validator takes the document, every operation
 * in it is asked, and every body sent and received is held against its schema. A route or a field that
 * is new shows up here by itself; what a failure says is what to add. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, describe, test } from "node:test";
import { ask, type Reply } from "./http.ts";
import { networkApi } from "./network-api.ts";
import { run, start, waitFor, type Json, type Server } from "./harness.ts";
import {
  adClick,
  conversionOf,
  convertAndWait,
  makeLoopTo,
  postback,
  targetOf,
  visitNew,
  type Entity,
  type Loop,
} from "./world.ts";
import { receive } from "./receiver.ts";

/* --- The document ---------------------------------------------------------------------------- */

interface Schema extends Json {
  $ref?: string;
}
interface Parameter {
  name: string;
  in: "query" | "path" | "header";
  description?: string;
  example?: unknown;
}
interface Media {
  schema: Schema;
  example?: unknown;
}
interface Operation {
  operationId: string;
  summary: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
  security?: unknown[];
}
interface Document extends Json {
  paths: Record<string, Record<string, Operation>>;
}

interface Fault {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
}
interface Check {
  (value: unknown): boolean;
  errors?: Fault[] | null;
}

/* These two are CommonJS. */
const require = createRequire(import.meta.url);
const Ajv2020 = require("ajv/dist/2020.js").default as new (options: Json) => {
  addSchema(schema: unknown, name: string): void;
  compile(schema: unknown): Check;
};
const addFormats = require("ajv-formats").default as (ajv: unknown) => void;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);

let document: Document;
let server: Server;
let loop: Loop;

/** What is wrong with a value by the schema at that place of the document; "" when nothing is. */
const checks = new Map<string, Check>();
function faultsOf(value: unknown, schema: Schema, place: string): string {
  let check = checks.get(place);
  if (check === undefined) {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components');
    check = ajv.compile(JSON.parse(text));
    checks.set(place, check);
  }
  if (check(value)) return "";
  const told = (check.errors ?? [])
    .map((fault) => {
      const at = `${place} ${fault.instancePath.replaceAll(/\/\d+/g, "/N")}`;
      if (fault.keyword === "additionalProperties")
        return `${at}: the field "${fault.params["additionalProperty"]}" is not in the document: add a line for it to the table of fields beside the function that writes it (struct shape_field, or the kind's struct field)`;
      if (fault.keyword === "required")
        return `${at}: the document promises the field "${fault.params["missingProperty"]}", which is not there: write it always, or give its line SHAPE_OPTIONAL`;
      return `${at}: ${fault.message ?? fault.keyword} ${JSON.stringify(fault.params)}`;
    });
  return [...new Set(told)].join("\n");
}

function operations(): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

/* --- Asking ---------------------------------------------------------------------------------- */

const exercised = new Set<string>();

/** Asks, and holds the answer against what the document says of that operation. */
async function hold(
  method: string,
  path: string,
  target: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const operation = document.paths[path]?.[method];
  assert.ok(operation, `${method} ${path} is not in the document: add it to the table of routes in src/api/api.c`);
  const media = operation.requestBody?.content["application/json"];
  const name = `${method.toUpperCase()} ${path}`;
  const { Cookie: cookie, ...others } = headers;
  const reply = await ask(server.dashboard, target, {
    method: method.toUpperCase(),
    headers: {
      ...(cookie === undefined ? { Authorization: `Bearer ${server.key}` } : { Cookie: cookie }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...others,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = operation.responses[String(reply.status)] ?? operation.responses["default"];
  assert.ok(response, `${name} answered ${reply.status}, which the document does not tell of: ${reply.text}`);
  if (reply.status < 300) {
    exercised.add(`${method} ${path}`);
    assert.ok(
      operation.responses[String(reply.status)],
      `${name} answered ${reply.status}: its line in src/api/api.c gives another status`,
    );
    if (body !== undefined && media !== undefined)
      assert.equal(faultsOf(body, media.schema, `${name}, the body sent,`), "");
  }
  const type = (reply.headers["content-type"] ?? "").split(";")[0] ?? "";
  const answer = response.content?.[type];
  assert.ok(answer, `${name} answered ${reply.status} as "${type}", which the document does not tell of`);
  const value: unknown = type === "application/json" ? JSON.parse(reply.text) : reply.text;
  assert.equal(faultsOf(value, answer.schema, `${name} ${reply.status}${type === "application/json" ? "" : ` as ${type}`}`), "");
  return reply;
}

/** The path with the id of an entity of its resource: the loop's own, or the one given. */
function targetFor(path: string, id?: string | number): string {
  const resource = path.split("/")[3] ?? "";
  const made = ids.get(path) ?? ids.get(resource);
  return path.replace("{id}", String(id ?? made ?? 1)).replace("{sub}", subs.get(path) ?? "1");
}

/** What belongs to an entity and was made there: its id, by the path that names one of them. */
const subs = new Map<string, string>();

const ids = new Map<string, string | number>();

/** A new entity made from the document's own example. */
async function makeOne(path: string): Promise<string | number> {
  const operation = document.paths[path]?.["post"];
  const example = operation?.requestBody?.content["application/json"]?.example;
  assert.ok(example !== undefined, `POST ${path} has no example: give the kind an .example in src/model/`);
  const reply = await hold("post", path, path, example);
  assert.equal(reply.status, 201, `POST ${path} refuses its own example: ${reply.text}`);
  return (JSON.parse(reply.text) as { id: string | number }).id;
}

/** Bodies where the document's own example cannot succeed: it names what only a visit makes. */
const bodies: Record<string, () => Promise<object>> = {
  "post /api/v1/visits/forget": async () => ({ cid: (await visitNew(loop)).cid }),
  "post /api/v1/users/{id}/clone": async () => ({ email: "another@example.test" }) /* an address is one user's */,
  "post /api/v1/bidders/{id}/clone": async () => ({ adcampaign_id: await otherAdcampaign() }) /* each has one bidder at most */,
  "post /api/v1/conversions": async () => ({ cid: (await visitNew(loop)).cid, payout: "5" }),
  "put /api/v1/goals/order": async () => ({ ids: (await server.rows("goals")).map((goal) => goal["id"]) }),
};

async function otherAdcampaign(): Promise<number> {
  return (await server.api<Entity>("POST", "adcampaigns", { name: "Another", price: "0.05" })).id;
}

/** A bidder that has decided something, which is taken back later. */
async function holdBidder(): Promise<void> {
  const adcampaign_id = await otherAdcampaign();
  const rules = [{ name: "All", dimension: "zone", conditions: [{ metric: "clicks", op: "greater", value: "0" }] }];
  const { id } = await server.api<Entity>("POST", "bidders", { name: "Bidder", adcampaign_id, every_hours: 0, rules });
  ids.set("bidders", id);
  const variation = await server.api<Entity>("POST", "variations", { name: "Its", adcampaign_id, url: "http://page.test/" });
  await adClick(variation, "?zone_id=4");
  const path = "/api/v1/bidders/{id}/decisions";
  const decided = await waitFor("a decision", async () => {
    const { decisions } = JSON.parse((await hold("post", path, targetFor(path), {})).text) as { decisions: { id: number }[] };
    return decisions[0];
  });
  subs.set(`${path}/{sub}`, String(decided.id));
}

/** What this ledger's entries rule out, and a run that is over; tests/loop/demo-data.test.ts and verdicts.test.ts have the other answers. */
const refusals: Record<string, number> = { "post /api/v1/demo": 409, "delete /api/v1/demo": 404, "post /api/v1/bots/runs/{id}/cancel": 409 };

/** What a path cannot be asked without. */
const needed: Record<string, string> = {
  "/api/v1/reconcile": "source=1",
  "/api/v1/reconcile/entries": "source=1",
  "/api/v1/reconcile/statements": "source=1",
};
/** The path with a query, and what it needs beside that. */
const withQuery = (path: string, query = ""): string => {
  const all = [needed[path] ?? "", query].filter((part) => part !== "").join("&");
  return all === "" ? path : `${path}?${all}`;
};

/** Sums are of one currency, and the examples make workspaces of several. */
const headersOf = (path: string): Record<string, string> =>
  document.paths[path]?.["get"]?.parameters.some(({ name }) => name === "metrics") === true ? { "X-Workspace": "1" } : {};

/** Everything about signing in, as a person and for others. */
async function holdSessions(): Promise<void> {
  const example = (path: string): Json => document.paths[path]?.["post"]?.requestBody?.content["application/json"]?.example as Json;
  const { email, password } = example("/api/v1/session") as { email: string; password: string };
  const link = run(["user", "setup", "--data", server.dir]).out.trim();
  await hold("post", "/api/v1/invitation", "/api/v1/invitation", {
    token: link.split("#")[1] ?? "",
    password,
    name: "Olga",
    email,
  });
  const { id } = await server.api<Entity>("POST", "users", { name: "Ben", email: "ben@example.test", role: "buyer" });
  const invitation = `/api/v1/users/${id}/invitation`;
  await hold("post", "/api/v1/users/{id}/invitation", invitation, {});
  await hold("delete", "/api/v1/users/{id}/invitation", invitation);
  const invited = JSON.parse((await hold("post", "/api/v1/users/{id}/invitation", invitation, {})).text) as { url: string };
  await hold("post", "/api/v1/invitation", "/api/v1/invitation", { token: invited.url.split("#")[1] ?? "", password });
  const signIn = async (): Promise<Record<string, string>> => {
    const reply = await hold("post", "/api/v1/session", "/api/v1/session", { email, password });
    return { Cookie: String(reply.headers["set-cookie"]).split(";")[0] ?? "", Origin: server.dashboard, "Content-Type": "application/json" };
  };
  const first = await signIn();
  const second = await signIn();
  await hold("get", "/api/v1/session", "/api/v1/session", undefined, first);
  const { rows } = JSON.parse((await hold("get", "/api/v1/sessions", "/api/v1/sessions", undefined, first)).text) as { rows: { id: number; is_current: boolean }[] };
  const other = rows.find((row) => !row.is_current)?.id ?? 0;
  await hold("delete", "/api/v1/sessions/{id}", `/api/v1/sessions/${other}`, undefined, first);
  assert.equal((await hold("get", "/api/v1/session", "/api/v1/session", undefined, second)).status, 401);
  const named = document.paths["/api/v1/profile"]?.["patch"]?.requestBody?.content["application/json"]?.example as Json;
  await hold("patch", "/api/v1/profile", "/api/v1/profile", named, first);
  await hold("post", "/api/v1/password", "/api/v1/password", example("/api/v1/password"), first);
  await hold("delete", "/api/v1/session", "/api/v1/session", undefined, first);
  await hold("post", "/api/v1/password", "/api/v1/password", example("/api/v1/password"));
  /* One that the lists show. */
  await hold("post", "/api/v1/session", "/api/v1/session", {
    email,
    password: (example("/api/v1/password") as { new_password: string }).new_password,
  });
}

/** A source with a network's API, and a run of its costs. */
async function holdCostSync(): Promise<void> {
  const api = await networkApi();
  api.rows = [{ date: new Date().toISOString().slice(0, 10), campaign: 9, cost: "1" }];
  api.campaigns = [{ id: 1, name: "c", status: 1, spent: "5" }];
  await server.api("PATCH", `sources/${loop.source.id}`, { cost_sync: { url: api.url, api_token: api.token, time_zone: "UTC" } });
  const { id } = await server.api<Entity>("POST", `sources/${loop.source.id}/cost-sync`, {});
  subs.set("/api/v1/sources/{id}/cost-sync/{sub}", String(id));
}

const isResource = (path: string): boolean =>
  !path.includes("{") && document.paths[path]?.["post"]?.responses["201"] !== undefined;

/** Postbacks of a paused source: they wait, to be sent again and to be dropped. */
async function holdPostbacks(receiver: string): Promise<void> {
  const paused = await makeLoopTo(server, receiver, { postback: { paused: true } });
  const forwards: string[] = [];
  for (let i = 0; i < 3; i++) {
    const { cid } = await visitNew(paused);
    await postback(server, `cid=${cid}&payout=1`);
    const { id } = await conversionOf(server, cid);
    ids.set("conversions", id);
    const { forwards: told } = await server.api<{ forwards: { forward_id: string }[] }>("GET", `conversions/${id}`);
    forwards.push(told[0]?.forward_id ?? "");
  }
  ids.set("/api/v1/postbacks/out/{id}/resend", forwards[0] ?? "");
  ids.set("/api/v1/postbacks/out/{id}/drop", forwards[1] ?? "");
}

before(async () => {
  const receiver = await receive();
  server = await start();
  const reply = await ask(server.dashboard, "/api/openapi.json");
  document = JSON.parse(reply.text) as Document;
  ajv.addSchema(document, "api");
  loop = await makeLoopTo(server, receiver.url);
  for (const [resource, entity] of [
    ["sources", loop.source],
    ["networks", loop.network],
    ["offers", loop.offer],
    ["campaigns", loop.campaign],
    ["goals", loop.goal],
    ["adcampaigns", loop.adcampaign],
    ["variations", loop.variation],
  ] as const)
    ids.set(resource, entity.id);
  const made = (resource: string, body: object): Promise<{ id: number }> =>
    server.api<Entity>("POST", resource, { ...body });
  await made("domains", { name: "kept.example.test" });
  await holdBidder();
  const site = await made("sites", { name: "Site", hostname: "site.example.test" });
  const zone = await made("zones", { name: "Zone", site_id: site.id, format: "300x250" });
  const shown = await made("adcampaigns", { name: "Shown", pricing: "cpm", price: "1" });
  await made("variations", { name: "Banner", adcampaign_id: shown.id, url: "http://page.test/", format: "300x250", image_url: "http://img.test/a.png" });
  const { impression_url } = JSON.parse((await ask(server.network, `/zone/${zone.id}.json`)).text) as { impression_url: string };
  assert.equal((await ask(server.network, impression_url)).status, 200);
  const empty = await made("zones", { name: "Empty", site_id: site.id, format: "native" });
  assert.equal((await ask(server.network, `/zone/${empty.id}.json`)).status, 204);
  await waitFor("the refusal", async () => (await server.rows("refusals")).length > 0);
  ids.set("landers", (await made("landers", { name: "Lander", url: "http://lander/?cid={clickid}" })).id);
  ids.set("flows", (await made("flows", { name: "Flow", paths: [{ offers: [{ id: loop.offer.id }] }] })).id);
  await holdSessions();
  await server.api("PATCH", "settings", { health_webhook: { url: `${receiver.url}/hook` } });
  /* A row of every log. */
  for (const date of ["2026-11-23", "2026-11-24"])
    await server.api("POST", "rates", { date, base: "EUR", rates: { USD: "1.0823" } });
  const landing = await adClick(loop.variation, "?site_id=3&zone_id=4&country=FR");
  assert.match(landing, /external_id=/);
  const { cid } = await visitNew(loop);
  assert.equal((await ask(server.tracking, `/click?cid=${cid}`)).status, 302);
  await convertAndWait(loop, "delivered");
  for (const amount of ["1", "2"])
    await server.api("POST", `campaigns/${loop.campaign.id}/costs`, { from: "2020-01-01", to: "2036-01-01", amount });
  const { statement } = await server.api<{ statement: { id: number } }>("POST", "reconcile/statements", { source: loop.source.id, text: "day,external_id,value\n2026-11-24,a,1\n", currency: "USD" });
  for (const path of ["", "/lines", "/restore"]) ids.set(`/api/v1/reconcile/statements/{id}${path}`, statement.id);
  await holdCostSync();
  const run = await server.api<{ id: number }>("POST", "bots/apply", { from: "2026-01-01", to: "2026-01-02", dry_run: true });
  await waitFor("the end of the run", async () => (await server.api("GET", `bots/runs/${run.id}`))["state"] === "done");
  await postback(server, "cid=nothing&payout=1");
  await postback(server, `cid=${(await visitNew(loop)).cid}&status=mystery`);
  await holdPostbacks(receiver.url);
  await ask(server.network, targetOf(`${loop.goal.links["postback_url"]}x`));
});

/* --- What must hold -------------------------------------------------------------------------- */

describe("the OpenAPI document", () => {
  test("a validator of OpenAPI 3.1 accepts it", async () => {
    const { Validator } = (await import("@seriousme/openapi-schema-validator")) as {
      Validator: new () => {
        version: string;
        validate(document: unknown): Promise<{ valid: boolean; errors?: unknown }>;
      };
    };
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document));
    assert.ok(result.valid, JSON.stringify(result.errors, null, 1));
    assert.equal(validator.version, "3.1");
  });

  test("every operation has a name of its own and a summary, every parameter a description", () => {
    const names = new Set<string>();
    for (const { path, method, operation } of operations()) {
      assert.ok(!names.has(operation.operationId), `two operations are called ${operation.operationId}`);
      names.add(operation.operationId);
      assert.ok(operation.summary.length > 3, `${method} ${path}`);
      for (const parameter of operation.parameters)
        if (parameter.in === "query")
          assert.ok(
            parameter.description,
            `${path}: the parameter "${parameter.name}" is not told of: add a line to params[] in src/api/openapi_params.c`,
          );
    }
  });

  test("every resource takes the document's own example, and shows, changes and archives what it made", async () => {
    for (const path of Object.keys(document.paths).filter(isResource)) {
      const resource = path.split("/")[3] ?? "";
      const id = await makeOne(path);
      if (!ids.has(resource)) ids.set(resource, id);
      const one = `${path}/{id}`;
      if (document.paths[one] === undefined) continue;
      for (const method of ["get", "patch", "delete"]) {
        const operation = document.paths[one][method];
        if (operation === undefined) continue;
        const reply = await hold(
          method,
          one,
          targetFor(one, id),
          operation.requestBody?.content["application/json"]?.example,
        );
        assert.equal(reply.status, 200, `${method} ${one}: ${reply.text}`);
      }
    }
  });

  test("every list gives rows, takes each of its parameters and goes on with its cursor", async () => {
    for (const { path, method, operation } of operations()) {
      if (method !== "get" || path.includes("{id}") || operation.responses["200"]?.content === undefined) continue;
      if (operation.responses["200"].content["text/event-stream"] !== undefined) {
        for (const { name, example } of operation.parameters.filter(({ in: place }) => place === "query"))
          await hold(method, path, `${path}?${name}=${String(example)}${name === "seconds" ? "" : "&seconds=0"}`);
        continue;
      }
      const reply = await hold(method, path, withQuery(path), undefined, headersOf(path));
      if (!path.startsWith("/api/v1/") || !reply.text.startsWith('{"rows"')) continue;
      const { rows } = JSON.parse(reply.text) as { rows: unknown[] };
      if (operation.responses["200"].content["text/csv"] !== undefined) {
        const csv = await hold(method, path, withQuery(path), undefined, { Accept: "text/csv" });
        assert.match(
          String(csv.headers["content-type"]),
          /^text\/csv/,
          `GET ${path} is no CSV: answer a list by call_answer_rows() or page_answer()`,
        );
      }
      /* A report has none until it is grouped, and sorts by what it has. */
      const isReport = operation.parameters.some((parameter) => parameter.name === "group_by");
      if (!isReport)
        assert.ok(rows.length > 0, `GET ${path} gave no row to hold against the document: make one in before()`);
      for (const parameter of operation.parameters) {
        if (parameter.example === undefined || needed[path]?.startsWith(`${parameter.name}=`) === true || (isReport && parameter.name === "sort")) continue;
        const asked = await hold(
          method,
          path,
          withQuery(path, `${parameter.name}=${encodeURIComponent(String(parameter.example))}`),
          undefined,
          headersOf(path),
        );
        assert.equal(asked.status, 200, `GET ${path}?${parameter.name}=${parameter.example}: ${asked.text}`);
      }
      if (!operation.parameters.some((parameter) => parameter.name === "cursor")) continue;
      const first = JSON.parse((await hold(method, path, withQuery(path, "limit=1"), undefined, headersOf(path))).text) as { next: string | null };
      if (first.next !== null)
        assert.equal((await hold(method, path, withQuery(path, `limit=1&cursor=${encodeURIComponent(first.next)}`), undefined, headersOf(path))).status, 200);
    }
  });

  test("every other operation answers as the document says", async () => {
    for (const { path, method, operation } of operations()) {
      if (exercised.has(`${method} ${path}`)) continue;
      const media = operation.requestBody?.content["application/json"];
      if (operation.requestBody !== undefined)
        assert.ok(
          media?.example !== undefined,
          `${method} ${path} has no example: give its body SHAPE_OF_BODY(name, fields, example)`,
        );
      const example = media?.example as Json | undefined;
      const own = ids.get(path.split("/")[3] ?? "");
      const withIds = Array.isArray(example?.["ids"]) && own !== undefined ? { ...example, ids: [own] } : example;
      /* A copy beside what the example has renamed already. */
      const named = path.endsWith("/clone") ? { ...example, name: `copy-${String(example?.["name"])}` } : withIds;
      const body = (await bodies[`${method} ${path}`]?.()) ?? named;
      const reply = await hold(method, path, path.includes("{id}") ? targetFor(path) : method === "get" ? withQuery(path) : path, body, method === "get" ? headersOf(path) : undefined);
      const refusal = refusals[`${method} ${path}`];
      assert.ok(refusal === undefined ? reply.status < 300 : reply.status === refusal, `${method} ${path} refuses the document's own example: ${reply.status} ${reply.text}`);
      if (method === "post" && document.paths[`${path}/{sub}`] !== undefined)
        subs.set(`${path}/{sub}`, (JSON.parse(reply.text) as { id: string }).id);
    }
    const missing = operations().filter(({ path, method }) => !exercised.has(`${method} ${path}`) && refusals[`${method} ${path}`] === undefined);
    assert.deepEqual(missing.map(({ path, method }) => `${method} ${path}`), [], "operations that were not asked");
  });

  test("refusals have the document's shape: no key, no such id, an unknown parameter or field", async () => {
    for (const { path, method, operation } of operations()) {
      const example = operation.requestBody?.content["application/json"]?.example;
      const target = targetFor(path);
      if (operation.security === undefined) {
        const reply = await hold(method, path, target, example, { Authorization: "Bearer no" });
        assert.equal(reply.status, 401, `${method} ${path}`);
      } else if (!path.startsWith("/api/")) continue;
      if (path.includes("{id}"))
        assert.equal((await hold(method, path, targetFor(path, "999999"), example)).status, 404, `${method} ${path}`);
      if (method === "get" && operation.security === undefined)
        assert.equal((await hold(method, path, `${target}?no_such=1`)).status, 400, path);
      if (operation.requestBody !== undefined)
        assert.equal((await hold(method, path, target, { no_such_field: 1 })).status, 422, `${method} ${path}`);
    }
  });

  test("nothing answers at its addresses but the methods that it tells of", async () => {
    for (const path of Object.keys(document.paths))
      for (const method of ["get", "post", "patch", "put", "delete"]) {
        if (document.paths[path]?.[method] !== undefined) continue;
        const reply = await ask(server.dashboard, targetFor(path), {
          method: method.toUpperCase(),
          headers: { Authorization: `Bearer ${server.key}`, "Content-Type": "application/json" },
          ...(method === "get" || method === "delete" ? {} : { body: "{}" }),
        });
        assert.ok(
          reply.status === 405 || reply.status === 404,
          `${method.toUpperCase()} ${path} answers ${reply.status} and is not in the document`,
        );
      }
  });
});
