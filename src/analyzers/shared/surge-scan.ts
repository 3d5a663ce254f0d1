import { blockMaximaQuantile } from "../../core/stats/block-maxima.ts";
import { heaviestSegment } from "../../core/stats/heaviest-segment.ts";
import { upperTailNats } from "../../core/stats/negative-binomial.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import { cumulated, sumOf } from "./grid-sums.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { TrafficModel } from "./traffic-model.ts";
import { expectations } from "./traffic-scan.ts";

/**
 * Finds a stretch with far more requests than expected: of the windows of 5, 15, 30 and 60 minutes the one whose count is
 * the greatest surprise, given how counts strayed in the baseline, and whose rise is higher than the highest that the
 * baseline usually had in half a day.
 */
export interface TrafficSurge {
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
  readonly seenUntilMs: number;
  readonly came: number;
  readonly expected: number;
  readonly nats: number;
  readonly thresholdNats: number;
}

const WIDTHS_MS = [5, 15, 30, 60].map((minutes) => minutes * MINUTE_MS);
const BUDGET_NATS = 16;
const PAST = { blockMs: 12 * HOUR_MS, quantile: 0.9, factor: 1.25 };
/** Requests added to both sides of a rise, so that the first few where hardly any come are not infinitely more. */
const PSEUDO = 5;
const LEAST_REQUESTS = 20;
const CALM_MS = 10 * MINUTE_MS;

/** Null where nothing passes. @param minRise smallest rise, 1 is twice as much. */
export function scanSurge(
  window: Grid,
  baseline: Grid,
  model: TrafficModel,
  minRise: number,
): TrafficSurge | null {
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
      const nats = upperTailNats(count, Math.max(mean, 1), model.sizeOf(widthMs));
      if (nats < Math.max(BUDGET_NATS, best.nats)) continue;
      // Most windows come nowhere near, so the past waits until it is asked.
      past ??= expectations(baseline, model);
      least ??= usualRise(baseline, past, widthMs);
      if (riseOf(count, mean) >= least) best = { nats, start: end - length, end };
    }
  }
  if (best.end === 0) return null;
  const { start, end } = extent(window, expected, best);
  const requests = sumOf(window.values, start, end);
  const usual = sumOf(expected, start, end);
  if (requests < (1 + minRise) * usual) return null;
  const endMs = timeAt(window, end);
  const isOver = timeAt(window, window.values.length) - endMs >= CALM_MS;
  return {
    startMs: timeAt(window, start),
    endMs: isOver ? endMs : null,
    seenUntilMs: endMs,
    came: requests,
    expected: usual,
    nats: best.nats,
    thresholdNats: BUDGET_NATS,
  };
}

function riseOf(count: number, mean: number): number {
  return Math.log((count + PSEUDO) / (mean + PSEUDO));
}

/** How far traffic climbs by itself in windows of that width, natural logarithm of a factor. */
function usualRise(baseline: Grid, expected: Float64Array, widthMs: number): number {
  const length = Math.max(1, Math.round(widthMs / baseline.periodMs));
  const came = cumulated(baseline.values);
  const means = cumulated(expected);
  const rises = baseline.values.map((_, at) =>
    at + 1 < length
      ? 0
      : riseOf(
          (came[at + 1] ?? 0) - (came[at + 1 - length] ?? 0),
          (means[at + 1] ?? 0) - (means[at + 1 - length] ?? 0),
        ),
  );
  const climb = blockMaximaQuantile(rises, Math.round(PAST.blockMs / baseline.periodMs), PAST.quantile);
  return PAST.factor * (Number.isNaN(climb) ? 0 : Math.max(0, climb));
}

/** The stretch whose counts are likelier under the best window's level than under the expected one. */
function extent(
  grid: Grid,
  expected: Float64Array,
  best: { readonly start: number; readonly end: number },
): { start: number; end: number } {
  let { start, end } = best;
  for (let round = 0; round < 3; round += 1) {
    const usual = Math.max(1e-9, sumOf(expected, start, end));
    const factor = Math.max(1.1, sumOf(grid.values, start, end) / usual);
    const gains = grid.values.map((value, index) => {
      const mean = expected[index] ?? 0;
      const nats = (value || 0) * Math.log(factor) - mean * (factor - 1);
      // Busy minutes would be decided by their bursts, so each weighs at most as much as its share of the expectation.
      return nats / Math.max(1, mean);
    });
    const found = heaviestSegment(gains);
    if (found === null || found.end <= best.start || found.start >= best.end) break;
    const isStable = found.start === start && found.end === end;
    ({ start, end } = found);
    if (isStable) break;
  }
  return { start, end };
}
