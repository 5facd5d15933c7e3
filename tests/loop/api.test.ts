/* The API beside its logs: lists as CSV, sorted and by id, locking by version, copies, archives. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { ask, type Reply } from "./http.ts";
import { start, type Json, type Server } from "./harness.ts";
import { makeLoop, visit, visitNew, type Campaign, type Entity, type Loop } from "./world.ts";

let server: Server;
let loop: Loop;

before(async () => {
  server = await start();
  loop = await makeLoop(server);
});

/* --- CSV ------------------------------------------------------------------------------------- */

/** RFC 4180, strictly: rows of fields. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; ) {
    let field = "";
    if (text[at] === '"') {
      for (at++; ; at++) {
        assert.ok(at < text.length, "a quoted field without an end");
        if (text[at] !== '"') field += text[at];
        else if (text[at + 1] === '"') field += text[at++];
        else break;
      }
      at++;
    } else
      for (; at < text.length && text[at] !== "," && text[at] !== "\r"; at++) {
        assert.ok(text[at] !== '"' && text[at] !== "\n", `a bare ${JSON.stringify(text[at])} at ${at}`);
        field += text[at];
      }
    row.push(field);
    if (text[at] === ",") {
      at++;
      if (at === text.length) row.push("");
    } else {
      assert.equal(text.slice(at, at + 2), "\r\n");
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  assert.equal(row.length, 0, "the last line has no end");
  return rows;
}

function askCsv(target: string): Promise<Reply> {
  return ask(server.dashboard, target, {
    headers: { Authorization: `Bearer ${server.key}`, Accept: "text/csv, application/json;q=0.5" },
  });
}

const nextOf = (reply: Reply): string | undefined =>
  /^<([^>]+)>; rel="next"$/.exec(String(reply.headers["link"] ?? ""))?.[1];

describe("CSV", () => {
  test("a list and a log are given as CSV with the fields of their JSON", async () => {
    await visitNew(loop, "&zone_id=7");
    for (const name of ["=HYPERLINK(\"http://x.example\",1)", "+33 1", "-3.5", "@SUM(A1)", "\"quoted\", and more"])
      await server.api("POST", "adcampaigns", { name, price: "0.01" });
    for (const resource of ["adcampaigns", "campaigns", "sources", "goals", "visits", "templates"]) {
      const reply = await askCsv(`/api/v1/${resource}`);
      assert.equal(reply.status, 200, reply.text);
      assert.match(String(reply.headers["content-type"]), /^text\/csv; charset=utf-8/);
      assert.equal(reply.headers["content-disposition"], `attachment; filename="${resource}.csv"`);
      assert.equal(reply.headers["vary"], "Accept");
      const [header = [], ...lines] = parseCsv(reply.text);
      const rows = await server.rows(resource);
      assert.equal(lines.length, rows.length);
      for (const [i, row] of rows.entries()) {
        assert.equal(lines[i]?.length, header.length);
        for (const [column, path] of header.entries()) {
          const value = path.split(".").reduce<unknown>((at, name) => (at as Json | null)?.[name] ?? null, row);
          if (value !== null && typeof value === "object") {
            assert.deepEqual(JSON.parse(lines[i]?.[column] ?? ""), value, path);
            continue;
          }
          const expected = value === null ? "" : String(value);
          assert.equal(lines[i]?.[column], expected.replace(/^[=+@-](?![\d.]+$)/, "'$&"), path);
        }
      }
    }
  });

  test("the pages of a CSV are joined by their Link headers, filters kept", async () => {
    for (let i = 0; i < 5; i++) await server.api("POST", "adcampaigns", { name: `<"Page"> ${i}`, price: "0.01" });
    const names: string[] = [];
    let target: string | undefined = "/api/v1/adcampaigns?limit=2&q=%3C%22page";
    for (let pages = 0; target !== undefined; pages++) {
      assert.ok(pages < 10);
      const reply = await askCsv(target);
      assert.equal(reply.status, 200, reply.text);
      const [header = [], ...lines] = parseCsv(reply.text);
      names.push(...lines.map((line) => line[header.indexOf("name")] ?? ""));
      target = nextOf(reply);
    }
    assert.deepEqual(names, [0, 1, 2, 3, 4].map((i) => `<"Page"> ${i}`));
  });

  test("gives what is named a column for its id and one for its name, also where there may be none", async () => {
    const { text } = await ask(server.dashboard, "/api/v1/visits", {
      headers: { Authorization: `Bearer ${server.key}`, Accept: "text/csv" },
    });
    const columns = text.split("\r\n")[0]?.split(",") ?? [];
    for (const name of ["campaign", "offer", "lander", "flow"])
      assert.deepEqual(columns.filter((column) => column.split(".")[0] === name), [`${name}.id`, `${name}.name`]);
  });

  test("a refusal stays JSON, and JSON asked for first stays JSON", async () => {
    const refused = await askCsv("/api/v1/visits?limit=0");
    assert.equal(refused.status, 400);
    assert.match(refused.text, /^{"error"/);
    const json = await ask(server.dashboard, "/api/v1/visits", {
      headers: { Authorization: `Bearer ${server.key}`, Accept: "application/json, text/csv" },
    });
    assert.match(json.text, /^{"rows"/);
  });
});

/* --- Locking --------------------------------------------------------------------------------- */

function callWith(method: string, resource: string, headers: Record<string, string>, body?: unknown): Promise<Reply> {
  return ask(server.dashboard, `/api/v1/${resource}`, {
    method,
    headers: { Authorization: `Bearer ${server.key}`, "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const errorOf = (reply: Reply): Json & { current?: Json } => (JSON.parse(reply.text) as { error: Json }).error;

describe("two editors", () => {
  test("the second of two writes from one version is refused and told what is there and by whom", async () => {
    const made = await server.api<Entity>("POST", "adcampaigns", { name: "Shared", price: "0.01" });
    assert.equal(made["version"], 1);
    const first = await server.call("PATCH", `adcampaigns/${made.id}`, { price: "0.02", version: 1 });
    assert.equal(first.status, 200);
    assert.equal(first.headers["etag"], '"2"');
    const second = await server.call("PATCH", `adcampaigns/${made.id}`, { price: "0.03", version: 1 });
    assert.equal(second.status, 409);
    const error = errorOf(second);
    assert.equal(error["field"], "version");
    assert.equal(error.current?.["version"], 2);
    assert.match(String(error.current?.["changed_by"]), /^key \d+$/);
    assert.ok(!Number.isNaN(Date.parse(String(error.current?.["changed_at"]))));
    const now = await server.api("GET", `adcampaigns/${made.id}`);
    assert.deepEqual([now["price"], now["version"]], ["0.02", 2], "the first editor's work stands");
  });

  test("If-Match does the same with 412, for a change and for archiving", async () => {
    const { id } = await server.api<Entity>("POST", "adcampaigns", { name: "Matched", price: "0.01" });
    const got = await server.call("GET", `adcampaigns/${id}`);
    assert.equal(got.headers["etag"], '"1"');
    assert.equal((await callWith("PATCH", `adcampaigns/${id}`, { "If-Match": '"1"' }, { price: "0.02" })).status, 200);
    for (const stale of ['"1"', 'W/"1"', '"99"']) {
      const reply = await callWith("PATCH", `adcampaigns/${id}`, { "If-Match": stale }, { price: "0.03" });
      assert.equal(reply.status, 412, stale);
      assert.equal(errorOf(reply)["code"], "precondition_failed");
    }
    assert.equal((await callWith("DELETE", `adcampaigns/${id}`, { "If-Match": '"1"' })).status, 412);
    assert.equal((await callWith("DELETE", `adcampaigns/${id}`, {}, { version: 1 })).status, 409);
    for (const broken of ["1", '""', '"x"', "W/1"])
      assert.equal((await callWith("DELETE", `adcampaigns/${id}`, { "If-Match": broken })).status, 400, broken);
    assert.equal((await callWith("PATCH", `adcampaigns/${id}`, { "If-Match": "*" }, { price: "0.04" })).status, 200);
    assert.equal((await callWith("DELETE", `adcampaigns/${id}`, { "If-Match": '"3"' })).status, 200);
  });

  test("the settings of a workspace are locked in the same way", async () => {
    const got = await server.call("GET", "settings");
    const { version } = JSON.parse(got.text) as { version: number };
    assert.equal(got.headers["etag"], `"${version}"`);
    const first = await server.call("PATCH", "settings", { conversion_window_days: 20, version });
    assert.equal(first.status, 200, first.text);
    assert.equal((JSON.parse(first.text) as Json)["version"], version + 1);
    const second = await server.call("PATCH", "settings", { conversion_window_days: 30, version });
    assert.equal(second.status, 409);
    assert.equal(errorOf(second).current?.["version"], version + 1);
    assert.equal(
      (await callWith("PATCH", "settings", { "If-Match": `"${version}"` }, { conversion_window_days: 30 })).status,
      412,
    );
    assert.equal((await server.api("GET", "settings"))["conversion_window_days"], 20);
  });

  test("of ten editors at once exactly one is taken, and a write without a version goes through", async () => {
    const { id } = await server.api<Entity>("POST", "adcampaigns", { name: "Raced", price: "0.01" });
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) => server.call("PATCH", `adcampaigns/${id}`, { price: `0.1${i}`, version: 1 })),
    );
    assert.deepEqual(
      replies.map((reply) => reply.status).sort(),
      [200, ...Array<number>(9).fill(409)],
    );
    const free = await server.api("PATCH", `adcampaigns/${id}`, { price: "5" });
    assert.equal(free["version"], 3);
  });
});

/* --- Copies, archives, many at once ---------------------------------------------------------- */

describe("copies and archives", () => {
  test("a clone has what the original has, a key and a version of its own, and works at once", async () => {
    const before = await server.api<Campaign>("GET", `campaigns/${loop.campaign.id}`);
    const copy = await server.api<Campaign>("POST", `campaigns/${loop.campaign.id}/clone`, {});
    assert.equal(copy["name"], "Campaign (copy)");
    assert.notEqual(copy.key, loop.campaign.key);
    assert.equal(copy["version"], 1);
    assert.deepEqual(copy["paths"], before["paths"]);
    await visit(server, `/${copy.key}?external_id=of-the-copy`);
    const other = await server.api<Campaign>("POST", `campaigns/${copy.id}/clone`, {
      name: "Other",
      cost: { model: "cpc", amount: "0.5" },
    });
    assert.equal(other["name"], "Other");
    assert.equal((other["cost"] as Json)["model"], "cpc");
    const goal = await server.api("POST", `goals/${loop.goal.id}/clone`, {});
    assert.match(String(goal["id"]), /^[0-9a-f]{32}$/);
    assert.notEqual(goal["id"], loop.goal.id);
    const long = await server.api<Entity>("POST", "adcampaigns", { name: "\u00e9".repeat(200), price: "1" });
    const cut = await server.api("POST", `adcampaigns/${long.id}/clone`, {});
    assert.equal(cut["name"], `${"\u00e9".repeat(193)} (copy)`);
    assert.equal((await server.call("POST", "campaigns/999999/clone", {})).status, 404);
    assert.equal((await server.call("POST", `campaigns/${copy.id}/clone`, { colour: 1 })).status, 422);
  });

  test("what is archived comes back as what it was", async () => {
    const { id } = await server.api<Entity>("POST", "adcampaigns", { name: "Paused", price: "1" });
    await server.api("PATCH", `adcampaigns/${id}`, { status: "paused" });
    await server.api("DELETE", `adcampaigns/${id}`);
    assert.deepEqual(await server.rows(`adcampaigns?ids=${id}`), []);
    const back = await server.api("POST", `adcampaigns/${id}/restore`);
    assert.deepEqual([back["status"], back["version"]], ["paused", 4]);
    const again = await server.api("POST", `adcampaigns/${id}/restore`, { version: 4 });
    assert.equal(again["version"], 4, "nothing to do is no change");
    assert.equal((await server.call("POST", `adcampaigns/${id}/restore`, { version: 3 })).status, 409);
  });

  test("many get a status at once, all or none", async () => {
    const ids: number[] = [];
    for (let i = 0; i < 3; i++)
      ids.push((await server.api<Entity>("POST", "adcampaigns", { name: `Many ${i}`, price: "1" })).id);
    const done = await server.api<{ rows: Json[] }>("POST", "adcampaigns/status", { ids, status: "paused" });
    assert.deepEqual(done.rows, ids.map((id) => ({ id, status: "paused", version: 2 })));
    const refused = await server.call("POST", "adcampaigns/status", { ids: [...ids, 999999], status: "active" });
    assert.equal(refused.status, 422);
    assert.equal(errorOf(refused)["field"], "ids[3]");
    const statuses = (await server.rows(`adcampaigns?ids=${ids.join(",")}`)).map((row) => row["status"]);
    assert.deepEqual(statuses, ["paused", "paused", "paused"]);
    const used = await server.call("POST", "sources/status", { ids: [loop.source.id], status: "archived" });
    assert.equal(used.status, 409, "an active campaign uses it");
    assert.equal(errorOf(used)["field"], "ids[0]");
    for (const body of [{ ids: [], status: "paused" }, { ids, status: "gone" }, { ids, status: "paused", x: 1 }])
      assert.equal((await server.call("POST", "adcampaigns/status", body)).status, 422);
  });
});

/* --- Lists ----------------------------------------------------------------------------------- */

describe("lists", () => {
  test("are sorted by name, age and change, both ways, over pages", async () => {
    const names = ["beta", "Alpha", "\u00c9clair", "gamma", "alpha"];
    const ids: number[] = [];
    for (const name of names)
      ids.push((await server.api<Entity>("POST", "adcampaigns", { name: `sorted ${name}`, price: "1" })).id);
    await server.api("PATCH", `adcampaigns/${ids[0]}`, { price: "2" });
    const walk = async (sort: string): Promise<string[]> => {
      const found: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: { rows: Json[]; next: string | null } = await server.api(
          "GET",
          `adcampaigns?q=sorted&limit=2&sort=${sort}${cursor === "" ? "" : `&cursor=${cursor}`}`,
        );
        found.push(...page.rows.map((row) => String(row["name"]).slice(7)));
        cursor = page.next;
      }
      return found;
    };
    const byName = ["Alpha", "alpha", "beta", "gamma", "\u00c9clair"];
    assert.deepEqual(await walk("name"), byName);
    assert.deepEqual(await walk("-name"), [...byName].reverse().map((name) => name));
    assert.deepEqual(await walk("created"), names);
    assert.deepEqual((await walk("-updated"))[0], "beta");
    assert.equal((await server.call("GET", "adcampaigns?sort=price")).status, 400);
    assert.equal((await server.call("GET", "adcampaigns?sort=name&cursor=1.1")).status, 400);
    assert.deepEqual(
      (await server.rows(`adcampaigns?ids=${ids[3]},${ids[1]},424242`)).map((row) => row["id"]),
      [ids[1], ids[3]],
    );
    assert.deepEqual((await server.rows(`goals?ids=${loop.goal.id}`)).map((row) => row["id"]), [loop.goal.id]);
    assert.equal((await server.call("GET", "adcampaigns?ids=1;2")).status, 400);
  });
});
