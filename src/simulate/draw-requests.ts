import type { Random } from "../core/random.ts";
import { DAY_MS, MINUTE_MS, type Window, floorTo } from "../core/window.ts";
import type { Throttle } from "../model/target.ts";
import type { Behaviour, Limits, Outcome, Sender } from "./behaviour.ts";
import type { StageModel } from "./behaviour-at.ts";
import { anonymousShares } from "./clients.ts";
import { drawPoisson } from "./draw-poisson.ts";
import { type Arrival, type BareRequest, nameRequest, timeRequest } from "./complete-request.ts";
import { pickByShare } from "./pick-by-share.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";
import type { SimulatedRequest } from "./request.ts";
import { type StageLimits, limitedOutcome } from "./stage-limits.ts";
import { type TokenBucket, createTokenBucket } from "./token-bucket.ts";

/** The buckets that a stage's requests pass, and what its clients have used of their quota today. */
interface Buckets {
  readonly byKey: Map<string, { readonly bucket: TokenBucket; used: number }>;
  readonly stage: TokenBucket;
  readonly account: TokenBucket;
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
  yield* nameRequests(model, drawBareRequests(model, limits, window, random), random);
}

/**
 * The same requests with their names, which depend on their minute alone.
 *
 * @param bare ascending, whole minutes of them. @param random the one that they were drawn from.
 */
export function* nameRequests(
  model: StageModel,
  bare: Iterable<BareRequest>,
  random: Random,
): Generator<SimulatedRequest> {
  let minute = Number.NaN;
  let names = random;
  for (const request of bare) {
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
    const outcome = pickByShare(behaviour.outcomes, shares, random);
    if (outcome === undefined) break;
    arrivals.push({ timeMs, route, outcome, client: pickSender(stage, outcome, anonymous, random) });
  }
  return arrivals;
}

/** @param anonymous see {@link anonymousShares}. */
export function pickSender(
  { clients }: StagePlan,
  { client, sender }: Outcome,
  anonymous: readonly number[],
  random: Random,
): Sender | undefined {
  if (sender !== undefined) return sender;
  return client === null
    ? pickByShare(clients, anonymous, random)
    : clients.find(({ apiKeyId }) => apiKeyId === client);
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
