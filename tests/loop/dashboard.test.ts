/* dashboard - the dashboard's own files, out of the binary: types, policy, brotli and gzip, what a browser may keep, and what
 * is no page. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as zlib from "node:zlib";
import { start, type Server } from "./harness.ts";
import { ask, type Ask, type Reply } from "./http.ts";

let server: Server;
before(async () => (server = await start()));
after(() => server.stop());

const get = (path: string, headers: Record<string, string> = {}, more: Ask = {}): Promise<Reply> =>
  ask(server.dashboard, path, { headers, ...more });

/** The files that the page names. */
async function assetsOf(): Promise<string[]> {
  const { text } = await get("/");
  return [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? "");
}

/** The body as it was sent. */
async function bytesOf(path: string, headers: Record<string, string>): Promise<{ bytes: Buffer; encoding: string | null; etag: string }> {
  const { default: http } = await import("node:http");
  return new Promise((resolve, reject) => {
    http
      .get(server.dashboard + path, { headers }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("end", () =>
          resolve({ bytes: Buffer.concat(chunks), encoding: reply.headers["content-encoding"] ?? null, etag: String(reply.headers.etag) }),
        );
      })
      .on("error", reject);
  });
}

test("every address of a page is the one page, which no script of others and no frame gets into", async () => {
  const page = await get("/");
  assert.equal(page.status, 200);
  assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
  assert.match(page.text, /<div id="root"><\/div>/);
  for (const path of ["/campaigns", "/campaigns/new", "/campaigns/new?tz=Europe%2FParis", "/network/goals/ABC", "/setup", "/index.html"])
    assert.equal((await get(path)).text, page.text, path);
  const policy = String(page.headers["content-security-policy"]);
  for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"])
    assert.ok(policy.split("; ").includes(part), part);
  assert.equal(page.headers["x-content-type-options"], "nosniff");
  assert.equal(page.headers["referrer-policy"], "no-referrer");
  assert.equal(page.headers["cross-origin-opener-policy"], "same-origin");
  assert.doesNotMatch(page.text, /<script(?![^>]*\bsrc=)/, "no script stands in the page");
});

test("what the page loads is there, has its type, and is kept for good", async () => {
  const assets = await assetsOf();
  assert.ok(assets.some((path) => path.endsWith(".js")) && assets.some((path) => path.endsWith(".css")), assets.join());
  for (const path of assets) {
    const file = await get(path);
    assert.equal(file.status, 200, path);
    assert.equal(file.headers["content-type"], path.endsWith(".js") ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8");
    assert.equal(file.headers["cache-control"], "public, max-age=31536000, immutable");
    assert.equal(file.headers["x-content-type-options"], "nosniff");
    assert.doesNotMatch(file.text, /sourceMappingURL|\beval\(|new Function\(/, path);
  }
});

test("who takes brotli or gzip gets it, brotli first, who refuses them does not, and all forms are the same file", async () => {
  for (const path of ["/", ...(await assetsOf())]) {
    const plain = await bytesOf(path, {});
    assert.equal(plain.encoding, null);
    const forms = [plain];
    for (const [coding, accept, unpack] of [
      ["br", "gzip, deflate, br", zlib.brotliDecompressSync],
      ["br", "GZIP;q=0.8, BR;q=0.9", zlib.brotliDecompressSync],
      ["gzip", "br;q=0, GZIP;q=0.8", zlib.gunzipSync],
    ] as const) {
      const packed = await bytesOf(path, { "Accept-Encoding": accept });
      assert.equal(packed.encoding, coding, path);
      assert.ok(packed.bytes.length < plain.bytes.length);
      assert.ok(unpack(packed.bytes).equals(plain.bytes), path);
      if (accept !== "GZIP;q=0.8, BR;q=0.9") forms.push(packed);
    }
    assert.equal(new Set(forms.map(({ etag }) => etag)).size, 3, "each form has its own ETag");
    for (const refusal of ["gzip;q=0", "gzip; q=0.000, br;q=0", "identity", "deflate"])
      assert.equal((await bytesOf(path, { "Accept-Encoding": refusal })).encoding, null, refusal);
    assert.equal((await get(path)).headers.vary, "Accept-Encoding");
  }
});

test("the API's long answers come in gzip form to who takes it, its short ones and those with an ETag as they are", async () => {
  const key = { Authorization: `Bearer ${server.key}` };
  const packing = { ...key, "Accept-Encoding": "gzip, deflate, br" };
  for (const [path, accept] of [["/api/v1/templates", "application/json"], ["/api/v1/templates", "text/csv"], ["/api/openapi.json", "*/*"]] as const) {
    const plain = await bytesOf(path, { ...key, Accept: accept });
    assert.equal(plain.encoding, null);
    const packed = await bytesOf(path, { ...packing, Accept: accept });
    assert.equal(packed.encoding, "gzip", path);
    assert.ok(packed.bytes.length < plain.bytes.length / 3, `${path}: ${packed.bytes.length} of ${plain.bytes.length} bytes`);
    assert.ok(zlib.gunzipSync(packed.bytes).equals(plain.bytes), path);
    assert.equal((await bytesOf(path, { ...key, "Accept-Encoding": "gzip;q=0" })).encoding, null);
    assert.match(String((await get(path, packing)).headers.vary), /Accept-Encoding/);
  }
  assert.equal((await bytesOf("/api/v1/goals", packing)).encoding, null, "too short to gain by it");
  const note = "n".repeat(2000);
  const { id } = await server.api<{ id: number }>("POST", "landers", { name: "L", url: "http://lander.example/", note });
  const one = await bytesOf(`/api/v1/landers/${id}`, packing);
  assert.ok(one.bytes.length > 2000 && one.etag !== "undefined");
  assert.equal(one.encoding, null, "an ETag names one form");
});

test("the page is asked for anew each time, and not sent again when it is the same", async () => {
  const first = await get("/");
  const etag = String(first.headers.etag);
  assert.match(etag, /^"[0-9a-f]{32}"$/);
  assert.equal(first.headers["cache-control"], "no-cache");
  for (const known of [etag, `W/${etag}`, `"else", ${etag}`, "*"]) {
    const again = await get("/campaigns", { "If-None-Match": known });
    assert.equal(again.status, 304, known);
    assert.equal(again.text, "");
    assert.equal(again.headers.etag, etag);
    assert.ok(again.headers["content-security-policy"]);
  }
  assert.equal((await get("/", { "If-None-Match": '"else"' })).status, 200);
  for (const coding of ["gzip", "br"]) assert.equal((await get("/", { "If-None-Match": etag, "Accept-Encoding": coding })).status, 200, "another form");
});

test("HEAD says what GET would, without it", async () => {
  for (const path of ["/", "/flows", ...(await assetsOf())]) {
    const head = await get(path, {}, { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(head.text, "");
    assert.equal(Number(head.headers["content-length"]), Buffer.byteLength((await get(path)).text), path);
  }
});

test("what is neither a page nor a file is not there, and nothing is written to", async () => {
  for (const path of ["/assets/none.js", "/assets/", "/assets/../index.html", "/favicon.ico", "/robots.txt", "/.env", "/a/b.php", "/assets/%2e%2e/index.html"])
    assert.equal((await get(path)).status, 404, path);
  for (const path of ["/api", "/api/", "/api/v2/goals", "/api/campaigns"]) {
    const reply = await get(path, { Authorization: `Bearer ${server.key}` });
    assert.equal(reply.status, 404, path);
    assert.equal(reply.headers["content-type"], "application/json");
  }
  assert.equal((await get("/api/v1/nothing")).status, 401, "strangers do not learn what there is");
  for (const method of ["POST", "PUT", "DELETE"]) {
    const reply = await get("/campaigns", {}, { method });
    assert.equal(reply.status, 405);
    assert.equal(reply.headers.allow, "GET, HEAD");
  }
  assert.equal((await get("/healthz")).headers["content-type"], "text/plain; charset=utf-8");
});

test("by a name that is not the dashboard's there is no page", async () => {
  for (const path of ["/", "/campaigns", ...(await assetsOf())]) {
    const reply = await get(path, { Host: "evil.example" });
    assert.equal(reply.status, 421, path);
    assert.doesNotMatch(reply.text, /root/);
  }
});
