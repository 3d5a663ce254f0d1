import { blockMaximaQuantile } from "../../core/stats/block-maxima.ts";
import { upperTailNats } from "../../core/stats/negative-binomial.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import { expectationOf } from "./expectation-of.ts";
import { cumulated } from "./grid-sums.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { TrafficModel } from "./traffic-model.ts";
import {
  comparedWith,
  expectations,
  extentOfTraffic,
  toStretch,
  type TrafficStretch,
} from "./traffic-stretch.ts";

const WIDTHS_MS = [5, 15, 30, 60, 180].map((minutes) => minutes * MINUTE_MS);
/** About 2,000 looks a week at one of three counts: one in 50 weeks is wrong at most. */
const BUDGET_NATS = 12;
const PAST = { blockMs: 12 * HOUR_MS, quantile: 0.9, factor: 1.25 };
/** Requests added to both sides of a rise, so that the first few where hardly any come are not infinitely more. */
const PSEUDO = 5;
const LEAST_REQUESTS = 8;

/**
 * Finds a stretch with far more requests than expected: of the windows of 5 minutes to 3 hours the one whose count is
 * the greatest surprise, given how counts strayed in the baseline and how few requests the expectation was learned from, and whose rise is higher than the highest that the
 * baseline usually had in half a day. Null where nothing passes.
 *
 * @param minRise smallest rise, 1 is twice as much.
 */
export function scanSurge(
  window: Grid,
  baseline: Grid,
  model: TrafficModel,
  minRise: number,
): TrafficStretch | null {
  const expected = expectations(window, model);
  const came = cumulated(window.values);
  const means = cumulated(expected);
  let best = { nats: 0, start: 0, end: 0 };
  let past: Float64Array | null = null;
  for (const widthMs of WIDTHS_MS) {
    const length = Math.round(widthMs / window.periodMs);
    if (length < 1) continue;
    let least: number | null = null;
    for (let end = length; end < came.length; end += 1) {
      const count = (came[end] ?? 0) - (came[end - length] ?? 0);
      const mean = (means[end] ?? 0) - (means[end - length] ?? 0);
      if (count < LEAST_REQUESTS || count < (1 + minRise) * mean) continue;
      const { usual, size } = expectationOf(mean, timeAt(window, end - length), widthMs, model);
      const nats = upperTailNats(count, usual, size);
      if (nats < Math.max(BUDGET_NATS, best.nats)) continue;
      // Most windows come nowhere near, so the past waits until it is asked.
      past ??= expectations(baseline, model);
      least ??= usualRise(baseline, past, widthMs);
      if (riseOf(count, mean) >= least) best = { nats, start: end - length, end };
    }
  }
  if (best.end === 0) return null;
  const places = extentOfTraffic(window, expected, best, (level) => Math.max(1.1, level));
  const found = toStretch(window, expected, places, { nats: best.nats, thresholdNats: BUDGET_NATS });
  return found.came < (1 + minRise) * found.expected ? null : found;
}

function riseOf(count: number, mean: number): number {
  return Math.log((count + PSEUDO) / (mean + PSEUDO));
}

/** How far traffic climbs by itself in windows of that width, natural logarithm of a factor. */
function usualRise(baseline: Grid, expected: Float64Array, widthMs: number): number {
  const length = Math.max(1, Math.round(widthMs / baseline.periodMs));
  const rises = comparedWith(baseline.values, expected, length, riseOf);
  const climb = blockMaximaQuantile(rises, Math.round(PAST.blockMs / baseline.periodMs), PAST.quantile);
  return PAST.factor * (Number.isNaN(climb) ? 0 : Math.max(0, climb));
}
