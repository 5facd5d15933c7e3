/* embed - dist/ as the binary carries it: each file plain and in gzip form, a table in C (dist/embed.c) and the
 * bytes (dist/embed.S). Written last, so that its age is that of the whole build. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";

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

/** A symbol around the bytes of a file. The hash lets the object be made anew when they change. */
function bytesOf(symbol, file, hash) {
  return [`/* ${hash} */`, `.globl ${symbol}`, ".balign 16", `${symbol}:`, `.incbin ${JSON.stringify(file)}`, ".byte 0", ""];
}

/** Embeds these files of the folder (paths from it). */
export function embed(out, names) {
  fs.mkdirSync(path.join(out, "gzip"), { recursive: true });
  const bytes = ['.section .rodata,"a",%progbits', ""];
  const symbols = [];
  const rows = [];
  names.forEach((name, index) => {
    const plain = fs.readFileSync(path.join(out, name));
    const packed = gzipSync(plain, { level: 9 });
    const isSmaller = packed.length < plain.length;
    const hash = createHash("sha256").update(plain).digest("hex").slice(0, 32);
    const symbol = `dashboard_bytes_${index}`;
    bytes.push(...bytesOf(symbol, path.join(out, name), hash));
    symbols.push(symbol);
    if (isSmaller) {
      const file = path.join(out, "gzip", `${index}.gz`);
      fs.writeFileSync(file, packed);
      bytes.push(...bytesOf(`${symbol}_gzip`, file, hash));
      symbols.push(`${symbol}_gzip`);
    }
    const text = (value) => `{"${value}", ${value.length}}`;
    const gzip = isSmaller ? `{${symbol}_gzip, ${packed.length}}` : "{0, 0}";
    rows.push(`    {${text(`/${name}`)}, ${text(typeOf(name))}, ${text(hash)}, {${symbol}, ${plain.length}}, ${gzip}},`);
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
