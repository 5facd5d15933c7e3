/* words - the dashboard's source as the structure's tests read it: its files, and the pairs of defineWords(). */
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const web = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../web");
export const files = fs
  .readdirSync(path.join(web, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
  .sort();

export const sourceOf = (file: string): ts.SourceFile =>
  ts.createSourceFile(
    file,
    fs.readFileSync(path.join(web, "src", file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );

export function walk(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => walk(child, look));
}

export interface Pair {
  where: string;
  word: string;
  en: string;
  fr: string;
}

/** The pairs of defineWords({ word: [en, fr] }). */
export function pairsOf(file: string): Pair[] {
  const pairs: Pair[] = [];
  const source = sourceOf(file);
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== "defineWords") return;
    walk(node, (child) => {
      if (!ts.isPropertyAssignment(child) || !ts.isArrayLiteralExpression(child.initializer)) return;
      const texts = child.initializer.elements.map((element) =>
        ts.isStringLiteralLike(element) ? element.text : element.getText(),
      );
      const word = ts.isComputedPropertyName(child.name) ? child.name.getText() : (child.name as ts.StringLiteral).text;
      pairs.push({ where: file, word, en: texts[0] ?? "", fr: texts[1] ?? "" });
    });
  });
  return pairs;
}
