import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";
import { planAlarm } from "../evaluate/alarm-plan.ts";

/**
 * How far back the alarms look when they judge a moment: evaluation periods times period. A replay that began with less
 * than that before it would take the beginning of the history for missing data, and alarm for it.
 */
export function lookBackMs(sets: readonly AlarmSet[]): number {
  const lengths = sets.flatMap(({ metric }) => metric).map((alarm) => evaluationMs(alarm));
  return Math.max(0, ...lengths);
}

/** What one evaluation of the alarm spans. */
export function evaluationMs(alarm: AlarmSet["metric"][number]): number {
  const { evaluationPeriods, periodSeconds } = planAlarm(alarm);
  return evaluationPeriods * periodSeconds * 1_000;
}
