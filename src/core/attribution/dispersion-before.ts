import type { RateTable } from "./rate-table.ts";
import { isInside, type Cuboid } from "./scan-cuboids.ts";

/** Pulls the estimate from few minutes towards 1, with the weight of so many. */
const PRIOR_MINUTES = 3;

/**
 * By how much the share of errors of a place varied from minute to minute before the rise, beyond what chance alone makes:
 * Pearson's chi-square over its degrees of freedom. At least 1; 1 where there were no minutes.
 *
 * Source: quasi-likelihood for over-dispersed counts, McCullagh and Nelder 1989.
 */
export function dispersionBefore(table: RateTable, isOut: Uint8Array, cuboid: Cuboid): number {
  const share = (cuboid.beforeErrors + 0.5) / (cuboid.beforeTotal + 1);
  const inside = new Uint8Array(table.leaves);
  for (let leaf = 0; leaf < table.leaves; leaf += 1) {
    if (isOut[leaf] === 0 && isInside(table, leaf, cuboid)) inside[leaf] = 1;
  }
  const { rows, leafOf, errors, total } = table.byRow;
  const minutes = new Map<number, { errors: number; total: number }>();
  rows.forEach(({ minute, isNow }, row) => {
    if (isNow || inside[leafOf[row] ?? 0] === 0 || total[row] === 0) return;
    const sum = minutes.get(minute) ?? { errors: 0, total: 0 };
    sum.errors += errors[row] ?? 0;
    sum.total += total[row] ?? 0;
    minutes.set(minute, sum);
  });
  let chiSquare = PRIOR_MINUTES;
  for (const sum of minutes.values()) {
    chiSquare += (sum.errors - sum.total * share) ** 2 / (sum.total * share * (1 - share));
  }
  return Math.max(1, chiSquare / Math.max(1, PRIOR_MINUTES + minutes.size - 1));
}
