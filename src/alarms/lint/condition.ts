import { METRICS, type Measure } from "../../catalog/metrics.ts";
import { PARTITIONS } from "../../catalog/partitions.ts";
import { isRecord } from "../../core/is-record.ts";
import { compareText } from "../../core/order.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import { textField } from "./alarm-fields.ts";
import type { MetricUse } from "./metric-uses.ts";

/** Whether the alarm is for values that are too high, or too low; undefined for a band and what is no operator. */
export function directionOf(alarm: DeclaredAlarm): "high" | "low" | undefined {
  const operator = textField(alarm, "ComparisonOperator") ?? "";
  if (/^GreaterThan(?:OrEqualTo)?Threshold$/.test(operator)) return "high";
  return /^LessThan(?:OrEqualTo)?Threshold$/.test(operator) ? "low" : undefined;
}

/** What a metric of API Gateway measures, in whichever flavour has it. */
export function measureOf({ metric }: MetricUse): Measure | undefined {
  return METRICS.find((fact) => fact.metric === metric)?.measure;
}

/** Measures whose every sample is a request and is 0 or 1. */
export const SHARE_MEASURES: readonly Measure[] = [
  "clientErrors",
  "serverErrors",
  "integrationErrors",
  "executionErrors",
  "cacheHits",
  "cacheMisses",
];
/** Measures whose every sample is 1. */
export const COUNT_MEASURES: readonly Measure[] = ["requests", "connects", "messages"];
export const LATENCY_MEASURES: readonly Measure[] = ["latency", "integrationLatency"];

/** True where the statistic's values lie within the samples' own range: Average, Maximum, p99, tm90, but not a sum or a count. */
export function isOfSamples(stat: string | undefined): boolean {
  return stat !== undefined && /^(?:Average|Minimum|Maximum|IQM|(?:p|tm|wm)\d|(?:TM|WM)\()/.test(stat);
}

/** All on which the states of an alarm depend, as text: equal texts make equal states. */
export function conditionText(alarm: DeclaredAlarm): string {
  const { fields, kind } = alarm;
  if (kind === "composite") {
    const rule = textField(alarm, "AlarmRule") ?? canonical(fields["AlarmRule"] ?? null);
    return `composite ${rule.replaceAll(/\s+/g, " ").trim()}`;
  }
  return canonical([
    watchedOf(fields),
    fields["ComparisonOperator"],
    fields["Threshold"],
    fields["EvaluationPeriods"],
    fields["DatapointsToAlarm"] ?? fields["EvaluationPeriods"],
    fields["TreatMissingData"] ?? "missing",
  ]);
}

/** What an alarm watches, as text: metric, dimensions, statistic, period. */
export function watchedText({ fields }: DeclaredAlarm): string {
  return canonical(watchedOf(fields));
}

function watchedOf(fields: DeclaredAlarm["fields"]): unknown[] {
  return [
    ...["Namespace", "MetricName", "Dimensions", "Statistic", "ExtendedStatistic", "Period"].map(
      (name) => fields[name],
    ),
    fields["EvaluateLowSampleCountPercentile"] ?? "evaluate",
    fields["Metrics"],
    fields["ThresholdMetricId"],
  ];
}

/**
 * Where two equal names mean the same thing: one account's region; or the file, where values stand in it that a deployment
 * decides. Alarms of different files are taken to be deployed side by side.
 */
export function scopeOf(alarm: DeclaredAlarm): string {
  const { file } = alarm.place;
  const isRegion = PARTITIONS.some(({ regions }) => regions.test(file));
  return isRegion || alarm.unknown.length > 0 ? file : "";
}

/** JSON in which the order of keys and of dimensions makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (Array.isArray(inner)) return sortedByName(inner);
    if (!isRecord(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => compareText(left, right)));
  });
}

/** Dimensions; lists of anything else stay as they are. */
function sortedByName(list: readonly unknown[]): readonly unknown[] {
  const named = list.flatMap((item) => (isRecord(item) && typeof item["Name"] === "string" ? [item] : []));
  if (named.length < list.length) return list;
  return named.sort((left, right) => compareText(String(left["Name"]), String(right["Name"])));
}
