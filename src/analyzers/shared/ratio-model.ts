import { upperTailNats } from "../../core/stats/negative-binomial.ts";
import { DAY_MS, HOUR_MS } from "../../core/window.ts";
import type { Counts } from "./counts.ts";

/**
 * What share is normal, and how much it wanders, learned from a baseline that may hold incidents of its own.
 *
 * 1. Hours with an unusual share are set aside: learning starts from the calmest three quarters of the requests
 *    and takes an hour in unless its count would be a surprise (NB bound) under what was learned so far.
 * 2. The share of each hour of the day, drawn towards the overall share by two days' worth of requests.
 * 3. The relative variance of the share, for each width of window: sum((k - mu)^2 - mu) / sum(mu^2), drawn towards
 *    a prior while few events were seen. Real error counts vary far more than binomially, and an exact test
 *    alarms on every drift of a busy API.
 *
 * Source: quasi-Poisson surveillance, Farrington et al. 1996, Noufaily et al. 2013; empirical-Bayes shrinkage.
 */
export interface RatioModel {
  /** Expected share, 0..1, above 0, by the hour of the day (UTC) in which a time lies. */
  readonly ratioAt: (timeMs: number) => number;
  /** The overall share, 0..1. */
  readonly ratio: number;
  /** False in an hour of the baseline that was set aside. */
  readonly isUsual: (timeMs: number) => boolean;
  /** Size of the negative binomial for counts over a window of that width. */
  readonly sizeOf: (widthMs: number) => number;
  /** How much was learned from. */
  readonly requests: number;
  readonly days: number;
}

/** With nothing else to go by: 1 % of requests, worth as much as 50 requests. */
const PRIOR = { part: 0.5, whole: 50 };
const PRIOR_VARIANCE = { value: 0.25, weight: 10 };
const SURPRISE_NATS = 12;
const LEARNT_WIDTHS_MS = [5, 15, 60, 180].map((minutes) => minutes * 60_000);

interface Blocks {
  readonly part: Float64Array;
  readonly whole: Float64Array;
  readonly hour: Uint8Array;
}

export function fitRatio(counts: Counts): RatioModel {
  const hours = toBlocks(counts, HOUR_MS);
  const usual = usualHours(hours);
  const days = usual.reduce((sum, is, index) => sum + (is && (hours.whole[index] ?? 0) > 0 ? 1 : 0), 0) / 24;
  const { part, whole } = sumWhere(hours, (index) => usual[index] === true);
  const ratio = (part + PRIOR.part) / (whole + PRIOR.whole);
  const hourly = hourlyRatios(hours, usual, ratio, days);
  const sizes = new Map<number, number>();
  const firstHour = Math.floor(counts.startMs / HOUR_MS);
  return {
    ratio,
    requests: whole,
    days: (counts.whole.length * counts.periodMs) / DAY_MS,
    isUsual: (timeMs) => usual[Math.floor(timeMs / HOUR_MS) - firstHour] !== false,
    ratioAt: (timeMs) => hourly[hourOf(timeMs)] ?? ratio,
    sizeOf: (widthMs) => {
      const known =
        sizes.get(widthMs) ?? 1 / (learnVariance(counts, usual, hourly, widthMs) + 1 / (part + PRIOR.part));
      sizes.set(widthMs, known);
      return known;
    },
  };
}

function hourOf(timeMs: number): number {
  return Math.floor((((timeMs % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS);
}

/** Sums over whole blocks of that length, aligned to it. */
function toBlocks({ startMs, periodMs, part, whole }: Counts, blockMs: number): Blocks {
  const first = Math.floor(startMs / blockMs);
  const length =
    whole.length === 0 ? 0 : Math.floor((startMs + (whole.length - 1) * periodMs) / blockMs) - first + 1;
  const blocks = {
    part: new Float64Array(length),
    whole: new Float64Array(length),
    hour: Uint8Array.from({ length }, (_, block) => hourOf((first + block) * blockMs)),
  };
  for (let index = 0; index < whole.length; index += 1) {
    const block = Math.floor((startMs + index * periodMs) / blockMs) - first;
    blocks.part[block] = (blocks.part[block] ?? 0) + (part[index] ?? 0);
    blocks.whole[block] = (blocks.whole[block] ?? 0) + (whole[index] ?? 0);
  }
  return blocks;
}

function sumWhere(blocks: Blocks, isWanted: (index: number) => boolean): { part: number; whole: number } {
  const sum = { part: 0, whole: 0 };
  for (let index = 0; index < blocks.whole.length; index += 1) {
    if (!isWanted(index)) continue;
    sum.part += blocks.part[index] ?? 0;
    sum.whole += blocks.whole[index] ?? 0;
  }
  return sum;
}

function usualHours(hours: Blocks): boolean[] {
  const total = sumWhere(hours, () => true).whole;
  const share = (index: number): number => (hours.part[index] ?? 0) / Math.max(1, hours.whole[index] ?? 0);
  const calmest = [...hours.whole.keys()].sort((left, right) => share(left) - share(right) || left - right);
  let usual: boolean[] = Array.from({ length: hours.whole.length }, () => false);
  let taken = 0;
  for (const index of calmest) {
    if (taken >= 0.75 * total) break;
    usual[index] = true;
    taken += hours.whole[index] ?? 0;
  }
  for (let round = 0; round < 8; round += 1) {
    const { part, whole } = sumWhere(hours, (index) => usual[index] === true);
    const ratio = (part + PRIOR.part) / (whole + PRIOR.whole);
    const variance = relativeVariance(
      hours,
      () => ratio,
      (index) => usual[index] === true,
    );
    const next = usual.map((_, index) => {
      const expected = ratio * (hours.whole[index] ?? 0);
      return upperTailNats(hours.part[index] ?? 0, expected, 1 / variance) < SURPRISE_NATS;
    });
    const isStable = next.every((is, index) => is === usual[index]);
    usual = next;
    if (isStable) break;
  }
  return usual;
}

function hourlyRatios(
  hours: Blocks,
  usual: readonly boolean[],
  ratio: number,
  days: number,
): readonly number[] {
  const { whole } = sumWhere(hours, (index) => usual[index] === true);
  const strength = (2 * whole) / Math.max(1, 24 * days) + 10 / ratio;
  return Array.from({ length: 24 }, (_, hour) => {
    const own = sumWhere(hours, (index) => usual[index] === true && hours.hour[index] === hour);
    return (own.part + strength * ratio) / (own.whole + strength);
  });
}

function relativeVariance(
  blocks: Blocks,
  ratioOf: (index: number) => number,
  isWanted: (index: number) => boolean,
): number {
  let excess = PRIOR_VARIANCE.value * PRIOR_VARIANCE.weight;
  let weight = PRIOR_VARIANCE.weight;
  for (let index = 0; index < blocks.whole.length; index += 1) {
    if (!isWanted(index)) continue;
    const expected = ratioOf(index) * (blocks.whole[index] ?? 0);
    const difference = (blocks.part[index] ?? 0) - expected;
    excess += difference * difference - expected;
    weight += expected * expected;
  }
  return Math.max(1e-6, excess / weight);
}

/** Of the widest learned width that is not wider; narrower than all, it grows as independent noise does. */
function learnVariance(
  counts: Counts,
  usual: readonly boolean[],
  hourly: readonly number[],
  widthMs: number,
): number {
  const wide = LEARNT_WIDTHS_MS.filter((learntMs) => learntMs >= counts.periodMs && learntMs <= widthMs);
  const learntMs = wide.at(-1) ?? counts.periodMs;
  const blocks = toBlocks(counts, learntMs);
  const first = Math.floor(counts.startMs / learntMs);
  const firstHour = Math.floor(counts.startMs / HOUR_MS);
  const variance = relativeVariance(
    blocks,
    (index) => hourly[blocks.hour[index] ?? 0] ?? 0,
    (index) => usual[Math.floor(((first + index) * learntMs) / HOUR_MS) - firstHour] ?? false,
  );
  return learntMs > widthMs ? (variance * learntMs) / widthMs : variance;
}
