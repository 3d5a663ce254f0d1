import { sortedNumbers } from "../../core/stats/quantile.ts";
import { isRestDay, timeOfDayMs, UTC_CALENDAR, type Calendar } from "../../core/season.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import { blockVariance } from "./block-variance.ts";
import { cumulated, sumOf } from "./grid-sums.ts";
import { timeAt, type Grid } from "./grid.ts";

/**
 * How much traffic to expect, learned from a baseline in which nothing is as sure as the time of day.
 *
 * The day is cut into quarter hours. What each of them usually brings is the mean of the middle half of the days of the
 * same kind (working or rest day of the calendar, where there are three or more of the kind; else of all), of the mean over it and its
 * neighbours; where hardly anything comes, of more neighbours. A day is then busier or quieter as a whole: the level is
 * what came in the hours before the window, against what was usual for them, and moves the expectation half way, as far
 * as it is more than chance. Where two weeks are known, an hour of the week that differed in both is as it was then.
 *
 * How far counts stray from that is learned for each width as the relative variance of the baseline's own blocks,
 * of each block against the profile, with the most deviating twentieth left out: those may be past incidents.
 */
export interface TrafficModel {
  /** Requests to be expected in `[startMs, startMs + lengthMs)`. */
  readonly expectedIn: (startMs: number, lengthMs: number) => number;
  /** Size of the negative binomial for counts over a window of that width. */
  readonly sizeOf: (widthMs: number) => number;
  /** How many times over the requests to be expected in a window of that width were seen to learn it from. */
  readonly timesSeen: (widthMs: number) => number;
  readonly days: number;
}

const SLOT_MS = 15 * MINUTE_MS;
const SLOTS = DAY_MS / SLOT_MS;
const WEEK_SLOTS = 7 * SLOTS;
/** Standard deviations that a count may stray by itself. */
const CHANCE = 3;
const LEVEL_MS = 6 * HOUR_MS;
const KIND_DAYS = 3;
const SMOOTH_REQUESTS = 6;
const MOST_REACH = 10;

/** @param counts of the baseline; gaps are no requests. Null where it holds less than a day: the night is unknown. */
export function fitTraffic(counts: Grid, calendar: Calendar = UTC_CALENDAR): TrafficModel | null {
  const days = (counts.values.length * counts.periodMs) / DAY_MS;
  if (days < 1 || counts.periodMs > HOUR_MS) return null;
  const slots = toSlots(counts);
  const profile = profileOf(slots, calendar);
  const usual = slots.values.map((_, index) => profile(slots.first + index));
  const level = levelOf(slots.values, usual);
  const variances = new Map<number, number>();
  const reach = reachOf(slots.values);
  return {
    days,
    // Half of the days are the middle ones.
    timesSeen: (widthMs) => (days / 2) * (1 + (2 * reach * SLOT_MS) / Math.max(SLOT_MS, widthMs)),
    expectedIn: (startMs, lengthMs) => {
      let sum = 0;
      for (let timeMs = startMs; timeMs < startMs + lengthMs;) {
        const nextMs = Math.min(startMs + lengthMs, (Math.floor(timeMs / SLOT_MS) + 1) * SLOT_MS);
        sum += (profile(Math.floor(timeMs / SLOT_MS)) * level * (nextMs - timeMs)) / SLOT_MS;
        timeMs = nextMs;
      }
      return sum;
    },
    sizeOf: (widthMs) => {
      const known =
        variances.get(widthMs) ??
        blockVariance(slots.values, usual, Math.max(1, Math.round(widthMs / SLOT_MS)));
      variances.set(widthMs, known);
      return 1 / known;
    },
  };
}

interface Slots {
  /** Number of the first slot since the epoch. */
  readonly first: number;
  readonly values: Float64Array;
}

/** Requests in each whole quarter hour. Longer periods are spread evenly. */
function toSlots(counts: Grid): Slots {
  const first = Math.ceil(counts.startMs / SLOT_MS);
  const endMs = timeAt(counts, counts.values.length);
  const values = new Float64Array(Math.max(0, Math.floor(endMs / SLOT_MS) - first));
  counts.values.forEach((value, index) => {
    if (!(value > 0)) return;
    const pieces = Math.max(1, Math.round(counts.periodMs / SLOT_MS));
    const slot = Math.floor(timeAt(counts, index) / SLOT_MS) - first;
    for (let piece = 0; piece < pieces; piece += 1) {
      const at = slot + piece;
      if (at >= 0 && at < values.length) values[at] = (values[at] ?? 0) + value / pieces;
    }
  });
  return { first, values };
}

/** The usual count of a slot, by its number since the epoch. */
function profileOf({ first, values }: Slots, calendar: Calendar): (slot: number) => number {
  const sums = cumulated(values);
  const reach = reachOf(values);
  const isRest = (slot: number): boolean => isRestDay(calendar, slot * SLOT_MS);
  const ofDay = (slot: number): number => Math.floor(timeOfDayMs(calendar, slot * SLOT_MS) / SLOT_MS);
  const smoothed = new Float64Array(values.length);
  const all: number[][] = Array.from({ length: SLOTS }, () => []);
  const working: number[][] = Array.from({ length: SLOTS }, () => []);
  const resting: number[][] = Array.from({ length: SLOTS }, () => []);
  values.forEach((_, index) => {
    const from = Math.max(0, index - reach);
    const to = Math.min(values.length, index + reach + 1);
    const smooth = ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
    smoothed[index] = smooth;
    const slot = ofDay(first + index);
    all[slot]?.push(smooth);
    (isRest(first + index) ? resting : working)[slot]?.push(smooth);
  });
  const tableOf = (kind: readonly number[][]): readonly number[] => {
    const days = kind.reduce((sum, seen) => sum + seen.length, 0) / SLOTS;
    return (days >= KIND_DAYS ? kind : all).map((seen) => (seen.length === 0 ? 0 : middleMean(seen)));
  };
  const tables = { working: tableOf(working), resting: tableOf(resting) };
  const ofWeeks = (slot: number): readonly [number, number] | null => {
    const [last, before] = [slot - WEEK_SLOTS - first, slot - 2 * WEEK_SLOTS - first];
    if (before < 0 || last >= values.length) return null;
    const isSame =
      isRest(slot) === isRest(slot - WEEK_SLOTS) && isRest(slot) === isRest(slot - 2 * WEEK_SLOTS);
    return isSame ? [smoothed[last] ?? 0, smoothed[before] ?? 0] : null;
  };
  return (slot) => {
    const usual = (isRest(slot) ? tables.resting : tables.working)[ofDay(slot)] ?? 0;
    const weeks = ofWeeks(slot);
    return weeks === null ? usual : within(usual, weeks, 2 * reach + 1);
  };
}

/**
 * What both last weeks brought more, or less, at that hour of the week than is usual at that hour is to be expected of the
 * third: a job that runs each Monday. One strange week changes nothing, and neither does chance.
 *
 * @param slots that each is the mean of.
 */
function within(usual: number, [one, other]: readonly [number, number], slots: number): number {
  const least = Math.min(one, other);
  const most = Math.max(one, other);
  if (least - CHANCE * Math.sqrt(least / slots) > usual) return least;
  return most + CHANCE * Math.sqrt(most / slots) < usual ? most : usual;
}

/** So many slots to either side that a few requests are among them. */
function reachOf(values: Float64Array): number {
  const perSlot = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const wanted = SMOOTH_REQUESTS / Math.max(1e-9, perSlot);
  return Math.round(Math.min(MOST_REACH, Math.max(1, (wanted - 1) / 2)));
}

/** The mean of the middle half: as deaf to one odd day as the median, and not below the mean where counts are small. */
function middleMean(values: readonly number[]): number {
  const sorted = sortedNumbers(values);
  const cut = Math.floor(sorted.length / 4);
  const middle = sorted.subarray(cut, sorted.length - cut);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/**
 * How the hours before the window compare with the profile: half of that, as far as it is more than chance, and never
 * more than twice or half. How much such hours differ from the profile is known from the baseline, or shown by these
 * hours themselves where they differ more: a holiday is none of the usual days.
 */
function levelOf(came: Float64Array, usual: Float64Array): number {
  const length = LEVEL_MS / SLOT_MS;
  const from = Math.max(0, came.length - length);
  const expected = sumOf(usual, from, came.length);
  if (expected <= 0) return 1;
  const ratio = sumOf(came, from, came.length) / expected;
  const chance = 1 / expected;
  const variance = Math.max(blockVariance(came, usual, length), (ratio - 1) ** 2 - chance);
  const level = Math.sqrt(ratio) ** (variance / (variance + chance));
  return Math.min(2, Math.max(0.5, level));
}
