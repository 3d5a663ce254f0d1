import type { CompositeAlarm, MetricAlarm } from "../model/alarm-spec.ts";
import { alarmPeriodSeconds } from "../model/alarm-period.ts";
import { PRICES } from "./prices.ts";

/** Below this an alarm is of high resolution. */
const STANDARD_PERIOD_SECONDS = 60;

/**
 * USD a month at list price, free tier aside; null where it cannot be told: a Metrics Insights query is paid by the
 * metrics that it happens to match.
 *
 * @param analyzed how many these are
 */
export function alarmUsdPerMonth(alarm: MetricAlarm | CompositeAlarm, analyzed?: number): number | null {
  if ("AlarmRule" in alarm) return PRICES.compositeAlarmMonthUsd;
  const queries = alarm.Metrics ?? [];
  if (queries.some(({ Expression }) => /^\s*SELECT\s/i.test(Expression ?? ""))) {
    return analyzed === undefined ? null : rounded(analyzed * PRICES.alarmMetricMonthUsd);
  }
  const metrics = alarm.Metrics ? queries.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;
  const ofBand = alarm.ThresholdMetricId === undefined ? 0 : PRICES.bandMetrics;
  const period = alarmPeriodSeconds(alarm) ?? STANDARD_PERIOD_SECONDS;
  const each =
    period < STANDARD_PERIOD_SECONDS ? PRICES.highResolutionAlarmMetricMonthUsd : PRICES.alarmMetricMonthUsd;
  return rounded((metrics + ofBand) * each);
}

/** To cents: tenths of a dollar many times over would show their rounding. */
function rounded(usd: number): number {
  return Math.round(usd * 100) / 100;
}
