// The most frequent texts of a stream in bounded memory: space-saving. Each of its places counts one text; a text that
// has none takes that of the least count, and that count stays with it as the bound of its error. So what a place says
// is at most `error` too high, and a text that is more frequent than all / places is never missing.
//
// Source: Metwally, Agrawal, El Abbadi, "Efficient Computation of Frequent and Top-k Elements in Data Streams" (2005).
// The least is found by a hand that goes round: each full turn raises the floor, so a turn is paid by its evictions.
import { increment } from "./counts";
import { hashBytes, reserve, sameBytes } from "./memory";

const PLACES: i32 = 4096;
const HEADS: u32 = 8192;
const KEY: i32 = 96;
/** 0 count, 4 error, 8 4XX, 12 5XX, 16 throttled, 20 length, 24 hash, 28 next in chain, 32 text. */
const PLACE: usize = 32 + <usize>KEY;
const SUMMARIES: usize = 4;
const SUMMARY: usize = <usize>PLACES * PLACE + <usize>HEADS * 4 + 64;

export const CLIENTS: usize = 0;
export const API_KEYS: usize = 1;
export const USER_AGENTS: usize = 2;
export const MESSAGES: usize = 3;

/** Where each lies: 0 until its first text. */
const summaries: usize = reserve(SUMMARIES * 4);
export const summaryStride: usize = PLACE;

// @inline
function placesOf(summary: usize): usize {
  return <usize>load<u32>(summaries + (summary << 2));
}
// @inline
function heads(summary: usize): usize {
  return placesOf(summary) + <usize>PLACES * PLACE;
}
/** 0 places taken, 4 floor, 8 hand. */
function state(summary: usize): usize {
  return heads(summary) + <usize>HEADS * 4;
}

// @inline
export function summaryRow(summary: usize, place: i32): usize {
  return placesOf(summary) + <usize>place * PLACE;
}
export function summaryCount(summary: usize): i32 {
  return placesOf(summary) == 0 ? 0 : load<i32>(state(summary));
}
/** The greatest count that a text without a place can have; 0 while there is room. */
export function summaryFloor(summary: usize): u32 {
  if (summaryCount(summary) < PLACES) return 0;
  return leastCount(summary);
}

/** By what a text is found. Of a text the first 96 bytes are its identity. */
// @inline
export function summaryHash(at: usize, length: i32): u32 {
  return hashBytes(at, min(length, KEY), 1);
}

/** What a request adds to the first 16 bytes of a place. */
// @inline
export function additionOf(statusClass: u32): v128 {
  return i32x4.replace_lane(
    i32x4.replace_lane(i32x4(1, 0, 0, 0), 2, i32(statusClass == 4)),
    3,
    i32(statusClass == 5),
  );
}

/** Counts a text, of which `summaryHash` is known. */
// @inline
export function offer(summary: usize, at: usize, length: i32, hash: u32, addition: v128, marks: u32): void {
  if (placesOf(summary) == 0) store<u32>(summaries + (summary << 2), <u32>reserve(SUMMARY + 64));
  const kept = min(length, KEY);
  const head = heads(summary) + <usize>(hash & (HEADS - 1)) * 4;
  let place = load<i32>(head) - 1;
  while (place >= 0) {
    const row = summaryRow(summary, place);
    const isSame = load<u32>(row + 24) == hash && load<i32>(row + 20) == kept;
    if (isSame && sameBytes(row + 32, at, kept)) break;
    place = load<i32>(row + 28) - 1;
  }
  if (place < 0) place = take(summary, at, kept, hash, head);
  const row = summaryRow(summary, place);
  v128.store(row, i32x4.add(v128.load(row), addition));
  if (marks & 3) increment(row + 16);
}

function take(summary: usize, at: usize, length: i32, hash: u32, head: usize): i32 {
  let place = summaryCount(summary);
  let count: u32 = 0;
  if (place < PLACES) store<i32>(state(summary), place + 1);
  else {
    place = evict(summary);
    count = load<u32>(summaryRow(summary, place));
  }
  const row = summaryRow(summary, place);
  store<u32>(row, count);
  store<u32>(row + 4, count);
  store<u64>(row + 8, 0);
  store<u32>(row + 16, 0);
  store<i32>(row + 20, length);
  store<u32>(row + 24, hash);
  store<i32>(row + 28, load<i32>(head));
  store<i32>(head, place + 1);
  memory.copy(row + 32, at, <usize>length);
  return place;
}

/** Takes the place of least count out of its chain. */
function evict(summary: usize): i32 {
  const at = state(summary);
  let place = -1;
  while (place < 0) {
    const floor = load<u32>(at + 4);
    let hand = load<i32>(at + 8);
    for (let turn = 0; turn < PLACES && place < 0; turn++) {
      if (load<u32>(summaryRow(summary, hand)) <= floor) place = hand;
      hand = hand + 1 == PLACES ? 0 : hand + 1;
    }
    store<i32>(at + 8, hand);
    if (place < 0) store<u32>(at + 4, leastCount(summary));
  }
  const row = summaryRow(summary, place);
  let link = heads(summary) + <usize>(load<u32>(row + 24) & (HEADS - 1)) * 4;
  while (load<i32>(link) != place + 1) link = summaryRow(summary, load<i32>(link) - 1) + 28;
  store<i32>(link, load<i32>(row + 28));
  return place;
}

function leastCount(summary: usize): u32 {
  let least: u32 = u32.MAX_VALUE;
  for (let place = 0; place < PLACES; place++) least = min(least, load<u32>(summaryRow(summary, place)));
  return least;
}
