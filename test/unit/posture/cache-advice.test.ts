import { describe, expect, test } from "vitest";

import type { LogSlice } from "../../../src/model/log-slice.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import type { Route } from "../../../src/model/target.ts";
import { cacheAdvice } from "../../../src/posture/advice/cache-advice.ts";
import { createRandom } from "../../../src/core/random.ts";

const START = Date.parse("2026-11-20T12:00:00Z");
const MINUTES = 180;

function route(key: string, cached = false): Route {
  return {
    key,
    integration: "lambda-proxy",
    integrationTarget: "read",
    timeoutMs: 9_000,
    authorization: "NONE",
    apiKeyRequired: false,
    detailedMetrics: true,
    cached,
    throttle: null,
  };
}

/** @param perMinute of each route. */
function snapshotOf(perMinute: Readonly<Record<string, number>>, cached: readonly string[] = []): Snapshot {
  const window = { startMs: START, endMs: START + MINUTES * 60_000 };
  const series = Object.entries(perMinute).map(([key, count]) => ({
    target: "rest:orders/prod",
    route: key,
    namespace: "AWS/ApiGateway",
    metric: "Count",
    dimensions: {},
    stat: "Sum",
    periodSeconds: 60,
    runs: [[START, Array.from({ length: MINUTES }, () => count)] as [number, number[]]],
  }));
  return {
    schemaVersion: 1,
    origin: "recorded",
    window,
    baseline: { startMs: START - 1, endMs: START },
    settledMs: window.endMs,
    logs: [],
    targets: [
      {
        id: "rest:orders/prod",
        kind: "rest",
        apiId: "a1",
        apiName: "orders",
        stage: "prod",
        region: "eu-west-1",
        accountId: null,
        dimensions: {},
        configuration: {
          routes: Object.keys(perMinute).map((key) => route(key, cached.includes(key))),
          detailedMetrics: true,
          cache: null,
          throttle: null,
          tracing: false,
          accessLog: null,
          executionLogLevel: "OFF",
          deploymentId: null,
          deployments: [],
          canary: null,
          usagePlans: [],
          webAclArn: null,
        },
      },
    ],
    series,
    blindSpots: [],
    cost: { metricsRequested: 0, logBytesScanned: 0, tracesRetrieved: 0, usd: 0, calls: {} },
  };
}

describe("advice to cache", () => {
  test("names a busy GET of one answer with its share, its saving and its price", () => {
    const [advice, ...others] = cacheAdvice(
      snapshotOf({ "GET /prices": 90, "POST /prices": 91, "GET /prices/{id}": 92, "GET /rare": 2 }),
    );
    expect(others).toEqual([]);
    expect(advice?.route).toBe("GET /prices");
    // 1.5 a second, kept for 300: 450 / 451.
    expect(advice?.numbers["hitRatio"]).toBeCloseTo(450 / 451, 10);
    // Ten answers have 0.15 a second each.
    expect(advice?.numbers["sharedHitRatio"]).toBeCloseTo(45 / 46, 10);
    expect(advice?.message).toContain("97.8 % with 10 answers");
    expect(advice?.numbers["usdPerMonth"]).toBeCloseTo(14.6, 6);
  });

  test("says nothing of a route that is cached already", () => {
    expect(cacheAdvice(snapshotOf({ "GET /prices": 90 }, ["GET /prices"]))).toEqual([]);
  });

  test("the share is what a cache of that time gives for requests that come by chance", () => {
    const perSecond = 0.2;
    const random = createRandom(7);
    let [now, expires, hits] = [0, 0, 0];
    const total = 40_000;
    for (let request = 0; request < total; request += 1) {
      now += -Math.log(1 - random.next()) / perSecond;
      if (now < expires) hits += 1;
      else expires = now + 300;
    }
    const [advice] = cacheAdvice(snapshotOf({ "GET /prices": 12 }));
    expect(Math.abs((advice?.numbers["hitRatio"] ?? 0) - hits / total)).toBeLessThan(0.003);
  });

  test("by access logs where no metrics of routes are recorded; scaled by the part that was read", () => {
    const { series: _none, ...rest } = snapshotOf({ "GET /prices": 1 });
    const withLogs = (minutes: number, failed: number): Snapshot => ({
      ...rest,
      series: [],
      logs: [sliceOf(minutes, failed)],
    });
    const [advice] = cacheAdvice(withLogs(40, 3));
    // 600 requests in a quarter of 40 minutes: 1 a second, so 300 / 301.
    expect(advice?.numbers["perSecond"]).toBeCloseTo(1, 10);
    expect(advice?.numbers["hitRatio"]).toBeCloseTo(300 / 301, 10);
    expect(advice?.numbers["savedCallsPerMonth"]).toBeCloseTo((730 * 3_600 * 300) / 301, 3);
    expect(advice?.message).toContain("by 40 minutes of access log");
    // 9 minutes tell nothing of a month, and what fails at every tenth request has another problem.
    expect(cacheAdvice(withLogs(9, 3))).toEqual([]);
    expect(cacheAdvice(withLogs(40, 61))).toEqual([]);
  });
});

/** 600 requests of GET /prices, some of them failed, in the quarter of the time that was read. */
function sliceOf(minutes: number, failed: number): LogSlice {
  const count = (status: number, requests: number) => ({
    minuteMs: START,
    route: "GET /prices",
    status,
    responseType: null,
    deploymentId: null,
    isCanary: null,
    requests,
  });
  return {
    target: "rest:orders/prod",
    startMs: START,
    endMs: START + minutes * 60_000,
    engine: "local",
    sampledShare: 0.25,
    isComplete: true,
    fields: ["status"],
    requests: 601,
    unparsed: 0,
    bytes: 91_000,
    counts: [count(200, 600 - failed), count(502, failed), { ...count(200, 1), route: "GET /rare" }],
    latencies: [],
    top: [],
    slowest: [],
  };
}
