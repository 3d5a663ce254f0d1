// Log-linear histograms with the buckets of src/core/histogram.ts, kept sparse: a histogram is a directory of pages of 32
// buckets, and a page exists from its first value on. Counts are 16 bits wide, since most are of one route or minute;
// what a count wraps around is kept in a table of its own.
import { reserve, scratch } from "./memory";
import { createPairs, pairRow } from "./pairs";

/** Greater values are counted as this one: an hour, where API Gateway ends a request after minutes. */
const GREATEST: i64 = 4194303;
const PAGES: usize = 64;
const PAGE_SIZE: usize = 64;
// Sum (i64), directory of 64 addresses.
const DIRECTORY: usize = 8;
const HISTOGRAM_SIZE: usize = 264;
const POOL_SIZE: usize = 24 << 20;
/** Minutes come without end, so they may not take the room of routes. */
const MINUTES_END: usize = 18 << 20;

const pool: usize = reserve(POOL_SIZE);
let poolTop: usize = pool;
const wraps = createPairs(1 << 14, 1 << 15, 12);
let dropped: f64 = 0;

/** Values that found no room. */
export function droppedValues(): f64 {
  return dropped;
}

/** Adds a value to the histogram whose address is kept at `place`; none is there before the first value. */
// @inline
export function addValue(place: usize, bucket: u32, value: i64, isMinute: bool): void {
  const histogram = <usize>load<u32>(place);
  const page = histogram == 0 ? 0 : <usize>load<u32>(directoryEntry(histogram, bucket));
  if (page == 0) addFirst(place, bucket, value, isMinute);
  else addTo(histogram, page, bucket, value);
}

// @inline
function directoryEntry(histogram: usize, bucket: u32): usize {
  return histogram + DIRECTORY + <usize>(bucket >> 5) * 4;
}

// @inline
function addTo(histogram: usize, page: usize, bucket: u32, value: i64): void {
  const at = page + ((<usize>(bucket & 31)) << 1);
  const count = <u32>load<u16>(at) + 1;
  store<u16>(at, <u16>count);
  if (count > 0xffff) noteWrap(at);
  store<i64>(histogram, load<i64>(histogram) + value);
}

/** Where the histogram or its page is still to be made. */
function addFirst(place: usize, bucket: u32, value: i64, isMinute: bool): void {
  const end = pool + (isMinute ? MINUTES_END : POOL_SIZE);
  let histogram = <usize>load<u32>(place);
  if (histogram == 0) {
    if (poolTop + HISTOGRAM_SIZE + PAGE_SIZE > end) {
      dropped++;
      return;
    }
    histogram = poolTop;
    poolTop += HISTOGRAM_SIZE;
    store<u32>(place, <u32>histogram);
  }
  if (poolTop + PAGE_SIZE > end) {
    dropped++;
    return;
  }
  store<u32>(directoryEntry(histogram, bucket), <u32>poolTop);
  poolTop += PAGE_SIZE;
  addTo(histogram, poolTop - PAGE_SIZE, bucket, value);
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

/** For the host: the address of a histogram, where its sum (i64) stands; 0 where there is none. */
export function histogramOf(place: usize): usize {
  return <usize>load<u32>(place);
}

/** Writes (bucket, count) as pairs of u32 to `scratch`, ascending; returns how many. */
export function packHistogram(histogram: usize): i32 {
  let pairs = 0;
  for (let page: usize = 0; page < PAGES; page++) {
    const at = <usize>load<u32>(histogram + DIRECTORY + page * 4);
    if (at == 0) continue;
    for (let lane: usize = 0; lane < 32; lane++) {
      let count = <u32>load<u16>(at + lane * 2);
      if (wraps.count > 0) count += wrapped(at + lane * 2) << 16;
      if (count == 0) continue;
      store<u32>(scratch + <usize>pairs * 8, <u32>(page * 32 + lane));
      store<u32>(scratch + <usize>pairs * 8 + 4, count);
      pairs++;
    }
  }
  return pairs;
}

function wrapped(at: usize): u32 {
  for (let number = 0; number < wraps.count; number++) {
    const row = wraps.rows + <usize>number * wraps.stride;
    if (load<u32>(row) == <u32>at) return load<u32>(row + 8);
  }
  return 0;
}
