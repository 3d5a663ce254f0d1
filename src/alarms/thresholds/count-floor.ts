/**
 * How low the threshold of a count may be. Counts of rare things scatter by chance alone: where three an hour are usual, six come
 * about once in ten hours, and a week of history need not show it. So a count is never alarmed on below what chance alone
 * reaches in a year once or less, at the rate of a busy hour, over-dispersed as errors are (negative binomial; retries
 * and bursts come together). A busy hour has twice the usual rate at most: of one error in a day an hour of its own is no habit.
 */
import { upperTailNats } from "../../core/stats/negative-binomial.ts";
import type { Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import { toRuns, type Series } from "../../model/series.ts";
import { trafficOf } from "../rules/traffic.ts";
import { calmPoints } from "./calm-points.ts";
import { DISPERSION_SIZE, SELDOM_MS } from "./chance.ts";

const BUSY = 2;

/** 0 where the alarm is no count, or nothing was counted. */
export function countFloor(
  alarm: MetricAlarm,
  series: readonly Series[],
  window: Window,
  incidents: readonly Window[],
): number {
  const { Statistic, Period, ComparisonOperator } = alarm;
  if (Statistic !== "Sum" || Period === undefined || !ComparisonOperator.startsWith("Greater")) return 0;
  const calm = calmPoints({ ...alarm, stat: "Sum" }, series, incidents);
  const counts = calm && { ...calm.series, runs: toRuns(calm.points, calm.series.periodSeconds) };
  const usual = counts ? trafficOf(counts, window) : null;
  const rate = usual ? Math.min(usual.busyPerMinute, BUSY * usual.perMinute) : 0;
  if (rate === 0) return 0;
  const mean = (rate * Period) / 60;
  const allowedNats = Math.log(SELDOM_MS / (Period * 1_000));
  let threshold = Math.ceil(mean);
  while (upperTailNats(threshold, mean, DISPERSION_SIZE) < allowedNats) threshold += 1;
  return threshold;
}
