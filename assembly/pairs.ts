// Rows of numbers under a pair of numbers, up to a bound. A row begins with its pair.
import { reserve } from "./memory";

@unmanaged
export class Pairs {
  capacity: i32;
  count: i32;
  overflow: u32;
  stride: usize;
  index: usize;
  indexMask: u32;
  rows: usize;
}

/** @param indexSize a power of two, twice the capacity or more. */
export function createPairs(capacity: i32, indexSize: u32, stride: usize): Pairs {
  const pairs = changetype<Pairs>(reserve(offsetof<Pairs>()));
  pairs.capacity = capacity;
  pairs.stride = stride;
  pairs.index = reserve(<usize>indexSize * 4);
  pairs.indexMask = indexSize - 1;
  pairs.rows = reserve(<usize>capacity * stride);
  return pairs;
}

/** The row's address; 0 where there is none. */
export function findPair(pairs: Pairs, first: u32, second: u32): usize {
  const number = load<u32>(pairs.index + <usize>placeOf(pairs, first, second) * 4);
  return number == 0 ? 0 : pairs.rows + <usize>(number - 1) * pairs.stride;
}

/** Where the index names the pair's row, or where it would. */
function placeOf(pairs: Pairs, first: u32, second: u32): u32 {
  let place = (first * 0x9e3779b1 + second * 0x85ebca6b) * 0xc2b2ae35;
  place = (place ^ (place >> 15)) & pairs.indexMask;
  while (true) {
    const number = load<u32>(pairs.index + <usize>place * 4);
    if (number == 0) return place;
    const row = pairs.rows + <usize>(number - 1) * pairs.stride;
    if (load<u32>(row) == first && load<u32>(row + 4) == second) return place;
    place = (place + 1) & pairs.indexMask;
  }
}

/** The row's address; 0 where there is no room for another. */
export function pairRow(pairs: Pairs, first: u32, second: u32): usize {
  const place = placeOf(pairs, first, second);
  const number = load<u32>(pairs.index + <usize>place * 4);
  if (number != 0) return pairs.rows + <usize>(number - 1) * pairs.stride;
  if (pairs.count == pairs.capacity) {
    pairs.overflow++;
    return 0;
  }
  const row = pairs.rows + <usize>pairs.count * pairs.stride;
  pairs.count++;
  store<u32>(pairs.index + <usize>place * 4, <u32>pairs.count);
  store<u32>(row, first);
  store<u32>(row + 4, second);
  return row;
}
