import type { Random } from "../core/random.ts";
import { DAY_MS, MINUTE_MS, type Window, floorTo } from "../core/window.ts";
import type { Throttle } from "../model/target.ts";
import type { Behaviour, Limits, Outcome } from "./behaviour.ts";
import type { StageModel } from "./behaviour-at.ts";
import { anonymousShares } from "./clients.ts";
import { drawPoisson } from "./draw-poisson.ts";
import { sampleLatency } from "./latency-model.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";
import type { SimulatedRequest } from "./request.ts";
import { drawPath, drawRequestIds } from "./request-identity.ts";
import { drawBytes } from "./response-bytes.ts";
import { type StageLimits, limitedOutcome } from "./stage-limits.ts";
import { type TokenBucket, createTokenBucket } from "./token-bucket.ts";

/** The buckets that a stage's requests pass, and what its clients have used of their quota today. */
interface Buckets {
  readonly byKey: Map<string, { readonly bucket: TokenBucket; used: number }>;
  readonly stage: TokenBucket;
  readonly account: TokenBucket;
}

/** A request that arrives, before the limits have their say. */
interface Arrival {
  readonly timeMs: number;
  readonly route: RoutePlan;
  readonly outcome: Outcome;
  readonly client: StagePlan["clients"][number] | undefined;
}

/** A request as far as metrics know it: without ids and paths, which cost most of the time. */
export interface BareRequest extends Arrival {
  readonly latencyMs: number;
  readonly integrationLatencyMs: number | null;
  readonly wafLatencyMs: number | null;
  readonly authorizerLatencyMs: number | null;
  readonly bytes: number;
}

/**
 * Every request of a stage whose minute begins in `window`, ascending by time: Poisson arrivals within each
 * minute, each with an outcome by its share, then the token buckets and quotas of AWS's order, which turn
 * some into 429s that never reach the integration. Buckets are full when the window begins.
 */
export function* drawRequests(
  model: StageModel,
  limits: StageLimits,
  window: Window,
  random: Random,
): Generator<SimulatedRequest> {
  let minute = Number.NaN;
  let names = random;
  for (const request of drawBareRequests(model, limits, window, random)) {
    const at = Math.floor(request.timeMs / MINUTE_MS);
    if (at !== minute) names = random.fork(`names ${at}`);
    minute = at;
    yield nameRequest(model, request, names);
  }
}

/** The same requests without their names. */
export function* drawBareRequests(
  model: StageModel,
  limits: StageLimits,
  window: Window,
  random: Random,
): Generator<BareRequest> {
  const used = limits.usedToday(window.startMs);
  const buckets: Buckets = {
    byKey: new Map(
      model.stage.clients.map(({ apiKeyId }, index) => [
        apiKeyId,
        { bucket: createTokenBucket(), used: Math.round(used[index] ?? 0) },
      ]),
    ),
    stage: createTokenBucket(),
    account: createTokenBucket(),
  };
  const ofRoute = model.stage.routes.map((route) => ({ route, random: random.fork(route.key) }));
  for (let minuteMs = floorTo(window.startMs, MINUTE_MS); minuteMs < window.endMs; minuteMs += MINUTE_MS) {
    // Quotas begin anew at midnight UTC.
    if (minuteMs % DAY_MS === 0) for (const key of buckets.byKey.values()) key.used = 0;
    const arrivals = ofRoute.flatMap(({ route, random: own }) =>
      drawArrivals(model.stage, route, model.behaviourAt(route, minuteMs), minuteMs, own.fork(`${minuteMs}`)),
    );
    arrivals.sort((left, right) => left.timeMs - right.timeMs);
    const now = { ...model.limitsAt(minuteMs), account: limits.accountShare(minuteMs) };
    const details = random.fork(`details ${minuteMs}`);
    for (const arrival of arrivals) {
      const outcome = passLimits(arrival, now, buckets) ?? arrival.outcome;
      yield timeRequest(arrival, outcome, details);
    }
  }
}

function drawArrivals(
  stage: StagePlan,
  route: RoutePlan,
  behaviour: Behaviour,
  minuteMs: number,
  random: Random,
): Arrival[] {
  const count = drawPoisson(behaviour.requestsPerMinute, random);
  const shares = behaviour.outcomes.map(({ share }) => share);
  const anonymous = anonymousShares(stage, behaviour);
  const arrivals: Arrival[] = [];
  for (let index = 0; index < count; index += 1) {
    const timeMs = minuteMs + Math.floor(random.next() * MINUTE_MS);
    const outcome = pick(behaviour.outcomes, shares, random);
    if (outcome === undefined) break;
    const client =
      outcome.client === null
        ? pick(stage.clients, anonymous, random)
        : stage.clients.find(({ apiKeyId }) => apiKeyId === outcome.client);
    arrivals.push({ timeMs, route, outcome, client });
  }
  return arrivals;
}

/** One of the items by their shares, which sum to 1; undefined where there is none. */
function pick<T>(items: readonly T[], shares: readonly number[], random: Random): T | undefined {
  let left = random.next();
  let chosen = 0;
  for (let index = 0; index < items.length; index += 1) {
    if ((shares[index] ?? 0) > 0) chosen = index;
    left -= shares[index] ?? 0;
    if (left < 0) break;
  }
  return items[chosen];
}

/** The outcome that a limit makes of it, or null where it passes all of them. */
function passLimits({ timeMs, route, client }: Arrival, limits: Limits, buckets: Buckets): Outcome | null {
  const id = client?.apiKeyId ?? null;
  const key = id === null ? undefined : buckets.byKey.get(id);
  if (limits.usagePlan !== null && key !== undefined) {
    if (!key.bucket.has(timeMs, limits.usagePlan)) return limitedOutcome(route, id, "THROTTLED");
    key.bucket.take();
    const { quotaPerDay } = limits.usagePlan;
    if (quotaPerDay !== null && key.used >= quotaPerDay) return limitedOutcome(route, id, "QUOTA_EXCEEDED");
    key.used += 1;
  }
  const passes =
    passesBucket(timeMs, buckets.stage, limits.stage) &&
    passesBucket(timeMs, buckets.account, limits.account);
  return passes ? null : limitedOutcome(route, id, "THROTTLED");
}

function passesBucket(timeMs: number, bucket: TokenBucket, throttle: Throttle | null): boolean {
  if (throttle === null) return true;
  if (!bucket.has(timeMs, throttle)) return false;
  bucket.take();
  return true;
}

function timeRequest({ timeMs, route, client }: Arrival, outcome: Outcome, random: Random): BareRequest {
  const { waf, authorizer, gateway } = outcome.overhead;
  const integrationMs =
    outcome.integrationLatency === null ? null : sampleLatency(outcome.integrationLatency, random);
  const wafMs = waf === null ? null : sampleLatency(waf, random);
  const authorizerMs = authorizer === null ? null : sampleLatency(authorizer, random);
  const totalMs = (integrationMs ?? 0) + (wafMs ?? 0) + (authorizerMs ?? 0) + sampleLatency(gateway, random);
  return {
    timeMs,
    route,
    client,
    outcome,
    latencyMs: Math.round(totalMs),
    integrationLatencyMs: integrationMs === null ? null : Math.round(integrationMs),
    wafLatencyMs: wafMs === null ? null : Math.round(wafMs),
    authorizerLatencyMs: authorizerMs === null ? null : Math.round(authorizerMs),
    bytes: drawBytes(route.key, outcome, random),
  };
}

function nameRequest({ id, stage }: StageModel, bare: BareRequest, random: Random): SimulatedRequest {
  const { timeMs, route, client, outcome } = bare;
  const { requestId, extendedRequestId } = drawRequestIds(stage.kind, random);
  // Field by field: spreading objects costs more than drawing what is in them.
  return {
    timeMs,
    target: id,
    route: route.key,
    path: drawPath(route.key, random),
    requestId,
    extendedRequestId,
    apiKeyId: client?.apiKeyId ?? "",
    userAgent: client?.userAgent ?? "",
    ip: client?.ip ?? "",
    deploymentId: deploymentAt(stage, timeMs, outcome.canary),
    outcome,
    latencyMs: bare.latencyMs,
    integrationLatencyMs: bare.integrationLatencyMs,
    wafLatencyMs: bare.wafLatencyMs,
    authorizerLatencyMs: bare.authorizerLatencyMs,
    bytes: bare.bytes,
  };
}

/** While a stage has a canary, its newest deployment is the canary's, the one before serves everybody else. */
function deploymentAt(stage: StagePlan, timeMs: number, isCanary: boolean): string {
  const made = stage.deployments.filter(({ createdMs }) => createdMs <= timeMs);
  const newest = made.at(-1)?.id ?? stage.deployments[0]?.id ?? "";
  return stage.canaryPercent === null || isCanary ? newest : (made.at(-2)?.id ?? newest);
}
