import type { Measure } from "../../catalog/metrics.ts";
import type { Window } from "../../core/window.ts";
import type { TargetReport } from "../../model/report.ts";
import { countsOf, type TargetSeries } from "./signal-series.ts";
import { typicalPercentiles } from "./typical-percentiles.ts";

export type GoldenSignals = Pick<
  TargetReport,
  | "requests"
  | "errorRatio4xx"
  | "errorRatio5xx"
  | "throttleRatio"
  | "latencyMs"
  | "integrationLatencyMs"
  | "overheadMs"
  | "cacheHitRatio"
>;

/**
 * Traffic, errors and latency of one target over the window, from metrics alone: throttled requests hide
 * among the 4XX and the gateway's own time would need both latencies of each request, so those are null.
 */
export function goldenSignals(target: TargetSeries, window: Window): GoldenSignals {
  const total = (measures: readonly Measure[]): number | null => totalOf(target, measures, window);
  const requests = total(REQUESTS[target.kind]);
  const hits = total(["cacheHits"]);
  const misses = total(["cacheMisses"]);
  return {
    requests,
    errorRatio4xx: ratio(total(["clientErrors"]), requests),
    errorRatio5xx: ratio(total(SERVER_ERRORS[target.kind]), requests),
    throttleRatio: null,
    latencyMs: typicalPercentiles(target, "latency", window),
    integrationLatencyMs: typicalPercentiles(target, "integrationLatency", window),
    overheadMs: null,
    cacheHitRatio: hits === null || misses === null ? null : ratio(hits, hits + misses),
  };
}

/** What makes up the traffic of a flavour. */
export const REQUESTS: Readonly<Record<TargetSeries["kind"], readonly Measure[]>> = {
  rest: ["requests"],
  http: ["requests"],
  websocket: ["connects", "messages"],
};

/** What counts as the server's fault; WebSocket APIs publish no 5XX. */
export const SERVER_ERRORS: Readonly<Record<TargetSeries["kind"], readonly Measure[]>> = {
  rest: ["serverErrors"],
  http: ["serverErrors"],
  websocket: ["integrationErrors", "executionErrors"],
};

/** Null where none of them was measured. */
function totalOf(target: TargetSeries, measures: readonly Measure[], window: Window): number | null {
  const known = measures.flatMap((measure) => countsOf(target, measure, window) ?? []);
  if (known.length === 0) return null;
  return known.reduce((sum, { points }) => sum + points.reduce((part, { value }) => part + value, 0), 0);
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : Math.min(1, part / whole);
}
