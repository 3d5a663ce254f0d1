import type { LintFinding, LintReport } from "../../../model/lint-finding.ts";

export interface LintCounts {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly silenced: number;
  readonly problems: number;
  readonly alarms: number;
}

export function lintCounts({ findings, alarms, problems }: LintReport): LintCounts {
  const told = findings.filter(({ silenced }) => silenced === null);
  const of = (severity: LintFinding["severity"]): number =>
    told.filter((finding) => finding.severity === severity).length;
  return {
    error: of("error"),
    warning: of("warning"),
    note: of("note"),
    silenced: findings.length - told.length,
    problems: problems.length,
    alarms: alarms.length,
  };
}

/** "2 errors, 1 warning in 7 alarms; 1 silenced", or "no problems in 7 alarms". */
export function lintSummary(counts: LintCounts): string {
  const found = (["error", "warning", "note"] as const).flatMap((severity) =>
    counts[severity] === 0 ? [] : [plural(counts[severity], severity)],
  );
  const what = found.length === 0 ? "no problems" : found.join(", ");
  return [
    `${what} in ${plural(counts.alarms, "alarm")}`,
    ...(counts.silenced === 0 ? [] : [`${counts.silenced} silenced`]),
    ...(counts.problems === 0 ? [] : [`${plural(counts.problems, "remark")} about what was read`]),
  ].join("; ");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
