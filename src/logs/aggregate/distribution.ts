import { bucketStart, bucketWidth } from "../../core/histogram.ts";
import { sumOf } from "./sum-of.ts";

/**
 * How whole milliseconds are spread: the buckets of core/histogram.ts, sparse and as plain data, so that thousands of them
 * (one a route, one a minute) can be held and handed between threads. Merging adds bucket by bucket and loses nothing.
 */
export interface Distribution {
  /**
   * Of each entry the upper 12 bits are a bucket and the lower 20 a count, buckets ascending; what a count is more follows in
   * further entries of its bucket. With `from` and `end` only that part of it, and others have theirs.
   */
  readonly entries: Uint32Array;
  readonly from?: number;
  readonly end?: number;
  readonly count: number;
  readonly sum: number;
}

const COUNT_BITS = 20;
const MOST_COUNT = 2 ** COUNT_BITS - 1;

/** Bucket and count in turn, each bucket once. */
export function bucketsOf(distribution: Distribution): number[] {
  const pairs: number[] = [];
  for (const entry of entriesOf(distribution)) {
    const [bucket, count] = [entry >>> COUNT_BITS, entry & MOST_COUNT];
    if (pairs.at(-2) === bucket) pairs.push((pairs.pop() ?? 0) + count);
    else pairs.push(bucket, count);
  }
  return pairs;
}

/** The entries of this distribution alone. */
function entriesOf({ entries, from = 0, end = entries.length }: Distribution): Uint32Array {
  return entries.subarray(from, end);
}

/** @param pairs of bucket and count, buckets ascending. */
export function toEntries(pairs: readonly (readonly [bucket: number, count: number])[]): Uint32Array {
  const entries: number[] = [];
  for (const [bucket, count] of pairs) {
    for (let left = count; left > 0; left -= MOST_COUNT)
      entries.push(((bucket << COUNT_BITS) | Math.min(left, MOST_COUNT)) >>> 0);
  }
  return Uint32Array.from(entries);
}

/** The distribution of both together. */
export function mergeDistributions(
  left: Distribution | null,
  right: Distribution | null,
): Distribution | null {
  if (left === null || right === null) return left ?? right;
  const entries = sumOf([entriesOf(left), entriesOf(right)]).entries();
  return { entries, count: left.count + right.count, sum: left.sum + right.sum };
}

/** The middle of the bucket that holds the nearest rank, so within 0.4 % of its value; null for no distribution. */
export function quantileOf(distribution: Distribution | null, q: number): number | null {
  return quantilesOf([distribution], [q])[0] ?? null;
}

/** As quantileOf, of several distributions together, without making the one that they come to. */
export function quantilesOf(
  distributions: readonly (Distribution | null)[],
  fractions: readonly number[],
): (number | null)[] {
  const some = distributions.filter((one) => one !== null);
  const count = some.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return fractions.map(() => null);
  const sum = sumOf(some.map(entriesOf));
  return fractions.map((fraction) => middleOf(sum.bucketOfRank(nearestRank(fraction, count))));
}

/** From 1. */
export function nearestRank(fraction: number, count: number): number {
  return Math.max(1, Math.ceil(fraction * count));
}

/** The middle of a bucket. */
export function middleOf(bucket: number): number {
  return bucketStart(bucket) + (bucketWidth(bucket) - 1) / 2;
}
