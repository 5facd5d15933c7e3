/* The history says who changed what and when, with the documents before and after. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { makeLoop, type Entity, type Loop } from "./world.ts";

let server: Server;
let loop: Loop;

before(async () => {
  server = await start();
  loop = await makeLoop(server);
});

interface Change extends Json {
  action: string;
  version: number;
  changed: string[];
  before: Json | null;
  after: Json;
}

describe("the history", () => {
  test("of an entity tells each change with its fields, newest first", async () => {
    const { id } = await server.api<Entity>("POST", "sources", { name: "Old", currency: "USD" });
    await server.api("PATCH", `sources/${id}`, { name: "New", postback: { url: "http://x.example/?t={external_id}" } });
    await server.api("PATCH", `sources/${id}`, { status: "paused" });
    await server.api("DELETE", `sources/${id}`);
    await server.api("POST", `sources/${id}/restore`);
    const changes = await server.rows<Change>(`sources/${id}/history`);
    assert.deepEqual(
      changes.map(({ action, version }) => [action, version]),
      [
        ["restored", 5],
        ["archived", 4],
        ["paused", 3],
        ["changed", 2],
        ["created", 1],
      ],
    );
    const [, , , changed, created] = changes;
    assert.equal(created?.before, null);
    assert.equal(created?.after["name"], "Old");
    assert.equal(changed?.before?.["name"], "Old");
    assert.equal(changed?.after["name"], "New");
    assert.ok(changed?.changed.includes("name") && changed.changed.some((path) => path.startsWith("postback")));
    assert.deepEqual(changes[1]?.changed, ["status"]);
    for (const change of changes) {
      assert.match(String(change["actor"]), /^key \d+$/);
      assert.equal(change["actor_name"], (await server.api<{ name: string }>("GET", `keys/${String(change["actor"]).slice(4)}`)).name);
      assert.ok(!Number.isNaN(Date.parse(String(change["changed_at"]))));
      assert.deepEqual([change["resource"], change["resource_id"]], ["sources", id]);
    }
  });

  test("of everything is filtered by resource, entity, actor and time, and paged", async () => {
    const all = await server.rows<Change>("changes?limit=1000");
    assert.ok(all.length >= 7);
    const goals = await server.rows<Change>("changes?resource=goals");
    assert.deepEqual(goals.map((change) => change["resource_id"]), [loop.goal.id]);
    assert.equal((await server.rows(`changes?resource=goals&id=${loop.goal.id}`)).length, 1);
    assert.deepEqual(await server.rows("changes?actor=nobody"), []);
    const actor = String(all[0]?.["actor"]);
    assert.deepEqual(
      (await server.rows(`changes?actor=${encodeURIComponent(actor)}&limit=1000`)).map((change) => change["id"]),
      all.filter((change) => change["actor"] === actor).map((change) => change["id"]),
    );
    assert.deepEqual(await server.rows("changes?from=2040-01-01"), []);
    assert.deepEqual(await server.rows("changes?to=2020-01-01"), []);
    const paged: unknown[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { rows: Json[]; next: string | null } = await server.api("GET", `changes?limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`);
      paged.push(...page.rows.map((row) => row["id"]));
      cursor = page.next;
    }
    assert.deepEqual(paged, all.map((change) => change["id"]));
    assert.equal((await server.call("GET", "changes?id=1")).status, 400);
    assert.equal((await server.call("GET", "sources/999999/history")).status, 404);
  });

  test("has nothing of a write that changes nothing", async () => {
    const made = await server.api<Entity>("POST", "sources", { name: "Saved twice" });
    const again = await server.api<Entity>("PATCH", `sources/${made.id}`, { name: " Saved twice ", status: "active" });
    assert.equal(again["version"], 1);
    assert.equal(again["updated_at"], made["updated_at"]);
    assert.equal((await server.rows(`sources/${made.id}/history`)).length, 1);
  });

  test("masks secrets, and still says that one was changed", async () => {
    const secret = "the-first-secret-of-all";
    const { id } = await server.api<Entity>("POST", "networks", { name: "Kept", secret });
    await server.api("PATCH", `networks/${id}`, { secret: `${secret}-2` });
    const reply = await server.call("GET", `networks/${id}/history`);
    assert.ok(!reply.text.includes(secret), reply.text);
    const [changed] = (JSON.parse(reply.text) as { rows: Change[] }).rows;
    assert.deepEqual(changed?.changed, ["secret"]);
    assert.equal(changed?.after["secret"], "(not shown)");
  });

  test("masks the settings' secret too", async () => {
    const secret = "key-of-click-updates";
    await server.api("PATCH", "settings", { click_update_key: secret });
    const reply = await server.call("GET", "changes?resource=settings");
    assert.ok(!reply.text.includes(secret), reply.text);
    await server.api("PATCH", "settings", { click_update_key: `${secret}-2` });
    const [change] = await server.rows<Change>("changes?resource=settings");
    assert.deepEqual(change?.changed, ["click_update_key"]);
    await server.api("PATCH", "settings", { click_update_key: null });
  });

  test("of the settings is kept like that of entities", async () => {
    await server.api("PATCH", "settings", { conversion_window_days: 5 });
    await server.api("PATCH", "settings", { conversion_window_days: 10 });
    const [change] = await server.rows<Change>("changes?resource=settings");
    assert.deepEqual(change?.changed, ["conversion_window_days"]);
  });
});
