/* formula - a user's own figure: + - * / and parentheses over numbers and the names of metrics; what divides by zero or is not known is undefined. */
import type { Sums } from "./totals.ts";

export interface Formula {
  id: string;
  name: string;
  text: string;
  kind: "number" | "money" | "percent";
}

export type Fault = { code: "empty" | "unknown" | "expected" | "long" | "deep" | "sign"; at: number; word: string };
type Node = { kind: "number"; value: number } | { kind: "name"; name: string } | { kind: "minus"; of: Node } | { kind: "two"; sign: "+" | "-" | "*" | "/"; left: Node; right: Node };
export type Parsed = { node: Node; names: string[] } | { fault: Fault };

const LENGTH_MAX = 300;
const DEPTH_MAX = 30;
const TOKEN = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|([a-z_][a-z0-9_]*)|([-+*/()]))/iy;

class Refused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.code);
  }
}

interface Token {
  number?: string;
  name?: string;
  sign?: string;
  at: number;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      const rest = text.slice(start);
      if (rest.trim() === "") break;
      const at = start + rest.length - rest.trimStart().length;
      throw new Refused({ code: "sign", at, word: text[at] ?? "" });
    }
    const at = TOKEN.lastIndex - (match[1] ?? match[2] ?? match[3] ?? "").length;
    if (match[1] !== undefined) tokens.push({ number: match[1], at });
    else if (match[2] !== undefined) tokens.push({ name: match[2].toLowerCase(), at });
    else tokens.push({ sign: match[3] ?? "", at });
  }
  return tokens;
}

/** Reads a formula, or says what stands in the way and where. */
export function parseFormula(text: string, isKnown: (name: string) => boolean): Parsed {
  const names: string[] = [];
  let tokens: Token[] = [];
  let at = 0;
  const end = (): Token => ({ at: text.length });
  const next = (): Token => tokens[at] ?? end();
  const fail = (code: Fault["code"], token: Token): never => {
    throw new Refused({ code, at: token.at, word: token.name ?? token.number ?? token.sign ?? "" });
  };
  const one = (depth: number): Node => {
    if (depth > DEPTH_MAX) fail("deep", next());
    const token = next();
    at++;
    if (token.number !== undefined) return { kind: "number", value: Number(token.number) };
    if (token.name !== undefined) {
      if (!isKnown(token.name)) fail("unknown", token);
      names.push(token.name);
      return { kind: "name", name: token.name };
    }
    if (token.sign === "-") return { kind: "minus", of: one(depth + 1) };
    if (token.sign === "(") {
      const inner = sum(depth + 1);
      if (next().sign !== ")") fail("expected", next());
      at++;
      return inner;
    }
    return fail("expected", token);
  };
  const product = (depth: number): Node => {
    let left = one(depth);
    for (let sign = next().sign; sign === "*" || sign === "/"; sign = next().sign) {
      at++;
      left = { kind: "two", sign, left, right: one(depth) };
    }
    return left;
  };
  const sum = (depth: number): Node => {
    let left = product(depth);
    for (let sign = next().sign; sign === "+" || sign === "-"; sign = next().sign) {
      at++;
      left = { kind: "two", sign, left, right: product(depth) };
    }
    return left;
  };
  try {
    if (text.length > LENGTH_MAX) fail("long", { at: LENGTH_MAX });
    tokens = tokensOf(text);
    if (tokens.length === 0) fail("empty", end());
    const node = sum(0);
    if (at < tokens.length) fail("expected", next());
    return { node, names };
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault };
    throw error;
  }
}

function run(node: Node, figures: Sums): number | null {
  switch (node.kind) {
    case "number":
      return node.value;
    case "name": {
      const value = figures[node.name];
      return value === null || value === undefined ? null : Number(value);
    }
    case "minus": {
      const value = run(node.of, figures);
      return value === null ? null : -value;
    }
    case "two": {
      const left = run(node.left, figures);
      const right = run(node.right, figures);
      if (left === null || right === null) return null;
      return node.sign === "+" ? left + right : node.sign === "-" ? left - right : node.sign === "*" ? left * right : right === 0 ? null : left / right;
    }
  }
}

/** The formula's value for these figures; null where it has none. */
export function valueOf(parsed: Parsed, figures: Sums | null | undefined): number | null {
  if ("fault" in parsed || !figures) return null;
  const value = run(parsed.node, figures);
  return value === null || !Number.isFinite(value) ? null : value;
}
