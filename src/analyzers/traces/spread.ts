import { quantile } from "../../core/stats/quantile.ts";

/** Mean and percentiles. Shape: not empty. */
export function spreadOf(values: readonly number[]): { mean: number; p50: number; p90: number; p99: number } {
  return {
    mean: meanOf(values),
    p50: quantile(values, 0.5),
    p90: quantile(values, 0.9),
    p99: quantile(values, 0.99),
  };
}

/** Edge cases: 0 of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
