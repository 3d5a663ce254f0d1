import { scanRanks } from "../../core/detect/rank-scan.ts";
import { median } from "../../core/stats/quantile.ts";
import { timeAt } from "./grid.ts";
import type { Track } from "./latency-tracks.ts";
import { extentOf, type LevelShift } from "./level-scan.ts";

/**
 * The most striking run of slow periods on a stage with so few requests that every period holds a handful or one: single
 * periods against all of the baseline. Null where there is none. Places are those of `track.ranked.window`.
 *
 * @param leastShift smallest shift worth reporting at a time, natural logarithm of a factor.
 * @param scopes the stage and its routes, as many as are looked at.
 */
export function rankShift(
  { model, ranked }: Track,
  leastShift: (timeMs: number) => number,
  scopes: number,
): LevelShift | null {
  if (ranked === null) return null;
  const { window, past } = ranked;
  const residuals = window.values.map((value, index) => value - model.expectedAt(timeAt(window, index)));
  const shiftOf = (start: number, end: number): number => median(residuals.subarray(start, end));
  const found = scanRanks(
    past.values,
    window.values,
    (start, end) => shiftOf(start, end) >= leastShift(timeAt(window, end - 1)),
    scopes,
  );
  if (found === null) return null;
  const { start, end, nats, thresholdNats } = found;
  const shift = shiftOf(start, end);
  // A slow request or two before it may have made it the more surprising, and are not it.
  return { shift, strength: nats / thresholdNats, ...extentOf(residuals, { start, end, shift }) };
}
