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
  const { overhead, unauthorized } = overheadsOf(stage, route, drift.gatewayLatency);
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

  const answered = (share: number, status: number): Outcome => ({
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
  });
  const notCalled = (share: number, status: number): Outcome => ({
    ...answered(share, status),
    integrationStatus: null,
    integrationLatency: null,
    cache: null,
  });
  const outcomes: Outcome[] = [];
  const add = (outcome: Outcome): void => {
    if (outcome.share > 0) outcomes.push(outcome);
  };
  add(answered(successes - hits - cold, 200));
  if (hits > 0) add({ ...notCalled(hits, 200), cache: "hit" });
  if (cold > 0 && route.integrationLatency !== null) {
    const model = coldModel(route.integrationLatency, route.timeoutMs);
    const integrationLatency = scaleLatency(model, drift.integrationLatency);
    add({ ...answered(cold, 200), integrationLatency, coldStart: true });
  }
  if (isFoundByGateway) add({ ...notCalled(mistakes, 400), responseType: "BAD_REQUEST_BODY" });
  else add(answered(mistakes, route.key.includes("{") ? 404 : 400));
  add(answered(serverErrors, 500));
  if (rejections > 0) add({ ...notCalled(rejections, 401), responseType: "UNAUTHORIZED" });
  if (blocked > 0) add({ ...notCalled(blocked, 403), responseType: "WAF_FILTERED", overhead: unauthorized });
  return stage.canaryPercent === null ? outcomes : splitCanary(outcomes, stage.canaryPercent / 100);
}

interface Overheads {
  readonly overhead: Overhead;
  /** Of requests that never come to the authorizer. */
  readonly unauthorized: Overhead;
}

const overheads = new WeakMap<StagePlan, Map<RoutePlan, Map<number, Overheads>>>();

/** The same objects for the same factor, so that what is computed of them can be kept by their identity. */
function overheadsOf(stage: StagePlan, route: RoutePlan, factor: number): Overheads {
  const ofStage = overheads.get(stage) ?? new Map<RoutePlan, Map<number, Overheads>>();
  const ofRoute = ofStage.get(route) ?? new Map<number, Overheads>();
  const known = ofRoute.get(factor);
  if (known !== undefined) return known;
  const overhead: Overhead = {
    waf: stage.webAcl ? WAF_LATENCY : null,
    authorizer: route.authorizer && scaleLatency(route.authorizer.latency, factor),
    gateway: scaleLatency(route.gatewayLatency, factor),
  };
  const made = { overhead, unauthorized: { ...overhead, authorizer: null } };
  overheads.set(stage, ofStage.set(route, ofRoute.set(factor, made)));
  return made;
}

function coldModel(model: LatencyModel, timeoutMs: number): LatencyModel {
  const known = coldModels.get(model);
  if (known !== undefined) return known;
  const found = {
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
