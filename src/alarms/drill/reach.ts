import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import type { AlarmPlan } from "../evaluate/alarm-plan.ts";

/** How far back an alarm looks at most, with the datapoints that are fetched in place of missing ones. */
export function reachMs({
  evaluationPeriods,
  periodSeconds,
}: Pick<AlarmPlan, "evaluationPeriods" | "periodSeconds">): number {
  return (evaluationPeriods + ALARM_EVALUATION.extraPoints) * periodSeconds * 1_000;
}
