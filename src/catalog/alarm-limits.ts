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
  requestBytes: 120 * 1_024,
  /** An alarm rule's alarms; alarms, constants and parentheses; composites that may use one alarm. */
  compositeChildren: 100,
  compositeElements: 500,
  compositesOfOneAlarm: 150,
  /** DeleteAlarms: names in one call, of which at most one may be a composite. */
  deletedAtOnce: 100,
  /** Alarms on Metrics Insights queries in a region. */
  metricsInsightsAlarms: 200,
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
