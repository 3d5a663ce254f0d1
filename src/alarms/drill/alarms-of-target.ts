import { ToolError } from "../../core/errors.ts";
import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import { planAlarm, type AlarmPlan } from "../evaluate/alarm-plan.ts";
import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";
import { alarmsOf } from "../evaluate/alarm-rule.ts";
import { checkCompositeAlarm } from "../evaluate/check-composite-alarm.ts";
import { orderComposites } from "../evaluate/composite-order.ts";
import { placeOf } from "./alarm-place.ts";
import { findMetric, type FoundMetric } from "./find-metric.ts";
import type { DrillAlarm } from "./state-line.ts";

/** An alarm that can be judged at a target. */
export interface TargetAlarm {
  readonly drilled: DrillAlarm;
  /** What it needs to be judged, the target's own and others. */
  readonly series: readonly Series[];
  /** Null of a composite. */
  readonly plan: AlarmPlan | null;
  readonly notes: readonly string[];
}

export interface AlarmsOfTarget {
  readonly alarms: readonly TargetAlarm[];
  /** Alarms on the target that cannot be judged there, and why. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * The alarms of a set that watch something of the target, and composites above such alarms.
 *
 * @param history everything that was recorded; `targets` are all that are in it
 */
export function alarmsOfTarget(
  set: AlarmSet,
  target: Target,
  targets: readonly Target[],
  history: readonly Series[],
): AlarmsOfTarget {
  const refused = new Map<string, string>();
  const judged = new Map<string, TargetAlarm>();
  for (const alarm of set.metric) {
    const found = metricAlarmAt(alarm, target, targets, history);
    if (found === undefined) continue;
    if (typeof found === "string") refused.set(alarm.AlarmName, found);
    else judged.set(alarm.AlarmName, found);
  }
  const composites = new Map<string, CompositeAlarm>();
  for (const { definition, rule, suppressor } of orderComposites(set.composite.map(checkCompositeAlarm))) {
    const name = definition.AlarmName;
    composites.set(name, definition);
    const below = [...new Set([...alarmsOf(rule), ...(suppressor === undefined ? [] : [suppressor])])];
    if (!below.some((child) => judged.has(child) || refused.has(child))) continue;
    const parts = below.map((child) => judged.get(child) ?? elsewhere(child, set, targets, history));
    const unknown = below.find((_, index) => parts[index] === undefined);
    if (unknown !== undefined) refused.set(name, `it looks at ${unknown}, which cannot be judged here`);
    else
      judged.set(
        name,
        compositeOf(
          definition,
          parts.flatMap((part) => part ?? []),
        ),
      );
  }
  return { alarms: [...judged.values()], refused };
}

/** Undefined where the alarm watches nothing of the target; a text where it does and cannot be judged. */
function metricAlarmAt(
  alarm: MetricAlarm,
  target: Target,
  targets: readonly Target[],
  history: readonly Series[],
): TargetAlarm | string | undefined {
  const plan = planOf(alarm);
  if (typeof plan === "string") return undefined;
  const references = [...plan.metrics.values()];
  if (!references.some((reference) => placeOf(reference, target) !== undefined)) return undefined;
  const found = references.map((reference) => findMetric(reference, plan, target, targets, history));
  const why = found.find((one) => typeof one === "string");
  if (why !== undefined) return why;
  const made = found.filter((one): one is FoundMetric => typeof one !== "string");
  return {
    drilled: { kind: "metric", alarm },
    series: made.flatMap(({ series }) => series),
    plan,
    notes: [...new Set(made.flatMap(({ notes }) => notes))],
  };
}

/** An alarm below a composite that watches another target: no incident here changes it. */
function elsewhere(
  name: string,
  set: AlarmSet,
  targets: readonly Target[],
  history: readonly Series[],
): TargetAlarm | undefined {
  const alarm = set.metric.find(({ AlarmName }) => AlarmName === name);
  if (alarm === undefined) return undefined;
  for (const target of targets) {
    const found = metricAlarmAt(alarm, target, targets, history);
    if (typeof found === "object") return found;
  }
  return undefined;
}

function compositeOf(alarm: CompositeAlarm, parts: readonly TargetAlarm[]): TargetAlarm {
  const metric = new Map<string, MetricAlarm>();
  const composite = new Map<string, CompositeAlarm>();
  for (const { drilled } of parts) {
    if (drilled.kind === "metric") metric.set(drilled.alarm.AlarmName, drilled.alarm);
    else {
      for (const below of drilled.metric) metric.set(below.AlarmName, below);
      for (const below of drilled.composite) composite.set(below.AlarmName, below);
    }
  }
  composite.set(alarm.AlarmName, alarm);
  return {
    drilled: {
      kind: "composite",
      alarm,
      metric: [...metric.values()],
      composite: [...composite.values()],
    },
    series: parts.flatMap(({ series }) => series),
    plan: null,
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
  };
}

/** A text where there is no plan, or none that an incident could be laid under. */
export function planOf(alarm: MetricAlarm): AlarmPlan | string {
  try {
    const plan = planAlarm(alarm);
    return plan.insights ? "an incident is laid on metrics, and a Metrics Insights query names none" : plan;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return error.message;
  }
}
