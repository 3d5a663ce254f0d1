import {
  AUDIT_SEVERITIES,
  type AuditReport,
  type AuditResult,
  type AuditSeverity,
} from "../../model/audit-result.ts";

/** Failures that nobody has snoozed. */
function toldFailures({ results }: Pick<AuditReport, "results">): AuditResult[] {
  return results.filter(({ verdict, silenced }) => verdict === "fail" && silenced === null);
}

export interface AuditCounts extends Readonly<Record<AuditSeverity, number>> {
  readonly passed: number;
  readonly failed: number;
  readonly undecided: number;
  readonly notApplicable: number;
  readonly silenced: number;
  readonly subjects: number;
}

export function auditCounts(report: Pick<AuditReport, "results">): AuditCounts {
  const { results } = report;
  const told = toldFailures(report);
  const of = (verdict: AuditResult["verdict"]): number =>
    results.filter((result) => result.verdict === verdict).length;
  const by = (severity: AuditSeverity): number =>
    told.filter((result) => result.severity === severity).length;
  return {
    high: by("high"),
    medium: by("medium"),
    low: by("low"),
    info: by("info"),
    failed: of("fail"),
    passed: of("pass"),
    undecided: of("unknown"),
    notApplicable: of("not-applicable"),
    silenced: of("fail") - told.length,
    subjects: new Set(results.map(({ id }) => id)).size,
  };
}

/** "3 high, 12 medium, 4 low, 2 info; 210 passed, 8 not decided, 77 not applicable, 1 snoozed" */
export function auditSummary(counts: AuditCounts): string {
  if (counts.subjects === 0) return "No API was found, so there was nothing to judge";
  const found = AUDIT_SEVERITIES.toReversed().flatMap((severity) =>
    counts[severity] === 0 ? [] : [`${counts[severity]} ${severity}`],
  );
  const rest = [
    `${counts.passed} passed`,
    ...(counts.undecided === 0 ? [] : [`${counts.undecided} not decided`]),
    ...(counts.notApplicable === 0 ? [] : [`${counts.notApplicable} not applicable`]),
    ...(counts.silenced === 0 ? [] : [`${counts.silenced} snoozed`]),
  ];
  return `${found.length === 0 ? "Nothing to mend" : found.join(", ")}; ${rest.join(", ")}`;
}

/** Failures by check, the gravest first and then by control; of each its subjects, the gravest first and then in order. */
export function failuresByCheck(report: Pick<AuditReport, "results">): AuditResult[][] {
  const byCheck = new Map<string, AuditResult[]>();
  for (const result of toldFailures(report)) {
    byCheck.set(result.check, [...(byCheck.get(result.check) ?? []), result]);
  }
  const gravest = (list: readonly AuditResult[]): number => Math.max(...list.map(rank));
  const rank = ({ severity }: AuditResult): number => AUDIT_SEVERITIES.indexOf(severity);
  const sorted = [...byCheck.values()].map((list) =>
    list.toSorted((left, right) => rank(right) - rank(left)),
  );
  return sorted.sort(
    (left, right) =>
      gravest(right) - gravest(left) || ((left[0]?.control ?? "") < (right[0]?.control ?? "") ? -1 : 1),
  );
}
