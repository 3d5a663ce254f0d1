// Sums of sparse histograms: the host writes the entries of one after the other to `scratch`, and asks for ranks of what they
// come to, or for the entries of it. There are thousands of histograms at the end of a run, when nothing of
// the host's own code has been compiled yet. Pages of buckets have sums of their own, so that a rank is found by walking
// over pages and then through one.
import { COUNT_BITS, MOST_COUNT, putEntries } from "./entries";
import { reserve, scratch } from "./memory";

const PAGE_BITS: u32 = 6;
/** As many as src/core/histogram.ts has buckets, in whole pages. */
const PAGES: u32 = 52;
const BUCKETS: u32 = PAGES << PAGE_BITS;

const counts: usize = reserve(<usize>BUCKETS * 8);
const pages: usize = reserve(<usize>PAGES * 8);

/** Where the last rank was found, and how many values lie before its page. */
let page: u32 = 0;
let before: i64 = 0;

export function clearSums(): void {
  memory.fill(counts, 0, <usize>BUCKETS * 8);
  memory.fill(pages, 0, <usize>PAGES * 8);
  page = 0;
  before = 0;
}

/** Adds the first entries in `scratch`. */
export function addEntries(length: i32): void {
  const end = scratch + ((<usize>length) << 2);
  for (let at = scratch; at < end; at += 4) {
    const entry = load<u32>(at);
    const bucket = min(entry >> COUNT_BITS, BUCKETS - 1);
    const count = <i64>(entry & MOST_COUNT);
    const own = counts + ((<usize>bucket) << 3);
    const sum = pages + ((<usize>(bucket >> PAGE_BITS)) << 3);
    store<i64>(own, load<i64>(own) + count);
    store<i64>(sum, load<i64>(sum) + count);
  }
}

/** The bucket that holds the `rank`-th value, from 1. Ranks that ascend are found the sooner. */
export function bucketOfRank(rank: f64): u32 {
  const wanted = <i64>rank;
  if (wanted <= before) {
    page = 0;
    before = 0;
  }
  while (page < PAGES - 1) {
    const next = before + load<i64>(pages + ((<usize>page) << 3));
    if (next >= wanted) break;
    before = next;
    page++;
  }
  let bucket = page << PAGE_BITS;
  const last = bucket + (1 << PAGE_BITS) - 1;
  let seen = before + load<i64>(counts + ((<usize>bucket) << 3));
  while (seen < wanted && bucket < last) seen += load<i64>(counts + ((<usize>++bucket) << 3));
  return bucket;
}

/** Writes what has been added to `scratch`, as entries; returns how many. */
export function packSums(): i32 {
  let to = scratch;
  for (let at: u32 = 0; at < PAGES; at++) {
    if (load<i64>(pages + ((<usize>at) << 3)) == 0) continue;
    const end = (at + 1) << PAGE_BITS;
    for (let bucket = at << PAGE_BITS; bucket < end; bucket++) {
      to = putEntries(to, bucket, load<i64>(counts + ((<usize>bucket) << 3)));
    }
  }
  return <i32>((to - scratch) >> 2);
}
