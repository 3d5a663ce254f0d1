import { describe, expect, test } from "vitest";

import { MINUTE_MS } from "../../../src/core/window.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import { stageTargetId } from "../../../src/simulate/behaviour-at.ts";
import type { AccountPlan, StagePlan } from "../../../src/simulate/plan.ts";
import {
  SIMULATE_NOW_MS,
  simulateLatency,
  simulatePlan,
  simulateRoute,
  simulateStage,
} from "../../support/simulate-plan.ts";

/**
 * The same plan twice: once drawn request by request, once by whole minutes. What both forms say of two
 * hours must differ by no more than chance allows.
 */
const NOW_MS = SIMULATE_NOW_MS + 60 * MINUTE_MS;
// Aligned to its own length, so that it is one period.
const WINDOW = { startMs: NOW_MS - 60 * MINUTE_MS, endMs: NOW_MS };
const STEADY = { requestsPerMinute: 500, dailySwing: 0.3, weekendDip: 0, peakHour: 14, burstiness: 0.05 };

interface Case {
  readonly name: string;
  readonly stage: StagePlan;
  readonly incidents?: AccountPlan["incidents"];
  /** At least this share of the requests must be turned away, or the case shows nothing. */
  readonly turnedAway?: number;
}

const authorizer = { kind: "CUSTOM" as const, latency: simulateLatency(25, 0.6) };
const plain = simulateStage({ traffic: STEADY });
const wide = simulateStage({
  apiName: "wide",
  traffic: { ...STEADY, requestsPerMinute: 1_300 },
  routes: [
    simulateRoute({ key: "GET /a", weight: 0.7, authorizer }),
    simulateRoute({
      key: "POST /b",
      weight: 0.3,
      integrationLatency: {
        parts: [
          { weight: 0.9, medianMs: 140, sigma: 0.3 },
          { weight: 0.1, medianMs: 1_900, sigma: 0.4 },
        ],
        capMs: 3_000,
      },
    }),
  ],
  webAcl: true,
});
const cached = simulateStage({
  apiName: "cached",
  traffic: STEADY,
  cacheSizeGb: "0.5",
  routes: [simulateRoute({ cacheHitRatio: 0.8 })],
  canaryPercent: 10,
});
const socket = simulateStage({
  kind: "websocket",
  apiName: "socket",
  traffic: STEADY,
  routes: [
    simulateRoute({ key: "$connect", weight: 0.2 }),
    simulateRoute({ key: "say", weight: 0.8, authorizer }),
  ],
});
const throttled = simulateStage({
  apiName: "throttled",
  traffic: STEADY,
  limits: {
    usagePlan: { rateLimit: 5, burstLimit: 8, quotaPerDay: null },
    stage: { rateLimit: 7, burstLimit: 10 },
    account: { rateLimit: 10_000, burstLimit: 5_000 },
  },
});
const quota = simulateStage({
  apiName: "quota",
  traffic: STEADY,
  limits: {
    // Reached by the busier client some minutes before the end.
    usagePlan: { rateLimit: 1_000, burstLimit: 1_000, quotaPerDay: 262_000 },
    stage: null,
    account: { rateLimit: 10_000, burstLimit: 5_000 },
  },
});

const CASES: readonly Case[] = [
  { name: "one route", stage: plain },
  { name: "authorizer, web ACL, timeouts", stage: wide },
  { name: "cache and canary", stage: cached },
  { name: "HTTP", stage: simulateStage({ kind: "http", apiName: "http", traffic: STEADY }) },
  { name: "WebSocket", stage: socket },
  { name: "few requests", stage: simulateStage({ traffic: { ...STEADY, requestsPerMinute: 3 } }) },
  { name: "throttled by key and stage", stage: throttled, turnedAway: 0.15 },
  { name: "quota", stage: quota, turnedAway: 0.08 },
  {
    name: "stage throttling begins",
    turnedAway: 0.15,
    stage: plain,
    incidents: [
      {
        name: "stage-throttling",
        target: stageTargetId(plain),
        route: null,
        startMs: WINDOW.startMs + 37 * MINUTE_MS,
        endMs: WINDOW.endMs,
        magnitude: 0.4,
      },
    ],
  },
  {
    name: "slow authorizer",
    stage: wide,
    incidents: [
      {
        name: "authorizer-slowdown",
        target: stageTargetId(wide),
        route: null,
        startMs: WINDOW.startMs + 20 * MINUTE_MS,
        endMs: WINDOW.endMs,
        magnitude: 300,
      },
    ],
  },
];

describe.each(CASES)("$name: drawn by request and by minute", ({ stage, incidents = [], turnedAway = 0 }) => {
  const byMinute = createAccount(simulatePlan([stage], { incidents, nowMs: NOW_MS }));
  const byRequest = createAccount(
    simulatePlan([{ ...stage, requestWindow: WINDOW }], { incidents, nowMs: NOW_MS }),
  );
  const dimensions = byMinute.targets[0]!.dimensions;
  /** One number for the hour. */
  const over = (account: typeof byMinute, metric: string, stat: string): number =>
    account.query({ namespace: "AWS/ApiGateway", metric, dimensions }, stat, 3_600, WINDOW)[0]?.value ??
    Number.NaN;

  const counts =
    stage.kind === "rest"
      ? ["Count", "4XXError", "5XXError", ...(stage.cacheSizeGb ? ["CacheHitCount", "CacheMissCount"] : [])]
      : stage.kind === "http"
        ? ["Count", "4xx", "5xx"]
        : ["ConnectCount", "MessageCount", "ClientError", "IntegrationError"];
  const latencies = stage.kind === "websocket" ? ["IntegrationLatency"] : ["IntegrationLatency", "Latency"];

  test.each(counts)("%s", (metric) => {
    const [one, other] = [over(byRequest, metric, "Sum"), over(byMinute, metric, "Sum")];
    expect(one + other).toBeGreaterThan(0);
    // Two Poisson counts differ by about the root of their sum; throttling takes the noise of its fluid limit too.
    const slack = stage.limits.usagePlan !== null || incidents.length > 0 ? 0.03 : 0;
    expect(Math.abs(one - other)).toBeLessThan(4 * Math.sqrt(one + other) + slack * one + 1);
  });

  test("as many requests are turned away as the case needs", () => {
    if (turnedAway === 0) return;
    expect(over(byRequest, "4XXError", "Average")).toBeGreaterThan(turnedAway);
  });

  test.each(latencies)("%s", (metric) => {
    const samples = over(byRequest, metric, "SampleCount");
    expect(samples).toBeGreaterThan(100);
    for (const [stat, relative] of [
      ["Average", 1],
      ["p50", 1.3],
      ["p90", 2.2],
      ["p99", 6],
    ] as const) {
      const [one, other] = [over(byRequest, metric, stat), over(byMinute, metric, stat)];
      const chance = (4 * relative) / Math.sqrt(samples);
      expect(Math.abs(one / other - 1), `${stat}: ${one} and ${other}`).toBeLessThan(chance + 0.012);
    }
  });
});

describe("mean latency less mean integration latency", () => {
  test("is the gateway's own time in each minute, by both forms", () => {
    const overheadMs = 6 * Math.exp(0.3 ** 2 / 2);
    const bare = simulateRoute({ clientErrorRatio: 0, coldStartRatio: 0 });
    for (const requestWindow of [WINDOW, null]) {
      const stage = simulateStage({
        routes: [bare],
        traffic: { ...STEADY, requestsPerMinute: 900 },
        requestWindow,
      });
      const account = createAccount(simulatePlan([stage], { nowMs: NOW_MS }));
      const dimensions = account.targets[0]!.dimensions;
      const [whole, own] = ["Latency", "IntegrationLatency"].map((metric) =>
        account.query({ namespace: "AWS/ApiGateway", metric, dimensions }, "Average", 60, WINDOW),
      );
      expect(whole).toHaveLength(60);
      const gaps = whole!.map(({ value }, index) => value - own![index]!.value);
      // Drift of a few percent, and 2 ms / sqrt(900) of chance; the integration's own 28 ms / sqrt(900) would be far more.
      for (const gap of gaps) expect(Math.abs(gap / overheadMs - 1)).toBeLessThan(0.12);
    }
  });
});
