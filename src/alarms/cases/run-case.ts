import { elapsedText } from "../../core/elapsed-text.ts";
import type { CaseFailure, CaseResult } from "../../model/alarm-case-result.ts";
import { evaluateAlarms, type AlarmsResult } from "../evaluate/evaluate-alarms.ts";
import { caseTimeline } from "./case-timeline.ts";
import type { CaseCheck, CasePlan } from "./case-plan.ts";

type Evaluated = Exclude<AlarmsResult["alarms"][number], { kind: "not-evaluated" }>;

/** What a check came to where it failed; `aboutMs` is the moment to look at. */
interface Miss {
  readonly at: string | null;
  readonly expected: string;
  readonly actual: string;
  readonly reason: string | null;
  readonly aboutMs: number | null;
}

/** Replays the alarms of a test and judges what is expected. Errors: E_BAD_INPUT as evaluateAlarms. */
export function runCase(plan: CasePlan): CaseResult {
  const result = evaluateAlarms(plan.set, plan.history, plan.window);
  const failures = plan.checks.flatMap((check): CaseFailure[] => {
    const missed = miss(check, plan, result);
    if (!missed) return [];
    const { aboutMs, ...failure } = missed;
    const timeline = caseTimeline(plan, result, check.alarm, aboutMs);
    return [{ ...failure, line: check.line, alarm: check.alarm, timeline }];
  });
  const { name, line, checks } = plan;
  return { name, line, checks: checks.length, failures, notes: notesOf(plan, result) };
}

function miss(check: CaseCheck, plan: CasePlan, { alarms, actions }: AlarmsResult): Miss | undefined {
  const found = alarms.find(({ name }) => name === check.alarm);
  if (!found || found.kind === "not-evaluated") {
    const reason = found?.why ?? "it is not among the alarms";
    const at = check.kind === "state" ? check.at.text : null;
    return { at, expected: expectedText(check), actual: "not evaluated", reason, aboutMs: null };
  }
  const { transitions } = found;
  if (check.kind === "state") return stateMiss(check, found);
  if (check.kind === "transitions") return transitionsMiss(check, found, plan.startMs);
  const isPage = check.kind === "pages";
  const moments = isPage
    ? actions.filter(
        ({ alarm, state, outcome }) => alarm === check.alarm && state === "ALARM" && outcome === "ran",
      )
    : transitions.filter(({ to }) => to === "ALARM");
  if (moments.length === check.times) return undefined;
  const noun = isPage ? "page" : "firing";
  // Too many: the first that should not be. Too few: nothing happened at any moment in particular.
  const about = moments.length > check.times ? moments[check.times] : undefined;
  const where = moments.map(({ atMs }) => elapsedText(atMs - plan.startMs)).join(", ");
  return {
    at: null,
    expected: expectedText(check),
    actual: where === "" ? countText(0, noun) : `${countText(moments.length, noun)} (${where})`,
    reason: (isPage ? noPageText(check.alarm, plan) : null) ?? (about ? reasonAt(found, about.atMs) : null),
    aboutMs: about?.atMs ?? null,
  };
}

function stateMiss(check: Extract<CaseCheck, { kind: "state" }>, found: Evaluated): Miss | undefined {
  const { at, state } = check;
  const { transitions } = found;
  const actual = transitions.findLast(({ atMs }) => atMs <= at.atMs)?.to ?? "INSUFFICIENT_DATA";
  if (actual === state) return undefined;
  const reason = reasonAt(found, at.atMs);
  return { at: at.text, expected: state, actual, reason, aboutMs: at.atMs };
}

function transitionsMiss(
  check: Extract<CaseCheck, { kind: "transitions" }>,
  found: Evaluated,
  startMs: number,
): Miss | undefined {
  const { transitions } = found;
  const length = Math.max(transitions.length, check.transitions.length);
  for (let index = 0; index < length; index += 1) {
    const expected = check.transitions[index];
    const actual = transitions[index];
    if (expected && actual && expected.at.atMs === actual.atMs && expected.to === actual.to) continue;
    const aboutMs = Math.min(expected?.at.atMs ?? Infinity, actual?.atMs ?? Infinity);
    return {
      at: null,
      expected: expected ? `${expected.to} at ${expected.at.text}` : "no further change",
      actual: actual ? `${actual.to} at ${elapsedText(actual.atMs - startMs)}` : "no further change",
      reason: reasonAt(found, aboutMs),
      aboutMs,
    };
  }
  return undefined;
}

function expectedText(check: CaseCheck): string {
  if (check.kind === "state") return check.state;
  if (check.kind === "transitions") return countText(check.transitions.length, "change");
  return countText(check.times, check.kind === "pages" ? "page" : "firing");
}

function noPageText(name: string, { set }: CasePlan): string | null {
  const alarm = [...set.metric, ...set.composite].find(({ AlarmName }) => AlarmName === name);
  if (alarm?.ActionsEnabled === false) return "Its ActionsEnabled is false.";
  return (alarm?.AlarmActions ?? []).length === 0 ? "It has no AlarmActions." : null;
}

/** What a metric alarm was judged by at a moment; of a composite what moved it last. Null before the first evaluation. */
function reasonAt(found: Evaluated, atMs: number): string | null {
  if (found.kind === "composite") {
    return found.transitions.findLast((transition) => transition.atMs <= atMs)?.reason ?? null;
  }
  const evaluation = Math.floor((atMs - found.firstMs) / found.everyMs);
  return evaluation >= 0 && evaluation < found.states.length ? found.reasonAt(evaluation) : null;
}

function notesOf({ checks, startMs }: CasePlan, { alarms }: AlarmsResult): string[] {
  const names = new Set(checks.map(({ alarm }) => alarm));
  return alarms.flatMap((alarm) => {
    if (alarm.kind === "not-evaluated" || !names.has(alarm.name)) return [];
    const unit = alarm.kind === "metric" ? "evaluation" : "minute";
    const doubts = alarm.doubts.map(
      ({ reading, firstMs, evaluations }) =>
        `AWS leaves open how to judge ${countText(evaluations, unit)}, from ${elapsedText(firstMs - startMs)} on; read as "${reading}" they give other states.`,
    );
    const notes = alarm.kind === "metric" ? alarm.notes : [];
    return [...notes, ...doubts].map((text) => `${alarm.name}: ${text}`);
  });
}

function countText(count: number, noun: string): string {
  return `${count === 0 ? "no" : count} ${noun}${count > 1 ? "s" : ""}`;
}
