import type { MetricKey } from "../../src/model/metric-key.ts";
import { API_GATEWAY_NAMESPACE, METRICS } from "../../src/catalog/metrics.ts";
import { dimensionsText } from "../../src/collectors/dimensions-text.ts";
import { hashText } from "../../src/core/hash.ts";
import type { Window } from "../../src/core/window.ts";
import type { Datapoint } from "../../src/model/series.ts";
import type { Route, StageConfiguration, Target } from "../../src/model/target.ts";
import type { Account } from "../../src/simulate/account.ts";

export const NOW_MS = Date.UTC(2026, 8, 16, 9, 30, 0);
export const REGION = "eu-central-1";
const HOUR = 3_600_000;

function route(key: string, change: Partial<Route> = {}): Route {
  return {
    key,
    integration: "lambda-proxy",
    integrationTarget: `${key.toLowerCase().replaceAll(/[^a-z]+/g, "-")}fn`,
    timeoutMs: 17_000,
    authorization: "NONE",
    apiKeyRequired: false,
    detailedMetrics: false,
    cached: false,
    throttle: null,
    ...change,
  };
}

function configuration(change: Partial<StageConfiguration> = {}): StageConfiguration {
  return {
    routes: [],
    detailedMetrics: false,
    cache: null,
    throttle: null,
    tracing: false,
    accessLog: null,
    executionLogLevel: "OFF",
    deploymentId: "dp2",
    deployments: [
      { id: "dp2", createdMs: NOW_MS - 5 * HOUR, description: "later" },
      { id: "dp1", createdMs: NOW_MS - 700 * HOUR, description: null },
    ],
    canary: null,
    usagePlans: [],
    webAclArn: null,
    ...change,
  };
}

/** One target of each flavour, two stages of one API, and names that CloudWatch writes differently. */
export function collectorTargets(region = REGION, accountId = "345678901234"): Target[] {
  const place = { region, accountId };
  return [
    {
      ...place,
      id: "http:v2aaa/$default",
      kind: "http",
      apiId: "v2aaa",
      apiName: "catalogue",
      stage: "$default",
      dimensions: { ApiId: "v2aaa", Stage: "$default" },
      configuration: configuration({
        autoDeploy: true,
        executionLogLevel: null,
        throttle: { rateLimit: 810, burstLimit: 405 },
        routes: [
          route("$default", { integration: "http", integrationTarget: "legacy.example", timeoutMs: 6_500 }),
          route("GET /items", { authorization: "JWT", detailedMetrics: true }),
        ],
        deploymentId: "dh1",
        deployments: [{ id: "dh1", createdMs: NOW_MS - 31 * HOUR, description: null }],
      }),
    },
    {
      ...place,
      // Written " v2" after the Cyrillic letters went, and held by CloudWatch without the blank.
      id: "rest:v2/live",
      kind: "rest",
      apiId: "restbbb",
      apiName: "заказы v2",
      stage: "live",
      dimensions: { ApiName: "v2", Stage: "live" },
      configuration: configuration({ routes: [route("GET /x")] }),
    },
    {
      ...place,
      id: "rest:orders/dev",
      kind: "rest",
      apiId: "restaaa",
      apiName: "orders",
      stage: "dev",
      dimensions: { ApiName: "orders", Stage: "dev" },
      configuration: configuration({
        routes: [
          route("GET /orders"),
          route("POST /orders", { authorization: "CUSTOM", apiKeyRequired: true }),
        ],
        deploymentId: "dp1",
      }),
    },
    {
      ...place,
      id: "rest:orders/prod",
      kind: "rest",
      apiId: "restaaa",
      apiName: "orders",
      stage: "prod",
      dimensions: { ApiName: "orders", Stage: "prod" },
      configuration: configuration({
        routes: [
          route("GET /orders", {
            cached: true,
            detailedMetrics: true,
            throttle: { rateLimit: 66, burstLimit: 33 },
          }),
          route("POST /orders", { authorization: "CUSTOM", apiKeyRequired: true, detailedMetrics: true }),
        ],
        detailedMetrics: true,
        cache: { sizeGb: "1.6", status: "AVAILABLE" },
        throttle: { rateLimit: 450, burstLimit: 225 },
        tracing: true,
        accessLog: {
          destinationArn: `arn:aws:logs:${region}:${accountId}:log-group:orders`,
          format: "$context.status",
        },
        executionLogLevel: "ERROR",
        canary: { percentTraffic: 7.5, deploymentId: "dp1" },
        usagePlans: [
          {
            id: "pl1",
            name: "partners",
            throttle: { rateLimit: 19, burstLimit: 38 },
            quota: { limit: 8_800, offset: 0, period: "DAY" },
          },
        ],
        webAclArn: `arn:aws:wafv2:${region}:${accountId}:regional/webacl/edge/1`,
      }),
    },
    {
      ...place,
      id: "websocket:v2bbb/prod",
      kind: "websocket",
      apiId: "v2bbb",
      apiName: "chat",
      stage: "prod",
      dimensions: { ApiId: "v2bbb", Stage: "prod" },
      configuration: configuration({
        autoDeploy: false,
        routes: [route("$connect", { authorization: "CUSTOM" }), route("send")],
        executionLogLevel: "INFO",
        deploymentId: "dw1",
        deployments: [{ id: "dw1", createdMs: NOW_MS - 52 * HOUR, description: "chat" }],
      }),
    },
  ];
}

/** The stage's metrics, and those of its routes with detailed metrics. */
export function collectorMetrics(targets: readonly Target[]): MetricKey[] {
  return targets.flatMap((target) => {
    const names = METRICS.filter(
      ({ kind, measure }) =>
        kind === target.kind &&
        (!measure.startsWith("cache") ||
          target.configuration === null ||
          target.configuration.cache !== null),
    ).map(({ metric }) => metric);
    const routes = (target.configuration?.routes ?? []).filter(({ detailedMetrics }) => detailedMetrics);
    const sets = [
      target.dimensions,
      ...routes.map(({ key }) => {
        const [Method = "", Resource = ""] = key.split(" ");
        return { ...target.dimensions, Resource, Method };
      }),
    ];
    return sets.flatMap((dimensions) =>
      names.map((metric) => ({ namespace: API_GATEWAY_NAMESPACE, metric, dimensions })),
    );
  });
}

/**
 * A number made of the question, so that a series answered under the wrong name, statistic or period shows; about
 * one period in seven has no traffic.
 */
function collectorQuery(key: MetricKey, stat: string, periodSeconds: number, window: Window): Datapoint[] {
  const periodMs = periodSeconds * 1_000;
  const name = [key.metric, dimensionsText(key.dimensions), stat, periodSeconds].join(" ");
  const seed = hashText(name);
  const found: Datapoint[] = [];
  for (
    let timeMs = Math.ceil(window.startMs / periodMs) * periodMs;
    timeMs < window.endMs;
    timeMs += periodMs
  ) {
    const drawn = Math.imul(seed ^ (timeMs / periodMs), 0x9e3779b1) >>> 0;
    // Without traffic no metric has a datapoint, so the gaps are the same in all of them.
    const isGap = (Math.imul(timeMs / periodMs, 0x85ebca6b) >>> 0) % 7 === 0;
    if (timeMs < NOW_MS && !isGap) found.push({ timeMs, value: (drawn % 100_003) / 8 });
  }
  return found;
}

export interface CollectorAccountData {
  readonly region?: string;
  readonly accountId?: string;
  readonly targets?: readonly Target[];
  readonly metrics?: readonly MetricKey[];
}

/** An account without logs and traces, made of the above. */
export function collectorAccount(data: CollectorAccountData = {}): Account {
  const { region = REGION, accountId = "345678901234" } = data;
  const targets = data.targets ?? collectorTargets(region, accountId);
  const metrics = data.metrics ?? collectorMetrics(targets);
  return {
    accountId,
    region,
    nowMs: NOW_MS,
    targets,
    metrics: () => metrics.map((key) => ({ ...key, newestMs: NOW_MS - 60_000 })),
    query: (key, stat, periodSeconds, window) => {
      const isKnown = metrics.some(
        ({ metric, dimensions }) =>
          metric === key.metric &&
          Object.keys(dimensions).length === Object.keys(key.dimensions).length &&
          Object.entries(dimensions).every(([name, value]) => key.dimensions[name] === value),
      );
      return isKnown ? collectorQuery(key, stat, periodSeconds, window) : [];
    },
    logGroups: () => [],
    logEvents: () => [],
    traces: () => [],
  };
}
