import type { AuditResult, AuditScore, AuditSeverity } from "../model/audit-result.ts";

/**
 * How each stage stands, 0..100: the weight of the checks that it passed, of all that were decided or should have been.
 *
 * What cannot raise it: a check that is not applicable counts on neither side, so no score changes by there being more of them.
 * One that could not be decided counts as failed (`atBest` counts it as passed), so denying a permission never helps. A failure that is
 * snoozed is still a failure. A check counts once for a stage, by the worst it says of any of its subjects, so many good subjects
 * cannot outweigh a bad one. Advice ("info") has no weight.
 */
const WEIGHTS: Readonly<Record<AuditSeverity, number>> = { info: 0, low: 1, medium: 3, high: 9 };
/** With fewer decided checks than this a number would say nothing. */
const LEAST_DECIDED = 5;

export function scoreTargets(results: readonly AuditResult[]): AuditScore[] {
  const byTarget = new Map<string, AuditResult[]>();
  for (const result of results) {
    for (const target of result.targets) byTarget.set(target, [...(byTarget.get(target) ?? []), result]);
  }
  return [...byTarget].map(([target, own]) => score(target, own));
}

/** A check as it counts for a stage. */
interface Counted {
  readonly verdict: AuditResult["verdict"];
  readonly weight: number;
}

function score(target: string, results: readonly AuditResult[]): AuditScore {
  const byCheck = new Map<string, AuditResult[]>();
  for (const result of results) byCheck.set(result.check, [...(byCheck.get(result.check) ?? []), result]);
  const all = [...byCheck.values()].map(toCounted);
  const of = (verdict: AuditResult["verdict"]): readonly Counted[] =>
    all.filter((one) => one.verdict === verdict);
  const sum = (list: readonly Counted[]): number => list.reduce((total, { weight }) => total + weight, 0);
  const [passed, failed, undecided] = [of("pass"), of("fail"), of("unknown")];
  const whole = sum(passed) + sum(failed) + sum(undecided);
  const isDecided = passed.length + failed.length >= LEAST_DECIDED && whole > 0;
  return {
    target,
    points: isDecided ? Math.floor((100 * sum(passed)) / whole) : null,
    atBest: isDecided ? Math.floor((100 * (sum(passed) + sum(undecided))) / whole) : null,
    passed: passed.length,
    failed: failed.length,
    undecided: undecided.length,
    notApplicable: of("not-applicable").length,
  };
}

/** The worst verdict, with the weight of the gravest that failed or was hidden: a light failure cannot stand before a grave unknown. */
function toCounted(results: readonly AuditResult[]): Counted {
  const having = (...verdicts: readonly AuditResult["verdict"][]): readonly AuditResult[] =>
    results.filter(({ verdict }) => verdicts.includes(verdict));
  const gravest = (list: readonly AuditResult[]): number =>
    Math.max(...list.map(({ severity }) => WEIGHTS[severity]));
  const bad = having("fail", "unknown");
  if (bad.length > 0) {
    return { verdict: having("fail").length > 0 ? "fail" : "unknown", weight: gravest(bad) };
  }
  const passed = having("pass");
  return passed.length > 0
    ? { verdict: "pass", weight: gravest(passed) }
    : { verdict: "not-applicable", weight: 0 };
}
