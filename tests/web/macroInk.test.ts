/* How a URL's macros are coloured, and where a mend goes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { finishedPieces, inkOf, placesOf, repaired, spanOf, verdictsOf, type Finding, type Piece } from "../../web/src/forms/macroInk.ts";

const finding = (at: number, length: number, more: Partial<Finding> = {}): Finding => ({ code: "unknown_macro", severity: "error", message: "x", at, length, suggestion: null, ...more });
const said = (pieces: readonly Piece[]): string => pieces.map(({ ink, text }) => (ink === "plain" ? text : `<${ink}:${text}>`)).join("");
const ink = (text: string, findings: readonly Finding[] = []): string => said(inkOf(text, verdictsOf(text, findings), findings));

test("what the linter takes is known, what it names is not", () => {
  assert.equal(ink("http://o.example/?a={clickid}&b={clikid}", [finding(32, 8)]), "http://o.example/?a=<known:{clickid}>&b=<unknown:{clikid}>");
});

test("macros side by side stay apart", () => {
  assert.equal(ink("{a}{b}"), "<known:{a}><known:{b}>");
});

test("a macro that was not judged yet is plain, one that was before keeps its colour while one types on", () => {
  const verdicts = verdictsOf("x={clickid}", []);
  assert.equal(said(inkOf("x={clickid}&y={to", verdicts, [])), "x=<known:{clickid}>&y={to");
  assert.equal(said(inkOf("x={clickid}&y={token1}", verdicts, [])), "x=<known:{clickid}>&y={token1}");
});

test("REPLACE is marked at once, and no more when it is filled", () => {
  assert.equal(said(inkOf("goal=REPLACE&t={x}", new Map(), [])), "goal=<replace:REPLACE>&t={x}");
  assert.equal(said(inkOf("goal=12&t={x}", new Map(), [])), "goal=12&t={x}");
});

test("other places that the linter names are faults, notes are not, and what is missing takes no place", () => {
  assert.equal(ink("a=1&amp;b=2", [finding(3, 5, { code: "html_entity" })]), "a=1<fault:&amp;>b=2");
  assert.equal(ink("a=1", [finding(0, 3, { severity: "note" }), finding(3, 0)]), "a=1");
});

test("places count characters, not halves of them", () => {
  const text = "😀é={clikid}";
  assert.deepEqual(placesOf("😀é="), [0, 2, 3, 4]);
  assert.deepEqual(spanOf(finding(3, 8), placesOf(text)), [4, 12]);
  assert.equal(ink(text, [finding(3, 8)]), "😀é=<unknown:{clikid}>");
  assert.equal(repaired(text, finding(3, 8, { suggestion: "{clickid}" }))?.text, "😀é={clickid}");
});

test("a mend may put in what is missing, or take out what is too much; some know none", () => {
  assert.deepEqual(repaired("tag=", finding(4, 0, { suggestion: "{external_id}" })), { text: "tag={external_id}", from: 4, to: 4 });
  assert.equal(repaired("a b", finding(1, 1, { suggestion: "" }))?.text, "ab");
  assert.equal(repaired("a", finding(0, 1)), null);
  assert.equal(repaired("", finding(0, 0, { code: "empty" })), null);
});

test("pieces put together are the text again", () => {
  for (const text of ["", "{", "}{", "a{b}c}", "REPLACE{REPLACE}", "😀{😀}", "{a b}"]) assert.equal(inkOf(text, verdictsOf(text, []), []).map((piece) => piece.text).join(""), text);
});

test("a finished URL shows which part came from which macro, or nothing of the kind when it does not fit", () => {
  const values = [
    { macro: "{clickid}", value: "0abc" },
    { macro: "{c}", value: "" },
  ];
  assert.deepEqual(finishedPieces("u?s={clickid}&c={c}&t={clickid}", "u?s=0abc&c=&t=0abc", values), [
    { text: "u?s=", macro: null },
    { text: "0abc", macro: "{clickid}" },
    { text: "&c=", macro: null },
    { text: "&t=", macro: null },
    { text: "0abc", macro: "{clickid}" },
  ]);
  assert.equal(finishedPieces("u?s={clickid}", "other", values), null);
});
