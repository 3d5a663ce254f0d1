/** Part of an array, `[start, end)`, with its sum. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly sum: number;
}

/**
 * The contiguous segment whose values have the greatest sum, among those in `[from, to)`. Where the values are
 * log-likelihood ratios of "changed" against "as before", it is the most likely extent of the change.
 *
 * Shape: values are finite. The shortest of equal segments, the earliest of those.
 * Edge cases: null where no value is above 0.
 * Cost: one pass (Kadane; Bentley 1984).
 */
export function heaviestSegment(
  values: ArrayLike<number>,
  from = 0,
  to: number = values.length,
): Segment | null {
  let best: Segment | null = null;
  let start = from;
  let sum = 0;
  for (let index = from; index < to; index += 1) {
    const value = values[index] ?? 0;
    if (sum <= 0) {
      start = index;
      sum = value;
    } else {
      sum += value;
    }
    if (sum > 0 && (best === null || sum > best.sum)) best = { start, end: index + 1, sum };
  }
  return best;
}
