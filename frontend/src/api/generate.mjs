// Writes types.ts from the API's description: node src/api/generate.mjs [--check]
// With --check it writes nothing and fails when types.ts is not what it would write.
import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const source = new URL("../../../backend/httpapi/openapi.json", import.meta.url);
const target = new URL("./types.ts", import.meta.url);

const banner = `// Generated from backend/httpapi/openapi.json by generate.mjs: do not edit.
// oxlint-disable`;

/**
 * The schemas under definitions, where the compiler looks for them. What stands
 * beside a reference is left out: the compiler would make a second type of it.
 */
function definitions() {
  const text = readFileSync(source, "utf8").replaceAll("#/components/schemas/", "#/definitions/");
  return JSON.parse(text, (_, node) => (node?.$ref ? { $ref: node.$ref } : node)).components.schemas;
}

async function types() {
  const schemas = definitions();
  const root = { title: "Unused", type: "object", additionalProperties: false, definitions: schemas };
  const options = { bannerComment: banner, unreachableDefinitions: true, additionalProperties: false, style: { printWidth: 120 } };
  const compiled = await compile(root, "Unused", options);
  return compiled
    .replace(/( \*\n)? \* This interface was referenced by [^]*?"\.\n/g, "")
    .replace(/\/\*\*\n \*\/\n/g, "")
    .replace("export interface Unused {}\n", "");
}

const wanted = await types();
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== wanted) {
    console.error("src/api/types.ts is stale: run npm run generate");
    process.exit(1);
  }
} else {
  writeFileSync(target, wanted);
}
