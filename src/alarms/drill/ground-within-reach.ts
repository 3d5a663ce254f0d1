import type { Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import type { AlarmPlan } from "../evaluate/alarm-plan.ts";
import { planOf, type TargetAlarm } from "./alarms-of-target.ts";
import { prepareGround, type DrillGround } from "./ground.ts";
import { reachMs } from "./reach.ts";
import { seriesFor } from "./series-for.ts";

interface GroundWithinReach {
  readonly ground: DrillGround;
  /** Those that can be judged on it. */
  readonly within: readonly TargetAlarm[];
  /** Why the others cannot, by name. */
  readonly tooFar: ReadonlyMap<string, string>;
}

/**
 * A target's ground, and the alarms for which the recording goes back far enough: where it does not for the slowest, that
 * one is left out and the others keep their starts. A text where no incident could be laid even without an alarm.
 */
export function groundWithinReach(
  target: Target,
  alarms: readonly TargetAlarm[],
  history: readonly Series[],
  { window, incidentMs }: { readonly window: Window; readonly incidentMs: number },
): GroundWithinReach | string {
  const reaching = alarms.map((alarm) => {
    const plans = plansOf(alarm);
    return { alarm, plans, reach: Math.max(0, ...plans.map(reachMs)) };
  });
  const series = seriesFor(target, alarms, history);
  const prepare = (some: typeof reaching, lookBackMs: number) =>
    prepareGround(target, series, {
      window,
      incidentMs,
      lookBackMs,
      ...(some.length === 0 ? {} : { watched: new Set(some.flatMap(({ alarm }) => alarm.series)) }),
      needsWholePast: some.some(({ plans }) => plans.some(({ limit }) => limit.kind === "band")),
    });
  const tooFar = new Map<string, string>();
  for (let within = reaching; ;) {
    const longestMs = Math.max(0, ...within.map(({ reach }) => reach));
    const ground = prepare(within, longestMs);
    if (typeof ground !== "string") {
      return { ground, within: within.map(({ alarm }) => alarm), tooFar };
    }
    if (longestMs === 0) return ground;
    for (const { alarm, reach } of within) {
      if (reach === longestMs) tooFar.set(alarm.drilled.alarm.AlarmName, ground);
    }
    within = within.filter(({ reach }) => reach < longestMs);
  }
}

/** A composite looks back as far as the slowest alarm below it. */
function plansOf({ drilled, plan }: TargetAlarm): AlarmPlan[] {
  if (drilled.kind === "metric") return plan === null ? [] : [plan];
  return drilled.metric.map(planOf).filter((below): below is AlarmPlan => typeof below !== "string");
}
