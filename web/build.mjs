/* build - the dashboard as files that the binary carries: dist/, bundled, split by page, minified, named by their content
 * (dist-dev/ while it is written).
 *
 *   node build.mjs                 once
 *   node build.mjs --dev URL       serves on http://127.0.0.1:5173, rebuilt on change; /api goes to the desk at URL */
import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { embed } from "./embed.mjs";
import { guide } from "./guide.mjs";

const root = path.dirname(fileURLToPath(import.meta.url));
const devUrl = process.argv[2] === "--dev" ? (process.argv[3] ?? "http://127.0.0.1:8081") : null;
const out = path.join(root, devUrl === null ? "dist" : "dist-dev");

const options = {
  absWorkingDir: root,
  entryPoints: { app: "src/main.tsx" },
  outdir: out,
  publicPath: "/",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  jsx: "automatic",
  minify: devUrl === null,
  sourcemap: devUrl !== null,
  metafile: true,
  entryNames: devUrl === null ? "assets/[name]-[hash]" : "assets/[name]",
  chunkNames: "assets/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  loader: { ".svg": "file", ".webp": "file", ".woff2": "file" },
  plugins: [guide],
  define: { "process.env.NODE_ENV": devUrl === null ? '"production"' : '"development"' },
  logLevel: "warning",
  legalComments: "none",
};

/** The one page: it names what the entry point became. */
function writePage(metafile) {
  const entry = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === "src/main.tsx");
  const script = path.relative(out, path.join(root, entry[0]));
  const style = path.relative(out, path.join(root, entry[1].cssBundle));
  const page = fs.readFileSync(path.join(root, "index.html"), "utf8").replace("SCRIPT", `/${script}`).replace("STYLE", `/${style}`);
  fs.writeFileSync(path.join(out, "index.html"), page);
}

if (devUrl === null) {
  fs.rmSync(out, { recursive: true, force: true });
  const { metafile } = await esbuild.build(options);
  writePage(metafile);
  const names = fs.readdirSync(path.join(out, "assets")).map((name) => `assets/${name}`).concat("index.html").sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(fs.readFileSync(path.join(out, name)));
  embed(out, names);
  console.log(`dashboard: ${names.length} files, ${hash.digest("hex").slice(0, 12)}`);
} else {
  const context = await esbuild.context({
    ...options,
    plugins: [guide, { name: "page", setup: (build) => build.onEnd((result) => result.metafile && writePage(result.metafile)) }],
  });
  await context.watch();
  const desk = new URL(devUrl);
  http
    .createServer((request, response) => {
      const target = request.url ?? "/";
      if (/^\/(api|healthz|readyz|metrics)/.test(target)) {
        const headers = { ...request.headers, host: desk.host, ...(request.headers.origin ? { origin: desk.origin } : {}) };
        const pass = http.request(desk.origin + target, { method: request.method, headers }, (reply) => {
          response.writeHead(reply.statusCode ?? 502, reply.headers);
          reply.pipe(response);
        });
        pass.on("error", (error) => response.writeHead(502).end(String(error)));
        request.pipe(pass);
        return;
      }
      const file = path.join(out, path.normalize(new URL(target, devUrl).pathname));
      const found = file.startsWith(out) && fs.existsSync(file) && fs.statSync(file).isFile() ? file : path.join(out, "index.html");
      const types = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".webp": "image/webp" };
      response.writeHead(200, { "Content-Type": types[path.extname(found)] ?? "application/octet-stream", "Cache-Control": "no-store" });
      fs.createReadStream(found).pipe(response);
    })
    .listen(Number(process.env.PORT ?? 5173), "127.0.0.1", () => console.log(`http://127.0.0.1:${process.env.PORT ?? 5173}`));
}
