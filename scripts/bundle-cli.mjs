// Bundles the command line, and the thread that reads logs, into few files in the place of dist/cli/bin.js: a module that is loaded by
// itself takes a third of a millisecond, and a short command's time is hardly anything else. The other files of dist stay as they
// are, for those who import the package.
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const dist = new URL("../dist/", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, dist));

/** Every command loads it, and of a CommonJS package Node reads all text for the names that it exports. */
const alias = { commander: fileURLToPath(import.meta.resolve("commander")) };
/** ESM has no `require`, which Commander calls for modules of Node. */
const REQUIRE =
  'import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url);';

/** Beside the command line, where the bundled module that starts it looks. */
for (const entry of ["logs/sources/worker.js", "cli/bin.js"]) {
  await build({
    entryPoints: [path(entry)],
    outdir: path("cli"),
    // package.json is looked for two folders up, so all files lie in one.
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    alias,
    banner: { js: REQUIRE },
    minifySyntax: true,
    minifyWhitespace: true,
    allowOverwrite: true,
    logLevel: "warning",
  });
}
