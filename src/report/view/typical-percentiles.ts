// Percentiles of a whole window cannot be computed from percentiles of its minutes, and averaging them gives
// a number that is the percentile of nothing. So the report shows those of a *typical period*: CloudWatch's own
// value for each period (the longest that fits the window several times is asked, since more requests make
// a steadier percentile), and of these the median, each period weighing as much as it has requests:
//
//   p99 of each 5 minutes:   180  176  [183]  2400  179        half of all requests lie in periods with a
//   requests:                 50   48    51     3    49        p99 up to 180: that is shown, not 624
//
// A short incident hardly moves it; that is what findings are for.
import type { Measure } from "../../catalog/metrics.ts";
import type { Window } from "../../core/window.ts";
import { datapoints, type Series } from "../../model/series.ts";
import type { Percentiles } from "../../model/report.ts";
import { seriesOf, type TargetSeries } from "./signal-series.ts";

/** With fewer requests in a period, its p90 and p99 are just the slowest one. */
const FEWEST_FOR_A_TAIL = 10;

/** Percentiles of the typical period in the window; null where none was measured. */
export function typicalPercentiles(
  target: TargetSeries,
  measure: Measure,
  window: Window,
): Percentiles | null {
  const [p50, p90, p99] = (["p50", "p90", "p99"] as const).map((stat) =>
    typicalValue(target, measure, stat, window),
  );
  if (p50 === undefined || p90 === undefined || p99 === undefined) return null;
  return p50 === null && p90 === null && p99 === null ? null : { p50, p90, p99 };
}

function typicalValue(target: TargetSeries, measure: Measure, stat: string, window: Window): number | null {
  // Longest period first; a period that reaches over the window's end is not complete yet.
  for (const series of seriesOf(target, measure, stat).reverse()) {
    const lastStartMs = window.endMs - series.periodSeconds * 1_000 + 1;
    const points = datapoints(series, window.startMs, lastStartMs);
    if (points.length === 0) continue;
    const samples = sampleCounts(target, measure, series, window);
    const weighed = points.map((point) => ({ value: point.value, weight: samples?.get(point.timeMs) ?? 1 }));
    if (samples && stat !== "p50" && typicalSize(weighed) < FEWEST_FOR_A_TAIL) return null;
    return weightedMedian(weighed);
  }
  return null;
}

interface Weighed {
  readonly value: number;
  readonly weight: number;
}

/** The value at which half of the weight is reached, going up. NaN where there is none. */
export function weightedMedian(items: readonly Weighed[]): number {
  const half = items.reduce((sum, item) => sum + item.weight, 0) / 2;
  let seen = 0;
  for (const { value, weight } of [...items].sort((left, right) => left.value - right.value)) {
    seen += weight;
    if (seen >= half) return value;
  }
  return Number.NaN;
}

function typicalSize(items: readonly Weighed[]): number {
  return weightedMedian(items.map(({ weight }) => ({ value: weight, weight })));
}

/** How many requests stand behind each period's percentile; null where that is not known. */
function sampleCounts(
  target: TargetSeries,
  measure: Measure,
  series: Series,
  window: Window,
): Map<number, number> | null {
  const own = seriesOf(target, measure, "SampleCount");
  // Every request has a latency, but only those that reached the integration have an integration latency.
  const requests =
    measure === "latency" ? ["Sum", "SampleCount"].flatMap((stat) => seriesOf(target, "requests", stat)) : [];
  const counts = [...own, ...requests].find((one) => one.periodSeconds === series.periodSeconds);
  if (!counts) return null;
  return new Map(
    datapoints(counts, window.startMs, window.endMs).map((point) => [point.timeMs, point.value]),
  );
}
