import type { Measure } from "../../catalog/metrics.ts";
import type { Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import { toGrid, type Grid } from "./grid.ts";
import { gridOf, periodsOf, seriesFor, type Periods, type Scope } from "./scope.ts";

/** Which share is watched: `part` of the sum of `whole`. */
export interface ShareOf {
  readonly part: Measure;
  /** Measures that are added up; those that the flavour or route does not publish are left out. */
  readonly whole: readonly Measure[];
}

/** Counts by period. No datapoint is no request, so both are 0 there. `part[i] <= whole[i]`, both whole numbers. */
export interface Counts {
  readonly startMs: number;
  readonly periodMs: number;
  readonly part: Float64Array;
  readonly whole: Float64Array;
}

/** Null where either side of the share has no datapoint at all. */
export function countPeriods(scope: Scope, { part, whole }: ShareOf): Periods | null {
  const wholeSeries = whole.flatMap((measure) => countSeries(scope, measure));
  const partSeries = [...countSeries(scope, part), ...seriesFor(scope, part, "Average")];
  const shared = [
    ...wholeSeries.filter((series) => partSeries.some((other) => addsUpTo(other, series.periodSeconds))),
    ...partSeries.filter((series) => wholeSeries.some((other) => addsUpTo(other, series.periodSeconds))),
  ];
  return periodsOf(shared, scope.input.snapshot.window.startMs);
}

/** Whether a series tells, with its own datapoints or with sums of them, what happened in each such period. */
function addsUpTo({ stat, periodSeconds: own, runs }: Series, periodSeconds: number): boolean {
  const fits = own === periodSeconds || (stat !== "Average" && periodSeconds % own === 0);
  return fits && runs.length > 0;
}

/** Null where there is no series of that period. */
export function readCounts(scope: Scope, share: ShareOf, periodMs: number, span: Window): Counts | null {
  const wholes = share.whole.flatMap((measure) => countGrid(scope, measure, periodMs, span) ?? []);
  const [first] = wholes;
  const sums = countGrid(scope, share.part, periodMs, span);
  const averages = sums === null ? gridOf(scope, share.part, "Average", periodMs, span) : null;
  if (first === undefined || (sums ?? averages) === null) return null;
  const whole = new Float64Array(first.values.length);
  for (const grid of wholes) {
    for (let index = 0; index < whole.length; index += 1) {
      whole[index] = (whole[index] ?? 0) + amount(grid, index);
    }
  }
  const part = new Float64Array(whole.length);
  for (let index = 0; index < part.length; index += 1) {
    const requests = whole[index] ?? 0;
    // Average of an error metric is the ratio of errors to requests.
    part[index] = averages === null ? amount(sums, index) : Math.round(amount(averages, index) * requests);
    whole[index] = Math.max(requests, part[index] ?? 0);
  }
  return { startMs: first.startMs, periodMs, part, whole };
}

/**
 * A count by period; null where there is no series of that period, nor of one that it is a multiple of. Counts of
 * several short periods add up to that of a long one.
 */
export function countGrid(scope: Scope, measure: Measure, periodMs: number, span: Window): Grid | null {
  const sums = gridOf(scope, measure, "Sum", periodMs, span);
  const direct =
    sums ?? (IS_ONE_A_SAMPLE.has(measure) ? gridOf(scope, measure, "SampleCount", periodMs, span) : null);
  return direct ?? addedUp(countSeries(scope, measure), periodMs, span);
}

function addedUp(series: readonly Series[], periodMs: number, span: Window): Grid | null {
  const periods = series.map(({ periodSeconds }) => periodSeconds * 1_000);
  const finerMs = Math.max(...periods.filter((own) => own < periodMs && periodMs % own === 0));
  if (finerMs === -Infinity) return null;
  const same = series.filter(({ periodSeconds }) => periodSeconds * 1_000 === finerMs);
  const coarse = toGrid([], periodMs, span);
  const fine = toGrid(same, finerMs, {
    startMs: coarse.startMs,
    endMs: coarse.startMs + coarse.values.length * periodMs,
  });
  const each = periodMs / finerMs;
  fine.values.forEach((value, index) => {
    const place = Math.floor(index / each);
    if (!Number.isNaN(value)) coarse.values[place] = (coarse.values[place] || 0) + value;
  });
  return coarse;
}

// Every sample of these is 1, so SampleCount equals Sum. The other counts have a sample, 0 or 1, for every request.
const IS_ONE_A_SAMPLE: ReadonlySet<Measure> = new Set<Measure>(["requests", "connects", "messages"]);

export function countSeries(scope: Scope, measure: Measure): Series[] {
  const sums = seriesFor(scope, measure, "Sum");
  if (sums.length > 0 || !IS_ONE_A_SAMPLE.has(measure)) return sums;
  return seriesFor(scope, measure, "SampleCount");
}

function amount(grid: Grid | null, index: number): number {
  const value = grid?.values[index] ?? 0;
  return value > 0 ? value : 0;
}
