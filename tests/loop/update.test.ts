/* update - what is told of a visit afterwards: events of its lander, and the click update of
 * spec/tracker.md §1.9. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { after, before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask } from "./http.ts";
import { receive, type Receiver } from "./receiver.ts";
import * as world from "./world.ts";

const KEY = "0123456789abcdef";

describe("what is told of a visit afterwards", () => {
  let server: Server;
  let source: Receiver;
  let loop: world.Loop;

  before(async () => {
    source = await receive();
    server = await start();
    loop = await world.makeLoopTo(server, source.url, {
      postback: { url: `${source.url}/tag.php?tag={external_id}&e2={event2}&t3={token3}` },
    });
  });
  after(async () => {
    const { code, out } = server.verify();
    await server.stop();
    await source.down();
    assert.equal(code, 0, out);
  });

  const update = async (query: string): Promise<string> => {
    const reply = await world.postback(server, query);
    return `${reply.status} ${reply.text}`;
  };
  const visitOf = async (cid: string): Promise<Json> => (await server.rows(`visits?cid=${cid}`))[0] as Json;

  it("is refused as long as no key is set, whatever key is told", async () => {
    const { cid } = await world.visitNew(loop);
    for (const key of ["", "&upd_key=", "&upd_key=x", `&upd_key=${KEY}`])
      assert.equal(await update(`upd_clickid=${cid}${key}&event1=5`), "403 ERROR: forbidden", key);
    const [log] = await server.rows(`postbacks/in?cid=${cid}`);
    assert.deepEqual([log?.["outcome"], log?.["reason"]], ["refused", "updates_off"]);
  });

  // spec: 1.9-click-update
  it("sets and adds to its events and replaces its tokens, with the key that is set", async () => {
    await server.api("PATCH", "settings", { click_update_key: KEY });
    const { cid, externalId } = await world.visitNew(loop, "&siteid=first&zoneid=z");
    assert.equal(await update(`upd_clickid=${cid}&upd_key=wrong&event2=5`), "403 ERROR: forbidden");
    assert.equal(await update(`upd_clickid=${cid}&upd_key=${KEY}&event2=5&token3=a%26b`), "200 OK");
    assert.equal(await update(`upd_clickid=${cid}&upd_key=${KEY}&add_event2=-7`), "200 OK");
    assert.equal(await update(`upd_clickid=${cid}&upd_key=${KEY}&event2=-2`), "200 DUPLICATE");
    const visit = await visitOf(cid);
    assert.deepEqual(visit["events"], { event2: "-2" });
    const tokens = visit["tokens"] as Record<string, string>;
    assert.deepEqual([tokens["zoneid"], tokens["source"]], ["z", "a&b"]);
    assert.deepEqual(await world.conversionsOf(server, cid), [], "it is no conversion");
    const log = await server.rows(`postbacks/in?cid=${cid}`);
    assert.deepEqual(log.map((row) => row["outcome"]), ["duplicate", "updated", "updated", "refused"]);
    assert.ok(log.every((row) => !String(row["query"]).includes(KEY)), "the key is cut out of the log");
    assert.equal(server.count("select count(*) n from postback where workspace_id<>1"), 0, "it is its workspace's log");
    await world.postback(server, `cid=${cid}&payout=1`);
    const [call] = await source.waitForCalls(1, "tag", externalId);
    assert.deepEqual([call?.params.get("e2"), call?.params.get("t3")], ["-2", "a&b"]);
  });

  it("may be told with the secret of the click's network", async () => {
    const own = await world.makeLoopTo(server, source.url, { network: { secret: "sesame-open" } });
    const { cid } = await world.visitNew(own);
    assert.equal(await update(`upd_clickid=${cid}&upd_key=sesame-open&event30=1`), "200 OK");
    const other = await world.visitNew(loop);
    assert.equal(await update(`upd_clickid=${other.cid}&upd_key=sesame-open&event30=1`), "403 ERROR: forbidden");
  });

  it("is refused where it cannot be right", async () => {
    const { cid } = await world.visitNew(loop);
    assert.match(await update(`upd_clickid=${cid}&upd_key=${KEY}&event1=many`), /^400 .*event1.*not a number/);
    assert.match(await update(`upd_clickid=no&upd_key=${KEY}`), /^400 ERROR: invalid cid/);
    assert.deepEqual((await visitOf(cid))["events"], {});
  });

  it("a lander's click brings events too; what is no number does not keep the visitor", async () => {
    const lander = await server.api<world.Entity>("POST", "landers", { name: "L", url: "http://lander.example/?c={clickid}" });
    const campaign = await server.api<world.Campaign>("POST", "campaigns", {
      name: "With a lander",
      source_id: loop.source.id,
      cost: { model: "auto" },
      paths: [
        {
          weight: 100,
          landers: [{ id: lander.id, weight: 100 }],
          offers: [{ id: loop.offer.id, weight: 100 }],
        },
      ],
    });
    const first = await ask(server.tracking, `/${campaign.key}?external_id=lander-1`);
    const cid = first.location.slice(-24);
    const click = await ask(server.tracking, `/click?cid=${cid}&event2=5&add_event2=1&event3=no`);
    assert.equal(click.status, 302);
    await ask(server.tracking, `/click?cid=${cid}&add_event2=-10`);
    const events = await waitFor("the lander's events", async () => {
      const told = (await visitOf(cid))["events"] as Record<string, string>;
      return told["event2"] === "-4" && told;
    });
    assert.deepEqual(events, { event2: "-4" });
  });

  it("is proved by verify, which finds what was altered", async () => {
    await server.stop();
    assert.equal(server.verify().code, 0);
    const file = path.join(server.dir, "ledger.db");
    const alter = (sql: string): void => void execFileSync("sqlite3", [file, sql]);
    alter("UPDATE visit_state SET events='event2=9' WHERE visit_id=(SELECT min(visit_id) FROM visit_state)");
    const { code, out } = server.verify();
    assert.notEqual(code, 0);
    assert.match(out, /visit_state \d+: events is "event2=9", its last update says "event2=-2"/);
    alter("UPDATE visit_state SET events='event2=-2' WHERE visit_id=(SELECT min(visit_id) FROM visit_state)");
    assert.equal(server.verify().code, 0);
    await server.restart();
  });
});
