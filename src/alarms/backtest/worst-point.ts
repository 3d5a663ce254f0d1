import type { Window } from "../../core/window.ts";
import { pointAt } from "../../metric-math/line.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Datapoint, Series } from "../../model/series.ts";
import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import type { Stretch } from "./find-firings.ts";
import { planAlarm, type AlarmPlan } from "../evaluate/alarm-plan.ts";
import { insightsContributors } from "../evaluate/insights-contributors.ts";
import { prepareFrames, type Prepared } from "../evaluate/prepare-frames.ts";

type ReasonFrame = ReturnType<Prepared["frameAt"]>;

/**
 * For each stretch of ALARM the datapoint that was furthest on the wrong side of the threshold (or outside of the band),
 * of all that were judged from its first evaluation on; null where only missing data was.
 *
 * @param within what was replayed, as for the evaluation itself.
 */
export function worstPoints(
  alarm: MetricAlarm,
  history: readonly Series[],
  within: Window,
  stretches: readonly Stretch[],
): (Datapoint | null)[] {
  const plan = planAlarm(alarm);
  if (plan.insights) {
    const alarms = insightsContributors(alarm, plan.insights, history);
    if (typeof alarms === "string") return stretches.map(() => null);
    const ofEach = alarms.map((one) => worstPoints(one, history, within, stretches));
    return stretches.map((_, index) =>
      furthest(
        plan,
        ofEach.flatMap((points) => points[index] ?? []),
      ),
    );
  }
  const range = plan.evaluationPeriods + ALARM_EVALUATION.extraPoints;
  const prepared =
    stretches.length === 0 ? "nothing to look at" : prepareFrames(plan, history, within, range);
  if (typeof prepared === "string") return stretches.map(() => null);
  return stretches.map((stretch) => worstIn(plan, prepared, stretch, range));
}

function worstIn(
  plan: AlarmPlan,
  prepared: Prepared,
  { startMs, endMs, isOpen }: Stretch,
  range: number,
): Datapoint | null {
  let worst: Datapoint | null = null;
  let worstBy = -Infinity;
  const lastMs = isOpen ? endMs : endMs - 1;
  for (let atMs = startMs; atMs <= lastMs; atMs += prepared.everyMs) {
    const frame = prepared.frameAt(atMs, range);
    // The first evaluation judges the newest N of the points it fetched; every later one adds the newest.
    const ages = atMs === startMs ? range : 1;
    for (let age = 0, real = 0; age < ages && real < plan.evaluationPeriods; age += 1) {
      const value = pointAt(frame.line, frame.newest - age * frame.stride);
      if (value === undefined) continue;
      real += 1;
      const by = badness(plan, frame, age, value);
      if (by <= worstBy) continue;
      worstBy = by;
      worst = { timeMs: frame.newestMs - age * plan.periodSeconds * 1_000, value };
    }
  }
  return worst;
}

/** Of a query, whose limit is always a number. */
function furthest({ operator }: AlarmPlan, points: readonly Datapoint[]): Datapoint | null {
  const sign = operator.startsWith("Less") ? -1 : 1;
  return [...points].sort((left, right) => sign * (right.value - left.value))[0] ?? null;
}

function badness(plan: AlarmPlan, frame: ReasonFrame, age: number, value: number): number {
  if (plan.limit.kind === "threshold") return plan.operator.startsWith("Less") ? -value : value;
  const index = frame.newest - age * frame.stride;
  const upper = frame.upper ? pointAt(frame.upper, index) : undefined;
  const lower = frame.lower ? pointAt(frame.lower, index) : undefined;
  const above = upper === undefined ? -Infinity : value - upper;
  const below = lower === undefined ? -Infinity : lower - value;
  if (plan.operator === "GreaterThanUpperThreshold") return above;
  return plan.operator === "LessThanLowerThreshold" ? below : Math.max(above, below);
}
