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
  const minutes = new Map<number, { errors: number; total: number }>();
  for (const { minute, leaf, errors, total } of table.minutesBefore) {
    if (isOut[leaf] === 1 || !isInside(table, leaf, cuboid)) continue;
    const sum = minutes.get(minute) ?? { errors: 0, total: 0 };
    minutes.set(minute, { errors: sum.errors + errors, total: sum.total + total });
  }
  let chiSquare = PRIOR_MINUTES;
  for (const { errors, total } of minutes.values()) {
    chiSquare += (errors - total * share) ** 2 / (total * share * (1 - share));
  }
  return Math.max(1, chiSquare / Math.max(1, PRIOR_MINUTES + minutes.size - 1));
}
