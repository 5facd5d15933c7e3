/* templates - of users and built in, over HTTP (spec/tracker.md §1.1, "template picker"). */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { makeLoop, type Campaign, type Entity } from "./world.ts";
import { ask } from "./http.ts";

interface Row extends Json {
  id: number | null;
  template: string;
  kind: string;
  origin: string;
  verified: boolean | null;
  fields: Json;
}

let server: Server;

before(async () => {
  server = await start();
});

const list = async (query = ""): Promise<Row[]> => (await server.rows(`templates${query}`)) as unknown as Row[];

describe("templates", () => {
  test("hold no secret, for all read them", async () => {
    const reply = await server.call("POST", "templates", { name: "T", kind: "network", fields: { secret: "of-a-network" } });
    assert.equal(reply.status, 422, reply.text);
    assert.equal((JSON.parse(reply.text) as { error: Json }).error["field"], "fields.secret");
  });

  // spec: 1.1-template-picker
  test("a source made from one's own template serves clicks by the template's parameters", async () => {
    const made = await server.api<Entity & { template: string }>("POST", "templates", {
      name: "My pops",
      kind: "source",
      fields: {
        external_id: { param: "sub", macro: "[SUB]" },
        cost: { param: "bid", macro: "[BID]" },
        tokens: [{ slot: 1, param: "zone", macro: "[ZONE]", name: "Zone" }],
      },
    });
    assert.equal(made.template, "my-pops");
    const source = await server.api<Entity>("POST", "sources", { template: "my-pops", name: "Pops" });
    const loop = await makeLoop(server);
    const campaign = await server.api<Campaign>("POST", "campaigns", {
      name: "C",
      source_id: source.id,
      paths: [{ offers: [{ id: loop.offer.id }] }],
    });
    assert.match(campaign.links["campaign_url"] ?? "", /\?zone=\[ZONE\]&bid=\[BID\]&sub=\[SUB\]$/);
    const reply = await ask(server.tracking, `/${campaign.key}?zone=7&bid=0.01&sub=abc`);
    assert.equal(reply.status, 302);
    const [visit] = await server.rows("visits");
    assert.equal(visit?.["external_id"], "abc");
    assert.equal(visit?.["cost"], "0.01");
    await server.api("PATCH", `templates/${made.id}`, { name: "My pops", fields: {} });
    assert.deepEqual((await list("?origin=user"))[0]?.fields, {});
    await server.api("DELETE", `templates/${made.id}`);
    assert.deepEqual(await list("?origin=user"), []);
    assert.deepEqual((await list("?status=archived")).map((row) => row.id), [made.id], "what was archived is found by its status, without the presets");
    assert.equal((await server.call("GET", "templates?status=paused")).status, 400);
    const gone = await server.call("POST", "sources", { template: "my-pops" });
    assert.equal(gone.status, 422);
    await server.api("POST", `templates/${made.id}/restore`);
    assert.deepEqual(await list("?status=archived"), []);
    assert.deepEqual((await list("?origin=user")).map((row) => row.id), [made.id]);
    await server.api("DELETE", `templates/${made.id}`);
  });

  test("the list is searched, and tells what is verified", async () => {
    const rows = await list();
    assert.equal(rows.length, 102);
    assert.deepEqual((await list("?q=exoclick")).map((row) => [row.template, row.origin, row.verified]), [
      ["exoclick", "builtin", true],
    ]);
    for (const name of ["adcombo", "everflow", "crakrevenue", "galaksion", "revcontent", "trafficfactory", "mybid"])
      assert.deepEqual((await list(`?q=${name}`)).map((row) => row.verified), [false], name);
    assert.ok((await list("?kind=network")).every((row) => row.kind === "network"));
    assert.equal((await server.call("GET", "templates?kind=offer")).status, 400);
  });

  test("every built-in one makes an entity whose links can be copied", async () => {
    for (const row of await list("?origin=builtin")) {
      const made = await server.api<Entity>("POST", `${row.kind}s`, { template: row.template });
      if (row.kind === "network") assert.match(made.links["postback_url"] ?? "", /\/postback\?cid=.+&nid=\d+$/);
    }
  });
});
