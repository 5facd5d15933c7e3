/* types - writes src/api/schema.d.ts from the desk's OpenAPI document: node script/types.mjs URL|FILE. Only the named shapes, which is what pages speak of. */
import * as fs from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const from = process.argv[2];
if (!from) throw new Error("types: expected the URL or the file of the OpenAPI document");
const text = /^https?:/.test(from) ? await (await fetch(from)).text() : fs.readFileSync(from, "utf8");
const document = JSON.parse(text);
const shapes = { openapi: document.openapi, info: document.info, paths: {}, components: { schemas: document.components.schemas } };
const out = new URL("../src/api/schema.d.ts", import.meta.url);
fs.writeFileSync(out, `/* Made by web/script/types.mjs from /api/openapi.json. */\n${astToString(await openapiTS(shapes))}`);
