import type { Measure } from "../../catalog/metrics.ts";
import { ceilTo, floorTo, MINUTE_MS, type Window } from "../../core/window.ts";
import { datapoints } from "../../model/series.ts";
import { REQUESTS, SERVER_ERRORS } from "./golden-signals.ts";
import { countsOf, seriesOf, type TargetSeries } from "./signal-series.ts";
import { weightedMedian } from "./typical-percentiles.ts";

/** Values over equal slices of the window, oldest first; null where a slice has no data. */
export type Trend = readonly (number | null)[];

/** How a target went over the window. An empty trend: not measured. */
export interface Trends {
  readonly requestsPerMinute: Trend;
  readonly errorRatio4xx: Trend;
  readonly errorRatio5xx: Trend;
  readonly latencyP90Ms: Trend;
}

/**
 * @param settledMs slices end here where it is before the window's end: the newest datapoints are still
 * coming in, and every trend would seem to drop.
 * @param slices how many at most; fewer where the data are too coarse.
 */
export function trendsOf(target: TargetSeries, window: Window, settledMs: number, slices: number): Trends {
  const latencies = ["latency", "integrationLatency"] as const;
  const p90 = latencies.flatMap((measure) => seriesOf(target, measure, "p90"))[0];
  const traffic = countedTrend(target, REQUESTS[target.kind], window, settledMs, slices);
  const share = (measures: readonly Measure[]): Trend => {
    const errors = countedTrend(target, measures, window, settledMs, slices);
    return errors.map((value, index) => {
      const all = traffic[index] ?? null;
      return value === null || all === null || all === 0 ? null : Math.min(1, value / all);
    });
  };
  return {
    requestsPerMinute: traffic,
    errorRatio4xx: share(["clientErrors"]),
    errorRatio5xx: share(SERVER_ERRORS[target.kind]),
    latencyP90Ms: p90
      ? sliced(p90.periodSeconds, window, settledMs, slices).map((slice) => {
          const points = datapoints(p90, slice.startMs, slice.endMs);
          return points.length === 0
            ? null
            : weightedMedian(points.map(({ value }) => ({ value, weight: 1 })));
        })
      : [],
  };
}

function countedTrend(
  target: TargetSeries,
  measures: readonly Measure[],
  window: Window,
  settledMs: number,
  slices: number,
): Trend {
  const known = measures.flatMap((measure) => countsOf(target, measure, window) ?? []);
  const coarsest = Math.max(0, ...known.map((counted) => counted.periodSeconds));
  if (coarsest === 0) return [];
  const spans = sliced(coarsest, window, settledMs, slices);
  const [first] = spans;
  if (first === undefined) return [];
  const sliceMs = first.endMs - first.startMs;
  const sums = new Map<number, number>();
  for (const { timeMs, value } of known.flatMap(({ points }) => points)) {
    const index = Math.floor((timeMs - first.startMs) / sliceMs);
    sums.set(index, (sums.get(index) ?? 0) + value);
  }
  return spans.map((_, index) => {
    const sum = sums.get(index);
    return sum === undefined ? null : sum / (sliceMs / MINUTE_MS);
  });
}

/** Equal slices of whole periods, ending at the last settled one; what is left over at the start is left out. */
function sliced(periodSeconds: number, window: Window, settledMs: number, slices: number): Window[] {
  const periodMs = periodSeconds * 1_000;
  const endMs = floorTo(Math.min(window.endMs, settledMs), periodMs);
  const startMs = ceilTo(window.startMs, periodMs);
  const sliceMs = Math.max(periodMs, ceilTo((endMs - startMs) / slices, periodMs));
  const count = Math.max(0, Math.floor((endMs - startMs) / sliceMs));
  return Array.from({ length: count }, (_, index) => ({
    startMs: endMs - (count - index) * sliceMs,
    endMs: endMs - (count - index - 1) * sliceMs,
  }));
}
