import { bucketStart, bucketWidth } from "../../core/histogram.ts";
import { sumOf } from "./sum-of.ts";

/**
 * How whole milliseconds are spread: the buckets of core/histogram.ts, sparse and as plain data, so that thousands of them
 * (one a route, one a minute) can be held and handed between threads. Merging adds bucket by bucket and loses nothing.
 */
export interface Distribution {
  /**
   * As assembly/entries.ts writes them: of each bucket that has a count, ascending, how many buckets it is behind the one before
   * (the first: behind -1) in the upper four bits of a byte and its count in the lower four; where either is 0 it follows in
   * seven bits a byte, the lowest first (LEB128). With `from` and `end` only those bytes, and others have theirs.
   */
  readonly entries: Uint8Array;
  readonly from?: number;
  readonly end?: number;
  readonly count: number;
  readonly sum: number;
}

/** The most that four bits hold. */
const FEW = 15;

/** Bucket and count in turn, each bucket once, ascending. */
export function bucketsOf(distribution: Distribution): number[] {
  const pairs: number[] = [];
  const entries = entriesOf(distribution);
  let at = 0;
  const next = (): number => {
    let number = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = entries[at++] ?? 0;
      number += (byte & 127) * unit;
      if (byte < 128) return number;
    }
  };
  for (let bucket = -1; at < entries.length;) {
    const byte = entries[at++] ?? 0;
    bucket += byte >>> 4 || next();
    pairs.push(bucket, byte & FEW || next());
  }
  return pairs;
}

/** The entries of this distribution alone. */
export function entriesOf({ entries, from = 0, end = entries.length }: Distribution): Uint8Array {
  return entries.subarray(from, end);
}

/** @param pairs of bucket and count, buckets ascending, each once. */
export function toEntries(pairs: readonly (readonly [bucket: number, count: number])[]): Uint8Array {
  const bytes: number[] = [];
  const put = (number: number): void => {
    let rest = number;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  let before = -1;
  for (const [bucket, count] of pairs) {
    if (count === 0) continue;
    const step = bucket - before;
    bytes.push(((step <= FEW ? step : 0) << 4) | (count <= FEW ? count : 0));
    if (step > FEW) put(step);
    if (count > FEW) put(count);
    before = bucket;
  }
  return Uint8Array.from(bytes);
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
