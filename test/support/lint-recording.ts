import type { Series } from "../../src/model/series.ts";
import type { Target } from "../../src/model/target.ts";

const configuration = {
  routes: [],
  detailedMetrics: false,
  cache: null,
  throttle: null,
  tracing: false,
  accessLog: null,
  executionLogLevel: null,
  deploymentId: null,
  deployments: [],
  canary: null,
  usagePlans: [],
  webAclArn: null,
};

function route(key: string, timeoutMs: number, detailedMetrics = false) {
  const integration = "lambda-proxy" as const;
  const rest = { integrationTarget: null, authorization: null, apiKeyRequired: false, cached: false };
  return { key, integration, timeoutMs, detailedMetrics, throttle: null, ...rest };
}

const common = { region: "eu-west-1", accountId: null };
const orders = { ...common, kind: "rest" as const, apiId: "k3x9p2m7qa", apiName: "orders" };

/** A REST API of two stages, only one with detailed metrics, and an HTTP API. */
export const LINT_TARGETS: readonly Target[] = [
  {
    ...orders,
    id: "rest:orders/prod",
    stage: "prod",
    dimensions: { ApiName: "orders", Stage: "prod" },
    configuration: { ...configuration, detailedMetrics: true, routes: [route("GET /orders/{id}", 6_100)] },
  },
  {
    ...orders,
    id: "rest:orders/test",
    stage: "test",
    dimensions: { ApiName: "orders", Stage: "test" },
    configuration: {
      ...configuration,
      routes: [route("GET /orders/{id}", 6_200), route("POST /orders", 6_300, true)],
    },
  },
  {
    ...common,
    id: "http:w8f4z1t6ub/$default",
    kind: "http",
    apiId: "w8f4z1t6ub",
    apiName: "web",
    stage: "$default",
    dimensions: { ApiId: "w8f4z1t6ub", Stage: "$default" },
    configuration: null,
  },
];

/** 170 requests a minute of orders/prod in one hour of the evening. */
export const LINT_SERIES: readonly Series[] = [
  {
    target: "rest:orders/prod",
    route: null,
    namespace: "AWS/ApiGateway",
    metric: "Count",
    dimensions: { ApiName: "orders", Stage: "prod" },
    stat: "Sum",
    periodSeconds: 60,
    runs: [[Date.parse("2026-11-19T18:00:00Z"), Array.from({ length: 60 }, (_, index) => 140.5 + index)]],
  },
];
