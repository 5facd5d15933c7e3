/* The API beside its logs: lists as CSV, sorted and by id, locking by version, copies, archives. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { ask, type Reply } from "./http.ts";
import { start, type Json, type Server } from "./harness.ts";
import { makeLoop, visitNew, type Loop } from "./world.ts";

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
    for (const resource of ["campaigns", "sources", "goals", "visits", "templates"]) {
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
          const expected = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
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
