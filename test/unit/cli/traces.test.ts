import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { writeSnapshot } from "../../../src/collectors/files/write-snapshot.ts";
import { toTraceReport } from "../../../src/analyzers/traces/to-trace-report.ts";
import { renderTracesMarkdown } from "../../../src/report/traces/render-traces-markdown.ts";
import { renderTracesTerminal } from "../../../src/report/traces/render-traces-terminal.ts";
import { traceReportSchema } from "../../../src/model/trace-report.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { runCli } from "../../support/cli-run.ts";
import { orderDocuments, TRACE_S, traceOf, tracedTarget } from "../../support/trace-fixtures.ts";

const START_MS = TRACE_S * 1_000 - 60_000;
const MINUTE = 60_000;

/** Twelve requests before half past, twelve slower ones after it; one of an API that has no traces. */
function recorded(): Snapshot {
  const slice = (fromMs: number, callMs: number) => ({
    target: "rest:orders/prod",
    startMs: fromMs,
    endMs: fromMs + 10 * MINUTE,
    found: 480 + callMs,
    sampledShare: 0.25,
    isComplete: true,
    traces: Array.from({ length: 12 }, (_, index) => {
      const id = `1-6aa8f3a8-${String(callMs * 100 + index).padStart(24, "0")}`;
      const atMs = fromMs + (index + 1) * 40_000 - TRACE_S * 1_000;
      const trace = traceOf(orderDocuments(`${callMs}x${index}`, callMs + index), { id });
      const spans = trace.spans.map((span) => ({
        ...span,
        startMs: span.startMs + atMs,
        endMs: (span.endMs ?? 0) + atMs,
      }));
      return { ...trace, startMs: TRACE_S * 1_000 + atMs, spans };
    }),
  });
  return {
    schemaVersion: 1,
    origin: "aws",
    window: { startMs: START_MS, endMs: START_MS + 30 * MINUTE },
    baseline: { startMs: START_MS, endMs: START_MS },
    settledMs: START_MS + 30 * MINUTE,
    targets: [tracedTarget(), tracedTarget({ id: "rest:idle/prod", apiName: "idle" })],
    series: [],
    logs: [],
    traces: [slice(START_MS, 41), slice(START_MS + 20 * MINUTE, 287)],
    blindSpots: [],
    cost: { metricsRequested: 0, logBytesScanned: 0, tracesRetrieved: 0, usd: 0, calls: {} },
  };
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatewatch-traces-"));
  await writeSnapshot(folder, recorded());
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const traces = async (...argv: string[]) => runCli(["traces", "--from", folder, "--quiet", ...argv]);

describe("gatewatch traces", () => {
  test("prints phases, steps, the slowest and one request over time, within 80 columns", async () => {
    const { code, stdout, stderr } = await traces();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^rest:orders\/prod {2}24 of 1.29k traces found in 25% of the time$/m);
    expect(stdout).toMatch(/^downstream +170ms +82%/m);
    expect(stdout).toMatch(/^DynamoDB PutItem Orders behind orders-fn\n? +1 +170ms/m);
    expect(stdout).toMatch(/^WATERFALL {2}POST \/orders 201 {2}1-6aa8f3a8-\d+$/m);
    expect(stdout).not.toContain("\u001B");
    const widths = stdout.split("\n").map((line) => line.length);
    expect(widths.length).toBeGreaterThan(30);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
    expect((await runCli(["traces", "--from", folder, "--quiet"], { isTTY: true })).stdout).toContain(
      "\u001B[1m",
    );
  });

  test("compares two spans", async () => {
    const iso = (minutes: number) => new Date(START_MS + minutes * MINUTE).toISOString();
    const { stdout } = await traces("--before", `${iso(0)}..${iso(10)}`, "--after", `${iso(20)}..${iso(30)}`);
    expect(stdout).toMatch(/before and after$/m);
    expect(stdout).toMatch(
      /^mean before \d+ms of 12, after \d+ms of 12: \+246ms \(95 % between \+24\dms and\n?\s*\+24\dms\)$/m,
    );
    expect(stdout).toMatch(
      /^ +100% +\+246ms {2}DynamoDB PutItem Orders behind orders-fn, the most: almost$/m,
    );
    // What the page is about is the later span.
    expect(stdout).toMatch(/^rest:orders\/prod {2}12 of 767 traces/m);
    const ago = await traces("--before", "30m ago..20m ago", "--after", "10m ago..now");
    expect(ago.stdout).toBe(stdout);
  });

  test("as JSON is what the schema says, as CSV and Markdown a row a step", async () => {
    const { stdout: json } = await traces("--format", "json");
    const report = traceReportSchema.parse(JSON.parse(json));
    expect(report.targets).toHaveLength(1);
    const steps = report.targets[0]?.steps ?? [];
    expect(steps.length).toBeGreaterThan(5);
    const { stdout: csv } = await traces("--format", "csv");
    expect(csv.trim().split("\r\n")).toHaveLength(steps.length + 1);
    expect(csv).toContain("DynamoDB,PutItem,Orders,orders-fn,1,0,");
    const { stdout: markdown } = await traces("--format", "markdown");
    for (const { label } of steps) expect(markdown).toContain(`| ${label} |`);
    const out = join(folder, "page.md");
    expect(await traces("--format", "markdown", "--out", out)).toMatchObject({ code: 0, stdout: "" });
    expect(await readFile(out, "utf8")).toBe(markdown);
  });

  test("draws the trace that is asked for, or says that it is not there", async () => {
    const id = "1-6aa8f3a8-000000000000000000004103";
    expect((await traces("--trace", id)).stdout).toContain(`POST /orders 201  ${id}`);
    const missing = await traces("--trace", "1-6aa8f3a8-ffffffffffffffffffffffff");
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toMatch(/is not among those that were read[^]*--max-traces/);
  });

  test.each([
    [["--before", "3h ago..2h ago"], /--before is nothing to compare with/],
    [["--after", "3h ago..2h ago"], /--after is nothing to compare with/],
    [["--before", "3h ago", "--after", "1h ago..now"], /--before "3h ago" is no span of time/],
    [["--before", "1h ago..2h ago", "--after", "1h ago..now"], /ends before it begins/],
    [
      ["--before", "3h ago..2h ago", "--after", "1h ago..now", "--since", "1h"],
      /--since has no meaning with --before and --after/,
    ],
    [["--format", "yaml"], /--format "yaml" does not exist/],
    [["--max-traces", "0"], /--max-traces/],
    [["--api", "nothing"], /nothing matches API "nothing"/],
    [["--region", "eu-west-1"], /--region has no meaning with --from/],
    [["--seed", "3"], /--seed has no meaning without --demo/],
  ])("%s is a usage error", async (argv, message) => {
    const { code, stderr, stdout } = await traces(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("of what has none says so", async () => {
    const { code, stderr } = await traces("--api", "idle");
    expect(code).toBe(3);
    expect(stderr).toMatch(/no traces were found \(E_NOTHING_READABLE\)/);
    const http = await runCli(["traces", "--demo", "--quiet", "--api", "profile", "--stage", "dev"]);
    expect(http).toMatchObject({ code: 3, stdout: "" });
    expect(http.stderr).toMatch(/http profile\/dev: X-Ray does not trace it/);
  });

  test("has a help that fits", async () => {
    const { code, stdout } = await runCli(["traces", "--help"]);
    expect(code).toBe(0);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("looks at the embedded account without AWS", async () => {
    const { code, stdout } = await runCli(["traces", "--demo", "--quiet", "--api", "warehouse-audit"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Cold starts of audit-\w+: \d of \d requests/m);
  });

  test("names an HTTP API by its name, and the sets of a comparison by what they are", async () => {
    const snapshot = recorded();
    const coldStartRatio = { before: 0.02, after: 0.41 };
    const half = (from: number) => ({
      startMs: START_MS + from * MINUTE,
      endMs: START_MS + (from + 10) * MINUTE,
    });
    const compared = { before: half(0), after: half(20) };
    const { comparisons, ...report } = toTraceReport(snapshot, { window: compared.after, compared });
    const [target] = report.targets;
    const { comparison = null } = comparisons[0] ?? {};
    if (target === undefined || comparison === null) throw new Error("nothing was compared");
    const named = {
      ...target,
      target: "http:a1b2c3d4e5/prod",
      kind: "http" as const,
      apiName: "search",
      slowAgainstFast: { ...comparison, coldStartRatio },
      baseAgainstCanary: { ...comparison, coldStartRatio },
    };
    const page = { ...report, comparisons: [], targets: [named] };
    for (const text of [
      renderTracesTerminal(page, { colour: false, width: 80 }),
      renderTracesMarkdown(page),
    ]) {
      expect(text).toContain("http search/prod");
      expect(text).toContain("Cold starts: fast 2.0%, slow 41%.");
      expect(text).toContain("Cold starts: base 2.0%, canary 41%.");
      expect(text).not.toMatch(/\bnow\b/);
    }
  });

  test("shows names from outside harmless", async () => {
    const snapshot = recorded();
    const hostile = "evil\u001B[31m|=cmd\u202E";
    const spans = (snapshot.traces?.[0]?.traces[0]?.spans ?? []).map((span) =>
      span.name === "DynamoDB" ? { ...span, name: hostile } : span,
    );
    const [first] = snapshot.traces ?? [];
    const other = await mkdtemp(join(tmpdir(), "gatewatch-traces-"));
    try {
      const made = {
        ...snapshot,
        traces: first ? [{ ...first, traces: [{ ...first.traces[0]!, spans }] }] : [],
      };
      await writeSnapshot(other, made);
      for (const format of ["terminal", "json", "markdown", "csv"]) {
        const { stdout } = await runCli(["traces", "--from", other, "--quiet", "--format", format]);
        expect(stdout).toContain("evil");
        for (const sign of ["\u001B", "\u202E"]) expect(stdout).not.toContain(sign);
      }
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });
});
