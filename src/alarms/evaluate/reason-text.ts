/**
 * The reason of a transition in CloudWatch's wording, as AWS's examples, recorded answers and notifications have it.
 * Times are those of the points' beginnings, in UTC, newest first.
 */
import { pointAt, type Line } from "../../metric-math/line.ts";
import type { AlarmPlan } from "./alarm-plan.ts";
import type { AlarmState } from "./alarm-state.ts";
import { javaNumber } from "./java-number.ts";
import { POINT, type Frame } from "./judge-points.ts";

/** StateReason holds no more. */
const MAX_LENGTH = 1_023;

/** A frame with what its codes were made of; index for index. */
export interface ReasonFrame extends Frame {
  readonly line: Line;
  readonly lower: Line | undefined;
  readonly upper: Line | undefined;
  /** When the newest point begins. */
  readonly newestMs: number;
}

export function reasonText(plan: AlarmPlan, frame: ReasonFrame, state: AlarmState, range: number): string {
  const { evaluationPeriods, datapointsToAlarm, missing, saysOutOf } = plan;
  const ages = realAges(frame, evaluationPeriods, range);
  const unknown = evaluationPeriods - ages.length;
  if (state === "INSUFFICIENT_DATA") {
    return `Insufficient Data: ${plural(unknown, "datapoint")} ${wereOf(unknown)} unknown.`;
  }
  const wanted = state === "ALARM" ? POINT.breaching : POINT.ok;
  const shown = ages.filter((age) => frame.codes[frame.newest - age * frame.stride] === wanted);
  const filler = missing === "breaching" ? "Breaching" : "NonBreaching";
  const isFilled = unknown > 0 && (missing === "breaching" || missing === "notBreaching");
  const filled = isFilled
    ? ` and ${plural(unknown, "missing datapoint")} ${wereOf(unknown)} treated as [${filler}]`
    : "";
  if (shown.length === 0) {
    const received = ages.length === 0 ? "no datapoints" : plural(ages.length, "datapoint");
    const verb = ages.length === 1 ? "was" : "were";
    return `Threshold Crossed: ${received} ${verb} received for ${plural(evaluationPeriods, "period")}${filled}.`;
  }
  const needed = state === "ALARM" ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  const arrow = state === "ALARM" ? "OK -> ALARM" : "ALARM -> OK";
  const count = saysOutOf
    ? `${shown.length} out of the last ${evaluationPeriods} datapoints`
    : plural(shown.length, "datapoint");
  const minimum = saysOutOf ? ` (minimum ${plural(needed, "datapoint")} for ${arrow} transition)` : "";
  const verb = `${wereOf(shown.length)} ${state === "ALARM" ? "" : "not "}`;
  const head = `${plan.limit.kind === "band" ? "Thresholds" : "Threshold"} Crossed: ${count}`;
  const tail = `${verb}${limitText(plan, frame, shown, state)}${filled}${minimum}.`;
  const points = fitting(
    shown.map((age) => pointText(frame, age, plan.periodSeconds)),
    MAX_LENGTH - head.length - tail.length - 4,
  );
  return `${head} [${points}] ${tail}`.slice(0, MAX_LENGTH);
}

/** Ages (the newest is 0) of the points that were judged: at most N real ones. */
function realAges(frame: Frame, evaluationPeriods: number, range: number): number[] {
  const ages: number[] = [];
  for (let age = 0; age < range && ages.length < evaluationPeriods; age += 1) {
    const code = frame.codes[frame.newest - age * frame.stride] ?? POINT.missing;
    if (code !== POINT.missing) ages.push(age);
  }
  return ages;
}

function limitText(plan: AlarmPlan, frame: ReasonFrame, ages: readonly number[], state: AlarmState): string {
  if (plan.limit.kind === "threshold") {
    const than = COMPARISONS[plan.operator] ?? plan.operator;
    return `${than} the threshold (${javaNumber(plan.limit.threshold)})`;
  }
  const edges = (line: Line | undefined): string =>
    ages
      .map((age) => (line ? pointAt(line, frame.newest - age * frame.stride) : undefined))
      .map((edge) => (edge === undefined ? "-" : javaNumber(edge)))
      .join(", ");
  const below = `less than the lower thresholds [${edges(frame.lower)}]`;
  const above = `greater than the upper thresholds [${edges(frame.upper)}]`;
  if (plan.operator === "LessThanLowerThreshold") return below;
  if (plan.operator === "GreaterThanUpperThreshold") return above;
  return `${below} or ${state === "ALARM" ? "" : "not "}${above}`;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: "greater than",
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
};

function pointText(frame: ReasonFrame, age: number, periodSeconds: number): string {
  const value = pointAt(frame.line, frame.newest - age * frame.stride) ?? Number.NaN;
  const moment = new Date(frame.newestMs - age * periodSeconds * 1_000).toISOString();
  const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T([\d:]{8})/.exec(moment) ?? [];
  return `${javaNumber(value)} (${day}/${month}/${year} ${time})`;
}

/** As many as fit, newest first. */
function fitting(texts: readonly string[], room: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const text of texts) {
    used += text.length + 2;
    if (used > room && kept.length > 0) return `${kept.join(", ")}, ...`;
    kept.push(text);
  }
  return kept.join(", ");
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
const wereOf = (count: number): string => (count === 1 ? "was" : "were");
