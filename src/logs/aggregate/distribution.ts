import { bucketStart, bucketWidth } from "../../core/histogram.ts";

/**
 * How whole milliseconds are spread: the buckets of core/histogram.ts, sparse and as plain data, so that thousands of them
 * (one a route, one a minute) can be held and handed between threads. Merging adds bucket by bucket and loses nothing.
 */
export interface Distribution {
  /** Bucket and count in turn, buckets ascending. */
  readonly buckets: Uint32Array;
  readonly count: number;
  readonly sum: number;
}

/** The distribution of both together. */
export function mergeDistributions(
  left: Distribution | null,
  right: Distribution | null,
): Distribution | null {
  if (left === null || right === null) return left ?? right;
  const [a, b] = [left.buckets, right.buckets];
  const merged = new Uint32Array(a.length + b.length);
  let [at, bt, length] = [0, 0, 0];
  while (at < a.length || bt < b.length) {
    const bucket = Math.min(a[at] ?? Infinity, b[bt] ?? Infinity);
    let count = 0;
    if (a[at] === bucket) {
      count += a[at + 1] ?? 0;
      at += 2;
    }
    if (b[bt] === bucket) {
      count += b[bt + 1] ?? 0;
      bt += 2;
    }
    merged[length] = bucket;
    merged[length + 1] = count;
    length += 2;
  }
  return { buckets: merged.slice(0, length), count: left.count + right.count, sum: left.sum + right.sum };
}

/** The middle of the bucket that holds the nearest rank, so within 0.4 % of its value; null for no distribution. */
export function quantileOf(distribution: Distribution | null, q: number): number | null {
  if (distribution === null || distribution.count === 0) return null;
  const rank = Math.max(1, Math.ceil(q * distribution.count));
  let seen = 0;
  for (let at = 0; at < distribution.buckets.length; at += 2) {
    seen += distribution.buckets[at + 1] ?? 0;
    if (seen >= rank) {
      const bucket = distribution.buckets[at] ?? 0;
      return bucketStart(bucket) + (bucketWidth(bucket) - 1) / 2;
    }
  }
  return null;
}
