/* auth - signing in: the first owner's link, passwords, sessions, tries, writes from other sites, the
 * dashboard's names, keys with scopes; and that no secret is written anywhere. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { before, describe, test } from "node:test";
import { ask } from "./http.ts";
import { createKey, run, start, withShim, type Json, type Server } from "./harness.ts";
import { accept, Browser, enter, linkOf, PASSWORD, setUp, tokenOf, user } from "./people.ts";

const HOUR_MS = 3_600_000;

interface Session extends Json {
  session_id: number;
  user: { id: number; role: string; email: string };
  workspaces: { id: number; may_write: boolean }[];
  rights: Record<string, string>;
}

const json = <T>(text: string): T => JSON.parse(text) as T;

/** Whether a file of the folder holds any of the texts. */
function foldersSecrets(server: Server, secrets: readonly string[]): string[] {
  return fs
    .readdirSync(server.dir)
    .filter((name) => /\.db/.test(name))
    .flatMap((name) => {
      const bytes = fs.readFileSync(path.join(server.dir, name)).toString("latin1");
      return secrets.filter((secret) => bytes.includes(secret)).map((secret) => `${name}: ${secret}`);
    });
}

describe("the first owner", () => {
  let server: Server;
  before(async () => (server = await start()));

  test("there is none by default, and nobody signs in", async () => {
    for (const [email, password] of [["admin", "admin"], ["admin@example.com", PASSWORD], ["", ""]] as const)
      assert.equal((await new Browser(server).signIn(email, password)).status, 401);
  });

  test("has a link from the server itself, once: a restart leaves it open, and says no second one", async () => {
    const link = linkOf(server);
    assert.equal(server.log().split("rbl_").length, 2);
    await server.stop();
    await server.restart();
    assert.equal(linkOf(server), link);
    assert.equal(server.log().split("rbl_").length, 2);
    assert.match(server.log(), /there is no owner yet, and a link that was printed before is open/);
    const told = await new Browser(server).api("POST", "invitation", { token: tokenOf(link), password: "" });
    assert.deepEqual([told.status, json<{ error: { field: string } }>(told.text).error.field], [422, "name"], "a page can tell whose it is");
  });

  test("may look whose link it is as often as they like: that is no try; a link that is none is", async () => {
    const other = await start();
    const link = linkOf(other);
    const look = (token: string): Promise<{ status: number }> => new Browser(other).api("POST", "invitation", { token, password: "" });
    for (let i = 0; i < 30; i++) assert.equal((await look(tokenOf(link))).status, 422, `look ${i + 1}`);
    const owner = { name: "Olga", email: "olga@example.com" };
    assert.equal((await accept(other, link, owner)).status, 200);
    const invited = user(other, "invite", "--name", "Ivo", "--email", "ivo@example.com", "--role", "buyer", "--workspaces", "1").out;
    for (let i = 0; i < 30; i++) assert.equal((await look(tokenOf(invited))).status, 422, `look ${i + 1}`);
    const statuses = [];
    for (let i = 0; i < 25; i++) statuses.push((await look(`rbl_${"a".repeat(43)}`)).status);
    assert.deepEqual([statuses[0], statuses.at(-1)], [404, 429]);
    assert.equal((await look(tokenOf(invited))).status, 422, "guesses of others end no look");
  });

  test("comes in by a link that is printed once and works once", async () => {
    const first = user(server, "setup");
    const second = user(server, "setup");
    assert.match(first.out, /^http:\/\/127\.0\.0\.1:\d+\/setup#rbl_[0-9A-Za-z]{43}\n$/);
    const owner = { name: "Olga", email: "olga@example.com" };
    assert.equal((await accept(server, first.out, owner)).status, 404, "the later link ends the earlier");
    assert.equal((await accept(server, linkOf(server), owner)).status, 404, "the server's too");
    assert.equal((await accept(server, second.out, owner, "short")).status, 422);
    assert.equal((await accept(server, second.out, { ...owner, email: "no" })).status, 422);
    assert.equal((await accept(server, second.out)).status, 422, "it needs a name and an address");
    const accepted = await accept(server, second.out, owner);
    assert.deepEqual(json<Json>(accepted.text), { user_id: 1, email: owner.email });
    assert.equal((await accept(server, second.out, { ...owner, email: "eve@example.com" })).status, 404);
    const again = user(server, "setup");
    assert.equal(again.code, 1);
    assert.match(again.err, /there is an owner already/);
    const browser = new Browser(server);
    const signedIn = await browser.signIn("OLGA@example.com");
    assert.equal(signedIn.status, 200);
    assert.equal(json<Session>(signedIn.text).user.role, "owner");
    await server.stop();
    await server.restart();
    assert.equal(server.log().split("rbl_").length, 2, "with an owner there is nothing to print");
    assert.deepEqual(foldersSecrets(server, [PASSWORD, tokenOf(linkOf(server)), tokenOf(second.out), browser.cookie.split("=")[1] ?? "?"]), []);
  });
});

describe("a session", () => {
  let server: Server;
  let owner: Browser;
  before(async () => {
    server = await start();
    await setUp(server);
    owner = new Browser(server);
    await owner.signIn("olga@example.com");
  });

  test("is a cookie that no script reads and no other site sends", async () => {
    const reply = await new Browser(server).signIn("olga@example.com");
    const cookie = String(reply.headers["set-cookie"]);
    assert.match(cookie, /^rb_session=rbs_[0-9A-Za-z]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    assert.equal(reply.text.includes("rbs_"), false);
  });

  test("tells who asks, where they are in and what they may do", async () => {
    const session = json<Session>((await owner.api("GET", "session")).text);
    assert.equal(session.user.email, "olga@example.com");
    assert.deepEqual(session.workspaces, [{ id: 1, name: "Initial", may_write: true }]);
    assert.ok(Object.values(session.rights).every((level) => level === "write"));
  });

  test("is another one after each sign-in, whatever cookie came along", async () => {
    const browser = new Browser(server);
    browser.cookie = `rb_session=rbs_${"a".repeat(43)}`;
    await browser.signIn("olga@example.com");
    const first = browser.cookie;
    assert.notEqual(first, `rb_session=rbs_${"a".repeat(43)}`);
    await browser.signIn("olga@example.com");
    assert.notEqual(browser.cookie, first);
    const fixed = new Browser(server);
    fixed.cookie = first;
    assert.equal((await fixed.api("GET", "session")).status, 401, "the one before has ended");
  });

  test("ends when its user signs out", async () => {
    const browser = new Browser(server);
    await browser.signIn("olga@example.com");
    const token = browser.cookie;
    const out = await browser.api("DELETE", "session");
    assert.equal(out.status, 200);
    assert.match(String(out.headers["set-cookie"]), /^rb_session=; .*Max-Age=0/);
    browser.cookie = token;
    assert.equal((await browser.api("GET", "session")).status, 401);
  });

  test("ends with the password, but for the one that changes it", async () => {
    const browser = await enter(server, "ben@example.com", "buyer", [1]);
    const other = new Browser(server);
    await other.signIn("ben@example.com");
    assert.equal((await browser.api("POST", "password", { password: "wrong", new_password: "staple battery horse" })).status, 403);
    assert.equal((await browser.api("POST", "password", { password: PASSWORD, new_password: "short" })).status, 422);
    assert.equal((await browser.api("POST", "password", { password: PASSWORD, new_password: "staple battery horse" })).status, 200);
    assert.equal((await browser.api("GET", "session")).status, 200);
    assert.equal((await other.api("GET", "session")).status, 401);
    assert.equal((await new Browser(server).signIn("ben@example.com")).status, 401);
    assert.equal((await new Browser(server).signIn("ben@example.com", "staple battery horse")).status, 200);
  });

  test("is seen and ended by its user, and by owners", async () => {
    const ann = await enter(server, "ann@example.com", "manager", [1]);
    const mine = json<{ rows: { id: number; user_id: number; is_current: boolean }[] }>((await ann.api("GET", "sessions")).text).rows;
    assert.equal(mine.length, 1);
    assert.ok(mine[0]?.is_current);
    const all = json<{ rows: { id: number; user_id: number }[] }>((await owner.api("GET", "sessions")).text).rows;
    const owners = all.find((row) => row.user_id !== mine[0]?.user_id);
    assert.equal((await ann.api("DELETE", `sessions/${owners?.id}`)).status, 404, "another's is not there");
    assert.equal((await owner.api("DELETE", `sessions/${mine[0]?.id}`)).status, 200);
    assert.equal((await ann.api("GET", "session")).status, 401);
  });

  test("ends when its user's role changes or the user goes", async () => {
    const browser = await enter(server, "rob@example.com", "manager", [1]);
    const { id } = json<Session>((await browser.api("GET", "session")).text).user;
    assert.equal((await owner.api("PATCH", `users/${id}`, { role: "buyer" })).status, 200);
    assert.equal((await browser.api("GET", "session")).status, 401);
    await browser.signIn("rob@example.com");
    assert.equal((await owner.api("DELETE", `users/${id}`)).status, 200);
    assert.equal((await browser.api("GET", "session")).status, 401);
    assert.equal((await browser.signIn("rob@example.com")).status, 401);
  });

  test("is nothing on any other listener, and in no log", async () => {
    for (const base of [server.tracking, server.network])
      assert.notEqual((await ask(base, "/api/v1/session", { headers: { Cookie: owner.cookie } })).status, 200);
    await ask(server.tracking, "/nothing", { headers: { Cookie: owner.cookie } });
    assert.equal(server.log().includes("rbs_"), false);
    assert.deepEqual(foldersSecrets(server, ["rbs_"]), []);
  });

  test("writes only from the dashboard's own page", async () => {
    const body = { name: "From elsewhere", url: "http://offer.example/?c={clickid}" };
    const write = (headers: Record<string, string>): Promise<{ status: number }> =>
      owner.ask("POST", "/api/v1/offers", body, headers);
    const plain = await ask(server.dashboard, "/api/v1/offers", {
      method: "POST",
      headers: { Cookie: owner.cookie, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.equal(plain.status, 403, "without an Origin");
    assert.equal((await write({ Origin: "http://evil.example" })).status, 403);
    assert.equal((await write({ Origin: "null" })).status, 403);
    assert.equal((await write({ Origin: server.tracking })).status, 403, "another port is another origin");
    assert.equal((await write({ "Sec-Fetch-Site": "same-site" })).status, 403);
    assert.equal((await write({ "Content-Type": "text/plain" })).status, 415);
    assert.equal((await owner.ask("DELETE", "/api/v1/offers/1", undefined, { Origin: "http://evil.example" })).status, 403);
    assert.deepEqual(await server.rows("offers"), [], "nothing was written");
    assert.equal((await write({ "Sec-Fetch-Site": "same-origin" })).status, 201);
    assert.equal((await server.call("POST", "offers", body)).status, 201, "a key needs no Origin");
    const login = await new Browser(server).ask("POST", "/api/v1/session", { email: "olga@example.com", password: PASSWORD }, { Origin: "http://evil.example" });
    assert.equal(login.status, 403, "no other site signs anyone in");
  });

  test("is over a day after its last use", async () => {
    assert.equal((await owner.api("GET", "session")).status, 200);
    await server.stop();
    await server.restart(withShim({ clockMs: 25 * HOUR_MS }));
    assert.equal((await owner.api("GET", "session")).status, 401);
    await server.stop();
    await server.restart({});
  });
});

describe("signing in", () => {
  let server: Server;
  before(async () => {
    server = await start();
    await setUp(server);
  });

  test("says the same and takes as long, whether there is such a user or not", async () => {
    const tell = async (email: string): Promise<{ text: string; ms: number }> => {
      const times: number[] = [];
      let text = "";
      for (let i = 0; i < 3; i++) {
        const from = performance.now();
        const reply = await new Browser(server).signIn(email, "wrong password");
        times.push(performance.now() - from);
        assert.equal(reply.status, 401);
        text = reply.text;
      }
      return { text, ms: Math.min(...times) };
    };
    const known = await tell("olga@example.com");
    const unknown = await tell("nobody@example.com");
    assert.equal(unknown.text, known.text);
    assert.ok(unknown.ms > known.ms / 2 && unknown.ms < known.ms * 2, `${unknown.ms} ms and ${known.ms} ms`);
  });

  test("reads no long document of a stranger: each takes forty times its bytes", async () => {
    const body = JSON.stringify({ email: "x@example.com", password: "x".repeat(20_000) });
    const headers = { "Content-Type": "application/json" };
    for (const resource of ["session", "invitation"]) {
      const reply = await ask(server.dashboard, `/api/v1/${resource}`, { method: "POST", headers, body });
      assert.equal(reply.status, 413, reply.text);
    }
  });

  test("makes who guesses wait, and says for how long", async () => {
    let last = await new Browser(server).signIn("victim@example.com", "wrong password");
    for (let i = 0; i < 12 && last.status === 401; i++) last = await new Browser(server).signIn("victim@example.com", "wrong password");
    assert.equal(last.status, 429);
    assert.equal(json<{ error: { code: string } }>(last.text).error.code, "too_many_requests");
    const wait = Number(last.headers["retry-after"]);
    assert.ok(wait >= 1 && wait <= 30, `${wait} s`);
  });
});

describe("the dashboard", () => {
  test("answers to its own names alone", async () => {
    const server = await start({ settings: { "dashboard-hosts": "tracker.example" } });
    const askAs = (host: string, target: string): Promise<{ status: number; text: string }> =>
      ask(server.dashboard, target, { headers: { Host: host, Authorization: `Bearer ${server.key}` } });
    for (const host of ["evil.example", "127.0.0.1.evil.example", "192.0.2.1"]) {
      for (const target of ["/api/v1/sources", "/metrics", "/api/openapi.json", "/"]) {
        const reply = await askAs(host, target);
        assert.equal(reply.status, 421, `${host} ${target}`);
        assert.equal(reply.text.includes("rows"), false);
      }
      assert.equal((await askAs(host, "/healthz")).status, 200, "probes ask by any name");
    }
    for (const host of ["localhost:1234", "tracker.example", "TRACKER.example:8081", `127.0.0.1:${server.ports.dashboard}`])
      assert.equal((await askAs(host, "/api/v1/sources")).status, 200, host);
  });

  test("behind HTTPS gives a cookie that only HTTPS and its own host carry", async () => {
    const server = await start({ settings: { "dashboard-url": "https://desk.example" } });
    const link = user(server, "setup", "--dashboard-url", "https://desk.example").out;
    assert.match(link, /^https:\/\/desk\.example\/setup#/);
    assert.equal((await accept(server, link, { name: "Olga", email: "olga@example.com" })).status, 200);
    const signIn = (origin: string): Promise<{ status: number; headers: Record<string, unknown> }> =>
      ask(server.dashboard, "/api/v1/session", {
        method: "POST",
        headers: { Host: "desk.example", Origin: origin, "Content-Type": "application/json" },
        body: JSON.stringify({ email: "olga@example.com", password: PASSWORD }),
      });
    assert.equal((await signIn("http://desk.example")).status, 403);
    assert.match(
      String((await signIn("https://desk.example")).headers["set-cookie"]),
      /^__Host-rb_session=rbs_\w+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
    );
  });
});

describe("rebond user", () => {
  let server: Server;
  before(async () => {
    server = await start();
    await setUp(server);
  });

  // spec: 1.10-roles
  test("invites while the server runs, and says what it expects", async () => {
    const browser = await enter(server, "ben@example.com", "buyer", [1]);
    assert.equal(json<Session>((await browser.api("GET", "session")).text).user.role, "buyer");
    const invite = (...args: string[]): string => user(server, "invite", ...args).err;
    assert.match(invite("--name", "x", "--email", "ben@example.com", "--role", "buyer"), /email: user 2 has this address/);
    assert.match(invite("--name", "x", "--email", "x@example.com", "--role", "admin"), /role: expected/);
    assert.match(invite("--name", "x", "--email", "x@example.com", "--role", "buyer", "--workspaces", "9"), /there is no workspace 9/);
    assert.match(user(server, "list").out, /^2\tben@example\.com\tbuyer\tactive\tben@example\.com$/m);
    assert.equal(run(["user", "dance", "--data", server.dir]).code, 2);
  });

  test("resets a lost owner's password: sessions end, the link sets another", async () => {
    const owner = new Browser(server);
    await owner.signIn("olga@example.com");
    const link = user(server, "reset", "--email", "olga@example.com");
    assert.equal(link.code, 0, link.err);
    assert.equal((await owner.api("GET", "session")).status, 401);
    assert.equal((await accept(server, link.out, {}, "another password")).status, 200);
    assert.equal((await owner.signIn("olga@example.com")).status, 401);
    assert.equal((await owner.signIn("olga@example.com", "another password")).status, 200);
    assert.equal(user(server, "reset", "--email", "nobody@example.com").code, 1);
  });

  test("disables a user, but never the last owner", async () => {
    const browser = await enter(server, "tom@example.com", "manager", [1]);
    assert.equal(user(server, "disable", "--email", "tom@example.com").code, 0);
    assert.equal((await browser.api("GET", "session")).status, 401);
    assert.match(user(server, "disable", "--email", "olga@example.com").err, /it is the last owner/);
  });
});

describe("a key", () => {
  let server: Server;
  before(async () => (server = await start()));

  const askWith = (key: string, method: string, resource: string, body?: unknown): Promise<{ status: number; text: string }> =>
    ask(server.dashboard, `/api/v1/${resource}`, {
      method,
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test("made on the command line may everything, or what its scopes say", async () => {
    const all = createKey(server.dir);
    const made = run(["key", "create", "--data", server.dir, "--name", "some", "--scope", "offers:read,logs:read"]);
    assert.match(made.out, /^rbk_[0-9A-Za-z]{40}\n$/);
    const some = made.out.trim();
    assert.equal((await askWith(all, "POST", "workspaces", { name: "Two" })).status, 201);
    assert.equal((await askWith(some, "GET", "offers")).status, 200);
    assert.equal((await askWith(some, "GET", "visits")).status, 200);
    assert.equal((await askWith(some, "GET", "sources")).status, 403);
    assert.equal((await askWith(some, "POST", "offers", { name: "x", url: "http://h/?a=" })).status, 403);
    assert.match(run(["key", "create", "--data", server.dir, "--name", "x", "--scope", "offers:own"]).err, /scopes\[0\]: expected/);
  });

  test("made by the API is shown once, keeps to its workspaces and ends when revoked", async () => {
    const made = await server.api<{ id: number; key: string }>("POST", "keys", { name: "Two", workspaces: [{ id: 2 }] });
    assert.match(made.key, /^rbk_/);
    const shown = await server.api<Json>("GET", `keys/${made.id}`);
    assert.equal(shown["key"], undefined);
    const offer = JSON.parse((await askWith(made.key, "POST", "offers", { name: "x", url: "http://h/?a=" })).text) as { id: number; workspace_id: number };
    assert.equal(offer.workspace_id, 2);
    const other = await server.api<{ id: number }>("POST", "offers", { name: "y", url: "http://h/?a=" });
    assert.equal((await askWith(made.key, "GET", `offers/${other.id}`)).status, 404);
    assert.equal((await askWith(made.key, "GET", "users")).text, '{"rows":[],"next":null}');
    assert.equal((await askWith(made.key, "POST", "keys", { name: "more" })).status, 403, "no key makes a stronger one");
    assert.notEqual((await server.api<Json>("GET", `keys/${made.id}`))["last_used_at"], null);
    await server.api("DELETE", `keys/${made.id}`);
    assert.equal((await askWith(made.key, "GET", "offers")).status, 401);
    assert.deepEqual(foldersSecrets(server, [made.key]), []);
  });

  test("of some workspaces make no others, and neither see nor end anyone's sessions", async () => {
    const { key } = await server.api<{ key: string }>("POST", "keys", {
      name: "of one workspace",
      scopes: ["write"],
      workspaces: [{ id: 1 }],
    });
    for (const [method, resource] of [
      ["POST", "workspaces"],
      ["POST", "workspaces/1/clone"],
      ["GET", "sessions"],
      ["DELETE", "sessions/1"],
    ] as const) {
      const reply = await ask(server.dashboard, `/api/v1/${resource}`, {
        method,
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        ...(method === "POST" ? { body: JSON.stringify({ name: "Further" }) } : {}),
      });
      assert.equal(reply.status, 403, `${method} ${resource}: ${reply.text}`);
      assert.doesNotMatch(reply.text, /workspace 0/);
    }
  });

  test("and everyone else stand in the history by name, without secrets", async () => {
    await setUp(server);
    const owner = new Browser(server);
    await owner.signIn("olga@example.com");
    assert.equal((await owner.api("POST", "offers", { name: "hers", url: "http://h/?a=" })).status, 201);
    const { rows } = json<{ rows: { actor: string; resource: string }[] }>((await owner.api("GET", "changes?limit=1000")).text);
    assert.equal(rows[0]?.actor, "user 1");
    assert.ok(rows.some((row) => row.actor === "cli" && row.resource === "keys"));
    assert.ok(rows.some((row) => /^key \d+$/.test(row.actor)));
    assert.ok(rows.some((row) => row.actor === "setup" && row.resource === "users"));
    assert.doesNotMatch(JSON.stringify(rows), /argon2|rb[kls]_/);
    const account = json<{ rows: { action: string; after: Json }[] }>((await owner.api("GET", "users/1/history")).text).rows;
    const actionsOf = (isEvent: boolean): string[] =>
      account.filter((row) => (row.after["event"] !== undefined) === isEvent).map((row) => row.action);
    assert.deepEqual(actionsOf(false), ["created"]);
    assert.deepEqual([...new Set(actionsOf(true))], ["changed"], "a password makes nobody");
  });
});
