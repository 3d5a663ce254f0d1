import type { LatencyModel } from "../../src/simulate/behaviour.ts";
import type { AccountPlan, RoutePlan, StagePlan } from "../../src/simulate/plan.ts";

/** A Friday, whole hours. */
export const SIMULATE_NOW_MS = Date.UTC(2026, 10, 20, 15);

export function simulateLatency(medianMs: number, sigma = 0.4): LatencyModel {
  return { parts: [{ weight: 1, medianMs, sigma }], capMs: 29_000 };
}

export function simulateRoute(change: Partial<RoutePlan> = {}): RoutePlan {
  return {
    key: "GET /things/{thingId}",
    weight: 1,
    integration: "lambda-proxy",
    integrationTarget: "things-read",
    integrationLatency: simulateLatency(61),
    gatewayLatency: simulateLatency(6, 0.3),
    authorizer: null,
    clientErrorRatio: 0.021,
    serverErrorRatio: 0.013,
    cacheHitRatio: null,
    coldStartRatio: 0.004,
    timeoutMs: 29_000,
    ...change,
  };
}

export function simulateStage(change: Partial<StagePlan> = {}): StagePlan {
  return {
    kind: "rest",
    apiId: "abc123def4",
    apiName: "things",
    stage: "prod",
    traffic: { requestsPerMinute: 300, dailySwing: 0.4, weekendDip: 0.2, peakHour: 13, burstiness: 0.08 },
    routes: [simulateRoute()],
    detailedMetrics: false,
    cacheSizeGb: null,
    limits: { usagePlan: null, stage: null, account: { rateLimit: 10_000, burstLimit: 5_000 } },
    accessLogFormat: null,
    executionLogLevel: "OFF",
    tracing: false,
    webAcl: false,
    clients: [
      { apiKeyId: "key-one", userAgent: "one/1.0", ip: "203.0.113.7", share: 0.62 },
      { apiKeyId: "key-two", userAgent: "two/2.0", ip: "203.0.113.8", share: 0.38 },
    ],
    canaryPercent: null,
    deployments: [{ id: "dep001", createdMs: Date.UTC(2026, 8, 1), description: "first" }],
    requestWindow: null,
    ...change,
  };
}

export function simulatePlan(stages: readonly StagePlan[], change: Partial<AccountPlan> = {}): AccountPlan {
  return {
    seed: 17,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs: SIMULATE_NOW_MS,
    stages,
    incidents: [],
    ...change,
  };
}
