import { sortedNumbers } from "../../core/stats/quantile.ts";
import { isRestDay, timeOfDayMs, UTC_CALENDAR, wallClockMs, type Calendar } from "../../core/season.ts";
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
 * as it is more than chance. Where two weeks are known, an hour of the week by the wall clock that differed in both is as
 * it was then: by itself where it brought enough, so that a job says nothing of the hours beside it.
 *
 * How far counts stray from that is learned for each width as the relative variance of the baseline's own blocks,
 * of each block against the profile, with the most deviating twentieth left out: those may be past incidents.
 */
export interface TrafficModel {
  /** Requests to be expected in `[startMs, startMs + lengthMs)`. */
  readonly expectedIn: (startMs: number, lengthMs: number) => number;
  /** Size of the negative binomial for counts over a window of that width. */
  readonly sizeOf: (widthMs: number) => number;
  /** How many times over the requests to be expected in `[startMs, startMs + widthMs)` were seen to learn it from. */
  readonly timesSeen: (startMs: number, widthMs: number) => number;
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
/** Where nothing is usual every slot weighs alike. */
const LEAST_MEAN = 1e-9;

/** @param counts of the baseline; gaps are no requests. Null where it holds less than a day: the night is unknown. */
export function fitTraffic(counts: Grid, calendar: Calendar = UTC_CALENDAR): TrafficModel | null {
  const days = (counts.values.length * counts.periodMs) / DAY_MS;
  if (days < 1 || counts.periodMs > HOUR_MS) return null;
  const slots = toSlots(counts);
  const profile = profileOf(slots, calendar);
  const usual = slots.values.map((_, index) => profile(slots.first + index).usual);
  const level = levelOf(slots.values, usual);
  const variances = new Map<number, number>();
  return {
    days,
    timesSeen: (startMs, widthMs) => {
      let [requests, doubt] = [0, 0];
      for (let slot = Math.floor(startMs / SLOT_MS); slot * SLOT_MS < startMs + widthMs; slot += 1) {
        const { usual: mean, days: seen, reach } = profile(slot);
        // Neighbours that were taken in tell of more than the window where it is short.
        const times = seen * (1 + (2 * reach * SLOT_MS) / Math.max(SLOT_MS, widthMs));
        requests += mean + LEAST_MEAN;
        doubt += (mean + LEAST_MEAN) / times;
      }
      return requests / doubt;
    },
    expectedIn: (startMs, lengthMs) => {
      let sum = 0;
      for (let timeMs = startMs; timeMs < startMs + lengthMs;) {
        const nextMs = Math.min(startMs + lengthMs, (Math.floor(timeMs / SLOT_MS) + 1) * SLOT_MS);
        sum += (profile(Math.floor(timeMs / SLOT_MS)).usual * level * (nextMs - timeMs)) / SLOT_MS;
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

/** What a slot usually brings, and what that was learned from. */
interface Usual {
  readonly usual: number;
  readonly days: number;
  /** Slots to either side that were taken in. */
  readonly reach: number;
}

/** A count that is the mean of so many slots. */
interface Mean {
  readonly value: number;
  readonly slots: number;
}

/** What is usual of a slot, by its number since the epoch. */
function profileOf({ first, values }: Slots, calendar: Calendar): (slot: number) => Usual {
  const sums = cumulated(values);
  const narrow = reachOf(values);
  const reach = Math.max(1, narrow);
  const isRest = (slot: number): boolean => isRestDay(calendar, slot * SLOT_MS);
  const ofDay = (slot: number): number => Math.floor(timeOfDayMs(calendar, slot * SLOT_MS) / SLOT_MS);
  const meanAround = (index: number, side: number): Mean => {
    const from = Math.max(0, index - side);
    const to = Math.min(values.length, index + side + 1);
    return { value: ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from), slots: to - from };
  };
  const all: number[][] = Array.from({ length: SLOTS }, () => []);
  const working: number[][] = Array.from({ length: SLOTS }, () => []);
  const resting: number[][] = Array.from({ length: SLOTS }, () => []);
  values.forEach((_, index) => {
    const smooth = meanAround(index, reach).value;
    const slot = ofDay(first + index);
    all[slot]?.push(smooth);
    (isRest(first + index) ? resting : working)[slot]?.push(smooth);
  });
  const tableOf = (kind: readonly number[][]): readonly Usual[] => {
    const daysOf = (some: readonly number[][]): number =>
      some.reduce((sum, seen) => sum + seen.length, 0) / SLOTS;
    const used = daysOf(kind) >= KIND_DAYS ? kind : all;
    // Half of the days are the middle ones.
    const days = daysOf(used) / 2;
    return used.map((seen) => ({ usual: seen.length === 0 ? 0 : middleMean(seen), days, reach }));
  };
  const tables = { working: tableOf(working), resting: tableOf(resting) };
  const wallSlots = (slot: number): number =>
    Math.round((wallClockMs(calendar, slot * SLOT_MS) - slot * SLOT_MS) / SLOT_MS);
  // The same time by the wall clock, which may have been moved in between.
  const weeksBefore = (slot: number, weeks: number): number => {
    const before = slot - weeks * WEEK_SLOTS;
    return before + wallSlots(slot) - wallSlots(before);
  };
  return (slot) => {
    const usual = (isRest(slot) ? tables.resting : tables.working)[ofDay(slot)] ?? NOTHING;
    const weeks = [weeksBefore(slot, 1), weeksBefore(slot, 2)];
    const isKnown = weeks.every((one) => one >= first && one - first < values.length);
    if (!isKnown || weeks.some((one) => isRest(one) !== isRest(slot))) return usual;
    const own = weeks.map((one) => meanAround(one - first, narrow));
    return (
      ofWeeks(usual, own, own) ??
      ofWeeks(
        usual,
        weeks.map((one) => meanAround(one - first, reach)),
        own,
      ) ??
      usual
    );
  };
}

const NOTHING: Usual = { usual: 0, days: 1, reach: 0 };

/**
 * What both last weeks brought more, or less, at that hour of the week than is usual at that hour is to be expected of the
 * third: a job that runs each Monday. One strange week changes nothing, and neither does chance: null.
 *
 * @param means decide whether it is chance. @param own of the hour alone: no more than these is believed of neighbours.
 */
function ofWeeks({ usual }: Usual, means: readonly Mean[], own: readonly Mean[]): Usual | null {
  const chanceOf = ({ value, slots }: Mean): number => CHANCE * Math.sqrt(value / slots);
  const values = [...means, ...own].map(({ value }) => value);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const learned = (value: number): Usual => ({ usual: value, days: means.length, reach: 0 });
  if (least > usual && means.every((mean) => mean.value - chanceOf(mean) > usual)) return learned(least);
  if (most < usual && means.every((mean) => mean.value + chanceOf(mean) < usual)) return learned(most);
  return null;
}

/** So many slots to either side that a few requests are among them; none where each brings as many. */
function reachOf(values: Float64Array): number {
  const perSlot = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const wanted = SMOOTH_REQUESTS / Math.max(1e-9, perSlot);
  return Math.round(Math.min(MOST_REACH, Math.max(0, (wanted - 1) / 2)));
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
