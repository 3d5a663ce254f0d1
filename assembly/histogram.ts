// Log-linear histograms with the buckets of src/core/histogram.ts, kept sparse: a histogram is a directory of pages of 32
// buckets, and a page exists from its first value on. Counts are 16 bits wide, since most are of one route or minute;
// what a count wraps around is kept in a table of its own. There are many minutes and few requests in most of them: their
// pages have counts of 8 bits, until one of these needs more.
import { reserve } from "./memory";
import { createPairs, findPair, pairRow } from "./pairs";

/** Greater values are counted as this one: an hour, where API Gateway ends a request after minutes. */
const GREATEST: i64 = 4194303;
export const PAGES: usize = 64;
const PAGE_SIZE: usize = 64;
const NARROW_SIZE: usize = 32;
/** In the address of a page: its counts are 8 bits wide. */
export const IS_NARROW: u32 = 1;
// Sum (i64), directory of 64 addresses.
export const DIRECTORY: usize = 8;
const HISTOGRAM_SIZE: usize = 264;
const POOL_SIZE: usize = 24 << 20;
const POOL_STEP: usize = 1 << 18;
/** Minutes come without end, so they may not take the room of routes. */
const MINUTES_END: usize = 18 << 20;

/** Where a row keeps the addresses of its histograms. */
export const HISTOGRAMS: usize = 48;

let poolUsed: usize = 0;
let stepTop: usize = 0;
let stepEnd: usize = 0;
/** Narrow pages that wide ones have replaced; each begins with the address of the next. */
let freed: usize = 0;
const wraps = createPairs(1 << 14, 12);
let dropped: f64 = 0;

/** Values that found no room. */
export function droppedValues(): f64 {
  return dropped;
}

/** Adds a value to the histogram whose address is kept at `place`; none is there before the first value. */
// @inline
export function addValue(place: usize, bucket: u32, value: i64, isMinute: bool): void {
  const histogram = <usize>load<u32>(place);
  const page = histogram == 0 ? 0 : load<u32>(directoryEntry(histogram, bucket));
  if (page == 0) addFirst(place, bucket, value, isMinute);
  else if (isMinute && (page & IS_NARROW) != 0) addToNarrow(histogram, page, bucket, value);
  else addTo(histogram, page, bucket, value);
}

// @inline
function directoryEntry(histogram: usize, bucket: u32): usize {
  return histogram + DIRECTORY + <usize>(bucket >> 5) * 4;
}

// @inline
function addTo(histogram: usize, page: u32, bucket: u32, value: i64): void {
  const at = <usize>page + ((<usize>(bucket & 31)) << 1);
  const count = <u32>load<u16>(at) + 1;
  store<u16>(at, <u16>count);
  if (count > 0xffff) noteWrap(at, 0x10000);
  addToSum(histogram, value);
}

// @inline
function addToNarrow(histogram: usize, page: u32, bucket: u32, value: i64): void {
  const at = <usize>(page ^ IS_NARROW) + <usize>(bucket & 31);
  const count = <u32>load<u8>(at) + 1;
  if (count > 0xff) widen(histogram, bucket, value);
  else {
    store<u8>(at, <u8>count);
    addToSum(histogram, value);
  }
}

// @inline
function addToSum(histogram: usize, value: i64): void {
  store<i64>(histogram, load<i64>(histogram) + value);
}

/** Where the histogram or its page is still to be made. */
function addFirst(place: usize, bucket: u32, value: i64, isMinute: bool): void {
  let histogram = <usize>load<u32>(place);
  const pageSize = isMinute ? NARROW_SIZE : PAGE_SIZE;
  if (!hasRoom(pageSize + (histogram == 0 ? HISTOGRAM_SIZE : 0), isMinute)) {
    dropped++;
    return;
  }
  if (histogram == 0) {
    histogram = takeRoom(HISTOGRAM_SIZE);
    store<u32>(place, <u32>histogram);
  }
  const page = isMinute ? (<u32>takeNarrow()) | IS_NARROW : <u32>takeRoom(PAGE_SIZE);
  store<u32>(directoryEntry(histogram, bucket), page);
  if (isMinute) addToNarrow(histogram, page, bucket, value);
  else addTo(histogram, page, bucket, value);
}

/** Gives the bucket's page counts of 16 bits, and adds the value. Where there is no room for them, the count wraps around here already. */
function widen(histogram: usize, bucket: u32, value: i64): void {
  const entry = directoryEntry(histogram, bucket);
  const narrow = <usize>(load<u32>(entry) ^ IS_NARROW);
  if (!hasRoom(PAGE_SIZE, true)) {
    const at = narrow + <usize>(bucket & 31);
    store<u8>(at, 0);
    noteWrap(at, 0x100);
    addToSum(histogram, value);
    return;
  }
  const wide = takeRoom(PAGE_SIZE);
  for (let lane: usize = 0; lane < NARROW_SIZE; lane++)
    store<u16>(wide + lane * 2, <u16>load<u8>(narrow + lane));
  store<u32>(entry, <u32>wide);
  memory.fill(narrow, 0, NARROW_SIZE);
  store<u32>(narrow, <u32>freed);
  freed = narrow;
  addTo(histogram, <u32>wide, bucket, value);
}

function takeNarrow(): usize {
  const page = freed;
  if (page == 0) return takeRoom(NARROW_SIZE);
  freed = <usize>load<u32>(page);
  store<u32>(page, 0);
  return page;
}

function hasRoom(size: usize, isMinute: bool): bool {
  return poolUsed + size <= (isMinute ? MINUTES_END : POOL_SIZE);
}

function takeRoom(size: usize): usize {
  if (stepTop + size > stepEnd) {
    stepTop = reserve(POOL_STEP);
    stepEnd = stepTop + POOL_STEP;
  }
  poolUsed += size;
  stepTop += size;
  return stepTop - size;
}

/** @param size how many values a count has had when it begins anew. */
function noteWrap(at: usize, size: u32): void {
  const row = pairRow(wraps, <u32>at, 0);
  if (row == 0) dropped += size;
  else store<u32>(row + 8, load<u32>(row + 8) + 1);
}

// @inline
export function bucketOf(given: i64): u32 {
  const value = <u32>min<i64>(given, GREATEST);
  if (value < 256) return value;
  const shift = 24 - <u32>clz(value);
  return 256 + (shift - 1) * 128 + (value >> shift) - 128;
}

/** How often a count has begun anew. */
export function wrapped(at: usize): u32 {
  const row = findPair(wraps, <u32>at, 0);
  return row == 0 ? 0 : load<u32>(row + 8);
}

/** Whether any has. */
// @inline
export function hasWraps(): bool {
  return wraps.count > 0;
}
