import type { LintReport } from "../../../model/lint-finding.ts";
import { lintCounts } from "./lint-counts.ts";

/** For scripts. Later versions add fields and never rename these. */
export function renderLintJson(report: LintReport, toolVersion: string): string {
  const { alarms, ...counts } = lintCounts(report);
  const result = {
    schemaVersion: 1,
    tool: { name: "gatewatch", version: toolVersion },
    alarms,
    counts,
    findings: report.findings.map(({ place, ...finding }) => ({ ...finding, ...place })),
    problems: report.problems.map(({ place, message }) => ({ ...place, message })),
    expiredSnoozes: report.expired,
    coverage: report.coverage,
    blindSpots: report.blindSpots,
    cost: report.cost,
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}
