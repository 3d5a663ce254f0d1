// Sums of sparse histograms: the host writes the entries of one after the other to `scratch`, and asks for ranks of what they
// come to, or for the entries of it. There are thousands of histograms at the end of a run, when nothing of
// the host's own code has been compiled yet. Pages of buckets have sums of their own, so that a rank is found by walking
// over pages and then through one, and only pages that hold something need be cleared.
import { COUNT_BITS, MOST_COUNT, putEntries } from "./entries";
import { PACKED_ROW } from "./histogram";
import { reserve, scratch } from "./memory";

const PAGE_BITS: u32 = 6;
/** As many as src/core/histogram.ts has buckets, in whole pages. */
const PAGES: u32 = 52;
const BUCKETS: u32 = PAGES << PAGE_BITS;
/** A packed row's first two latencies are added up at once. */
const SUMS: u32 = 2;
/** Of a sum: its buckets, then its pages, then where its last rank was found and how many values lie before that page (i64 each). */
const PAGES_AT: usize = (<usize>BUCKETS) << 3;
const FOUND_AT: usize = PAGES_AT + ((<usize>PAGES) << 3);
const SUM_SIZE: usize = FOUND_AT + 16;

const sums: usize = reserve(<usize>SUMS * SUM_SIZE);

export function clearSums(): void {
  for (let sum: usize = sums; sum < sums + SUMS * SUM_SIZE; sum += SUM_SIZE) {
    for (let page: u32 = 0; page < PAGES; page++) {
      if (load<i64>(pageOf(sum, page)) == 0) continue;
      memory.fill(sum + ((<usize>page) << (PAGE_BITS + 3)), 0, 8 << PAGE_BITS);
      store<i64>(pageOf(sum, page), 0);
    }
    v128.store(sum + FOUND_AT, i64x2.splat(0));
  }
}

// @inline
function pageOf(sum: usize, page: u32): usize {
  return sum + PAGES_AT + ((<usize>page) << 3);
}

/** Adds the first entries in `scratch` to the first sum. */
export function addEntries(length: i32): void {
  add(sums, scratch, length);
}

/** Adds the first latencies of the row in `scratch`, as packRows has written it, each to its own sum. */
export function addRow(): void {
  let at = scratch + PACKED_ROW;
  for (let sum: usize = sums; sum < sums + SUMS * SUM_SIZE; sum += SUM_SIZE) {
    const length = load<i32>(at);
    add(sum, at + 16, length);
    at += 16 + ((<usize>length) << 2);
  }
}

function add(sum: usize, from: usize, length: i32): void {
  const end = from + ((<usize>length) << 2);
  for (let at = from; at < end; at += 4) {
    const entry = load<u32>(at);
    const bucket = min(entry >> COUNT_BITS, BUCKETS - 1);
    const count = <i64>(entry & MOST_COUNT);
    const own = sum + ((<usize>bucket) << 3);
    const page = pageOf(sum, bucket >> PAGE_BITS);
    store<i64>(own, load<i64>(own) + count);
    store<i64>(page, load<i64>(page) + count);
  }
}

/** How many values a sum has. */
export function valuesIn(number: u32): f64 {
  let values: i64 = 0;
  for (let page: u32 = 0; page < PAGES; page++) values += load<i64>(pageOf(sums + number * SUM_SIZE, page));
  return <f64>values;
}

/** The bucket that holds a sum's `rank`-th value, from 1. Ranks that ascend are found the sooner. */
export function bucketOfRank(number: u32, rank: f64): u32 {
  const sum = sums + number * SUM_SIZE;
  const wanted = <i64>rank;
  let page = load<u32>(sum + FOUND_AT);
  let before = load<i64>(sum + FOUND_AT + 8);
  if (wanted <= before) {
    page = 0;
    before = 0;
  }
  while (page < PAGES - 1) {
    const next = before + load<i64>(pageOf(sum, page));
    if (next >= wanted) break;
    before = next;
    page++;
  }
  store<u32>(sum + FOUND_AT, page);
  store<i64>(sum + FOUND_AT + 8, before);
  let bucket = page << PAGE_BITS;
  const last = bucket + (1 << PAGE_BITS) - 1;
  let seen = before + load<i64>(sum + ((<usize>bucket) << 3));
  while (seen < wanted && bucket < last) seen += load<i64>(sum + ((<usize>++bucket) << 3));
  return bucket;
}

/** Writes what has been added to the first sum to `scratch`, as entries; returns how many. */
export function packSums(): i32 {
  let to = scratch;
  for (let at: u32 = 0; at < PAGES; at++) {
    if (load<i64>(pageOf(sums, at)) == 0) continue;
    const end = (at + 1) << PAGE_BITS;
    for (let bucket = at << PAGE_BITS; bucket < end; bucket++) {
      to = putEntries(to, bucket, load<i64>(sums + ((<usize>bucket) << 3)));
    }
  }
  return <i32>((to - scratch) >> 2);
}
