import { heaviestSegment } from "../../core/stats/heaviest-segment.ts";
import { MINUTE_MS } from "../../core/window.ts";
import { cumulated, sumOf } from "./grid-sums.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { TrafficModel } from "./traffic-model.ts";

/** What drops and surges have in common: a stretch of a window whose requests are compared with those expected. */
export interface TrafficStretch {
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
  readonly seenUntilMs: number;
  readonly came: number;
  readonly expected: number;
  readonly nats: number;
  readonly thresholdNats: number;
}

/** Places of a grid, the end not among them. */
export interface Places {
  readonly start: number;
  readonly end: number;
}

const CALM_MS = 10 * MINUTE_MS;

export function expectations(grid: Grid, model: TrafficModel): Float64Array {
  return grid.values.map((_, index) => model.expectedIn(timeAt(grid, index), grid.periodMs));
}

/** What `compare` says of the `length` places that end at each; 0 where there are not so many yet. */
export function comparedWith(
  values: Float64Array,
  expected: Float64Array,
  length: number,
  compare: (came: number, expected: number) => number,
): Float64Array {
  const came = cumulated(values);
  const means = cumulated(expected);
  return values.map((_, at) =>
    at + 1 < length
      ? 0
      : compare(
          (came[at + 1] ?? 0) - (came[at + 1 - length] ?? 0),
          (means[at + 1] ?? 0) - (means[at + 1 - length] ?? 0),
        ),
  );
}

/**
 * The stretch whose counts are likelier under the best window's level than under the expected one.
 *
 * @param limit keeps the level, requests over those expected, on its side of 1.
 */
export function extentOfTraffic(
  grid: Grid,
  expected: Float64Array,
  best: Places,
  limit: (level: number) => number,
): Places {
  let { start, end } = best;
  for (let round = 0; round < 3; round += 1) {
    const usual = Math.max(1e-9, sumOf(expected, start, end));
    const level = limit(sumOf(grid.values, start, end) / usual);
    const gains = grid.values.map((value, index) => {
      const mean = expected[index] ?? 0;
      // Busy minutes would be decided by their bursts, so each weighs at most as much as its share of the expectation.
      return ((value || 0) * Math.log(level) - mean * (level - 1)) / Math.max(1, mean);
    });
    const found = heaviestSegment(gains);
    if (found === null || found.end <= best.start || found.start >= best.end) break;
    const isStable = found.start === start && found.end === end;
    ({ start, end } = found);
    if (isStable) break;
  }
  return { start, end };
}

/** It is over where calm minutes follow within the window. */
export function toStretch(
  window: Grid,
  expected: Float64Array,
  { start, end }: Places,
  scored: Pick<TrafficStretch, "nats" | "thresholdNats">,
): TrafficStretch {
  const endMs = timeAt(window, end);
  const isOver = timeAt(window, window.values.length) - endMs >= CALM_MS;
  return {
    startMs: timeAt(window, start),
    endMs: isOver ? endMs : null,
    seenUntilMs: endMs,
    came: sumOf(window.values, start, end),
    expected: sumOf(expected, start, end),
    ...scored,
  };
}
