import { blockMaximaQuantile } from "../../core/stats/block-maxima.ts";
import { heaviestSegment } from "../../core/stats/heaviest-segment.ts";
import { lowerTailNats } from "../../core/stats/negative-binomial.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import { cumulated, sumOf } from "./grid-sums.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { TrafficModel } from "./traffic-model.ts";

/** A stretch with far fewer requests than expected. */
export interface TrafficDrop {
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
  readonly seenUntilMs: number;
  readonly came: number;
  readonly expected: number;
  readonly nats: number;
  readonly thresholdNats: number;
}

const WIDTHS_MS = [15, 30, 60, 180].map((minutes) => minutes * MINUTE_MS);
const BUDGET_NATS = 14;
/** For nearly three hours in which nothing at all came: there are only so many of them in a week. */
const SILENCE_NATS = 8;
const SILENCE_MS = 170 * MINUTE_MS;
const PAST = { blockMs: 12 * HOUR_MS, quantile: 0.75, factor: 2 };
const DEPTH = { quantile: 0.9, factor: 1.25 };
const CALM_MS = 10 * MINUTE_MS;

interface Best {
  readonly nats: number;
  readonly start: number;
  readonly end: number;
}

/** What a drop must exceed, learned from the baseline. */
export interface TrafficThreshold {
  readonly nats: () => number;
  /** By width of window: the natural logarithm of expected over came. */
  readonly depthOf: (widthMs: number) => number;
}

/**
 * What the same scan did in the baseline: its scores, and how deep traffic fell by itself. The second matters for
 * busy APIs, where the smallest dip is no chance: what is left then is how real traffic breathes.
 */
export function trafficThreshold(baseline: Grid, model: TrafficModel, minDrop: number): TrafficThreshold {
  // Most windows come near neither, so both wait until they are asked for.
  let expected: Float64Array | null = null;
  const learned = (): Float64Array => (expected ??= expectations(baseline, model));
  const blockLength = Math.round(PAST.blockMs / baseline.periodMs);
  const depths = new Map<number, number>();
  return {
    nats: () => {
      const scored = scores(baseline, learned(), model, minDrop, () => 0).map(({ nats }) => nats);
      return PAST.factor * orZero(blockMaximaQuantile(scored, blockLength, PAST.quantile));
    },
    depthOf: (widthMs) => {
      const length = Math.max(1, Math.round(widthMs / baseline.periodMs));
      const known =
        depths.get(widthMs) ??
        DEPTH.factor *
          orZero(
            blockMaximaQuantile(depthsOf(baseline.values, learned(), length), blockLength, DEPTH.quantile),
          );
      depths.set(widthMs, known);
      return known;
    },
  };
}

/** The deepest drop of the window, or null where none passes. @param minDrop smallest share lost, 0..1. */
export function scanTraffic(
  window: Grid,
  model: TrafficModel,
  minDrop: number,
  threshold: TrafficThreshold,
): TrafficDrop | null {
  const expected = expectations(window, model);
  let best: Best = { nats: 0, start: 0, end: 0 };
  for (const candidate of scores(window, expected, model, minDrop, threshold.depthOf)) {
    if (candidate.nats > best.nats) best = candidate;
  }
  const isSilence =
    timeAt(window, best.end) - timeAt(window, best.start) >= SILENCE_MS &&
    sumOf(window.values, best.start, best.end) === 0;
  const least = isSilence ? SILENCE_NATS : BUDGET_NATS;
  if (best.nats < least) return null;
  const thresholdNats = Math.max(least, threshold.nats());
  if (best.nats < thresholdNats) return null;
  const { start, end } = extent(window, expected, best);
  const came = sumOf(window.values, start, end);
  const usual = sumOf(expected, start, end);
  // A long shallow dip around a deep moment is how traffic breathes.
  if (came > (1 - minDrop) * usual) return null;
  const endMs = timeAt(window, end);
  const isOver = timeAt(window, window.values.length) - endMs >= CALM_MS;
  return {
    startMs: timeAt(window, start),
    endMs: isOver ? endMs : null,
    seenUntilMs: endMs,
    came,
    expected: usual,
    nats: best.nats,
    thresholdNats,
  };
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

/** One is added to both, so that a few missing requests of a few are not deep. */
function depth(came: number, expected: number): number {
  return Math.log((expected + 1) / (came + 1));
}

function depthsOf(values: Float64Array, expected: Float64Array, length: number): Float64Array {
  const came = cumulated(values);
  const means = cumulated(expected);
  return values.map((_, at) =>
    at + 1 < length
      ? 0
      : depth(
          (came[at + 1] ?? 0) - (came[at + 1 - length] ?? 0),
          (means[at + 1] ?? 0) - (means[at + 1 - length] ?? 0),
        ),
  );
}

export function expectations(grid: Grid, model: TrafficModel): Float64Array {
  return grid.values.map((_, index) => model.expectedIn(timeAt(grid, index), grid.periodMs));
}

/** The best score of the windows that end at each place; 0 where the drop is too small to report. */
function scores(
  grid: Grid,
  expected: Float64Array,
  model: TrafficModel,
  minDrop: number,
  leastDepth: (widthMs: number) => number,
): Best[] {
  const came = cumulated(grid.values);
  const means = cumulated(expected);
  const widths = WIDTHS_MS.filter((widthMs) => widthMs >= grid.periodMs).map((widthMs) => ({
    length: Math.min(grid.values.length, Math.round(widthMs / grid.periodMs)),
    widthMs,
  }));
  return Array.from(grid.values, (_, at) => {
    let best: Best = { nats: 0, start: at, end: at + 1 };
    for (const { length, widthMs } of widths) {
      const start = at + 1 - length;
      if (start < 0) break;
      const count = (came[at + 1] ?? 0) - (came[start] ?? 0);
      const mean = (means[at + 1] ?? 0) - (means[start] ?? 0);
      if (count > (1 - minDrop) * mean || depth(count, mean) < leastDepth(widthMs)) continue;
      const nats = lowerTailNats(count, mean, model.sizeOf(widthMs));
      if (nats > best.nats) best = { nats, start, end: at + 1 };
    }
    return best;
  });
}

/** The stretch whose counts are likelier under the best window's level than under the expected one. */
function extent(grid: Grid, expected: Float64Array, best: Best): { start: number; end: number } {
  let { start, end } = best;
  for (let round = 0; round < 3; round += 1) {
    const left = Math.min(
      0.9,
      Math.max(0.01, sumOf(grid.values, start, end) / Math.max(1e-9, sumOf(expected, start, end))),
    );
    const gains = grid.values.map((value, index) => {
      const mean = expected[index] ?? 0;
      // Busy minutes would be decided by their bursts, so each weighs at most as much as its share of the expectation.
      return ((value || 0) * Math.log(left) - mean * (left - 1)) / Math.max(1, mean);
    });
    const found = heaviestSegment(gains);
    if (found === null || found.end <= best.start || found.start >= best.end) break;
    const isStable = found.start === start && found.end === end;
    ({ start, end } = found);
    if (isStable) break;
  }
  return { start, end };
}
