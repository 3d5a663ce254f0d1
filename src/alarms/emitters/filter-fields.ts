import type { LogMetric } from "../../model/alarm-spec.ts";

/** The fields of PutMetricFilter: every line that matches counts one. */
export function filterFields({ logGroupName, filterName, filterPattern, ...metric }: LogMetric) {
  const { metricNamespace, metricName } = metric;
  return {
    logGroupName,
    filterName,
    filterPattern,
    metricTransformations: [{ metricNamespace, metricName, metricValue: "1" }],
  };
}
