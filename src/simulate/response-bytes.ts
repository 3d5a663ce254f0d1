import { hashText } from "../core/hash.ts";
import type { Random } from "../core/random.ts";
import type { LatencyModel, Outcome } from "./behaviour.ts";
import type { Cell } from "./cell.ts";
import { drawNormal } from "./draw-normal.ts";
import { latencyTable, valueAt } from "./latency-table.ts";

/** Sizes vary like latencies do: a route's own median, or a short error, times this, in thousandths. */
const SPREAD: LatencyModel = { parts: [{ weight: 1, medianMs: 1_000, sigma: 0.5 }], capMs: 100_000 };
const ERROR_BYTES = 60;

function medianBytes(routeKey: string, outcome: Outcome): number {
  return outcome.status >= 400 ? ERROR_BYTES : 300 + (hashText(routeKey) % 4_000);
}

/** Size of one response. */
export function drawBytes(routeKey: string, outcome: Outcome, random: Random): number {
  return Math.round((medianBytes(routeKey, outcome) * valueAt(latencyTable(SPREAD), random.next())) / 1_000);
}

/** Adds the sizes of `count` responses: their sum by the central limit, their extremes by the law of extremes. */
export function addBytes(
  cell: Cell,
  routeKey: string,
  outcome: Outcome,
  count: number,
  random: Random,
): void {
  if (count === 0) return;
  const table = latencyTable(SPREAD);
  const unit = medianBytes(routeKey, outcome) / 1_000;
  const low = unit * valueAt(table, 1 - random.next() ** (1 / count));
  const high = Math.max(low, unit * valueAt(table, random.next() ** (1 / count)));
  const sum = unit * (count * table.mean + Math.sqrt(count) * table.deviation * drawNormal(random));
  cell.bytes += Math.round(Math.min(count * high, Math.max(count * low, sum)));
  cell.minBytes = Math.min(cell.minBytes, Math.round(low));
  cell.maxBytes = Math.max(cell.maxBytes, Math.round(high));
}
