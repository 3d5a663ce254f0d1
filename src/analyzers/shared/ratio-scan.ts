import { blockMaximaQuantile } from "../../core/stats/block-maxima.ts";
import { heaviestSegment } from "../../core/stats/heaviest-segment.ts";
import { upperTailNats } from "../../core/stats/negative-binomial.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import type { Counts } from "./counts.ts";
import { timeAt } from "./grid.ts";
import type { RatioModel } from "./ratio-model.ts";

/**
 * Finds stretches in which a share is too high to be chance, and where they begin and end.
 *
 * Every window of 1, 2, 5, 15, 60 and 180 minutes gets a score in nats (how surprising its count is under the
 * model). The best one must pass a threshold made of a false-alarm budget and of what the same score did in the
 * baseline. Its extent is then the segment of greatest log-likelihood ratio between "share as in the best
 * window" and "share as learned".
 *
 * Source: window scans, Kulldorff 1997; self-calibration in the spirit of Siffer et al. 2017.
 */
export interface RatioGates {
  /** Fewest events. */
  readonly minParts: number;
  /** Smallest rise of the share, 0..1. */
  readonly minRise: number;
}

export interface RatioIncident {
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
  /** The end of the last period in which it was seen. */
  readonly seenUntilMs: number;
  readonly part: number;
  readonly whole: number;
  /** Events that were to be expected in that time. */
  readonly expected: number;
  readonly nats: number;
  readonly thresholdNats: number;
}

const WIDTHS_MS = [1, 2, 5, 15, 60, 180].map((minutes) => minutes * MINUTE_MS);
/** exp(-16) for each look: six widths a minute, a few dozen series, and still less than one false alarm a year. */
const BUDGET_NATS = 16;
const PAST = { blockMs: 6 * HOUR_MS, quantile: 0.75, factor: 2 };
/** Events added to both sides of a rise, so that the first few of something rare are not infinitely more. */
const RISE = { blockMs: 12 * HOUR_MS, quantile: 0.9, factor: 1.5, pseudo: 3 };
const MIN_FACTOR = 1.3;
const OVER_NATS = 3;
const CALM_MS = 5 * MINUTE_MS;
const ONE_INCIDENT_MS = 15 * MINUTE_MS;
const MOST_INCIDENTS = 3;

interface Best {
  readonly nats: number;
  readonly start: number;
  readonly end: number;
}

/** The best score of any window that ends at each place; scores below the gates are 0. */
function scan(
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

/** What a score must exceed, from the budget and from the quieter three quarters of the past. */
function ratioThreshold(baseline: Counts, model: RatioModel, gates: RatioGates): number {
  const past = new Float64Array(baseline.part.length);
  scan(
    baseline,
    model,
    gates,
    () => 0,
    (at, { nats }) => {
      past[at] = nats;
    },
  );
  const usual = blockMaximaQuantile(past, Math.round(PAST.blockMs / baseline.periodMs), PAST.quantile);
  return Math.max(BUDGET_NATS, PAST.factor * (Number.isNaN(usual) ? 0 : usual));
}

/**
 * How far the share must rise, natural logarithm of a factor, by width of window: one and a half times what it
 * climbs to by itself. On a busy API every drift is beyond chance; what is left is how far shares drift.
 */
function usualRise(baseline: Counts, model: RatioModel): (widthMs: number) => number {
  let sums: Cumulated | null = null;
  const known = new Map<number, number>();
  return (widthMs) => {
    const learned = known.get(widthMs);
    if (learned !== undefined) return learned;
    sums ??= cumulated(baseline, model);
    const { parts, means } = sums;
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

/** Incidents in the window, in order of time. `before` is what precedes it, to follow one back to its start. */
export function scanRatio(
  window: Counts,
  before: Counts,
  model: RatioModel,
  gates: RatioGates,
): RatioIncident[] {
  // Most windows hold nothing that the budget alone does not refuse; the past is asked about the others.
  let threshold: number | null = null;
  const leastRise = usualRise(before, model);
  const rest: Counts = { ...window, part: window.part.slice(), whole: window.whole.slice() };
  const found: Best[] = [];
  for (let round = 0; round < MOST_INCIDENTS; round += 1) {
    let best: Best = { nats: 0, start: 0, end: 0 };
    scan(rest, model, gates, leastRise, (_, candidate) => {
      if (candidate.nats > best.nats) best = candidate;
    });
    if (best.nats < BUDGET_NATS) break;
    threshold ??= ratioThreshold(before, model, gates);
    if (best.nats < threshold) break;
    const { start, end } = extent(rest, model, best, found);
    found.push({ nats: best.nats, start, end });
    rest.part.fill(0, start, end);
    rest.whole.fill(0, start, end);
  }
  return (
    joined(found, Math.round(ONE_INCIDENT_MS / window.periodMs))
      .map((segment) => toIncident(window, before, model, segment, threshold ?? BUDGET_NATS))
      // One bad minute may pass where the stretch that it belongs to does not.
      .filter((incident) => passes(incident, gates))
  );
}

function passes(
  { part, whole, expected }: { part: number; whole: number; expected: number },
  { minParts, minRise }: RatioGates,
): boolean {
  return part >= minParts && part >= MIN_FACTOR * expected && part - expected >= minRise * whole;
}

/** Bursts that follow each other closely are one incident that comes and goes. */
function joined(segments: readonly Best[], closest: number): Best[] {
  const result: Best[] = [];
  for (const next of [...segments].sort((left, right) => left.start - right.start)) {
    const last = result.at(-1);
    if (last !== undefined && next.start - last.end <= closest) {
      result.pop();
      result.push({ start: last.start, end: next.end, nats: Math.max(last.nats, next.nats) });
    } else {
      result.push(next);
    }
  }
  return result;
}

/** Log-likelihood ratio of a share `ratio` against the learned one, for each period. */
function gains(counts: Counts, model: RatioModel, ratio: number): Float64Array {
  const raised = Math.min(0.999, ratio);
  return Float64Array.from(counts.part, (events, index) => {
    const usual = Math.min(0.998, model.ratioAt(timeAt(counts, index)));
    const others = (counts.whole[index] ?? 0) - events;
    return events * Math.log(raised / usual) + others * Math.log((1 - raised) / (1 - usual));
  });
}

function extent(counts: Counts, model: RatioModel, best: Best, taken: readonly Best[]): Best {
  let segment = best;
  for (let round = 0; round < 3; round += 1) {
    const { part, whole } = sums(counts, segment.start, segment.end);
    const values = gains(counts, model, part / Math.max(1, whole));
    // A segment must not reach over one that was found before.
    for (const other of taken) values.fill(-Number.MAX_VALUE, other.start, other.end);
    const next = heaviestSegment(values);
    if (next === null || next.end <= best.start || next.start >= best.end) break;
    const isStable = next.start === segment.start && next.end === segment.end;
    segment = { nats: best.nats, start: next.start, end: next.end };
    if (isStable) break;
  }
  return segment;
}

function sums({ part, whole }: Counts, start: number, end: number): { part: number; whole: number } {
  const sum = { part: 0, whole: 0 };
  for (let index = start; index < end; index += 1) {
    sum.part += part[index] ?? 0;
    sum.whole += whole[index] ?? 0;
  }
  return sum;
}

function toIncident(
  window: Counts,
  before: Counts,
  model: RatioModel,
  { start, end, nats }: Best,
  thresholdNats: number,
): RatioIncident {
  const { part, whole } = sums(window, start, end);
  const ratio = part / Math.max(1, whole);
  let expected = 0;
  for (let index = start; index < end; index += 1) {
    expected += (window.whole[index] ?? 0) * model.ratioAt(timeAt(window, index));
  }
  const after = gains(window, model, ratio).subarray(end);
  const seenUntilMs = timeAt(window, end);
  const isOver = after.length * window.periodMs >= CALM_MS && sumOf(after) <= -OVER_NATS;
  const early = start === 0 ? reachBack(before, model, ratio) : null;
  return {
    startMs: early ?? timeAt(window, start),
    endMs: isOver ? seenUntilMs : null,
    seenUntilMs,
    part,
    whole,
    expected,
    nats,
    thresholdNats,
  };
}

/** Where an incident that the window opens with began, or null where the periods before it were calm. */
function reachBack(before: Counts, model: RatioModel, ratio: number): number | null {
  const values = gains(before, model, ratio);
  let sum = 0;
  let bestSum = 0;
  let first: number | null = null;
  for (let index = values.length - 1; index >= 0; index -= 1) {
    sum += values[index] ?? 0;
    if (sum > bestSum) {
      bestSum = sum;
      first = index;
    }
    if (sum < bestSum - 4 * OVER_NATS) break;
  }
  return first === null ? null : timeAt(before, first);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
