import type { Window } from "../../core/window.ts";
import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import type { AlarmState } from "../evaluate/alarm-state.ts";
import { evaluateAlarms } from "../evaluate/evaluate-alarms.ts";
import { evaluateMetricAlarm } from "../evaluate/evaluate-metric-alarm.ts";

/** An alarm's state after each evaluation. */
export interface StateLine {
  readonly firstMs: number;
  readonly everyMs: number;
  readonly states: readonly AlarmState[];
  /** What the evaluator says about its own result. */
  readonly notes?: readonly string[];
}

/** What can be drilled: an alarm on metrics, or a composite with all alarms below it. */
export type DrillAlarm =
  | { readonly kind: "metric"; readonly alarm: MetricAlarm }
  | {
      readonly kind: "composite";
      readonly alarm: CompositeAlarm;
      readonly metric: readonly MetricAlarm[];
      readonly composite: readonly CompositeAlarm[];
    };

/** Composites are judged whenever an alarm below them changes, which they do at full minutes. */
const COMPOSITE_EVERY_MS = 60_000;

/** The alarm over a history; a text where the history does not tell, which is why. */
export function stateLine(
  drilled: DrillAlarm,
  history: readonly Series[],
  window: Window,
): StateLine | string {
  if (drilled.kind === "metric") {
    const result = evaluateMetricAlarm(drilled.alarm, history, window);
    return result.kind === "metric" ? result : result.why;
  }
  const set = { metric: drilled.metric, composite: drilled.composite, muteRules: [] };
  const result = evaluateAlarms(set, history, window).alarms.find(
    ({ name }) => name === drilled.alarm.AlarmName,
  );
  if (result?.kind !== "composite") {
    return result?.kind === "not-evaluated" ? result.why : "it was not evaluated";
  }
  const states: AlarmState[] = [];
  const firstMs = (Math.floor(window.startMs / COMPOSITE_EVERY_MS) + 1) * COMPOSITE_EVERY_MS;
  let state: AlarmState = "INSUFFICIENT_DATA";
  let next = 0;
  for (let atMs = firstMs; atMs <= window.endMs; atMs += COMPOSITE_EVERY_MS) {
    for (let change = result.transitions[next]; change && change.atMs <= atMs;) {
      state = change.to;
      next += 1;
      change = result.transitions[next];
    }
    states.push(state);
  }
  return { firstMs, everyMs: COMPOSITE_EVERY_MS, states };
}
