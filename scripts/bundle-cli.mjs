// Bundles the command line, and the thread that reads logs, into few files in the place of dist/cli/bin.js: a module that is loaded by
// itself takes a third of a millisecond, and a short command's time is hardly anything else. The other files of dist stay as they
// are, for those who import the package.
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "rolldown";

const dist = new URL("../dist/", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, dist));

/**
 * Packages stay outside, but for helpers of the bundler and for Commander: every command loads it, and of a CommonJS package Node
 * reads all text for the names that it exports.
 */
const isInside = (id) => /^(?:[./]|commander$|@oxc-project\/)/.test(id) || id.startsWith(path("."));
/** What `gatewatch logs FILE` loads lies, with all that it imports, in one file: of its speed the start is a part. */
const TOGETHER = /dist[/\\]cli[/\\](?:main|commands[/\\](?:run-)?logs|logs-source[/\\]read-files)\.js$/;

/** Beside the command line, where the bundled module that starts it looks. */
for (const entry of ["logs/sources/worker.js", "cli/bin.js"]) {
  await build({
    input: path(entry),
    platform: "node",
    external: (id) => !isInside(id),
    transform: { target: "node20.19" },
    // A module that some import at once and others later is in the file of those who import it at once.
    checks: { ineffectiveDynamicImport: false },
    output: {
      dir: path("cli"),
      entryFileNames: "[name].js",
      // package.json is looked for two folders up, so all files lie in one.
      chunkFileNames: "chunk-[hash].js",
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      codeSplitting: { groups: [{ name: "logs", test: TOGETHER }] },
    },
  });
}
// Its terms ask for it wherever it is copied to.
copyFileSync(new URL("LICENSE", import.meta.resolve("commander")), path("cli/commander.LICENSE"));
