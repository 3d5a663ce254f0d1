// A sparse histogram as the host gets it, a byte for most buckets: of each bucket that has a count, ascending, how many buckets
// it is behind the one before (the first: behind -1) in the upper four bits, and its count in the lower four. Where either is 0
// it did not fit, and follows in seven bits a byte, the lowest first (LEB128), the step before the count.

/** What an entry takes at most. */
export const MOST_ENTRY: usize = 13;

const HIGHEST_FEW: i64 = 15;

/** Writes the entry of a bucket that has a count; returns where the next one goes. */
// @inline
export function putEntry(to: usize, step: u32, count: i64): usize {
  const few = count <= HIGHEST_FEW;
  if (few && step <= <u32>HIGHEST_FEW) {
    store<u8>(to, <u8>((step << 4) | (<u32>count)));
    return to + 1;
  }
  return putLong(to, step, count);
}

function putLong(to: usize, step: u32, count: i64): usize {
  const isNear = <i64>step <= HIGHEST_FEW;
  const few = count <= HIGHEST_FEW;
  store<u8>(to, <u8>(((isNear ? step : 0) << 4) | (few ? <u32>count : 0)));
  let at = to + 1;
  if (!isNear) at = putNumber(at, step);
  return few ? at : putNumber(at, count);
}

function putNumber(to: usize, number: i64): usize {
  let at = to;
  let rest = number;
  for (; rest > 127; rest >>= 7) store<u8>(at++, <u8>(rest | 128));
  store<u8>(at, <u8>rest);
  return at + 1;
}

/** The number that begins at `at`. */
export function numberAt(at: usize): i64 {
  let number: i64 = 0;
  let shift: i64 = 0;
  let next = at;
  for (; load<u8>(next) > 127; next++, shift += 7) number |= (<i64>(load<u8>(next) & 127)) << shift;
  return number | ((<i64>load<u8>(next)) << shift);
}

/** Behind the number that begins at `at`. */
export function numberEnd(at: usize): usize {
  let next = at;
  while (load<u8>(next) > 127) next++;
  return next + 1;
}
