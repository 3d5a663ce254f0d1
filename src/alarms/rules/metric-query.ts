import type { WatchedMetric } from "./watched-metric.ts";

/** A metric that metric math refers to by the id, and that is not judged itself. */
export function metricQuery(
  Id: string,
  Metric: WatchedMetric,
  Period: number,
  Stat: "Sum" | "SampleCount" | `PR(${string})`,
) {
  return { Id, MetricStat: { Metric, Period, Stat }, ReturnData: false };
}
