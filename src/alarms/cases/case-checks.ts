import type { YamlPath } from "../../model/yaml/positioned-yaml.ts";
import type { CaseTest } from "./case-file-schema.ts";
import type { CaseCheck, CaseMoment } from "./case-plan.ts";
import type { CaseProblems } from "./case-problems.ts";
import { readMoment } from "./case-times.ts";

type Expectation = CaseTest["expect"][number];

/** What the expectations of a test come to, one by one. What is wrong with them goes to `problems`. */
export function caseChecks(
  expected: readonly Expectation[],
  startMs: number,
  path: YamlPath,
  problems: CaseProblems,
): CaseCheck[] {
  return expected.flatMap((expectation, index) => {
    const own = [...path, index];
    const checks = checksOf(expectation, startMs, own, problems);
    if (checks.length === 0 && expectation.at === undefined && expectation.state === undefined) {
      problems.add(
        own,
        "nothing is expected; write `at` and `state`, `states`, `transitions`, `fires` or `pages`",
      );
    }
    return checks;
  });
}

function checksOf(
  { alarm, at, state, states, transitions, fires, pages }: Expectation,
  startMs: number,
  path: YamlPath,
  problems: CaseProblems,
): CaseCheck[] {
  const of = (field: string): { alarm: string; line: number } => ({
    alarm,
    line: problems.lineOf([...path, field]),
  });
  const moment = (text: string | 0, place: YamlPath): CaseMoment => {
    const atMs = readMoment(text, startMs);
    if (typeof atMs !== "string" && atMs >= startMs) return { atMs, text: String(text) };
    problems.add(place, typeof atMs === "string" ? atMs : `${text} is before the start of the test`);
    return { atMs: startMs, text: String(text) };
  };
  const checks: CaseCheck[] = [];
  if (at !== undefined && state !== undefined) {
    checks.push({ ...of("state"), kind: "state", at: moment(at, [...path, "at"]), state });
  } else if (at !== undefined) problems.add([...path, "at"], "`at` needs a `state` beside it");
  else if (state !== undefined)
    problems.add([...path, "state"], "`state` needs an `at` beside it, such as 12m");
  for (const [text, value] of Object.entries(states ?? {})) {
    checks.push({
      ...of("states"),
      line: problems.lineOf([...path, "states", text]),
      kind: "state",
      at: moment(text, [...path, "states", text]),
      state: value,
    });
  }
  if (transitions !== undefined) {
    const listed = transitions.map(({ at: text, to }, index) => ({
      at: moment(text, [...path, "transitions", index, "at"]),
      to,
    }));
    checks.push({ ...of("transitions"), kind: "transitions", transitions: listed });
  }
  if (fires !== undefined) checks.push({ ...of("fires"), kind: "fires", times: fires });
  if (pages !== undefined) checks.push({ ...of("pages"), kind: "pages", times: pages });
  return checks;
}
