// What makes the difference between two samples of a sum, and how sure that is.
//
// Each row of a sample is one request, each column one of the parts that its whole is the sum of. The difference of the means of the
// wholes is then exactly the sum of the differences of the parts' means. How far chance alone moves them is seen by drawing both
// samples again, with replacement, and looking how the differences vary.
//
// Source: Efron, "Bootstrap methods: another look at the jackknife" (1979); percentile intervals as in Efron & Tibshirani (1993), 13.3.
import type { Random } from "../random.ts";
import { quantileSorted } from "./quantile.ts";

interface PartDifference {
  readonly difference: number;
  /** 95 of 100 resamples lie between. */
  readonly low: number;
  readonly high: number;
  /** Resamples, of all, in which the whole grew and no other part grew more. 0..1, never quite 1. */
  readonly mostOften: number;
}

export interface SampleDifference {
  readonly whole: Omit<PartDifference, "mostOften">;
  /** In the order of the columns. */
  readonly parts: readonly PartDifference[];
}

/** Enough for a share to be known to about 2 points, at no cost that anybody notices. */
const RESAMPLES = 400;

/**
 * Mean of `after` less mean of `before`, in all and by part.
 *
 * Shape: rows of one length; neither sample empty.
 */
export function bootstrapDifference(
  before: readonly Float64Array[],
  after: readonly Float64Array[],
  random: Random,
): SampleDifference {
  const columns = before[0]?.length ?? 0;
  const seen = means(after, columns, (index) => index).map(
    (value, column) => value - (means(before, columns, (index) => index)[column] ?? 0),
  );
  const drawn: Float64Array[] = Array.from({ length: columns }, () => new Float64Array(RESAMPLES));
  const wholes = new Float64Array(RESAMPLES);
  const wins = new Float64Array(columns);
  for (let round = 0; round < RESAMPLES; round += 1) {
    const later = means(after, columns, () => Math.floor(random.next() * after.length));
    const earlier = means(before, columns, () => Math.floor(random.next() * before.length));
    let most = -1;
    let whole = 0;
    let mostAdded = 0;
    for (let column = 0; column < columns; column += 1) {
      const added = (later[column] ?? 0) - (earlier[column] ?? 0);
      const values = drawn[column];
      if (values !== undefined) values[round] = added;
      whole += added;
      if (added > mostAdded) {
        most = column;
        mostAdded = added;
      }
    }
    wholes[round] = whole;
    if (whole > 0 && most >= 0) wins[most] = (wins[most] ?? 0) + 1;
  }
  return {
    whole: { difference: seen.reduce((sum, value) => sum + value, 0), ...interval(wholes) },
    parts: drawn.map((values, column) => ({
      difference: seen[column] ?? 0,
      ...interval(values),
      mostOften: (wins[column] ?? 0) / (RESAMPLES + 1),
    })),
  };
}

/** Means of the columns over as many rows as there are, picked by `pick`. */
function means(
  rows: readonly Float64Array[],
  columns: number,
  pick: (index: number) => number,
): Float64Array {
  const sums = new Float64Array(columns);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[pick(index)];
    if (row === undefined) continue;
    for (let column = 0; column < columns; column += 1)
      sums[column] = (sums[column] ?? 0) + (row[column] ?? 0);
  }
  return sums.map((sum) => sum / rows.length);
}

function interval(values: Float64Array): { low: number; high: number } {
  const sorted = values.toSorted();
  return { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
}
