import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import { Pending } from "./pending.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * Arguments of aws_cloudwatch_metric_alarm and aws_cloudwatch_composite_alarm under the names of PutMetricAlarm and
 * PutCompositeAlarm. Source: Terraform AWS provider, the pages of the two resources (2026).
 */
const NAMES: Readonly<Record<string, string>> = {
  actions_enabled: "ActionsEnabled",
  alarm_actions: "AlarmActions",
  alarm_description: "AlarmDescription",
  alarm_name: "AlarmName",
  alarm_rule: "AlarmRule",
  comparison_operator: "ComparisonOperator",
  datapoints_to_alarm: "DatapointsToAlarm",
  evaluate_low_sample_count_percentiles: "EvaluateLowSampleCountPercentile",
  evaluation_periods: "EvaluationPeriods",
  extended_statistic: "ExtendedStatistic",
  insufficient_data_actions: "InsufficientDataActions",
  metric_name: "MetricName",
  namespace: "Namespace",
  ok_actions: "OKActions",
  period: "Period",
  statistic: "Statistic",
  threshold: "Threshold",
  threshold_metric_id: "ThresholdMetricId",
  treat_missing_data: "TreatMissingData",
  unit: "Unit",
};

/** Terraform's own, or told by AWS after the alarm exists. */
const NOT_OF_THE_ALARM = new Set([
  // A comment, in JSON.
  "//",
  "arn",
  "count",
  "depends_on",
  "dynamic",
  "for_each",
  "id",
  "lifecycle",
  "provider",
  "region",
  "tags_all",
  "timeouts",
]);

/** A resource's arguments as the fields of its API call. An argument that has no name there keeps its own, for a check to name. */
export function alarmFields(body: Members): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [argument, value] of Object.entries(body)) {
    if (NOT_OF_THE_ALARM.has(argument) || isUnset(argument, value)) continue;
    const name = NAMES[argument];
    if (name !== undefined) fields[name] = value;
    else if (argument === "dimensions") fields["Dimensions"] = pairs(value, "Name");
    else if (argument === "tags") fields["Tags"] = pairs(value, "Key");
    else if (argument === "metric_query")
      fields["Metrics"] = value instanceof Pending ? value : listOf(value).map(query);
    else if (argument === "actions_suppressor") Object.assign(fields, suppressor(value));
    else fields[argument] = value;
  }
  // A state tells 0 where a band is the threshold.
  if (fields["ThresholdMetricId"] !== undefined && fields["Threshold"] === 0) delete fields["Threshold"];
  return fields;
}

/** A plan has null for what is not set, a state an empty text or 0. */
function isUnset(argument: string, value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return value === 0 && (argument === "datapoints_to_alarm" || argument === "period");
}

function pairs(value: unknown, key: "Name" | "Key"): unknown {
  if (!isRecord(value) || value instanceof Pending) return value;
  return Object.entries(value).map(([name, Value]) => ({ [key]: name, Value }));
}

/** The provider sends `return_data` as false where it is not set; CloudWatch itself would take true. */
function query(value: unknown): unknown {
  if (!isRecord(value) || value instanceof Pending) return value;
  const [metric] = [value["metric"] ?? []].flat();
  return named({
    Id: value["id"],
    AccountId: value["account_id"],
    Expression: value["expression"],
    Label: value["label"],
    Period: value["period"],
    MetricStat: isRecord(metric) ? metricStat(metric) : metric,
    ReturnData: value["return_data"] ?? false,
  });
}

function metricStat(metric: Members): Members {
  const Metric = named({
    Namespace: metric["namespace"],
    MetricName: metric["metric_name"],
    Dimensions: pairs(metric["dimensions"], "Name"),
  });
  return named({ Metric, Period: metric["period"], Stat: metric["stat"], Unit: metric["unit"] });
}

function suppressor(value: unknown): Members {
  const [block] = [value].flat();
  const { alarm, extension_period: extension, wait_period: wait } = recordOf(block);
  return named({
    ActionsSuppressor: block instanceof Pending ? block : alarm,
    ActionsSuppressorExtensionPeriod: extension,
    ActionsSuppressorWaitPeriod: wait,
  });
}

function named(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).filter(([name, value]) => {
      const isZeroPeriod = name === "Period" && value === 0;
      const isEmpty = value === null || value === undefined || value === "" || isZeroPeriod;
      return !isEmpty && !(Array.isArray(value) && value.length === 0);
    }),
  );
}
