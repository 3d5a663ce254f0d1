import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, describe, expect, it } from "vitest";

import { createRandom } from "../../src/core/random.ts";
import type { LogReport } from "../../src/model/log-report.ts";
import { BUILT_CLI } from "../support/built-cli.ts";
import { randomLine } from "../support/log-lines.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gatewatch-threads-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** More than what is worth a second thread. */
const REPEATS = 47;
const LINES = 5_003;

// Threads are started from compiled code, so there is nothing to test without it.
describe.skipIf(BUILT_CLI === null)(
  "reading threads (skipped where dist is not built from these sources)",
  () => {
    it("come together to what one comes to, over a file in pieces and one that cannot be cut", () => {
      const random = createRandom(23);
      const block = `${Array.from({ length: LINES }, (_, at) => randomLine(random, at)).join("\n")}\n`;
      const paths = [join(FOLDER, "plain.log"), join(FOLDER, "packed.gz")];
      writeFileSync(paths[0] ?? "", block.repeat(REPEATS));
      writeFileSync(paths[1] ?? "", gzipSync(block));
      expect(Buffer.byteLength(block) * REPEATS).toBeGreaterThan(80 << 20);
      const run = (threads: number): LogReport => {
        const given = ["logs", ...paths, "--format", "json", "--threads", String(threads)];
        const text = execFileSync(process.execPath, [BUILT_CLI ?? "", ...given], {
          encoding: "utf8",
          maxBuffer: 1 << 26,
        });
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Its own output; the numbers are compared below.
        return JSON.parse(text) as LogReport;
      };
      const [one, two] = [run(1), run(2)];
      expect(one.requests).toBe((REPEATS + 1) * LINES);
      expect({ ...two, formats: two.formats.toSorted() }).toEqual({
        ...one,
        formats: one.formats.toSorted(),
      });
    }, 60_000);
  },
);
