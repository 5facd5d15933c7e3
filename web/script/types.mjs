/* types - src/api/schema.d.ts from the desk's OpenAPI document: only the named shapes, which is what pages speak of.
 *
 *   node script/types.mjs URL|FILE           writes it
 *   node script/types.mjs URL|FILE --check   fails when it is another one */
import * as fs from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const [from, flag] = process.argv.slice(2);
if (!from) throw new Error("types: expected the URL or the file of the OpenAPI document");
const text = /^https?:/.test(from) ? await (await fetch(from)).text() : fs.readFileSync(from, "utf8");
const document = JSON.parse(text);
const shapes = { openapi: document.openapi, info: { title: "Rebond", version: "1" }, paths: {}, components: { schemas: document.components.schemas } };
const types = `/* Made by web/script/types.mjs from /api/openapi.json. */\n${astToString(await openapiTS(shapes))}`;
const out = new URL("../src/api/schema.d.ts", import.meta.url);
if (flag !== "--check") fs.writeFileSync(out, types);
else if (fs.readFileSync(out, "utf8") !== types) {
  console.error(`web/src/api/schema.d.ts is not what the server's document says: node web/script/types.mjs ${from}`);
  process.exit(1);
}
