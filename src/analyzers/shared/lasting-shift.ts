import { LevelShiftDetector } from "../../core/detect/level-shift-detector.ts";
import { rollingLowMedian } from "../../core/stats/rolling-low-median.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { Track } from "./latency-tracks.ts";
import { extentOf, type LevelShift } from "./level-scan.ts";

/** The least that an alarm is about; a window without so many raised points in a row need not be looked at. */
const LEAST_POINTS = 6;

/**
 * The most striking climb of a window that lasts half an hour or more, found as it would have been at the time: baseline
 * and window pass point by point through the detector of level shifts. Smaller climbs than a short one would need
 * are found this way. Null where there is none.
 *
 * @param leastShift smallest shift worth reporting at a time, natural logarithm of a factor.
 */
export function lastingShift(track: Track, leastShift: (timeMs: number) => number): LevelShift | null {
  const { model, past, window, trust, isEnough } = track;
  const residualsOf = (grid: Grid): Float64Array =>
    grid.values.map((value, index) => value - model.expectedAt(timeAt(grid, index)));
  const residuals = residualsOf(window);
  const least = residuals.map((_, index) => leastShift(timeAt(window, index)));
  const medians = rollingLowMedian(residuals, LEAST_POINTS);
  // Learning a baseline costs a thousand times what this look costs, and most windows are calm.
  if (!medians.some((level, index) => level >= (least[index] ?? Infinity) / 2)) return null;

  const detector = new LevelShiftDetector();
  for (const value of residualsOf(past)) detector.push(value);
  const between = Math.round((window.startMs - timeAt(past, past.values.length)) / window.periodMs);
  for (let gap = 0; gap < between; gap += 1) detector.push(Number.NaN);
  const seen = past.values.length + Math.max(0, between);
  let best: LevelShift | null = null;
  residuals.forEach((value, index) => {
    const alarm = detector.push(value);
    if (alarm === null || alarm.shift < (least[index] ?? Infinity)) return;
    const start = Math.max(0, alarm.start - seen);
    const strength = alarm.strength * Math.min(...trust.subarray(start, index + 1));
    if (strength >= 1 && strength > (best?.strength ?? 0) && isEnough(start, index + 1))
      best = { start, end: index + 1, shift: alarm.shift, strength };
  });
  return best === null ? null : { ...(best as LevelShift), ...extentOf(residuals, best) };
}
