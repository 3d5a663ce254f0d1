import { bucketStart, bucketWidth } from "../../core/histogram.ts";

/**
 * How whole milliseconds are spread: the buckets of core/histogram.ts, sparse and as plain data, so that thousands of them
 * (one a route, one a minute) can be held and handed between threads. Merging adds bucket by bucket and loses nothing.
 */
export interface Distribution {
  /** Bucket and count in turn, buckets ascending; with `from` and `end` only that part of it, and others have theirs. */
  readonly buckets: Uint32Array;
  readonly from?: number;
  readonly end?: number;
  readonly count: number;
  readonly sum: number;
}

/** Bucket and count in turn, of this distribution alone. */
export function bucketsOf({ buckets, from = 0, end = buckets.length }: Distribution): Uint32Array {
  return buckets.subarray(from, end);
}

/** Buckets of values up to 2^31 - 1. */
const MOST_BUCKETS = 256 + 24 * 128;
/** Where two are merged. Thousands are, and what is taken from here has the length that it needs. */
const MERGED = new Uint32Array(2 * MOST_BUCKETS);

/** The distribution of both together. */
export function mergeDistributions(
  left: Distribution | null,
  right: Distribution | null,
): Distribution | null {
  if (left === null || right === null) return left ?? right;
  const { buckets: a, from: aFrom = 0, end: aEnd = a.length } = left;
  const { buckets: b, from: bFrom = 0, end: bEnd = b.length } = right;
  let [at, bt, length] = [aFrom, bFrom, 0];
  while (at < aEnd || bt < bEnd) {
    const aBucket = at < aEnd ? (a[at] ?? 0) : Infinity;
    const bBucket = bt < bEnd ? (b[bt] ?? 0) : Infinity;
    let count = 0;
    if (aBucket <= bBucket) {
      count += a[at + 1] ?? 0;
      at += 2;
    }
    if (bBucket <= aBucket) {
      count += b[bt + 1] ?? 0;
      bt += 2;
    }
    MERGED[length] = Math.min(aBucket, bBucket);
    MERGED[length + 1] = count;
    length += 2;
  }
  return { buckets: MERGED.slice(0, length), count: left.count + right.count, sum: left.sum + right.sum };
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
  let [count, pairs] = [0, 0];
  for (const one of distributions) {
    if (one === null) continue;
    count += one.count;
    pairs += ((one.end ?? one.buckets.length) - (one.from ?? 0)) / 2;
  }
  if (count === 0) return fractions.map(() => null);
  const ranks = fractions.map((fraction) => Math.max(1, Math.ceil(fraction * count)));
  const found = pairs <= FEW_PAIRS ? walkPairs(distributions, ranks) : walkSum(distributions, ranks);
  return found.map((bucket) => bucketStart(bucket) + (bucketWidth(bucket) - 1) / 2);
}

/** A minute of little traffic has a few pairs, far apart: going through all buckets would take longer. */
const FEW_PAIRS = 64;
const FEW_BUCKETS = new Int32Array(FEW_PAIRS);
const FEW_COUNTS = new Float64Array(FEW_PAIRS);

/** The bucket of each rank, by going through the pairs of all in the order of buckets. */
function walkPairs(distributions: readonly (Distribution | null)[], ranks: readonly number[]): number[] {
  let length = 0;
  for (const one of distributions) {
    if (one === null) continue;
    const { buckets, from = 0, end = buckets.length } = one;
    for (let at = from; at < end; at += 2, length += 1)
      insertPair(length, buckets[at] ?? 0, buckets[at + 1] ?? 0);
  }
  let [at, seen] = [0, 0];
  return ranks.map((rank) => {
    for (; seen < rank && at < length; at += 1) seen += FEW_COUNTS[at] ?? 0;
    return FEW_BUCKETS[at - 1] ?? 0;
  });
}

/** Puts a pair where it belongs among the first `length`. Most belong behind the last: each distribution is in order. */
function insertPair(length: number, bucket: number, count: number): void {
  let place = length;
  for (; place > 0 && (FEW_BUCKETS[place - 1] ?? 0) > bucket; place -= 1) {
    FEW_BUCKETS[place] = FEW_BUCKETS[place - 1] ?? 0;
    FEW_COUNTS[place] = FEW_COUNTS[place - 1] ?? 0;
  }
  FEW_BUCKETS[place] = bucket;
  FEW_COUNTS[place] = count;
}

/** The same by adding all up, bucket by bucket. */
function walkSum(distributions: readonly (Distribution | null)[], ranks: readonly number[]): number[] {
  let last = 0;
  for (const one of distributions) if (one !== null) last = Math.max(last, addBuckets(one));
  let [bucket, seen] = [-1, 0];
  const found = ranks.map((rank) => {
    while (seen < rank && bucket < last) {
      bucket += 1;
      seen += COUNTS[bucket] ?? 0;
    }
    return bucket;
  });
  COUNTS.fill(0, 0, last + 1);
  return found;
}

/** A place for each bucket, zero between two calls: quantiles of thousands of minutes are asked for at once. */
const COUNTS = new Float64Array(MOST_BUCKETS);

/** Returns the last bucket. */
function addBuckets({ buckets, from = 0, end = buckets.length }: Distribution): number {
  let bucket = 0;
  for (let at = from; at < end; at += 2) {
    bucket = buckets[at] ?? 0;
    COUNTS[bucket] = (COUNTS[bucket] ?? 0) + (buckets[at + 1] ?? 0);
  }
  return bucket;
}
