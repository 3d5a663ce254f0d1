import { ceilTo, MINUTE_MS } from "../../core/window.ts";
import type { AlarmPlan } from "../evaluate/alarm-plan.ts";

/**
 * Minutes from an incident's start to the first evaluation at which as many datapoints as the alarm needs (M of its N) can
 * hold a minute of the incident, the oldest of them only its first one:
 *
 *     M = 3, period 300 s     |--- P ---|--- P ---|--- P ---|
 *                                      ^ incident begins    ^ 1 + 2 * 5 = 11 minutes later
 *
 * CloudWatch cannot go off for the incident any earlier, however large it is, but for datapoints that breach already.
 *
 * @param everyMs between evaluations, which are at its multiples
 */
export function earliestMinutes(
  { datapointsToAlarm, periodSeconds }: Pick<AlarmPlan, "datapointsToAlarm" | "periodSeconds">,
  everyMs: number,
  startMs: number,
): number {
  const soonestMs = startMs + MINUTE_MS + (datapointsToAlarm - 1) * periodSeconds * 1_000;
  return (ceilTo(soonestMs, everyMs) - startMs) / MINUTE_MS;
}
