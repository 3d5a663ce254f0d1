import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { reportSchema } from "../../../src/model/report.ts";
import { writeSnapshot } from "../../../src/collectors/files/write-snapshot.ts";
import { runCli } from "../../support/cli-run.ts";
import { aSeries, aSnapshot, aTarget, END_MS } from "../../support/report-fixtures.ts";

// One quiet API and one that fails, so that the embedded account need not be drawn whole.
const QUIET = ["report", "--demo", "--api", "warehouse-audit", "--baseline", "2d"];
const BROKEN = ["report", "--demo", "--api", "partner-invoices"];

let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "gatewatch-report-"));
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

test("the report goes to stdout, progress to stderr", async () => {
  const run = await runCli(QUIET);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/^Gatewatch 2026-11-20 12:00 to 15:00 UTC \(3h, baseline 2d\), embedded demo\n/);
  expect(run.stdout).toContain("rest:warehouse-audit/prod");
  expect(run.stderr).toMatch(/^reading inventory of .*: 1 of 1$/m);
});

test("--quiet leaves stderr empty", async () => {
  expect(await runCli([...QUIET, "--quiet"])).toMatchObject({ code: 0, stderr: "" });
});

test("the same command prints the same bytes", async () => {
  expect((await runCli(QUIET)).stdout).toBe((await runCli(QUIET)).stdout);
});

test("JSON obeys the schema, and another window moves it", async () => {
  const run = await runCli([
    ...QUIET,
    "--format",
    "json",
    "--since",
    "90m",
    "--until",
    "1h ago",
    "--baseline",
    "2d",
  ]);
  const report = reportSchema.parse(JSON.parse(run.stdout));
  expect(report.window).toEqual({ start: "2026-11-20T12:30:00.000Z", end: "2026-11-20T14:00:00.000Z" });
  expect(report.baseline.start).toBe("2026-11-18T12:30:00.000Z");
  expect(report.targets.map(({ id }) => id)).toEqual(["rest:warehouse-audit/prod"]);
});

test("--fail-on turns findings into exit status 1, and only findings that are bad enough", async () => {
  const broken = await runCli([...BROKEN, "--fail-on", "warning"]);
  expect(broken.code).toBe(1);
  expect(broken.stdout).toContain("1. ");
  expect((await runCli([...QUIET, "--fail-on", "warning"])).code).toBe(0);
  expect((await runCli(BROKEN)).code).toBe(0);
});

test("colour is for terminals without NO_COLOR", async () => {
  const isColoured = async (argv: string[], changes: Parameters<typeof runCli>[1]): Promise<boolean> =>
    (await runCli([...QUIET, ...argv, "--quiet"], changes)).stdout.includes("\u001b[");
  expect(await isColoured([], { isTTY: true })).toBe(true);
  expect(await isColoured([], { isTTY: false })).toBe(false);
  expect(await isColoured([], { isTTY: true, env: { NO_COLOR: "1" } })).toBe(false);
  expect(await isColoured([], { isTTY: true, env: { TERM: "dumb" } })).toBe(false);
  expect(await isColoured(["--no-color"], { isTTY: true })).toBe(false);
});

test("--out writes the file whole and says so", async () => {
  const run = await runCli([...QUIET, "--format", "json", "--out", "report.json"], { cwd });
  expect(run).toMatchObject({ code: 0, stdout: "" });
  expect(run.stderr).toMatch(/wrote report\.json\n$/);
  expect(() => reportSchema.parse(JSON.parse("{}"))).toThrow("schemaVersion");
  reportSchema.parse(JSON.parse(await readFile(join(cwd, "report.json"), "utf8")));
  expect(await readdir(cwd)).toEqual(["report.json"]);
});

test("a recording is looked at with its own end as now, at any time it holds", async () => {
  const directory = join(cwd, "recording");
  const counts = Array.from({ length: 24 }, (_, index) => 100 + index);
  const startMs = END_MS - 24 * 300_000;
  const targets = [aTarget(), aTarget({ apiName: "billing" })];
  await writeSnapshot(
    directory,
    aSnapshot({
      targets,
      series: [
        aSeries("Count", "Sum", counts, { startMs }),
        aSeries("Count", "Sum", [7], { startMs, target: "rest:billing/prod" }),
      ],
    }),
  );
  const json = async (...argv: string[]) =>
    reportSchema.parse(
      JSON.parse(
        (await runCli(["report", "--from", "recording", "--format", "json", ...argv], { cwd })).stdout,
      ),
    );
  expect((await json()).targets.find(({ apiName }) => apiName === "orders")?.requests).toBe(
    counts.slice(12).reduce((sum, count) => sum + count, 0),
  );
  const earlier = await json("--since", "30m", "--until", "1h ago", "--api", "ord*");
  expect(earlier.window.end).toBe("2026-03-05T16:00:00.000Z");
  expect(earlier.targets.map(({ requests }) => requests)).toEqual([
    counts.slice(6, 12).reduce((sum, count) => sum + count, 0),
  ]);
});

test("a pattern that matches nothing in a recording is refused, with what there is", async () => {
  const out = join(cwd, "unmatched");
  await mkdir(out);
  await writeSnapshot(out, aSnapshot());
  const run = await runCli(["report", "--from", out, "--api", "ordres", "--fail-on", "warning"]);
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toContain('nothing matches API "ordres"');
  expect(run.stderr).toContain('Did you mean "orders"? APIs there are: orders.');
});

test("flags win over the configuration, and it over the defaults", async () => {
  await writeFile(
    join(cwd, "gatewatch.config.yaml"),
    "version: 1\nsince: 2h\nbaseline: 3d\ninclude:\n  api: warehouse-audit\n",
  );
  const window = async (...argv: string[]) => {
    const run = await runCli(["report", "--demo", "--format", "json", ...argv], { cwd });
    const report = reportSchema.parse(JSON.parse(run.stdout));
    return [report.window.start, report.baseline.start, report.targets.map(({ id }) => id)];
  };
  expect(await window()).toEqual([
    "2026-11-20T13:00:00.000Z",
    "2026-11-17T13:00:00.000Z",
    ["rest:warehouse-audit/prod"],
  ]);
  expect(await window("--since", "1h")).toEqual([
    "2026-11-20T14:00:00.000Z",
    "2026-11-17T14:00:00.000Z",
    ["rest:warehouse-audit/prod"],
  ]);
  expect(await window("--api", "partner-invoices")).toEqual([
    "2026-11-20T13:00:00.000Z",
    "2026-11-17T13:00:00.000Z",
    ["rest:partner-invoices/prod"],
  ]);
  await rm(join(cwd, "gatewatch.config.yaml"));
});

test("settings of the configuration silence what they disable", async () => {
  await writeFile(join(cwd, "quiet.yaml"), 'version: 1\ndefaults:\n  disable: ["errors/*"]\n');
  const run = await runCli([...BROKEN, "--config", "quiet.yaml", "--fail-on", "warning"], { cwd });
  expect(run.code).toBe(0);
});

test("a configuration with problems is refused with all of them", async () => {
  await writeFile(join(cwd, "bad.yaml"), "version: 1\nsinse: 3h\nbaseline: 14\n");
  const run = await runCli([...QUIET, "--config", "bad.yaml"], { cwd });
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toMatch(/bad\.yaml has 2 problems \(E_CONFIG\)\n.*sinse.*\n.*baseline.*\n {2}hint: /);
});
