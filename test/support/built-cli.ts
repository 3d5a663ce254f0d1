import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const SOURCES = fileURLToPath(new URL("../../src", import.meta.url));

/** The compiled command line, or null where it was not built since the sources changed: then it says nothing of them. */
export const BUILT_CLI: string | null = isFresh() ? BIN : null;

function isFresh(): boolean {
  if (!existsSync(BIN)) return false;
  const builtMs = statSync(BIN).mtimeMs;
  return readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).every(
    (name) => !name.endsWith(".ts") || statSync(join(SOURCES, name)).mtimeMs <= builtMs,
  );
}
