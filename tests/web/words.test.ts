/* words - a text of the dashboard with what users call things in it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defineWords, say } from "../../web/src/i18n/words.ts";

const words = defineWords({ is: ["{name} is archived ({n}).", "{name} : archivé ({n})."], plain: ["Plain", "Simple"] });

test("numbers are written by the language, names as they are", () => {
  assert.equal(say(words, "en", "is", { name: "A & <b>", n: 1234.5 }), "A & <b> is archived (1,234.5).");
  assert.equal(say(words, "fr", "is", { name: "É", n: 1234.5 }).replace(/\s/g, " "), "É : archivé (1 234,5).");
  assert.equal(say(words, "fr", "plain"), "Simple");
});

test("a name that turns the line round does so for itself alone", () => {
  for (const name of ["\u202Egnp.exe", "\u05D0\u05D1", "a\u2067b", "\u200Fx"]) assert.equal(say(words, "en", "is", { name, n: 1 }), `\u2068${name}\u2069 is archived (1).`);
});

test("what looks like another place in the text is none", () => {
  assert.equal(say(words, "en", "is", { name: "{n} $& $1", n: 2 }), "{n} $& $1 is archived (2).");
});
