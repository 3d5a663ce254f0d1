import { blockMaximaQuantile } from "../../core/stats/block-maxima.ts";
import { lowerTailNats } from "../../core/stats/negative-binomial.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import { cumulated } from "./grid-sums.ts";
import type { Grid } from "./grid.ts";
import type { TrafficModel } from "./traffic-model.ts";
import {
  comparedWith,
  expectations,
  extentOfTraffic,
  toStretch,
  type Places,
  type TrafficStretch,
} from "./traffic-stretch.ts";

const WIDTHS_MS = [15, 30, 60, 180].map((minutes) => minutes * MINUTE_MS);
const BUDGET_NATS = 14;
const PAST = { blockMs: 12 * HOUR_MS, quantile: 0.75, factor: 2 };
const DEPTH = { quantile: 0.9, factor: 1.25 };

interface Best extends Places {
  readonly nats: number;
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
            blockMaximaQuantile(
              comparedWith(baseline.values, learned(), length, depth),
              blockLength,
              DEPTH.quantile,
            ),
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
): TrafficStretch | null {
  const expected = expectations(window, model);
  let best: Best = { nats: 0, start: 0, end: 0 };
  for (const candidate of scores(window, expected, model, minDrop, threshold.depthOf)) {
    if (candidate.nats > best.nats) best = candidate;
  }
  if (best.nats < BUDGET_NATS) return null;
  const thresholdNats = Math.max(BUDGET_NATS, threshold.nats());
  if (best.nats < thresholdNats) return null;
  const places = extentOfTraffic(window, expected, best, (level) => Math.min(0.9, Math.max(0.01, level)));
  const found = toStretch(window, expected, places, { nats: best.nats, thresholdNats });
  // A long shallow dip around a deep moment is how traffic breathes.
  return found.came > (1 - minDrop) * found.expected ? null : found;
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

/** One is added to both, so that a few missing requests of a few are not deep. */
function depth(came: number, expected: number): number {
  return Math.log((expected + 1) / (came + 1));
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
