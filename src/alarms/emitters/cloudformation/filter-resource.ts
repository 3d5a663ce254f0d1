import { filterFields } from "../filter-fields.ts";
import type { PreparedFilter } from "../prepared-alarm.ts";
import { refuseReferences } from "./refuse-references.ts";
import type { TemplateResource } from "./template.ts";

/** Errors: as {@link refuseReferences}. */
export function filterResource({ logMetric }: PreparedFilter): TemplateResource {
  refuseReferences(logMetric, logMetric.filterName);
  const { logGroupName, filterName, filterPattern, metricTransformations } = filterFields(logMetric);
  return {
    Type: "AWS::Logs::MetricFilter",
    Properties: {
      LogGroupName: logGroupName,
      FilterName: filterName,
      FilterPattern: filterPattern,
      MetricTransformations: metricTransformations.map(({ metricNamespace, metricName, metricValue }) => ({
        MetricNamespace: metricNamespace,
        MetricName: metricName,
        MetricValue: metricValue,
      })),
    },
  };
}
