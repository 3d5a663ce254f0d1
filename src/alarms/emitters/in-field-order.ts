import type { AlarmSpec } from "../../model/alarm-spec.ts";
import { toJsonValue, type JsonValue } from "./json-value.ts";

/** As a person reads an alarm: what it is, what it looks at, when it fires, whom it tells. */
const FIELDS = [
  "AlarmName",
  "AlarmDescription",
  "AlarmRule",
  "Namespace",
  "MetricName",
  "Dimensions",
  "Statistic",
  "ExtendedStatistic",
  "Period",
  "Unit",
  "Metrics",
  "ComparisonOperator",
  "Threshold",
  "ThresholdMetricId",
  "EvaluationPeriods",
  "DatapointsToAlarm",
  "TreatMissingData",
  "EvaluateLowSampleCountPercentile",
  "ActionsSuppressor",
  "ActionsSuppressorWaitPeriod",
  "ActionsSuppressorExtensionPeriod",
  "ActionsEnabled",
  "AlarmActions",
  "OKActions",
  "InsufficientDataActions",
  "Tags",
] as const satisfies readonly KeysOfUnion<AlarmSpec["definition"]>[];

type KeysOfUnion<Union> = Union extends unknown ? keyof Union : never;

/** Every field that is given, as name and value, in one order for all dialects. */
export function inFieldOrder(definition: AlarmSpec["definition"]): [string, JsonValue][] {
  const given = new Map<string, unknown>(Object.entries(definition));
  return FIELDS.flatMap((field): [string, JsonValue][] => {
    const value = given.get(field);
    return value === undefined ? [] : [[field, toJsonValue(value)]];
  });
}
