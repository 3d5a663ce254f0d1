import { DAY_MS, MINUTE_MS, floorTo } from "../core/window.ts";
import type { Throttle } from "../model/target.ts";
import { type Behaviour, type Outcome, isOfStranger } from "./behaviour.ts";
import type { StageModel } from "./behaviour-at.ts";
import { lossShare, steadyLoss, tokensAfter } from "./bucket-loss.ts";
import { anonymousShares, clientShares } from "./clients.ts";
import type { RoutePlan } from "./plan.ts";
import { BLOCK_MS } from "./traffic.ts";

/** Shares (0..1) of a stretch's requests that the limits turn away, in the order in which they apply. */
export interface Turned {
  /** For each client of the stage, of its requests: by its usage plan's rate. */
  readonly throttledByKey: readonly number[];
  /** For each client, of what is left: by its usage plan's quota. */
  readonly quotaByKey: readonly number[];
  /** Of what is left after those: by stage, then account. */
  readonly throttled: number;
}

export interface StageLimits {
  /** Null where every limit is far away. */
  turnedAway(timeMs: number, lengthMs: number): Turned | null;
  /** Requests that each client has made since midnight UTC, expected. */
  usedToday(timeMs: number): readonly number[];
  /** The account's bucket as this stage meets it: what the other stages leave. */
  accountShare(timeMs: number): Throttle;
}

/** A bucket refills within minutes; its state before that does not matter. */
const MEMORY_MINUTES = 20;
/** A share of requests that nobody would ever see. */
const NEGLIGIBLE = 1e-9;

/**
 * @param others expected requests a second of the account's other stages.
 * Source of the order: api-gateway-request-throttling.html (usage plan, stage, account).
 */
export function createStageLimits(model: StageModel, others: (timeMs: number) => number): StageLimits {
  const { stage } = model;
  const flows = new Map<number, { total: number; byClient: readonly number[] }>();
  const usage = new Map<number, readonly number[]>();

  /** Expected requests a second, in all and by client, before limits. */
  const flowAt = (timeMs: number) => {
    const minuteMs = floorTo(timeMs, MINUTE_MS);
    const known = flows.get(minuteMs);
    if (known) return known;
    const byClient = stage.clients.map(() => 0);
    let total = 0;
    const isByKey = model.limitsAt(minuteMs).usagePlan !== null;
    for (const route of stage.routes) {
      const behaviour = model.behaviourAt(route, minuteMs);
      const rate = behaviour.requestsPerMinute / 60;
      total += rate;
      if (!isByKey) continue;
      clientShares(stage, behaviour).forEach((share, index) => {
        byClient[index] = (byClient[index] ?? 0) + rate * share;
      });
    }
    const flow = { total, byClient };
    if (flows.size > 500) flows.clear();
    flows.set(minuteMs, flow);
    return flow;
  };

  const usedToday = (timeMs: number): readonly number[] => {
    if ((model.limitsAt(timeMs).usagePlan?.quotaPerDay ?? null) === null) return stage.clients.map(() => 0);
    const block = Math.floor(timeMs / BLOCK_MS);
    const known = usage.get(block);
    if (known) return known;
    const isMidnight = (block * BLOCK_MS) % DAY_MS === 0;
    const before = isMidnight ? stage.clients.map(() => 0) : usedToday((block - 1) * BLOCK_MS);
    const flow = isMidnight ? null : flowAt((block - 1) * BLOCK_MS);
    const used = before.map((count, index) => count + (flow?.byClient[index] ?? 0) * (BLOCK_MS / 1_000));
    usage.set(block, used);
    return used;
  };

  const accountShare = (timeMs: number): Throttle => {
    const { account, leftOfAccount } = model.limitsAt(timeMs);
    if (leftOfAccount !== undefined) return leftOfAccount;
    const { rateLimit, burstLimit } = account;
    const rest = others(timeMs);
    const own = flowAt(timeMs).total;
    return { rateLimit: Math.max(rateLimit - rest, (rateLimit * own) / (own + rest || 1)), burstLimit };
  };

  /** Loss of one bucket; its fill is worked out from a while before, when it is taken to be full. */
  const lossAt = (
    timeMs: number,
    lengthMs: number,
    rateAt: (atMs: number) => number,
    throttleAt: (atMs: number) => Throttle | null,
  ): number => {
    const throttle = throttleAt(timeMs);
    const rate = rateAt(timeMs);
    if (throttle === null || rate <= 0) return 0;
    let tokens = throttle.burstLimit;
    if (rate > throttle.rateLimit) {
      for (let back = MEMORY_MINUTES; back > 0; back -= 1) {
        const atMs = timeMs - back * MINUTE_MS;
        const then = throttleAt(atMs);
        if (then) tokens = tokensAfter(rateAt(atMs), then, tokens, 60);
      }
      tokens = Math.min(tokens, throttle.burstLimit);
    }
    return lossShare(rate, throttle, tokens, lengthMs / 1_000);
  };

  /** Without a usage plan, below a limit's rate what its bucket held before does not matter: most of all time. */
  const isFarFromAll = (timeMs: number): boolean => {
    const limits = model.limitsAt(timeMs);
    if (limits.usagePlan !== null) return false;
    const rate = model.rateAt(timeMs) / 60;
    if (!isFar(rate, limits.stage)) return false;
    if (limits.leftOfAccount !== undefined) return isFar(rate, limits.leftOfAccount);
    return isFar(rate, { ...limits.account, rateLimit: limits.account.rateLimit - others(timeMs) });
  };

  const turnedAway = (timeMs: number, lengthMs: number): Turned | null => {
    if (isFarFromAll(timeMs)) return null;
    const limits = model.limitsAt(timeMs);
    const flow = flowAt(timeMs);
    const throttledByKey = stage.clients.map((_, index) =>
      lossAt(
        timeMs,
        lengthMs,
        (atMs) => flowAt(atMs).byClient[index] ?? 0,
        (atMs) => model.limitsAt(atMs).usagePlan,
      ),
    );
    const quotaByKey = stage.clients.map((_, index) => {
      const quota = limits.usagePlan?.quotaPerDay ?? null;
      if (quota === null) return 0;
      const arriving = ((flow.byClient[index] ?? 0) * lengthMs) / 1_000;
      const intoBlockMs = timeMs % BLOCK_MS;
      const used = (usedToday(timeMs)[index] ?? 0) + ((flow.byClient[index] ?? 0) * intoBlockMs) / 1_000;
      return arriving <= 0 ? 0 : Math.min(1, Math.max(0, (used + arriving - quota) / arriving));
    });
    const kept = passing(flow, throttledByKey, quotaByKey);
    const stageLoss = lossAt(
      timeMs,
      lengthMs,
      (atMs) => flowAt(atMs).total * kept,
      (atMs) => model.limitsAt(atMs).stage,
    );
    const accountLoss = lossAt(
      timeMs,
      lengthMs,
      (atMs) => flowAt(atMs).total * kept * (1 - stageLoss),
      accountShare,
    );
    const throttled = 1 - (1 - stageLoss) * (1 - accountLoss);
    const isNone = [...throttledByKey, ...quotaByKey, throttled].every((share) => share < NEGLIGIBLE);
    return isNone ? null : { throttledByKey, quotaByKey, throttled };
  };
  let last: { timeMs: number; lengthMs: number; turned: Turned | null } | null = null;
  return {
    // Every route of a stage asks for the same stretch.
    turnedAway: (timeMs, lengthMs) => {
      if (last?.timeMs !== timeMs || last.lengthMs !== lengthMs)
        last = { timeMs, lengthMs, turned: turnedAway(timeMs, lengthMs) };
      return last.turned;
    },
    usedToday,
    accountShare,
  };
}

function isFar(rate: number, throttle: Throttle | null): boolean {
  if (throttle === null || rate <= 0) return true;
  return rate <= throttle.rateLimit && steadyLoss(rate, throttle) < NEGLIGIBLE * rate;
}

/** Share of all requests that the usage plan lets through. */
function passing(
  flow: { total: number; byClient: readonly number[] },
  throttledByKey: readonly number[],
  quotaByKey: readonly number[],
): number {
  const stopped = flow.byClient.reduce(
    (sum, rate, index) =>
      sum + rate * (1 - (1 - (throttledByKey[index] ?? 0)) * (1 - (quotaByKey[index] ?? 0))),
    0,
  );
  return flow.total > 0 ? 1 - stopped / flow.total : 1;
}

const limited = new WeakMap<RoutePlan, Map<string, Outcome>>();

/** What a request looks like that a limit turned away: the gateway answers at once. The same object each time. */
export function limitedOutcome(
  route: RoutePlan,
  client: string | null,
  responseType: "THROTTLED" | "QUOTA_EXCEEDED",
): Outcome {
  const ofRoute = limited.get(route) ?? new Map<string, Outcome>();
  limited.set(route, ofRoute);
  const name = `${responseType} ${client ?? ""}`;
  const outcome = ofRoute.get(name) ?? {
    share: 0,
    status: 429,
    responseType,
    integrationStatus: null,
    integrationError: null,
    integrationLatency: null,
    overhead: { waf: null, authorizer: null, gateway: route.gatewayLatency },
    cache: null,
    client,
    canary: false,
    coldStart: false,
  };
  ofRoute.set(name, outcome);
  return outcome;
}

/** The behaviour with what the limits do to it: thinned outcomes, and the 429s that take their place. */
export function limitBehaviour(
  model: StageModel,
  route: RoutePlan,
  normal: Behaviour,
  turned: Turned,
): Behaviour {
  const { clients } = model.stage;
  const anonymous = anonymousShares(model.stage, normal);
  const left = clients.map(
    (_, index) => (1 - (turned.throttledByKey[index] ?? 0)) * (1 - (turned.quotaByKey[index] ?? 0)),
  );
  const leftOf = (client: string | null): number => {
    if (clients.length === 0) return 1;
    if (client !== null) return left[clients.findIndex(({ apiKeyId }) => apiKeyId === client)] ?? 1;
    return left.reduce((sum, share, index) => sum + share * (anonymous[index] ?? 0), 0);
  };
  const kept = normal.outcomes.map((outcome) => ({
    ...outcome,
    share: outcome.share * (isOfStranger(outcome) ? 1 : leftOf(outcome.client)) * (1 - turned.throttled),
  }));
  const shares = clientShares(model.stage, normal);
  const stopped = clients.flatMap(({ apiKeyId }, index) => {
    const share = shares[index] ?? 0;
    const throttled = share * (turned.throttledByKey[index] ?? 0);
    return [
      { ...limitedOutcome(route, apiKeyId, "THROTTLED"), share: throttled },
      {
        ...limitedOutcome(route, apiKeyId, "QUOTA_EXCEEDED"),
        share: (share - throttled) * (turned.quotaByKey[index] ?? 0),
      },
    ];
  });
  const reached = 1 - stopped.reduce((sum, outcome) => sum + outcome.share, 0);
  const outcomes = [
    ...kept,
    ...stopped,
    { ...limitedOutcome(route, null, "THROTTLED"), share: reached * turned.throttled },
  ].filter((outcome) => outcome.share > 0);
  return { ...normal, outcomes };
}
