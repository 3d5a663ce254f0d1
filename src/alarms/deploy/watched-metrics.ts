import { compareText } from "../../core/order.ts";
import { canonicalText } from "./canonical-fields.ts";

/**
 * The metrics that an alarm reads, whatever it does with them, as one text; "" where it reads none that are named (a composite,
 * a query of Metrics Insights).
 */
export function watchedMetrics(definition: Readonly<Record<string, unknown>>): string {
  const { Namespace, MetricName, Dimensions, Metrics } = definition;
  if (MetricName !== undefined) return canonicalText({ Namespace, MetricName, Dimensions });
  if (!Array.isArray(Metrics)) return "";
  const metrics = Metrics.flatMap((query: unknown) => {
    const metric = memberOf(memberOf(query, "MetricStat"), "Metric");
    return metric === undefined ? [] : [canonicalText(metric)];
  });
  return [...new Set(metrics)].sort(compareText).join(" ");
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
