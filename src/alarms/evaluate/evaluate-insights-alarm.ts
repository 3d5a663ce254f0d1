/**
 * An alarm on a Metrics Insights query with several time series: each is judged by itself, and the alarm is in ALARM while one
 * of them is. A series that CloudWatch no longer returns is OK there; here TreatMissingData decides, which is the same for the
 * alarms that treat missing data as not breaching.
 *
 * Source: CloudWatch User Guide, "Create a CloudWatch alarm based on a Metrics Insights query" (2026).
 */
import type { Window } from "../../core/window.ts";
import type { AlarmState, Transition } from "./alarm-state.ts";
import type { EvaluatedMetricAlarm, JudgedPoint, NotEvaluated } from "./evaluate-metric-alarm.ts";

/**
 * @param evaluated the contributors, each as it would be judged alone, under the name of its group; at least one
 * @param endMs of the evaluated time, which is included
 */
export function combineContributors(
  name: string,
  evaluated: readonly (EvaluatedMetricAlarm | NotEvaluated)[],
  { startMs, endMs }: Window,
): EvaluatedMetricAlarm | NotEvaluated {
  const unknown = evaluated.find((one) => one.kind === "not-evaluated");
  if (unknown) return { ...unknown, name, why: `${unknown.name}: ${unknown.why}` };
  const parts = evaluated.filter((one) => one.kind === "metric");
  const everyMs = Math.max(...parts.map((part) => part.everyMs));
  const firstMs = (Math.floor(startMs / everyMs) + 1) * everyMs;
  const count = Math.max(0, Math.floor((endMs - firstMs) / everyMs) + 1);
  const deciders: EvaluatedMetricAlarm[] = [];
  const states: AlarmState[] = [];
  for (let index = 0; index < count; index += 1) {
    const decider = deciderAt(parts, firstMs + index * everyMs);
    if (decider === undefined) break;
    deciders.push(decider);
    states.push(stateAt(decider, firstMs + index * everyMs));
  }
  const reasonAt = (evaluation: number): string => {
    const decider = deciders[evaluation];
    if (decider === undefined) return "";
    return `${decider.name}: ${decider.reasonAt(indexAt(decider, firstMs + evaluation * everyMs))}`;
  };
  const [first] = parts;
  return {
    kind: "metric",
    name,
    firstMs,
    everyMs,
    watches: first?.watches ?? "above",
    states,
    transitions: transitionsOf(states, firstMs, everyMs, reasonAt),
    points: deciders.map((decider, index) => pointAt(decider, firstMs + index * everyMs)),
    reasonAt,
    notes: [
      ...new Set(parts.flatMap(({ notes }) => notes)),
      `CloudWatch judges each series of the query by itself; the history has ${parts.length} of them.`,
    ],
    doubts: [],
    readings: [],
  };
}

/** Whoever is in ALARM decides, else whoever is OK. */
function deciderAt(parts: readonly EvaluatedMetricAlarm[], atMs: number): EvaluatedMetricAlarm | undefined {
  for (const state of ["ALARM", "OK"] as const) {
    const found = parts.find((part) => stateAt(part, atMs) === state);
    if (found) return found;
  }
  return parts[0];
}

function indexAt({ firstMs, everyMs }: EvaluatedMetricAlarm, atMs: number): number {
  return Math.floor((atMs - firstMs) / everyMs);
}

function stateAt(part: EvaluatedMetricAlarm, atMs: number): AlarmState {
  return part.states[indexAt(part, atMs)] ?? "INSUFFICIENT_DATA";
}

function pointAt(part: EvaluatedMetricAlarm, atMs: number): JudgedPoint {
  return part.points[indexAt(part, atMs)] ?? { value: undefined, lower: undefined, upper: undefined };
}

function transitionsOf(
  states: readonly AlarmState[],
  firstMs: number,
  everyMs: number,
  reasonAt: (evaluation: number) => string,
): Transition[] {
  const found: Transition[] = [];
  let from: AlarmState = "INSUFFICIENT_DATA";
  for (const [index, to] of states.entries()) {
    if (to === from) continue;
    found.push({ atMs: firstMs + index * everyMs, from, to, reason: reasonAt(index) });
    from = to;
  }
  return found;
}
