// Rows of counts and histograms as the host gets them: their counts as they are, of each histogram the buckets that hold something.
import { MOST_ENTRY, putEntry } from "./entries";
import { DIRECTORY, hasWraps, HISTOGRAMS, IS_NARROW, PAGES, wrapped } from "./histogram";
import { scratch, SCRATCH_SIZE } from "./memory";

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
      const times = isNarrow ? narrowCount(counts + lane) : wideCount(counts + lane * 2);
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

/** Which of a page's counts are not 0, a bit each. A count that has wrapped to 0 exactly is among them. */
// @inline
function takenNarrow(counts: usize): u32 {
  const low = <u32>i8x16.bitmask(i8x16.ne(v128.load(counts), i8x16.splat(0)));
  const taken = low | ((<u32>i8x16.bitmask(i8x16.ne(v128.load(counts + 16), i8x16.splat(0)))) << 16);
  return hasWraps() ? taken | wrappedLanes(counts, 1) : taken;
}

// @inline
function takenWide(counts: usize): u32 {
  const low = takenLanes(counts) | (takenLanes(counts + 16) << 8);
  const taken = low | (takenLanes(counts + 32) << 16) | (takenLanes(counts + 48) << 24);
  return hasWraps() ? taken | wrappedLanes(counts, 2) : taken;
}

/** Which of eight counts are not 0, a bit each. */
// @inline
function takenLanes(at: usize): u32 {
  return <u32>i16x8.bitmask(i16x8.ne(v128.load(at), i16x8.splat(0)));
}

/** @param size bytes of a count. */
function wrappedLanes(counts: usize, size: usize): u32 {
  let all: u32 = 0;
  for (let lane: u32 = 0; lane < 32; lane++) if (wrapped(counts + lane * size) > 0) all |= 1 << lane;
  return all;
}

// @inline
function narrowCount(at: usize): u32 {
  const count = <u32>load<u8>(at);
  return hasWraps() ? count + (wrapped(at) << 8) : count;
}

// @inline
function wideCount(at: usize): u32 {
  const count = <u32>load<u16>(at);
  return hasWraps() ? count + (wrapped(at) << 16) : count;
}
