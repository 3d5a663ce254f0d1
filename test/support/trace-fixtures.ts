import { toTraceSpans } from "../../src/model/trace-spans.ts";
import type { Trace } from "../../src/model/trace.ts";
import type { Route, Target } from "../../src/model/target.ts";

/** 2026-09-16T09:30:00Z, in the seconds of X-Ray. */
export const TRACE_S = Date.UTC(2026, 8, 16, 9, 30, 0) / 1_000;

type Json = Record<string, unknown>;

/** A segment or subsegment that lasts from one millisecond to another after {@link TRACE_S}. */
export function part(id: string, name: string, fromMs: number, toMs: number, more: Json = {}): Json {
  return { id, name, start_time: TRACE_S + fromMs / 1_000, end_time: TRACE_S + toMs / 1_000, ...more };
}

export function traceOf(documents: readonly Json[], change: Partial<Trace> = {}): Trace {
  const read = documents.map(toTraceSpans);
  return {
    id: "1-6aa8f3a8-0123456789abcdef01234567",
    pick: "sample",
    startMs: TRACE_S * 1_000,
    isCut: false,
    malformed: read.reduce((sum, one) => sum + one.malformed, 0),
    spans: read.flatMap(({ spans }) => spans),
    ...change,
  };
}

/** A request to POST /orders of orders/prod, answered by orders-fn, which asks a table for `callMs`. */
export function orderDocuments(id: string, callMs: number, { coldMs = 0, gatewayMs = 6 } = {}): Json[] {
  const startMs = gatewayMs + 3 + coldMs;
  const codeEnd = startMs + 11 + callMs + 4;
  const end = codeEnd + 5;
  const stage = part(`stage${id}`, "orders/prod", 0, end + 7, {
    origin: "AWS::ApiGateway::Stage",
    http: {
      request: {
        url: "https://api.example/prod/orders?token=secret",
        method: "POST",
        client_ip: "192.0.2.7",
      },
      response: { status: 201 },
    },
    aws: { api_gateway: { rest_api_id: "a1b2c3d4e5", stage: "prod", request_id: `request-${id}` } },
    subsegments: [
      part(`call${id}`, "Lambda", gatewayMs, end + 2, {
        namespace: "aws",
        aws: { function_name: "orders-fn", operation: "Invoke" },
      }),
    ],
  });
  const service = part(`service${id}`, "orders-fn", gatewayMs + 1, end + 1, {
    parent_id: `call${id}`,
    origin: "AWS::Lambda",
    aws: { request_id: `lambda-${id}` },
  });
  const called = part(`table${id}`, "DynamoDB", startMs + 11, startMs + 11 + callMs, {
    namespace: "aws",
    aws: { operation: "PutItem", table_name: "Orders" },
  });
  const own = part(`function${id}`, "orders-fn", startMs, end, {
    parent_id: `service${id}`,
    origin: "AWS::Lambda::Function",
    subsegments: [
      ...(coldMs > 0 ? [part(`init${id}`, "Initialization", startMs - coldMs, startMs)] : []),
      part(`code${id}`, "Invocation", startMs, codeEnd, { subsegments: [called] }),
      part(`overhead${id}`, "Overhead", codeEnd, end - 1),
    ],
  });
  return [stage, service, own];
}

const ROUTE: Route = {
  key: "POST /orders",
  integration: "lambda-proxy",
  integrationTarget: "orders-fn",
  timeoutMs: 29_000,
  authorization: "CUSTOM",
  apiKeyRequired: false,
  detailedMetrics: false,
  cached: false,
  throttle: null,
};

export function tracedTarget(
  change: Partial<Target> = {},
  keys: readonly string[] = ["POST /orders"],
): Target {
  return {
    id: "rest:orders/prod",
    kind: "rest",
    apiId: "a1b2c3d4e5",
    apiName: "orders",
    stage: "prod",
    region: "eu-west-1",
    accountId: "123456789012",
    dimensions: { ApiName: "orders", Stage: "prod" },
    configuration: {
      routes: keys.map((key) => ({ ...ROUTE, key })),
      detailedMetrics: false,
      cache: null,
      throttle: null,
      tracing: true,
      accessLog: null,
      executionLogLevel: "OFF",
      deploymentId: null,
      deployments: [],
      canary: null,
      usagePlans: [],
      webAclArn: null,
    },
    ...change,
  };
}
