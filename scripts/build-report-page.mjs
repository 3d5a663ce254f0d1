// Bundles browser/ (the script and the style of the HTML report, uPlot included) into a module of src/report/html, with the
// hashes that the page's policy names, so that a report is one file and loads nothing. Run it after every change in
// browser/. A test fails where it was forgotten.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const ROOT = new URL("../", import.meta.url);
const OUTPUT = new URL("src/report/html/report-assets.gen.ts", ROOT);

async function bundle(entry) {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(ROOT),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2022", "chrome111", "firefox113", "safari16.4"],
    charset: "ascii",
    legalComments: "none",
    logLevel: "silent",
  });
  const [file] = outputFiles;
  return file.text.trim();
}

const hashOf = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** The text of the generated module. */
export async function reportAssets() {
  // The licence of what is copied goes with every copy.
  const licence = readFileSync(new URL("node_modules/uplot/LICENSE", ROOT), "utf8").trim();
  const script = `/*! Includes uPlot.\n${licence}\n*/\n${await bundle("browser/main.ts")}`;
  const style = await bundle("browser/report.css");
  return [
    "// Generated from browser/ by scripts/build-report-page.mjs. Do not edit.",
    "",
    `export const REPORT_STYLE = ${JSON.stringify(style)};`,
    `export const REPORT_STYLE_HASH = ${JSON.stringify(hashOf(style))};`,
    "",
    `export const REPORT_SCRIPT = ${JSON.stringify(script)};`,
    `export const REPORT_SCRIPT_HASH = ${JSON.stringify(hashOf(script))};`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await reportAssets();
  writeFileSync(OUTPUT, text);
  console.log(`${text.length} characters`);
}
