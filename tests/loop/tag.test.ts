/* tag - the ad network's endpoint /tag.php: every answer of spec/network.md §2.2 in the order of
 * §2.3, how often a goal counts (§2.4), prices with the account's key, and repeats of one call. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, waitFor, withShim, type Json, type Server } from "./harness.ts";
import { ask, inParallel, keepAlive, paramsOf, raw, type Reply } from "./http.ts";
import * as world from "./world.ts";

const HOUR_MS = 3600 * 1000;
const OK = "OK";
const NOTIFIED = "ERROR: This conversion has already been notified and saved.";
const TAG_INVALID = "ERROR: Tag is invalid!";
const NO_TAG = "ERROR: No tag data.";
const GOAL_INVALID = "ERROR: Goal ID is invalid.";
const NO_GOAL = "ERROR: No Goal ID.";
const VALUE_INVALID = "ERROR : Goal value is invalid."; /* with a space before the colon */
const PRICE_INVALID = "ERROR: Price is invalid.";
const KEY_INVALID = "ERROR: Secret key is invalid.";

const makeGoal = (server: Server, fields: Json): Promise<world.Goal> =>
  server.api<world.Goal>("POST", "goals", { name: "Goal", ...fields });

const makeVariation = async (server: Server): Promise<world.Entity> => {
  const { id } = await server.api<world.Entity>("POST", "adcampaigns", {
    name: "A",
    pricing: "cpc",
    price: "0.05",
  });
  return server.api<world.Entity>("POST", "variations", {
    name: "V",
    adcampaign_id: id,
    url: "http://mypage.com/?tag={conversions_tracking}&zone={zone_id}",
  });
};

const newTag = async (variation: world.Entity): Promise<string> =>
  paramsOf(await world.adClick(variation, "?zone_id=7&country=FRA")).get("tag") ?? "";

const call = (server: Server, query: string, key?: string): Promise<Reply> =>
  ask(server.network, `/tag.php${query}`, key === undefined ? {} : { headers: { "Idempotency-Key": key } });

describe("tag.php", () => {
  let server: Server;
  let variation: world.Entity;
  let dynamic: world.Goal;
  let skey = "";

  before(async () => {
    server = await start();
    variation = await makeVariation(server);
    dynamic = await makeGoal(server, { value: { type: "dynamic" }, count: "one" });
    skey = paramsOf(dynamic.links["cpa_postback_url"] ?? "").get("skey") ?? "";
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
  });

  const answers = async (query: string, body: string): Promise<void> => {
    const reply = await call(server, query);
    assert.equal(reply.text, body, query);
    assert.equal(reply.status, 200);
    assert.equal(reply.headers["content-type"], "text/plain; charset=utf-8");
    assert.equal(reply.headers["cache-control"], "no-store");
  };

  const countsOf = async (goal: world.Goal): Promise<Json> =>
    (await server.api("GET", `goals/${goal.id}`))["counts"] as Json;

  const flipped = (tag: string, at: number): string =>
    tag.slice(0, at) + (tag[at] === "A" ? "B" : "A") + tag.slice(at + 1);

  describe("the order of its tests", () => {
    // spec: n2.2-no-goal
    it("1: without a goal, whatever else: No Goal ID", async () => {
      const tag = await newTag(variation);
      await answers("", NO_GOAL);
      await answers("?goal=", NO_GOAL);
      await answers(`?tag=${tag}`, NO_GOAL);
      await answers("?goal=&tag=", NO_GOAL);
    });

    // spec: n2.2-no-tag
    it("2: without a tag, even with a bad goal: No tag data", async () => {
      await answers(`?goal=${dynamic.id}`, NO_TAG);
      await answers(`?goal=${dynamic.id}&tag=`, NO_TAG);
      await answers("?goal=1a76578475674857&tag=", NO_TAG);
    });

    // spec: n2.2-goal-invalid
    it("3: a goal that is not 32 hex digits, even with a bad tag: Goal ID is invalid", async () => {
      await answers("?goal=1a76578475674857&tag=123456789", GOAL_INVALID);
      await answers(`?goal=${dynamic.id}0&tag=123456789`, GOAL_INVALID);
      await answers(`?goal=${"g".repeat(32)}&tag=123456789`, GOAL_INVALID);
    });

    // spec: n1.1-deleted
    it("4: an unknown or archived goal: Goal ID is invalid", async () => {
      const tag = await newTag(variation);
      await answers(`?goal=${"0".repeat(32)}&tag=${tag}`, GOAL_INVALID);
      const gone = await makeGoal(server, {});
      await answers(`?goal=${gone.id}&tag=${tag}`, OK);
      await server.api("DELETE", `goals/${gone.id}`);
      await answers(`?goal=${gone.id}&tag=${await newTag(variation)}`, GOAL_INVALID);
    });

    // spec: n2.2-tag-invalid
    it("5: a tag that is malformed, mistyped or forged, even with a bad price and value: Tag is invalid", async () => {
      const tag = await newTag(variation);
      const bad = [
        "123456789",
        `${tag}A`,
        tag.slice(1),
        flipped(tag, 0),
        flipped(tag, 3),
        flipped(tag, 60),
        flipped(tag, 110),
        "%20",
      ];
      for (const each of bad) await answers(`?goal=${dynamic.id}&tag=${each}&cpa=x&value=x`, TAG_INVALID);
    });

    // spec: n2.2-price-invalid
    it("7: a price out of range, even with a bad key and value: Price is invalid", async () => {
      const tag = await newTag(variation);
      for (const cpa of ["100.000001", "101", "-1", "x", "", "1e1", "5,0"])
        await answers(`?goal=${dynamic.id}&tag=${tag}&cpa=${cpa}&skey=wrong&value=x`, PRICE_INVALID);
    });

    // spec: n2.2-key-invalid
    it("7: a price without the account's key, even with a bad value: Secret key is invalid", async () => {
      const tag = await newTag(variation);
      for (const key of ["", "&skey=", "&skey=1234567", `&skey=${skey}0`, `&skey=${skey.slice(1)}`])
        await answers(`?goal=${dynamic.id}&tag=${tag}&cpa=5${key}&value=x`, KEY_INVALID);
    });

    // spec: n2.2-value-invalid
    it("8: a value that is no amount: Goal value is invalid, with its space", async () => {
      const tag = await newTag(variation);
      for (const value of ["x", "-1", "%2B1", "1,5", "1e3", "$5", "1.2345678", "12345678901", "", "1."])
        await answers(`?goal=${dynamic.id}&tag=${tag}&value=${value}&cpa=5&skey=${skey}`, VALUE_INVALID);
    });

    // spec: n2.2-ok, n2.2-notified, n2.3-10
    it("11: what passes is stored; 10: the same again is not", async () => {
      const tag = await newTag(variation);
      await answers(`?goal=${dynamic.id}&tag=${tag}&value=5.25`, OK);
      await answers(`?goal=${dynamic.id}&tag=${tag}&value=5.25`, NOTIFIED);
      await answers(`?goal=${dynamic.id.toUpperCase()}&tag=${tag}`, NOTIFIED);
    });

    it("7: prices from 0 to 100 with the key are stored", async () => {
      assert.match(skey, /^[0-9a-zA-Z]{7,64}$/);
      for (const cpa of ["0", "100", "0.5"]) {
        const tag = await newTag(variation);
        await answers(`?goal=${dynamic.id}&tag=${tag}&cpa=${cpa}&skey=${skey}&value=1`, OK);
      }
    });

    it("the log never shows the secret key", async () => {
      const log = JSON.stringify(await server.rows("goal-calls?limit=1000"));
      assert.ok(log.includes("cpa=0.5"), "the price is there");
      assert.ok(!log.includes(skey));
    });

    it("every refusal is in the log with its reason", async () => {
      const reasons = await waitFor("the refusals in the log", async () => {
        const rows = await server.rows("goal-calls?outcome=refused&limit=1000");
        const found = new Set(rows.map((row) => String(row["reason"])));
        return found.size >= 9 && found;
      });
      assert.deepEqual([...reasons].sort(), [
        "goal_form",
        "goal_unknown",
        "no_goal",
        "no_tag",
        "price",
        "secret_key",
        "tag_forged",
        "tag_form",
        "value",
      ]);
    });
  });

  describe("what a conversion is worth", () => {
    for (const [value, query, worth] of [
      [{ type: "none" }, "&value=9", "0"],
      [{ type: "fixed", amount: "3.5" }, "&value=9", "3.5"],
      [{ type: "fixed", amount: "3.5" }, "&value=x", "3.5"],
      [{ type: "dynamic" }, "&value=9.000001", "9.000001"],
      [{ type: "dynamic" }, "&value=007", "7"],
      [{ type: "dynamic" }, "", "0"],
    ] as const) {
      // spec: n1.1-value
      it(`of a goal of ${JSON.stringify(value)} called with "${query}" is ${worth}`, async () => {
        const goal = await makeGoal(server, { value, count: "one" });
        await answers(`?goal=${goal.id}&tag=${await newTag(variation)}${query}`, OK);
        const counts = await countsOf(goal);
        assert.equal(counts["value"], worth);
        assert.equal(counts["conversions"], 1);
      });
    }
  });

  describe("how often a click counts", () => {
    // spec: n1.1-count
    it("one: once", async () => {
      const goal = await makeGoal(server, { count: "one" });
      const tag = await newTag(variation);
      await answers(`?goal=${goal.id}&tag=${tag}`, OK);
      await answers(`?goal=${goal.id}&tag=${tag}`, NOTIFIED);
    });

    // spec: n1.1-count
    it("every: each call", async () => {
      const goal = await makeGoal(server, { count: "every", value: { type: "fixed", amount: "2" } });
      const tag = await newTag(variation);
      for (let i = 0; i < 3; i++) await answers(`?goal=${goal.id}&tag=${tag}`, OK);
      assert.deepEqual(await countsOf(goal), { conversions: 3, value: "6" });
    });

    // spec: n2.4-every
    it("every, with a guard against retries: once within it", async () => {
      const goal = await makeGoal(server, { count: "every", retry_guard_s: 3600 });
      const tag = await newTag(variation);
      await answers(`?goal=${goal.id}&tag=${tag}`, OK);
      await answers(`?goal=${goal.id}&tag=${tag}`, NOTIFIED);
      await answers(`?goal=${goal.id}&tag=${await newTag(variation)}`, OK);
      await server.api("PATCH", `goals/${goal.id}`, { retry_guard_s: null });
      await answers(`?goal=${goal.id}&tag=${tag}`, OK);
    });

    it("legacy, what a goal of three fields is: once within 24 hours", async () => {
      const goal = await makeGoal(server, {});
      const tag = await newTag(variation);
      await answers(`?goal=${goal.id}&tag=${tag}`, OK);
      await answers(`?goal=${goal.id}&tag=${tag}`, NOTIFIED);
    });

    // spec: n2.4-independent
    it("two goals with one tag are independent", async () => {
      const [one, two] = [await makeGoal(server, { count: "one" }), await makeGoal(server, { count: "one" })];
      const tag = await newTag(variation);
      await answers(`?goal=${one.id}&tag=${tag}`, OK);
      await answers(`?goal=${two.id}&tag=${tag}`, OK);
    });

    for (const count of ["one", "legacy"]) {
      // spec: n2.2-notified, n2.4-atomic
      it(`${count}: of a hundred identical calls in parallel one is OK`, async () => {
        const goal = await makeGoal(server, { count });
        const tag = await newTag(variation);
        const agent = keepAlive(100);
        const bodies = await inParallel(
          Array.from({ length: 100 }),
          100,
          async () => (await ask(server.network, `/tag.php?goal=${goal.id}&tag=${tag}`, { agent })).text,
        );
        agent.destroy();
        assert.equal(bodies.filter((body) => body === OK).length, 1);
        assert.equal(bodies.filter((body) => body === NOTIFIED).length, 99);
        assert.equal((await countsOf(goal))["conversions"], 1);
      });
    }

    it("a call repeated under its Idempotency-Key counts once in every mode, and is answered as it was", async () => {
      for (const count of ["every", "one", "legacy"]) {
        const goal = await makeGoal(server, { count });
        const tag = await newTag(variation);
        for (let i = 0; i < 3; i++)
          assert.equal((await call(server, `?goal=${goal.id}&tag=${tag}`, "k1")).text, OK, count);
        assert.equal((await countsOf(goal))["conversions"], 1, count);
        assert.equal(
          (await call(server, `?goal=${goal.id}&tag=${tag}`, "k2")).text,
          count === "every" ? OK : NOTIFIED,
        );
        const outcomes = (await server.rows(`goal-calls?goal=${goal.id}`))
          .map((row) => row["outcome"])
          .reverse();
        assert.deepEqual(outcomes, [
          "stored",
          "repeated",
          "repeated",
          count === "every" ? "stored" : "duplicate",
        ]);
      }
    });

    it("the same key for another goal or another click is another call", async () => {
      const goal = await makeGoal(server, { count: "every" });
      for (let i = 0; i < 2; i++)
        assert.equal((await call(server, `?goal=${goal.id}&tag=${await newTag(variation)}`, "k1")).text, OK);
      assert.equal((await countsOf(goal))["conversions"], 2);
    });

    it("long keys are told apart to their last character", async () => {
      const goal = await makeGoal(server, { count: "every" });
      const tag = await newTag(variation);
      const keys = ["1", "2"].map((end) => "k".repeat(500) + end);
      for (const key of [...keys, ...keys]) assert.equal((await call(server, `?goal=${goal.id}&tag=${tag}`, key)).text, OK);
      assert.equal((await countsOf(goal))["conversions"], 2);
    });

    it("a hundred parallel repeats under one key in mode every count once", async () => {
      const goal = await makeGoal(server, { count: "every" });
      const tag = await newTag(variation);
      const replies = await inParallel(Array.from({ length: 100 }), 50, () =>
        call(server, `?goal=${goal.id}&tag=${tag}`, "key"),
      );
      assert.deepEqual([...new Set(replies.map((reply) => reply.text))], [OK]);
      assert.equal((await countsOf(goal))["conversions"], 1);
    });
  });

  describe("its form", () => {
    // spec: n2.1-method
    it("nothing but GET counts", async () => {
      const goal = await makeGoal(server, { count: "one" });
      const tag = await newTag(variation);
      for (const method of ["HEAD", "POST", "PUT"]) {
        const reply = await ask(server.network, `/tag.php?goal=${goal.id}&tag=${tag}`, { method });
        assert.equal(reply.status, 405, method);
      }
      await answers(`?goal=${goal.id}&tag=${tag}`, OK);
    });

    it("of a click without a country the log says none, as the clicks' does", async () => {
      const goal = await makeGoal(server, {});
      const tag = paramsOf(await world.adClick(variation, "")).get("tag") ?? "";
      await answers(`?goal=${goal.id}&tag=${tag}`, OK);
      const [[called], [clicked]] = [await server.rows(`goal-calls?goal=${goal.id}`), await server.rows("ad-clicks?limit=1")];
      assert.deepEqual([called?.["country"], clicked?.["country"]], [null, null]);
    });

    // spec: n2.1-parameters
    it("the first of two values counts", async () => {
      const goal = await makeGoal(server, { value: { type: "dynamic" }, count: "one" });
      await answers(`?goal=${goal.id}&tag=${await newTag(variation)}&value=1&value=2`, OK);
      assert.equal((await countsOf(goal))["value"], "1");
    });

    for (const bad of ["%00", "%0a", "%zz", "%e9", "%"]) {
      it(`a tag of ${bad} is refused, never stored`, async () => {
        const before = server.count("select count(*) n from goal_call where outcome='stored'");
        const reply = await raw(
          server.network,
          `GET /tag.php?goal=${dynamic.id}&tag=${bad} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`,
        );
        assert.ok(reply.status === 400 || reply.text.includes("ERROR"), reply.text);
        assert.equal(server.count("select count(*) n from goal_call where outcome='stored'"), before);
      });
    }

    it("a tag of another installation is refused", async () => {
      const stranger = await start();
      const tag = await newTag(await makeVariation(stranger));
      await stranger.stop();
      await answers(`?goal=${dynamic.id}&tag=${tag}`, TAG_INVALID);
    });
  });

  it("a paused ad campaign and an unknown variation give no ad click", async () => {
    const gone = await makeVariation(server);
    await server.api("PATCH", `variations/${gone.id}`, { status: "paused" });
    for (const id of [String(gone.id), "999999", "0", "x", `${variation.id}x`]) {
      const reply = await ask(server.network, `/go/${id}`);
      assert.equal(reply.status, 404, id);
    }
  });

  it("the ledger proves itself", () => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});

describe("tag.php as time goes by", () => {
  // spec: n1.1-window, n2.4-legacy
  it("legacy counts again after 24 hours, one does not, and past its window a goal takes no tag", async () => {
    const server = await start();
    const variation = await makeVariation(server);
    const goals = {
      legacy: await makeGoal(server, {}),
      one: await makeGoal(server, { count: "one" }),
      short: await makeGoal(server, { count: "every", window_days: 1 }),
    };
    const tag = await newTag(variation);
    for (const goal of Object.values(goals))
      assert.equal((await call(server, `?goal=${goal.id}&tag=${tag}`)).text, OK);
    await server.stop();

    const again = (moved: number): Promise<Server> =>
      start({ dir: server.dir, ports: server.ports, env: withShim({ clockMs: moved }) });
    const soon = await again(23 * HOUR_MS);
    assert.equal((await call(soon, `?goal=${goals.legacy.id}&tag=${tag}`)).text, NOTIFIED);
    assert.equal((await call(soon, `?goal=${goals.short.id}&tag=${tag}`)).text, OK);
    await soon.stop();

    const next = await again(25 * HOUR_MS);
    assert.equal((await call(next, `?goal=${goals.legacy.id}&tag=${tag}`)).text, OK);
    assert.equal((await call(next, `?goal=${goals.one.id}&tag=${tag}`)).text, NOTIFIED);
    assert.equal((await call(next, `?goal=${goals.short.id}&tag=${tag}`)).text, TAG_INVALID);
    const [row] = await next.rows(`goal-calls?goal=${goals.short.id}`);
    assert.equal(row?.["reason"], "window");
    assert.equal(next.verify().code, 0);
    await next.stop();
  });
});
