import type { ApiKind } from "../model/target.ts";

/**
 * The alarms that AWS recommends for API Gateway, all with a period of 60 seconds.
 *
 * Source: CloudWatch User Guide, "Recommended alarms" (Best_Practice_Recommended_Alarms_AWS_Services.html), read as
 * CloudWatch's own data (awslabs/mcp, metric_metadata.json, 2026). Where one row of AWS stands for two flavours that
 * share a metric, `kinds` has both.
 */
export interface RecommendedAlarm {
  /** Stable: reports name a recommendation by it. */
  readonly id: string;
  readonly kinds: readonly ApiKind[];
  readonly metric: string;
  readonly dimensions: readonly string[];
  /** As in Statistic or ExtendedStatistic. */
  readonly stat: "Average" | "SampleCount" | "p90";
  readonly operator: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  /** In the metric's unit, a fraction for error metrics; null where AWS says to take it from history. */
  readonly threshold: number | null;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly missing: "missing" | "breaching";
  /** There is such a metric only with detailed metrics, which cost extra. */
  readonly needsDetailedMetrics: boolean;
}

export const RECOMMENDED_PERIOD_SECONDS = 60;

const API = {
  rest: { kinds: ["rest"], names: ["ApiName", "Stage"] },
  http: { kinds: ["http"], names: ["ApiId", "Stage"] },
  websocket: { kinds: ["websocket"], names: ["ApiId", "Stage"] },
  v2: { kinds: ["http", "websocket"], names: ["ApiId", "Stage"] },
} as const;
type Of = keyof typeof API;
const METHOD = ["Resource", "Method"] as const;
const ROUTE = ["Route"] as const;

type Shape = Omit<RecommendedAlarm, "id" | "kinds" | "dimensions" | "needsDetailedMetrics">;

function row(id: string, of: Of, shape: Shape, route: readonly string[] = []): RecommendedAlarm {
  const { kinds, names } = API[of];
  return { id, kinds, ...shape, dimensions: [...names, ...route], needsDetailedMetrics: route.length > 0 };
}

function errors(metric: string, periods: 3 | 5): Shape {
  return {
    metric,
    stat: "Average",
    operator: "GreaterThanThreshold",
    threshold: 0.05,
    datapointsToAlarm: periods,
    evaluationPeriods: periods,
    missing: "missing",
  };
}

function traffic(metric: string): Shape {
  return {
    metric,
    stat: "SampleCount",
    operator: "LessThanThreshold",
    threshold: null,
    datapointsToAlarm: 10,
    evaluationPeriods: 10,
    missing: "breaching",
  };
}

function latency(metric: string, threshold: number): Shape {
  return {
    metric,
    stat: "p90",
    operator: "GreaterThanOrEqualToThreshold",
    threshold,
    datapointsToAlarm: 5,
    evaluationPeriods: 5,
    missing: "missing",
  };
}

export const RECOMMENDED_ALARMS: readonly RecommendedAlarm[] = [
  row("rest-4xx", "rest", errors("4XXError", 5)),
  row("rest-5xx", "rest", errors("5XXError", 3)),
  row("rest-traffic", "rest", traffic("Count")),
  row("rest-traffic-route", "rest", traffic("Count"), METHOD),
  row("rest-latency", "rest", latency("Latency", 2_500)),
  row("rest-latency-route", "rest", latency("Latency", 2_500), METHOD),
  row("http-4xx", "http", errors("4xx", 5)),
  row("http-5xx", "http", errors("5xx", 3)),
  row("http-traffic", "http", traffic("Count")),
  row("http-traffic-route", "http", traffic("Count"), METHOD),
  row("http-latency", "http", latency("Latency", 2_500)),
  row("http-latency-route", "http", latency("Latency", 2_500), METHOD),
  row("v2-integration-latency", "v2", latency("IntegrationLatency", 2_000)),
  row("websocket-integration-latency-route", "websocket", latency("IntegrationLatency", 2_000), ROUTE),
  row("websocket-traffic", "websocket", traffic("MessageCount")),
  row("websocket-traffic-route", "websocket", traffic("MessageCount"), ROUTE),
  row("websocket-client-errors", "websocket", errors("ClientError", 5)),
  row("websocket-execution-errors", "websocket", errors("ExecutionError", 3)),
];
