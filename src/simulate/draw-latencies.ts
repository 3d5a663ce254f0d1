import type { Random } from "../core/random.ts";
import type { Cell } from "./cell.ts";
import { drawNormal } from "./draw-normal.ts";
import { drawPoisson } from "./draw-poisson.ts";
import { valueAt } from "./latency-table.ts";
import type { LatencyTables } from "./latency-tables.ts";
import { meanOne } from "./traffic.ts";

/**
 * How many requests of one latency behaviour happened in a period, and how long they took, before it is
 * added up.
 *
 * By Poisson thinning the counts of disjoint latency ranges are independent Poisson numbers, so drawing one
 * for each range is exactly what drawing every request would give. Where traffic is low every request is
 * drawn by itself, integration and overhead apart.
 *
 * Where it is high, one draw of ranks serves integration latency and latency: a request that is the k-th
 * slowest of its integration is taken to be the k-th slowest of all.
 *
 *   integration   |  a  | b |c|  d   |      a count for each range of ranks, here a .. d
 *   latency          |   a   | b |c|   d    |   of the distribution of the sum, cut at the same ranks
 *
 * Each of the two is then drawn exactly; only that the same request might be fast in one and slow in the
 * other is lost, which no metric shows but the difference of their means. So the gateway's own time is drawn
 * for all requests together, around its mean and as uncertain as independent requests make it.
 */
export interface LatencyDraw {
  readonly count: number;
  /** Pairs: integration latency (NaN where it was not called), latency. */
  readonly singles: readonly number[];
  /** Requests in each group of the main table (integration latency, or overhead where there is none); empty: none. */
  readonly groups: readonly number[];
  /** The sum of all requests' overhead; null where the singles tell it, or where there is nothing else. */
  readonly overheadMs: number | null;
}

/** Below so many expected requests each one is drawn by itself. */
const FEW = 40;
/** A range is drawn as a number only where it expects at least this. */
const GROUP_LEAST = 1.5;

export function drawLatencies(tables: LatencyTables, expected: number, random: Random): LatencyDraw {
  const { share, below } = tables.main.cut.groups;
  let first = 0;
  let last = share.length - 1;
  const least = GROUP_LEAST / expected;
  while (first <= last && (share[first] ?? 0) < least) first += 1;
  while (last > first && (share[last] ?? 0) < least) last -= 1;
  if (expected <= FEW || first > last) return drawSingles(tables, drawPoisson(expected, random), random);
  const singles: number[] = [];
  const lowerTail = below[first] ?? 0;
  const upperTail = below[last + 1] ?? 1;
  addTail(singles, tables, 0, lowerTail, expected, random);
  addTail(singles, tables, upperTail, 1, expected, random);
  const groups: number[] = [];
  let count = singles.length / 2;
  for (let index = 0; index <= last; index += 1) {
    const times = index < first ? 0 : drawPoisson(expected * (share[index] ?? 0), random);
    groups.push(times);
    count += times;
  }
  const overheadMs = tables.integration === null ? null : drawOverhead(tables, count, random);
  return { count, singles, groups, overheadMs };
}

/** Sum of the overheads of `count` requests: log-normal, which is positive, with the mean and variance that it has. */
export function drawOverhead({ overhead }: LatencyTables, count: number, random: Random): number {
  const { mean, deviation } = overhead;
  if (count === 0 || mean === 0) return 0;
  return count * mean * meanOne(deviation / (mean * Math.sqrt(count)), drawNormal(random));
}

function drawSingles(tables: LatencyTables, count: number, random: Random): LatencyDraw {
  const { integration, overhead } = tables;
  const singles: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const integrationMs = integration === null ? Number.NaN : valueAt(integration, random.next());
    const overheadMs = valueAt(overhead, random.next());
    singles.push(integrationMs, integration === null ? overheadMs : integrationMs + overheadMs);
  }
  return { count, singles, groups: [], overheadMs: null };
}

/** Requests of the ranks `[from, to)`, one by one. */
function addTail(
  singles: number[],
  tables: LatencyTables,
  from: number,
  to: number,
  expected: number,
  random: Random,
): void {
  const { integration, sum } = tables;
  for (let left = drawPoisson(expected * (to - from), random); left > 0; left -= 1) {
    const rank = from + random.next() * (to - from);
    singles.push(integration === null ? Number.NaN : valueAt(integration, rank), valueAt(sum.table, rank));
  }
}

/** Adds the latencies of a draw to a cell. Counts and bytes are the caller's. */
export function addLatencies(cell: Cell, tables: LatencyTables, draw: LatencyDraw): void {
  const { singles, groups, count, overheadMs } = draw;
  if (count === 0) return;
  const { latency, integrationLatency } = cell;
  const isCalled = tables.integration !== null;
  let integrationMs = 0;
  let latencyMs = 0;
  for (let index = 0; index < singles.length; index += 2) {
    const whole = Math.round(singles[index + 1] ?? 0);
    latencyMs += whole;
    latency.placeWhole(whole);
    if (!isCalled) continue;
    const own = Math.round(singles[index] ?? 0);
    integrationMs += own;
    integrationLatency.placeWhole(own);
  }
  if (groups.length > 0) {
    const { main, sum } = tables;
    const { low, high, mean } = main.cut.groups;
    let groupedMs = 0;
    for (let index = 0; index < groups.length; index += 1)
      groupedMs += (groups[index] ?? 0) * (mean[index] ?? 0);
    latencyMs += groupedMs * main.factor;
    integrationMs += groupedMs * main.factor;
    latency.placeIntervals(sum.low, sum.high, sum.table.factor, groups);
    if (isCalled) integrationLatency.placeIntervals(low, high, main.factor, groups);
  }
  if (isCalled) integrationLatency.addSum(count, integrationMs);
  latency.addSum(count, overheadMs === null ? latencyMs : integrationMs + overheadMs);
}
