import type { Measure } from "../../catalog/metrics.ts";
import { floorTo } from "../../core/window.ts";
import { countGrid, countSeries } from "./counts.ts";
import { sinceFirst, type Grid } from "./grid.ts";
import { learnt, periodsOf, settledWindow, type Scope } from "./scope.ts";
import { fitTraffic, type TrafficModel } from "./traffic-model.ts";

/** The counts of a scope and what is usual of them. */
export interface TrafficCounts {
  readonly window: Grid;
  /** From the first request on. */
  readonly baseline: Grid;
  /** Requests of the period that the start of the window cuts through: it is no part of the baseline. */
  readonly atStart: number;
  /** Null where the baseline is too short to learn from. */
  readonly model: TrafficModel | null;
}

/** Null where the scope has no such counts. */
export function trafficCounts(scope: Scope, measure: Measure): TrafficCounts | null {
  const { input, route } = scope;
  const periods = periodsOf(countSeries(scope, measure), input.snapshot.window.startMs);
  if (periods === null) return null;
  const known = countGrid(scope, measure, periods.coarseMs, learnt(input));
  const window = countGrid(scope, measure, periods.fineMs, settledWindow(input));
  if (known === null || window === null) return null;
  const baseline = sinceFirst(known);
  const atStart = requestsAt(scope, measure, periods.coarseMs, input.snapshot.window.startMs);
  return { window, baseline, atStart, model: fitTraffic(baseline, input.settings(route).calendar) };
}

/** 0 where a period starts at that time. */
function requestsAt(scope: Scope, measure: Measure, periodMs: number, timeMs: number): number {
  const startMs = floorTo(timeMs, periodMs);
  if (startMs === timeMs) return 0;
  const grid = countGrid(scope, measure, periodMs, { startMs, endMs: startMs + periodMs });
  return grid?.values[0] || 0;
}
