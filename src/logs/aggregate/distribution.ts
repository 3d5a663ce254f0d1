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
  return quantilesOf([distribution], [q])[0] ?? null;
}

/**
 * As quantileOf, of several distributions together, without making the one that they come to.
 *
 * @param fractions ascending.
 */
export function quantilesOf(
  distributions: readonly (Distribution | null)[],
  fractions: readonly number[],
): (number | null)[] {
  const found = distributions.filter((one) => one !== null);
  const count = found.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return fractions.map(() => null);
  const [first] = found;
  return first !== undefined && found.length === 1
    ? walk(first.buckets, 2, count, fractions)
    : walk(spread(found), 1, count, fractions);
}

/** A place for each bucket. */
function spread(distributions: readonly Distribution[]): Float64Array {
  const last = Math.max(...distributions.map(({ buckets }) => buckets.at(-2) ?? 0));
  const counts = new Float64Array(last + 1);
  for (const { buckets } of distributions) {
    for (let at = 0; at < buckets.length; at += 2) {
      const bucket = buckets[at] ?? 0;
      counts[bucket] = (counts[bucket] ?? 0) + (buckets[at + 1] ?? 0);
    }
  }
  return counts;
}

/** @param step 2: pairs of bucket and count; 1: counts alone, one for each bucket. */
function walk(
  counts: Uint32Array | Float64Array,
  step: 1 | 2,
  count: number,
  fractions: readonly number[],
): number[] {
  let at = -step;
  let seen = 0;
  return fractions.map((fraction) => {
    const rank = Math.max(1, Math.ceil(fraction * count));
    while (seen < rank && at + step < counts.length) {
      at += step;
      seen += counts[at + step - 1] ?? 0;
    }
    const bucket = step === 1 ? at : (counts[at] ?? 0);
    return bucketStart(bucket) + (bucketWidth(bucket) - 1) / 2;
  });
}
