import { heaviestSegment } from "../../core/stats/heaviest-segment.ts";
import { MINUTE_MS } from "../../core/window.ts";
import type { Counts } from "./counts.ts";
import { timeAt } from "./grid.ts";
import type { RatioModel } from "./ratio-model.ts";
import {
  leastNats,
  passes,
  ratioThreshold,
  scoreShares,
  usualRise,
  type Best,
  type RatioGates,
} from "./ratio-scores.ts";

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

const OVER_NATS = 3;
const CALM_MS = 5 * MINUTE_MS;
const ONE_INCIDENT_MS = 15 * MINUTE_MS;
const MOST_INCIDENTS = 3;

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
  const least = leastNats(model, gates);
  const rest: Counts = { ...window, part: window.part.slice(), whole: window.whole.slice() };
  const found: Best[] = [];
  for (let round = 0; round < MOST_INCIDENTS; round += 1) {
    let best: Best = { nats: 0, start: 0, end: 0 };
    scoreShares(rest, model, gates, leastRise, (_, candidate) => {
      if (candidate.nats > best.nats) best = candidate;
    });
    if (best.nats < least) break;
    threshold ??= ratioThreshold(before, model, gates);
    if (best.nats < threshold) break;
    const { start, end } = extent(rest, model, best, found);
    found.push({ nats: best.nats, start, end });
    rest.part.fill(0, start, end);
    rest.whole.fill(0, start, end);
  }
  return (
    joined(found, Math.round(ONE_INCIDENT_MS / window.periodMs))
      .map((segment) => toIncident(window, before, model, segment, threshold ?? least))
      // One bad minute may pass where the stretch that it belongs to does not.
      .filter((incident) => passes(incident, gates))
  );
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
