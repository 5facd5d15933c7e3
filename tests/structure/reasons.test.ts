/* reasons - every reason that the program gives has its sentence in src/api/reasons.c. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const src = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../src");
const read = (file: string): string => fs.readFileSync(path.join(src, file), "utf8");

/** The codes that a pattern's first group finds in files. */
function codesIn(files: string[], patterns: RegExp[]): string[] {
  const found = new Set<string>();
  for (const file of files)
    for (const pattern of patterns)
      for (const match of read(file).matchAll(pattern)) if (match[1] !== "") found.add(match[1] as string);
  return [...found].sort();
}

const table = [...read("api/reasons.c").matchAll(/\{(FORWARD|ATTEMPT|POSTBACK),\s*"([a-z_]+)"/g)];
const tableOf = (of: string): string[] => table.filter((each) => each[1] === of).map((each) => each[2] as string);

const missing = (of: string, codes: string[]): string[] => codes.filter((code) => !tableOf(of).includes(code));

describe("reasons", () => {
  it("of decisions about destinations have sentences", () => {
    const codes = codesIn(
      ["convert/forward.c", "convert/tell.c", "api/forwards.c"],
      [/return (?:[a-z_]+ \? )?"([a-z_]+)"/g, /reason = "([a-z_]+)"/g, /: "([a-z_]+)";/g],
    );
    assert.ok(codes.includes("not_drawn") && codes.includes("on_its_way") && codes.includes("paused"));
    assert.deepEqual(missing("FORWARD", codes), []);
  });

  it("of attempts have sentences", () => {
    const codes = codesIn(
      ["courier/judge.c", "courier/outbox.c"],
      [
        /final_verdict\("[a-z]+", "([a-z_]*)"\)/g,
        /jitter, (?:true|false), "([a-z_]+)"/g,
        /reason = "([a-z_]+)"/g,
        /\? "(own_retry)"/g,
        /: "(one_per_click)"/g,
      ],
    );
    assert.ok(codes.includes("gave_up") && codes.includes("by_user"));
    assert.deepEqual(missing("ATTEMPT", codes), []);
  });

  it("of postbacks have sentences", () => {
    const codes = codesIn(
      ["convert/register.c", "convert/match.c", "convert/convert.c", "convert/decide.c"],
      [
        /return "([a-z_]+)"/g,
        /forbidden = "([a-z_]+)"/g,
        /"refused",\s*"([a-z_]+)"/g,
        /"unavailable",\s*"([a-z_]+)"/g,
        /refuse\(.*,\s*"([a-z_]+)"\)/g,
        /verdict_is\(verdict, ACTION_[A-Z]+, "[a-z]+", "([a-z_]*)"\)/g,
        /"(?:duplicate|ignored)",\s*"([a-z_]+)"/g,
      ],
    ).filter((code) => !["postback", "pixel", "manual", "csv"].includes(code));
    assert.ok(codes.includes("wrong_key") && codes.includes("expired"));
    assert.deepEqual(missing("POSTBACK", codes), []);
  });

  it("are told apart by their code", () => {
    const keys = table.map((each) => `${each[1]} ${each[2]}`);
    assert.equal(new Set(keys).size, keys.length);
  });
});
