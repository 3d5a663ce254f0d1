import { API_GATEWAY_NAMESPACE, metricFact, type Measure } from "../../../catalog/metrics.ts";
import type { AlarmSpec } from "../../../model/alarm-spec.ts";
import type { DashboardMetric, DashboardWidget, MetricWidget } from "../../../model/dashboard.ts";
import type { Target } from "../../../model/target.ts";
import { throttleQuery } from "./throttle-query.ts";

/** A widget that still has to be placed. */
export type Graph = DistributiveOmit<
  Extract<DashboardWidget, { type: "metric" | "log" }>,
  "x" | "y" | "width" | "height"
>;
type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown ? Omit<Union, Keys> : never;

/** API Gateway publishes a datapoint a minute. */
const PERIOD_SECONDS = 60;
/** Statistics whose value grows with the period, so that a threshold of another period means something else. */
const GROWS_WITH_PERIOD = ["Sum", "SampleCount"];

interface Line {
  readonly measure: Measure;
  readonly stat: string;
  readonly label: string;
}

const percentiles = (measure: Measure, prefix: string): Line[] =>
  ["p50", "p90", "p99"].map((stat) => ({ measure, stat, label: `${prefix} ${stat}` }));

/** Left out are lines, and graphs without lines, of what the flavour does not publish. */
const GRAPHS: readonly { title: string; axis: string; needsCache?: true; lines: readonly Line[] }[] = [
  {
    title: "Latency, whole and of the integration",
    axis: "ms",
    lines: [...percentiles("latency", "whole"), ...percentiles("integrationLatency", "integration")],
  },
  {
    title: "Errors, share of requests",
    axis: "share",
    lines: [
      { measure: "serverErrors", stat: "Average", label: "5xx" },
      { measure: "clientErrors", stat: "Average", label: "4xx" },
      { measure: "executionErrors", stat: "Average", label: "execution" },
      { measure: "integrationErrors", stat: "Average", label: "integration" },
    ],
  },
  {
    title: "Traffic a minute",
    axis: "count",
    lines: [
      { measure: "requests", stat: "Sum", label: "requests" },
      { measure: "messages", stat: "Sum", label: "messages" },
      { measure: "connects", stat: "Sum", label: "connections" },
    ],
  },
  {
    title: "Cache a minute",
    axis: "count",
    needsCache: true,
    lines: [
      { measure: "cacheHits", stat: "Sum", label: "hits" },
      { measure: "cacheMisses", stat: "Sum", label: "misses" },
    ],
  },
];

/** What the graphs of a target are; throttling only where an access log tells of it. */
export function targetGraphs(target: Target, specs: readonly AlarmSpec[]): Graph[] {
  const hasCache = target.configuration === null || target.configuration.cache !== null;
  const graphs = GRAPHS.flatMap(({ title, axis, needsCache, lines }): Graph[] => {
    const drawn = lines.filter(({ measure }) => metricFact(target.kind, measure) !== undefined);
    if (drawn.length === 0 || (needsCache && !hasCache)) return [];
    const horizontal = drawn.flatMap((line) => thresholds(target, line, specs));
    const properties: MetricWidget["properties"] = {
      title,
      region: target.region,
      view: "timeSeries",
      period: PERIOD_SECONDS,
      metrics: drawn.map((line) => metricOf(target, line)),
      yAxis: { left: { min: 0, label: axis, showUnits: false } },
      ...(horizontal.length > 0 && { annotations: { horizontal } }),
    };
    return [{ type: "metric", properties }];
  });
  const query = throttleQuery(target.configuration?.accessLog ?? null);
  if (query === undefined) return graphs;
  const properties = {
    title: "Throttled (429), from the access log",
    region: target.region,
    view: "timeSeries",
    query,
  } as const;
  return [...graphs, { type: "log", properties }];
}

function metricOf({ kind, dimensions }: Target, { measure, stat, label }: Line): DashboardMetric {
  const metric = metricFact(kind, measure)?.metric ?? "";
  return [API_GATEWAY_NAMESPACE, metric, ...Object.entries(dimensions).flat(), { stat, label }];
}

function thresholds(
  target: Target,
  line: Line,
  specs: readonly AlarmSpec[],
): { label: string; value: number }[] {
  const metric = metricFact(target.kind, line.measure)?.metric;
  return specs.flatMap(({ definition }) => {
    if ("AlarmRule" in definition || definition.Threshold === undefined) return [];
    const {
      Namespace,
      MetricName,
      Dimensions = [],
      Statistic,
      ExtendedStatistic,
      Period,
      Threshold,
    } = definition;
    const isDrawn =
      Namespace === API_GATEWAY_NAMESPACE &&
      MetricName === metric &&
      (Statistic ?? ExtendedStatistic) === line.stat &&
      Dimensions.length === Object.keys(target.dimensions).length &&
      Dimensions.every(({ Name, Value }) => target.dimensions[Name] === Value) &&
      (!GROWS_WITH_PERIOD.includes(line.stat) || Period === PERIOD_SECONDS);
    return isDrawn ? [{ label: definition.AlarmName, value: Threshold }] : [];
  });
}
