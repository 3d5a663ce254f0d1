import { MINUTE_MS, type Window } from "../../core/window.ts";
import type { AlarmState, Transition } from "./alarm-state.ts";
import type { CompositePlan } from "./composite-order.ts";
import type { Doubt, EvaluatedMetricAlarm, NotEvaluated, OpenQuestion } from "./evaluate-metric-alarm.ts";
import { replayComposites, type ReplayedComposite } from "./replay-composites.ts";

const QUESTIONS: readonly { readonly question: OpenQuestion; readonly text: string }[] = [
  { question: "range", text: "another number of points fetched for the alarms below" },
  {
    question: "young",
    text: "breaching points alone, too young to alarm, judged the other way in the alarms below",
  },
];

/**
 * The composites replayed once more for each question that AWS leaves open, with the answer under which the alarms below
 * have other states. Nothing is computed before somebody asks for a composite's doubts.
 */
export function compositeDoubts(
  plans: readonly CompositePlan[],
  metric: readonly (EvaluatedMetricAlarm | NotEvaluated)[],
  composites: readonly ReplayedComposite[],
  window: Window,
): (name: string) => readonly Doubt[] {
  let byName: ReadonlyMap<string, readonly Doubt[]> | undefined;
  const compute = (): ReadonlyMap<string, readonly Doubt[]> => {
    const found = new Map<string, Doubt[]>();
    for (const { question, text } of QUESTIONS) {
      const others = replayOther(question, plans, metric, window);
      for (const { name, transitions } of composites) {
        const other = others.find((replayed) => replayed.name === name);
        const doubt = other && compare(transitions, other.transitions, window.endMs);
        if (doubt) found.set(name, [...(found.get(name) ?? []), { reading: text, ...doubt }]);
      }
    }
    return found;
  };
  return (name) => {
    byName ??= compute();
    return byName.get(name) ?? [];
  };
}

function replayOther(
  question: OpenQuestion,
  plans: readonly CompositePlan[],
  metric: readonly (EvaluatedMetricAlarm | NotEvaluated)[],
  { startMs, endMs }: Window,
): readonly ReplayedComposite[] {
  let isDifferent = false;
  const changes = new Map<string, readonly Transition[]>();
  for (const alarm of metric) {
    if (alarm.kind !== "metric") continue;
    const other = alarm.readings.find((reading) => reading.question === question);
    if (other) isDifferent = true;
    changes.set(alarm.name, other?.transitions ?? alarm.transitions);
  }
  return isDifferent ? replayComposites(plans, changes, startMs, endMs) : [];
}

/** From when on, and for how many minutes, the states differ. */
function compare(
  one: readonly Transition[],
  other: readonly Transition[],
  endMs: number,
): Pick<Doubt, "firstMs" | "evaluations"> | undefined {
  const moments = [...new Set([...one, ...other].map(({ atMs }) => atMs))].sort(
    (left, right) => left - right,
  );
  let firstMs: number | undefined;
  let apartMs = 0;
  for (const [index, atMs] of moments.entries()) {
    if (stateAt(one, atMs) === stateAt(other, atMs)) continue;
    firstMs ??= atMs;
    apartMs += (moments[index + 1] ?? endMs) - atMs;
  }
  // A difference that begins with the last evaluation has lasted for that one.
  return firstMs === undefined
    ? undefined
    : { firstMs, evaluations: Math.max(1, Math.ceil(apartMs / MINUTE_MS)) };
}

function stateAt(transitions: readonly Transition[], atMs: number): AlarmState {
  return transitions.findLast((transition) => transition.atMs <= atMs)?.to ?? "INSUFFICIENT_DATA";
}
