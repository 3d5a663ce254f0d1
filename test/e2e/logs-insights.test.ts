import { afterEach, describe, expect, it, vi } from "vitest";

import { logScanUsd } from "../../src/catalog/prices.ts";
import { insightsSlice } from "../../src/collectors/logs/insights/insights-slice.ts";
import { checkInsightsCost, insightsPlan } from "../../src/collectors/logs/insights/insights-plan.ts";
import type { PlannedQuery } from "../../src/collectors/logs/insights/plan-query.ts";
import { queryInsights } from "../../src/collectors/logs/insights/query-insights.ts";
import { runQueries } from "../../src/collectors/logs/insights/run-queries.ts";
import { createRandom } from "../../src/core/random.ts";
import { compileFormat } from "../../src/logs/layout/compile-format.ts";
import { COUNT_DIMENSIONS, LATENCY_DIMENSIONS, toLogSlice } from "../../src/logs/to-log-slice.ts";
import { DAY_MS } from "../../src/core/window.ts";
import type { LogSlice } from "../../src/model/log-slice.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import type { Target } from "../../src/model/target.ts";
import { HOUR, logRequest, serveLogs, START_MS, toEvents } from "../support/insights-log.ts";
import { randomRequest, writeLine } from "../support/random-request.ts";
import { scanLog } from "../support/scan-log.ts";
import { configuration, NOW_MS, TARGETS } from "../unit/loopback/literal-account.ts";

const GROUP = "/aws/apigateway/orders";
const FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  apiId: "$context.apiId",
  stage: "$context.stage",
  deploymentId: "$context.deploymentId",
  canary: "$context.isCanaryRequest",
  ip: "$context.identity.sourceIp",
  httpMethod: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  status: "$context.status",
  "response-latency": "$context.responseLatency",
  integrationLatency: "$context.integration.latency",
  responseType: "$context.error.responseType",
});
const random = createRandom(4_711);
const LINES = Array.from({ length: 240 }, (_, at) => {
  const timeMs = START_MS + at * 12_000 + 7;
  // Another API's lines in between, of which a report tells and a slice does not.
  const apiId = at % 8 === 3 ? "otherapi" : "abc123def4";
  return { timeMs, line: writeLine(FORMAT, { ...randomRequest(random, timeMs, "rest"), apiId }) };
});
const EVENTS = toEvents(LINES);
/** Its halves and quarters are of as many lines. */
const LINES_WINDOW = { startMs: START_MS, endMs: START_MS + 48 * 60_000 };
const BYTES = LINES.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);

let running: Awaited<ReturnType<typeof serveLogs>> | undefined;
async function serve(change: Parameters<typeof serveLogs>[1] = {}): Promise<NonNullable<typeof running>> {
  running = await serveLogs({ [GROUP]: EVENTS }, change);
  return running;
}
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.loopback.close();
  running = undefined;
});

/** What the inputs of the calls that concern queries have in common. */
interface QueryInput {
  readonly queryString?: string;
  readonly queryId?: string;
}

const queryInput = (input: object): QueryInput => input;

const calls = (name: string): number =>
  (running?.loopback.requests ?? []).filter(({ operation }) => operation === name).length;

const request = logRequest(GROUP, { format: FORMAT });

describe("a report of Logs Insights", () => {
  it("says what it scanned, and how far it has come", async () => {
    const { access } = await serve({ group: { storedBytes: 96_000, createdMs: NOW_MS - 2 * DAY_MS } });
    const progress: [number, number][] = [];
    const onProgress = (done: number, total: number): void => void progress.push([done, total]);
    const report = await queryInsights({ ...request, logGroup: `${GROUP}:*`, onProgress }, access, ["path"]);
    expect(report.requests).toBe(LINES.length);
    expect(Object.keys(report.groups[0]?.key ?? {})).toEqual(["path"]);
    expect(report.problems).toEqual([]);
    const { queries } = await insightsPlan(request, access);
    expect(queries.length).toBe(calls("StartQuery"));
    expect(access.meter.cost().logBytesScanned).toBe(queries.length * BYTES);
    expect(access.meter.cost().usd).toBeCloseTo((queries.length * BYTES * 0.005) / 1e9, 12);
    expect(progress.length).toBe(queries.length);
    expect(progress.every(([done, total]) => done <= total)).toBe(true);
  });

  it("can be priced beforehand, and refused", async () => {
    const { access } = await serve({ group: { storedBytes: 3e12, createdMs: NOW_MS - 50 * DAY_MS } });
    const plan = await insightsPlan(request, access);
    const windowMs = HOUR.endMs - HOUR.startMs;
    const age = HOUR.endMs - (NOW_MS - 50 * DAY_MS);
    const bytes = Math.ceil((3e12 * windowMs) / age) * plan.queries.length;
    expect(plan.estimatedBytes).toBe(bytes);
    expect(plan.usd).toBeCloseTo((bytes * 0.005) / 1e9, 9);
    expect(() => checkInsightsCost(plan, 0.01)).toThrow(/over the limit of 0\.0100 USD; nothing was spent/);
    expect(() => checkInsightsCost(plan, plan.usd)).not.toThrow();
    expect(() => checkInsightsCost(plan, null)).not.toThrow();
    expect(() => checkInsightsCost({ ...plan, usd: null, estimatedBytes: null }, 9)).toThrow(
      /cannot be told/,
    );
    expect(calls("StartQuery")).toBe(0);
  });

  it("asks no more of a log that is larger than was said once the limit is reached", async () => {
    const maxCostUsd = logScanUsd(3 * BYTES);
    const group = { storedBytes: 900, createdMs: NOW_MS - 2 * DAY_MS };
    const { access } = await serve({ group, maxCostUsd });
    const plan = await insightsPlan(request, access);
    expect(() => checkInsightsCost(plan, maxCostUsd)).not.toThrow();
    const report = await queryInsights(request, access);
    // The first answer tells how much there is; what the limit has no room for is not asked.
    expect(calls("StartQuery")).toBe(3);
    expect(calls("StopQuery")).toBe(0);
    expect(access.meter.cost().logBytesScanned).toBeLessThanOrEqual(3 * BYTES);
    expect(report.requests).toBe(LINES.length);
    expect(report.problems).toHaveLength(plan.queries.length - 3);
  });

  it.each([
    ["as it is where its halves have no room", 1.7, 1, true],
    ["in halves where there is room for them", 2.1, 3, true],
    ["in quarters where there is room for those too", 3.1, 7, false],
  ])("leaves a full answer %s", async (_how, scans, asked, isCutByCost) => {
    const { access } = await serve({ maxCostUsd: logScanUsd(scans * BYTES) });
    const query: PlannedQuery = {
      name: "lines",
      text: ({ startMs, endMs }) =>
        `filter toMillis(@timestamp) >= ${startMs} and toMillis(@timestamp) < ${endMs} | stats count(*) as found by requestId`,
      limit: 100,
      isSplittable: true,
    };
    const log = {
      logGroups: [GROUP],
      window: LINES_WINDOW,
      estimatedBytes: BYTES,
      onScanned: () => undefined,
    };
    const found = (await runQueries([query], log, access)).get("lines");
    expect(found).toMatchObject({ failure: null, isCutByCost, isFull: isCutByCost });
    expect(calls("StartQuery")).toBe(asked);
    expect(found?.rows.length).toBe({ 1: 100, 3: 200, 7: LINES.length }[asked]);
    expect(access.meter.cost().logBytesScanned).toBeLessThan(scans * BYTES);
  });

  it("stops every query when it is interrupted", async () => {
    const ending = new AbortController();
    const { access } = await serve({ signal: ending.signal });
    const client = await access.logs();
    let looks = 0;
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === "GetQueryResultsCommand" && (looks += 1) === 2)
            ending.abort(new Error("enough"));
          return next(args);
        },
      { step: "initialize" },
    );
    await expect(queryInsights(request, access)).rejects.toThrow("enough");
    expect(calls("StartQuery")).toBeGreaterThan(0);
    expect(calls("StopQuery")).toBe(calls("StartQuery"));
    expect(access.meter.cost().logBytesScanned).toBe(calls("StartQuery") * BYTES);
  });

  it.each<[string, FaultPlan, RegExp]>([
    ["denied", [{ kind: "deny", operation: "StartQuery" }], /cannot read the log group .*ACCESS_DENIED/],
    ["throttled for good", [{ kind: "throttle", operation: "GetQueryResults" }], /THROTTLED/],
  ])("that is %s is an error that says so", async (_how, faults, said) => {
    const { access } = await serve({ faults });
    await expect(queryInsights(request, access)).rejects.toThrow(said);
  });

  it("goes on after some throttling", async () => {
    const { access } = await serve({
      faults: [
        { kind: "throttle", operation: "StartQuery", times: 2 },
        { kind: "throttle", operation: "GetQueryResults", times: 3 },
      ],
      maxAttempts: 6,
    });
    const report = await queryInsights(request, access);
    expect([report.requests, report.problems]).toEqual([LINES.length, []]);
  });

  it("names the query that failed, and keeps the others", async () => {
    const { access } = await serve();
    await failing(access, "slowest", "Failed");
    const report = await queryInsights(request, access);
    expect(report.requests).toBe(LINES.length);
    expect(report.slowest).toEqual([]);
    expect(report.problems.map(({ message }) => message)).toEqual([
      "slowest: a query of CloudWatch Logs Insights failed",
    ]);
  });

  it("is an error where the counts take too long", async () => {
    const { access } = await serve();
    await failing(access, "outcomes", "Timeout");
    await expect(queryInsights(request, access)).rejects.toThrow(/longer than the 60 minutes/);
  });

  it("waits for its turn where the account has too many queries under way", async () => {
    const { access } = await serve();
    const client = await access.logs();
    let refused = 0;
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName !== "StartQueryCommand" || refused > 0) return next(args);
          refused += 1;
          return Promise.reject(Object.assign(new Error("too many"), { name: "LimitExceededException" }));
        },
      { step: "initialize" },
    );
    const report = await queryInsights(request, access);
    expect([refused, report.requests, report.problems]).toEqual([1, LINES.length, []]);
  });

  it("has nothing to ask where no request can pass the filter", async () => {
    const { access } = await serve();
    const filter = [{ op: "equals" as const, of: "traceId" as const, text: "1-abc" }];
    const report = await queryInsights({ ...request, filter }, access);
    expect([report.requests, report.groups, calls("StartQuery")]).toEqual([0, [], 0]);
  });
});

/** Makes the query of this name end so: only AWS can, and an endpoint that always answers cannot be asked to. */
async function failing(
  access: Awaited<ReturnType<typeof serve>>["access"],
  name: string,
  status: string,
): Promise<void> {
  const { queries } = await insightsPlan(request, access);
  const text = queries.find((query) => query.name === name)?.text;
  expect(text).toBeDefined();
  const ids = new Set<unknown>();
  const client = await access.logs();
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = queryInput(args.input);
      const result = await next(args);
      const output: object = result.output;
      if (input.queryString === text && "queryId" in output) ids.add(output.queryId);
      if (input.queryId !== undefined && ids.has(input.queryId)) Object.assign(output, { status });
      return result;
    },
    { step: "initialize" },
  );
}

describe("a slice of Logs Insights", () => {
  const target: Target = {
    ...TARGETS[0]!,
    configuration: configuration({
      accessLog: { destinationArn: "arn:aws:logs:::log-group:x", format: FORMAT },
    }),
  };
  const window = { startMs: START_MS, endMs: START_MS + 30 * 60_000 };

  /** What the engine that reads the lines makes of the very same ones. */
  function localSlice(): LogSlice {
    const lines = LINES.filter(({ timeMs, line }) => timeMs < window.endMs && line.includes("abc123def4"));
    expect(lines.length).toBeGreaterThan(100);
    // The time of an event is the time of its request here, and the Format logs none.
    const log = lines
      .map(({ timeMs, line }) => `${line.slice(0, -1)},"requestTimeEpoch":"${timeMs}"}\n`)
      .join("");
    const layout = compileFormat(FORMAT);
    const origin = { target: target.id, ...window, sampledShare: 1, isComplete: true, bytes: 0, fields: [] };
    return toLogSlice(
      { ...origin, engine: "local" },
      scanLog(log, { layout, by: COUNT_DIMENSIONS }),
      scanLog(log, { layout, by: LATENCY_DIMENSIONS }),
    );
  }

  const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();

  it("counts the target's lines as the engine that reads them", async () => {
    const { access } = await serve();
    const slice = await insightsSlice(
      { target, window },
      { logGroups: [GROUP], estimatedBytes: null },
      access,
    );
    const local = localSlice();
    expect(slice).toMatchObject({ target: target.id, engine: "insights", isComplete: true, sampledShare: 1 });
    expect(slice.requests).toBe(local.requests);
    const plain = ({
      minuteMs,
      route,
      status,
      responseType,
      deploymentId,
      isCanary,
      requests,
    }: LogSlice["counts"][number]) => ({
      minuteMs,
      route,
      status,
      responseType,
      deploymentId,
      isCanary,
      requests,
    });
    expect(sorted(slice.counts.map(plain))).toEqual(sorted(local.counts.map(plain)));
    expect(sorted(slice.top)).toEqual(sorted(local.top));
    const counted = ({ latencies }: LogSlice): string[] =>
      sorted(latencies.map(({ route, phase, count }) => ({ route, phase, count })));
    expect(counted(slice)).toEqual(counted(local));
    for (const found of slice.latencies) {
      const twin = local.latencies.find(({ route, phase }) => route === found.route && phase === found.phase);
      expect(found.meanMs).toBeCloseTo(twin!.meanMs, 6);
      expect(Math.abs(found.p90 - twin!.p90)).toBeLessThanOrEqual(0.5 + 0.005 * twin!.p90);
      expect(found.buckets).toBeNull();
    }
    expect(slice.slowest.map(({ latencyMs }) => latencyMs)).toEqual(
      local.slowest.map(({ latencyMs }) => latencyMs),
    );
  });

  it("is incomplete where a query failed", async () => {
    const { access } = await serve();
    const client = await access.logs();
    client.middlewareStack.add(
      (next) => async (args) => {
        const input = queryInput(args.input);
        if (input.queryString?.includes("by ip") === true) throw new Error("cut");
        return next(args);
      },
      { step: "initialize" },
    );
    const slice = await insightsSlice(
      { target, window },
      { logGroups: [GROUP], estimatedBytes: null },
      access,
    );
    expect([slice.isComplete, slice.top]).toEqual([false, []]);
    expect(slice.requests).toBeGreaterThan(100);
  });
});
