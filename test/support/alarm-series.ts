import type { MetricAlarm } from "../../src/model/alarm-spec.ts";
import { toRuns, type Series } from "../../src/model/series.ts";

export const MINUTE_MS = 60_000;
/** A full hour, so that minutes of a fixture are minutes of the clock. */
export const START_MS = Date.UTC(2026, 3, 7, 12);

/** Point i lies `i` periods after START_MS; undefined is a gap. */
export function seriesOf(
  values: readonly (number | undefined)[],
  over: Partial<Pick<Series, "stat" | "metric" | "periodSeconds">> = {},
): Series {
  const periodSeconds = over.periodSeconds ?? 60;
  const points = values.flatMap((value, index) =>
    value === undefined ? [] : [{ timeMs: START_MS + index * periodSeconds * 1_000, value }],
  );
  return {
    target: null,
    route: null,
    namespace: "AWS/ApiGateway",
    metric: over.metric ?? "5XXError",
    dimensions: { ApiName: "orders", Stage: "prod" },
    stat: over.stat ?? "Sum",
    periodSeconds,
    runs: toRuns(points, periodSeconds),
  };
}

export function metricAlarm(over: Partial<MetricAlarm> = {}): MetricAlarm {
  return {
    AlarmName: "orders-errors",
    Namespace: "AWS/ApiGateway",
    MetricName: "5XXError",
    Dimensions: [
      { Name: "ApiName", Value: "orders" },
      { Name: "Stage", Value: "prod" },
    ],
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 4,
    ComparisonOperator: "GreaterThanThreshold",
    ...over,
  };
}
