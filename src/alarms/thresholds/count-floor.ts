/**
 * How low the threshold of a count may be. Counts of rare things scatter by chance alone: where three an hour are usual, six come
 * about once in ten hours, and a week of history need not show it. So a count is never alarmed on below what chance alone
 * reaches in a month once or less, at the rate of a busy hour, over-dispersed as errors are (negative binomial; retries
 * and bursts come together). A busy hour has twice the usual rate at most: of one error in a day an hour of its own is no habit.
 */
import { upperTailNats } from "../../core/stats/negative-binomial.ts";
import { DAY_MS, type Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import { datapoints, toRuns, type Series } from "../../model/series.ts";
import { trafficOf } from "../rules/traffic.ts";

/** A month of page-free chance: its expected number of pages. */
const A_MONTH = 30 * DAY_MS;
/** Variance = mean + mean^2 / size. */
const SIZE = 10;
const BUSY = 2;

/** 0 where the alarm is no count, or nothing was counted. */
export function countFloor(
  alarm: MetricAlarm,
  series: readonly Series[],
  window: Window,
  incidents: readonly Window[],
): number {
  const { Statistic, MetricName, Period, Dimensions = [], ComparisonOperator } = alarm;
  if (Statistic !== "Sum" || Period === undefined || !ComparisonOperator.startsWith("Greater")) return 0;
  const counted = series.find(
    (one) =>
      one.metric === MetricName &&
      one.namespace === alarm.Namespace &&
      one.stat === "Sum" &&
      Dimensions.length === Object.keys(one.dimensions).length &&
      Dimensions.every(({ Name, Value }) => one.dimensions[Name] === Value),
  );
  const calm = counted && withoutIncidents(counted, incidents);
  const usual = calm ? trafficOf(calm, window) : null;
  const rate = usual ? Math.min(usual.busyPerMinute, BUSY * usual.perMinute) : 0;
  if (rate === 0) return 0;
  const mean = (rate * Period) / 60;
  const allowedNats = Math.log(A_MONTH / (Period * 1_000));
  let threshold = Math.ceil(mean);
  while (upperTailNats(threshold, mean, SIZE) < allowedNats) threshold += 1;
  return threshold;
}

function withoutIncidents(series: Series, incidents: readonly Window[]): Series {
  const isCalm = (timeMs: number) =>
    !incidents.some(({ startMs, endMs }) => timeMs >= startMs && timeMs < endMs);
  const points = datapoints(series).filter(({ timeMs }) => isCalm(timeMs));
  return { ...series, runs: toRuns(points, series.periodSeconds) };
}
