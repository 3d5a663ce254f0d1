import type { LatencyModel, Outcome, Overhead } from "./behaviour.ts";
import { scaleLatency } from "./latency-model.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";

/** How far the ordinary has moved at a moment; 1 is the plan's own number. */
export interface Drift {
  readonly integrationLatency: number;
  readonly gatewayLatency: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly cacheMisses: number;
}

/** Of a protected route's client errors, those that its authorizer turns away. */
const REJECTED_SHARE = 0.35;
/** A web ACL's own time, and the share of requests that it blocks on an ordinary day. */
const WAF_LATENCY: LatencyModel = { parts: [{ weight: 1, medianMs: 2, sigma: 0.3 }], capMs: 5_000 };
const WAF_BLOCKED_SHARE = 0.0004;
/** What starting a function adds to its answer. */
const COLD_START_MS = 650;
const coldModels = new WeakMap<LatencyModel, LatencyModel>();

/** The ways in which a route's requests end while nothing is wrong. Shares sum to 1; none is zero. */
export function normalOutcomes(stage: StagePlan, route: RoutePlan, drift: Drift): Outcome[] {
  const integration =
    route.integrationLatency && scaleLatency(route.integrationLatency, drift.integrationLatency);
  const overhead: Overhead = {
    waf: stage.webAcl ? WAF_LATENCY : null,
    authorizer: route.authorizer && scaleLatency(route.authorizer.latency, drift.gatewayLatency),
    gateway: scaleLatency(route.gatewayLatency, drift.gatewayLatency),
  };
  const isCalled = integration !== null;
  const isCached = stage.cacheSizeGb !== null && route.cacheHitRatio !== null;
  const clientErrors = Math.min(0.5, route.clientErrorRatio * drift.clientErrors);
  const serverErrors = Math.min(0.5, route.serverErrorRatio * drift.serverErrors);
  const rejections = route.authorizer === null ? 0 : clientErrors * REJECTED_SHARE;
  // A client's mistake in a message is found by the gateway; a backend that answers 4XX is an integration error.
  const isFoundByGateway = stage.kind === "websocket";
  const mistakes = clientErrors - rejections;
  const blocked = stage.webAcl ? WAF_BLOCKED_SHARE * drift.clientErrors : 0;
  const hitRatio = isCached ? Math.max(0, 1 - (1 - (route.cacheHitRatio ?? 0)) * drift.cacheMisses) : 0;
  const successes = 1 - clientErrors - serverErrors - blocked;
  const hits = successes * hitRatio;
  const cold = isCalled ? (successes - hits) * route.coldStartRatio : 0;

  const answered = (share: number, status: number, change: Partial<Outcome> = {}): Outcome => ({
    share,
    status,
    responseType: null,
    integrationStatus: isCalled ? status : null,
    integrationError: null,
    integrationLatency: integration,
    overhead,
    cache: isCached ? "miss" : null,
    client: null,
    canary: false,
    coldStart: false,
    ...change,
  });
  const rejected = (share: number, status: number, responseType: string, phases: Overhead): Outcome =>
    answered(share, status, {
      responseType,
      integrationStatus: null,
      integrationLatency: null,
      overhead: phases,
      cache: null,
    });
  const outcomes = [
    answered(successes - hits - cold, 200),
    answered(hits, 200, { cache: "hit", integrationStatus: null, integrationLatency: null }),
    answered(cold, 200, {
      integrationLatency:
        route.integrationLatency &&
        scaleLatency(coldModel(route.integrationLatency, route.timeoutMs), drift.integrationLatency),
      coldStart: true,
    }),
    isFoundByGateway
      ? rejected(mistakes, 400, "BAD_REQUEST_BODY", overhead)
      : answered(mistakes, route.key.includes("{") ? 404 : 400),
    answered(serverErrors, 500),
    rejected(rejections, 401, "UNAUTHORIZED", overhead),
    rejected(blocked, 403, "WAF_FILTERED", { ...overhead, authorizer: null }),
  ].filter((outcome) => outcome.share > 0);
  return stage.canaryPercent === null ? outcomes : splitCanary(outcomes, stage.canaryPercent / 100);
}

function coldModel(model: LatencyModel, timeoutMs: number): LatencyModel {
  const found = coldModels.get(model) ?? {
    parts: model.parts.map((part) => ({ ...part, medianMs: part.medianMs + COLD_START_MS, sigma: 0.25 })),
    capMs: timeoutMs,
  };
  coldModels.set(model, found);
  return found;
}

function splitCanary(outcomes: readonly Outcome[], share: number): Outcome[] {
  return outcomes.flatMap((outcome) => [
    { ...outcome, share: outcome.share * (1 - share) },
    { ...outcome, share: outcome.share * share, canary: true },
  ]);
}
