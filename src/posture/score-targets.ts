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

const WORST = ["fail", "unknown", "pass", "not-applicable"];

function score(target: string, results: readonly AuditResult[]): AuditScore {
  const worst = new Map<string, AuditResult>();
  for (const result of results) {
    const known = worst.get(result.check);
    if (known === undefined || compareWorst(result, known) < 0) worst.set(result.check, result);
  }
  const all = [...worst.values()];
  const of = (verdict: AuditResult["verdict"]) => all.filter((result) => result.verdict === verdict);
  const weight = (list: readonly AuditResult[]) =>
    list.reduce((sum, { severity }) => sum + WEIGHTS[severity], 0);
  const [passed, failed, undecided] = [of("pass"), of("fail"), of("unknown")];
  const whole = weight(passed) + weight(failed) + weight(undecided);
  const isDecided = passed.length + failed.length >= LEAST_DECIDED && whole > 0;
  return {
    target,
    points: isDecided ? Math.floor((100 * weight(passed)) / whole) : null,
    atBest: isDecided ? Math.floor((100 * (weight(passed) + weight(undecided))) / whole) : null,
    passed: passed.length,
    failed: failed.length,
    undecided: undecided.length,
    notApplicable: of("not-applicable").length,
  };
}

function compareWorst(left: AuditResult, right: AuditResult): number {
  return (
    WORST.indexOf(left.verdict) - WORST.indexOf(right.verdict) ||
    WEIGHTS[right.severity] - WEIGHTS[left.severity]
  );
}
