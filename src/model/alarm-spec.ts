import { z } from "zod";

/**
 * Alarms as CloudWatch takes them, and what Gatewatch adds. Names, ranges and exclusions follow the
 * PutMetricAlarm and PutCompositeAlarm API; limits that depend on several fields (period times evaluation
 * periods, ten metrics in an expression) are judged by the alarm rules, not here.
 *
 * Source: CloudWatch API Reference, PutMetricAlarm and PutCompositeAlarm (botocore 1.43.11 service model).
 */
const dimensionSchema = z.strictObject({
  Name: z.string().min(1).max(255),
  Value: z.string().min(1).max(1_024),
});

const metricSchema = z.strictObject({
  Namespace: z.string().min(1).max(255),
  MetricName: z.string().min(1).max(255),
  Dimensions: z.array(dimensionSchema).max(30).optional(),
});

const metricDataQuerySchema = z.strictObject({
  Id: z.string().regex(/^[a-z][A-Za-z0-9_]*$/),
  MetricStat: z
    .strictObject({
      Metric: metricSchema,
      Period: z.number().int().positive(),
      Stat: z.string(),
      Unit: z.string().optional(),
    })
    .optional(),
  Expression: z.string().min(1).max(2_048).optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean().optional(),
  Period: z.number().int().positive().optional(),
  AccountId: z.string().optional(),
});

const actionsSchema = {
  ActionsEnabled: z.boolean().optional(),
  OKActions: z.array(z.string()).max(5).optional(),
  AlarmActions: z.array(z.string()).max(5).optional(),
  InsufficientDataActions: z.array(z.string()).max(5).optional(),
};

/** The fields of PutMetricAlarm. */
export const metricAlarmSchema = z.strictObject({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1_024).optional(),
  ...actionsSchema,
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(dimensionSchema).max(30).optional(),
  Statistic: z.enum(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]).optional(),
  ExtendedStatistic: z.string().optional(),
  Period: z.number().int().positive().optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: z.number().int().min(1),
  DatapointsToAlarm: z.number().int().min(1).optional(),
  Threshold: z.number().optional(),
  ThresholdMetricId: z.string().optional(),
  ComparisonOperator: z.enum([
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
  ]),
  TreatMissingData: z.enum(["missing", "ignore", "breaching", "notBreaching"]).optional(),
  EvaluateLowSampleCountPercentile: z.enum(["evaluate", "ignore"]).optional(),
  Metrics: z.array(metricDataQuerySchema).min(1).optional(),
  Tags: z
    .array(z.strictObject({ Key: z.string(), Value: z.string() }))
    .max(50)
    .optional(),
});
export type MetricAlarm = z.infer<typeof metricAlarmSchema>;

/** The fields of PutCompositeAlarm. */
export const compositeAlarmSchema = z.strictObject({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1_024).optional(),
  AlarmRule: z.string().min(1).max(10_240),
  ...actionsSchema,
  ActionsSuppressor: z.string().max(1_600).optional(),
  ActionsSuppressorWaitPeriod: z.number().int().min(0).optional(),
  ActionsSuppressorExtensionPeriod: z.number().int().min(0).optional(),
  Tags: z
    .array(z.strictObject({ Key: z.string(), Value: z.string() }))
    .max(50)
    .optional(),
});
export type CompositeAlarm = z.infer<typeof compositeAlarmSchema>;

/**
 * A log metric filter that makes the metric which an alarm watches: each matching line counts one. The metric costs
 * what a custom metric costs.
 *
 * Source: CloudWatch Logs API Reference, PutMetricFilter.
 */
const logMetricSchema = z.strictObject({
  logGroupName: z.string().min(1).max(512),
  filterName: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^:*]*$/),
  filterPattern: z.string().max(1_024),
  metricNamespace: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^:*$]*$/),
  metricName: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^:*$]*$/),
});
export type LogMetric = z.infer<typeof logMetricSchema>;

/** Of all metrics that Gatewatch's metric filters make. */
export const LOG_METRIC_NAMESPACE = "Gatewatch/AccessLogs";
/** Begins the names of these filters. */
export const FILTER_PREFIX = "gatewatch ";

/** An alarm that a rule proposes, with the reason for its number. */
export const alarmSpecSchema = z.object({
  schemaVersion: z.literal(1),
  /** Stable for ever: logical ids and names are made of it, and a rename deletes and creates an alarm. */
  key: z.string(),
  rule: z.string(),
  target: z.string(),
  route: z.string().nullable(),
  definition: z.union([metricAlarmSchema, compositeAlarmSchema]),
  /** The sentence that explains the threshold. */
  why: z.string(),
  /** What it would have done over the recorded history; null where there was none to replay. */
  backtest: z.object({ alarms: z.number(), minutesInAlarm: z.number(), perWeek: z.number() }).nullable(),
  usdPerMonth: z.number(),
  /** Where the metric has to be made of log lines first. */
  logMetric: logMetricSchema.optional(),
  /** Others need its name and ARN: a deployment that is rolled back where it fires. */
  isExported: z.literal(true).optional(),
});
export type AlarmSpec = z.infer<typeof alarmSpecSchema>;
