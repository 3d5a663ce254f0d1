import { quantile } from "./quantile.ts";

/**
 * How high a score climbs on its own in a stretch of `blockLength` values: the `q` quantile of the blocks' maxima.
 * A quantile below 1 keeps a few past incidents from deafening the detector for ever.
 *
 * Shape: blocks are counted from the end, so that the newest is whole; the rest at the start counts if it is at
 * least half a block. NaN is left out, and so is a block of nothing else.
 * Edge cases: NaN where there is no block.
 */
export function blockMaximaQuantile(values: ArrayLike<number>, blockLength: number, q: number): number {
  const maxima: number[] = [];
  for (let end = values.length; end > 0; end -= blockLength) {
    const start = Math.max(0, end - blockLength);
    if (end - start < blockLength / 2 && maxima.length > 0) break;
    let maximum = -Infinity;
    for (let index = start; index < end; index += 1) {
      const value = values[index] ?? Number.NaN;
      if (value > maximum) maximum = value;
    }
    if (maximum > -Infinity) maxima.push(maximum);
  }
  return quantile(maxima, q);
}
