// Sums of sparse histograms: the host writes the entries of one after the other to `scratch`, and asks for ranks of what they
// come to, or for the entries of it. There are thousands of histograms at the end of a run, when nothing of
// the host's own code has been compiled yet. Pages of buckets have sums of their own, so that a rank is found by walking
// over pages and then through one, and only pages that hold something need be cleared.
import { numberAt, numberEnd, putEntry } from "./entries";
import { PACKED_ROW } from "./pack-rows";
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

/** Adds the entries in the first bytes of `scratch` to the first sum. */
export function addEntries(bytes: i32): void {
  add(sums, scratch, bytes);
}

/** Adds the first latencies of the row in `scratch`, as packRows has written it, each to its own sum. */
export function addRow(): void {
  let at = scratch + PACKED_ROW;
  for (let sum: usize = sums; sum < sums + SUMS * SUM_SIZE; sum += SUM_SIZE) {
    const bytes = load<i32>(at);
    add(sum, at + 16, bytes);
    at += 16 + ((<usize>bytes + 3) & ~3);
  }
}

function add(sum: usize, from: usize, bytes: i32): void {
  const end = from + <usize>bytes;
  let bucket: u32 = <u32>-1;
  for (let at = from; at < end;) {
    const entry = <u32>load<u8>(at++);
    let step = entry >> 4;
    if (step == 0) {
      step = <u32>numberAt(at);
      at = numberEnd(at);
    }
    let count = <i64>(entry & 15);
    if (count == 0) {
      count = numberAt(at);
      at = numberEnd(at);
    }
    bucket = min(bucket + step, BUCKETS - 1);
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

/** Writes what has been added to the first sum to `scratch`, as entries; returns how many bytes. */
export function packSums(): i32 {
  let to = scratch;
  let before: u32 = <u32>-1;
  for (let at: u32 = 0; at < PAGES; at++) {
    if (load<i64>(pageOf(sums, at)) == 0) continue;
    const end = (at + 1) << PAGE_BITS;
    for (let bucket = at << PAGE_BITS; bucket < end; bucket++) {
      const count = load<i64>(sums + ((<usize>bucket) << 3));
      if (count == 0) continue;
      to = putEntry(to, bucket - before, count);
      before = bucket;
    }
  }
  return <i32>(to - scratch);
}
