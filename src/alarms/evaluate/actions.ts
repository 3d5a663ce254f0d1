import type { Window } from "../../core/window.ts";
import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import type { AlarmState, Transition } from "./alarm-state.ts";
import type { DueActions } from "./replay-composites.ts";

/** The actions of one state: run at `atMs`, or held back by a mute rule. */
export interface ActionRun {
  readonly alarm: string;
  readonly atMs: number;
  readonly state: AlarmState;
  readonly actions: readonly string[];
  readonly outcome: "ran" | "muted";
}

/**
 * What falls due, as it runs. An alarm whose ActionsEnabled is false, or that has no action for the state, does
 * nothing. What falls into a mute window is held back, and runs when the window ends if the alarm is still in that
 * state; the windows ascend and do not overlap.
 */
export function runActions(
  definition: MetricAlarm | CompositeAlarm,
  transitions: readonly Transition[],
  due: readonly DueActions[],
  mutes: readonly Window[],
): ActionRun[] {
  if (definition.ActionsEnabled === false) return [];
  const runs = due.flatMap(({ atMs, state }): ActionRun[] => {
    const actions = actionsOf(definition, state);
    if (actions.length === 0) return [];
    const mute = mutes.find(({ startMs, endMs }) => atMs >= startMs && atMs < endMs);
    const run = { alarm: definition.AlarmName, state, actions } as const;
    if (!mute) return [{ ...run, atMs, outcome: "ran" }];
    const leaves = transitions.some((change) => change.atMs > atMs && change.atMs <= mute.endMs);
    const late: ActionRun[] = leaves ? [] : [{ ...run, atMs: mute.endMs, outcome: "ran" }];
    return [{ ...run, atMs, outcome: "muted" }, ...late];
  });
  return runs.sort((left, right) => left.atMs - right.atMs);
}

function actionsOf(definition: MetricAlarm | CompositeAlarm, state: AlarmState): readonly string[] {
  if (state === "ALARM") return definition.AlarmActions ?? [];
  return (state === "OK" ? definition.OKActions : definition.InsufficientDataActions) ?? [];
}
