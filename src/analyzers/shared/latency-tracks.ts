import type { Measure } from "../../catalog/metrics.ts";
import { LEAST_PAST } from "../../core/detect/rank-scan.ts";
import { median, quantileSorted, sortedNumbers } from "../../core/stats/quantile.ts";
import { DAY_MS, MINUTE_MS, type Window } from "../../core/window.ts";
import { countGrid, countSeries } from "./counts.ts";
import { cumulated } from "./grid-sums.ts";
import { timeAt, type Grid } from "./grid.ts";
import { fitLevel, type LevelModel } from "./level-model.ts";
import { poolCounts, poolGrid, poolLength } from "./pool-grid.ts";
import { gridOf, learnt, periodsOf, seriesFor, settledWindow, type Scope } from "./scope.ts";

/** What is followed: the two sides as CloudWatch publishes them, and the gateway's own mean time where it can be had. */
export type Side = "latency" | "integrationLatency" | "overhead";
export type TrackStat = "p50" | "p90" | "p99" | "Average";

/** One statistic of one side, with what was learned of it. Values are natural logarithms of milliseconds. */
export interface Track {
  readonly side: Side;
  readonly stat: TrackStat;
  readonly model: LevelModel;
  readonly window: Grid;
  /** How far each point of the window can be trusted, 0..1; see {@link trustOf}. */
  readonly trust: Float64Array;
  /** Whether the points `[start, end)` of the window stand for enough requests to go by. */
  readonly isEnough: (start: number, end: number) => boolean;
  /** The baseline. */
  readonly past: Grid;
  /** Its newest day, to follow an incident back beyond the window. */
  readonly before: Grid;
  /** The window at the finest period there is; the same as `window` where there is no finer one. */
  readonly fine: Grid;
  /** Where periods were taken together because they hold a request or two: each for itself. */
  readonly single: { readonly past: Grid; readonly window: Grid } | null;
  /**
   * Where periods hold few requests for the statistic, taken together or not: what each one is ranked among. Null too where
   * the past is too short to rank anything, so that the level decides.
   */
  readonly ranked: { readonly past: Grid; readonly window: Grid } | null;
  /** Where periods were taken together, the window's requests at the finest period that is finer: they tell when the first slow one came. */
  readonly moments: Grid | null;
}

/** A percentile of fewer samples than this is one of the few slowest requests, and says nothing about the others. */
const LEAST_SAMPLES: Readonly<Record<TrackStat, number>> = { p50: 4, p90: 20, p99: 100, Average: 4 };
/**
 * The median of fewer requests jumps between what is fast and what is slow among them, however calm the baseline looks; a
 * percentile of fewer is one of a few slow requests.
 */
const FEW: Readonly<Record<TrackStat, number>> = { p50: 20, p90: 100, p99: 1_000, Average: 20 };
/** The period that the least samples are meant for; a minute of the window needs a fifth of them. */
const FULL_MS = 5 * MINUTE_MS;
/**
 * Fewest requests behind a median. Where a part of them is always slow (a cache's misses, a slow route), the half of a few
 * is slow by chance every other week, and nothing in the baseline may tell of it.
 */
const LEAST_REQUESTS = 16;
const STATS: readonly TrackStat[] = ["p50", "p90", "p99", "Average"];
/** Below the resolution that anybody cares for; keeps a 0 out of the logarithm. */
const LEAST_MS = 0.1;

/** Every track of a scope that has enough of a baseline. */
export function latencyTracks(scope: Scope, hasMatchingSamples: boolean): Track[] {
  const known = new Map<string, Samples>();
  const samples = (measure: Measure, periodMs: number): Samples => {
    const name = `${measure} ${periodMs}`;
    const found = known.get(name) ?? readSamples(scope, measure, periodMs);
    known.set(name, found);
    return found;
  };
  const published = (["integrationLatency", "latency"] as const).flatMap((side) =>
    STATS.flatMap(
      (stat) =>
        toTrack(side, stat, scope, samples, (period, span, least) =>
          publishedGrid(scope, side, stat, period, span, least),
        ) ?? [],
    ),
  );
  const overhead = hasMatchingSamples
    ? toTrack("overhead", "Average", scope, samples, (period, span) => overheadGrid(scope, period, span))
    : null;
  return overhead === null ? published : [...published, overhead];
}

/** The samples behind the points of a measure; the same for all its statistics. */
interface Samples {
  readonly past: Grid | null;
  readonly now: Grid | null;
  /** Of the baseline's periods that have any: the quieter quarter and the middle; NaN where nothing is known. */
  readonly quarter: number;
  readonly typical: number;
}

function readSamples(scope: Scope, measure: Measure, periodMs: number): Samples {
  const past = samplesOf(scope, measure, periodMs, learnt(scope.input));
  const now = samplesOf(scope, measure, periodMs, settledWindow(scope.input));
  return { past, now, ...typicalOf(past) };
}

function typicalOf(past: Grid | null): Pick<Samples, "quarter" | "typical"> {
  const sorted = sortedNumbers(past?.values.filter((count) => count > 0) ?? []);
  return { quarter: quantileSorted(sorted, 0.25), typical: quantileSorted(sorted, 0.5) };
}

/** @param least samples of five minutes below which a point is a gap. */
type ReadGrid = (periodMs: number, span: Window, least: number) => Grid | null;

function toTrack(
  side: Side,
  stat: TrackStat,
  scope: Scope,
  samples: (measure: Measure, periodMs: number) => Samples,
  read: ReadGrid,
): Track | null {
  const measure = side === "overhead" ? "latency" : side;
  const learning = learnt(scope.input);
  const span = settledWindow(scope.input);
  const periods = periodsOf(seriesFor(scope, measure, stat), span.startMs);
  if (periods === null) return null;
  const { coarseMs, fineMs } = periods;
  const least = LEAST_SAMPLES[stat];
  const past = read(coarseMs, learning, least);
  const window = read(coarseMs, span, least);
  if (past === null || window === null) return null;
  const counts = samples(measure, coarseMs);
  const toTrackOf = (
    grids: Pick<Track, "past" | "window" | "fine" | "single" | "ranked" | "moments">,
    behind: Samples,
  ): Track | null => {
    const model = fitLevel(grids.past, scope.input.settings(scope.route).calendar);
    const trust = trustOf(behind, grids.window);
    const isEnough = enoughOf(behind, stat);
    return model && { side, stat, model, trust, isEnough, before: lastDay(grids.past), ...grids };
  };
  const isThin = isMostlyThin(scope, side, stat, past, learning) || counts.typical < least;
  const isThinNow = isMostlyThin(scope, side, stat, window, span);
  if (!isThin && !isThinNow) {
    const fine = (fineMs === coarseMs ? null : read(fineMs, span, least)) ?? window;
    const ranked = counts.typical < FEW[stat] ? rankable(past, window) : null;
    return toTrackOf({ past, window, fine, single: null, ranked, moments: null }, counts);
  }
  const all = stat === "p50" || stat === "Average" ? read(coarseMs, learning, 1) : null;
  const now = read(coarseMs, span, 1);
  if (all === null || now === null) return null;
  // Where only this night is thin, places shall hold as many requests as those of a day do.
  const length = Math.max(poolLength(all), isThin || counts.now === null ? 1 : poolLength(counts.now, least));
  const pooled = { past: poolGrid(all, length), window: poolGrid(now, length) };
  const pooledPast = counts.past && poolCounts(counts.past, length);
  const pooledCounts = {
    past: pooledPast,
    now: counts.now && poolCounts(counts.now, length),
    ...typicalOf(pooledPast),
  };
  // A night's single periods hold fewer requests than the baseline's, so they stray wider and cannot be ranked among them.
  const single = isThin ? { past: all, window: now } : null;
  const moments = fineMs === coarseMs ? null : read(fineMs, span, 1);
  return toTrackOf(
    { ...pooled, fine: now, single, ranked: single && rankable(all, now), moments },
    pooledCounts,
  );
}

/** A tail has its own least number of samples for each point; of what nothing is known everything is enough. */
function enoughOf({ now }: Samples, stat: TrackStat): Track["isEnough"] {
  if (now === null || stat === "p90" || stat === "p99") return () => true;
  const sums = cumulated(now.values);
  return (start, end) => (sums[end] ?? 0) - (sums[start] ?? 0) >= LEAST_REQUESTS;
}

/**
 * The noise of a percentile or a mean grows as its samples get fewer, with the root of their number. Where traffic
 * fell below what the quieter quarter of the baseline had, a climb counts for that much less.
 */
function trustOf({ now, quarter }: Samples, window: Grid): Float64Array {
  if (now === null || Number.isNaN(quarter)) return new Float64Array(window.values.length).fill(1);
  return now.values.map((count) => (count > 0 ? Math.min(1, Math.sqrt(count / quarter)) : 1));
}

/**
 * Whether only the odd busy period has enough samples: those are no fair choice of all. Nor are the few of a usual period
 * that has a request or two a level, however many periods there are in a row.
 */
function isMostlyThin(
  scope: Scope,
  side: Side,
  stat: TrackStat,
  { periodMs, values }: Grid,
  span: Window,
): boolean {
  const all = side === "overhead" ? null : gridOf(scope, side, stat, periodMs, span);
  return all !== null && countNumbers(values) < countNumbers(all.values) / 2;
}

function rankable(past: Grid, window: Grid): Track["ranked"] {
  return countNumbers(past.values) < LEAST_PAST ? null : { past, window };
}

function countNumbers(values: Float64Array): number {
  return values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
}

function lastDay({ startMs, periodMs, values }: Grid): Grid {
  const skip = Math.max(0, values.length - Math.round(DAY_MS / periodMs));
  return { startMs: startMs + skip * periodMs, periodMs, values: values.subarray(skip) };
}

/** Points with fewer samples than `leastInFull` for each five minutes become gaps. */
function publishedGrid(
  scope: Scope,
  measure: "latency" | "integrationLatency",
  stat: TrackStat,
  periodMs: number,
  span: Window,
  leastInFull: number,
): Grid | null {
  const grid = gridOf(scope, measure, stat, periodMs, span);
  if (grid === null) return null;
  const samples = samplesOf(scope, measure, periodMs, span);
  const least = (leastInFull * Math.min(FULL_MS, periodMs)) / FULL_MS;
  const values = grid.values.map((value, index) => {
    const isThin = samples !== null && !((samples.values[index] ?? 0) >= least);
    return isThin ? Number.NaN : Math.log(Math.max(LEAST_MS, value));
  });
  return { ...grid, values };
}

/** How many samples stand behind each point, as far as that can be known. */
function samplesOf(scope: Scope, measure: Measure, periodMs: number, span: Window): Grid | null {
  const own = gridOf(scope, measure, "SampleCount", periodMs, span);
  if (own !== null) return own;
  for (const whole of ["requests", "messages", "connects"] as const) {
    if (countSeries(scope, whole).length === 0) continue;
    const all = countGrid(scope, whole, periodMs, span);
    const hits = measure === "integrationLatency" ? countGrid(scope, "cacheHits", periodMs, span) : null;
    if (all === null || hits === null) return all;
    // What the cache answers never comes to the integration.
    return { ...all, values: all.values.map((count, at) => Math.max(0, count - (hits.values[at] || 0))) };
  }
  return null;
}

/** Mean latency less mean integration latency: exact where both are means over the same requests. */
function overheadGrid(scope: Scope, periodMs: number, span: Window): Grid | null {
  const whole = gridOf(scope, "latency", "Average", periodMs, span);
  const integration = gridOf(scope, "integrationLatency", "Average", periodMs, span);
  if (whole === null || integration === null) return null;
  const values = whole.values.map((value, index) =>
    // NaN minus anything stays NaN, and Math.max passes it on.
    Math.log(Math.max(LEAST_MS, value - (integration.values[index] ?? Number.NaN))),
  );
  return { ...whole, values };
}

export interface Levels {
  readonly expectedMs: number;
  readonly observedMs: number;
}

/**
 * Medians of what was expected and what was observed over `[startMs, endMs)`: of the periods that lie within it,
 * or of those that touch it where none does. Null where there is no point.
 */
export function levelsOf(track: Track, startMs: number, endMs: number): Levels | null {
  return (
    levelsWhere(track, (fromMs, toMs) => fromMs >= startMs && toMs <= endMs) ??
    levelsWhere(track, (fromMs, toMs) => toMs > startMs && fromMs < endMs)
  );
}

function levelsWhere(
  { model, window, before, single }: Track,
  isWanted: (fromMs: number, toMs: number) => boolean,
): Levels | null {
  const expected: number[] = [];
  const observed: number[] = [];
  for (const grid of single === null ? [before, window] : [lastDay(single.past), single.window]) {
    grid.values.forEach((value, index) => {
      const timeMs = timeAt(grid, index);
      if (Number.isNaN(value) || !isWanted(timeMs, timeMs + grid.periodMs)) return;
      expected.push(model.expectedAt(timeMs));
      observed.push(value);
    });
  }
  if (observed.length === 0) return null;
  return { expectedMs: Math.exp(median(expected)), observedMs: Math.exp(median(observed)) };
}
