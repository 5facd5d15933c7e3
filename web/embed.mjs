/* embed - dist/ as the binary carries it: each file plain, in brotli's and in gzip's form, a table in C (dist/embed.c) and the
 * bytes (dist/embed.S). Written last, so that its age is that of the whole build. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

function typeOf(name) {
  const type = TYPES[path.extname(name)];
  if (type === undefined) throw new Error(`${name}: no content type is known for it: add it to web/embed.mjs`);
  return type;
}

/* By the field of struct dashboard_file; brotli takes its best level by itself. */
const FORMS = { brotli: brotliCompressSync, gzip: (plain) => gzipSync(plain, { level: 9 }) };

/** A symbol around the bytes of a file. The hash lets the object be made anew when they change. */
function bytesOf(symbol, file, hash) {
  return [`/* ${hash} */`, `.globl ${symbol}`, ".balign 16", `${symbol}:`, `.incbin ${JSON.stringify(file)}`, ".byte 0", ""];
}

/** Embeds these files of the folder (paths from it). */
export function embed(out, names) {
  fs.mkdirSync(path.join(out, "packed"), { recursive: true });
  const bytes = ['.section .rodata,"a",%progbits', ""];
  const symbols = [];
  const rows = [];
  const put = (symbol, file, hash) => {
    bytes.push(...bytesOf(symbol, file, hash));
    symbols.push(symbol);
  };
  names.forEach((name, index) => {
    const plain = fs.readFileSync(path.join(out, name));
    const hash = createHash("sha256").update(plain).digest("hex").slice(0, 32);
    const symbol = `dashboard_bytes_${index}`;
    put(symbol, path.join(out, name), hash);
    const forms = Object.entries(FORMS).map(([form, pack]) => {
      const packed = pack(plain);
      if (packed.length >= plain.length) return "{0, 0}";
      const file = path.join(out, "packed", `${index}.${form}`);
      fs.writeFileSync(file, packed);
      put(`${symbol}_${form}`, file, hash);
      return `{${symbol}_${form}, ${packed.length}}`;
    });
    const text = (value) => `{"${value}", ${value.length}}`;
    rows.push(`    {${text(`/${name}`)}, ${text(typeOf(name))}, ${text(hash)}, {${symbol}, ${plain.length}}, ${forms.join(", ")}},`);
  });
  bytes.push('.section .note.GNU-stack,"",%progbits', "");
  const table = [
    "/* Made by web/embed.mjs. */",
    '#include "api/dashboard_files.h"',
    "",
    ...symbols.map((symbol) => `extern const char ${symbol}[];`),
    "",
    "const struct dashboard_file dashboard_files[] = {",
    ...rows,
    "};",
    "const size_t dashboard_file_count = ARRAY_LEN(dashboard_files);",
    "",
  ];
  fs.writeFileSync(path.join(out, "embed.c"), table.join("\n"));
  fs.writeFileSync(path.join(out, "embed.S"), bytes.join("\n"));
}
