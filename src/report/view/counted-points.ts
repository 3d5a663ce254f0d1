import type { Measure } from "../../catalog/metrics.ts";
import { floorTo, type Window } from "../../core/window.ts";
import { countsOf, type TargetSeries } from "./signal-series.ts";

/** Values by the start of their period; a period without one is absent. */
export interface TimedValues {
  readonly stepMs: number;
  readonly byTime: ReadonlyMap<number, number>;
}

/** How often any of the measures happened, period by period; null where none of them was measured. */
export function countedPoints(
  target: TargetSeries,
  measures: readonly Measure[],
  window: Window,
): TimedValues | null {
  const known = measures.flatMap((measure) => countsOf(target, measure, window) ?? []);
  if (known.length === 0) return null;
  const stepMs = Math.max(...known.map(({ periodSeconds }) => periodSeconds)) * 1_000;
  const byTime = new Map<number, number>();
  for (const { timeMs, value } of known.flatMap(({ points }) => points)) {
    const startMs = floorTo(timeMs, stepMs);
    byTime.set(startMs, (byTime.get(startMs) ?? 0) + value);
  }
  return { stepMs, byTime };
}

/**
 * Part over whole in each period that has a whole, 0..1; a whole without a part is 0. What comes in finer periods is
 * added up to the coarser of the two.
 */
export function ratioPoints(part: TimedValues | null, whole: TimedValues | null): TimedValues | null {
  if (part === null || whole === null) return null;
  const stepMs = Math.max(part.stepMs, whole.stepMs);
  const parts = inSteps(part, stepMs);
  const ratios = [...inSteps(whole, stepMs)]
    .filter(([, all]) => all > 0)
    .map(([timeMs, all]) => [timeMs, Math.min(1, (parts.get(timeMs) ?? 0) / all)] as const);
  return { stepMs, byTime: new Map(ratios) };
}

function inSteps({ stepMs: ownMs, byTime }: TimedValues, stepMs: number): ReadonlyMap<number, number> {
  if (ownMs === stepMs) return byTime;
  const sums = new Map<number, number>();
  for (const [timeMs, value] of byTime) {
    const startMs = floorTo(timeMs, stepMs);
    sums.set(startMs, (sums.get(startMs) ?? 0) + value);
  }
  return sums;
}
