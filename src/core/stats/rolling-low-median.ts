/**
 * The low median of every `width` values in a row: of the values present the middle one, the lower of the two
 * middle ones for an even number. At width 2 it is the smaller, so one wild value alone never raises it.
 *
 *   values   1  9  .  3  4      (. is a gap, NaN)
 *   width 3        1  3  3      out[i] covers values[i - width + 1 .. i]
 *
 * Shape: same length as `values`; NaN at the first width - 1 places and where fewer than 60 % are present.
 * Cost: O(width) for each value: a sorted window that loses one value and gains one.
 */
export function rollingLowMedian(values: ArrayLike<number>, width: number): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN);
  const sorted = new Float64Array(width);
  const needed = Math.ceil(0.6 * width);
  let size = 0;
  for (let index = 0; index < values.length; index += 1) {
    const leaving = values[index - width];
    if (leaving !== undefined && !Number.isNaN(leaving)) {
      let at = 0;
      while (at < size && sorted[at] !== leaving) at += 1;
      sorted.copyWithin(at, at + 1, size);
      size -= 1;
    }
    const entering = values[index];
    if (entering !== undefined && !Number.isNaN(entering)) {
      let at = size;
      while (at > 0 && (sorted[at - 1] ?? 0) > entering) {
        sorted[at] = sorted[at - 1] ?? 0;
        at -= 1;
      }
      sorted[at] = entering;
      size += 1;
    }
    if (index >= width - 1 && size >= needed) out[index] = sorted[(size - 1) >> 1] ?? Number.NaN;
  }
  return out;
}
