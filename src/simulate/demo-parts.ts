import { recommendedLogFormat } from "../catalog/recommended-log-format.ts";
import { DAY_MS, HOUR_MS } from "../core/window.ts";
import type { IntegrationKind, Throttle } from "../model/target.ts";
import type { LatencyModel } from "./behaviour.ts";
import { scaleLatency } from "./latency-model.ts";
import type { RoutePlan, StagePlan, Traffic } from "./plan.ts";

/** A region's account limit. Source: API Gateway quotas (limits.html). */
export const ACCOUNT_LIMIT: Throttle = { rateLimit: 10_000, burstLimit: 5_000 };
/** Source: API Gateway quotas: REST and WebSocket integrations time out at 29 s, HTTP ones at 30 s at most. */
const TIMEOUT_MS = 29_000;

/** Backends of the same shape are one model scaled, so that its table is made once for all of them. */
const shapes = new Map<string, LatencyModel>();
const SHAPE_MEDIAN_MS = 100;

/** Mostly around `medianMs`, a few percent several times slower, as backends that talk to a database are. */
export function backend(medianMs: number, sigma = 0.35, slowShare = 0.03): LatencyModel {
  const name = `${sigma} ${slowShare}`;
  const shape = shapes.get(name) ?? {
    parts: [
      { weight: 1 - slowShare, medianMs: SHAPE_MEDIAN_MS, sigma },
      { weight: slowShare, medianMs: SHAPE_MEDIAN_MS * 3.2, sigma: 0.45 },
    ],
    capMs: TIMEOUT_MS,
  };
  shapes.set(name, shape);
  return scaleLatency(shape, medianMs / SHAPE_MEDIAN_MS);
}

/** The gateway's own few milliseconds. */
const GATEWAY: LatencyModel = { parts: [{ weight: 1, medianMs: 5, sigma: 0.35 }], capMs: TIMEOUT_MS };

/** A Lambda authorizer whose answers are mostly cached. */
export const CUSTOM_AUTHORIZER: NonNullable<RoutePlan["authorizer"]> = {
  kind: "CUSTOM",
  latency: {
    parts: [
      { weight: 0.85, medianMs: 3, sigma: 0.3 },
      { weight: 0.15, medianMs: 45, sigma: 0.35 },
    ],
    capMs: TIMEOUT_MS,
  },
};

export const JWT_AUTHORIZER: NonNullable<RoutePlan["authorizer"]> = {
  kind: "JWT",
  latency: { parts: [{ weight: 1, medianMs: 3, sigma: 0.3 }], capMs: TIMEOUT_MS },
};

interface RouteChange extends Partial<RoutePlan> {
  readonly kind?: IntegrationKind;
}

/** A Lambda proxy route with ordinary error ratios; `change` says what is different. */
export function route(
  key: string,
  weight: number,
  integrationTarget: string,
  medianMs: number,
  change: RouteChange = {},
): RoutePlan {
  const { kind = "lambda-proxy", ...rest } = change;
  return {
    key,
    weight,
    integration: kind,
    integrationTarget: kind === "mock" ? null : integrationTarget,
    integrationLatency: kind === "mock" ? null : backend(medianMs),
    gatewayLatency: GATEWAY,
    authorizer: null,
    clientErrorRatio: 0.012,
    serverErrorRatio: 0.0008,
    cacheHitRatio: null,
    coldStartRatio: kind === "lambda-proxy" || kind === "lambda" ? 0.002 : 0,
    timeoutMs: TIMEOUT_MS,
    ...rest,
  };
}

/** Office hours of Europe and the Americas together: quiet nights, quieter weekends. */
export function traffic(requestsPerMinute: number, change: Partial<Traffic> = {}): Traffic {
  return {
    requestsPerMinute,
    dailySwing: 0.55,
    weekendDip: 0.3,
    peakHour: 14,
    burstiness: 0.07,
    ...change,
  };
}

const CLIENTS: StagePlan["clients"] = [
  { apiKeyId: "k3v9w0q1mz", userAgent: "acme-ios/7.12.1", ip: "203.0.113.24", share: 0.41 },
  { apiKeyId: "p8t2n5x7rd", userAgent: "acme-android/7.11.4", ip: "198.51.100.77", share: 0.33 },
  {
    apiKeyId: "w1c6y4h0bf",
    userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    ip: "192.0.2.145",
    share: 0.19,
  },
  { apiKeyId: "z7g3e9s2ka", userAgent: "partner-sync/2.3 (+python-httpx)", ip: "203.0.113.190", share: 0.07 },
];

/** A stage with nothing special about it; `change` says what is. */
export function stage(
  of: Pick<StagePlan, "kind" | "apiId" | "apiName" | "stage" | "traffic" | "routes">,
  nowMs: number,
  change: Partial<StagePlan> = {},
): StagePlan {
  const deployment = (number: number, ageMs: number, description: string) => ({
    id: `d${of.apiId.slice(0, 4)}${number}`,
    createdMs: nowMs - ageMs,
    description,
  });
  return {
    ...of,
    detailedMetrics: false,
    cacheSizeGb: null,
    limits: { usagePlan: null, stage: null, account: ACCOUNT_LIMIT },
    accessLogFormat: recommendedLogFormat(of.kind),
    executionLogLevel: of.kind === "http" ? "OFF" : "ERROR",
    tracing: of.kind === "rest",
    webAcl: false,
    clients: CLIENTS,
    canaryPercent: null,
    deployments: [
      deployment(1, 190 * DAY_MS, "first release"),
      deployment(2, 33 * DAY_MS + 5 * HOUR_MS, "monthly release"),
      deployment(3, 6 * DAY_MS + 3 * HOUR_MS, "weekly release"),
    ],
    requestWindow: null,
    ...change,
  };
}

/** AWS's own Common Log Format of HTTP APIs: no latency, no response type. Source: http-api-logging.html. */
export const COMMON_LOG_FORMAT =
  '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.routeKey $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId';
