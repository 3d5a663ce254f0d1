import { MINUTE_MS } from "../../core/window.ts";
import type { CaseState, CaseTimeline } from "../../model/alarm-case-result.ts";
import { alarmsOf } from "../evaluate/alarm-rule.ts";
import type { Transition } from "../evaluate/alarm-state.ts";
import type { AlarmsResult } from "../evaluate/evaluate-alarms.ts";
import type { EvaluatedMetricAlarm, JudgedPoint } from "../evaluate/evaluate-metric-alarm.ts";
import { parseAlarmRule } from "../evaluate/parse-alarm-rule.ts";
import type { CasePlan } from "./case-plan.ts";

/** An hour of minutes fits beside the labels in 80 columns. */
const COLUMNS = 60;
/** Where the marked column stands in a longer replay: more of what led to it than of what followed. */
const BEFORE = 40;
/** Of a composite's alarms. */
const MOST_ROWS = 8;

type Evaluated = Exclude<AlarmsResult["alarms"][number], { kind: "not-evaluated" }>;

/** What there is to see around a moment, or at the end where there is none; null for an alarm that was not evaluated. */
export function caseTimeline(
  { set, startMs, window }: CasePlan,
  { alarms }: AlarmsResult,
  name: string,
  aboutMs: number | null,
): CaseTimeline | null {
  const evaluated = new Map(
    alarms.flatMap((alarm) => (alarm.kind === "not-evaluated" ? [] : [[alarm.name, alarm] as const])),
  );
  const alarm = evaluated.get(name);
  if (!alarm) return null;
  const everyMs = alarm.kind === "metric" ? alarm.everyMs : MINUTE_MS;
  const beginMs =
    alarm.kind === "metric" ? alarm.firstMs : (Math.floor(window.startMs / everyMs) + 1) * everyMs;
  const total = Math.max(0, Math.floor((window.endMs - beginMs) / everyMs) + 1);
  if (total === 0) return null;
  const about = aboutMs === null ? null : Math.floor((aboutMs - beginMs) / everyMs);
  const first = Math.max(0, Math.min((about ?? worstOf(alarm) ?? 0) - BEFORE, total - COLUMNS));
  const moments = Array.from(
    { length: Math.min(COLUMNS, total) },
    (_, index) => beginMs + (first + index) * everyMs,
  );
  const points = moments.map((_, index) => pointsOf(alarm)?.[first + index]);
  const rule = set.composite.find(({ AlarmName }) => AlarmName === name)?.AlarmRule;
  const below = rule === undefined ? [] : alarmsOf(parseAlarmRule(rule)).slice(0, MOST_ROWS);
  return {
    firstMs: beginMs + first * everyMs - startMs,
    everyMs,
    values: points.map((point) => point?.value ?? null),
    lower: points.map((point) => point?.lower ?? null),
    upper: points.map((point) => point?.upper ?? null),
    states: [...below, name].flatMap((row) => {
      const found = evaluated.get(row);
      return found ? [{ alarm: row, states: moments.map((atMs) => stateAt(found.transitions, atMs)) }] : [];
    }),
    marked: about === null || about < first || about >= first + moments.length ? null : about - first,
  };
}

const pointsOf = (alarm: Evaluated): readonly JudgedPoint[] | undefined =>
  alarm.kind === "metric" ? alarm.points : undefined;

/** The evaluation at which the datapoint was furthest from its limits, or nearest to them where none crossed. */
function worstOf(alarm: Evaluated): number | undefined {
  if (alarm.kind !== "metric") return undefined;
  let worst: { index: number; by: number } | undefined;
  for (const [index, point] of alarm.points.entries()) {
    const by = distance(point, alarm);
    if (by !== undefined && (worst === undefined || by > worst.by)) worst = { index, by };
  }
  return worst?.index;
}

function distance(
  { value, lower, upper }: JudgedPoint,
  { watches }: EvaluatedMetricAlarm,
): number | undefined {
  if (value === undefined || lower === undefined || upper === undefined) return undefined;
  if (watches === "below") return lower - value;
  return watches === "above" ? value - upper : Math.max(value - upper, lower - value);
}

function stateAt(transitions: readonly Transition[], atMs: number): CaseState {
  return transitions.findLast((transition) => transition.atMs <= atMs)?.to ?? "INSUFFICIENT_DATA";
}
