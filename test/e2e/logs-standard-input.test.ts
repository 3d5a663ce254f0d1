import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, describe, expect, it } from "vitest";

import { createRandom } from "../../src/core/random.ts";
import { BUILT_CLI } from "../support/built-cli.ts";
import { randomLine } from "../support/log-lines.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gatewatch-stdin-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function logs(path: string, input?: Buffer): Record<string, unknown> {
  const argv = [BUILT_CLI ?? "", "logs", path, "--format", "json"];
  const text = execFileSync(process.execPath, argv, { encoding: "utf8", maxBuffer: 1 << 26, input });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Its own output, compared with itself below.
  return JSON.parse(text) as Record<string, unknown>;
}

describe.skipIf(BUILT_CLI === null)(
  "standard input of the built command (skipped where dist is not built from these sources)",
  () => {
    it("comes to what the same file comes to, packed or not", () => {
      const random = createRandom(29);
      const lines = Buffer.from(
        Array.from({ length: 2_003 }, (_, at) => `${randomLine(random, at)}\n`).join(""),
      );
      const path = join(FOLDER, "plain.log");
      writeFileSync(path, lines);
      const whole = logs(path);
      expect(whole["requests"]).toBe(2_003);
      expect(logs("-", lines)).toEqual(whole);
      expect(logs("-", gzipSync(lines))).toEqual(whole);
    });

    it("that is empty is said to be so", () => {
      expect(() => logs("-", Buffer.alloc(0))).toThrow(
        /the log is empty \(E_NOTHING_READABLE\)\n {2}hint: Check/,
      );
    });

    it("that cannot be read is not said to be empty", () => {
      const torn = gzipSync("nothing").subarray(0, 10);
      expect(() => logs("-", torn)).toThrow(
        /no log could be read \(E_NOTHING_READABLE\)\n {2}-: .+\n {2}hint: See/,
      );
    });
  },
);
