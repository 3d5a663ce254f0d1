// Log-linear histograms with the buckets of src/core/histogram.ts, kept sparse: a histogram is a directory of pages of 32
// buckets, and a page exists from its first value on. Counts are 16 bits wide, since most are of one route or minute;
// what a count wraps around is kept in a table of its own. There are many minutes and few requests in most of them: their
// pages have counts of 8 bits, until one of these needs more.
import { MOST_ENTRY, putEntry } from "./entries";
import { reserve, scratch, SCRATCH_SIZE } from "./memory";
import { createPairs, findPair, pairRow } from "./pairs";

/** Greater values are counted as this one: an hour, where API Gateway ends a request after minutes. */
const GREATEST: i64 = 4194303;
const PAGES: usize = 64;
const PAGE_SIZE: usize = 64;
const NARROW_SIZE: usize = 32;
/** In the address of a page: its counts are 8 bits wide. */
const IS_NARROW: u32 = 1;
// Sum (i64), directory of 64 addresses.
const DIRECTORY: usize = 8;
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
  if (count > 0xffff) noteWrap(at);
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

/** Gives the bucket's page counts of 16 bits, and adds the value. */
function widen(histogram: usize, bucket: u32, value: i64): void {
  if (!hasRoom(PAGE_SIZE, true)) {
    dropped++;
    return;
  }
  const entry = directoryEntry(histogram, bucket);
  const narrow = <usize>(load<u32>(entry) ^ IS_NARROW);
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

function noteWrap(at: usize): void {
  const row = pairRow(wraps, <u32>at, 0);
  if (row == 0) dropped += 65536;
  else store<u32>(row + 8, load<u32>(row + 8) + 1);
}

// @inline
export function bucketOf(given: i64): u32 {
  const value = <u32>min<i64>(given, GREATEST);
  if (value < 256) return value;
  const shift = 24 - <u32>clz(value);
  return 256 + (shift - 1) * 128 + (value >> shift) - 128;
}

/** Behind what `packRows` has written. */
let packedTo: usize = 0;
export function packedEnd(): usize {
  return packedTo;
}

/** What a packed row has before its histograms. */
export const PACKED_ROW: usize = 4 + HISTOGRAMS;

/**
 * For the host: writes rows to `scratch`, as many as it has room for; returns how many. Of each row: how many words it has here,
 * what it holds before its histograms, and of each histogram how many bytes its entries have, how many values, their sum (i64),
 * then the entries, up to a whole word.
 */
export function packRows(rows: usize, stride: usize, count: i32): i32 {
  let to = scratch;
  let row = 0;
  for (; row < count && to < scratch + SCRATCH_SIZE - MOST_PACKED; row++) {
    const from = rows + <usize>row * stride;
    const start = to;
    memory.copy(start + 4, from, HISTOGRAMS);
    to += PACKED_ROW;
    for (let number: usize = 0; number < KINDS; number++)
      to = pack(<usize>load<u32>(from + HISTOGRAMS + number * 4), to);
    store<u32>(start, <u32>((to - start) >> 2));
  }
  packedTo = to;
  return row;
}

const KINDS: usize = 7;
/** A row of histograms that have a value in each bucket. */
const MOST_PACKED: usize = PACKED_ROW + KINDS * (16 + PAGES * 32 * MOST_ENTRY + 3);

function pack(histogram: usize, to: usize): usize {
  let next = to + 16;
  let values: u32 = 0;
  let before: u32 = <u32>-1;
  for (let number: usize = 0; histogram != 0 && number < PAGES; number++) {
    const page = load<u32>(histogram + DIRECTORY + number * 4);
    if (page == 0) continue;
    const isNarrow = (page & IS_NARROW) != 0;
    const counts = <usize>(page & ~IS_NARROW);
    let taken = isNarrow ? takenNarrow(counts) : takenWide(counts);
    for (; taken != 0; taken &= taken - 1) {
      const lane = <usize>ctz(taken);
      const times = isNarrow ? <u32>load<u8>(counts + lane) : wideCount(counts + lane * 2);
      const bucket = <u32>(number * 32 + lane);
      values += times;
      next = putEntry(next, bucket - before, times);
      before = bucket;
    }
  }
  store<u32>(to, <u32>(next - to - 16));
  store<u32>(to + 4, values);
  store<i64>(to + 8, histogram == 0 ? 0 : load<i64>(histogram));
  while (next & 3) store<u8>(next++, 0);
  return next;
}

/** Which of a page's counts are not 0, a bit each. */
// @inline
function takenNarrow(counts: usize): u32 {
  const low = <u32>i8x16.bitmask(i8x16.ne(v128.load(counts), i8x16.splat(0)));
  return low | ((<u32>i8x16.bitmask(i8x16.ne(v128.load(counts + 16), i8x16.splat(0)))) << 16);
}

// @inline
function takenWide(counts: usize): u32 {
  const low = takenLanes(counts) | (takenLanes(counts + 16) << 8);
  return low | (takenLanes(counts + 32) << 16) | (takenLanes(counts + 48) << 24);
}

/** Which of eight counts are not 0, a bit each. A count that has wrapped to 0 exactly is among them. */
function takenLanes(at: usize): u32 {
  const taken = <u32>i16x8.bitmask(i16x8.ne(v128.load(at), i16x8.splat(0)));
  if (wraps.count == 0) return taken;
  let all = taken;
  for (let lane: usize = 0; lane < 8; lane++) if (wrapped(at + lane * 2) > 0) all |= 1 << (<u32>lane);
  return all;
}

// @inline
function wideCount(at: usize): u32 {
  const count = <u32>load<u16>(at);
  return wraps.count > 0 ? count + (wrapped(at) << 16) : count;
}

function wrapped(at: usize): u32 {
  const row = findPair(wraps, <u32>at, 0);
  return row == 0 ? 0 : load<u32>(row + 8);
}
