import type { Random } from "../core/random.ts";
import type { Outcome } from "./behaviour.ts";
import type { Cell } from "./cell.ts";
import { drawPoisson } from "./draw-poisson.ts";
import {
  type LatencyGroup,
  type LatencyTable,
  latencyTable,
  overheadTable,
  valueAt,
} from "./latency-table.ts";

/**
 * How many requests of one latency behaviour happened in a period, and how long they took, before it is
 * added up.
 *
 * By Poisson thinning the counts of disjoint latency ranges are independent Poisson numbers, so drawing one
 * for each range is exactly what drawing every request would give. Ranges with few expected requests (the
 * tails, or everything where traffic is low) are drawn request by request.
 */
export interface LatencyDraw {
  readonly count: number;
  /** Pairs: integration latency (NaN where it was not called), overhead. */
  readonly singles: readonly number[];
  /** Requests in each group of the main table (integration latency, or overhead where there is none); empty: none. */
  readonly groups: readonly number[];
  /** How the grouped requests' overhead spreads over its strata; empty where the main table is the overhead. */
  readonly strata: readonly number[];
}

/** The distributions that a request's latency is made of. */
export interface LatencyTables {
  readonly integration: LatencyTable | null;
  readonly overhead: LatencyTable;
  readonly strata: readonly LatencyGroup[];
}

/** Below so many expected requests each one is drawn by itself. */
const FEW = 40;
/** A range is drawn as a number only where it expects at least this. */
const GROUP_LEAST = 2.5;
/** Where the overhead varies less than this beside the integration, few strata are as good as many. */
const NARROW = 0.3;

export function latencyTables({ integrationLatency, overhead }: Outcome): LatencyTables {
  const integration = integrationLatency === null ? null : latencyTable(integrationLatency);
  const sum = overheadTable(overhead);
  const isNarrow = integration !== null && sum.deviation < NARROW * integration.deviation;
  return { integration, overhead: sum, strata: isNarrow ? sum.coarseStrata : sum.strata };
}

export function drawLatencies(tables: LatencyTables, expected: number, random: Random): LatencyDraw {
  const { integration, overhead } = tables;
  const main = integration ?? overhead;
  const singles: number[] = [];
  const addSingles = (count: number, below: number, share: number): void => {
    for (let index = 0; index < count; index += 1) {
      const value = valueAt(main, below + random.next() * share);
      if (integration === null) singles.push(Number.NaN, value);
      else singles.push(value, valueAt(overhead, random.next()));
    }
  };
  const first = expected <= FEW ? -1 : main.groups.findIndex(({ share }) => share * expected >= GROUP_LEAST);
  if (first < 0) {
    const count = drawPoisson(expected, random);
    addSingles(count, 0, 1);
    return { count, singles, groups: [], strata: [] };
  }
  const last = main.groups.findLastIndex(({ share }) => share * expected >= GROUP_LEAST);
  const lowerTail = main.groups[first]?.below ?? 0;
  const upperTail = main.groups[last + 1]?.below ?? 1;
  addSingles(drawPoisson(expected * lowerTail, random), 0, lowerTail);
  addSingles(drawPoisson(expected * (1 - upperTail), random), upperTail, 1 - upperTail);
  let grouped = 0;
  const groups = main.groups.map(({ share }, index) => {
    const count = index < first || index > last ? 0 : drawPoisson(expected * share, random);
    grouped += count;
    return count;
  });
  const strata = integration === null ? [] : drawStrata(tables.strata, grouped, random);
  return { count: singles.length / 2 + grouped, singles, groups, strata };
}

/** Numbers that sum to `count`. */
function drawStrata(strata: readonly LatencyGroup[], count: number, random: Random): number[] {
  const drawn = strata.map(({ share }) => drawPoisson(count * share, random));
  const sum = drawn.reduce((total, value) => total + value, 0);
  return strata.map(({ share }, index) => (sum === 0 ? share * count : ((drawn[index] ?? 0) * count) / sum));
}

/** Adds the latencies of a draw to a cell. Counts and bytes are the caller's. */
export function addLatencies(cell: Cell, tables: LatencyTables, draw: LatencyDraw): void {
  const { integration, overhead } = tables;
  const { singles, groups } = draw;
  for (let index = 0; index < singles.length; index += 2) {
    const overheadMs = singles[index + 1] ?? 0;
    const integrationMs = integration === null ? 0 : (singles[index] ?? 0);
    cell.latency.addWhole(Math.round(integrationMs + overheadMs));
    if (integration !== null) cell.integrationLatency.addWhole(Math.round(integrationMs));
  }
  if (groups.length === 0) return;
  const main = integration ?? overhead;
  const own = integration === null ? cell.latency : cell.integrationLatency;
  let count = 0;
  let sumMs = 0;
  let first = -1;
  let last = -1;
  for (let index = 0; index < groups.length; index += 1) {
    const times = groups[index] ?? 0;
    const group = main.groups[index];
    if (times === 0 || group === undefined) continue;
    own.addInterval(group.lowMs, group.highMs, times);
    count += times;
    sumMs += times * group.meanMs;
    if (first < 0) first = index;
    last = index;
  }
  if (count === 0) return;
  const totals = {
    count,
    sumMs,
    minMs: Math.round(main.groups[first]?.meanMs ?? 0),
    maxMs: Math.round(main.groups[last]?.meanMs ?? 0),
  };
  own.addTotals(count, sumMs, totals.minMs, totals.maxMs);
  if (integration !== null) addSum(cell, integration, tables, draw, totals);
}

interface Totals {
  readonly count: number;
  readonly sumMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Latency = integration latency + overhead: every group is shifted by every stratum, in its share. */
function addSum(
  cell: Cell,
  integration: LatencyTable,
  { overhead, strata }: LatencyTables,
  draw: LatencyDraw,
  of: Totals,
): void {
  let dealt = 0;
  let overheadMs = 0;
  for (let index = 0; index < strata.length; index += 1) {
    const times = draw.strata[index] ?? 0;
    dealt += times;
    overheadMs += times * (strata[index]?.meanMs ?? 0);
  }
  for (let index = 0; index < draw.groups.length; index += 1) {
    const times = draw.groups[index] ?? 0;
    const group = integration.groups[index];
    if (times === 0 || group === undefined) continue;
    for (let place = 0; place < strata.length; place += 1) {
      const stratum = strata[place];
      const share = (draw.strata[place] ?? 0) / dealt;
      if (stratum !== undefined && share > 0)
        cell.latency.addInterval(group.lowMs + stratum.lowMs, group.highMs + stratum.highMs, times * share);
    }
  }
  // The slowest integration seldom meets the slowest gateway: the larger of both tails carries the extreme.
  const usual = valueAt(overhead, 0.5);
  const slowest = Math.max(
    of.maxMs + usual,
    valueAt(integration, 0.5) + valueAt(overhead, 1 - 1 / (of.count + 1)),
  );
  cell.latency.addTotals(of.count, of.sumMs + overheadMs, Math.round(of.minMs + usual), Math.round(slowest));
}
