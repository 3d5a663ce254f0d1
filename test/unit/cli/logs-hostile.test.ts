import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, describe, expect, it } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import type { LogReport } from "../../../src/model/log-report.ts";
import { runCli } from "../../support/cli-run.ts";
import { randomLine } from "../../support/log-lines.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gatewatch-hostile-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const MB = 1 << 20;
const random = createRandom(29);
const GOOD = Array.from({ length: 37 }, (_, at) => randomLine(random, at)).join("\n");

function file(name: string, ...parts: readonly (string | Uint8Array)[]): string {
  writeFileSync(join(FOLDER, name), Buffer.concat(parts.map((part) => Buffer.from(part))));
  return name;
}

/** A run, and the most that this thread held while it read. */
async function read(...argv: string[]) {
  const held = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  let [most, nowMs] = [before, 0];
  const run = await runCli(["logs", ...argv], {
    cwd: FOLDER,
    // Asked whenever there is progress.
    now: () => {
      most = Math.max(most, held());
      nowMs += 1;
      return nowMs;
    },
  });
  return { ...run, grownBytes: most - before, asked: nowMs };
}

async function report(...argv: string[]): Promise<LogReport> {
  const { stdout, code } = await read(...argv, "--format", "json");
  expect(code).toBe(0);
  return JSON.parse(stdout) as LogReport;
}

/** Names of a terminal's commands, and what reorders or hides text: none may reach it. */
const UNSAFE = new RegExp(String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Cs}]`, "u");

describe("gatewatch logs of hostile input", () => {
  it("skips a line without an end, counted, within its memory", async () => {
    const name = file("long.log", "");
    const path = join(FOLDER, name);
    // A hole in the file: 120 MB of NULs without a newline, which take no room on the disk.
    truncateSync(path, 120 * MB);
    const handle = openSync(path, "a");
    writeSync(handle, `\n${GOOD}\n`);
    closeSync(handle);
    const { code, stdout, grownBytes, asked } = await read(name, "--format", "json", "--threads", "1");
    expect(code).toBe(0);
    expect(asked).toBeGreaterThan(1);
    expect(JSON.parse(stdout)).toMatchObject({ requests: 37, unparsed: 1, limits: { tooLongLines: 1 } });
    expect(grownBytes).toBeLessThan(40 * MB);
  });

  it("reads on behind NULs and bytes that are no UTF-8, and counts them", async () => {
    const broken = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x00, 0x22, 0x7d, 0x0a]);
    const name = file("bytes.log", broken, "\0\0\0\n", GOOD, "\n", broken);
    expect(await report(name)).toMatchObject({ requests: 37, unparsed: 3 });
    const page = await read(name);
    expect(page.stdout.split("\n").filter((line) => UNSAFE.test(line))).toEqual([]);
  });

  it("tells that half a gzip is half, and counts what is there", async () => {
    const many = Array.from({ length: 4_000 }, (_, at) => randomLine(random, at)).join("\n");
    const packed = gzipSync(many);
    const found = await report(file("half.gz", packed.subarray(0, packed.length / 2)));
    expect(found.requests).toBeGreaterThan(1_000);
    expect(found.requests).toBeLessThan(3_000);
    expect(found.problems).toMatchObject([{ path: join(FOLDER, "half.gz") }]);
  });

  it("refuses a binary file, showing nothing that a terminal would obey", async () => {
    const noise = Uint8Array.from({ length: 200_000 }, () => Math.floor(random.next() * 256));
    const { code, stdout, stderr } = await read(file("noise.bin", noise));
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(/no access-log line is among the \d+ that were read/);
    expect(stderr.split("\n").filter((line) => UNSAFE.test(line))).toEqual([]);
  });

  it("keeps apart as many paths as there is room for, and counts the rest", async () => {
    const lines = Array.from({ length: 5_000 }, (_, at) =>
      JSON.stringify({
        requestId: `r${at}`,
        path: `/p${at}`,
        status: "200",
        requestTimeEpoch: 1_795_000_000_000 + at,
      }),
    );
    const found = await report(file("paths.log", lines.join("\n")), "--by", "path");
    expect(found.requests).toBe(5_000);
    expect(found.groups).toHaveLength(2_001);
    expect(found.groups.reduce((sum, { requests }) => sum + requests, 0)).toBe(5_000);
    expect(found.groups.at(-1)).toMatchObject({ key: { path: "(other)" }, requests: 3_000 });
    expect(found.limits.otherGroups).toBe(3_000);
  });

  it("takes times from 1970 to 2100 for times", async () => {
    const at = (requestTime: string): string =>
      JSON.stringify({
        requestId: requestTime,
        httpMethod: "GET",
        resourcePath: "/a",
        status: "200",
        requestTime,
      });
    const [first, last] = ["01/Jan/1970:00:00:07 +0000", "01/Jan/2100:00:03:11 +0000"];
    const name = file("times.log", [at(first), at(last), GOOD].join("\n"));
    const found = await report(name);
    expect(found.minutes[0]?.start).toBe("1970-01-01T00:00:00.000Z");
    expect(found.minutes.at(-1)?.start).toBe("2100-01-01T00:03:00.000Z");
    const page = await read(name, "--format", "html", "--out", "times.html");
    expect(page.code).toBe(0);
    const text = await read(name);
    expect(text.stdout).toContain("1970-01-01 00:00 to 2100-01-01 00:04 UTC");
    expect(Math.max(...text.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
  });
});
