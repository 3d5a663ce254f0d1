import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import { collect, type CollectOptions } from "../../src/collectors/collect.ts";
import { ToolError } from "../../src/core/errors.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { FaultKind, FaultPlan } from "../../src/loopback/fault-plan.ts";
import { snapshotSchema } from "../../src/model/snapshot.ts";
import { datapoints } from "../../src/model/series.ts";
import type { Account } from "../../src/simulate/account.ts";
import { collectorAccount, collectorTargets, NOW_MS, REGION } from "../support/collector-account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

const HOUR = 3_600_000;
const OPTIONS: CollectOptions = {
  window: { startMs: NOW_MS - HOUR, endMs: NOW_MS },
  baseline: { startMs: NOW_MS - 7 * HOUR, endMs: NOW_MS - HOUR },
  filter: { api: null, stage: null },
  maxCostUsd: null,
  nowMs: NOW_MS,
};

let running: Loopback | undefined;

async function run(
  account: Account | readonly Account[],
  options: Partial<CollectOptions> = {},
  faults: FaultPlan = [],
  regions: readonly string[] = [REGION],
  maxAttempts = 1,
) {
  const loopback = await startLoopback(account, { faults });
  running = loopback;
  const readers = regions.map((region) =>
    awsAccountReader({
      region,
      nowMs: NOW_MS,
      endpointUrl: loopback.url,
      maxAttempts,
      // Long enough for a busy machine, except where nobody will answer.
      requestTimeoutMs: faults.some(({ kind }) => kind === "timeout") ? 250 : 15_000,
    }),
  );
  try {
    return await collect({ ...OPTIONS, ...options }, readers, () => undefined);
  } finally {
    for (const reader of readers) reader.close();
  }
}

function calls(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, operation } of running?.requests ?? []) {
    const name = `${service}:${operation}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

beforeEach(() => {
  stubAwsEnvironment();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = undefined;
});

describe("an account that answers everything", () => {
  it("comes back as it is: targets, configuration and every series", async () => {
    const account = collectorAccount();
    const snapshot = await run(account);
    expect(snapshotSchema.safeParse(snapshot).success).toBe(true);
    expect(snapshot.blindSpots).toEqual([]);
    // Nothing but its deployment is known to have changed a stage.
    const updated = account.targets.map((target) => {
      const { configuration } = target;
      const current = configuration?.deployments.find(({ id }) => id === configuration.deploymentId);
      return { ...target, configuration: { ...configuration, updatedMs: current?.createdMs } };
    });
    expect(updated.every(({ configuration }) => configuration.updatedMs !== undefined)).toBe(true);
    expect(snapshot.targets).toEqual(updated.sort((left, right) => (left.id < right.id ? -1 : 1)));
    expect(snapshot.series.length).toBeGreaterThan(100);
    let points = 0;
    for (const series of snapshot.series) {
      const { metric, namespace, dimensions, stat, periodSeconds } = series;
      const startMs = periodSeconds === 60 ? OPTIONS.window.startMs : OPTIONS.baseline.startMs;
      const expected = account.query({ metric, namespace, dimensions }, stat, periodSeconds, {
        startMs,
        endMs: NOW_MS,
      });
      expect(datapoints(series)).toEqual(expected);
      points += expected.length;
    }
    expect(points).toBeGreaterThan(10_000);
  });

  it("asks no more than needed: one call for each list, one for each full batch, one metric for each query", async () => {
    const snapshot = await run(collectorAccount());
    // Two REST APIs and two others; the plan has two spans of time, each of which fits into one call.
    expect(calls()).toEqual({
      "sts:GetCallerIdentity": 1,
      "cloudwatch:ListMetrics": 1,
      "cloudwatch:GetMetricData": 2,
      "apigateway:GetRestApis": 1,
      "apigateway:GetUsagePlans": 1,
      "apigateway:GetApis": 1,
      "apigateway:GetStages": 4,
      "apigateway:GetResources": 2,
      "apigateway:GetDeployments": 4,
      "apigateway:GetRoutes": 2,
      "apigateway:GetIntegrations": 2,
    });
    expect(snapshot.cost.metricsRequested).toBe(snapshot.series.length);
    expect(snapshot.cost.usd).toBeCloseTo(snapshot.series.length * 0.000_01, 9);
    expect(Object.values(snapshot.cost.calls).reduce((sum, count) => sum + count, 0)).toBe(
      running?.requests.length,
    );
    expect(snapshot.cost.calls["apigatewayv2:GetRoutes"]).toBe(2);
  });

  it("costs nothing for APIs that the filter leaves out", async () => {
    const snapshot = await run(collectorAccount(), { filter: { api: "ord*", stage: "p*" } });
    expect(snapshot.targets.map(({ id }) => id)).toEqual(["rest:orders/prod"]);
    expect(new Set(snapshot.series.map(({ target }) => target))).toEqual(new Set(["rest:orders/prod"]));
    expect(calls()).toMatchObject({ "apigateway:GetStages": 1, "apigateway:GetResources": 1 });
    expect(calls()).not.toHaveProperty("apigateway:GetRoutes");
  });

  it("says so where nothing is there, or nothing matches", async () => {
    const empty = await run(collectorAccount({ targets: [] }));
    expect(empty.targets).toEqual([]);
    expect(empty.blindSpots).toMatchObject([{ code: "NOTHING_FOUND" }]);
    expect(empty.cost.metricsRequested).toBe(0);
    await running?.close();
    const unmatched = await run(collectorAccount(), { filter: { api: "odrers", stage: null } });
    expect(unmatched.blindSpots[0]?.hint).toContain('"odrers"');
  });

  it("prefixes ids by region where it looks at several", async () => {
    const accounts = [REGION, "us-west-2"].map((region) => collectorAccount({ region }));
    const snapshot = await run(accounts, {}, [], [REGION, "us-west-2"]);
    expect(snapshot.targets).toHaveLength(2 * accounts[0]!.targets.length);
    expect(new Set(snapshot.targets.map(({ id }) => id)).size).toBe(snapshot.targets.length);
    expect(snapshot.targets.map(({ id }) => id)).toContain("us-west-2/rest:orders/prod");
    const ids = new Set(snapshot.targets.map(({ id }) => id));
    expect(snapshot.series.length).toBeGreaterThan(200);
    expect(snapshot.series.every(({ target }) => target !== null && ids.has(target))).toBe(true);
    expect(snapshot.cost.metricsRequested).toBe(snapshot.series.length);
  });

  it("reads an answer of several pages to its end", async () => {
    const { baseline } = OPTIONS;
    const long = { baseline: { startMs: baseline.endMs - 14 * 24 * HOUR, endMs: baseline.endMs } };
    const account = collectorAccount();
    const snapshot = await run(account, { ...long, filter: { api: "orders", stage: null } });
    expect(calls()["cloudwatch:GetMetricData"]).toBeGreaterThan(3);
    const coarse = snapshot.series.filter(({ periodSeconds }) => periodSeconds === 300);
    expect(coarse.length).toBeGreaterThan(40);
    for (const { metric, namespace, dimensions, stat, runs, periodSeconds } of coarse) {
      const window = { startMs: long.baseline.startMs, endMs: NOW_MS };
      const expected = account.query({ metric, namespace, dimensions }, stat, periodSeconds, window);
      expect(runs.reduce((sum, [, values]) => sum + values.length, 0)).toBe(expected.length);
    }
  });
});

describe("the cost limit", () => {
  it("stops before the first metric is paid for, with the price and a limit that lets the run through", async () => {
    const error = await run(collectorAccount(), { maxCostUsd: 0.0001 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({ code: "E_COST_LIMIT" });
    expect(calls()["cloudwatch:ListMetrics"]).toBe(1);
    expect(calls()).not.toHaveProperty("cloudwatch:GetMetricData");
    const limit = Number(/--max-cost ([\d.]+)/.exec((error as ToolError).hint ?? "")?.[1]);
    expect(limit).toBeGreaterThan(0.0001);
    await running?.close();
    const snapshot = await run(collectorAccount(), { maxCostUsd: limit });
    expect(snapshot.cost.usd).toBeCloseTo(limit, 9);
    expect(snapshot.series.length).toBeGreaterThan(100);
  });
});

const KINDS: readonly FaultKind[] = [
  "throttle",
  "server-error",
  "timeout",
  "cut-response",
  "deny",
  "empty-page",
  "partial-data",
  "expired-token",
  "garbage",
];
const HARMLESS: readonly FaultKind[] = ["empty-page"];

/** Few targets: what counts here is what fails. */
function smallAccount() {
  return collectorAccount({ targets: collectorTargets().filter(({ stage }) => stage !== "live") });
}

describe.each(KINDS)("an endpoint with the fault %s", (kind) => {
  it("everywhere: ends in a snapshot with blind spots, or in one clear error", async () => {
    const outcome = await run(smallAccount(), {}, [{ kind }]).catch((thrown: unknown) => thrown);
    expect(running?.requests.some(({ fault }) => fault === kind)).toBe(true);
    if (outcome instanceof ToolError) {
      expect(["E_CREDENTIALS", "E_NOTHING_READABLE"]).toContain(outcome.code);
      expect(outcome.hint).toMatch(/\S/);
      expect(`${outcome.message}${outcome.hint ?? ""}`).not.toMatch(/\n|\bat \S+:\d+/);
    } else {
      const snapshot = snapshotSchema.parse(outcome);
      expect(snapshot.blindSpots.length > 0).toBe(!HARMLESS.includes(kind));
    }
  });

  it("in GetMetricData alone: the inventory stands, every series is whole or named as lost", async () => {
    const account = smallAccount();
    const snapshot = await run(account, {}, [{ kind, operation: "GetMetricData" }]);
    expect(running?.requests.some(({ fault }) => fault === kind)).toBe(true);
    expect(snapshot.targets).toHaveLength(account.targets.length);
    for (const series of snapshot.series) {
      const { metric, namespace, dimensions, stat, periodSeconds } = series;
      const startMs = periodSeconds === 60 ? OPTIONS.window.startMs : OPTIONS.baseline.startMs;
      const window = { startMs, endMs: NOW_MS };
      expect(datapoints(series)).toEqual(
        account.query({ metric, namespace, dimensions }, stat, periodSeconds, window),
      );
    }
    if (HARMLESS.includes(kind)) expect(snapshot.series.length).toBeGreaterThan(100);
    else expect(snapshot.blindSpots.map(({ source }) => source)).toContain("metrics");
  });

  it("in the control plane alone: stages are found through their metrics", async () => {
    if (kind === "partial-data") return;
    const account = smallAccount();
    const snapshot = await run(account, {}, [{ kind, service: "apigateway" }]);
    expect(snapshot.targets.map(({ id }) => id)).toEqual(account.targets.map(({ id }) => id).sort());
    if (HARMLESS.includes(kind)) return;
    expect(snapshot.targets.every(({ configuration }) => configuration === null)).toBe(true);
    expect(snapshot.series.length).toBeGreaterThan(100);
    expect(snapshot.blindSpots.map(({ code }) => code)).toContain("CONFIGURATION_UNKNOWN");
  });
});

describe("faults that pass", () => {
  it("are outlasted by retries, and counted", async () => {
    // The default mode slows down for seconds after one throttled call.
    vi.stubEnv("AWS_RETRY_MODE", "standard");
    const faults: FaultPlan = [
      { kind: "throttle", operation: "GetStages", times: 1 },
      { kind: "server-error", operation: "GetMetricData", times: 1 },
    ];
    const snapshot = await run(smallAccount(), {}, faults, [REGION], 3);
    expect(running?.requests.filter(({ fault }) => fault !== null)).toHaveLength(2);
    expect(snapshot.blindSpots).toEqual([]);
    expect(snapshot.cost.calls["cloudwatch:GetMetricData"]).toBe(3);
    expect(snapshot.cost.metricsRequested).toBe(snapshot.series.length);
  });

  it("cost only what they hit: one API's stages, one API's routes", async () => {
    const faults: FaultPlan = [
      { kind: "deny", operation: "v2:GetRoutes", times: 1 },
      { kind: "deny", operation: "GetResources", times: 1 },
    ];
    const account = smallAccount();
    const snapshot = await run(account, {}, faults);
    expect(snapshot.targets).toHaveLength(account.targets.length);
    expect(snapshot.blindSpots.map(({ source, code }) => [source, code])).toEqual([
      ["inventory", "ACCESS_DENIED"],
      ["inventory", "ACCESS_DENIED"],
      ["inventory", "ACCESS_DENIED"],
    ]);
    expect(snapshot.blindSpots.map(({ target }) => target)).toContain("rest:orders/prod");
    expect(snapshot.series.length).toBeGreaterThan(100);
  });
});
