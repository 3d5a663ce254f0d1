import { scanRanks } from "../../core/detect/rank-scan.ts";
import { median } from "../../core/stats/quantile.ts";
import { DAY_MS } from "../../core/window.ts";
import type { AnalyzerInput } from "../analyzer.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { Track } from "./latency-tracks.ts";
import { extentOf, type LevelShift } from "./level-scan.ts";
import { routesWithMetrics } from "./scope.ts";

/** So many targets have a budget each, as if there were no others. */
const FREE_TARGETS = 20;

/**
 * The most striking run of slow periods on a stage with so few requests that every period holds a handful or one: single
 * periods against all of the baseline. Null where there is none. Places are those of `track.ranked.window`.
 *
 * @param leastShift smallest shift worth reporting at a time, natural logarithm of a factor.
 * @param series how many share the budget of one, see {@link rankedSeries}.
 */
export function rankShift(
  { model, ranked }: Track,
  leastShift: (timeMs: number) => number,
  series: number,
): LevelShift | null {
  if (ranked === null) return null;
  const { window, past } = ranked;
  const residuals = window.values.map((value, index) => value - model.expectedAt(timeAt(window, index)));
  const shiftOf = (start: number, end: number): number => median(residuals.subarray(start, end));
  const found = scanRanks(
    past.values,
    window.values,
    (start, end) => shiftOf(start, end) >= leastShift(timeAt(window, end - 1)),
    series * looksAWeek(past),
  );
  if (found === null) return null;
  const { start, end, nats, thresholdNats } = found;
  const shift = shiftOf(start, end);
  // A slow request or two before it may have made it the more surprising, and are not it.
  return { shift, strength: nats / thresholdNats, ...extentOf(residuals, { start, end, shift }) };
}

/**
 * A stage and its routes share one budget of false alarms. Where a run looks at many targets, each gets a smaller share, so
 * that the run as a whole is not wrong more often (Bonferroni).
 */
export function rankedSeries(input: AnalyzerInput): number {
  const { targets } = input.snapshot;
  return (1 + routesWithMetrics(input).length) * Math.max(1, targets.length / FREE_TARGETS);
}

function looksAWeek({ values, periodMs }: Grid): number {
  const present = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  return (present * 7 * DAY_MS) / (values.length * periodMs);
}
