import type { Random } from "../core/random.ts";
import type { Outcome } from "./behaviour.ts";
import type { Cell } from "./cell.ts";
import { drawPoisson } from "./draw-poisson.ts";
import { drawFrom, type LatencyTable, latencyTable, overheadTable, valueAt } from "./latency-table.ts";

/**
 * How many requests of one outcome happened in a period, and how long they took, before it is added up.
 *
 * By Poisson thinning the counts of disjoint latency ranges are independent Poisson numbers, so drawing one
 * for each range is exactly what drawing every request would give. Ranges with few expected requests (the
 * tails, or everything where traffic is low) are drawn request by request.
 */
export interface OutcomeDraw {
  readonly count: number;
  /** Pairs: integration latency (or NaN), overhead. */
  readonly singles: readonly number[];
  /** Requests in each group of the main table (integration latency, or overhead where there is none). */
  readonly groups: readonly number[];
  /** How the grouped requests' overhead spreads over the strata; empty where the main table is the overhead. */
  readonly strata: readonly number[];
}

/** Below so many expected requests each one is drawn by itself. */
const FEW = 40;
/** A range is drawn as a number only where it expects at least this. */
const GROUP_LEAST = 6;

export function drawOutcome(outcome: Outcome, expected: number, random: Random): OutcomeDraw {
  const overhead = overheadTable(outcome.overhead);
  const integration = outcome.integrationLatency === null ? null : latencyTable(outcome.integrationLatency);
  const main = integration ?? overhead;
  const singles: number[] = [];
  const addSingles = (count: number, below: number, share: number): void => {
    for (let index = 0; index < count; index += 1) {
      const value = valueAt(main, below + random.next() * share);
      if (integration === null) singles.push(Number.NaN, value);
      else singles.push(value, drawFrom(overhead, random));
    }
  };
  if (expected <= FEW) {
    const count = drawPoisson(expected, random);
    addSingles(count, 0, 1);
    return { count, singles, groups: [], strata: [] };
  }
  const isBusy = (share: number): boolean => share * expected >= GROUP_LEAST;
  const first = main.groups.findIndex((group) => isBusy(group.share));
  const last = main.groups.findLastIndex((group) => isBusy(group.share));
  const lowerTail = main.groups[first]?.below ?? 1;
  const upperTail = main.groups[last + 1]?.below ?? 1;
  addSingles(drawPoisson(expected * lowerTail, random), 0, lowerTail);
  addSingles(drawPoisson(expected * (1 - upperTail), random), upperTail, 1 - upperTail);
  let grouped = 0;
  const groups = main.groups.map((group, index) => {
    const count = index < first || index > last ? 0 : drawPoisson(expected * group.share, random);
    grouped += count;
    return count;
  });
  const strata = integration === null ? [] : drawStrata(overhead, grouped, random);
  return { count: singles.length / 2 + grouped, singles, groups, strata };
}

/** Numbers that sum to `count`. */
function drawStrata(overhead: LatencyTable, count: number, random: Random): number[] {
  const drawn = overhead.strata.map((stratum) => drawPoisson(count * stratum.share, random));
  const sum = drawn.reduce((total, value) => total + value, 0);
  return sum === 0
    ? overhead.strata.map((stratum) => count * stratum.share)
    : drawn.map((value) => (value * count) / sum);
}

/** Adds the latencies of a draw to a cell. Counts and bytes are the caller's. */
export function addLatencies(cell: Cell, outcome: Outcome, draw: OutcomeDraw): void {
  const { latency, integrationLatency } = cell;
  for (let index = 0; index < draw.singles.length; index += 2) {
    const integrationMs = draw.singles[index] ?? Number.NaN;
    const totalMs = (draw.singles[index + 1] ?? 0) + (Number.isNaN(integrationMs) ? 0 : integrationMs);
    latency.addWhole(Math.round(totalMs));
    if (!Number.isNaN(integrationMs)) integrationLatency.addWhole(Math.round(integrationMs));
  }
  if (draw.groups.length === 0) return;
  const overhead = overheadTable(outcome.overhead);
  const integration = outcome.integrationLatency === null ? null : latencyTable(outcome.integrationLatency);
  const main = integration ?? overhead;
  const own = integration === null ? latency : integrationLatency;
  let count = 0;
  let sumMs = 0;
  let minMs = Infinity;
  let maxMs = -Infinity;
  main.groups.forEach((group, index) => {
    const times = draw.groups[index] ?? 0;
    if (times === 0) return;
    own.addInterval(group.lowMs, group.highMs, times);
    count += times;
    sumMs += times * group.meanMs;
    minMs = Math.min(minMs, Math.round((group.lowMs + group.meanMs) / 2));
    maxMs = Math.max(maxMs, Math.round((group.highMs + group.meanMs) / 2));
  });
  if (count === 0) return;
  own.addTotals(count, sumMs, minMs, maxMs);
  if (integration !== null) addSum(cell, main, overhead, draw, { count, sumMs, minMs, maxMs });
}

interface Totals {
  readonly count: number;
  readonly sumMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Latency = integration latency + overhead: every group is shifted by every stratum, in its share. */
function addSum(cell: Cell, main: LatencyTable, overhead: LatencyTable, draw: OutcomeDraw, of: Totals): void {
  const strata = mergeStrata(overhead, draw.strata, main.deviation);
  const dealt = strata.reduce((sum, stratum) => sum + stratum.times, 0);
  for (let index = 0; index < main.groups.length; index += 1) {
    const times = draw.groups[index] ?? 0;
    const group = main.groups[index];
    if (times === 0 || group === undefined) continue;
    for (const stratum of strata) {
      cell.latency.addInterval(
        group.lowMs + stratum.lowMs,
        group.highMs + stratum.highMs,
        (times * stratum.times) / dealt,
      );
    }
  }
  const overheadMs = overhead.strata.reduce(
    (sum, stratum, index) => sum + (draw.strata[index] ?? 0) * stratum.meanMs,
    0,
  );
  // The slowest integration seldom meets the slowest gateway: the larger of both tails carries the extreme.
  const slowest = Math.max(
    of.maxMs + valueAt(overhead, 0.5),
    valueAt(main, 0.5) + valueAt(overhead, 1 - 1 / (of.count + 1)),
  );
  const quickest = of.minMs + valueAt(overhead, 0.5);
  cell.latency.addTotals(of.count, of.sumMs + overheadMs, Math.round(quickest), Math.round(slowest));
}

interface Stratum {
  readonly lowMs: number;
  readonly highMs: number;
  readonly times: number;
}

/** Where the overhead hardly varies beside the integration, three intervals are as good as eight. */
function mergeStrata(overhead: LatencyTable, times: readonly number[], deviation: number): Stratum[] {
  const all = overhead.strata.map((stratum, index) => ({ ...stratum, times: times[index] ?? 0 }));
  if (overhead.deviation > 0.15 * deviation) return all;
  return [all.slice(0, 3), all.slice(3, 5), all.slice(5)].map((part) => {
    const total = part.reduce((sum, stratum) => sum + stratum.times, 0);
    const meanMs = part.reduce((sum, stratum) => sum + stratum.times * stratum.meanMs, 0) / (total || 1);
    return { lowMs: meanMs, highMs: meanMs, times: total };
  });
}
