import { blockMaximaQuantile } from "../../core/stats/block-maxima.ts";
import { medianByChance } from "../../core/stats/median-by-chance.ts";
import { median, robustSpread, sortedNumbers } from "../../core/stats/quantile.ts";
import { rollingLowMedian } from "../../core/stats/rolling-low-median.ts";
import { isRestDay, timeOfDayMs, UTC_CALENDAR, type Calendar } from "../../core/season.ts";
import { DAY_MS, HOUR_MS } from "../../core/window.ts";
import { timeAt, type Grid } from "./grid.ts";

/**
 * What level of a latency is normal and how far it strays on its own, learned from a baseline.
 *
 * All on the logarithm, so that shifts are factors. The expectation is the time of day (half hours, learned over
 * three days or more; of rest days and of working days where there are three of each, which is two weekends) plus the
 * level of the last day, so that a change of last week is no news.
 *
 * Neighbouring percentiles resemble each other, so tests that take points for independent alarm all day long.
 * Here the noise is that of what is looked at: the low median of `width` points in a row, whose spread and whose
 * highest climbs are measured over the whole baseline. One threshold for each width:
 *
 *   (1 + 2 / width) x max(6 spreads, 1.6 x the ninth decile of the half-days' highest climbs)
 *
 * and no less than what chance alone makes of the baseline's points, each for itself: where one point in eight is twice as
 * high (a mean of few requests, cold starts), a median jumps once in a while that hardly ever moves otherwise, and
 * neither its spread nor a week's climbs tell of it. Half-days that climbed the most do not count, they may have been incidents.
 *
 * Source: block medians for autocorrelated noise; self-calibration on past contrasts.
 */
export interface LevelModel {
  /** Natural logarithm of the value to be expected. */
  readonly expectedAt: (timeMs: number) => number;
  /** How far the low median of that many points in a row must lie above the expectation. */
  readonly thresholdOf: (width: number) => number;
  readonly days: number;
}

const MIN_POINTS = 24;
const SEASON = { leastDays: 3, slotMs: HOUR_MS / 2, trustedDays: 2 };
const SLOTS = DAY_MS / SEASON.slotMs;
const RECENT_MS = DAY_MS;
const SPREADS = 6;
const LEAST_SPREAD = 0.01;
const PAST = { blockMs: 12 * HOUR_MS, quantile: 0.9, factor: 1.6 };
/** Two points need twice the evidence of many: short climbs are the commonest. */
const SHORTNESS = 2;
/** One in a million: a week has 2,000 points on each of a few dozen tracks. */
const CHANCE_NATS = 14;
/** A day of baseline has not seen its highest climb yet, a week nearly has. Days. */
const YOUTH = 0.25;

/**
 * @param logs natural logarithms. @param calendar whose days and hours they are.
 * @returns null where the points are too few to learn from.
 */
export function fitLevel(logs: Grid, calendar: Calendar = UTC_CALENDAR): LevelModel | null {
  const present = logs.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  if (present < MIN_POINTS) return null;
  const days = (present * logs.periodMs) / DAY_MS;
  const season = fitSeason(logs, days, calendar);
  const flat: Grid = {
    ...logs,
    values: logs.values.map((value, index) => value - season(timeAt(logs, index))),
  };
  // Hardly any window comes near a threshold, so what thresholds are made of waits until one does.
  let residuals: Float64Array | null = null;
  const recent = recentLevel(flat, flat.values.length);
  const thresholds = new Map<number, number>();
  return {
    days,
    expectedAt: (timeMs) => recent + season(timeMs),
    thresholdOf: (width) => {
      residuals ??= withoutLevel(flat);
      const known = thresholds.get(width) ?? threshold(residuals, width, logs.periodMs);
      thresholds.set(width, known);
      return known;
    },
  };
}

function threshold(residuals: Float64Array, width: number, periodMs: number): number {
  const medians = rollingLowMedian(residuals, width);
  const spread = robustSpread(medians);
  const block = Math.max(1, Math.round(PAST.blockMs / periodMs));
  const climb = blockMaximaQuantile(medians, block, PAST.quantile);
  const needed = Math.max(
    SPREADS * Math.max(LEAST_SPREAD, Number.isNaN(spread) ? LEAST_SPREAD : spread),
    PAST.factor * (Number.isNaN(climb) ? 0 : climb),
  );
  const days = (residuals.length * periodMs) / DAY_MS;
  const usual = sortedNumbers(withoutClimbs(residuals, medians, block, climb));
  const count = Math.max(1, Math.round(width * presentShare(residuals)));
  const byChance = medianByChance(usual, count, CHANCE_NATS);
  return Math.max(
    (1 + SHORTNESS / width) * (1 + YOUTH / Math.max(YOUTH, days)) * needed,
    Number.isNaN(byChance) ? 0 : byChance,
  );
}

function presentShare(values: Float64Array): number {
  return values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0) / values.length;
}

/** NaN where a block, counted from the end, has a median above `climb`. */
function withoutClimbs(
  residuals: Float64Array,
  medians: Float64Array,
  block: number,
  climb: number,
): Float64Array {
  const blockOf = (index: number): number => Math.floor((residuals.length - 1 - index) / block);
  const left = new Set<number>();
  medians.forEach((level, index) => {
    if (level > climb) left.add(blockOf(index));
  });
  return residuals.map((value, index) => (left.has(blockOf(index)) ? Number.NaN : value));
}

type Season = (timeMs: number) => number;

/** How much each time of the day differs from the rest, on rest days and on others. */
function fitSeason(logs: Grid, days: number, calendar: Calendar): Season {
  if (days < SEASON.leastDays) return () => 0;
  const slotAt = (timeMs: number): number => Math.floor(timeOfDayMs(calendar, timeMs) / SEASON.slotMs);
  const kinds = [emptySlots(), emptySlots()] as const;
  const counts: [number, number] = [0, 0];
  logs.values.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    const timeMs = timeAt(logs, index);
    const kind = isRestDay(calendar, timeMs) ? 1 : 0;
    kinds[kind][slotAt(timeMs)]?.push(value);
    counts[kind] += 1;
  });
  const overall = median(logs.values);
  const all = kinds[0].map((values, slot) => [...values, ...(kinds[1][slot] ?? [])]);
  const usual = profileOf(all, [], overall, days);
  const [working = 0, rest = 0] = counts.map((count) => (count * logs.periodMs) / DAY_MS);
  if (Math.min(working, rest) < SEASON.leastDays) return (timeMs) => usual[slotAt(timeMs)] ?? 0;
  const ofWorking = profileOf(kinds[0], usual, overall, working);
  const ofRest = profileOf(kinds[1], usual, overall, rest);
  return (timeMs) => (isRestDay(calendar, timeMs) ? ofRest : ofWorking)[slotAt(timeMs)] ?? 0;
}

/** Medians over each slot and its neighbours, less the level of all, drawn towards what is believed so far. */
function profileOf(
  slots: readonly (readonly number[])[],
  believed: readonly number[],
  overall: number,
  days: number,
): readonly number[] {
  const trust = days / (days + SEASON.trustedDays);
  return slots.map((own, slot) => {
    const near = [...(slots[(slot + SLOTS - 1) % SLOTS] ?? []), ...own, ...(slots[(slot + 1) % SLOTS] ?? [])];
    const so = believed[slot] ?? 0;
    return near.length === 0 ? so : so + trust * (median(near) - overall - so);
  });
}

function emptySlots(): number[][] {
  return Array.from({ length: SLOTS }, () => []);
}

/** The level of the day before a place, of everything where that day has too few points. */
function recentLevel({ values, periodMs }: Grid, end: number): number {
  const recent = values.subarray(Math.max(0, end - Math.round(RECENT_MS / periodMs)), end);
  const present = recent.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  return median(present >= MIN_POINTS / 2 ? recent : values);
}

/** Takes from each point the level of the day before it, renewed every hour; the first day is measured by itself. */
function withoutLevel(flat: Grid): Float64Array {
  const perDay = Math.max(1, Math.round(RECENT_MS / flat.periodMs));
  const perHour = Math.max(1, Math.round(HOUR_MS / flat.periodMs));
  const residuals = new Float64Array(flat.values.length);
  let level = recentLevel(flat, Math.min(perDay, flat.values.length));
  for (let index = 0; index < residuals.length; index += 1) {
    if (index >= perDay && index % perHour === 0) level = recentLevel(flat, index);
    residuals[index] = (flat.values[index] ?? Number.NaN) - level;
  }
  return residuals;
}
