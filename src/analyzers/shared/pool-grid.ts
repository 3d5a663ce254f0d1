import { median } from "../../core/stats/quantile.ts";
import type { Grid } from "./grid.ts";

/** Minutes of five that are taken together until most places hold something. */
const LENGTHS = [1, 3, 6, 12];
/** What a median of several places needs to be there, and a little. */
const PRESENT = 0.7;

/**
 * How many places of a grid with many gaps must be taken together so that most hold something, or of counts that most
 * hold `least`: an hour of them at most.
 */
export function poolLength({ values, periodMs }: Grid, least?: number): number {
  const isEnough = (part: Float64Array): boolean =>
    least === undefined
      ? !part.every(Number.isNaN)
      : part.reduce((sum, value) => sum + (value || 0), 0) >= least;
  const places = LENGTHS.map((length) => Math.max(1, Math.round((length * 300_000) / periodMs)));
  return (
    places.find((length) => {
      const pooled = pooledPlaces(values, length, (part) => (isEnough(part) ? 1 : Number.NaN));
      const present = pooled.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
      return present >= PRESENT * pooled.length;
    }) ??
    places.at(-1) ??
    1
  );
}

/**
 * Takes `length` places together, counted from the end: a place of what comes out is the median of the numbers in it.
 * Of periods with a request or two each that is nearly the median of the requests, and what it strays is learned from
 * the baseline, pooled in the same way.
 *
 * Shape: what is left over at the start is dropped; the end stays where it is.
 */
export function poolGrid({ startMs, periodMs, values }: Grid, length: number): Grid {
  const dropped = values.length % length;
  return {
    startMs: startMs + dropped * periodMs,
    periodMs: periodMs * length,
    values: pooledPlaces(values, length, median),
  };
}

/** The same places, each with the sum of what came in it. */
export function poolCounts({ startMs, periodMs, values }: Grid, length: number): Grid {
  const dropped = values.length % length;
  return {
    startMs: startMs + dropped * periodMs,
    periodMs: periodMs * length,
    values: pooledPlaces(values, length, (part) => part.reduce((sum, value) => sum + (value || 0), 0)),
  };
}

function pooledPlaces(
  values: Float64Array,
  length: number,
  pool: (part: Float64Array) => number,
): Float64Array {
  const dropped = values.length % length;
  return Float64Array.from({ length: Math.floor(values.length / length) }, (_, at) =>
    pool(values.subarray(dropped + at * length, dropped + (at + 1) * length)),
  );
}
