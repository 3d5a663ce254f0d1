import { API_GATEWAY_NAMESPACE, metricFact, type Measure } from "../../catalog/metrics.ts";
import { compareText } from "../../core/order.ts";
import type { Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import type { AnalyzerInput } from "../analyzer.ts";
import { toGrid, type Grid } from "./grid.ts";
import { seriesOf } from "./series-of.ts";

/** What a question is asked of: a target as a whole (route null), or one of its routes. */
export interface Scope {
  readonly input: AnalyzerInput;
  readonly route: string | null;
}

/** From where learning starts to where datapoints are no longer final. */
export function learnt({ snapshot }: AnalyzerInput): Window {
  return { startMs: snapshot.baseline.startMs, endMs: snapshot.window.startMs };
}

/** The part of the window whose datapoints are final. */
export function settledWindow({ snapshot }: AnalyzerInput): Window {
  return {
    startMs: snapshot.window.startMs,
    endMs: Math.min(snapshot.window.endMs, snapshot.settledMs),
  };
}

/** The routes that have metrics of their own, in order. */
export function routesWithMetrics({ snapshot, target }: AnalyzerInput): readonly string[] {
  const routes = new Set<string>();
  for (const { route } of seriesOf(snapshot, target.id)) if (route !== null) routes.add(route);
  return [...routes].sort(compareText);
}

/** The series of a measure in one statistic, whatever its period; several where both documented dimension shapes exist. */
export function seriesFor({ input, route }: Scope, measure: Measure, stat: string): Series[] {
  const metric = metricFact(input.target.kind, measure)?.metric;
  return seriesOf(input.snapshot, input.target.id).filter(
    (series) =>
      series.metric === metric &&
      series.stat === stat &&
      series.route === route &&
      series.namespace === API_GATEWAY_NAMESPACE,
  );
}

/** Null where there is no such series of that period at all. */
export function gridOf(
  scope: Scope,
  measure: Measure,
  stat: string,
  periodMs: number,
  span: Window,
): Grid | null {
  const found = seriesFor(scope, measure, stat).filter((series) => series.periodSeconds * 1_000 === periodMs);
  return found.length === 0 ? null : toGrid(found, periodMs, span);
}

/** The periods in use: `coarse` reaches over the baseline, `fine` is the finest in the window. Often the same. */
export interface Periods {
  readonly coarseMs: number;
  readonly fineMs: number;
}

const PREFERRED_MS = 300_000;

/** Null where none of the series has a datapoint. */
export function periodsOf(series: readonly Series[], windowStartMs: number): Periods | null {
  const all = new Set<number>();
  const inWindow = new Set<number>();
  const before = new Set<number>();
  for (const { periodSeconds, runs } of series) {
    const [first] = runs;
    const last = runs.at(-1);
    if (first === undefined || last === undefined) continue;
    const periodMs = periodSeconds * 1_000;
    all.add(periodMs);
    if (first[0] < windowStartMs) before.add(periodMs);
    if (last[0] + last[1].length * periodMs > windowStartMs) inWindow.add(periodMs);
  }
  if (all.size === 0) return null;
  const learning = before.size > 0 ? before : all;
  const longEnough = [...learning].filter((periodMs) => periodMs >= PREFERRED_MS);
  const coarseMs = longEnough.length > 0 ? Math.min(...longEnough) : Math.max(...learning);
  return { coarseMs, fineMs: Math.min(coarseMs, ...inWindow) };
}
