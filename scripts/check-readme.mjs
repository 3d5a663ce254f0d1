// Holds the report in README to what the built command prints. Run after a build: it takes as long as the demo does, too long for a test.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const shown = /the demo report begins -->\s+```text\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? "";
const printed = execFileSync(process.execPath, [join(root, "dist/cli/bin.js"), "report", "--demo"], {
  encoding: "utf8",
  env: { ...process.env, NO_COLOR: "1" },
  stdio: ["ignore", "pipe", "ignore"],
});

// The first findings are shown, the others are left out and said to be.
const [beginning = "", rest] = shown.split("\n[...]\n");
const isSame =
  beginning.split("\n").length > 40 &&
  printed.startsWith(`${beginning}\n`) &&
  (rest === undefined || printed.endsWith(`${rest}\n`));
process.stdout.write(
  isSame
    ? "README shows the demo report as it is printed.\n"
    : "README does not show the demo report as it is printed.\n",
);
process.exitCode = isSame ? 0 : 1;
