import type { CompositeAlarm, MetricAlarm } from "../model/alarm-spec.ts";
import { PRICES } from "./prices.ts";

/** Below this an alarm is of high resolution. */
const STANDARD_PERIOD_SECONDS = 60;

/**
 * USD a month at list price, free tier aside; null where it cannot be told: a Metrics Insights query is paid by the
 * metrics that it happens to match.
 */
export function alarmUsdPerMonth(alarm: MetricAlarm | CompositeAlarm): number | null {
  if ("AlarmRule" in alarm) return PRICES.compositeAlarmMonthUsd;
  const queries = alarm.Metrics ?? [];
  if (queries.some(({ Expression }) => /^\s*SELECT\s/i.test(Expression ?? ""))) return null;
  const metrics = alarm.Metrics ? queries.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;
  const ofBand = alarm.ThresholdMetricId === undefined ? 0 : PRICES.bandMetrics;
  const period =
    alarm.Period ?? queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period)[0] ?? 60;
  const each =
    period < STANDARD_PERIOD_SECONDS ? PRICES.highResolutionAlarmMetricMonthUsd : PRICES.alarmMetricMonthUsd;
  // Tenths of a dollar many times over would show their rounding.
  return Math.round((metrics + ofBand) * each * 100) / 100;
}
