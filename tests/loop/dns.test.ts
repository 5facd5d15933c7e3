/* dns - whether a domain's records lead here, asked of a name server on the loopback
 * (spec/tracker.md §1.7, §5 "SSL not issued"). */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { start, type Json, type Server } from "./harness.ts";
import { NameServer, type Host } from "./nameserver.ts";

interface Check extends Json {
  ok: boolean;
  state: string;
  message: string;
  found: { cname: string | null; a: string[]; aaaa: string[] };
  set: { type: string; name: string; value: string }[];
}

describe("a domain's check", () => {
  let names: NameServer;
  let server: Server;
  let count = 0;

  before(async () => {
    names = await new NameServer().up();
    names.hosts.set("in.tracker.test", { a: ["203.0.113.7"] });
    server = await start({
      settings: {
        "dns-server": names.address,
        "tracking-dns-cname": "in.tracker.test",
        "tracking-dns-addresses": "203.0.113.7,2001:db8::7",
      },
    });
  });
  after(async () => {
    await server.stop();
    names.down();
  });

  const check = async (host: Host | null | undefined, on = server): Promise<Check> => {
    const name = `trk${++count}.shop.test`;
    if (host !== undefined) names.hosts.set(name, host);
    const { id } = await on.api<{ id: number }>("POST", "domains", { name });
    return on.api<Check>("GET", `domains/${id}/check`);
  };

  it("is good with the right CNAME, and shows what it found", async () => {
    const answer = await check({ cname: "IN.tracker.test" });
    assert.equal(answer.state, "ok");
    assert.equal(answer.ok, true);
    assert.deepEqual(answer.found, { cname: "in.tracker.test", a: ["203.0.113.7"], aaaa: [] });
    assert.deepEqual(answer.set, []);
    assert.deepEqual(answer["expected"], { cname: "in.tracker.test", a: ["203.0.113.7"], aaaa: ["2001:db8::7"] });
  });

  it("is good with our addresses only, of both families", async () => {
    assert.equal((await check({ a: ["203.0.113.7"], aaaa: ["2001:db8::7"] })).state, "ok");
    assert.equal((await check({ a: ["203.0.113.7"], isRoot: true })).state, "ok");
  });

  const faults: [what: string, host: Host | undefined, state: string, set: string][] = [
    ["no record", undefined, "no_record", "CNAME"],
    ["an empty zone's root", { isRoot: true }, "no_record", "A"],
    ["a CNAME to another name", { cname: "other.test" }, "cname_elsewhere", "CNAME"],
    ["an address of another machine", { a: ["198.51.100.1"] }, "address_elsewhere", "CNAME"],
    ["a second address", { a: ["203.0.113.7", "198.51.100.1"] }, "duplicate_address", "CNAME"],
    ["a second address at a zone's root", { a: ["203.0.113.7", "198.51.100.1"], isRoot: true }, "duplicate_address", "A"],
    ["a second address of the other family", { a: ["203.0.113.7"], aaaa: ["2001:db8::8"] }, "duplicate_address", "CNAME"],
    ["a proxy before it", { a: ["104.16.1.2", "104.16.2.2"] }, "proxied", "CNAME"],
  ];
  for (const [what, host, state, type] of faults) {
    it(`names ${what}, and the record to set`, async () => {
      const answer = await check(host);
      assert.equal(answer.state, state);
      assert.equal(answer.ok, false);
      const [record] = answer.set;
      assert.equal(record?.type, type);
      assert.equal(record?.name, answer["domain"]);
      assert.equal(record?.value, type === "CNAME" ? "in.tracker.test" : "203.0.113.7");
    });
  }

  it("finds a name that a CNAME leads to without an address", async () => {
    names.hosts.set("in.tracker.test", {});
    assert.equal((await check({ cname: "in.tracker.test" })).state, "target_without_address");
    names.hosts.set("in.tracker.test", { a: ["203.0.113.7"] });
  });

  it("answers 503 when the name servers fail or say nothing, and never that all is well", async () => {
    const { id } = await server.api<{ id: number }>("POST", "domains", { name: "failing.shop.test" });
    names.hosts.set("failing.shop.test", null);
    assert.equal((await server.call("GET", `domains/${id}/check`)).status, 503);
    names.hosts.set("failing.shop.test", { a: ["203.0.113.7"] });
    names.isSilent = true;
    assert.equal((await server.call("GET", `domains/${id}/check`)).status, 503);
    names.isSilent = false;
    assert.equal((await server.call("GET", `domains/${id}/check`)).status, 200);
    assert.equal((await server.call("GET", "domains/9999/check")).status, 404);
  });

  it("is made of a few at once: the others are told so, and hold up nobody", async () => {
    const { id } = await server.api<{ id: number }>("POST", "domains", { name: "many.shop.test" });
    names.isSilent = true;
    const replies = await Promise.all(Array.from({ length: 8 }, () => server.call("GET", `domains/${id}/check`)));
    names.isSilent = false;
    assert.ok(replies.every(({ status }) => status === 503));
    assert.ok(replies.filter(({ text }) => text.includes("are being checked already")).length >= 4);
    assert.equal((await server.call("GET", `domains/${id}/check`)).status, 200);
  });

  it("answers 503 to what is no answer: cut, looping or made of noise", async () => {
    const { id } = await server.api<{ id: number }>("POST", "domains", { name: "noise.shop.test" });
    names.hosts.set("noise.shop.test", { a: ["203.0.113.7"], cname: "in.tracker.test" });
    const garblings: ((answer: Buffer) => Buffer)[] = [
      (answer) => answer.subarray(0, answer.length - 3),
      (answer) => answer.subarray(0, 12),
      (answer) => {
        const looping = Buffer.from(answer);
        looping.writeUInt16BE(0xc000 | (looping.length - 2), looping.length - 2); /* a name that names itself */
        return looping;
      },
      (answer) => {
        const long = Buffer.from(answer);
        long.writeUInt16BE(65535, 6); /* more answers than are there */
        return long;
      },
      (answer) => Buffer.concat([answer.subarray(0, 12), Buffer.alloc(200, 0xff)]),
    ];
    for (const garble of garblings) {
      names.garble = garble;
      const reply = await server.call("GET", `domains/${id}/check`);
      assert.ok(reply.status === 503 || (reply.status === 200 && !reply.text.includes('"ok": true')), reply.text);
    }
    names.garble = undefined;
    assert.equal((await server.api<Check>("GET", `domains/${id}/check`)).state, "ok");
  });

  it("asks only the server that is set, and only about the domain", async () => {
    names.asked.length = 0;
    const { id, name } = await server.api<{ id: number; name: string }>("POST", "domains", { name: "One.Shop.test" });
    await server.api("GET", `domains/${id}/check`);
    assert.equal(name, "one.shop.test");
    assert.deepEqual([...new Set(names.asked.map((each) => each.name.toLowerCase()))], [name]);
    assert.deepEqual(names.asked.map((each) => each.type).sort((a, b) => a - b), [1, 5, 6, 28]);
  });

  it("says so when it is not set where domains are to lead", async () => {
    const own = await start({ settings: { "dns-server": names.address } });
    const answer = await check({ a: ["203.0.113.7"] }, own);
    assert.equal(answer.state, "no_target");
    assert.deepEqual(answer.set, []);
    await own.stop();
  });

  it("takes the host of tracking.url for the CNAME's target", async () => {
    const own = await start({
      settings: { "dns-server": names.address, "tracking-url": "https://in.tracker.test:8443" },
    });
    assert.equal((await check({ cname: "in.tracker.test" }, own)).state, "ok");
    assert.equal((await check({ cname: "in.tracker.test.evil.test" }, own)).state, "cname_elsewhere");
    await own.stop();
  });
});
