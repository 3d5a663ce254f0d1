import { scanRanks } from "../../core/detect/rank-scan.ts";
import { median } from "../../core/stats/quantile.ts";
import { timeAt } from "./grid.ts";
import type { Track } from "./latency-tracks.ts";
import { extentOf, type LevelShift } from "./level-scan.ts";

/**
 * The most striking run of slow requests on a stage with so few that every period holds one or two: single periods
 * against all of the baseline. Null where there is none. Places are those of `track.single.window`.
 *
 * @param leastShift smallest shift worth reporting at a time, natural logarithm of a factor.
 */
export function rankShift(
  { model, single }: Track,
  leastShift: (timeMs: number) => number,
): LevelShift | null {
  if (single === null) return null;
  const { window, past } = single;
  const residuals = window.values.map((value, index) => value - model.expectedAt(timeAt(window, index)));
  const shiftOf = (start: number, end: number): number => median(residuals.subarray(start, end));
  const found = scanRanks(
    past.values,
    window.values,
    (start, end) => shiftOf(start, end) >= leastShift(timeAt(window, end - 1)),
  );
  if (found === null) return null;
  const { start, end, nats, thresholdNats } = found;
  const shift = shiftOf(start, end);
  // A slow request or two before it may have made it the more surprising, and are not it.
  return { shift, strength: nats / thresholdNats, ...extentOf(residuals, { start, end, shift }) };
}
