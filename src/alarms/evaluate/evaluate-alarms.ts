/** Replays metric alarms, the composites above them, and the actions of both, as one account would have seen them. */
import { ToolError } from "../../core/errors.ts";
import type { Window } from "../../core/window.ts";
import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import type { MuteRule } from "../../model/mute-rule.ts";
import type { Series } from "../../model/series.ts";
import { runActions, type ActionRun } from "./actions.ts";
import { alarmsOf } from "./alarm-rule.ts";
import type { Transition } from "./alarm-state.ts";
import { checkCompositeAlarm } from "./check-composite-alarm.ts";
import { orderComposites, type CompositePlan } from "./composite-order.ts";
import { compositeDoubts } from "./composite-doubts.ts";
import {
  evaluateMetricAlarm,
  type Doubt,
  type EvaluatedMetricAlarm,
  type NotEvaluated,
} from "./evaluate-metric-alarm.ts";
import { muteWindows } from "./mute-windows.ts";
import { replayComposites } from "./replay-composites.ts";

export interface AlarmSet {
  readonly metric: readonly MetricAlarm[];
  readonly composite: readonly CompositeAlarm[];
  readonly muteRules: readonly MuteRule[];
}

export interface EvaluatedComposite {
  readonly kind: "composite";
  readonly name: string;
  readonly transitions: readonly Transition[];
  /** Where other readings of what AWS leaves open, in the alarms below, would have given other states. */
  readonly doubts: readonly Doubt[];
}

export interface AlarmsResult {
  readonly alarms: readonly (EvaluatedMetricAlarm | EvaluatedComposite | NotEvaluated)[];
  /** Ascending. */
  readonly actions: readonly ActionRun[];
}

/**
 * A composite of which an alarm is unknown or could not be evaluated is not evaluated either, and says which.
 *
 * Errors: E_BAD_INPUT for definitions that CloudWatch would not take, names given twice, and composites in a circle.
 */
export function evaluateAlarms(set: AlarmSet, history: readonly Series[], window: Window): AlarmsResult {
  refuseDoubles([...set.metric, ...set.composite]);
  const plans = orderComposites(set.composite.map(checkCompositeAlarm));
  const metric = set.metric.map((alarm) => evaluateMetricAlarm(alarm, history, window));
  const changes = new Map(
    metric.flatMap((result) =>
      result.kind === "metric" ? [[result.name, result.transitions] as const] : [],
    ),
  );
  const { known, lost } = splitByKnown(plans, new Set(changes.keys()));
  const firsts = metric.flatMap((result) => (result.kind === "metric" ? result.firstMs : []));
  const firstMs = Math.min(window.endMs, ...firsts);
  const composites = replayComposites(known, changes, firstMs, window.endMs);
  const doubtsOf = compositeDoubts(known, metric, composites, { startMs: firstMs, endMs: window.endMs });

  const definitions = new Map([...set.metric, ...set.composite].map((alarm) => [alarm.AlarmName, alarm]));
  const atOnce = [...changes].map(([name, transitions]) => ({
    name,
    transitions,
    due: transitions.map(({ atMs, to }) => ({ atMs, state: to })),
  }));
  const actions = [...atOnce, ...composites].flatMap(({ name, transitions, due }) => {
    const definition = definitions.get(name);
    return definition ? runActions(definition, transitions, due, mutesOf(name, set.muteRules, window)) : [];
  });
  return {
    alarms: [
      ...metric,
      ...composites.map(({ name, transitions }) => ({
        kind: "composite" as const,
        name,
        transitions,
        get doubts() {
          return doubtsOf(name);
        },
      })),
      ...lost,
    ],
    actions: actions.filter(({ atMs }) => atMs <= window.endMs).sort((left, right) => left.atMs - right.atMs),
  };
}

function splitByKnown(
  plans: readonly CompositePlan[],
  evaluated: Set<string>,
): { known: CompositePlan[]; lost: NotEvaluated[] } {
  const known: CompositePlan[] = [];
  const lost: NotEvaluated[] = [];
  for (const plan of plans) {
    const name = plan.definition.AlarmName;
    const needed = [...alarmsOf(plan.rule), plan.suppressor ?? []].flat();
    const missing = needed.filter((child) => !evaluated.has(child));
    if (missing.length === 0) {
      evaluated.add(name);
      known.push(plan);
    } else
      lost.push({
        kind: "not-evaluated",
        name,
        why: `it looks at ${missing.join(", ")}, not evaluated here`,
      });
  }
  return { known, lost };
}

/** Of all rules that name the alarm; merged, since it is held back while any of them is active. */
function mutesOf(name: string, rules: readonly MuteRule[], window: Window): Window[] {
  const spans = rules
    .filter(({ MuteTargets }) => MuteTargets.AlarmNames.includes(name))
    .flatMap((rule) => muteWindows(rule, window))
    .sort((left, right) => left.startMs - right.startMs);
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of spans) {
    const last = merged.at(-1);
    if (last && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}

function refuseDoubles(alarms: readonly { readonly AlarmName: string }[]): void {
  const seen = new Set<string>();
  for (const { AlarmName } of alarms) {
    if (seen.has(AlarmName)) throw new ToolError("E_BAD_INPUT", `two alarms have the name "${AlarmName}"`);
    seen.add(AlarmName);
  }
}
