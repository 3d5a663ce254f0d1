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
      snapshotOf({ "GET /prices": 90, "POST /sales": 91, "GET /prices/{id}": 92, "GET /rare": 2 }),
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

  test("tells how stable the answer is: by what writes to its path, or below it", () => {
    const advise = (writes: Readonly<Record<string, number>>) =>
      cacheAdvice(snapshotOf({ "GET /prices": 90, ...writes }))[0];
    const stable = advise({ "POST /pricestags": 8, "DELETE /": 7, "GET /prices/{id}": 6 });
    expect(stable?.numbers).toMatchObject({ writesPerSecond: 0, outdatedShare: 0, ttlSeconds: 300 });
    expect(stable?.message).toContain("Nothing wrote to /prices or below it");
    // 2.4 writes an hour, 0.2 within an entry's life: too many for 300 seconds at 5 %.
    const written = advise({ "PUT /prices/{id}": 0.03, "POST /prices": 0.01 });
    expect(written?.numbers["writesPerSecond"]).toBeCloseTo(0.04 / 60, 12);
    expect(written?.numbers["ttlSeconds"]).toBe(155);
    expect(written?.message).toContain("kept for 155 seconds");
    expect(written?.message).toContain("written to 2.4 times an hour, so up to 4.9 %");
    // One write for each seven reads: whatever is kept is soon wrong.
    expect(advise({ "PATCH /prices/{id}": 13 })).toBeUndefined();
    // Nobody can tell what an ANY did.
    const hidden = advise({ "ANY /prices/{id}": 13 });
    expect(hidden?.numbers["writesPerSecond"]).toBeUndefined();
    expect(hidden?.message).toContain(
      "What writes to /prices, and so how long an answer stays right, is not known.",
    );
  });

  test("does not call an answer stable that routes with a parameter may have written to", () => {
    const writesOf = (writes: Readonly<Record<string, number>>) => {
      const [advice, ...others] = cacheAdvice(snapshotOf({ "GET /shop/prices": 90, ...writes }));
      expect(others).toEqual([]);
      return advice?.numbers["writesPerSecond"];
    };
    for (const key of ["PUT /{proxy+}", "ANY /{proxy+}", "POST /shop/{table}", "PUT /{any}/prices/{id}"]) {
      expect(writesOf({ [key]: 8 })).toBeUndefined();
    }
    for (const key of ["PUT /{any}", "POST /shop", "PUT /blog/{proxy+}", "PUT /x/{table}/tags"]) {
      expect(writesOf({ [key]: 8 })).toBe(0);
    }
    // Nobody wrote by it.
    expect(writesOf({ "PUT /{proxy+}": 0 })).toBe(0);
  });

  test("the share of outdated answers is what a cache gives when writes come by chance", () => {
    const [reads, writes] = [1.5, 1 / 2_000];
    const random = createRandom(11);
    const chance = (rate: number): number => -Math.log(1 - random.next()) / rate;
    const [advice] = cacheAdvice(snapshotOf({ "GET /prices": reads * 60, "PUT /prices/{id}": writes * 60 }));
    const ttlSeconds = advice?.numbers["ttlSeconds"] ?? 0;
    expect(ttlSeconds).toBe(206);
    let [now, stored, lastWrite, nextWrite, hits, outdated] = [0, -Infinity, 0, chance(writes), 0, 0];
    for (let request = 0; request < 400_000; request += 1) {
      now += chance(reads);
      while (nextWrite <= now) {
        lastWrite = nextWrite;
        nextWrite += chance(writes);
      }
      if (now - stored > ttlSeconds) {
        stored = now;
        continue;
      }
      hits += 1;
      if (lastWrite > stored) outdated += 1;
    }
    expect(hits).toBeGreaterThan(390_000);
    expect(Math.abs((advice?.numbers["outdatedShare"] ?? 0) - outdated / hits)).toBeLessThan(0.01);
  });

  test("warns where the route asks who calls, and leaves out what calls nothing", () => {
    const of = (change: Partial<Route>) => {
      const snapshot = snapshotOf({ "GET /prices": 90 });
      for (const { configuration } of snapshot.targets) {
        if (configuration !== null)
          configuration.routes = configuration.routes.map((one) => ({ ...one, ...change }));
      }
      return cacheAdvice(snapshot)[0];
    };
    expect(of({})?.message).not.toContain("who calls");
    expect(of({ authorization: "CUSTOM" })?.message).toContain("It asks who calls (CUSTOM)");
    expect(of({ integration: "mock" })).toBeUndefined();
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
    expect(advice?.numbers["writesPerSecond"]).toBe(0);
    // What was refused wrote nothing; two writes in ten minutes that were read leave an entry half a minute.
    const withWrites = (status: number): Snapshot => {
      const slice = sliceOf(40, 3);
      return {
        ...rest,
        series: [],
        logs: [
          {
            ...slice,
            counts: [...slice.counts, { ...COUNT, route: "DELETE /prices/{id}", status, requests: 2 }],
          },
        ],
      };
    };
    expect(cacheAdvice(withWrites(403))[0]?.numbers["writesPerSecond"]).toBe(0);
    expect(cacheAdvice(withWrites(204))[0]?.numbers).toMatchObject({
      writesPerSecond: 2 / 600,
      ttlSeconds: 31,
    });
    // 9 minutes tell nothing of a month, and what fails at every tenth request has another problem.
    expect(cacheAdvice(withLogs(9, 3))).toEqual([]);
    expect(cacheAdvice(withLogs(40, 61))).toEqual([]);
  });
});

const COUNT = { minuteMs: START, responseType: null, deploymentId: null, isCanary: null };

/** 600 requests of GET /prices, some of them failed, in the quarter of the time that was read. */
function sliceOf(minutes: number, failed: number): LogSlice {
  const count = (status: number, requests: number) => ({ ...COUNT, route: "GET /prices", status, requests });
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
