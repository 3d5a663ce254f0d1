import { filterFields } from "../filter-fields.ts";
import type { PreparedFilter } from "../prepared-alarm.ts";
import type { TerraformBlock } from "./configuration.ts";

/** Source: the AWS provider's documentation. */
export const FILTER_TYPE = "aws_cloudwatch_log_metric_filter";

export function filterBlock({ logMetric, terraformName }: PreparedFilter): TerraformBlock {
  const { logGroupName, filterName, filterPattern, metricTransformations } = filterFields(logMetric);
  return {
    type: "resource",
    labels: [FILTER_TYPE, terraformName],
    comment: "",
    body: {
      attributes: { name: filterName, log_group_name: logGroupName, pattern: filterPattern },
      blocks: {
        metric_transformation: metricTransformations.map(({ metricNamespace, metricName, metricValue }) => ({
          attributes: { name: metricName, namespace: metricNamespace, value: metricValue },
          blocks: {},
        })),
      },
    },
  };
}
