import { API_GATEWAY_NAMESPACE, metricFact, type Measure } from "../../catalog/metrics.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { RuleContext } from "./alarm-rule.ts";

export interface WatchedMetric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: NonNullable<MetricAlarm["Dimensions"]>;
}

/** The metric of a measure at the context's stage or route; undefined where the flavour has none. */
export function watchedMetric(
  { target, dimensions }: RuleContext,
  measure: Measure,
): WatchedMetric | undefined {
  const fact = metricFact(target.kind, measure);
  if (fact === undefined) return undefined;
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Namespace: API_GATEWAY_NAMESPACE, MetricName: fact.metric, Dimensions };
}
