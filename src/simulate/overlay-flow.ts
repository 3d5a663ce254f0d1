import { randomBinomial } from "d3-random";

import type { Random } from "../core/random.ts";
import type { ApiKind } from "../model/target.ts";
import type { Outcome } from "./behaviour.ts";
import { drawPoisson } from "./draw-poisson.ts";
import { EMPTY_TALLY, type Tally } from "./overlay-cell.ts";

/** What the metrics tell of a single request that ended so, each field 0 or 1. */
export function tallyOf(outcome: Outcome, kind: ApiKind, isConnect: boolean): Tally {
  const { status } = outcome;
  const isGateways = outcome.responseType !== null;
  const common = {
    ...EMPTY_TALLY,
    requests: 1,
    cacheHits: outcome.cache === "hit" ? 1 : 0,
    cacheMisses: outcome.cache === "miss" ? 1 : 0,
    integrated: outcome.integrationLatency === null ? 0 : 1,
  };
  if (kind !== "websocket") {
    return {
      ...common,
      clientErrors: status >= 400 && status < 500 ? 1 : 0,
      serverErrors: status >= 500 ? 1 : 0,
    };
  }
  return {
    ...common,
    clientErrors: isGateways && status >= 400 && status < 500 ? 1 : 0,
    executionErrors: isGateways && status >= 500 ? 1 : 0,
    integrationErrors: !isGateways && status >= 400 ? 1 : 0,
    connects: isConnect ? 1 : 0,
    messages: isConnect ? 0 : 1,
  };
}

/**
 * How many requests of each class there are afterwards, drawn so that each class has the expected number on
 * average and chance plays no greater part than it must: what an incident does not concern keeps its number.
 *
 * Classes that shrink lose each of their requests with the same probability. Lost requests go to the classes
 * that grow, in proportion to their growth; where more are lost than grown they vanish, where more are grown
 * than lost the rest arrives anew (Poisson).
 *
 * Shape: `before` whole numbers, `expected` of the same length.
 */
export function drawFlow(before: readonly number[], expected: readonly number[], random: Random): number[] {
  const after = [...before];
  const growth = expected.map((wanted, index) => Math.max(0, wanted - (before[index] ?? 0)));
  const grown = growth.reduce((sum, value) => sum + value, 0);
  let lost = 0;
  let lostExpected = 0;
  before.forEach((count, index) => {
    const wanted = expected[index] ?? 0;
    if (!(wanted < count)) return;
    lostExpected += count - wanted;
    const kept = wanted <= 0 ? 0 : drawBinomial(count, wanted / count, random);
    lost += count - kept;
    after[index] = kept;
  });
  if (grown <= 0) return after;
  const moved = drawBinomial(lost, Math.min(1, grown / Math.max(lostExpected, Number.MIN_VALUE)), random);
  let open = moved + drawPoisson(Math.max(0, grown - lostExpected), random);
  let left = grown;
  growth.forEach((value, index) => {
    if (value <= 0) return;
    const taken = drawBinomial(open, Math.min(1, value / left), random);
    after[index] = (after[index] ?? 0) + taken;
    open -= taken;
    left -= value;
  });
  return after;
}

/** How many of `count` tries succeed. */
function drawBinomial(count: number, probability: number, random: Random): number {
  if (count <= 0 || probability <= 0) return 0;
  // Shares that add up to one are seldom exactly one in floating point.
  if (probability >= 1 - 1e-12) return count;
  return randomBinomial.source(() => random.next())(count, probability)();
}
