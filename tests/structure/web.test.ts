/* web - the dashboard's source: every word in both languages, no text outside the words, and types that are what the server says. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import ts from "typescript";
import { signalWords } from "../../web/src/i18n/signals.ts";
import { start } from "../loop/harness.ts";
import { files, pairsOf, sourceOf, walk, web } from "./words.ts";

const LINES_MAX = 400;

const placeholders = (text: string): string =>
  [...text.matchAll(/\{\w+\}/g)]
    .map((found) => found[0])
    .sort()
    .join(" ");

/** Attributes that people read or hear. */
const TEXT_ATTRIBUTES = /^(label|placeholder|title|description|aria-label|nothingFoundMessage|alt)$/;
/** Signs and names that are the same in every language. */
const SAME_EVERYWHERE = /^((· )?rebond( ·)?|Rebond|UTC|CSV|JSON|JSONL|Parquet|URL|ID|EN|FR|TSV|ms|s|px|%|Ctrl|Esc|[A-Z]{2,5}|[a-z_]+=.*|https?:.*|[a-z]\.[a-z]|\W*)$/;

describe("the dashboard's source", () => {
  const pairs = files.flatMap(pairsOf);

  it("has words", () => assert.ok(pairs.length > 100, `${pairs.length} words`));

  it("says every word in English and in French", () => {
    const missing = pairs.filter((pair) => pair.en.trim() === "" || pair.fr.trim() === "");
    assert.deepEqual(missing, []);
  });

  it("has the same placeholders in both languages", () => {
    const differing = pairs.filter((pair) => placeholders(pair.en) !== placeholders(pair.fr));
    assert.deepEqual(differing, []);
  });

  it("declines what it counts: a plural behind a number stands beside its singular", () => {
    /* {n} rows: what counts, and the word behind it; names of placeholders that are numbers. */
    const COUNTED = /\{(?:n|all|visits|conversions|rates|written|applied|unchanged|refused|left|total|count)\} (\p{L}+)/gu;
    const INVARIABLE = new Set(["s", "ms", "is", "was", "fails", "taux"]);
    const undeclined = pairs.flatMap(({ where, en, fr }) =>
      [en, fr].flatMap((text) => [...text.matchAll(COUNTED)].filter(([, word = ""]) => /[sx]$/.test(word) && !INVARIABLE.has(word)).map(() => `${where}: ${text}`)),
    );
    assert.deepEqual(undeclined, []);
    const forms = pairs.flatMap(({ where, en, fr }) => [en, fr].flatMap((text) => [...text.matchAll(/\{[^{}]*\|[^{}]*\}/g)].map(([form]) => ({ where, form }))));
    assert.ok(forms.length > 20, `${forms.length} forms`);
    assert.deepEqual(forms.filter(({ form }) => !/^\{\w+\|[^|{}]+\|[^|{}]+\}$/.test(form)), []);
  });

  it("shows no text that is not among the words", () => {
    const found: string[] = [];
    for (const file of files.filter((name) => name.endsWith(".tsx"))) {
      const source = sourceOf(file);
      const told = (node: ts.Node, raw: string): void => {
        const text = raw.replace(/&#x?\w+;/g, "");
        if (!/\p{L}{2}/u.test(text) || SAME_EVERYWHERE.test(text.trim())) return;
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${file}:${line + 1}: ${text.trim()}`);
      };
      walk(source, (node) => {
        if (ts.isJsxText(node)) told(node, node.text);
        if (
          ts.isJsxAttribute(node) &&
          TEXT_ATTRIBUTES.test(node.name.getText()) &&
          node.initializer &&
          ts.isStringLiteral(node.initializer)
        )
          told(node, node.initializer.text);
      });
    }
    assert.deepEqual(found, []);
  });

  it(`has no file of more than ${LINES_MAX} lines, but its words and made types`, () => {
    const long = files
      .filter((file) => !/[wW]ords\.ts$/.test(file))
      .map((file) => ({ file, lines: fs.readFileSync(path.join(web, "src", file), "utf8").split("\n").length }))
      .filter(({ lines }) => lines > LINES_MAX);
    assert.deepEqual(long, []);
  });

  it("never sets HTML from a text", () => {
    const setting = files.filter((file) =>
      /dangerouslySetInnerHTML|innerHTML|document\.write/.test(fs.readFileSync(path.join(web, "src", file), "utf8")),
    );
    assert.deepEqual(setting, []);
  });

  it("has words for every signal of a bot", () => {
    const said = fs.readFileSync(path.join(web, "../src/visitor/signals.c"), "utf8");
    const codes = [...said.matchAll(/\{SIGNAL_\w+,\s*"(\w+)"\}/g)].map((found) => found[1] ?? "");
    assert.ok(codes.length >= 9, codes.join());
    assert.deepEqual(Object.keys(signalWords).sort(), [...codes].sort());
    const [, words = ""] = /signal_words\[\] = \{([^}]*)\}/.exec(fs.readFileSync(path.join(web, "../src/model/condition.c"), "utf8")) ?? [];
    assert.deepEqual([...words.matchAll(/"(\w+)"/g)].map((found) => found[1]), codes, "a condition's bits are the signals'");
  });

  it("has the types that the server's document gives", { timeout: 120_000 }, async () => {
    const server = await start();
    await promisify(execFile)("node", ["script/types.mjs", `${server.dashboard}/api/openapi.json`, "--check"], { cwd: web });
    assert.equal(await server.stop(), 0);
  });
});
