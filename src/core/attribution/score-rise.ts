/**
 * How well "the share of errors rose here, and nowhere else" explains what was counted.
 *
 *              before          now
 *   inside     share b         share a       expected: b x L, a's surprise is  n x KL(a || b L)   nats
 *   outside    share c         share d       L = (d / c) ^ 0.8, at least 1
 *
 * L is what the rest did: a rise that all share explains nothing about a place, and a place that leaves a part of the
 * rise outside pays for it, because the rest then rose too. The exponent keeps a second cause elsewhere from
 * silencing the first. Shares are pulled towards the overall share with the weight of PRIOR requests: a place
 * without a past has the overall share as its own.
 *
 * From there the score prefers a place that holds all of the excess to a sharper one that holds most of it (COVERAGE),
 * and fewer attributes to more (PARSIMONY): counts vary more than chance would have it, so a few percent more of nats are no
 * reason for another attribute.
 *
 * The constants were chosen on the tuning seeds of bench/detection/attribution.mjs.
 *
 * Source: scan statistics for counts, Kulldorff 1997; expectation-based, Neill 2009.
 */
export interface Sums {
  readonly beforeErrors: number;
  readonly beforeTotal: number;
  readonly nowErrors: number;
  readonly nowTotal: number;
}

const PRIOR = 1_000;
const SHARED = 0.8;
const COVERAGE = 0.5;
const PARSIMONY = 0.03;
const HIGHEST_SHARE = 0.999;

/** 0 where it did not rise more than the rest, or is all there is. `attributes`: how many name the place, at least 1. */
export function scoreRise(inside: Sums, all: Sums, attributes: number): number {
  if (inside.nowTotal === all.nowTotal) return 0;
  const nats = riseNats(inside, all);
  if (nats === 0) return 0;
  const expected = usualShare(inside, all) * inside.nowTotal;
  const excess = (inside.nowErrors - expected) / totalExcess(all);
  return nats * Math.min(1, excess) ** COVERAGE * (1 - PARSIMONY * (attributes - 1));
}

/** Nats against the count inside, if it had risen like the rest. */
export function riseNats(inside: Sums, all: Sums): number {
  const expected = Math.min(HIGHEST_SHARE, usualShare(inside, all) * restLift(inside, all) ** SHARED);
  const { nowErrors: errors, nowTotal: total } = inside;
  if (!(errors > expected * total)) return 0;
  const fine = total - errors;
  const ofFine = fine > 0 ? fine * Math.log(fine / (total * (1 - expected))) : 0;
  return errors * Math.log(errors / (total * expected)) + ofFine;
}

/** The share that was usual there, pulled towards the overall one. */
export function usualShare({ beforeErrors, beforeTotal }: Sums, all: Sums): number {
  return (beforeErrors + PRIOR * overallShare(all)) / (beforeTotal + PRIOR);
}

/** By which factor the share of all else rose; 1 where it did not. */
export function restLift(inside: Sums, all: Sums): number {
  const before = (all.beforeErrors - inside.beforeErrors + 1) / (all.beforeTotal - inside.beforeTotal + 1);
  const now = (all.nowErrors - inside.nowErrors + 1) / (all.nowTotal - inside.nowTotal + 1);
  return Math.max(1, now / before);
}

/** Errors now beyond what the overall share before lets expect; at least a millionth. */
export function totalExcess(all: Sums): number {
  const usual = all.beforeTotal === 0 ? 0 : overallShare(all);
  return Math.max(1e-6, all.nowErrors - all.nowTotal * usual);
}

/** Of the time before; where there was none, of now, so that a place is compared with the others. */
function overallShare({ beforeErrors, beforeTotal, nowErrors, nowTotal }: Sums): number {
  return beforeTotal === 0 ? (nowErrors + 0.5) / (nowTotal + 1) : (beforeErrors + 0.5) / (beforeTotal + 1);
}
