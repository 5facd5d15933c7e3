/* A live view: logs asked for what is newer than an entry, waiting until there is something. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { makeLoop, visitNew, postback, type Loop } from "./world.ts";

let server: Server;
let loop: Loop;

before(async () => {
  server = await start();
  loop = await makeLoop(server);
});

describe("a log asked with after and wait", () => {
  test("gives a visit and a conversion as they come, and none that was told before", async () => {
    const first = await visitNew(loop);
    const [newest] = await server.rows<Json>("visits?limit=1");
    const waiting = server.rows<Json>(`visits?after=${newest?.["id"]}&wait=9`);
    const sales = server.rows<Json>(`conversions?after=${newest?.["id"]}&wait=9`);
    const second = await visitNew(loop);
    const seen = await waiting;
    assert.deepEqual(seen.map((row) => row["cid"]), [second.cid]);
    await postback(server, `cid=${first.cid}&payout=5`);
    assert.deepEqual((await sales).map((row) => row["cid"]), [first.cid]);
  });

  test("is empty when its time is up, and at once without wait", async () => {
    const [newest] = await server.rows<Json>("visits?limit=1");
    const begin = performance.now();
    assert.deepEqual(await server.rows(`visits?after=${newest?.["id"]}`), []);
    assert.ok(performance.now() - begin < 900, "it waited");
    assert.deepEqual(await server.rows(`visits?after=${newest?.["id"]}&wait=1`), []);
    assert.ok(performance.now() - begin >= 1000, "it did not wait");
  });

  test("lets no more than eight wait, so that the rest of the API goes on", async () => {
    const [newest] = await server.rows<Json>("visits?limit=1");
    let answered = 0;
    const all = Array.from({ length: 30 }, () =>
      server.rows(`visits?after=${newest?.["id"]}&wait=9`).then((rows) => {
        answered++;
        return rows.length;
      }),
    );
    await waitFor("those too many to be answered", () => answered >= 22);
    assert.equal(await server.call("GET", "sources").then((reply) => reply.status), 200);
    assert.equal(answered, 22);
    await visitNew(loop);
    const rows = await Promise.all(all);
    assert.equal(rows.filter((count) => count === 1).length, 8);
  });

  test("refuses a wait that is none", async () => {
    for (const wait of ["21", "-1", "x", "1.5"]) {
      const reply = await server.call("GET", `visits?wait=${wait}`);
      assert.equal(reply.status, 400);
      assert.equal((JSON.parse(reply.text) as { error: { field: string } }).error.field, "wait");
    }
  });
});
