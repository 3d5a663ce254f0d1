import { toRuns, type Series } from "../../src/model/series.ts";
import type { ApiKind, StageConfiguration, Target } from "../../src/model/target.ts";

/** A full hour. */
export const DRILL_START_MS = Date.UTC(2026, 4, 12, 6);
const MINUTE_MS = 60_000;

export function drillTarget(kind: ApiKind = "rest", configuration: StageConfiguration | null = null): Target {
  return {
    id: `${kind}:shop/live`,
    kind,
    apiId: "shop",
    apiName: "shop",
    stage: "live",
    region: "eu-south-2",
    accountId: null,
    dimensions: { [kind === "rest" ? "ApiName" : "ApiId"]: "shop", Stage: "live" },
    configuration,
  };
}

/** Metric and statistic, as "Count Sum", and one value a minute; undefined is a gap. */
export type Rows = Readonly<Record<string, readonly (number | undefined)[]>>;

export function drillSeries(rows: Rows, target = drillTarget(), periodSeconds = 60): Series[] {
  return Object.entries(rows).map(([name, values]) => {
    const [metric = "", stat = ""] = name.split(" ");
    const points = values.flatMap((value, index) =>
      value === undefined ? [] : [{ timeMs: DRILL_START_MS + index * periodSeconds * 1_000, value }],
    );
    return {
      target: target.id,
      route: null,
      namespace: "AWS/ApiGateway",
      metric,
      dimensions: target.dimensions,
      stat,
      periodSeconds,
      runs: toRuns(points, periodSeconds),
    };
  });
}

/** Hours of a REST API with the same traffic each minute: 1 % client errors, half a percent server errors. */
export function steadyRows(minutes: number, requestsAt: (minute: number) => number = () => 400): Rows {
  const each = (value: (requests: number) => number) =>
    Array.from({ length: minutes }, (_, minute) => value(requestsAt(minute)));
  return {
    "Count Sum": each((requests) => requests),
    "4XXError Sum": each((requests) => Math.round(requests * 0.01)),
    "5XXError Sum": each((requests) => Math.round(requests * 0.005)),
    "Latency p50": each(() => 61),
    "Latency p90": each(() => 148),
    "Latency p99": each(() => 412),
    "Latency Average": each(() => 83),
    "Latency SampleCount": each((requests) => requests),
    "IntegrationLatency p50": each(() => 52),
    "IntegrationLatency p90": each(() => 131),
    "IntegrationLatency p99": each(() => 377),
    "IntegrationLatency Average": each(() => 71),
    "IntegrationLatency SampleCount": each((requests) => requests),
  };
}

export function drillAlarm(over: Record<string, unknown>) {
  return {
    AlarmName: "an alarm",
    Namespace: "AWS/ApiGateway",
    Dimensions: [
      { Name: "ApiName", Value: "shop" },
      { Name: "Stage", Value: "live" },
    ],
    Period: 60,
    ComparisonOperator: "GreaterThanThreshold" as const,
    ...over,
  };
}

export const minuteOf = (timeMs: number): number => (timeMs - DRILL_START_MS) / MINUTE_MS;
