/** Sums of everything before each place; one longer than the values. Gaps add nothing. */
export function cumulated(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] ?? 0) + (value || 0);
  });
  return sums;
}

/** The sum of `[start, end)`. Gaps add nothing. */
export function sumOf(values: Float64Array, start: number, end: number): number {
  let total = 0;
  for (let index = start; index < end; index += 1) total += values[index] || 0;
  return total;
}
