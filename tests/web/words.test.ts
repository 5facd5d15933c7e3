/* words - a text of the dashboard with what users call things in it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defineWords, say } from "../../web/src/i18n/words.ts";

const words = defineWords({
  is: ["{name} is archived ({n}).", "{name} : archivé ({n})."],
  plain: ["Plain", "Simple"],
  rows: ["{n} {n|row|rows} of {name}", "{n} {n|ligne|lignes} de {name}"],
  two: ["{a|visit|visits}, {b|goal is|goals are} there", "{a|visite|visites}, {b|objectif est|objectifs sont} là"],
});

test("numbers are written by the language, names as they are", () => {
  assert.equal(say(words, "en", "is", { name: "A & <b>", n: 1234.5 }), "A & <b> is archived (1,234.5).");
  assert.equal(say(words, "fr", "is", { name: "É", n: 1234.5 }).replace(/\s/g, " "), "É : archivé (1 234,5).");
  assert.equal(say(words, "fr", "plain"), "Simple");
});

test("a line of French breaks neither before its punctuation nor within a number; English is left as it is", () => {
  const texts = defineWords({
    signs: ["Days : {n} % ; so? “a” !", "Jours : {n} % ; vraiment ? Oui ! « a » : 5 000 000 et 12 345 ; 2026 11 24"],
    place: ["a :b ?x= 5", "a :b ?x= 5"],
  });
  assert.equal(say(texts, "fr", "signs", { n: 5 }), "Jours\u00a0: 5\u00a0%\u00a0; vraiment\u00a0? Oui\u00a0! «\u00a0a\u00a0»\u00a0: 5\u00a0000\u00a0000 et 12\u00a0345\u00a0; 2026 11 24");
  assert.equal(say(texts, "en", "signs", { n: 5 }), "Days : 5 % ; so? “a” !");
  assert.equal(say(texts, "fr", "place"), "a :b ?x= 5", "an address or a macro is none of these");
});

test("a name that turns the line round does so for itself alone", () => {
  for (const name of ["\u202Egnp.exe", "\u05D0\u05D1", "a\u2067b", "\u200Fx"]) assert.equal(say(words, "en", "is", { name, n: 1 }), `\u2068${name}\u2069 is archived (1).`);
});

test("what looks like another place in the text is none", () => {
  assert.equal(say(words, "en", "is", { name: "{n} $& $1", n: 2 }), "{n} $& $1 is archived (2).");
});

test("a form goes by its number: one of 1 in English, of 0 and 1 in French", () => {
  const said = (language: "en" | "fr"): string[] => [0, 1, 2, 1000].map((n) => say(words, language, "rows", { n, name: "A" }).replace(/\s/g, " "));
  assert.deepEqual(said("en"), ["0 rows of A", "1 row of A", "2 rows of A", "1,000 rows of A"]);
  assert.deepEqual(said("fr"), ["0 ligne de A", "1 ligne de A", "2 lignes de A", "1 000 lignes de A"]);
});

test("each form goes by its own number, a million in French too", () => {
  assert.equal(say(words, "en", "two", { a: 1, b: 2 }), "visit, goals are there");
  assert.equal(say(words, "fr", "two", { a: 1_000_000, b: 1 }), "visites, objectif est là");
});
