import { DAY_MS } from "../core/window.ts";

/**
 * How long CloudWatch keeps datapoints of a period, and so which period must be asked for data of an age;
 * a finer one returns nothing. Sub-minute periods do not exist for API Gateway, which publishes every minute.
 *
 * Source: CloudWatch User Guide, "Metrics concepts"; CloudWatch API, MetricStat.Period.
 */
export const RETENTION: readonly { readonly periodSeconds: number; readonly maxAgeMs: number }[] = [
  { periodSeconds: 60, maxAgeMs: 15 * DAY_MS },
  { periodSeconds: 300, maxAgeMs: 63 * DAY_MS },
  { periodSeconds: 3_600, maxAgeMs: 455 * DAY_MS },
];

/** The finest period that CloudWatch still answers for data of that age, or undefined where it keeps none. */
export function finestPeriodSeconds(ageMs: number): number | undefined {
  return RETENTION.find((row) => ageMs <= row.maxAgeMs)?.periodSeconds;
}

/**
 * How long the newest datapoints may still be absent or partial. AWS gives no figure ("near-real-time",
 * monitoring-cloudwatch.html); two minutes is what this tool assumes everywhere.
 */
export const SETTLE_MS = 120_000;
