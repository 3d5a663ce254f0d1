// Explains a rise of an error share: the door through which any labelled case can be judged.
//
//   npm run build && node bench/detection/attribute.mjs CASE.json
//
// CASE.json: {"attrs": [...], "rows": [[minute, value of each attr..., errors, total], ...], "timestamp": minute of the rise}.
// Prints the explanations, best first: [{"attr": value, ...}, ...].
import { readFileSync } from "node:fs";

import { explainCase } from "./attribution/read-case.mjs";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("name a case: node bench/detection/attribute.mjs CASE.json");
console.log(JSON.stringify(explainCase(JSON.parse(readFileSync(path, "utf8")))));
