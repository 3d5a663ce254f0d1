import type { MetricKey } from "./metric-key.ts";
import type { Series } from "./series.ts";

/** Whether a series is of exactly this metric, in whatever statistic and period. */
export function isMetric(series: Series, { namespace, metric, dimensions }: MetricKey): boolean {
  const names = Object.keys(dimensions);
  return (
    series.namespace === namespace &&
    series.metric === metric &&
    names.length === Object.keys(series.dimensions).length &&
    names.every((name) => series.dimensions[name] === dimensions[name])
  );
}
