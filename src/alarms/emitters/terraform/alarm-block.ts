import type { CompositeAlarm, MetricAlarm } from "../../../model/alarm-spec.ts";
import { topicOfAction } from "../../../model/topic-action.ts";
import { inFieldOrder } from "../in-field-order.ts";
import { textsOf, type JsonValue } from "../json-value.ts";
import type { PreparedAlarm } from "../prepared-alarm.ts";
import { topicVariable } from "../topic-names.ts";
import type { TerraformBlock, TerraformBody, TerraformValue } from "./configuration.ts";
import { FILTER_TYPE } from "./filter-block.ts";

/** Fields whose name in Terraform is not the API's in snake case. Source: the AWS provider's documentation. */
const NAMES: Readonly<Record<string, string>> = {
  EvaluateLowSampleCountPercentile: "evaluate_low_sample_count_percentiles",
  OKActions: "ok_actions",
};
const SUPPRESSOR = ["ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"];

/** The alarm as a resource of the AWS provider. */
export function alarmBlock(
  alarm: PreparedAlarm,
  addressOf: (key: string) => string | undefined,
): TerraformBlock {
  const attributes: Record<string, TerraformValue> = {};
  for (const [field, value] of inFieldOrder(alarm.definition)) {
    if (field === "Metrics" || SUPPRESSOR.includes(field)) continue;
    attributes[NAMES[field] ?? snakeCase(field)] = attributeValue(field, value, alarm.definition);
  }
  const waitsFor = [
    ...alarm.dependsOn.flatMap((key) => addressOf(key) ?? []),
    ...(alarm.filter ? [`${FILTER_TYPE}.${alarm.filter.terraformName}`] : []),
  ];
  // Names in an alarm's rule tell Terraform nothing, and CloudWatch refuses a rule whose alarms do not exist yet.
  if (waitsFor.length > 0) attributes["depends_on"] = waitsFor.map((expression) => ({ expression }));
  return {
    type: "resource",
    labels: [resourceType(alarm), alarm.terraformName],
    comment: alarm.why,
    body: {
      attributes,
      blocks: alarm.kind === "metric" ? queryBlocks(alarm.definition) : suppressorBlock(alarm.definition),
    },
  };
}

export function resourceType({ kind }: Pick<PreparedAlarm, "kind">): string {
  return kind === "metric" ? "aws_cloudwatch_metric_alarm" : "aws_cloudwatch_composite_alarm";
}

function attributeValue(
  field: string,
  value: JsonValue,
  definition: PreparedAlarm["definition"],
): TerraformValue {
  if (field === "Tags") {
    return { pairs: Object.fromEntries((definition.Tags ?? []).map((tag) => [tag.Key, tag.Value])) };
  }
  if (typeof value !== "object") return value;
  if (field === "Dimensions" && "Dimensions" in definition) return dimensionMap(definition.Dimensions);
  return textsOf(value).map((action) => {
    const topic = topicOfAction(action);
    return topic === undefined ? action : { expression: `var.${topicVariable(topic)}` };
  });
}

function queryBlocks({ Metrics = [] }: MetricAlarm): TerraformBody["blocks"] {
  const queries = Metrics.map(({ Id, Expression, Label, Period, AccountId, ReturnData, MetricStat }) => ({
    attributes: given({
      id: Id,
      expression: Expression,
      label: Label,
      period: Period,
      account_id: AccountId,
      // The API takes an absent ReturnData for true, the provider for false.
      return_data: ReturnData === false ? undefined : true,
    }),
    blocks: MetricStat
      ? {
          metric: [
            {
              attributes: given({
                namespace: MetricStat.Metric.Namespace,
                metric_name: MetricStat.Metric.MetricName,
                dimensions: MetricStat.Metric.Dimensions && dimensionMap(MetricStat.Metric.Dimensions),
                period: MetricStat.Period,
                stat: MetricStat.Stat,
                unit: MetricStat.Unit,
              }),
              blocks: {},
            },
          ],
        }
      : {},
  }));
  return queries.length > 0 ? { metric_query: queries } : {};
}

function suppressorBlock(alarm: CompositeAlarm): TerraformBody["blocks"] {
  if (alarm.ActionsSuppressor === undefined) return {};
  const attributes = given({
    alarm: alarm.ActionsSuppressor,
    wait_period: alarm.ActionsSuppressorWaitPeriod,
    extension_period: alarm.ActionsSuppressorExtensionPeriod,
  });
  return { actions_suppressor: [{ attributes, blocks: {} }] };
}

function dimensionMap(dimensions: MetricAlarm["Dimensions"] = []): TerraformValue {
  return { pairs: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])) };
}

function given(values: Readonly<Record<string, TerraformValue | undefined>>): Record<string, TerraformValue> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function snakeCase(field: string): string {
  return field.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
}
