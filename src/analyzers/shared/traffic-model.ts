import { sortedNumbers } from "../../core/stats/quantile.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import { blockVariance } from "./block-variance.ts";
import { cumulated } from "./grid-sums.ts";
import { timeAt, type Grid } from "./grid.ts";

/**
 * How much traffic to expect, learned from a baseline in which nothing is as sure as the time of day.
 *
 * The day is cut into quarter hours. What each of them usually brings is the mean of the middle half of the days of the
 * same kind (weekday or weekend, where there are three or more of the kind; else of all), of the mean over it and its
 * neighbours; where hardly anything comes, of more neighbours. A day is then busier or quieter as a whole: the level is what came in the hours before the window,
 * against what was usual for them, and moves the expectation half way.
 *
 * How far counts stray from that is learned for each width as the relative variance of the baseline's own blocks,
 * of each block against the profile, with the most deviating twentieth left out: those may be past incidents.
 */
export interface TrafficModel {
  /** Requests to be expected in `[startMs, startMs + lengthMs)`. */
  readonly expectedIn: (startMs: number, lengthMs: number) => number;
  /** Size of the negative binomial for counts over a window of that width. */
  readonly sizeOf: (widthMs: number) => number;
  readonly days: number;
}

const SLOT_MS = 15 * MINUTE_MS;
const SLOTS = DAY_MS / SLOT_MS;
const LEVEL_MS = 6 * HOUR_MS;
const KIND_DAYS = 3;
const SMOOTH_REQUESTS = 6;
const MOST_REACH = 10;

/** @param counts of the baseline; gaps are no requests. Null where it holds less than a day: the night is unknown. */
export function fitTraffic(counts: Grid): TrafficModel | null {
  const days = (counts.values.length * counts.periodMs) / DAY_MS;
  if (days < 1 || counts.periodMs > HOUR_MS) return null;
  const slots = toSlots(counts);
  const profile = profileOf(slots);
  const level = levelOf(slots, profile);
  const usual = slots.values.map((_, index) => profile(slots.first + index));
  const variances = new Map<number, number>();
  return {
    days,
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

function isWeekend(slot: number): boolean {
  // The epoch began on a Thursday, so days 2 and 3 of its weeks are Saturday and Sunday.
  const day = ((Math.floor(slot / SLOTS) % 7) + 7) % 7;
  return day === 2 || day === 3;
}

/** The usual count of a slot, by its number since the epoch. */
function profileOf({ first, values }: Slots): (slot: number) => number {
  const sums = cumulated(values);
  const reach = reachOf((sums.at(-1) ?? 0) / Math.max(1, values.length));
  const smooth = values.map((_, index) => {
    const from = Math.max(0, index - reach);
    const to = Math.min(values.length, index + reach + 1);
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
  const kinds = [false, true].map((weekend) => ({
    weekend,
    enough: countDays(first, values.length, weekend) >= KIND_DAYS,
  }));
  const table = kinds.map(({ weekend, enough }) =>
    Array.from({ length: SLOTS }, (_, slotOfDay) => {
      const own: number[] = [];
      for (
        let index = (((slotOfDay - first) % SLOTS) + SLOTS) % SLOTS;
        index < smooth.length;
        index += SLOTS
      ) {
        if (!enough || isWeekend(first + index) === weekend) own.push(smooth[index] ?? 0);
      }
      return own.length === 0 ? 0 : middleMean(own);
    }),
  );
  return (slot) => table[isWeekend(slot) ? 1 : 0]?.[((slot % SLOTS) + SLOTS) % SLOTS] ?? 0;
}

/** So many slots to either side that a few requests are among them. */
function reachOf(perSlot: number): number {
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

function countDays(first: number, length: number, weekend: boolean): number {
  let slots = 0;
  for (let index = 0; index < length; index += 1) if (isWeekend(first + index) === weekend) slots += 1;
  return slots / SLOTS;
}

/** How the hours before the window compare with the profile: half of that, and never more than twice or half. */
function levelOf({ first, values }: Slots, profile: (slot: number) => number): number {
  let usual = 0;
  let came = 0;
  const from = Math.max(0, values.length - LEVEL_MS / SLOT_MS);
  for (let index = from; index < values.length; index += 1) {
    usual += profile(first + index);
    came += values[index] ?? 0;
  }
  if (usual <= 0) return 1;
  return Math.min(2, Math.max(0.5, Math.sqrt(came / usual)));
}
