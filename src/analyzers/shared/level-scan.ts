import { heaviestSegment } from "../../core/stats/heaviest-segment.ts";
import { median } from "../../core/stats/quantile.ts";
import { rollingLowMedian } from "../../core/stats/rolling-low-median.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { LevelModel } from "./level-model.ts";

/** A stretch in which a level lies above what was to be expected. Places of the grid that was scanned. */
export interface LevelShift {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Natural logarithm of the factor. */
  readonly shift: number;
  /** Shift over the threshold of its width: 1 is just enough. */
  readonly strength: number;
}

const WIDTHS = [2, 3, 4, 6, 9, 12, 18, 24, 36, 72, 144];
/** Two points in a row count only while they are the newest: a blip that is over is no incident. */
const SHORTEST_OVER = 3;

/**
 * The most striking stretch of a window, or null where none passes its threshold.
 *
 * @param logs natural logarithms of the window.
 * @param trust for each point, 0..1: how much of a climb counts against the threshold.
 * @param leastShift smallest shift worth reporting at a time, natural logarithm of a factor.
 * @param isEnough whether the points `[start, end)` stand for enough requests to go by.
 */
export function scanLevel(
  logs: Grid,
  trust: Float64Array,
  model: LevelModel,
  leastShift: (timeMs: number) => number,
  isEnough: (start: number, end: number) => boolean = () => true,
): LevelShift | null {
  const residuals = logs.values.map((value, index) => value - model.expectedAt(timeAt(logs, index)));
  let best: LevelShift | null = null;
  for (const width of WIDTHS) {
    if (width > residuals.length) break;
    const medians = rollingLowMedian(residuals, width);
    const trusts = rollingLowMedian(trust, width);
    const first = width < SHORTEST_OVER ? residuals.length - 1 : width - 1;
    for (let at = first; at < medians.length; at += 1) {
      const shift = medians[at] ?? Number.NaN;
      if (!(shift >= leastShift(timeAt(logs, at)))) continue;
      const strength = (shift * (trusts[at] ?? 1)) / model.thresholdOf(width);
      if (strength >= 1 && strength > (best?.strength ?? 0) && isEnough(at - width + 1, at + 1)) {
        best = { start: at - width + 1, end: at + 1, shift, strength };
      }
    }
  }
  if (best === null) return null;
  const { start, end } = extentOf(residuals, best);
  return isEnough(start, end) ? { ...best, start, end } : null;
}

/** The stretch that is nearer to the shifted level than to the expected one, around a part of it. */
export function extentOf(
  residuals: Float64Array,
  part: { readonly start: number; readonly end: number; readonly shift: number },
): { readonly start: number; readonly end: number } {
  let { start, end } = part;
  for (let round = 0; round < 3; round += 1) {
    const level = Math.max(part.shift / 2, median(residuals.subarray(start, end)) || part.shift);
    const gains = residuals.map((value) =>
      // A gap says nothing; one wild point must not outvote its neighbours.
      Number.isNaN(value) ? 0 : Math.min(level, Math.max(-level, value - level / 2)),
    );
    const found = heaviestSegment(gains);
    if (found === null || found.end <= part.start || found.start >= part.end) break;
    const isStable = found.start === start && found.end === end;
    ({ start, end } = found);
    if (isStable) break;
  }
  return { start, end };
}
