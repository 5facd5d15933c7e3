/* guide - docs/guide.LANGUAGE.md as a module: its blocks as data (src/pages/guide/blocks.ts), which the page draws without setting any HTML; its pictures as files
 * beside the scripts. What the page does not draw is refused here. */
import * as fs from "node:fs";
import * as path from "node:path";
import { marked } from "marked";

/** Of a picture as Chromium writes it: WebP in its extended form, whose header says the size. */
function sizeOf(file) {
  if (!fs.existsSync(file)) throw new Error(`${file} is not there: script/guide-pictures makes it`);
  const bytes = fs.readFileSync(file);
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 16) !== "WEBPVP8X") throw new Error(`${file}: expected WebP in its extended form`);
  return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
}

/** The blocks of a guide; `pictureOf` gives the blocks of a picture. */
export function blocksOf(text, pictureOf) {
  const refuse = (token) => {
    throw new Error(`the guide's page draws no ${token.type}: ${token.raw.trim().slice(0, 60)}`);
  };
  const inlines = (tokens) => {
    const all = tokens.flatMap((token) => {
      switch (token.type) {
        case "text":
          return token.tokens ? inlines(token.tokens) : [token.text];
        case "escape":
          return [token.text];
        case "codespan":
          return [{ kind: "code", text: token.text }];
        case "strong":
        case "em":
          return [{ kind: token.type, inlines: inlines(token.tokens) }];
        case "link":
          return [{ kind: "link", href: token.href, inlines: inlines(token.tokens) }];
        default:
          return refuse(token);
      }
    });
    /* Lines of one paragraph are one text. */
    return all.map((one) => (typeof one === "string" ? one.replace(/\s*\n\s*/g, " ") : one));
  };
  const blocks = (tokens) =>
    tokens.flatMap((token) => {
      switch (token.type) {
        case "space":
          return [];
        case "heading":
          return [{ kind: "heading", level: token.depth, inlines: inlines(token.tokens) }];
        case "paragraph": {
          const [first] = token.tokens;
          if (first?.type === "image") return token.tokens.length > 1 ? refuse(token) : pictureOf(first.href, first.text);
          return [{ kind: "paragraph", inlines: inlines(token.tokens) }];
        }
        case "text":
          return [{ kind: "paragraph", inlines: inlines(token.tokens ?? [token]) }];
        case "blockquote":
          return [{ kind: "note", blocks: blocks(token.tokens) }];
        case "list":
          return [{ kind: "list", isOrdered: token.ordered, start: token.start || 1, items: token.items.map((item) => blocks(item.tokens)) }];
        case "code":
          return [{ kind: "code", text: token.text }];
        default:
          return refuse(token);
      }
    });
  return blocks(marked.lexer(text));
}

/** esbuild's plugin. */
export const guide = {
  name: "guide",
  setup(build) {
    build.onLoad({ filter: /docs\/guide\.\w+\.md$/ }, ({ path: file }) => {
      const folder = path.dirname(file);
      const pictures = [];
      const blocks = blocksOf(fs.readFileSync(file, "utf8"), (source, alt) => {
        /* While pictures are made, those that are not there yet are left out. */
        if (process.env.REBOND_GUIDE !== undefined && !fs.existsSync(path.join(folder, source))) return [];
        pictures.push(source);
        return [{ kind: "picture", alt, source: `\0${pictures.length - 1}`, ...sizeOf(path.join(folder, source)) }];
      });
      const imports = pictures.map((source, i) => `import p${i} from ${JSON.stringify(`./${source}`)};`);
      const data = JSON.stringify(blocks).replace(/"\\u0000(\d+)"/g, "p$1");
      return { contents: `${imports.join("\n")}\nexport default ${data};\n`, loader: "js", resolveDir: folder, watchFiles: [file, ...pictures.map((source) => path.join(folder, source))] };
    });
  },
};
