/** Below so many values what selection saves is lost in its bookkeeping. */
const FEW = 16;

/**
 * The value of a rank, without sorting the others: Hoare's quickselect with the median of three as pivot, in linear time. Where
 * the pivots are bad again and again, the rest is sorted.
 *
 * Shape: no NaN; `rank` counts from 0 and is below the length. Reorders `values` in place: before `rank` nothing is greater
 * then, after it nothing is smaller.
 *
 * Source: Hoare 1961 (algorithm 65, "Find"); the way out as in Musser 1997.
 */
export function selectRank(values: Float64Array, rank: number): number {
  let from = 0;
  let to = values.length - 1;
  for (
    let rounds = 2 * Math.ceil(Math.log2(values.length + 1));
    to - from >= FEW && rounds > 0;
    rounds -= 1
  ) {
    const pivot = middleOf(values[from] ?? 0, values[(from + to) >> 1] ?? 0, values[to] ?? 0);
    let low = from;
    let high = to;
    while (low <= high) {
      while ((values[low] ?? 0) < pivot) low += 1;
      while ((values[high] ?? 0) > pivot) high -= 1;
      if (low > high) break;
      const moved = values[low] ?? 0;
      values[low] = values[high] ?? 0;
      values[high] = moved;
      low += 1;
      high -= 1;
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else return values[rank] ?? Number.NaN;
  }
  values.subarray(from, to + 1).sort();
  return values[rank] ?? Number.NaN;
}

function middleOf(first: number, second: number, third: number): number {
  return Math.max(Math.min(first, second), Math.min(Math.max(first, second), third));
}
