import type { Route, Target } from "../model/target.ts";
import type { LatencyModel } from "./behaviour.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";

/** Clients assumed behind recorded datapoints, which tell nothing of clients: one large, some small. */
const ASSUMED_CLIENT_SHARES = [0.4, 0.3, 0.2, 0.1];
/** Integration timeout where the control plane could not be read, ms. Source: API Gateway quotas (limits.html). */
const DEFAULT_TIMEOUT_MS = 29_000;
/** Where only the presence of a phase matters. */
const ANY_LATENCY: LatencyModel = {
  parts: [{ weight: 1, medianMs: 1, sigma: 0.3 }],
  capMs: DEFAULT_TIMEOUT_MS,
};

/**
 * A plan for a stage that exists: what the control plane says of it, and plain assumptions for the rest.
 * Where the control plane could not be read, the stage is taken to have what an incident needs (a function,
 * an authorizer, a web ACL).
 *
 * @param requestsPerMinute mean traffic of what the incident concerns, as recorded
 * @param route the route that the incident is placed on, or null
 */
export function stagePlanOf(target: Target, requestsPerMinute: number, route: string | null): StagePlan {
  const { configuration } = target;
  const known = configuration?.routes ?? [];
  const keys = known.length === 0 ? assumedRouteKeys(target, route) : [];
  const routes = [...known.map((item) => routePlanOf(item)), ...keys.map((key) => assumedRoute(key))];
  return {
    kind: target.kind,
    apiId: target.apiId ?? "unknown",
    apiName: target.apiName ?? "unknown",
    stage: target.stage,
    traffic: { requestsPerMinute, dailySwing: 0, weekendDip: 0, peakHour: 12, burstiness: 0 },
    routes: routes.map((item) => ({ ...item, weight: 1 / routes.length })),
    detailedMetrics: configuration?.detailedMetrics ?? false,
    cacheSizeGb: configuration?.cache?.sizeGb ?? null,
    // Whatever the limits were, the recording has met them already.
    limits: { usagePlan: null, stage: null, account: { rateLimit: Infinity, burstLimit: Infinity } },
    accessLogFormat: configuration?.accessLog?.format ?? null,
    executionLogLevel: "OFF",
    tracing: configuration?.tracing ?? false,
    webAcl: configuration === null ? target.kind === "rest" : configuration.webAclArn !== null,
    clients: ASSUMED_CLIENT_SHARES.map((share, index) => ({
      apiKeyId: `client-${index + 1}`,
      userAgent: "-",
      ip: "-",
      share,
    })),
    canaryPercent: configuration?.canary?.percentTraffic ?? null,
    deployments: [],
    requestWindow: null,
  };
}

function assumedRouteKeys(target: Target, route: string | null): string[] {
  if (route !== null) return [route];
  return target.kind === "websocket" ? ["$connect", "$default"] : ["ANY /"];
}

/** A route of which only its key is known. */
export function assumedRoute(key: string): RoutePlan {
  return routePlanOf({
    key,
    integration: "unknown",
    integrationTarget: null,
    timeoutMs: null,
    authorization: null,
    apiKeyRequired: false,
    detailedMetrics: false,
    cached: false,
    throttle: null,
  });
}

function routePlanOf(route: Route): RoutePlan {
  return {
    key: route.key,
    weight: 1,
    integration: route.integration,
    integrationTarget: route.integrationTarget,
    integrationLatency: route.integration === "mock" ? null : ANY_LATENCY,
    gatewayLatency: ANY_LATENCY,
    authorizer: authorizerOf(route.authorization),
    clientErrorRatio: 0,
    serverErrorRatio: 0,
    cacheHitRatio: route.cached ? 0 : null,
    coldStartRatio: 0,
    timeoutMs: route.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };
}

function authorizerOf(authorization: string | null): RoutePlan["authorizer"] {
  if (authorization === "NONE") return null;
  const kind =
    authorization === "JWT" || authorization === "AWS_IAM" || authorization === "COGNITO_USER_POOLS"
      ? authorization
      : "CUSTOM";
  return { kind, latency: ANY_LATENCY };
}
