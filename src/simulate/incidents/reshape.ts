import { responseTypeFact } from "../../catalog/response-types.ts";
import type { Behaviour, LatencyModel, Outcome, Overhead } from "../behaviour.ts";
import type { RoutePlan, StagePlan } from "../plan.ts";
import { remember } from "./remember.ts";

/** How incidents change a behaviour. Every function gives its input back, the same object, where nothing changes. */

export function succeeds(outcome: Outcome): boolean {
  return outcome.status < 400;
}

export function reachesIntegration(outcome: Outcome): boolean {
  return outcome.integrationLatency !== null;
}

/** Whether a function stands behind the route; a recording whose control plane was unreadable does not say, and may. */
export function callsLambda(route: RoutePlan): boolean {
  return ["lambda-proxy", "lambda", "unknown"].includes(route.integration);
}

/** Lets `fraction` (0..1) of each matching outcome end as `replace` says. */
export function replaceFraction(
  normal: Behaviour,
  fraction: number,
  matches: (outcome: Outcome) => boolean,
  replace: (outcome: Outcome) => Outcome,
): Behaviour {
  const moved = Math.min(1, fraction);
  if (!(moved > 0) || !normal.outcomes.some(matches)) return normal;
  return {
    ...normal,
    outcomes: normal.outcomes.flatMap((outcome) => {
      if (!matches(outcome)) return [outcome];
      const kept = { ...outcome, share: outcome.share * (1 - moved) };
      const changed = { ...replace(outcome), share: outcome.share * moved };
      return moved < 1 ? [kept, changed] : [changed];
    }),
  };
}

/** Lets `share` (0..1) of all requests end as `replace` says, taken evenly from the matching ones, at most all of those. */
export function replaceShare(
  normal: Behaviour,
  share: number,
  matches: (outcome: Outcome) => boolean,
  replace: (outcome: Outcome) => Outcome,
): Behaviour {
  const available = normal.outcomes.reduce((sum, outcome) => sum + (matches(outcome) ? outcome.share : 0), 0);
  return available > 0 ? replaceFraction(normal, share / available, matches, replace) : normal;
}

/** The same, taken from the requests that the integration answered well. */
export function replaceAnswered(
  normal: Behaviour,
  share: number,
  replace: (outcome: Outcome) => Outcome,
): Behaviour {
  return replaceShare(normal, share, (outcome) => succeeds(outcome) && reachesIntegration(outcome), replace);
}

/** Adds requests, `extra` for each normal one, that all end as `outcome`. */
export function addRequests(normal: Behaviour, extra: number, outcome: Outcome): Behaviour {
  if (!(extra > 0)) return normal;
  const kept = normal.outcomes.map((known) => ({ ...known, share: known.share / (1 + extra) }));
  return {
    requestsPerMinute: normal.requestsPerMinute * (1 + extra),
    outcomes: [...kept, { ...outcome, share: extra / (1 + extra) }],
  };
}

/** Multiplies the number of requests; what becomes of each stays as it is. */
export function scaleRequests(normal: Behaviour, factor: number): Behaviour {
  return factor === 1 ? normal : { ...normal, requestsPerMinute: normal.requestsPerMinute * factor };
}

/** Changes the integration latency of every outcome that has one. */
export function mapIntegrationLatency(
  normal: Behaviour,
  change: (model: LatencyModel) => LatencyModel,
): Behaviour {
  if (!normal.outcomes.some(reachesIntegration)) return normal;
  return {
    ...normal,
    outcomes: normal.outcomes.map((outcome) =>
      outcome.integrationLatency === null
        ? outcome
        : { ...outcome, integrationLatency: change(outcome.integrationLatency) },
    ),
  };
}

/** A delay that varies a little; see {@link delayLatency}. */
const NO_TIME: LatencyModel = { parts: [{ weight: 1, medianMs: 0, sigma: 0 }], capMs: 30_000 };
/** How far a delay varies around its median: the standard deviation of its logarithm. */
const DELAY_SIGMA = 0.25;

/**
 * Adds a delay of about `addedMs` to every value, and to the cap. The sum of two log-normals is taken as the
 * log-normal whose median is the sum of the medians and whose spread is that of both together.
 */
export const delayLatency = remember((model: LatencyModel, addedMs: number): LatencyModel => ({
  capMs: model.capMs + addedMs,
  parts: model.parts.map(({ weight, medianMs, sigma }) => ({
    weight,
    medianMs: medianMs + addedMs,
    sigma: Math.hypot(sigma * medianMs, DELAY_SIGMA * addedMs) / (medianMs + addedMs),
  })),
}));

/** Lets the web ACL take longer by so many milliseconds. */
export const delayWaf = remember((overhead: Overhead, addedMs: number): Overhead => ({
  ...overhead,
  waf: delayLatency(overhead.waf ?? NO_TIME, addedMs),
}));

/** Lets the authorizer take longer by so many milliseconds, where there is one. */
export const delayAuthorizer = remember((overhead: Overhead, addedMs: number): Overhead =>
  overhead.authorizer === null
    ? overhead
    : { ...overhead, authorizer: delayLatency(overhead.authorizer, addedMs) },
);

const withoutAuthorizer = remember((overhead: Overhead): Overhead => ({ ...overhead, authorizer: null }));

/** The phase at which the gateway turned a request away; later phases did not happen. */
type RejectingPhase = "waf" | "authorizer" | "routing" | "limits";

/** The outcome of a request that the gateway answers itself, before the integration. */
export function rejected(outcome: Outcome, phase: RejectingPhase, responseType: string): Outcome {
  return {
    ...outcome,
    status: responseTypeFact(responseType)?.status ?? 500,
    responseType,
    integrationStatus: null,
    integrationError: null,
    integrationLatency: null,
    overhead: phase === "authorizer" ? outcome.overhead : withoutAuthorizer(outcome.overhead, 0),
    cache: null,
    coldStart: false,
  };
}

/** The client with the largest share of traffic, or undefined where the stage knows no clients. */
export function busiestClient(stage: StagePlan): StagePlan["clients"][number] | undefined {
  return [...stage.clients].sort(
    (left, right) => right.share - left.share || (left.apiKeyId < right.apiKeyId ? -1 : 1),
  )[0];
}

/** Tells the clients apart: an outcome of any client becomes one outcome for each client, by share of traffic. */
export function splitByClient(normal: Behaviour, stage: StagePlan): Behaviour {
  const total = stage.clients.reduce((sum, client) => sum + client.share, 0);
  if (!(total > 0)) return normal;
  return {
    ...normal,
    outcomes: normal.outcomes.flatMap((outcome) =>
      outcome.client === null
        ? stage.clients.map(({ apiKeyId, share }) => ({
            ...outcome,
            client: apiKeyId,
            share: (outcome.share * share) / total,
          }))
        : [outcome],
    ),
  };
}
