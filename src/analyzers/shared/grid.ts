import { ceilTo, type Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";

/**
 * Series laid out for arithmetic: one place for each period of a stretch of time. Here, and only inside the
 * analyzers, NaN marks a gap.
 */
export interface Grid {
  /** Of the first place; a multiple of the period. */
  readonly startMs: number;
  readonly periodMs: number;
  readonly values: Float64Array;
}

/**
 * Lays series of one period over each other. Only periods that lie wholly within `[startMs, endMs)`. Where two
 * of them have a value for the same time the larger one stands: a count can only have been read too early.
 */
export function toGrid(series: readonly Series[], periodMs: number, { startMs, endMs }: Window): Grid {
  const firstMs = ceilTo(startMs, periodMs);
  const length = Math.max(0, Math.floor((endMs - firstMs) / periodMs));
  const values = new Float64Array(length).fill(Number.NaN);
  for (const { runs } of series) {
    for (const [runMs, run] of runs) {
      const offset = Math.round((runMs - firstMs) / periodMs);
      const from = Math.max(0, -offset);
      const to = Math.min(run.length, length - offset);
      for (let index = from; index < to; index += 1) {
        const value = run[index] ?? Number.NaN;
        const known = values[index + offset] ?? Number.NaN;
        // The comparison is false for NaN on either side, which is what keeps a lone value.
        if (!(known >= value)) values[index + offset] = value;
      }
    }
  }
  return { startMs: firstMs, periodMs, values };
}

/** The time at which a place starts. */
export function timeAt(grid: { readonly startMs: number; readonly periodMs: number }, index: number): number {
  return grid.startMs + index * grid.periodMs;
}

/** The grid from its first number on: what came before a stage or a route was in use teaches nothing. */
export function sinceFirst({ startMs, periodMs, values }: Grid): Grid {
  const first = values.findIndex((value) => value > 0);
  const skipped = first === -1 ? values.length : first;
  return { startMs: startMs + skipped * periodMs, periodMs, values: values.subarray(skipped) };
}
