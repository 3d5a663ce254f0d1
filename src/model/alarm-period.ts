import type { MetricAlarm } from "./alarm-spec.ts";

/** Seconds of one datapoint, in whichever form the alarm was written; undefined where it says none. */
export function alarmPeriodSeconds({ Period, Metrics = [] }: Pick<MetricAlarm, "Period" | "Metrics">) {
  return Period ?? Metrics.map((query) => query.MetricStat?.Period ?? query.Period).find(Boolean);
}
