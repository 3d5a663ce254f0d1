import { finestPeriodSeconds, RETENTION } from "../catalog/retention.ts";
import { ceilTo, DAY_MS, floorTo, MINUTE_MS, type Window } from "../core/window.ts";
import type { BlindSpot } from "../model/snapshot.ts";

/** A stretch of time to ask for at one period. Both ends are multiples of the period. */
export interface Span {
  readonly periodSeconds: number;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

const FINE_SECONDS = 60;
const COARSE_SECONDS = 300;
const COARSE_KEPT_MS = Math.max(
  ...RETENTION.filter(({ periodSeconds }) => periodSeconds === COARSE_SECONDS).map(
    ({ maxAgeMs }) => maxAgeMs,
  ),
);
/** A baseline of this length tells more in steps of five minutes than a longer one in steps of an hour. */
const ENOUGH_MS = DAY_MS;
const OLDEST_MS = Math.max(...RETENTION.map(({ maxAgeMs }) => maxAgeMs));

/**
 * The window at 60 s, and baseline and window together at 300 s; coarser where they are so old that CloudWatch
 * no longer keeps that period, and one alone where both come out the same. A baseline that reaches further back than
 * 300 s are kept is cut there: in hourly steps no analyzer would see a latency change of less than hours.
 *
 * Shape: only whole periods within the time asked for. Empty where no whole period fits.
 */
export function planSpans(
  window: Window,
  baseline: Window,
  nowMs: number,
): { spans: readonly Span[]; blindSpots: readonly BlindSpot[] } {
  const wantedMs = Math.min(baseline.startMs, window.startMs);
  const keptMs = nowMs - COARSE_KEPT_MS;
  const isCut = wantedMs < keptMs && keptMs <= window.startMs - ENOUGH_MS;
  const learnFromMs = isCut ? keptMs : wantedMs;
  const coarse = alignedSpan(learnFromMs, window.endMs, COARSE_SECONDS, nowMs);
  const fine = alignedSpan(window.startMs, window.endMs, FINE_SECONDS, nowMs);
  const spans = coarse.periodSeconds === fine.periodSeconds ? [coarse] : [fine, coarse];
  return {
    spans: spans.filter(({ startMs, endMs }) => startMs < endMs),
    blindSpots: isCut ? [cut()] : nowMs - learnFromMs > OLDEST_MS ? [tooOld(window, nowMs)] : [],
  };
}

function alignedSpan(fromMs: number, endMs: number, periodSeconds: number, nowMs: number): Span {
  const startMs = Math.max(fromMs, nowMs - OLDEST_MS);
  const period = Math.max(periodSeconds, finestPeriodSeconds(nowMs - startMs) ?? periodSeconds);
  return {
    periodSeconds: period,
    startMs: ceilTo(startMs, period * 1_000),
    endMs: floorTo(endMs, period * 1_000),
  };
}

function cut(): BlindSpot {
  return {
    source: "metrics",
    target: null,
    code: "RETENTION",
    hint: `CloudWatch keeps steps of ${(COARSE_SECONDS * 1_000) / MINUTE_MS} minutes for ${COARSE_KEPT_MS / DAY_MS} days: what is older is left out of the baseline.`,
  };
}

function tooOld(window: Window, nowMs: number): BlindSpot {
  const lost = nowMs - window.startMs > OLDEST_MS ? "part of the window" : "part of the baseline";
  return {
    source: "metrics",
    target: null,
    code: "RETENTION",
    hint: `CloudWatch keeps metrics for ${OLDEST_MS / DAY_MS} days: ${lost} is older and cannot be read.`,
  };
}
