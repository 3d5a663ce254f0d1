/**
 * What CloudWatch accepts of an alarm, where it depends on more than one field or is not in the schema of
 * model/alarm-spec.
 *
 * Source: CloudWatch service model (botocore 1.43.11: PutMetricAlarm, PutCompositeAlarm, DeleteAlarms);
 * CloudWatch User Guide, "CloudWatch service quotas" and "Create a composite alarm" (2026).
 */
export const ALARM_LIMITS = Object.freeze({
  /** Seconds; any other period is a multiple of 60. */
  subMinutePeriods: Object.freeze([10, 20, 30]),
  /** Period times evaluation periods, seconds: below one hour of period, and from it on. */
  evaluatedSeconds: Object.freeze({ shortPeriods: 86_400, longPeriods: 604_800, longFromSeconds: 3_600 }),
  /** Metrics that an alarm on metric math may refer to; a hard limit. */
  metricsInExpression: 10,
  actionsPerState: 5,
  tags: 50,
  requestBytes: 120 * 1_024,
  /** An alarm rule's alarms; alarms, constants and parentheses; composites that may use one alarm. */
  compositeChildren: 100,
  compositeElements: 500,
  compositesOfOneAlarm: 150,
  /** DeleteAlarms: names in one call, of which at most one may be a composite. */
  deletedAtOnce: 100,
  /** Alarms on Metrics Insights queries in a region; time series that a query returns, and metrics that it may match. */
  metricsInsightsAlarms: 200,
  insightsSeries: 500,
  insightsMetrics: 10_000,
});

/** Calls a second in one region. Source: "CloudWatch service quotas", 2026. */
export const ALARM_CALLS_PER_SECOND = Object.freeze({
  PutMetricAlarm: 3,
  PutCompositeAlarm: 3,
  DeleteAlarms: 3,
  SetAlarmState: 3,
  DescribeAlarms: 9,
  DescribeAlarmsForMetric: 9,
  DescribeAlarmHistory: 20,
  PutAnomalyDetector: 10,
  DeleteAnomalyDetector: 5,
  TagResource: 20,
  ListTagsForResource: 10,
});

/** True for 10, 20, 30 and the multiples of 60: the periods that an alarm can have. */
export function isAlarmPeriod(periodSeconds: number): boolean {
  return (
    ALARM_LIMITS.subMinutePeriods.includes(periodSeconds) || (periodSeconds > 0 && periodSeconds % 60 === 0)
  );
}

/** The most evaluation periods that an alarm of this period can have. */
export function maxEvaluationPeriods(periodSeconds: number): number {
  const { shortPeriods, longPeriods, longFromSeconds } = ALARM_LIMITS.evaluatedSeconds;
  return Math.floor((periodSeconds < longFromSeconds ? shortPeriods : longPeriods) / periodSeconds);
}

/**
 * How CloudWatch evaluates. Source: CloudWatch User Guide, "Alarm evaluation", "Configuring how CloudWatch alarms
 * treat missing data" and "Percentile-based alarms and low data samples" (2026).
 */
export const ALARM_EVALUATION = Object.freeze({
  /** Seconds between evaluations: of periods below a minute, of others, and where the periods span more than a day. */
  everySeconds: Object.freeze({ subMinute: 10, usual: 60, multiDay: 3_600 }),
  multiDayFromSeconds: 86_400,
  /** Points fetched beyond the evaluation periods: undocumented; AWS's one example fetches 5 for 3. */
  extraPoints: 2,
  /** Of a percentile p, as a fraction: 10 / (1 - p) samples from the median up, 10 / p below it. */
  lowSampleFactor: 10,
  /** Standard deviations, where ANOMALY_DETECTION_BAND names none. */
  bandWidth: 2,
  /** An anomaly model learns from at most so much. Source: "Using CloudWatch anomaly detection". */
  bandTrainingSeconds: 14 * 86_400,
  /** Of a Metrics Insights query, all that an alarm can use. Source: "Limits" of CloudWatch alarms, 2026. */
  insightsSeconds: 10_800,
});
