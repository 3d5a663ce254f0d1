import { ceilTo, DAY_MS, MINUTE_MS } from "../../core/window.ts";
import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";
import { planOf } from "./alarms-of-target.ts";
import { earliestMinutes } from "./earliest-minutes.ts";
import { reachMs } from "./reach.ts";

const STEP_MS = 30 * MINUTE_MS;

/**
 * How long incidents last where nobody says: half an hour, or twice what the slowest of the alarms needs to go off at all,
 * so that none is said to miss what it had no time to see. Whole half hours, at most a day.
 *
 * @param recordedMs the recording's length; an alarm that would need more of it than there is does not stretch incidents
 * for the others
 */
export function usualLasting({ metric }: Pick<AlarmSet, "metric">, recordedMs: number): number {
  const needed = metric.flatMap((alarm) => {
    const plan = planOf(alarm);
    if (typeof plan === "string") return [];
    const neededMs = earliestMinutes(plan, MINUTE_MS, 0) * MINUTE_MS;
    return reachMs(plan) + 2 * neededMs > recordedMs ? [] : [neededMs];
  });
  return Math.min(DAY_MS, ceilTo(Math.max(STEP_MS, 2 * Math.max(0, ...needed)), STEP_MS));
}
