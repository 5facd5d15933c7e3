/* say - what the server says to people: every sentence of the source has its French in src/base/french/, with the same conversions in the same order, and no French is left over. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const src = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../src");

/** Where a sentence is said: the function, and which argument the sentence is; of one file alone when it is named. */
const SAID: Record<string, number> = {
  SAY: 1, say_text: 1, say_str: 1, say_text_in: 2,
  fault_refuse: 3, fault_conflict: 3, fault_forbid: 3, check_warn: 3, lint_say: 7, macro_say: 2, macro_refuse: 2,
  call_refuse: 4, operation_refuse: 4,
  "model/schema.c refuse": 2, "convert/upload.c refuse": 2, "api/trace_judge.c find": 5,
};
const TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|^[ \t]*#[^\n]*(?:\\\n[^\n]*)*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|\s+|[\s\S]/gmy;

interface Token {
  text: string;
  line: number;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [piece] of text.matchAll(TOKEN)) {
    if (!/^(\s|\/[/*])/.test(piece) && !/^#(?!define)/.test(piece.trim())) tokens.push({ text: piece, line });
    line += piece.split("\n").length - 1;
  }
  /* A macro's body is source too. */
  return tokens.flatMap((token) => (token.text.trim().startsWith("#define") ? tokensOf(token.text.trim().slice(7)).map((inner) => ({ ...inner, line: token.line })) : [token]));
}

/** The arguments of the call whose "(" stands at `at`. */
function argumentsOf(tokens: readonly Token[], at: number): Token[][] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    const { text } = tokens[i] as Token;
    if (text === ")" || text === "]" || text === "}") depth--;
    if (depth === 0 && i > at) return found;
    if (text === "," && depth === 1) found.push([]);
    else if (i > at) found.at(-1)?.push(tokens[i] as Token);
    if (text === "(" || text === "[" || text === "{") depth++;
  }
  return found;
}

/** The texts of an argument: adjacent literals are one, with names such as PRIu64 between them. Two of them where a condition chooses. */
function textsOf(argument: readonly Token[]): string[] {
  const texts: string[] = [];
  let open = false;
  for (const { text } of argument) {
    const piece = text.startsWith('"') ? text.slice(1, -1) : open && /^PRI\w+$/.test(text) ? `<${text}>` : null;
    if (piece === null) open = false;
    else if (open) texts.push(`${texts.pop()}${piece}`);
    else texts.push(piece);
    if (piece !== null) open = true;
  }
  return texts;
}

const isSentence = (text: string): boolean => /[a-z]{2}/i.test(text.replace(/\\.|<PRI\w+>|%[-.*0-9]*z?[a-z]/g, "").replace(/%\w+%/g, ""));
const conversionsOf = (text: string): string[] => text.match(/%(?:%|[-.*0-9]*z?(?:<PRI\w+>|[a-zA-Z]))/g) ?? [];
const placesOf = (text: string): string[] => (text.match(/%[a-z]+%/g) ?? []).sort();

/** Said in the source: the sentence, and where. */
function saidIn(file: string): [string, string][] {
  const tokens = tokensOf(fs.readFileSync(path.join(src, file), "utf8"));
  return tokens.flatMap(({ text, line }, i): [string, string][] => {
    const place = SAID[`${file} ${text}`] ?? SAID[text];
    if (place === undefined || tokens[i + 1]?.text !== "(") return [];
    return textsOf(argumentsOf(tokens, i + 1)[place - 1] ?? [])
      .filter(isSentence)
      .map((sentence): [string, string] => [sentence, `${file}:${line}`]);
  });
}

const files = fs.readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.[ch]$/.test(file) && !file.startsWith("base/say")).sort();
const said = new Map<string, string>(files.flatMap(saidIn));
for (const [, text = ""] of fs.readFileSync(path.join(src, "base/err.h"), "utf8").matchAll(/X\(\w+, "([^"]+)"\)/g)) said.set(text, "base/err.h");

const french: [english: string, french: string, where: string][] = fs
  .readdirSync(path.join(src, "base/french"))
  .flatMap((name) => {
    const tokens = tokensOf(fs.readFileSync(path.join(src, "base/french", name), "utf8"));
    return tokens.flatMap(({ text, line }, i): [string, string, string][] => {
      if (text !== "FR") return [];
      const [english, other] = argumentsOf(tokens, i + 1).map((argument) => textsOf(argument).join(""));
      return [[english ?? "", other ?? "", `${name}:${line}`]];
    });
  });

test("the search for sentences finds them", () => {
  assert.ok(said.size > 400, `${said.size} found`);
  for (const known of ["expected %s, not %s", "The source is archived.", "there is no workspace %<PRIu64>", "the first counts", "expected a time zone such as \\\"Europe/Paris\\\" or \\\"UTC\\\""])
    assert.ok(said.has(known), known);
});

test("a sentence is one literal: no name of the source stands in it but a number's format", () => {
  const found: string[] = [];
  for (const file of files) {
    const tokens = tokensOf(fs.readFileSync(path.join(src, file), "utf8"));
    tokens.forEach(({ text, line }, i) => {
      const place = SAID[`${file} ${text}`] ?? SAID[text];
      if (place === undefined || tokens[i + 1]?.text !== "(") return;
      const argument = argumentsOf(tokens, i + 1)[place - 1] ?? [];
      argument.forEach((token, at) => {
        const next = argument[at + 1]?.text ?? "";
        const isJoined = (token.text.startsWith('"') && /^[A-Za-z_]/.test(next)) || (/^[A-Za-z_]/.test(token.text) && next.startsWith('"'));
        if (isJoined && !/^PRI/.test(token.text) && !/^PRI/.test(next)) found.push(`${file}:${line}: ${token.text} ${next}`);
      });
    });
  }
  assert.deepEqual(found, []);
});

test("every sentence that the server says has its French", () => {
  const known = new Set(french.map(([english]) => english));
  assert.deepEqual([...said].filter(([sentence]) => !known.has(sentence)).map(([sentence, where]) => `${where}: ${sentence}`), []);
});

test("no French is left of a sentence that is not said any more, and none stands twice", () => {
  assert.deepEqual(french.filter(([english]) => !said.has(english)).map(([english, , where]) => `${where}: ${english}`), []);
  const seen = new Set<string>();
  assert.deepEqual(french.filter(([english]) => seen.has(english) || !seen.add(english)).map(([english, , where]) => `${where}: ${english}`), []);
});

test("a French sentence has the values of the English one, in the same order", () => {
  for (const [english, other, where] of french) {
    assert.notEqual(other, "", where);
    if (english.match(/%[a-z]+%/)) assert.deepEqual(placesOf(other), placesOf(english), `${where}: ${english}`);
    else assert.deepEqual(conversionsOf(other), conversionsOf(english), `${where}: ${english}`);
  }
});

test("a sentence declines what it counts: a plural behind %count% stands beside its singular", () => {
  const texts = [...said.keys(), ...french.map(([, other]) => other)];
  const undeclined = texts.flatMap((text) => [...text.matchAll(/%(?:count|all|visits|hours)% (\p{L}+)/gu)].filter(([, word = ""]) => /[sx]$/.test(word)).map(() => text));
  assert.deepEqual(undeclined, []);
  const forms = texts.filter((text) => text.includes("|"));
  assert.ok(forms.length > 20, `${forms.length} with forms`);
  assert.deepEqual(forms.filter((text) => text.replace(/%(?:count|all|visits|hours)\|[^%|]+\|[^%|]+%/g, "").includes("|")), []);
});

test("what the API writes with arena_format(), STR() and json_sprintf() is no sentence of its own", () => {
  const found: string[] = [];
  for (const file of files.filter((name) => /^(api|model|facts\/filter)/.test(name))) {
    const tokens = tokensOf(fs.readFileSync(path.join(src, file), "utf8"));
    tokens.forEach(({ text, line }, i) => {
      const place = { arena_format: 2, STR: 1, json_sprintf: 1 }[text];
      if (place === undefined || tokens[i + 1]?.text !== "(") return;
      const argument = argumentsOf(tokens, i + 1)[place - 1] ?? [];
      if (/^(say_|SAY)/.test(argument[0]?.text ?? "")) return;
      found.push(...textsOf(argument).filter((one) => / (a|an|the|is|are|of|to|no|not|it|in|for) /.test(one)).map((one) => `${file}:${line}: ${one}`));
    });
  }
  assert.deepEqual(found, []);
});

test("no sentence is put into another one without its French: literals among the values are said too", () => {
  const found: string[] = [];
  for (const file of files) {
    const tokens = tokensOf(fs.readFileSync(path.join(src, file), "utf8"));
    tokens.forEach(({ text, line }, i) => {
      const place = SAID[`${file} ${text}`] ?? SAID[text];
      if (place === undefined || tokens[i + 1]?.text !== "(") return;
      for (const argument of argumentsOf(tokens, i + 1).slice(place))
        argument.forEach((token, at) => {
          const isSaid = /^(SAY|say_\w+|json_object_get)$/.test(argument[at - 2]?.text ?? "") || argument[at - 3]?.text === "json_object_get" || argument.some((other) => /^(SAY|say_text|json_object_get)$/.test(other.text)) && argument[at - 1]?.text.startsWith('"');
          if (token.text.startsWith('"') && /[a-z]{2,} [a-z]|[a-z]{3,} $|^" [a-z]/.test(token.text.slice(0, -1)) && !isSaid) found.push(`${file}:${line}: ${token.text}`);
        });
    });
  }
  assert.deepEqual(found, []);
});

test("what a preset tells its user is told in French too", () => {
  const presets = path.join(src, "../presets");
  const kinds = ["sources", "networks"].flatMap((kind) => fs.readdirSync(path.join(presets, kind)).map((name) => path.join(presets, kind, name)));
  const told = kinds.filter((name) => name.endsWith(".json")).map((file) => ({ file: path.basename(file), ...(JSON.parse(fs.readFileSync(file, "utf8")) as { notes?: string; notes_fr?: string }) }));
  assert.ok(told.some(({ notes }) => notes !== undefined));
  assert.deepEqual(told.filter(({ notes = "", notes_fr = "" }) => (notes === "") !== (notes_fr === "")).map(({ file }) => file), []);
});
