/*
 * What an average and sums of requests cannot feel, asked every twenty minutes of each target in turn: the slow end of
 * the latencies, and whether the cache still answers. CloudWatch bills a series by the call and not by its length, so
 * each brings the day before along, by which it is judged, and nothing has to be kept in the state.
 *
 *   endMs - 24 h                                              endMs
 *   |------------- usual: 5 minutes each ------|  hour  |15 min|
 *
 * As with the tripwire, what is found here only makes that everything is read: a movement of nothing costs a fraction of a cent.
 */
import { API_GATEWAY_NAMESPACE, metricFact, type Measure } from "../../catalog/metrics.ts";
import type { MetricQuery } from "../../collectors/account-reader.ts";
import { median, robustSpread } from "../../core/stats/quantile.ts";
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type Window } from "../../core/window.ts";
import type { WatchedTarget } from "../../model/agent-state.ts";
import type { ResolvedSettings } from "../../model/config.ts";
import { datapoints, type Series } from "../../model/series.ts";
import type { ApiKind } from "../../model/target.ts";
import { DEVIATIONS, LENIENCY, sumOfMinutes } from "./moves.ts";
import { TRIPWIRE } from "./tripwire.ts";

export const TAIL_EVERY_MS = 20 * MINUTE_MS;

const PERIOD_MS = 5 * MINUTE_MS;
const LATEST_MS = 15 * MINUTE_MS;
/** Two hours' worth of five minutes with requests tell what is usual. */
const FEWEST_USUAL = 24;
/** Of fewer in the latest minutes the slowest hundredth of five minutes is a few requests, and a cold start more or less moves it. */
const FEWEST_REQUESTS = 1_000;
const FEWEST_CACHEABLE = 100;

interface TailWire {
  readonly measure: Measure;
  readonly stat: string;
}

/** Of one look. A stage that has no cache has no series of it either. */
function tailWires({ kind, isCached }: { kind: ApiKind; isCached: boolean }): readonly TailWire[] {
  const slowest = { measure: kind === "websocket" ? "integrationLatency" : "latency", stat: "p99" } as const;
  if (!isCached) return [slowest];
  return [slowest, { measure: "cacheHits", stat: "Sum" }, { measure: "cacheMisses", stat: "Sum" }];
}

/** The questions of one look, in the order of its wires. */
export function tailQueries({ target, isCached }: WatchedTarget, settledMs: number): MetricQuery[] {
  const endMs = floorTo(settledMs, PERIOD_MS);
  return tailWires({ kind: target.kind, isCached }).map(({ measure, stat }) => ({
    target: target.id,
    route: null,
    key: {
      namespace: API_GATEWAY_NAMESPACE,
      metric: metricFact(target.kind, measure)?.metric ?? measure,
      dimensions: target.dimensions,
    },
    stat,
    periodSeconds: PERIOD_MS / 1_000,
    startMs: endMs - DAY_MS,
    endMs,
  }));
}

/**
 * What moves of it: for each place, counted on from those of the tripwire, how many times the usual it is.
 *
 * @param answers in the order of the questions.
 */
export function tailMoves(
  { target, recent }: Pick<WatchedTarget, "target" | "recent">,
  answers: readonly Series[],
  settledMs: number,
  settings: ResolvedSettings,
): ReadonlyMap<number, number> {
  const endMs = floorTo(settledMs, PERIOD_MS);
  const latest = { startMs: endMs - LATEST_MS, endMs };
  const [slowest, hits, misses] = answers;
  const first = TRIPWIRE[target.kind].length;
  const isBusy = sumOfMinutes(recent[0], latest) >= FEWEST_REQUESTS;
  const slower = slowest === undefined || !isBusy ? 0 : tailRises(slowest, latest, settings);
  const missing = hits === undefined || misses === undefined ? 0 : missMoves(hits, misses, latest, settings);
  return new Map([
    ...(slower > 0 ? [[first, slower] as const] : []),
    ...(missing > 0 ? [[first + 1, missing] as const] : []),
  ]);
}

/** The middle one of the latest against that of the day: one slow minute is none. */
function tailRises(series: Series, latest: Window, settings: ResolvedSettings): number {
  const usual = valuesOf(series, usualBefore(latest));
  const now = median(valuesOf(series, latest));
  if (usual.length < FEWEST_USUAL || !Number.isFinite(now)) return 0;
  const usualMs = median(usual);
  const rise = now - usualMs;
  const isMuch =
    rise >= LENIENCY * settings.minLatencyRise * usualMs && rise >= LENIENCY * settings.minLatencyRiseMs;
  return isMuch && rise > DEVIATIONS * robustSpread(usual) ? now / Math.max(1, usualMs) : 0;
}

/** The share of misses among what the cache could have answered, against that of the day. */
function missMoves(hits: Series, misses: Series, latest: Window, settings: ResolvedSettings): number {
  const shareIn = (span: Window): { readonly asked: number; readonly share: number } => {
    const missed = total(valuesOf(misses, span));
    const asked = missed + total(valuesOf(hits, span));
    return { asked, share: asked === 0 ? 0 : missed / asked };
  };
  const [now, usual] = [shareIn(latest), shareIn(usualBefore(latest))];
  if (now.asked < FEWEST_CACHEABLE || usual.asked < FEWEST_CACHEABLE) return 0;
  const isMuch = now.share - usual.share >= LENIENCY * settings.minCacheHitRatioDrop;
  return isMuch ? (now.share + SMALL_SHARE) / (usual.share + SMALL_SHARE) : 0;
}

/** So that twice next to nothing is not twice as much. */
const SMALL_SHARE = 0.01;

/** The day before, without the hour in which what moves now may have begun. */
function usualBefore({ endMs }: Window): Window {
  return { startMs: endMs - DAY_MS, endMs: endMs - HOUR_MS };
}

function valuesOf(series: Series, { startMs, endMs }: Window): number[] {
  return datapoints(series, startMs, endMs).map(({ value }) => value);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
