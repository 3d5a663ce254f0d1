// Rows of numbers under a pair of numbers, up to a bound. A row begins with its pair. Room is made as rows come: they lie
// together by CHUNK and stay where they are, since addresses of rows are remembered; the index is made anew, twice as large.
import { reserve } from "./memory";

/** So many rows lie behind one another. A power of two. */
export const CHUNK: i32 = 512;
const CHUNK_BITS: i32 = 9;
const FIRST_INDEX: u32 = 256;

@unmanaged
export class Pairs {
  capacity: i32;
  count: i32;
  overflow: u32;
  stride: usize;
  index: usize;
  indexMask: u32;
  chunks: usize;
}

/** @param capacity a multiple of CHUNK. */
export function createPairs(capacity: i32, stride: usize): Pairs {
  const pairs = changetype<Pairs>(reserve(offsetof<Pairs>()));
  pairs.capacity = capacity;
  pairs.stride = stride;
  pairs.chunks = reserve(<usize>(capacity >> CHUNK_BITS) * 4);
  makeIndex(pairs, FIRST_INDEX);
  return pairs;
}

function makeIndex(pairs: Pairs, size: u32): void {
  pairs.index = reserve(<usize>size * 4);
  pairs.indexMask = size - 1;
}

/** The address of the row that came as the `number`-th, from 0. */
// @inline
export function rowAt(pairs: Pairs, number: i32): usize {
  const chunk = <usize>load<u32>(pairs.chunks + ((<usize>(number >> CHUNK_BITS)) << 2));
  return chunk + <usize>(number & (CHUNK - 1)) * pairs.stride;
}

/** The row's address; 0 where there is none. */
export function findPair(pairs: Pairs, first: u32, second: u32): usize {
  const number = load<i32>(pairs.index + <usize>placeOf(pairs, first, second) * 4);
  return number == 0 ? 0 : rowAt(pairs, number - 1);
}

/** Where the index names the pair's row, or where it would. */
function placeOf(pairs: Pairs, first: u32, second: u32): u32 {
  let place = (first * 0x9e3779b1 + second * 0x85ebca6b) * 0xc2b2ae35;
  place = (place ^ (place >> 15)) & pairs.indexMask;
  while (true) {
    const number = load<i32>(pairs.index + <usize>place * 4);
    if (number == 0) return place;
    const row = rowAt(pairs, number - 1);
    if (load<u32>(row) == first && load<u32>(row + 4) == second) return place;
    place = (place + 1) & pairs.indexMask;
  }
}

/** The row's address; 0 where there is no room for another. */
export function pairRow(pairs: Pairs, first: u32, second: u32): usize {
  const place = placeOf(pairs, first, second);
  const number = load<i32>(pairs.index + <usize>place * 4);
  if (number != 0) return rowAt(pairs, number - 1);
  if (pairs.count == pairs.capacity) {
    pairs.overflow++;
    return 0;
  }
  return addRow(pairs, place, first, second);
}

function addRow(pairs: Pairs, place: u32, first: u32, second: u32): usize {
  if ((pairs.count & (CHUNK - 1)) == 0) {
    const chunk = pairs.chunks + ((<usize>(pairs.count >> CHUNK_BITS)) << 2);
    store<u32>(chunk, <u32>reserve(<usize>CHUNK * pairs.stride));
  }
  const row = rowAt(pairs, pairs.count);
  store<u32>(row, first);
  store<u32>(row + 4, second);
  pairs.count++;
  store<i32>(pairs.index + <usize>place * 4, pairs.count);
  if ((<u32>pairs.count) << 1 > pairs.indexMask) growIndex(pairs);
  return row;
}

function growIndex(pairs: Pairs): void {
  makeIndex(pairs, (pairs.indexMask + 1) << 1);
  for (let number = 0; number < pairs.count; number++) {
    const row = rowAt(pairs, number);
    const place = placeOf(pairs, load<u32>(row), load<u32>(row + 4));
    store<i32>(pairs.index + <usize>place * 4, number + 1);
  }
}
