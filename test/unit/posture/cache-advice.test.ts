import { describe, expect, test } from "vitest";

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
});
