import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { backtestSchema, type Backtest } from "../../src/model/backtest.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { runCli, type CliRun } from "../support/cli-run.ts";
import { collectorAccount, NOW_MS, REGION } from "../support/collector-account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { clientConfig } from "./loopback-clients.ts";

const MINUTE = 60_000;
const PAGE = "arn:aws:sns:eu-central-1:345678901234:page";
const STAGE = [
  { Name: "ApiName", Value: "orders" },
  { Name: "Stage", Value: "prod" },
];
const errors: PutMetricAlarmCommandInput = {
  AlarmName: "orders-errors",
  Namespace: "AWS/ApiGateway",
  MetricName: "5XXError",
  Dimensions: STAGE,
  Statistic: "Maximum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 11_000,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "notBreaching",
  AlarmActions: [PAGE],
};
const lambda: PutMetricAlarmCommandInput = {
  ...errors,
  AlarmName: "function-errors",
  Namespace: "AWS/Lambda",
  MetricName: "Errors",
  Dimensions: [{ Name: "FunctionName", Value: "post-ordersfn" }],
};

let running: Loopback;
let directory: string;

beforeEach(async () => {
  stubAwsEnvironment();
  directory = await mkdtemp(join(tmpdir(), "gatewatch-backtest-"));
  running = await startLoopback(collectorAccount());
  const client = new CloudWatchClient({ ...clientConfig(running.url), region: REGION });
  await client.send(new PutMetricAlarmCommand(errors));
  await client.send(new PutMetricAlarmCommand(lambda));
  await client.send(
    new PutCompositeAlarmCommand({
      AlarmName: "any",
      AlarmRule: "ALARM(orders-errors)",
      AlarmActions: [PAGE],
    }),
  );
  client.destroy();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running.close();
  await rm(directory, { recursive: true, force: true });
});

async function backtest(...argv: readonly string[]): Promise<CliRun> {
  const where = ["--region", REGION, "--endpoint-url", running.url];
  return runCli(["alarms", "backtest", ...where, ...argv], { now: () => NOW_MS + 31_000, cwd: directory });
}

/** With one period of a minute the newest value of three minutes decides, and a gap of three is fine. */
function literalFirings(sinceMs: number, endMs: number): number {
  const points = new Map(
    collectorAccount()
      .query(
        {
          namespace: "AWS/ApiGateway",
          metric: "5XXError",
          dimensions: { ApiName: "orders", Stage: "prod" },
        },
        "Maximum",
        60,
        { startMs: sinceMs - 10 * MINUTE, endMs },
      )
      .map(({ timeMs, value }) => [timeMs, value]),
  );
  let firings = 0;
  let wasBad = false;
  for (let at = sinceMs + MINUTE; at <= endMs; at += MINUTE) {
    const newest = [1, 2, 3].map((age) => points.get(at - age * MINUTE)).find((value) => value !== undefined);
    const isBad = newest !== undefined && newest > 11_000;
    if (isBad && !wasBad) firings += 1;
    wasBad = isBad;
  }
  return firings;
}

describe("a backtest of a live account", () => {
  it("replays what is deployed, asking for exactly what it watches, and tells the price", async () => {
    const { code, stdout } = await backtest("--since", "6h", "--no-incidents", "--format", "json");
    expect(code).toBe(0);
    const result: Backtest = backtestSchema.parse(JSON.parse(stdout));
    const fired = literalFirings(NOW_MS - 360 * MINUTE, NOW_MS - 2 * MINUTE);
    expect(fired).toBeGreaterThan(10);
    const summary = result.proposed.alarms.map(({ name, fired: times, pages, targets }) => ({
      name,
      times,
      pages,
      targets,
    }));
    const where = ["rest:orders/prod"];
    expect(summary).toEqual([
      // Both stages call the function.
      { name: "function-errors", times: 0, pages: 0, targets: ["rest:orders/dev", ...where] },
      { name: "orders-errors", times: fired, pages: fired, targets: where },
      { name: "any", times: fired, pages: fired, targets: where },
    ]);
    // The function has no datapoints here; that is said, and not taken for health.
    expect(result.proposed.alarms[0]?.notes).toEqual([
      "Errors (FunctionName=post-ordersfn) has not one datapoint in the history: a wrong name or dimension, or no traffic at all.",
    ]);
    expect(result.cost).toMatchObject({ metricsRequested: 2, usd: 0.00002 });
    expect(result.judged).toBeNull();
    // What may not have arrived yet is left out.
    expect(result.window.end).toBe(new Date(NOW_MS - 2 * MINUTE).toISOString());
  });

  it("looks for incidents besides, and stops before it would cost more than allowed", async () => {
    const { code, stdout } = await backtest("--since", "3h", "--baseline", "1d");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Gatewatch backtest of live, 2026-09-16 06:30 to 2026-09-16\n?/);
    expect(stdout).not.toContain("Of the time asked for");
    expect(stdout).toMatch(/Reading the history cost\s\$0\.00\d+\./);
    const asked = running.requests.length;
    const refused = await backtest("--since", "3h", "--max-cost", "0.0001");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      / metrics.*, 2 of them for alarms: about [\d.]+ USD at list price, over the limit/s,
    );
    const operations = running.requests.slice(asked).map(({ operation }) => operation);
    expect(operations.length).toBeGreaterThan(0);
    expect(operations).not.toContain("GetMetricData");
  });

  it("compares a file with what is deployed", async () => {
    const proposed = { MetricAlarms: [{ ...errors, Threshold: 12_000 }], CompositeAlarms: [] };
    await writeFile(join(directory, "alarms.json"), JSON.stringify(proposed));
    const { code, stdout } = await backtest(
      "--alarms",
      "alarms.json",
      "--against",
      "live",
      "--since",
      "6h",
      "--no-incidents",
    );
    expect(code).toBe(0);
    expect(stdout).toContain("removed  any, function-errors\nchanged  orders-errors\n");
  });

  it("is of one Region at a time", async () => {
    const { code, stderr } = await backtest("--region", "eu-west-3");
    expect(code).toBe(2);
    expect(stderr).toContain("alarms are replayed in one Region at a time, not in eu-central-1, eu-west-3");
  });
});
