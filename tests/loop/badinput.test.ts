/* badinput - what nobody should send: a clear 4xx that names the thing, nothing half-written, and the
 * next good request works as ever. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { ask, inParallel, raw } from "./http.ts";
import * as world from "./world.ts";

const TABLES = ["visit", "ad_click", "conversion", "conversion_change", "forward", "outbox", "goal_state"];
const RESOURCES = ["sources", "networks", "offers", "campaigns", "goals", "adcampaigns", "variations"];

describe("bad input", () => {
  let server: Server;
  let loop: world.Loop;

  before(async () => {
    server = await start();
    loop = await world.makeLoop(server);
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
  });

  /* What is written down; refusals may add to the logs of postbacks and goal calls, to nothing else. */
  const written = (): unknown =>
    server.sql(`select ${TABLES.map((table) => `(select count(*) from ${table}) ${table}`).join()}`);

  const unchanged = async (work: () => Promise<void>): Promise<void> => {
    const before = written();
    await work();
    assert.deepEqual(written(), before);
  };

  const stillWorks = async (): Promise<void> => {
    const { cid } = await world.visitNew(loop);
    const reply = await world.postback(server, `cid=${cid}&payout=1`);
    assert.equal(reply.text, "OK");
  };

  const get = (base: string, target: string): ReturnType<typeof raw> =>
    raw(base, `GET ${target} HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`);

  /* --- Queries ------------------------------------------------------------------------------- */

  const bad: [name: string, value: string, says: RegExp][] = [
    ["a NUL byte", "a%00b", /control/],
    ["a line feed", "a%0ab", /control/],
    ["a carriage return and line feed", "a%0D%0ASet-Cookie:x=1", /control/],
    ["an escape byte", "%1b[31m", /control/],
    ["a DEL byte", "a%7fb", /control/],
    ["broken percent-encoding", "a%zzb", /percent/],
    ["percent-encoding that ends early", "a%4", /percent/],
    ["invalid UTF-8", "a%ffb", /UTF-8/],
    ["an overlong UTF-8 form", "%c0%af", /UTF-8/],
    ["half a surrogate pair", "%ed%a0%80", /UTF-8/],
    ["UTF-8 that ends early", "%e2%82", /UTF-8/],
  ];

  describe("in a query is refused with 400, naming the parameter", () => {
    for (const [name, value, says] of bad) {
      it(name, () =>
        unchanged(async () => {
          const { cid } = { cid: "0".repeat(24) };
          const targets: [base: string, target: string, param: string][] = [
            [server.tracking, `/${loop.campaign.key}?external_id=${value}`, "external_id"],
            [server.tracking, `/${loop.campaign.key}?unheard=${value}&external_id=1`, "unheard"],
            [server.tracking, `/postback?cid=${cid}&txid=${value}`, "txid"],
            [server.network, `/go/${loop.variation.id}?sub=${value}`, "sub"],
          ];
          for (const [base, target, param] of targets) {
            const reply = await get(base, target);
            assert.equal(reply.status, 400, target);
            assert.ok(reply.text.includes(`"${param}"`), reply.text);
            assert.match(reply.text, says);
            assert.ok(!reply.text.includes("\r\nSet-Cookie"), "nothing was smuggled into the headers");
          }
          /* tag.php has words of its own for each parameter (spec/network.md §2.3). */
          const called = await get(server.network, `/tag.php?goal=${loop.goal.id}&tag=${value}`);
          assert.equal(called.status, 200);
          assert.ok(called.text.endsWith("\r\n\r\nERROR: Tag is invalid!"), called.text);
          assert.ok(!called.text.includes("\r\nSet-Cookie"), "nothing was smuggled into the headers");
          const api = await ask(server.dashboard, `/api/v1/conversions?txid=${value}`, {
            headers: { Authorization: `Bearer ${server.key}` },
          });
          assert.equal(api.status, 400);
          assert.equal((JSON.parse(api.text) as { error: Json }).error["field"], "txid");
        }),
      );
    }
  });

  it("in the name of a parameter is refused too", () =>
    unchanged(async () => {
      for (const name of ["a%00", "%ff", "a%"]) {
        const reply = await get(server.tracking, `/${loop.campaign.key}?${name}=1`);
        assert.equal(reply.status, 400, name);
      }
    }));

  it("a URL of more than 8 KiB is refused with 414 on every listener, one of 8 KiB is not", () =>
    unchanged(async () => {
      for (const base of [server.tracking, server.network, server.dashboard]) {
        const short = `/postback?x=`;
        assert.equal((await get(base, short + "a".repeat(8193 - short.length))).status, 414);
        assert.notEqual((await get(base, short + "a".repeat(8192 - short.length))).status, 414);
        assert.equal((await get(base, `/${"a".repeat(100_000)}`)).status, 414);
      }
    }));

  it("too many parameters are refused", () =>
    unchanged(async () => {
      const reply = await get(server.tracking, `/${loop.campaign.key}?${"a=1&".repeat(2000)}`);
      assert.equal(reply.status, 400);
    }));

  it("a postback's body of more than 16 KiB is refused with 413", () =>
    unchanged(async () => {
      const reply = await ask(server.tracking, "/postback", {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: `cid=${"0".repeat(24)}&param1=${"a".repeat(20_000)}`,
      });
      assert.equal(reply.status, 413);
    }));

  it("an ad click's number out of range is refused, naming it", () =>
    unchanged(async () => {
      for (const [param, value] of [
        ["site_id", "-1"],
        ["zone_id", "4294967296"],
        ["category_id", "65536"],
        ["cost", "1,5"],
        ["cost", "1e3"],
      ] as const) {
        const reply = await get(server.network, `/go/${loop.variation.id}?${param}=${value}`);
        assert.equal(reply.status, 400);
        assert.ok(reply.text.includes(`"${param}"`), reply.text);
      }
    }));

  it("a cost that the source did not fill in counts 0 and is flagged, and the visitor goes on", async () => {
    for (const cost of ["", "{actual_cost}", "nan", "-1", "abc"]) {
      const { cid } = await world.visit(server, `/${loop.campaign.key}?cost=${encodeURIComponent(cost)}`);
      const [row] = await server.rows(`visits?cid=${cid}`);
      assert.equal(row?.["cost"], "0", cost);
      assert.equal(row?.["cost_missing"], true, cost);
    }
  });

  it("what stands in a query never gets out of its place in the redirect", async () => {
    const own = await world.makeLoop(server, {
      offer: { url: "http://mypage.com/p?sub={token1}", network_id: loop.network.id },
    });
    for (const value of ["a&b=c", "x#y", "//evil.example/", "\\evil", "a b", "é", "%", "\"'<>"]) {
      const { location } = await world.visit(
        server,
        `/${own.campaign.key}?variation_id=${encodeURIComponent(value)}`,
      );
      const url = new URL(location);
      assert.equal(url.host, "mypage.com");
      assert.equal(url.searchParams.get("sub"), value);
      assert.equal(url.hash, "");
      assert.deepEqual([...url.searchParams.keys()], ["sub", "s1"]);
    }
  });

  /* --- The JSON API -------------------------------------------------------------------------- */

  const catalogue = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all(RESOURCES.map((resource) => server.rows(`${resource}?limit=1000&status=all`))),
    );

  const refused = async (
    method: string,
    resource: string,
    body: unknown,
    status: number,
    field: string | null,
  ) => {
    const before = await catalogue();
    const reply = await server.call(method, resource, body);
    const { error } = JSON.parse(reply.text) as {
      error: { code: string; message: string; field: string | null };
    };
    assert.equal(reply.status, status, reply.text);
    assert.equal(error.field, field, reply.text);
    assert.ok(error.message.length > 10 && error.code.length > 0);
    assert.equal(await catalogue(), before, "nothing was written");
  };

  describe("in the API", () => {
    const source = { name: "S", template: "exoclick" };
    const campaign = { name: "C", source_id: 1, paths: [{ offers: [{ id: 1 }] }] };
    const cases: [name: string, resource: string, body: Json, field: string][] = [
      ["an unknown field", "sources", { ...source, colour: "red" }, "colour"],
      [
        "an unknown field further in",
        "sources",
        { ...source, postback: { uri: "http://a.example/" } },
        "postback.uri",
      ],
      [
        "an unknown field in a list",
        "campaigns",
        { ...campaign, paths: [{ offers: [{ id: 1, wait: 1 }] }] },
        "paths[0].offers[0].wait",
      ],
      ["a number for a text", "sources", { name: 7 }, "name"],
      ["a text for a number", "campaigns", { ...campaign, source_id: "1" }, "source_id"],
      [
        "a text for a yes or no",
        "sources",
        { ...source, postback: { only_first: "no" } },
        "postback.only_first",
      ],
      ["an object for a list", "campaigns", { ...campaign, paths: {} }, "paths"],
      [
        "a fraction for a whole number",
        "campaigns",
        { ...campaign, paths: [{ weight: 1.5, offers: [{ id: 1 }] }] },
        "paths[0].weight",
      ],
      ["a number for an amount of money", "adcampaigns", { name: "A", price: 0.05 }, "price"],
      ["an amount with a comma", "adcampaigns", { name: "A", price: "0,05" }, "price"],
      ["an amount past what is counted", "adcampaigns", { name: "A", price: "99999999999999" }, "price"],
      ["an unknown word", "networks", { name: "N", duplicate_mode: "overwrite" }, "duplicate_mode"],
      ["an unknown template", "sources", { name: "S", template: "../../etc/passwd" }, "template"],
      ["an unknown currency", "sources", { ...source, currency: "EURO" }, "currency"],
      ["a missing name", "offers", { url: "http://a.example/" }, "name"],
      ["an empty name", "offers", { name: "  ", url: "http://a.example/" }, "name"],
      ["a name of 10,000 letters", "offers", { name: "x".repeat(10_000), url: "http://a.example/" }, "name"],
      ["a control byte in a name", "offers", { name: "a\u0007b", url: "http://a.example/" }, "name"],
      ["a URL of another scheme", "offers", { name: "O", url: "javascript:alert(1)" }, "url"],
      ["a URL whose host is a macro", "offers", { name: "O", url: "http://{token1}/" }, "url"],
      [
        "a URL whose host begins with a macro",
        "offers",
        { name: "O", url: "http://{token1}.example/" },
        "url",
      ],
      ["a URL with a line feed", "offers", { name: "O", url: "http://a.example/\nx" }, "url"],
      [
        "a broken regular expression",
        "sources",
        { ...source, postback: { success_match: "(" } },
        "postback.success_match",
      ],
      [
        "an allow list with something else",
        "networks",
        { name: "N", ip_allow: ["10.0.0.0/33"] },
        "ip_allow[0]",
      ],
      ["a source that is not there", "campaigns", { ...campaign, source_id: 999_999 }, "source_id"],
      [
        "an offer that is not there",
        "campaigns",
        { ...campaign, paths: [{ offers: [{ id: 999_999 }] }] },
        "paths[0].offers[0].id",
      ],
      ["a path without offers", "campaigns", { ...campaign, paths: [{ offers: [] }] }, "paths[0].offers"],
      [
        "paths without weight",
        "campaigns",
        { ...campaign, paths: [{ weight: 0, offers: [{ id: 1 }] }] },
        "paths",
      ],
      [
        "a parameter twice",
        "sources",
        { ...source, cost: { param: "external_id", macro: "{c}" } },
        "external_id.param",
      ],
    ];
    for (const [name, resource, body, field] of cases) {
      it(`${name} is refused with 422, naming ${field}`, () => refused("POST", resource, body, 422, field));
    }

    it("a change that would be refused changes nothing", () =>
      refused("PATCH", `campaigns/${loop.campaign.id}`, { name: "New", source_id: "x" }, 422, "source_id"));

    for (const [name, method, resource, body] of [
      ["a goal's id among campaigns", "GET", "campaigns/GOAL", undefined],
      ["a number among goals", "GET", "goals/1", undefined],
      ["a number that is not there", "PATCH", "offers/999999", { name: "X" }],
      ["a text among offers", "DELETE", "offers/abc", undefined],
      ["a number with a sign", "GET", "offers/+1", undefined],
      ["a number past 64 bits", "GET", "offers/99999999999999999999", undefined],
    ] as const) {
      it(`${name} is answered 404, naming id`, () =>
        refused(method, resource.replace("GOAL", loop.goal.id), body, 404, "id"));
    }

    it("an entry's id where a click id is asked for is refused, and the other way round", async () => {
      const { cid } = await world.visitNew(loop);
      await refused("GET", "conversions?cid=123", undefined, 400, "cid");
      await refused("GET", `postbacks/out?conversion_id=${cid}`, undefined, 400, "conversion_id");
      await refused("GET", "visits?campaign=x", undefined, 400, "campaign");
      await refused("GET", "visits?limit=0", undefined, 400, "limit");
      await refused("GET", "visits?limit=1001", undefined, 400, "limit");
      await refused("GET", "visits?cursor=x", undefined, 400, "cursor");
      await refused("GET", "visits?from=yesterday", undefined, 400, "from");
      await refused("GET", "visits?colour=red", undefined, 400, "colour");
      await refused("GET", "visits?limit=1&limit=2", undefined, 400, "limit");
    });

    it("a body that is no JSON object is refused", async () => {
      for (const [body, status] of [
        ["{", 400],
        ["", 400],
        ['{"name":"a","name":"b"}', 400],
        ['{"name":"\\ud800"}', 400],
        [`${"[".repeat(10_000)}`, 400],
        ["[]", 422],
        ["7", 400],
      ] as const)
        await refused("POST", "sources", body, status, null);
    });

    it("a body that is not said to be JSON is refused with 415", async () => {
      const reply = await ask(server.dashboard, "/api/v1/sources", {
        method: "POST",
        headers: { Authorization: `Bearer ${server.key}`, "Content-Type": "text/plain" },
        body: "{}",
      });
      assert.equal(reply.status, 415);
    });

    it("a body of more than a mebibyte is refused with 413", async () => {
      const reply = await server.call("POST", "sources", JSON.stringify({ name: "x".repeat(1_100_000) }));
      assert.equal(reply.status, 413);
    });

    it("without a key, or with a wrong one, nothing is told and nothing written", async () => {
      const before = await catalogue();
      for (const headers of [
        {},
        { Authorization: "Bearer rb_wrong" },
        { Authorization: `Basic ${server.key}` },
        { Authorization: "Bearer" },
      ] as Record<string, string>[]) {
        for (const [method, path] of [
          ["GET", "sources"],
          ["POST", "sources"],
          ["GET", "visits"],
          ["GET", "nothing"],
        ] as const) {
          const reply = await ask(server.dashboard, `/api/v1/${path}`, {
            method,
            headers: { "Content-Type": "application/json", ...headers },
            ...(method === "POST" ? { body: '{"name":"S"}' } : {}),
          });
          assert.equal(reply.status, 401);
          assert.equal(reply.headers["www-authenticate"], "Bearer");
        }
      }
      assert.equal(await catalogue(), before);
    });

    it("an address that is not there is answered 404, a method that is not taken 405", async () => {
      assert.equal((await server.call("GET", "nothing")).status, 404);
      assert.equal((await server.call("GET", "sources/1/2")).status, 404);
      const reply = await server.call("DELETE", "sources");
      assert.equal(reply.status, 405);
      assert.equal(reply.headers["allow"], "GET, HEAD, POST");
    });
  });

  /* --- Malformed HTTP ------------------------------------------------------------------------ */

  const body = "cid=0&x=1";
  const malformed: [name: string, bytes: string, status: number][] = [
    [
      "two lengths that differ",
      `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\nContent-Length: 4\r\n\r\n${body}`,
      400,
    ],
    [
      "two lengths that are equal",
      `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\nContent-Length: 9\r\n\r\n${body}`,
      400,
    ],
    [
      "a length that is a list",
      `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: 9, 9\r\n\r\n${body}`,
      400,
    ],
    ["a length with a sign", `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: +9\r\n\r\n${body}`, 400],
    ["a length below zero", `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n`, 400],
    [
      "a length past 64 bits",
      `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999999999999\r\n\r\n`,
      400,
    ],
    [
      "a length with a transfer-encoding",
      `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      "a transfer-encoding with a length",
      `POST /postback HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      "two transfer-encodings",
      `POST /postback HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      "a transfer-encoding that nobody knows",
      `POST /postback HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      501,
    ],
    [
      "chunked in HTTP/1.0",
      `POST /postback HTTP/1.0\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      "a chunk length that is no number",
      `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
    ],
    [
      "a chunk longer than it says",
      `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n`,
      400,
    ],
    ["no Host", "GET /KEY HTTP/1.1\r\n\r\n", 400],
    ["no Host in HTTP/1.0", "GET /KEY HTTP/1.0\r\n\r\n", 400],
    ["two Hosts", "GET /KEY HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400],
    ["an empty Host", "GET /KEY HTTP/1.1\r\nHost:\r\n\r\n", 400],
    ["a Host with a space", "GET /KEY HTTP/1.1\r\nHost: a b\r\n\r\n", 400],
    ["a folded header", "GET /KEY HTTP/1.1\r\nHost: t\r\nX-A: 1\r\n 2\r\n\r\n", 400],
    ["a header folded with a tab", "GET /KEY HTTP/1.1\r\nHost: t\r\nX-A: 1\r\n\t2\r\n\r\n", 400],
    ["a space before the colon", "GET /KEY HTTP/1.1\r\nHost : t\r\n\r\n", 400],
    ["a space before the first header", "GET /KEY HTTP/1.1\r\n Host: t\r\n\r\n", 400],
    ["a header without a colon", "GET /KEY HTTP/1.1\r\nHost: t\r\nnonsense\r\n\r\n", 400],
    ["a header without a name", "GET /KEY HTTP/1.1\r\nHost: t\r\n: 1\r\n\r\n", 400],
    ["a NUL in the request line", "GET /K\0EY HTTP/1.1\r\nHost: t\r\n\r\n", 400],
    ["a NUL in a header", "GET /KEY HTTP/1.1\r\nHost: t\r\nX-A: a\0b\r\n\r\n", 400],
    ["a control byte in a header", "GET /KEY HTTP/1.1\r\nHost: t\r\nX-A: a\x01b\r\n\r\n", 400],
    ["a bare line feed", "GET /KEY HTTP/1.1\nHost: t\n\n", 400],
    ["a bare carriage return in a header", "GET /KEY HTTP/1.1\r\nHost: t\r\nX-A: a\rb\r\n\r\n", 400],
    ["HTTP/9.9", "GET /KEY HTTP/9.9\r\nHost: t\r\n\r\n", 505],
    ["HTTP/2.0", "GET /KEY HTTP/2.0\r\nHost: t\r\n\r\n", 505],
    ["HTTP/0.9", "GET /KEY\r\n\r\n", 400],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505],
    ["another protocol", "GET /KEY RTSP/1.0\r\nHost: t\r\n\r\n", 400],
    ["a method that nobody knows", "BREW /KEY HTTP/1.1\r\nHost: t\r\n\r\n", 501],
    ["a method in lower case", "get /KEY HTTP/1.1\r\nHost: t\r\n\r\n", 501],
    ["two spaces in the request line", "GET  /KEY HTTP/1.1\r\nHost: t\r\n\r\n", 400],
    ["a space in the URL", "GET /K EY HTTP/1.1\r\nHost: t\r\n\r\n", 400],
    ["a URL without its slash", "GET KEY HTTP/1.1\r\nHost: t\r\n\r\n", 400],
    ["an oversized request line", `GET /${"a".repeat(9000)} HTTP/1.1\r\nHost: t\r\n\r\n`, 414],
    ["an oversized line that never ends", "A".repeat(20_000), 414],
    ["an oversized header", `GET /KEY HTTP/1.1\r\nHost: t\r\nX-A: ${"a".repeat(17_000)}\r\n\r\n`, 431],
    ["too many headers", `GET /KEY HTTP/1.1\r\nHost: t\r\n${"A: b\r\n".repeat(100)}\r\n`, 431],
    ["a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400],
    [
      "an Expect that nobody knows",
      "POST /postback HTTP/1.1\r\nHost: t\r\nExpect: coffee\r\nContent-Length: 9\r\n\r\n",
      417,
    ],
  ];

  describe("malformed HTTP is refused and cut, and a good request still works:", () => {
    for (const [name, bytes, status] of malformed) {
      it(name, async () => {
        await unchanged(async () => {
          for (const base of [server.tracking, server.network]) {
            const reply = await raw(base, bytes.replaceAll("KEY", loop.campaign.key));
            assert.equal(reply.status, status, reply.text);
            assert.ok(reply.closed, "the connection is closed");
            assert.equal(reply.text.match(/HTTP\/1\.1 \d{3} /g)?.length, 1, "one answer");
          }
        });
        await stillWorks();
      });
    }
  });

  it("what stands behind a malformed request on its connection is not served", () =>
    unchanged(async () => {
      const good = `GET /${loop.campaign.key}?external_id=smuggled HTTP/1.1\r\nHost: t\r\n\r\n`;
      for (const bytes of [
        `POST /postback HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${good}`,
        `GET /${loop.campaign.key} HTTP/1.1\r\nHost: t\r\nHost: u\r\n\r\n${good}`,
      ]) {
        const reply = await raw(server.tracking, bytes);
        assert.equal(reply.status, 400);
        assert.ok(!reply.text.includes("302"), reply.text);
      }
    }));

  it("requests in one piece, and requests cut anywhere, are answered one by one and in order", async () => {
    const request = (n: number, end = ""): string =>
      `GET /${loop.campaign.key}?external_id=piped${n} HTTP/1.1\r\nHost: t\r\n${end}\r\n`;
    const bytes = [1, 2, 3, 4].map((n) => request(n)).join("") + request(5, "Connection: close\r\n");
    const whole = await raw(server.tracking, bytes);
    assert.equal(whole.text.split("HTTP/1.1 302 ").length - 1, 5);
    assert.ok(whole.closed);
    const cids = [...whole.text.matchAll(/&s1=([0-9a-z]{24})\r/g)].map((match) => match[1] ?? "");
    for (const [i, cid] of cids.entries()) {
      const [row] = await server.rows(`visits?cid=${cid}`);
      assert.equal(row?.["external_id"], `piped${i + 1}`);
    }
  });

  it("half a request leaves nothing, however it ends", () =>
    unchanged(async () => {
      const request = `POST /postback?a=1 HTTP/1.1\r\nHost: t\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 30\r\n\r\ncid=${"0".repeat(24)}`;
      await inParallel(
        Array.from({ length: request.length }, (_, length) => request.slice(0, length)),
        8,
        async (half) => {
          const reply = await raw(server.tracking, half, { timeoutMs: 5 });
          assert.equal(reply.text, "");
        },
      );
    }));

  it("random bytes never bring it down", async (t) => {
    const seed = Number(process.env["REBOND_SEED"] ?? Date.now() % 1_000_000_000);
    t.diagnostic(`seed ${seed}`);
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const good = `GET /${loop.campaign.key}?external_id=fuzzed HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n`;
    const pieces = Array.from({ length: 400 }, () => {
      const bytes = Buffer.from(good, "latin1");
      for (let i = random(6); i >= 0; i--) bytes[random(bytes.length)] = random(256);
      return bytes;
    });
    const edge = server.edgePid();
    await inParallel(pieces, 16, (bytes) => raw(server.tracking, bytes, { timeoutMs: 100 }));
    assert.equal(server.edgePid(), edge, "it is the same process");
    await stillWorks();
  });

  it("the ledger proves itself", () => {
    const { code, out } = server.verify();
    assert.equal(code, 0, out);
  });
});
