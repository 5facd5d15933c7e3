/* guide - the guide's two texts: they call things as the dashboard does, walk the same way, and every picture that they show is there. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { files, pairsOf, web } from "./words.ts";

const docs = path.join(web, "../docs");
const textIn = (language: "en" | "fr"): string => fs.readFileSync(path.join(docs, `guide.${language}.md`), "utf8");
const picturesOf = (language: "en" | "fr"): string[] => [...textIn(language).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map((match) => match[2] ?? "");
/** A text's outline: headings by level, lists' items, pictures, notes. */
const outlineOf = (language: "en" | "fr"): string[] =>
  textIn(language)
    .split("\n")
    .flatMap((line) => /^(#+|\d+\.| *- |>|```|!\[)/.exec(line)?.[1] ?? []);

describe("the guide", () => {
  const pairs = files.flatMap(pairsOf);
  for (const language of ["en", "fr"] as const) {
    it(`names the screens' words as they are (${language})`, () => {
      const words = new Set(pairs.map((pair) => pair[language]));
      const named = [...textIn(language).matchAll(/\*\*(.+?)\*\*/g)].map((match) => match[1] ?? "");
      assert.ok(named.length > 40, `${named.length} names`);
      assert.deepEqual(named.filter((name) => !words.has(name) && !words.has(name.replace(/^\+ /, ""))), []);
    });
    it(`shows pictures that are there, each with its words for who does not see it (${language})`, () => {
      assert.ok(picturesOf(language).length > 0);
      assert.deepEqual(picturesOf(language).filter((file) => !fs.existsSync(path.join(docs, file))), []);
      assert.doesNotMatch(textIn(language), /!\[\]/);
    });
  }
  it("keeps no picture that it does not show", () => {
    const kept = (["en", "fr"] as const).flatMap((language) => fs.readdirSync(path.join(docs, "guide", language)).map((file) => `guide/${language}/${file}`));
    assert.deepEqual(kept.sort(), [...picturesOf("en"), ...picturesOf("fr")].sort());
  });
  it("walks the same way in both languages", () => assert.deepEqual(outlineOf("fr"), outlineOf("en")));
});
