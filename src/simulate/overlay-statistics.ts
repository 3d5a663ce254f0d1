/**
 * Statistics that were not recorded, worked out of those that were: an alarm watches the average of an error metric where
 * a report reads its sum, or the 90th percentile where the 50th and the 99th were read.
 *
 * - Counts have a sample of 1 for each request, so that SampleCount is Sum, and every other statistic 1.
 * - Error and cache metrics have a sample of 0 or 1 for each request: Average is Sum by the number of requests. For WebSocket
 *   APIs AWS does not say what errors are divided by; connects and messages together are taken.
 * - Percentiles, averages and extremes of a latency are read from the distribution that the recorded ones tell
 *   (overlay-quantile), an approximation.
 */
import { METRICS, type Measure } from "../catalog/metrics.ts";
import { datapoints, toRuns, type Datapoint, type Series } from "../model/series.ts";
import type { Target } from "../model/target.ts";
import { readCell, type Cell, type ReadStatistic } from "./overlay-cell.ts";
import { FINE_SLICES } from "./overlay-points.ts";
import { quantileFunction, type RecordedLatency } from "./overlay-quantile.ts";
import { SeriesTable } from "./overlay-series.ts";

export interface AskedStatistic {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Whose recorded statistics it is made of; null: the stage's. */
  readonly route: string | null;
  readonly stat: string;
  readonly periodSeconds: number;
}

export interface MadeSeries {
  readonly series: Series;
  /** False where it follows from the recorded numbers exactly. */
  readonly isApproximate: boolean;
}

const COUNTS: readonly Measure[] = ["requests", "connects", "messages"];

/** Undefined where nothing is recorded that it can be made of, or nobody can tell how (trimmed means, percentile ranks). */
export function makeStatistic(
  series: readonly Series[],
  target: Target,
  asked: AskedStatistic,
): MadeSeries | undefined {
  const { metric, dimensions, route, stat, periodSeconds } = asked;
  const fact = METRICS.find((row) => row.kind === target.kind && row.metric === metric);
  if (fact === undefined) return undefined;
  const table = new SeriesTable(series, target);
  const of = series.filter(
    (one) => one.target === target.id && one.route === route && one.periodSeconds === periodSeconds,
  );
  const recorded = of.filter((one) => one.metric === metric);
  const own = recorded.find((one) => one.stat === stat);
  const quantileStats = table.quantileStats(periodSeconds, route);
  const valueAt = (timeMs: number): number | undefined => {
    const read: ReadStatistic = (measure, name) => table.read(periodSeconds, route, timeMs, measure, name);
    if (own !== undefined) return read(fact.measure, stat);
    const cell = readCell(read, quantileStats);
    return cell === undefined ? undefined : statisticOf(fact.measure, stat, read, cell);
  };
  const times = new Set(recorded.flatMap((one) => datapoints(one).map(({ timeMs }) => timeMs)));
  const points = [...times].flatMap((timeMs): Datapoint[] => {
    const value = valueAt(timeMs);
    return value === undefined ? [] : [{ timeMs, value }];
  });
  if (points.length === 0) return undefined;
  const isLatency = fact.measure === "latency" || fact.measure === "integrationLatency";
  const isRatioOfSocket = target.kind === "websocket" && !COUNTS.includes(fact.measure) && stat !== "Sum";
  return {
    series: {
      target: target.id,
      route,
      namespace: recorded[0]?.namespace ?? "",
      metric,
      dimensions: { ...dimensions },
      stat,
      periodSeconds,
      runs: toRuns(points, periodSeconds),
    },
    isApproximate: own === undefined && (isRatioOfSocket || isLatency),
  };
}

function statisticOf(measure: Measure, stat: string, read: ReadStatistic, cell: Cell): number | undefined {
  if (COUNTS.includes(measure)) {
    const count = read(measure, "Sum") ?? read(measure, "SampleCount");
    if (stat === "Sum" || stat === "SampleCount") return count;
    return count !== undefined && isExtremeOrAverage(stat) ? 1 : undefined;
  }
  if (measure === "latency") return latencyStatistic(stat, cell.latency, cell.tally.requests);
  if (measure === "integrationLatency") {
    return latencyStatistic(stat, cell.integrationLatency, cell.tally.integrated);
  }
  if (measure === "bytes") return undefined;
  const { requests } = cell.tally;
  const sum = read(measure, "Sum") ?? scaled(read(measure, "Average"), requests);
  if (sum === undefined) return undefined;
  if (stat === "Sum") return sum;
  if (stat === "SampleCount") return requests;
  if (stat === "Average") return sum / requests;
  if (stat === "Maximum") return sum > 0 ? 1 : 0;
  return stat === "Minimum" ? (sum >= requests ? 1 : 0) : undefined;
}

function latencyStatistic(
  stat: string,
  latency: RecordedLatency | null,
  samples: number,
): number | undefined {
  if (latency === null || samples === 0) return undefined;
  if (stat === "SampleCount") return samples;
  const at = quantileFunction(latency);
  if (at === undefined) return undefined;
  if (stat === "Average") return mean(at);
  if (stat === "Sum") return (latency.average ?? mean(at)) * samples;
  if (stat === "Minimum") return at(0.5 / samples);
  if (stat === "Maximum") return at(1 - 0.5 / samples);
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(stat)?.[1];
  if (percentile === undefined) return undefined;
  // Of a hundred requests the 100th percentile is the largest.
  return at(Math.min(1 - 0.5 / samples, Math.max(0.5 / samples, Number(percentile) / 100)));
}

function mean(at: (q: number) => number): number {
  return FINE_SLICES.reduce((sum, [middle, width]) => sum + at(middle) * width, 0);
}

function scaled(average: number | undefined, requests: number): number | undefined {
  return average === undefined ? undefined : Math.round(average * requests);
}

function isExtremeOrAverage(stat: string): boolean {
  return stat === "Average" || stat === "Minimum" || stat === "Maximum" || /^p\d/.test(stat);
}
