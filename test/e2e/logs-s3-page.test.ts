import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { createRandom } from "../../src/core/random.ts";
import type { BucketObject } from "../../src/loopback/s3/bucket.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { runCli } from "../support/cli-run.ts";
import { collectorAccount, REGION } from "../support/collector-account.ts";
import { randomLine } from "../support/log-lines.ts";
import { shellWords } from "../support/shell-words.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

/** Lines are of 22/Nov/2026, 14:00 to 14:59. */
const NOW_MS = Date.UTC(2026, 10, 22, 15, 17);
const random = createRandom(83);
const LINES = Array.from({ length: 211 }, (_, number) => randomLine(random, number * 163));
const DELIVERED: readonly [key: string, lines: readonly string[]][] = [
  ["2026/11/22/14/a.gz", LINES.slice(0, 170)],
  ["2026/11/22/15/b.gz", LINES.slice(170)],
  // Of no window of the page.
  ["2026/08/01/02/c.gz", LINES.slice(0, 9)],
];
const FORMAT = '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp"}';

let loopback: Loopback;
let folder: string;
let commands: readonly (readonly string[])[];
const asked: string[] = [];

beforeAll(async () => {
  stubAwsEnvironment();
  const objects = DELIVERED.map(([key, lines]): [string, BucketObject] => [
    `apigateway/${key}`,
    { body: gzipSync(lines.join("")), writtenMs: NOW_MS },
  ]);
  loopback = await startLoopback(collectorAccount(), {
    nowMs: () => NOW_MS,
    buckets: new Map([["my-logs", new Map(objects)]]),
    executeSql: async (sql) => {
      asked.push(sql);
      return { columns: ["kind"], rows: [], scannedBytes: 11_000_000 };
    },
  });
  folder = await mkdtemp(join(tmpdir(), "gatewatch-s3-page-"));
  await writeFile(join(folder, "format.txt"), FORMAT);
  const page = await readFile("docs/logs-s3.md", "utf8");
  const [, block = ""] = /```\n([^`]*)```/.exec(page) ?? [];
  commands = block.trim().split("\n").map(shellWords);
});

afterAll(async () => {
  await loopback.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const run = async (command: readonly string[] = []) =>
  runCli([...command.slice(1), "--region", REGION, "--endpoint-url", loopback.url], {
    now: () => NOW_MS,
    cwd: folder,
  });

describe("docs/logs-s3.md", () => {
  test("its commands read what was delivered, and Athena is asked what was printed before", async () => {
    expect(commands.map(([name, , place]) => `${name} ${place?.slice(0, 13)}`)).toEqual(
      Array.from({ length: 4 }, () => "gatewatch s3://my-logs/"),
    );
    const [whole, globbed, printed, counted] = await Promise.all(commands.map(run));
    for (const read of [whole, globbed]) {
      expect(read?.stdout).toContain("211 requests  2026-11-22 14:00");
      expect(read?.code).toBe(0);
      expect(read?.stderr).toMatch(/^2 objects, .* list price\n$/);
    }
    expect(printed).toMatchObject({ code: 0, stderr: "" });
    // It answered that it found nothing, after all that it scanned.
    expect(counted).toMatchObject({ code: 3, stdout: "" });
    expect(counted?.stderr).toMatch(/scanned 11\.0 MB, .*\n.*holds nothing in the window/);
    expect(asked).toHaveLength(1);
    expect(printed?.stdout.startsWith("CREATE EXTERNAL TABLE IF NOT EXISTS")).toBe(true);
    expect(printed?.stdout.endsWith(`\n\n${asked[0]};\n`)).toBe(true);
  });
});
