/**
 * Replays a metric alarm over a history, evaluation by evaluation, as CloudWatch would have judged it: on windows that
 * slide every minute (hourly where they span more than a day), from INSUFFICIENT_DATA on.
 *
 * What AWS leaves open is judged by every reading that fits what it does say. The result is that of the first; where
 * another one would have given other states, `doubts` says which, how often and since when.
 */
import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import type { Window } from "../../core/window.ts";
import { pointAt } from "../../metric-math/line.ts";
import type { Series } from "../../model/series.ts";
import { planAlarm, type AlarmPlan } from "./alarm-plan.ts";
import type { AlarmState, Transition } from "./alarm-state.ts";
import { checkMetricAlarm } from "./check-metric-alarm.ts";
import { combineContributors } from "./evaluate-insights-alarm.ts";
import { insightsContributors } from "./insights-contributors.ts";
import { judgePoints, POINT, type Reading } from "./judge-points.ts";
import { prepareFrames, type Prepared } from "./prepare-frames.ts";
import { reasonText, type ReasonFrame } from "./reason-text.ts";

/** Another reading of what AWS leaves open that would have given other states. */
export interface Doubt {
  readonly reading: string;
  readonly firstMs: number;
  /** Evaluations with another state; of a composite alarm, minutes. */
  readonly evaluations: number;
}

/** The newest datapoint of an evaluation, and what it was compared with: the same twice, or the edges of a band. */
export interface JudgedPoint {
  /** Undefined for a gap. */
  readonly value: number | undefined;
  /** Undefined while there is no band yet. */
  readonly lower: number | undefined;
  readonly upper: number | undefined;
}

export interface EvaluatedMetricAlarm {
  readonly kind: "metric";
  readonly name: string;
  /** The first evaluation, and from one to the next; `states[i]` is that after evaluation i. */
  readonly firstMs: number;
  readonly everyMs: number;
  /** On which side of its limits a datapoint breaches. */
  readonly watches: "above" | "below" | "both";
  readonly states: readonly AlarmState[];
  readonly transitions: readonly Transition[];
  /** `points[i]` is what was new at evaluation i. */
  readonly points: readonly JudgedPoint[];
  /** What CloudWatch would say for `states[i]` had it changed at evaluation i: the datapoints that were judged there. */
  readonly reasonAt: (evaluation: number) => string;
  /** What a reader has to know to trust the result: aligned windows, an approximated band. */
  readonly notes: readonly string[];
  readonly doubts: readonly Doubt[];
  /** The changes under the other readings that give other states: composites are judged by them too. */
  readonly readings: readonly OtherReading[];
}

/** What AWS leaves open: how many points are fetched, or what becomes of breaching points too young to alarm. */
export type OpenQuestion = "range" | "young";

interface OtherReading {
  readonly question: OpenQuestion;
  /** As a doubt has it. */
  readonly reading: string;
  readonly transitions: readonly Transition[];
}

/** The history does not hold what the alarm watches. */
export interface NotEvaluated {
  readonly kind: "not-evaluated";
  readonly name: string;
  readonly why: string;
}

/**
 * The states at the evaluations in (window.startMs, window.endMs]. The history may begin earlier, and should, by the
 * alarm's own evaluation range. `reading` overrides what AWS leaves open; the other readings are still compared.
 *
 * Errors: E_BAD_INPUT for a definition that CloudWatch would not take.
 */
export function evaluateMetricAlarm(
  definition: {
    readonly AlarmName: string;
    readonly Metrics?: readonly { Expression?: string | undefined }[] | undefined;
  },
  history: readonly Series[],
  window: Window,
  reading: Reading = { extraPoints: ALARM_EVALUATION.extraPoints, youngBreaching: "keep" },
): EvaluatedMetricAlarm | NotEvaluated {
  const name = definition.AlarmName;
  const plan = planAlarm(definition);
  if (plan.insights) {
    const alarms = insightsContributors(checkMetricAlarm(definition), plan.insights, history);
    if (typeof alarms === "string") return { kind: "not-evaluated", name, why: alarms };
    const evaluated = alarms.map((alarm) => evaluateMetricAlarm(alarm, history, window, reading));
    return combineContributors(name, evaluated, window);
  }
  const others = otherReadings(plan, reading);
  const mostExtra = Math.max(reading.extraPoints, ...others.map((other) => other.reading.extraPoints));
  const prepared = prepareFrames(plan, history, window, plan.evaluationPeriods + mostExtra);
  if (typeof prepared === "string") return { kind: "not-evaluated", name, why: prepared };

  const { everyMs, notes } = prepared;
  const firstMs = (Math.floor(window.startMs / everyMs) + 1) * everyMs;
  const run = { plan, prepared, firstMs, endMs: window.endMs };
  const range = plan.evaluationPeriods + reading.extraPoints;
  const states = replay(run, reading);
  let transitions: readonly Transition[] | undefined;
  let points: readonly JudgedPoint[] | undefined;
  let replayed: readonly Replayed[] | undefined;
  const replayOthers = (): readonly Replayed[] =>
    (replayed ??= others
      .map((other) => ({ ...other, states: replay(run, other.reading) }))
      .filter((other) => other.states.some((state, index) => state !== states[index])));
  return {
    kind: "metric",
    name,
    firstMs,
    everyMs,
    watches: sideOf(plan),
    states,
    // Reasons and doubts cost more than the states do, and a search for a threshold reads neither.
    get transitions() {
      transitions ??= transitionsOf(run, states, range);
      return transitions;
    },
    get points() {
      points ??= states.map((_, index) => judgedPoint(run, firstMs + index * everyMs, range));
      return points;
    },
    reasonAt: (evaluation) =>
      reasonText(
        plan,
        prepared.frameAt(firstMs + evaluation * everyMs, range),
        states[evaluation] ?? "OK",
        range,
      ),
    notes,
    get doubts() {
      return replayOthers().map((other) => doubtOf(other, states, run));
    },
    get readings() {
      return replayOthers().map(({ question, text, reading: other, states: otherStates }) => ({
        question,
        reading: text,
        transitions: transitionsOf(run, otherStates, plan.evaluationPeriods + other.extraPoints),
      }));
    },
  };
}

interface Run {
  readonly plan: AlarmPlan;
  readonly prepared: Prepared;
  readonly firstMs: number;
  readonly endMs: number;
}

function replay({ plan, prepared, firstMs, endMs }: Run, reading: Reading): AlarmState[] {
  const states: AlarmState[] = [];
  const range = plan.evaluationPeriods + reading.extraPoints;
  let state: AlarmState = "INSUFFICIENT_DATA";
  for (let atMs = firstMs; atMs <= endMs; atMs += prepared.everyMs) {
    const frame = prepared.frameAt(atMs, range);
    if (!hasTooFewSamples(plan, prepared, frame, range)) state = judgePoints(frame, plan, reading, state);
    states.push(state);
  }
  return states;
}

function transitionsOf(
  { plan, prepared, firstMs }: Run,
  states: readonly AlarmState[],
  range: number,
): Transition[] {
  const transitions: Transition[] = [];
  let from: AlarmState = "INSUFFICIENT_DATA";
  for (const [index, to] of states.entries()) {
    if (to === from) continue;
    const atMs = firstMs + index * prepared.everyMs;
    transitions.push({ atMs, from, to, reason: reasonText(plan, prepared.frameAt(atMs, range), to, range) });
    from = to;
  }
  return transitions;
}

function sideOf({ operator }: AlarmPlan): EvaluatedMetricAlarm["watches"] {
  if (operator === "LessThanLowerOrGreaterThanUpperThreshold") return "both";
  return operator.startsWith("Less") ? "below" : "above";
}

function judgedPoint({ plan, prepared }: Run, atMs: number, range: number): JudgedPoint {
  const { line, lower, upper, newest } = prepared.frameAt(atMs, range);
  const value = pointAt(line, newest);
  if (plan.limit.kind === "threshold") {
    return { value, lower: plan.limit.threshold, upper: plan.limit.threshold };
  }
  return { value, lower: lower && pointAt(lower, newest), upper: upper && pointAt(upper, newest) };
}

/** With EvaluateLowSampleCountPercentile "ignore" the state stays while any of the judged points has too few samples. */
function hasTooFewSamples(
  plan: AlarmPlan,
  { samples }: Prepared,
  frame: ReasonFrame,
  range: number,
): boolean {
  const { leastSamples, evaluationPeriods } = plan;
  if (!samples || leastSamples === undefined) return false;
  let real = 0;
  for (let age = 0; age < range && real < evaluationPeriods; age += 1) {
    const index = frame.newest - age * frame.stride;
    if ((frame.codes[index] ?? POINT.missing) === POINT.missing) continue;
    real += 1;
    if ((pointAt(samples.line, index) ?? 0) < leastSamples) return true;
  }
  return false;
}

interface Other {
  readonly question: OpenQuestion;
  readonly text: string;
  readonly reading: Reading;
}

type Replayed = Other & { readonly states: readonly AlarmState[] };

/** The ways to read AWS that agree with its tables and differ from `reading` in one thing. */
function otherReadings({ evaluationPeriods, missing }: AlarmPlan, reading: Reading): Other[] {
  const found: Other[] = [];
  const inProportion = Math.ceil((evaluationPeriods * ALARM_EVALUATION.extraPoints) / 3);
  for (const extraPoints of new Set([ALARM_EVALUATION.extraPoints, inProportion])) {
    if (extraPoints === reading.extraPoints) continue;
    const text = `${evaluationPeriods + extraPoints} points fetched for ${evaluationPeriods} evaluation period${evaluationPeriods === 1 ? "" : "s"}`;
    found.push({ question: "range", text, reading: { ...reading, extraPoints } });
  }
  if (missing === "missing" || missing === "ignore") {
    const youngBreaching = reading.youngBreaching === "keep" ? "ok" : "keep";
    const text = `breaching points alone, too young to alarm: ${youngBreaching === "ok" ? "OK" : "the state stays"}`;
    found.push({ question: "young", text, reading: { ...reading, youngBreaching } });
  }
  return found;
}

function doubtOf({ text, states: others }: Replayed, states: readonly AlarmState[], run: Run): Doubt {
  const first = states.findIndex((state, index) => state !== others[index]);
  const evaluations = states.filter((state, index) => state !== others[index]).length;
  return { reading: text, firstMs: run.firstMs + first * run.prepared.everyMs, evaluations };
}
