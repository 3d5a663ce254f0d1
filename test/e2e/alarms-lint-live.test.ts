import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { toCoverage } from "../../src/alarms/lint/coverage.ts";
import { LINT_RULES } from "../../src/alarms/lint/registry.ts";
import { runLint } from "../../src/alarms/lint/run-lint.ts";
import { demoLintReader } from "../../src/cli/alarms-lint/lint-reader.ts";
import { readLintAccount } from "../../src/cli/alarms-lint/read-lint-account.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { AccountAlarm } from "../../src/simulate/account.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { demoPlan } from "../../src/simulate/demo-account.ts";
import { runCli } from "../support/cli-run.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

/** A part of the demo account, so that nobody waits for all of it to be drawn. */
const plan = demoPlan(7);
const stages = plan.stages
  .filter(({ apiName }) => ["orders", "accounts", "partner-invoices"].includes(apiName))
  // Nobody reads logs here: no request need be drawn by itself.
  .map((stage) => ({ ...stage, requestWindow: null }));
const account = createAccount({ ...plan, stages, incidents: [] });
const { nowMs, region } = account;
const DAY_MS = 86_400_000;

interface Finding {
  readonly rule: string;
  readonly alarm: string;
  readonly file: string;
  readonly message: string;
}
interface Answer {
  readonly alarms: number;
  readonly findings: readonly Finding[];
  readonly blindSpots: readonly { readonly source: string; readonly code: string; readonly hint: string }[];
  readonly coverage: readonly { readonly target: string; readonly rows: readonly unknown[] }[] | null;
  readonly cost: { readonly metricsRequested: number; readonly calls: Record<string, number> } | null;
}

let running: Loopback;
let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "gatewatch-lint-live-"));
});
afterAll(async () => rm(cwd, { recursive: true }));
beforeEach(() => stubAwsEnvironment());
afterEach(async () => {
  vi.unstubAllEnvs();
  await running.close();
});

async function serve(faults: FaultPlan = [], alarms?: readonly AccountAlarm[]): Promise<void> {
  running = await startLoopback(account, {
    faults,
    nowMs,
    ...(alarms ? { alarms: new Map([[region, alarms]]) } : {}),
  });
}

const lint = async (...argv: string[]) =>
  runCli(["alarms", "lint", "--region", region, "--endpoint-url", running.url, ...argv], {
    cwd,
    now: () => nowMs,
  });
async function live(...argv: string[]): Promise<Answer> {
  const { code, stdout, stderr } = await lint("--live", "--format", "json", "--quiet", ...argv);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Answer;
}
const rulesOf = ({ findings }: Answer, alarm: string): string[] =>
  findings.filter((finding) => finding.alarm === alarm).map(({ rule }) => rule);

describe("gatewatch alarms lint --live, through the real SDK", () => {
  it("says of the account over the network what it says of the same account in this process", async () => {
    await serve();
    const overNetwork = await live();
    const reader = demoLintReader(account);
    const inProcess = await readLintAccount([reader], null, { nowMs, maxCostUsd: null }, () => undefined);
    const context = { ...inProcess, coverage: null, restTimeoutMs: 29_000, changesADay: 10 };
    const coverage = toCoverage(context);
    const findings = runLint(LINT_RULES, { ...context, coverage });
    expect(overNetwork.alarms).toBe(account.alarms?.length);
    expect(overNetwork.findings.length).toBeGreaterThan(20);
    // DescribeAlarms has an order of its own.
    const texts = (
      list: readonly { readonly rule: string; readonly alarm: string; readonly message: string }[],
    ) => list.map(({ rule, alarm, message }) => `${alarm} ${rule} ${message}`).sort();
    expect(texts(overNetwork.findings)).toEqual(texts(findings));
    expect(overNetwork.coverage).toEqual(coverage);
    expect(overNetwork.blindSpots).toEqual([]);
    expect(overNetwork.cost?.calls).toMatchObject({
      "cloudwatch:DescribeAlarms": 1,
      "cloudwatch:DescribeAlarmHistory": 1,
      "sns:GetTopicAttributes": 3,
    });
    expect(overNetwork.cost?.metricsRequested).toBeGreaterThan(0);
    expect(rulesOf(overNetwork, "accounts-5xx")).toEqual(["unknown-stage"]);
    expect(rulesOf(overNetwork, "catalog-4xx")).toEqual(["topic-missing", "unknown-stage"]);
    expect(rulesOf(overNetwork, "invoices-slow")).toEqual(["flapping", "percentile-samples"]);
    expect(rulesOf(overNetwork, "orders-5xx")).toEqual([]);
  });

  it.each([
    ["DescribeAlarmHistory", "alarm-history", ["flapping", "never-fired"]],
    ["GetTopicAttributes", "topics", ["topic-missing", "topic-unheard"]],
    ["ListMetrics", "metrics", ["no-such-metric", "percentile-samples"]],
    ["GetMetricData", "metrics", ["no-data-despite-traffic"]],
    ["GetRestApis", "inventory", ["unknown-stage"]],
  ])(
    "where %s is denied, it is a blind spot, and its rules are silent",
    async (operation, source, silent) => {
      await serve([{ kind: "deny", operation }]);
      const { findings, blindSpots, alarms } = await live();
      expect(alarms).toBe(account.alarms?.length);
      expect(blindSpots).toContainEqual(
        expect.objectContaining({
          source,
          code: "ACCESS_DENIED",
          hint: expect.stringContaining(`:${operation === "GetRestApis" ? "GET" : operation}`) as string,
        }),
      );
      expect(findings.length).toBeGreaterThan(5);
      // percentile-samples still knows what p99 needs, as a note.
      const told = findings.filter(
        ({ rule, message }) => silent.includes(rule) && !message.includes("with fewer"),
      );
      expect(told).toEqual([]);
    },
  );

  it("ends with 3 where the alarms themselves may not be read, and says what to allow", async () => {
    await serve([{ kind: "deny", operation: "DescribeAlarms" }]);
    const { code, stderr } = await lint("--live", "--quiet");
    expect(code).toBe(3);
    expect(stderr).toContain("cloudwatch:DescribeAlarms");
  });

  it("judges files against the account: its stages, topics, other alarms, and what their twins did", async () => {
    const [good] = account.alarms ?? [];
    if (!good) throw new Error("the demo has no alarms");
    const nervous = account.alarms?.find(({ definition }) => definition.AlarmName === "invoices-slow");
    await serve();
    const file = {
      MetricAlarms: [
        { ...nervous?.definition },
        {
          ...good.definition,
          AlarmName: "mine",
          Dimensions: [
            { Name: "ApiName", Value: "orders" },
            { Name: "Stage", Value: "live" },
          ],
        },
      ],
      CompositeAlarms: [
        {
          AlarmName: "both",
          AlarmRule: 'ALARM("mine") OR ALARM("orders-5xx")',
          AlarmActions: good.definition.AlarmActions,
        },
      ],
    };
    await writeFile(join(cwd, "mine.json"), JSON.stringify(file));
    const answer = await live("--alarms", "mine.json");
    expect(answer.alarms).toBe(3);
    expect(answer.findings.map(({ rule, alarm, file: place }) => `${place} ${alarm} ${rule}`)).toEqual([
      "mine.json invoices-slow flapping",
      "mine.json invoices-slow percentile-samples",
      "mine.json mine unknown-stage",
    ]);
    expect(answer.coverage).toBeNull();
    const covered = await live("--alarms", "mine.json", "--coverage");
    expect(covered.coverage).toHaveLength(account.targets.length);
    expect(covered.findings.some(({ rule }) => rule === "missing-recommended")).toBe(true);
  });

  it("takes the word live for --live, tells what a format has no place for, and fails as asked", async () => {
    await serve([{ kind: "deny", operation: "GetTopicAttributes" }]);
    const { code, stdout, stderr } = await lint(
      "--alarms",
      "live",
      "--format",
      "sarif",
      "--fail-on",
      "error",
    );
    expect(code).toBe(1);
    const { runs } = JSON.parse(stdout) as { runs: { results: { ruleId: string }[] }[] };
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("unknown-stage");
    expect(stderr).toMatch(/^not looked at: topics: .*sns:GetTopicAttributes/m);
    expect(stderr).toMatch(
      /^cost: about \$0\.0000\d+ at list prices \(\d+ metrics? requested, \d+ calls to AWS\)$/m,
    );
  });

  it("keeps Regions apart", async () => {
    await serve();
    const one = await live();
    const both = await live("--region", "us-east-1");
    expect(both.findings).toEqual(one.findings);
    expect(both.blindSpots).toMatchObject([
      { code: "NOTHING_FOUND", hint: expect.stringContaining("us-east-1") as string },
    ]);
  });

  it("covers what the configuration includes, and shows it within 80 columns", async () => {
    await serve();
    await writeFile(join(cwd, "include.yaml"), "version: 1\ninclude: { api: orders }\n");
    const { stdout } = await lint("--live", "--config", "include.yaml", "--quiet");
    expect(stdout).toMatch(
      /^AWS recommends +present +dead +missing +unknown\nrest:orders\/prod +4 +- +8 +-\n {2}missing {2}4XXError, Count \(4 routes\), Latency \(3 routes\)$/m,
    );
    expect(stdout).not.toContain("rest:accounts/prod");
    expect(stdout.split("\n").every((line) => line.length <= 80)).toBe(true);
    const markdown = await lint("--live", "--config", "include.yaml", "--quiet", "--format", "markdown");
    expect(markdown.stdout).toContain(
      "| rest:orders/prod | 4 | 0 | 8 | 0 | missing: 4XXError, Count (4 routes)",
    );
  });

  it("asks for no metric that nobody needs, and spends nothing beyond --max-cost", async () => {
    const fine = (account.alarms ?? []).filter(({ definition }) => definition.AlarmName === "orders-5xx");
    await serve([], fine);
    expect((await live()).cost?.metricsRequested).toBe(0);
    await running.close();
    await serve();
    const { code, stderr } = await lint("--live", "--max-cost", "0.00002", "--quiet");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/nothing was spent[^]*--max-cost 0\.0000\d/)]);
    expect(running.requests.filter(({ operation }) => operation === "GetMetricData")).toEqual([]);
  });

  it("takes an alarm without data for dead where its API has traffic, though its metric once was there", async () => {
    const one = account.alarms?.find(({ definition }) => definition.AlarmName === "orders-5xx");
    if (!one) throw new Error("the demo has no such alarm");
    const stuck: AccountAlarm = {
      ...one,
      stateValue: "INSUFFICIENT_DATA",
      transitionedMs: nowMs - 2 * DAY_MS,
    };
    await serve([], [stuck]);
    expect(rulesOf(await live(), "orders-5xx")).toEqual(["no-data-despite-traffic"]);
  });
});

describe("flags of lint that do not go together", () => {
  it.each([
    [["--live", "--demo"], "--live has no meaning with --demo"],
    [["--live", "--from", "x"], "--from has no meaning with --live"],
    [["--alarms", "x.json", "--seed", "3"], "--seed has no meaning without --demo"],
    [["--alarms", "x.json", "--coverage"], "--coverage needs to know which stages there are"],
    [["--alarms", "x.json", "--live", "--region", "us-east-1"], "one Region at a time"],
  ])("%j", async (argv, said) => {
    await serve();
    await writeFile(join(cwd, "x.json"), JSON.stringify({ MetricAlarms: [], CompositeAlarms: [] }));
    const { code, stderr } = argv.includes("us-east-1")
      ? await lint(...argv)
      : await runCli(["alarms", "lint", ...argv], { cwd });
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });
});
