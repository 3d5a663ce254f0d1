import { type Random } from "../../../src/core/random.ts";
import { MINUTE_MS } from "../../../src/core/window.ts";
import { METRICS } from "../../../src/catalog/metrics.ts";
import type { ApiKind } from "../../../src/model/target.ts";
import { toRuns, type Series } from "../../../src/model/series.ts";
import { createStageModel } from "../../../src/simulate/behaviour-at.ts";
import type { LatencyModel } from "../../../src/simulate/behaviour.ts";
import { drawPoisson } from "../../../src/simulate/draw-poisson.ts";
import { drawRequests } from "../../../src/simulate/draw-requests.ts";
import type { Incident, IncidentContext } from "../../../src/simulate/incident.ts";
import { sampleLatency } from "../../../src/simulate/latency-model.ts";
import type { AccountPlan, PlannedIncident, RoutePlan, StagePlan } from "../../../src/simulate/plan.ts";
import type { SimulatedRequest } from "../../../src/simulate/request.ts";
import { createStageLimits } from "../../../src/simulate/stage-limits.ts";

export const START_MS = Date.UTC(2026, 10, 18, 9, 0);

function latency(medianMs: number, sigma: number, capMs = 29_000): LatencyModel {
  return { parts: [{ weight: 1, medianMs, sigma }], capMs };
}

/** Routes of equal weight, or messages of equal weight: what stage metrics alone cannot tell apart is even. */
function route(key: string, weight: number, change: Partial<RoutePlan> = {}): RoutePlan {
  return {
    key,
    weight,
    integration: "lambda-proxy",
    integrationTarget: "orders-handler",
    integrationLatency: latency(84, 0.41),
    gatewayLatency: latency(6, 0.28),
    authorizer: { kind: "CUSTOM", latency: latency(11, 0.35) },
    clientErrorRatio: 0.021,
    serverErrorRatio: 0.0034,
    cacheHitRatio: null,
    coldStartRatio: 0.0004,
    timeoutMs: 27_000,
    ...change,
  };
}

const ROUTES: Readonly<Record<ApiKind, readonly RoutePlan[]>> = {
  rest: [
    route("POST /orders", 0.5),
    route("GET /orders/{id}", 0.5, {
      integrationLatency: latency(47, 0.52),
      cacheHitRatio: 0.71,
      integrationTarget: "orders-reader",
    }),
  ],
  http: [
    route("POST /carts", 1 / 3, { authorizer: { kind: "JWT", latency: latency(7, 0.31) } }),
    route("PUT /carts/{id}", 1 / 3, { authorizer: { kind: "JWT", latency: latency(8, 0.29) } }),
    route("GET /carts", 1 / 3, {
      authorizer: null,
      integration: "http",
      integrationTarget: "carts.internal",
    }),
  ],
  websocket: [
    route("$connect", 0.12, { clientErrorRatio: 0.003, integrationLatency: latency(78, 0.38) }),
    route("$disconnect", 0.44, { authorizer: null, integrationLatency: latency(91, 0.43) }),
    route("send", 0.44, { authorizer: null }),
  ],
};

/** A stage that has everything an incident can need: web ACL, cache, canary, authorizers, clients. */
export function stagePlan(kind: ApiKind, requestsPerMinute: number): StagePlan {
  const isRest = kind === "rest";
  return {
    kind,
    apiId: "k3x9d2m7qa",
    apiName: "shop",
    stage: "prod",
    traffic: { requestsPerMinute, dailySwing: 0, weekendDip: 0, peakHour: 13, burstiness: 0 },
    routes: ROUTES[kind],
    detailedMetrics: true,
    cacheSizeGb: isRest ? "1.6" : null,
    limits: {
      usagePlan: null,
      stage: null,
      account: { rateLimit: 10_000, burstLimit: 5_000 },
    },
    accessLogFormat: null,
    executionLogLevel: "INFO",
    tracing: isRest,
    webAcl: isRest,
    clients: [
      { apiKeyId: "key-mobile", userAgent: "Shop/7.2 (Android 15)", ip: "198.51.100.17", share: 0.4 },
      { apiKeyId: "key-web", userAgent: "Mozilla/5.0", ip: "203.0.113.91", share: 0.3 },
      { apiKeyId: "key-partner", userAgent: "okhttp/4.12.0", ip: "192.0.2.53", share: 0.2 },
      { apiKeyId: "key-batch", userAgent: "python-requests/2.32", ip: "192.0.2.204", share: 0.1 },
    ],
    canaryPercent: isRest ? 12 : null,
    deployments: [
      { id: "d1k4f0", createdMs: START_MS - 9e8, description: "orders 41" },
      { id: "d7m2p5", createdMs: START_MS - 4e6, description: "orders 42" },
    ],
    requestWindow: null,
  };
}

export function accountPlan(
  stage: StagePlan,
  incidents: readonly PlannedIncident[] = [],
  seed = 4_711,
): AccountPlan {
  return {
    seed,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs: START_MS + 600 * MINUTE_MS,
    stages: [stage],
    incidents,
  };
}

export function drawnRequests(plan: AccountPlan, minutes: number, random: Random): SimulatedRequest[] {
  const model = createStageModel(plan, plan.stages[0]!);
  const window = { startMs: START_MS, endMs: START_MS + minutes * MINUTE_MS };
  const limits = createStageLimits(model, () => 0);
  return [...drawRequests(model, limits, window, random)];
}

export function contextOf(stage: StagePlan, incident: Incident, routePlan?: RoutePlan): IncidentContext {
  return {
    stage,
    route: routePlan ?? stage.routes[0]!,
    magnitude: incident.magnitude.default,
    progress: 0.7,
  };
}

/**
 * Requests by the plain meaning of a Behaviour: so many a minute, each with an outcome by its share and a time
 * for each phase. Limits, ids and clients are left out, which makes it a good deal quicker.
 */
export function sampledRequests(plan: AccountPlan, minutes: number, random: Random): SimulatedRequest[] {
  const model = createStageModel(plan, plan.stages[0]!);
  const requests: SimulatedRequest[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const timeMs = START_MS + minute * MINUTE_MS;
    for (const { key } of model.stage.routes) {
      const routePlan = model.stage.routes.find((item) => item.key === key)!;
      const behaviour = model.behaviourAt(routePlan, timeMs);
      const count = drawPoisson(behaviour.requestsPerMinute, random);
      for (let index = 0; index < count; index += 1) {
        let left = random.next();
        const outcome = behaviour.outcomes.find(({ share }) => (left -= share) < 0) ?? behaviour.outcomes[0]!;
        const { waf, authorizer, gateway } = outcome.overhead;
        const sample = (phase: LatencyModel | null) => (phase === null ? 0 : sampleLatency(phase, random));
        const integrationMs = sample(outcome.integrationLatency);
        requests.push({
          timeMs,
          target: model.id,
          route: key,
          path: "/",
          requestId: "",
          extendedRequestId: "",
          apiKeyId: "",
          userAgent: "",
          ip: "",
          deploymentId: "",
          outcome,
          latencyMs: Math.round(integrationMs + sample(waf) + sample(authorizer) + sample(gateway)),
          integrationLatencyMs: outcome.integrationLatency === null ? null : Math.round(integrationMs),
          wafLatencyMs: null,
          authorizerLatencyMs: null,
          bytes: 512,
        });
      }
    }
  }
  return requests;
}

const LATENCY_STATS = ["p50", "p90", "p99", "Average", "SampleCount", "Minimum", "Maximum"];

/** The datapoints of requests, by the definition of each metric, one request at a time. */
export function seriesOf(
  requests: readonly SimulatedRequest[],
  kind: ApiKind,
  target: string,
  routes: readonly (string | null)[],
  periodSeconds = 60,
): Series[] {
  const facts = METRICS.filter((fact) => fact.kind === kind);
  return routes.flatMap((routeKey) => {
    const own = requests.filter(
      (request) => routeKey === null || (request.route === routeKey && request.outcome.unrouted !== true),
    );
    const periods = new Map<number, SimulatedRequest[]>();
    for (const request of own) {
      const timeMs = Math.floor(request.timeMs / (periodSeconds * 1_000)) * periodSeconds * 1_000;
      const period = periods.get(timeMs) ?? [];
      periods.set(timeMs, period);
      period.push(request);
    }
    return facts.flatMap(({ measure, metric, statistics }) => {
      const stats = measure === "latency" || measure === "integrationLatency" ? LATENCY_STATS : statistics;
      const sorted = [...periods].map(
        ([timeMs, period]) => [timeMs, sortedSamples(measure, period, kind)] as const,
      );
      return stats.map((stat): Series => {
        const points = sorted.flatMap(([timeMs, values]) => {
          const value = statistic(values, stat);
          return value === undefined ? [] : [{ timeMs, value }];
        });
        return {
          target,
          route: routeKey,
          namespace: "AWS/ApiGateway",
          metric,
          dimensions: { Stage: "prod", ...(routeKey === null ? {} : { Route: routeKey }) },
          stat,
          periodSeconds,
          runs: toRuns(points, periodSeconds),
        };
      });
    });
  });
}

function sortedSamples(measure: string, requests: readonly SimulatedRequest[], kind: ApiKind): Float64Array {
  const values = Float64Array.from(samples(measure, requests, kind));
  return measure === "latency" || measure === "integrationLatency" ? values.sort() : values;
}

function samples(measure: string, requests: readonly SimulatedRequest[], kind: ApiKind): number[] {
  const flag = (matches: (request: SimulatedRequest) => boolean) =>
    requests.map((request) => (matches(request) ? 1 : 0));
  const ones = (matches: (request: SimulatedRequest) => boolean) => requests.filter(matches).map(() => 1);
  const isSocket = kind === "websocket";
  switch (measure) {
    case "requests":
      return requests.map(() => 1);
    case "connects":
      return ones(({ route: key }) => key === "$connect");
    case "messages":
      return ones(({ route: key }) => key !== "$connect");
    case "clientErrors":
      return flag(
        ({ outcome }) =>
          outcome.status >= 400 && outcome.status < 500 && !(isSocket && outcome.integrationStatus !== null),
      );
    case "serverErrors":
      return flag(({ outcome }) => outcome.status >= 500);
    case "integrationErrors":
      return flag(({ outcome }) => outcome.status >= 400 && outcome.responseType === null);
    case "executionErrors":
      return flag(({ outcome }) => outcome.status >= 500 && outcome.responseType !== null);
    case "cacheHits":
      return flag(({ outcome }) => outcome.cache === "hit");
    case "cacheMisses":
      return flag(({ outcome }) => outcome.cache === "miss");
    case "bytes":
      return requests.map(({ bytes }) => bytes);
    case "latency":
      return requests.map(({ latencyMs }) => latencyMs);
    default:
      return requests.flatMap(({ integrationLatencyMs }) =>
        integrationLatencyMs === null ? [] : [integrationLatencyMs],
      );
  }
}

function statistic(sorted: Float64Array, stat: string): number | undefined {
  if (sorted.length === 0) return undefined;
  const sum = sorted.reduce((total, value) => total + value, 0);
  if (stat === "Sum") return sum;
  if (stat === "SampleCount") return sorted.length;
  if (stat === "Average") return sum / sorted.length;
  if (stat === "Minimum") return sorted[0];
  if (stat === "Maximum") return sorted.at(-1);
  return sorted[Math.min(sorted.length - 1, Math.ceil((Number(stat.slice(1)) / 100) * sorted.length) - 1)];
}
