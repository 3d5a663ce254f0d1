/**
 * How many requests an alarm can count on: an alarm that judges a share of three requests, or a percentile of five, is
 * wrong whatever its threshold. Means of each hour of the day are taken over all days of the history, hours without a
 * datapoint included (CloudWatch publishes nothing where nothing comes), and the quietest and the busiest hour stand for
 * the night and the peak.
 */
import { datapoints, type Series } from "../../model/series.ts";
import type { Window } from "../../core/window.ts";

export interface Traffic {
  /** Requests a minute on average. */
  readonly perMinute: number;
  /** Requests a minute in the quietest and in the busiest hour of the day. */
  readonly quietPerMinute: number;
  readonly busyPerMinute: number;
  readonly days: number;
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** Of a count's sums over the window; null where the history is shorter than an hour. */
export function trafficOf(counts: Series, { startMs, endMs }: Window): Traffic | null {
  const hours = (endMs - startMs) / HOUR_MS;
  if (hours < 1) return null;
  const sums = Array.from({ length: DAY_HOURS }, () => 0);
  for (const { timeMs, value } of datapoints(counts, startMs, endMs)) {
    const hour = Math.floor(timeMs / HOUR_MS) % DAY_HOURS;
    sums[hour] = (sums[hour] ?? 0) + value;
  }
  const total = sums.reduce((sum, value) => sum + value, 0);
  const means = sums.map((sum, hour) => sum / hoursSeen(hour, startMs, endMs)).filter(Number.isFinite);
  return {
    perMinute: total / hours / 60,
    quietPerMinute: Math.min(...means) / 60,
    busyPerMinute: Math.max(...means) / 60,
    days: hours / DAY_HOURS,
  };
}

/** How much of an hour of the day lies in the window, in hours; 0 gives a mean that is not finite and is left out. */
function hoursSeen(hour: number, startMs: number, endMs: number): number {
  const dayMs = DAY_HOURS * HOUR_MS;
  let seenMs = 0;
  for (let dayStart = Math.floor(startMs / dayMs) * dayMs; dayStart < endMs; dayStart += dayMs) {
    const from = Math.max(startMs, dayStart + hour * HOUR_MS);
    const to = Math.min(endMs, dayStart + (hour + 1) * HOUR_MS);
    seenMs += Math.max(0, to - from);
  }
  return seenMs / HOUR_MS;
}
