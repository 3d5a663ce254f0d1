import type { Snapshot } from "../../../src/model/snapshot.ts";

/** Sunday 22 November 2026, 12:00 UTC. */
export const NOON_MS = Date.UTC(2026, 10, 22, 12);

/** A small snapshot in which every kind of value occurs; a fresh copy for each caller. */
export function recordedSnapshot(): Snapshot {
  return {
    schemaVersion: 1,
    origin: "aws",
    window: { startMs: NOON_MS - 3 * 3_600_000, endMs: NOON_MS },
    baseline: { startMs: NOON_MS - 27 * 3_600_000, endMs: NOON_MS - 3 * 3_600_000 },
    settledMs: NOON_MS - 120_000,
    targets: [
      {
        id: "rest:orders/prod",
        kind: "rest",
        apiId: "a1b2c3d4e5",
        apiName: "orders",
        stage: "prod",
        region: "eu-west-1",
        accountId: "123456789012",
        dimensions: { ApiName: "orders", Stage: "prod" },
        configuration: {
          routes: [
            {
              key: "POST /orders",
              integration: "lambda-proxy",
              integrationTarget: "orders-writer",
              timeoutMs: 29_000,
              authorization: "AWS_IAM",
              apiKeyRequired: true,
              detailedMetrics: true,
              cached: false,
              throttle: { rateLimit: 41.5, burstLimit: 83 },
            },
          ],
          detailedMetrics: true,
          cache: { sizeGb: "0.5", status: "AVAILABLE" },
          throttle: null,
          tracing: true,
          accessLog: {
            destinationArn: "arn:aws:logs:eu-west-1:123456789012:log-group:orders-access",
            format:
              '{"ip":"$context.identity.sourceIp","apiKeyId":"$context.identity.apiKeyId","userAgent":"$context.identity.userAgent"}',
          },
          executionLogLevel: "ERROR",
          deploymentId: "dep002",
          deployments: [
            { id: "dep002", createdMs: NOON_MS - 47 * 60_000, description: "release 2.14" },
            { id: "dep001", createdMs: NOON_MS - 20 * 3_600_000, description: null },
          ],
          canary: { percentTraffic: 12.5, deploymentId: "dep003" },
          usagePlans: [
            {
              id: "up7",
              name: "gold",
              throttle: { rateLimit: 97, burstLimit: 194 },
              quota: { limit: 5_000, offset: 2, period: "WEEK" },
            },
          ],
          webAclArn:
            "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/edge/3f0c1d2e-4b5a-4697-8877-665544332211",
        },
      },
      {
        id: "http:d4e5f6/$default",
        kind: "http",
        apiId: "d4e5f6",
        apiName: null,
        stage: "$default",
        region: "eu-west-1",
        accountId: null,
        dimensions: { ApiId: "d4e5f6", Stage: "$default" },
        configuration: null,
      },
    ],
    logs: [],
    series: [
      {
        target: "rest:orders/prod",
        route: null,
        namespace: "AWS/ApiGateway",
        metric: "Count",
        dimensions: { ApiName: "orders", Stage: "prod" },
        stat: "Sum",
        periodSeconds: 60,
        runs: [
          [NOON_MS - 10 * 60_000, [11, 13, 17]],
          [NOON_MS - 5 * 60_000, [19, 23, 29]],
        ],
      },
      {
        target: "rest:orders/prod",
        route: "POST /orders",
        namespace: "AWS/ApiGateway",
        metric: "Latency",
        dimensions: { ApiName: "orders", Stage: "prod", Resource: "/orders", Method: "POST" },
        stat: "p99.9",
        periodSeconds: 300,
        runs: [[NOON_MS - 24 * 3_600_000, [1.5, 0.1 + 0.2, 1e-7, 123_456_789.125]]],
      },
      {
        target: null,
        route: null,
        namespace: "AWS/Lambda",
        metric: "Errors",
        dimensions: { FunctionName: "orders-writer" },
        stat: "Sum",
        periodSeconds: 60,
        runs: [],
      },
    ],
    blindSpots: [
      {
        source: "xray",
        target: "rest:orders/prod",
        code: "ACCESS_DENIED",
        hint: "Traces cannot be read: xray:GetTraceSummaries is denied.",
      },
      { source: "inventory", target: null, code: "THROTTLED", hint: "Two stages were not read." },
    ],
    cost: {
      metricsRequested: 31,
      logBytesScanned: 0,
      tracesRetrieved: 0,
      usd: 0.00031,
      calls: { "cloudwatch:GetMetricData": 3 },
    },
  };
}
