import type { ApiKind } from "../model/target.ts";

/**
 * Every metric of the namespace AWS/ApiGateway. Names differ per flavour and case matters; an API never
 * publishes both families.
 *
 * Source: API Gateway Developer Guide, "Amazon API Gateway dimensions and metrics"
 * (api-gateway-metrics-and-dimensions.html), "Monitor CloudWatch metrics for HTTP APIs" (http-api-metrics.html)
 * and "Monitor WebSocket API execution with CloudWatch metrics" (apigateway-websocket-api-logging.html), read
 * April 2026. Useful statistics: CloudWatch's recommended-alarm data (awslabs/mcp, metric_metadata.json).
 */
export const API_GATEWAY_NAMESPACE = "AWS/ApiGateway";

/** What a metric measures, whatever the flavour calls it. */
export type Measure =
  | "requests"
  | "clientErrors"
  | "serverErrors"
  | "latency"
  | "integrationLatency"
  | "cacheHits"
  | "cacheMisses"
  | "bytes"
  | "connects"
  | "messages"
  | "integrationErrors"
  | "executionErrors";

export interface MetricFact {
  readonly kind: ApiKind;
  readonly measure: Measure;
  /** The exact MetricName. */
  readonly metric: string;
  readonly unit: "Count" | "Milliseconds" | "Bytes";
  /** Statistics that make sense, the first being the one that Gatewatch asks for where one is enough. */
  readonly statistics: readonly string[];
  readonly meaning: string;
  readonly source: string;
}

const REST = "api-gateway-metrics-and-dimensions.html";
const HTTP = "http-api-metrics.html";
const WEBSOCKET = "apigateway-websocket-api-logging.html";

// "SampleCount" is the documented statistic of a count; "Sum" equals it, since every sample is 1, and can
// also be added over periods and read from the same answer as the error metrics.
const COUNT = ["Sum", "SampleCount"] as const;
// Sum is the number, Average the ratio to Count (0..1, not percent).
const ERRORS = ["Sum", "Average"] as const;
const LATENCY = ["p50", "p90", "p99", "Average", "SampleCount", "Minimum", "Maximum"] as const;

function fact(
  kind: ApiKind,
  measure: Measure,
  metric: string,
  unit: MetricFact["unit"],
  statistics: readonly string[],
  meaning: string,
): MetricFact {
  return {
    kind,
    measure,
    metric,
    unit,
    statistics,
    meaning,
    source: { rest: REST, http: HTTP, websocket: WEBSOCKET }[kind],
  };
}

export const METRICS: readonly MetricFact[] = [
  fact("rest", "requests", "Count", "Count", COUNT, "requests received"),
  fact("rest", "clientErrors", "4XXError", "Count", ERRORS, "client errors, 429 included"),
  fact("rest", "serverErrors", "5XXError", "Count", ERRORS, "server errors"),
  fact(
    "rest",
    "latency",
    "Latency",
    "Milliseconds",
    LATENCY,
    "request received to response returned, integration included",
  ),
  fact(
    "rest",
    "integrationLatency",
    "IntegrationLatency",
    "Milliseconds",
    LATENCY,
    "relayed to the backend to its response",
  ),
  fact("rest", "cacheHits", "CacheHitCount", "Count", ["Sum", "Average"], "answered from the stage's cache"),
  fact(
    "rest",
    "cacheMisses",
    "CacheMissCount",
    "Count",
    ["Sum", "Average"],
    "answered by the backend while the cache is on",
  ),
  fact("http", "requests", "Count", "Count", COUNT, "requests received"),
  fact("http", "clientErrors", "4xx", "Count", ERRORS, "client errors, 429 included"),
  fact("http", "serverErrors", "5xx", "Count", ERRORS, "server errors"),
  fact(
    "http",
    "latency",
    "Latency",
    "Milliseconds",
    LATENCY,
    "request received to response returned, integration included",
  ),
  fact(
    "http",
    "integrationLatency",
    "IntegrationLatency",
    "Milliseconds",
    LATENCY,
    "relayed to the backend to its response",
  ),
  fact(
    "http",
    "bytes",
    "DataProcessed",
    "Bytes",
    ["Sum", "Average", "Minimum", "Maximum"],
    "bytes processed",
  ),
  fact("websocket", "connects", "ConnectCount", "Count", COUNT, "messages sent to $connect"),
  fact("websocket", "messages", "MessageCount", "Count", COUNT, "messages to and from clients"),
  fact(
    "websocket",
    "integrationErrors",
    "IntegrationError",
    "Count",
    ERRORS,
    "4XX and 5XX answered by the integration",
  ),
  fact(
    "websocket",
    "clientErrors",
    "ClientError",
    "Count",
    ERRORS,
    "4XX answered by the gateway before the integration runs",
  ),
  fact(
    "websocket",
    "executionErrors",
    "ExecutionError",
    "Count",
    ERRORS,
    "errors while calling the integration",
  ),
  fact(
    "websocket",
    "integrationLatency",
    "IntegrationLatency",
    "Milliseconds",
    LATENCY,
    "as REST; none for callbacks and mocks",
  ),
];

/** The fact for a measure of a flavour, or undefined where that flavour has no such metric. */
export function metricFact(kind: ApiKind, measure: Measure): MetricFact | undefined {
  return METRICS.find((row) => row.kind === kind && row.measure === measure);
}
