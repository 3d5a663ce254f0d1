import { bucketStart, bucketWidth } from "../../core/histogram.ts";
import { formatMs, formatShare } from "../shared/wording.ts";
import type { PooledLatency } from "./pooled-latency.ts";

/** The latency at which two distributions differ most. */
export interface DistributionShift {
  readonly aboveMs: number;
  /** Parts of the requests that took longer, 0..1. */
  readonly before: number;
  readonly now: number;
}

/** Times the root of 1/n + 1/m: a distance that chance reaches once in a hundred comparisons of equals. */
const CHANCE = 1.63;

/**
 * Whole distributions compared by the largest distance of their cumulative shares: the difference is at least the part of
 * the requests that became slower, whatever percentile they stand at. Null where an engine gave no distributions, or where
 * they differ no more than chance lets two samples of one distribution differ, or where requests became faster.
 *
 * Source: the two-sample test of Kolmogorov and Smirnov (Smirnov, 1948).
 */
export function distributionShift(before: PooledLatency, now: PooledLatency): DistributionShift | null {
  if (before.byBucket === null || now.byBucket === null) return null;
  const buckets = [...new Set([...before.byBucket.keys(), ...now.byBucket.keys()])].sort((a, b) => a - b);
  const [total, totalNow] = [sum(before.byBucket), sum(now.byBucket)];
  let [left, leftNow] = [total, totalNow];
  let widest: DistributionShift | null = null;
  for (const bucket of buckets) {
    left -= before.byBucket.get(bucket) ?? 0;
    leftNow -= now.byBucket.get(bucket) ?? 0;
    const shift = {
      aboveMs: bucketStart(bucket) + bucketWidth(bucket) - 1,
      before: left / total,
      now: leftNow / totalNow,
    };
    if (widest === null || shift.now - shift.before > widest.now - widest.before) widest = shift;
  }
  const chance = CHANCE * Math.sqrt(1 / total + 1 / totalNow);
  return widest !== null && widest.now - widest.before > chance ? widest : null;
}

/** "52 % of the requests spent more than 75 ms there, before 14 %." */
export function shiftSentence({ aboveMs, before, now }: DistributionShift): string {
  return `${formatShare(now)} of the requests spent more than ${formatMs(aboveMs)} there, before ${formatShare(before)}.`;
}

function sum(byBucket: ReadonlyMap<number, number>): number {
  return [...byBucket.values()].reduce((total, requests) => total + requests, 0);
}
