/* order - the shape of the source: includes between rooms go one way, headers compile alone, files
 * stay short, and the tour names functions that exist (STYLE.md §1, DESIGN.md §3). */
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inParallel } from "../loop/http.ts";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const src = path.join(root, "src");

/* A room may include itself and those before it. There are no exceptions. */
const ORDER = [
  "base",
  "macro",
  "http",
  "model",
  "visitor",
  "fetch",
  "ledger",
  "facts",
  "visit",
  "convert",
  "courier",
  "network",
  "traffic",
  "api",
  "serve",
  "main",
];
const LINES_MAX = 600;
const LIBRARIES = ["libuv", "sqlite3", "libcurl", "libsodium", "jansson", "libpcre2-8"];
const LLHTTP_INCLUDE = "/usr/share/include/llhttp";
const DUCKDB_INCLUDE = path.join(root, "build/vendor/duckdb");

/** The source files, as paths from src/. */
const files = fs
  .readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.[ch]$/.test(file))
  .sort();

const textOf = (file: string): string => fs.readFileSync(path.join(src, file), "utf8");

/* Without comments, but with as many lines. */
const codeOf = (file: string): string =>
  textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""))
    .replace(/\/\/[^\n]*/g, "");

/** A table that is included where it is used: src/base/french/api.def. */
const isTable = (included: string): boolean => included.endsWith(".def") && fs.existsSync(path.join(root, "src", included));

const roomOf = (file: string): string =>
  file.includes("/") ? (file.split("/")[0] ?? "") : file.replace(/\.[ch]$/, "");

describe("the source", () => {
  it("is there", () => {
    assert.ok(files.length > 50, `${files.length} files`);
  });

  it("has no room but those of the list", () => {
    assert.deepEqual(
      [...new Set(files.map(roomOf))].filter((room) => !ORDER.includes(room)),
      [],
    );
  });

  it("includes only what stands in its own room or in one before it", () => {
    const wrong: string[] = [];
    for (const file of files) {
      for (const [, included = ""] of codeOf(file).matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)) {
        if (!files.includes(included) && !isTable(included))
          wrong.push(`${file} includes "${included}", which is no path from src/`);
        else if (ORDER.indexOf(roomOf(included)) > ORDER.indexOf(roomOf(file)))
          wrong.push(`${file} includes "${included}"`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("includes a room's internal header only within that room", () => {
    const wrong: string[] = [];
    for (const file of files)
      for (const [, included = ""] of codeOf(file).matchAll(/^\s*#\s*include\s+"([^"]+\/internal\.h)"/gm))
        if (roomOf(included) !== roomOf(file)) wrong.push(`${file} includes "${included}"`);
    assert.deepEqual(wrong, []);
  });

  it("includes a file's own header first, or the room's internal one, which begins with it", () => {
    const wrong: string[] = [];
    for (const file of files.filter((each) => each.endsWith(".c"))) {
      const own = file.replace(/\.c$/, ".h");
      const first = /^\s*#\s*include\s+["<]([^">]+)[">]/m.exec(codeOf(file))?.[1];
      const firsts = [own, `${roomOf(file)}/internal.h`];
      if (files.includes(own) && !firsts.includes(first ?? ""))
        wrong.push(`${file} includes ${first} before ${own}`);
    }
    assert.deepEqual(wrong, []);
  });

  it("names each library's room once: SQL stands in ledger/, facts/ and model/, sockets out in fetch/", () => {
    const only: [header: RegExp, rooms: string[]][] = [
      [/<sqlite3\.h>/, ["ledger", "facts", "model"]],
      [/<duckdb\.h>/, ["facts"]],
      [/<curl\/curl\.h>/, ["fetch"]],
      [/<uv\.h>|<llhttp\.h>/, ["http"]],
    ];
    const wrong = files.flatMap((file) =>
      only
        .filter(([header, rooms]) => header.test(codeOf(file)) && !rooms.includes(roomOf(file)))
        .map(([header]) => `${file}: ${header}`),
    );
    assert.deepEqual(wrong, []);
  });

  it(`has no file of more than ${LINES_MAX} lines`, () => {
    const long = files
      .map((file) => `${file}: ${textOf(file).split("\n").length - 1}`)
      .filter((line) => Number(line.split(": ")[1]) > LINES_MAX);
    assert.deepEqual(long, []);
  });

  it("begins each header with its job, then #pragma once", () => {
    const wrong = files
      .filter((file) => file.endsWith(".h"))
      .filter((file) => !/^\/\*[\s\S]*?\*\/\s*#pragma once\n/.test(textOf(file)));
    assert.deepEqual(wrong, []);
  });

  it("has headers that compile alone", async () => {
    const libraries = LIBRARIES.flatMap((name) => {
      const flags = execFileSync("pkg-config", ["--cflags", name], { encoding: "utf8" });
      return flags.split(/\s+/).filter((flag) => flag !== "");
    });
    /* Only errors count: that a header is compiled as a main file is itself warned of. */
    const flags = [
      "-std=c17",
      "-D_GNU_SOURCE",
      '-DREBOND_VERSION="0"',
      "-Werror=implicit-function-declaration",
      "-Werror=implicit-int",
      "-I",
      src,
      "-isystem",
      LLHTTP_INCLUDE,
      "-isystem",
      DUCKDB_INCLUDE,
      ...libraries,
      "-x",
      "c",
      "-fsyntax-only",
    ];
    const errors = await inParallel(
      files.filter((file) => file.endsWith(".h")),
      os.cpus().length,
      async (file) => {
        try {
          await promisify(execFile)("gcc", [...flags, path.join(src, file)]);
          return "";
        } catch (error) {
          return (error as { stderr: string }).stderr;
        }
      },
    );
    assert.deepEqual(
      errors.filter((error) => error !== ""),
      [],
    );
  });
});

describe("docs/tour.md", () => {
  const tour = path.join(root, "docs/tour.md");

  it(
    "names functions and files that exist",
    { skip: fs.existsSync(tour) ? false : "there is no tour yet" },
    () => {
      const text = fs.readFileSync(tour, "utf8");
      const code = files.map(codeOf).join("\n");
      const functions = new Set(
        [...text.matchAll(/`([a-z_][a-z0-9_]*)\(\)`/g)].map((match) => match[1] ?? ""),
      );
      assert.ok(functions.size > 0, "a tour names functions");
      const unknown = [...functions].filter((name) => !new RegExp(`\\b${name}\\(`).test(code));
      assert.deepEqual(unknown, []);
      const named = [...text.matchAll(/`(src\/[^`\s]+)`/g)].map((match) => match[1] ?? "");
      assert.deepEqual(
        named.filter((name) => !fs.existsSync(path.join(root, name.replace(/\*.*$/, "")))),
        [],
      );
    },
  );
});

describe("docs/decisions", () => {
  const names = fs.readdirSync(path.join(root, "docs/decisions")).sort();

  it("has a number of its own for each decision, which its title names", () => {
    assert.ok(names.length > 30, `${names.length} decisions`);
    assert.deepEqual(names.filter((name) => !/^\d{4}-[a-z0-9-]+\.md$/.test(name)), []);
    const numbers = names.map((name) => name.slice(0, 4));
    assert.deepEqual(names.filter((name, i) => numbers.indexOf(name.slice(0, 4)) !== i), []);
    const titleOf = (name: string): string => fs.readFileSync(path.join(root, "docs/decisions", name), "utf8").split("\n")[0] ?? "";
    assert.deepEqual(names.filter((name) => !titleOf(name).startsWith(`# ${name.slice(0, 4)}`)), []);
  });
});
