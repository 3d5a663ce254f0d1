import type { LintFinding, LintReport } from "../../../model/lint-finding.ts";

/** What is told one by one: nothing that is silenced, and nothing that the table of recommended alarms says. */
export function listedFindings({ findings, coverage }: LintReport): LintFinding[] {
  const inTable = (target: string): boolean => coverage?.some((row) => row.target === target) ?? false;
  return findings.filter(
    ({ silenced, rule, alarm }) => silenced === null && !(rule === "missing-recommended" && inTable(alarm)),
  );
}
