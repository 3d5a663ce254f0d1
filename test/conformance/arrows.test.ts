import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Each line breaks one rule of the folder it stands in; the linter must name every one of them. */
const OFFENCES: readonly (readonly [file: string, source: string, message: string])[] = [
  ["core/clock.ts", "export const now = Date.now();", "Date.now"],
  ["core/chance.ts", "export const chance = Math.random();", "Math.random"],
  ["core/schema.ts", 'import { z } from "zod";\nexport const schema = z.string();', "zod"],
  [
    "model/up.ts",
    'import { METRICS } from "../catalog/metrics.ts";\nexport const metrics = METRICS;',
    "../catalog/metrics.ts",
  ],
  [
    "catalog/disk.ts",
    'import { readFileSync } from "node:fs";\nexport const read = readFileSync;',
    "node:fs",
  ],
  [
    "analyzers/errors/sdk.ts",
    'import { x } from "@aws-sdk/client-xray";\nexport const y = x;',
    "@aws-sdk/client-xray",
  ],
  [
    "analyzers/errors/peer.ts",
    'import { x } from "../latency/regression.ts";\nexport const y = x;',
    "../latency/regression.ts",
  ],
  [
    "analyzers/errors/up.ts",
    'import { x } from "../../report/view.ts";\nexport const y = x;',
    "../../report/view.ts",
  ],
  [
    "collectors/up.ts",
    'import { x } from "../analyzers/run.ts";\nexport const y = x;',
    "../analyzers/run.ts",
  ],
  [
    "simulate/up.ts",
    'import { x } from "../collectors/collect.ts";\nexport const y = x;',
    "../collectors/collect.ts",
  ],
  ["loopback/up.ts", 'import { x } from "../analyzers/run.ts";\nexport const y = x;', "../analyzers/run.ts"],
  [
    "report/up.ts",
    'import { x } from "../collectors/collect.ts";\nexport const y = x;',
    "../collectors/collect.ts",
  ],
  ["agent/up.ts", 'import { x } from "../cli/main.ts";\nexport const y = x;', "../cli/main.ts"],
  ["alarms/evaluate/up.ts", 'import { x } from "../rules/any.ts";\nexport const y = x;', "../rules/any.ts"],
  [
    "alarms/evaluate/peer.ts",
    'import { x } from "../../simulate/plan.ts";\nexport const y = x;',
    "../../simulate/plan.ts",
  ],
  [
    "metric-math/up.ts",
    'import { x } from "../alarms/rules/any.ts";\nexport const y = x;',
    "../alarms/rules",
  ],
  ["metric-math/clock.ts", "export const now = Date.now();", "Date.now"],
  ["alarms/evaluate/clock.ts", "export const now = Date.now();", "Date.now"],
  ["alarms/emitters/up.ts", 'import { x } from "../rules/any.ts";\nexport const y = x;', "../rules/any.ts"],
  [
    "logs/sdk.ts",
    'import { x } from "@aws-sdk/client-cloudwatch-logs";\nexport const y = x;',
    "@aws-sdk/client-cloudwatch-logs",
  ],
  ["cli/exit.ts", "export const leave = (): never => process.exit(1);", "process.exit"],
];

const ALLOWED = [
  [
    "analyzers/errors/fine.ts",
    'import { x } from "../shared/any.ts";\nimport { y } from "../../catalog/any.ts";\nexport const z = [x, y];',
  ],
  ["alarms/evaluate/fine.ts", 'import { x } from "../../metric-math/any.ts";\nexport const y = x;'],
  ["cli/bin.ts", "process.exit(0);"],
  ["collectors/fine.ts", 'import { x } from "../aws/any.ts";\nexport const y = x;'],
] as const;

const root = resolve(import.meta.dirname, "../..");
let folder = "";
let report = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "arrows-"));
  for (const [file, source] of [...OFFENCES, ...ALLOWED]) {
    await mkdir(dirname(join(folder, "src", file)), { recursive: true });
    await writeFile(join(folder, "src", file), `${source}\n`);
  }
  // The patterns are relative to where the configuration lies.
  await copyFile(join(root, "oxlint.config.mjs"), join(folder, "oxlint.config.mjs"));
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const run = promisify(execFile)(
    process.execPath,
    [oxlint, "-c", "oxlint.config.mjs", "--format=json", "src"],
    { cwd: folder },
  );
  // The linter exits with 1 when it finds something, which here is the point.
  report = await run.then(
    (done) => done.stdout,
    (failed: { stdout: string }) => failed.stdout,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function messagesOf(file: string): string[] {
  const { diagnostics } = JSON.parse(report) as {
    diagnostics: { filename: string; message: string; code: string }[];
  };
  return diagnostics
    .filter((found) => found.filename.endsWith(file) && /no-restricted|no-process-exit/.test(found.code))
    .map((found) => `${found.code} ${found.message}`);
}

describe("folder arrows are lint rules", () => {
  it.each(OFFENCES)("%s is refused", (file, _source, culprit) => {
    expect(messagesOf(file).join("\n")).toContain(culprit);
  });

  it.each(ALLOWED)("%s is allowed", (file) => {
    expect(messagesOf(file)).toEqual([]);
  });
});
