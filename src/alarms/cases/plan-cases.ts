import { nearestNames } from "../../core/did-you-mean.ts";
import { DAY_MS } from "../../core/window.ts";
import { inFileOrder } from "../../model/yaml/check-yaml.ts";
import type { PositionedYaml, TextProblem } from "../../model/yaml/positioned-yaml.ts";
import type { CheckedAlarms } from "../to-alarm-set.ts";
import { caseAlarms, type AlarmsOf } from "./case-alarms.ts";
import { caseChecks } from "./case-checks.ts";
import type { CaseFile, CaseTest } from "./case-file-schema.ts";
import type { CaseCheck, CasePlan } from "./case-plan.ts";
import { CaseProblems } from "./case-problems.ts";
import { caseSeries } from "./case-series.ts";
import { readLength, readStart, USUAL_INTERVAL, USUAL_START } from "./case-times.ts";
import { neededAlarms } from "./needed-alarms.ts";

const LONGEST_MS = 70 * DAY_MS;

/** The tests of a file, ready to run; or all that is wrong with the file, in its order. Does not throw. */
export function planCases(
  file: CaseFile,
  yaml: PositionedYaml,
  name: string,
  alarmsOf: AlarmsOf,
): { readonly plans: readonly CasePlan[] } | { readonly problems: readonly TextProblem[] } {
  const problems = new CaseProblems(yaml);
  const names = new Set<string>();
  const plans = file.tests.map((test, index) => {
    if (names.has(test.name)) problems.add(["tests", index, "name"], "another test has the same name");
    names.add(test.name);
    return planCase(file, test, index, name, alarmsOf, problems);
  });
  if (problems.found.length === 0) return { plans };
  const distinct = new Map(problems.found.map((problem) => [JSON.stringify(problem), problem]));
  return { problems: inFileOrder([...distinct.values()]) };
}

function planCase(
  file: CaseFile,
  test: CaseTest,
  index: number,
  name: string,
  alarmsOf: AlarmsOf,
  problems: CaseProblems,
): CasePlan {
  const path = ["tests", index];
  const settings = [
    { setting: file, path: [] },
    { setting: test, path },
  ];
  const alarms = caseAlarms(settings, name, alarmsOf, problems);
  const startMs = readStart(test.start ?? file.start ?? USUAL_START);
  if (typeof startMs === "string")
    problems.add([...(test.start === undefined ? [] : path), "start"], startMs);
  const fromMs = typeof startMs === "string" ? 0 : startMs;
  const interval = test.interval ?? file.interval ?? USUAL_INTERVAL;
  const place = { startMs: fromMs, interval, set: alarms.set };
  const { series, endMs } = caseSeries(test.inputSeries, place, [...path, "inputSeries"], problems);
  const checks = caseChecks(test.expect, fromMs, [...path, "expect"], problems);
  refuseUnknown(test, alarms, name, path, problems);

  const lengthOf = (field: "evaluateFrom" | "until"): number | undefined => {
    const text = test[field];
    const read = text === undefined ? undefined : readLength(text);
    if (typeof read !== "string") return read?.lengthMs;
    problems.add([...path, field], read);
    return undefined;
  };
  const evaluateFromMs = fromMs + (lengthOf("evaluateFrom") ?? 0);
  const until = lengthOf("until");
  const lastMs = Math.max(endMs, ...checks.flatMap(momentsOf));
  const window = { startMs: evaluateFromMs, endMs: until === undefined ? lastMs : fromMs + until };
  if (window.endMs - fromMs > LONGEST_MS) {
    problems.add(path, `the test lasts longer than ${LONGEST_MS / DAY_MS} days`);
  } else if (window.endMs <= window.startMs) {
    problems.add([...path, "evaluateFrom"], "the replay ends before it begins");
  } else if (window.endMs < Math.max(...checks.flatMap(momentsOf))) {
    problems.add([...path, "until"], "something is expected after it");
  }
  const set = neededAlarms(
    alarms.set,
    test.expect.map(({ alarm }) => alarm),
  );
  return {
    name: test.name,
    line: problems.lineOf([...path, "name"]),
    startMs: fromMs,
    set,
    history: series,
    window,
    checks,
  };
}

const momentsOf = (check: CaseCheck): number[] =>
  check.kind === "state"
    ? [check.at.atMs]
    : check.kind === "transitions"
      ? check.transitions.map(({ at }) => at.atMs)
      : [];

function refuseUnknown(
  test: CaseTest,
  { declared, refused }: CheckedAlarms,
  ownFile: string,
  path: readonly PropertyKey[],
  problems: CaseProblems,
): void {
  for (const [index, { alarm }] of test.expect.entries()) {
    if (declared.has(alarm)) continue;
    const own = [...path, "expect", index, "alarm"];
    const lost = refused.find(({ alarm: other }) => other.fields["AlarmName"] === alarm);
    if (lost) {
      const { file, line } = lost.alarm.place;
      // What is wrong with an alarm of this file is told where it stands.
      if (file === ownFile) continue;
      const where = line === null ? file : `${file}:${line}`;
      problems.add(own, `"${alarm}" of ${where} cannot be replayed: ${lost.problems.join("; ")}`);
      continue;
    }
    const known = nearestNames(alarm, [...declared.keys()], 5).map((name) => `"${name}"`);
    const hint = known.length === 0 ? "no alarm was read" : `there are ${known.join(", ")}`;
    problems.add(own, `no alarm is named "${alarm}"; ${hint}`);
  }
}
