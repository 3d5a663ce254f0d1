import { blockMaximaQuantile } from "../../core/stats/block-maxima.ts";
import { upperTailNats } from "../../core/stats/negative-binomial.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import type { Counts } from "./counts.ts";
import { timeAt } from "./grid.ts";
import type { RatioModel } from "./ratio-model.ts";

/** The smallest rise of a share that is worth a word. */
export interface RatioGates {
  /** Fewest events. */
  readonly minParts: number;
  /** Smallest rise of the share, 0..1. */
  readonly minRise: number;
  /** What a score must exceed where the baseline taught nothing, nats. */
  readonly unlearnedNats: number;
}

/** A window, `[start, end)`, with its score. */
export interface Best {
  readonly nats: number;
  readonly start: number;
  readonly end: number;
}

const WIDTHS_MS = [1, 2, 5, 15, 60, 180].map((minutes) => minutes * MINUTE_MS);
/** exp(-16) for each look: six widths a minute, a few dozen series, and still less than one false alarm a year. */
export const BUDGET_NATS = 16;
const PAST = { blockMs: 6 * HOUR_MS, quantile: 0.75, factor: 2 };
/** Events added to both sides of a rise, so that the first few of something rare are not infinitely more. */
const RISE = { blockMs: 12 * HOUR_MS, quantile: 0.9, factor: 1.5, pseudo: 3 };
const MIN_FACTOR = 1.3;

/** The best score of any window that ends at each place; scores below the gates are 0. */
export function scoreShares(
  counts: Counts,
  model: RatioModel,
  gates: RatioGates,
  leastRise: (widthMs: number) => number,
  visit: (at: number, best: Best) => void,
): void {
  const { part, periodMs } = counts;
  const { parts, wholes, means } = cumulated(counts, model);
  const widths = WIDTHS_MS.filter((widthMs) => widthMs >= periodMs).map((widthMs) => ({
    length: Math.min(part.length, Math.round(widthMs / periodMs)),
    widthMs,
  }));
  if (widths.length === 0) widths.push({ length: 1, widthMs: periodMs });
  for (let end = 1; end <= part.length; end += 1) {
    let best: Best = { nats: 0, start: end - 1, end };
    for (const { length, widthMs } of widths) {
      const start = end - length;
      if (start < 0) break;
      const events = (parts[end] ?? 0) - (parts[start] ?? 0);
      if (events < gates.minParts) continue;
      const mean = (means[end] ?? 0) - (means[start] ?? 0);
      const requests = (wholes[end] ?? 0) - (wholes[start] ?? 0);
      if (!passes({ part: events, whole: requests, expected: mean }, gates)) continue;
      if (riseOf(events, mean) < leastRise(widthMs)) continue;
      const nats = upperTailNats(events, mean, model.sizeOf(widthMs));
      if (nats > best.nats) best = { nats, start, end };
    }
    visit(end - 1, best);
  }
}

interface Cumulated {
  readonly parts: Float64Array;
  readonly wholes: Float64Array;
  readonly means: Float64Array;
}

/** Sums of everything before each place; one longer than the counts. */
function cumulated(counts: Counts, model: RatioModel): Cumulated {
  const { part, whole } = counts;
  const parts = new Float64Array(part.length + 1);
  const wholes = new Float64Array(part.length + 1);
  const means = new Float64Array(part.length + 1);
  for (let index = 0; index < part.length; index += 1) {
    const requests = whole[index] ?? 0;
    parts[index + 1] = (parts[index] ?? 0) + (part[index] ?? 0);
    wholes[index + 1] = (wholes[index] ?? 0) + requests;
    means[index + 1] = (means[index] ?? 0) + requests * model.ratioAt(timeAt(counts, index));
  }
  return { parts, wholes, means };
}

function riseOf(events: number, mean: number): number {
  return Math.log((events + RISE.pseudo) / (mean + RISE.pseudo));
}

/** What a score must exceed whatever the past did. */
export function leastNats(model: RatioModel, gates: RatioGates): number {
  return model.requests === 0 ? gates.unlearnedNats : BUDGET_NATS;
}

/** What a score must exceed, from the budget and from the quieter three quarters of the past. */
export function ratioThreshold(baseline: Counts, model: RatioModel, gates: RatioGates): number {
  const past = new Float64Array(baseline.part.length);
  scoreShares(
    baseline,
    model,
    gates,
    () => 0,
    (at, { nats }) => {
      past[at] = nats;
    },
  );
  const usual = blockMaximaQuantile(past, Math.round(PAST.blockMs / baseline.periodMs), PAST.quantile);
  return Math.max(leastNats(model, gates), PAST.factor * (Number.isNaN(usual) ? 0 : usual));
}

/**
 * How far the share must rise, natural logarithm of a factor, by width of window: one and a half times what it
 * climbs to by itself. On a busy API every drift is beyond chance; what is left is how far shares drift.
 */
export function usualRise(baseline: Counts, model: RatioModel): (widthMs: number) => number {
  let all: Cumulated | null = null;
  const known = new Map<number, number>();
  return (widthMs) => {
    const learned = known.get(widthMs);
    if (learned !== undefined) return learned;
    all ??= cumulated(baseline, model);
    const { parts, means } = all;
    const length = Math.max(1, Math.round(widthMs / baseline.periodMs));
    const rises = Float64Array.from(baseline.part, (_, at) => {
      const start = Math.max(0, at + 1 - length);
      // Incidents of the past must not raise what counts as one today.
      const isUsual = model.isUsual(timeAt(baseline, at)) && model.isUsual(timeAt(baseline, start));
      if (!isUsual) return Number.NaN;
      return riseOf((parts[at + 1] ?? 0) - (parts[start] ?? 0), (means[at + 1] ?? 0) - (means[start] ?? 0));
    });
    const climb = blockMaximaQuantile(rises, Math.round(RISE.blockMs / baseline.periodMs), RISE.quantile);
    const least = RISE.factor * (Number.isNaN(climb) ? 0 : climb);
    known.set(widthMs, least);
    return least;
  };
}

/** Whether the counts of a stretch rise enough over what was expected. */
export function passes(
  { part, whole, expected }: { part: number; whole: number; expected: number },
  { minParts, minRise }: RatioGates,
): boolean {
  return part >= minParts && part >= MIN_FACTOR * expected && part - expected >= minRise * whole;
}
