import { median, quantile } from "../../core/stats/quantile.ts";
import { MINUTE_MS } from "../../core/window.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { Track } from "./latency-tracks.ts";
import { extentOf, type LevelShift } from "./level-scan.ts";

export interface Extent {
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
  readonly seenUntilMs: number;
}

const LEAST_POINTS = 5;
const CALM_MS = 10 * MINUTE_MS;

/**
 * When a shift that was found at the coarse period began and ended, as exactly as the data tell.
 *
 * The fine series has its own level: a percentile of a minute's few requests is not that of five minutes. So it is
 * compared with itself, before and during the shift. Where the window opens with the shift, the baseline's newest day
 * is searched for its start.
 */
export function extentOfShift(track: Track, shift: LevelShift): Extent {
  const { window, fine } = track;
  const coarse = { startMs: timeAt(window, shift.start), endMs: timeAt(window, shift.end) };
  const refined = fine === window ? null : refine(fine, coarse.startMs, coarse.endMs, shift.shift);
  const { startMs, endMs } = refined ?? coarse;
  const after = fine.values.subarray(Math.ceil((endMs - fine.startMs) / fine.periodMs));
  const isOver = after.length * fine.periodMs >= CALM_MS && after.some((value) => !Number.isNaN(value));
  const beganMs = shift.start === 0 ? reachBack(track, shift.shift) : null;
  return {
    startMs: beganMs ?? momentOf(track, startMs, shift.shift),
    endMs: isOver ? endMs : null,
    seenUntilMs: endMs,
  };
}

/** Where a period holds a request or two: when the first raised one of the first period came, which is as near as can be told. */
function momentOf({ moments, fine, model }: Track, startMs: number, shift: number): number {
  if (moments === null) return startMs;
  const first = Math.round((startMs - moments.startMs) / moments.periodMs);
  const end = first + Math.round(fine.periodMs / moments.periodMs);
  for (let index = Math.max(0, first); index < Math.min(end, moments.values.length); index += 1) {
    const timeMs = timeAt(moments, index);
    if ((moments.values[index] ?? Number.NaN) - model.expectedAt(timeMs) >= shift / 2) return timeMs;
  }
  return startMs;
}

function refine(
  fine: Grid,
  startMs: number,
  endMs: number,
  shift: number,
): { startMs: number; endMs: number } | null {
  const start = Math.max(0, Math.round((startMs - fine.startMs) / fine.periodMs));
  const end = Math.min(fine.values.length, Math.round((endMs - fine.startMs) / fine.periodMs));
  const outside = Float64Array.from([...fine.values.subarray(0, start), ...fine.values.subarray(end)]);
  const inside = fine.values.subarray(start, end);
  if (count(outside) < LEAST_POINTS || count(inside) < LEAST_POINTS) return null;
  const usual = median(outside);
  const raised = quantile(inside, 0.5) - usual;
  if (raised < shift / 3) return null;
  const found = extentOf(
    fine.values.map((value) => value - usual),
    { start, end, shift: raised },
  );
  return { startMs: timeAt(fine, found.start), endMs: timeAt(fine, found.end) };
}

/** The start in the baseline's newest day of a shift that the window opens with, or null where that day ended calmly. */
function reachBack({ before, model }: Track, shift: number): number | null {
  let sum = 0;
  let bestSum = 0;
  let first: number | null = null;
  for (let index = before.values.length - 1; index >= 0; index -= 1) {
    const timeMs = timeAt(before, index);
    const residual = (before.values[index] ?? Number.NaN) - model.expectedAt(timeMs);
    const gain = Math.min(shift, Math.max(-shift, residual - shift / 2));
    sum += Number.isNaN(gain) ? 0 : gain;
    if (sum > bestSum) {
      bestSum = sum;
      first = timeMs;
    }
    if (sum < bestSum - 2 * shift) break;
  }
  return first;
}

function count(values: Float64Array): number {
  return values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
}
