import type { ShareGates } from "../../core/detect/share-gates.ts";
import type { ResolvedSettings } from "../../model/config.ts";
import { routesWithMetrics, type Scope } from "./scope.ts";

/** What a share must do to be worth a word, in this scope. */
export type GatesOf = (settings: ResolvedSettings, scope: Scope) => ShareGates;

/** Where little has been learned, a client that gets everything wrong is no news yet. */
const UNLEARNED_NATS = 16;
/**
 * Half of that: the prior is held so loosely that 30 % of 1,000 failing requests score 11 and 5 % score 1. A new API of
 * which a third fails is an outage whatever is usual there.
 */
const UNLEARNED_FAILURE_NATS = 8;
/** Fewer say nothing about a ratio that is never near 0. */
const LEAST_MISSES = 7;
/** So many series share the false-alarm budget of one without a price. */
const FREE_SERIES = 20;
/** Of a target: client errors, server errors, misses or integration errors. */
const SHARES = 3;

/** The smallest error incident that the owner wants to hear of. */
export function errorGates(settings: ResolvedSettings, scope: Scope): ShareGates {
  return shareGates(scope, settings.minErrors, settings.minErrorRatioRise, UNLEARNED_NATS);
}

/** The same for failures that are nobody's normal: server errors, an integration that cannot be called. */
export function failureGates(settings: ResolvedSettings, scope: Scope): ShareGates {
  return shareGates(scope, settings.minErrors, settings.minErrorRatioRise, UNLEARNED_FAILURE_NATS);
}

/** The same for cache misses. */
export function missGates({ minCacheHitRatioDrop }: ResolvedSettings, scope: Scope): ShareGates {
  return shareGates(scope, LEAST_MISSES, minCacheHitRatioDrop, UNLEARNED_NATS);
}

function shareGates(scope: Scope, minParts: number, minRise: number, unlearnedNats: number): ShareGates {
  return { minParts, minRise, unlearnedNats, extraNats: extraNats(scope), shares: SHARES };
}

/**
 * The more series are looked at, the more of them are wrong by chance: the chance that one may be wrong is divided among
 * them (Bonferroni, which bounds the false discovery rate too). Each target has the same part of it; where it has routes with
 * metrics, half of that is the stage's and the routes share the other half.
 */
export function extraNats({ input, route }: Scope): number {
  const routes = routesWithMetrics(input).length;
  const shares = input.snapshot.targets.length * (routes === 0 ? 1 : 2);
  return Math.log(Math.max(1, shares / FREE_SERIES)) + (route === null ? 0 : Math.log(Math.max(1, routes)));
}
