import { selectRank } from "./select-rank.ts";

/**
 * Quantile by linear interpolation between closest ranks (Hyndman & Fan type 7).
 *
 * Shape: `sorted` ascending, no NaN. `q` is a fraction in [0, 1], not a percent.
 * Edge cases: empty input or `q` outside [0, 1] gives NaN; one value is every quantile.
 */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0 || !(q >= 0 && q <= 1)) return Number.NaN;
  const rank = q * (sorted.length - 1);
  const low = Math.floor(rank);
  const lowValue = sorted[low] ?? Number.NaN;
  const highValue = sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN;
  return lowValue + (rank - low) * (highValue - lowValue);
}

/** The values that are numbers, ascending, in an array of their own. */
export function sortedNumbers(values: ArrayLike<number>): Float64Array {
  return numbersOf(values).sort();
}

/** Quantile of values in any order; NaN among them is left out. */
export function quantile(values: ArrayLike<number>, q: number): number {
  const kept = numbersOf(values);
  if (kept.length === 0 || !(q >= 0 && q <= 1)) return Number.NaN;
  const rank = q * (kept.length - 1);
  const low = Math.floor(rank);
  const lowValue = selectRank(kept, low);
  let highValue = low + 1 < kept.length ? Infinity : lowValue;
  for (let index = low + 1; index < kept.length; index += 1)
    highValue = Math.min(highValue, kept[index] ?? Infinity);
  return lowValue + (rank - low) * (highValue - lowValue);
}

function numbersOf(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let size = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value !== undefined && !Number.isNaN(value)) {
      kept[size] = value;
      size += 1;
    }
  }
  return kept.subarray(0, size);
}

/** NaN where there is nothing. NaN among the values is left out. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/**
 * Spread around the median that a quarter of wild values cannot move: the median absolute deviation, scaled
 * so that it equals the standard deviation of normal values (Rousseeuw & Croux 1993: 1.4826).
 *
 * Edge cases: nothing gives NaN, one value 0; NaN among the values is left out.
 */
export function robustSpread(values: ArrayLike<number>): number {
  const sorted = sortedNumbers(values);
  const middle = quantileSorted(sorted, 0.5);
  return 1.4826 * median(sorted.map((value) => Math.abs(value - middle)));
}
