/* macroInk - how a text with macros is coloured: pieces that put together are the text again. */
import type { components } from "../api/schema.d.ts";

export type Finding = components["schemas"]["lint"]["findings"][number];

/** known: a macro that is recognised; unknown: one that is not, or is wrong here; fault: another place that the linter names; replace: to be filled. */
export type Ink = "plain" | "known" | "unknown" | "fault" | "replace";
export interface Piece {
  text: string;
  ink: Ink;
}

const MACRO = /\{[^{}&?#\s]*\}/g;
const PLACEHOLDER = /REPLACE/g;

/** Places of findings count characters, those of JavaScript half of some: where each character begins. */
export function placesOf(text: string): number[] {
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    places.push(at);
    at += character.length;
  }
  places.push(at);
  return places;
}

/** From where to where a finding stands in its text, as JavaScript counts. */
export function spanOf(finding: Pick<Finding, "at" | "length">, places: readonly number[]): [from: number, to: number] {
  const end = places.at(-1) ?? 0;
  return [places[finding.at] ?? end, places[finding.at + finding.length] ?? end];
}

/** The text with a finding's suggestion in its place. */
export function repaired(text: string, finding: Finding): { text: string; from: number; to: number } | null {
  if (finding.suggestion === null) return null;
  const [from, to] = spanOf(finding, placesOf(text));
  return { text: text.slice(0, from) + finding.suggestion + text.slice(to), from, to };
}

/** Which macros of a text the linter took, and which not. */
export function verdictsOf(text: string, findings: readonly Finding[]): Map<string, boolean> {
  const places = placesOf(text);
  const faults = findings.filter((one) => one.length > 0 && one.severity !== "note").map((one) => spanOf(one, places));
  return new Map([...text.matchAll(MACRO)].map((found) => [found[0], !faults.some(([from, to]) => from < found.index + found[0].length && found.index < to)]));
}

/**
 * Cuts a text into inked pieces. `verdicts`: of macros that were judged before; a new one stays plain until it is.
 * `findings`: of this very text; none while it is not judged yet.
 */
export function inkOf(text: string, verdicts: ReadonlyMap<string, boolean>, findings: readonly Finding[]): Piece[] {
  const inks = new Array<Ink>(text.length).fill("plain");
  const lay = (from: number, to: number, ink: Ink): void => {
    inks.fill(ink, from, to);
  };
  const places = placesOf(text);
  for (const finding of findings) {
    if (finding.length === 0 || finding.severity === "note" || finding.code === "replace_left") continue;
    lay(...spanOf(finding, places), "fault");
  }
  for (const found of text.matchAll(MACRO)) {
    const verdict = verdicts.get(found[0]);
    if (verdict !== undefined) lay(found.index, found.index + found[0].length, verdict ? "known" : "unknown");
  }
  for (const found of text.matchAll(PLACEHOLDER)) lay(found.index, found.index + found[0].length, "replace");
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at++) {
    const isMacroEnd = text[at - 1] === "}" && inks[at - 1] !== "fault";
    if (at < text.length && inks[at] === inks[from] && !(isMacroEnd && inks[at] !== "plain")) continue;
    pieces.push({ text: text.slice(from, at), ink: inks[from] ?? "plain" });
    from = at;
  }
  return pieces;
}

/** A finished URL in pieces: what came from a macro, and what stood there. Null when the pieces are not the URL. */
export function finishedPieces(template: string, url: string, values: readonly { macro: string; value: string }[]): { text: string; macro: string | null }[] | null {
  const pieces: { text: string; macro: string | null }[] = [];
  let rest = template;
  while (rest !== "") {
    const next = values
      .map((one) => ({ ...one, at: rest.indexOf(one.macro) }))
      .filter((one) => one.at >= 0)
      .sort((a, b) => a.at - b.at || b.macro.length - a.macro.length)[0];
    pieces.push({ text: next ? rest.slice(0, next.at) : rest, macro: null });
    if (!next) break;
    pieces.push({ text: next.value, macro: next.macro });
    rest = rest.slice(next.at + next.macro.length);
  }
  return pieces.map((piece) => piece.text).join("") === url ? pieces.filter((piece) => piece.text !== "") : null;
}
