// A sparse histogram as the host gets it: of each entry the upper 12 bits are a bucket and the lower 20 a count. What a count
// is more follows in further entries of its bucket; few counts are.
export const COUNT_BITS: u32 = 20;
export const MOST_COUNT: u32 = (1 << 20) - 1;

/** Writes the entries of a bucket, none for no count; returns where the next one goes. */
// @inline
export function putEntries(to: usize, bucket: u32, count: i64): usize {
  let at = to;
  let left = count;
  while (left > <i64>MOST_COUNT) {
    store<u32>(at, (bucket << COUNT_BITS) | MOST_COUNT);
    left -= <i64>MOST_COUNT;
    at += 4;
  }
  if (left == 0) return at;
  store<u32>(at, (bucket << COUNT_BITS) | (<u32>left));
  return at + 4;
}
