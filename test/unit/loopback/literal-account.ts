import type { MetricKey } from "../../../src/model/metric-key.ts";
import type { Window } from "../../../src/core/window.ts";
import type { Datapoint } from "../../../src/model/series.ts";
import type { Route, StageConfiguration, Target } from "../../../src/model/target.ts";
import type { Account, LogEvent, Trace } from "../../../src/simulate/account.ts";

export const NOW_MS = Date.UTC(2026, 4, 20, 12, 0, 0);
export const ACCOUNT_ID = "210987654321";
export const REGION = "eu-west-1";
const DAY = 86_400_000;

function route(key: string, change: Partial<Route> = {}): Route {
  return {
    key,
    integration: "lambda-proxy",
    integrationTarget: `fn-${key.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`,
    timeoutMs: 29_000,
    authorization: "NONE",
    apiKeyRequired: false,
    detailedMetrics: false,
    cached: false,
    throttle: null,
    ...change,
  };
}

export function configuration(change: Partial<StageConfiguration> = {}): StageConfiguration {
  return {
    routes: [],
    detailedMetrics: false,
    cache: null,
    throttle: null,
    tracing: false,
    accessLog: null,
    executionLogLevel: null,
    deploymentId: "dep002",
    deployments: [
      { id: "dep002", createdMs: NOW_MS - 2 * DAY, description: "second" },
      { id: "dep001", createdMs: NOW_MS - 31 * DAY, description: null },
    ],
    canary: null,
    usagePlans: [],
    webAclArn: null,
    ...change,
  };
}

function target(
  change: Pick<Target, "id" | "kind" | "apiId" | "stage" | "dimensions"> & Partial<Target>,
): Target {
  return { apiName: null, region: REGION, accountId: ACCOUNT_ID, configuration: null, ...change };
}

export const TARGETS: readonly Target[] = [
  target({
    id: "rest:orders/prod",
    kind: "rest",
    apiId: "abc123def4",
    apiName: "orders",
    stage: "prod",
    dimensions: { ApiName: "orders", Stage: "prod" },
    configuration: configuration({
      routes: [
        route("GET /orders", { cached: true, throttle: { rateLimit: 70, burstLimit: 35 } }),
        route("POST /orders", { authorization: "CUSTOM", apiKeyRequired: true, detailedMetrics: false }),
        route("GET /orders/{id}", {
          integration: "http",
          integrationTarget: "backend.example",
          timeoutMs: 8_000,
        }),
        route("ANY /{proxy+}", {
          integration: "vpc-link",
          integrationTarget: "nlb.example",
          timeoutMs: 9_000,
        }),
        route("GET /", { integration: "mock", integrationTarget: null, timeoutMs: null }),
        route("PUT /queue", {
          integration: "aws-service",
          integrationTarget: "sqs",
          authorization: "AWS_IAM",
        }),
      ],
      detailedMetrics: true,
      cache: { sizeGb: "0.5", status: "AVAILABLE" },
      throttle: { rateLimit: 500, burstLimit: 250 },
      tracing: true,
      accessLog: {
        destinationArn: "arn:aws:logs:eu-west-1:210987654321:log-group:orders",
        format: "$context.status",
      },
      executionLogLevel: "ERROR",
      canary: { percentTraffic: 12.5, deploymentId: "dep001" },
      usagePlans: [
        {
          id: "plan01",
          name: "partners",
          throttle: { rateLimit: 21, burstLimit: 42 },
          quota: { limit: 9_000, offset: 0, period: "DAY" },
        },
      ],
      webAclArn: "arn:aws:wafv2:eu-west-1:210987654321:regional/webacl/edge/1",
    }),
  }),
  target({
    id: "rest:orders/dev",
    kind: "rest",
    apiId: "abc123def4",
    apiName: "orders",
    stage: "dev",
    dimensions: { ApiName: "orders", Stage: "dev" },
    configuration: configuration({ routes: [route("GET /orders")], deploymentId: "dep001" }),
  }),
  target({
    id: "http:h1h2h3h4h5/$default",
    kind: "http",
    apiId: "h1h2h3h4h5",
    apiName: "catalogue",
    stage: "$default",
    dimensions: { ApiId: "h1h2h3h4h5", Stage: "$default" },
    configuration: configuration({
      routes: [
        route("GET /items", { authorization: "JWT", detailedMetrics: true }),
        route("$default", { integration: "http", integrationTarget: "legacy.example", timeoutMs: 30_000 }),
      ],
      deploymentId: "depH1",
      deployments: [{ id: "depH1", createdMs: NOW_MS - 5 * DAY, description: null }],
      throttle: { rateLimit: 300, burstLimit: 151 },
    }),
  }),
  target({
    id: "websocket:w9w8w7w6w5/prod",
    kind: "websocket",
    apiId: "w9w8w7w6w5",
    apiName: "chat",
    stage: "prod",
    dimensions: { ApiId: "w9w8w7w6w5", Stage: "prod" },
    configuration: configuration({
      routes: [route("$connect", { authorization: "CUSTOM" }), route("sendMessage")],
      executionLogLevel: "INFO",
      deploymentId: "depW1",
      deployments: [{ id: "depW1", createdMs: NOW_MS - 7 * DAY, description: "chat" }],
    }),
  }),
];

export const COUNT: MetricKey = {
  namespace: "AWS/ApiGateway",
  metric: "Count",
  dimensions: { ApiName: "orders", Stage: "prod" },
};

/**
 * One request count a minute whose value is its own minute since the epoch, so that no two are alike, with a gap in
 * every tenth minute; sums of any whole multiple. p99 is the value plus a half. Nothing else has data.
 */
export function literalQuery(
  key: MetricKey,
  stat: string,
  periodSeconds: number,
  window: Window,
): Datapoint[] {
  if (
    key.metric !== "Count" ||
    key.dimensions["Stage"] !== "prod" ||
    Object.keys(key.dimensions).length !== 2
  ) {
    return [];
  }
  const periodMs = periodSeconds * 1_000;
  const found: Datapoint[] = [];
  const endMs = Math.min(window.endMs, NOW_MS);
  for (let timeMs = Math.ceil(window.startMs / periodMs) * periodMs; timeMs < endMs; timeMs += periodMs) {
    const minutes: number[] = [];
    for (let at = timeMs; at < timeMs + periodMs; at += 60_000) {
      const minute = at / 60_000;
      if (minute % 10 !== 0) minutes.push(minute);
    }
    if (minutes.length === 0) continue;
    const sum = minutes.reduce((total, minute) => total + minute, 0);
    if (stat === "Sum") found.push({ timeMs, value: sum });
    if (stat === "Average") found.push({ timeMs, value: sum / minutes.length });
    if (stat === "SampleCount") found.push({ timeMs, value: minutes.length });
    if (stat === "p99") found.push({ timeMs, value: sum + 0.5 });
  }
  return found;
}

export interface LiteralData {
  readonly metrics?: readonly (MetricKey & { readonly newestMs: number })[];
  readonly targets?: readonly Target[];
  readonly events?: Readonly<Record<string, readonly LogEvent[]>>;
  readonly traces?: readonly Trace[];
  readonly region?: string;
}

/** An account spelled out by hand. */
export function literalAccount(data: LiteralData = {}): Account {
  const {
    metrics = [{ ...COUNT, newestMs: NOW_MS - 60_000 }],
    targets = TARGETS,
    events = {},
    traces = [],
  } = data;
  const isWithin = ({ startMs, endMs }: Window, timeMs: number): boolean =>
    timeMs >= startMs && timeMs < endMs;
  return {
    accountId: ACCOUNT_ID,
    region: data.region ?? REGION,
    nowMs: NOW_MS,
    targets,
    metrics: () => metrics,
    query: literalQuery,
    logGroups: () =>
      Object.keys(events).map((name, index) => ({ name, createdMs: NOW_MS - (9 + index) * DAY })),
    logEvents: (group, window) =>
      (events[group] ?? []).filter(({ timestampMs }) => isWithin(window, timestampMs)),
    traces: (window) => traces.filter(({ startMs }) => isWithin(window, startMs)),
  };
}
