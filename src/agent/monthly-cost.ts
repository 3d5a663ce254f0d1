import { PRICES } from "../catalog/prices.ts";
import { planMetrics } from "../collectors/plan-metrics.ts";
import { DAY_MS, HOUR_MS } from "../core/window.ts";
import type { ApiKind } from "../model/target.ts";
import { TAIL_EVERY_MS } from "./watch/tail.ts";
import { TRIPWIRE } from "./watch/tripwire.ts";

/** What watching quiet targets costs in 30 days, at list price: GetMetricData, which bills each series of each call. */
interface MonthlyCost {
  readonly runs: number;
  /** Series of the tripwire of all targets, in one run. */
  readonly tripwireSeries: number;
  readonly tripwireUsd: number;
  /** Series of the tails of all targets without a cache, which are looked at in turn. */
  readonly tailSeries: number;
  readonly tails: number;
  readonly tailUsd: number;
  /** Series of everything of all targets, which the sweep reads in turn. */
  readonly wholeSeries: number;
  readonly sweeps: number;
  readonly sweepUsd: number;
  readonly usd: number;
}

const MONTH_MS = 30 * DAY_MS;

/**
 * The sum that is known beforehand: the tripwire of every run, the tails, and the sweep. Not in it is what is read because something moves
 * or goes on, and what routes with metrics of their own add once a day.
 *
 * @param kinds one for each target.
 */
export function monthlyCost(kinds: readonly ApiKind[], everyMs: number, sweepMs: number): MonthlyCost {
  const runs = Math.floor(MONTH_MS / everyMs);
  // No more often than there are runs.
  const sweeps = Math.floor(MONTH_MS / Math.max(sweepMs, everyMs));
  const tripwireSeries = kinds.reduce((sum, kind) => sum + TRIPWIRE[kind].length, 0);
  const whole = new Map([...new Set(kinds)].map((kind) => [kind, wholeSeriesOf(kind)]));
  const wholeSeries = kinds.reduce((sum, kind) => sum + (whole.get(kind) ?? 0), 0);
  const tails = Math.floor(MONTH_MS / Math.max(TAIL_EVERY_MS, everyMs));
  const tailSeries = kinds.length;
  const tailUsd = tails * tailSeries * PRICES.metricRequestedUsd;
  const tripwireUsd = runs * tripwireSeries * PRICES.metricRequestedUsd;
  const sweepUsd = sweeps * wholeSeries * PRICES.metricRequestedUsd;
  return {
    runs,
    tripwireSeries,
    tripwireUsd,
    tailSeries,
    tails,
    tailUsd,
    wholeSeries,
    sweeps,
    sweepUsd,
    usd: tripwireUsd + tailUsd + sweepUsd,
  };
}

/** Series of everything of one target without a cache and without metrics of routes, by the plan that reads it. */
function wholeSeriesOf(kind: ApiKind): number {
  const nowMs = 20 * DAY_MS;
  const window = { startMs: nowMs - 3 * HOUR_MS, endMs: nowMs };
  const target = { id: kind, kind, dimensions: { Stage: "prod" }, configuration: { cache: null } };
  const baseline = { startMs: nowMs - 14 * DAY_MS, endMs: window.startMs };
  return planMetrics({ targets: [target], listed: null, window, baseline, nowMs }).queries.length;
}
