import type { MetricKey } from "../../model/metric-key.ts";
import { finestPeriodSeconds } from "../../catalog/retention.ts";
import { floorTo, type Window } from "../../core/window.ts";
import type { Datapoint } from "../../model/series.ts";
import type { Account } from "../../simulate/account.ts";

/** Far older than anything kept: rounded to whole hours like all old data. */
const COARSEST_SECONDS = 3_600;

/**
 * StartTime as CloudWatch reads it: down to the minute, five minutes or hour, by its age.
 *
 * Source: CloudWatch API, GetMetricData.StartTime.
 */
export function roundedStartMs(startMs: number, nowMs: number): number {
  const stepSeconds = finestPeriodSeconds(nowMs - startMs) ?? COARSEST_SECONDS;
  return floorTo(startMs, stepSeconds * 1_000);
}

/**
 * The datapoints that CloudWatch still has: those whose age allows the period, ascending. A period that is
 * finer than what is kept, or no multiple of it, gives none for that part of the window.
 */
export function keptDatapoints(
  account: Account,
  nowMs: number,
  key: MetricKey,
  stat: string,
  periodSeconds: number,
  window: Window,
): readonly Datapoint[] {
  const startMs = roundedStartMs(window.startMs, nowMs);
  return account
    .query(key, stat, periodSeconds, { startMs, endMs: Math.min(window.endMs, nowMs) })
    .filter(({ timeMs }) => isKept(nowMs - timeMs, periodSeconds));
}

function isKept(ageMs: number, periodSeconds: number): boolean {
  const finest = finestPeriodSeconds(ageMs);
  return finest !== undefined && periodSeconds % finest === 0;
}
