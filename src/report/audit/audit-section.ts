import type { AuditReport, AuditResult, AuditScore } from "../../model/audit-result.ts";
import { dataTable, type Column } from "../html/data-table.ts";
import { markup, type Markup } from "../html/markup.ts";
import { auditLabel, scoreLabels } from "./audit-label.ts";
import { auditCounts, auditSummary, failuresByCheck } from "./audit-summary.ts";

const SCORES: readonly Column<AuditScore>[] = [
  {
    head: "Points",
    kind: "number",
    hint: "of 100; undecided checks count as failed",
    cell: ({ points }) => numberText(points),
  },
  {
    head: "At best",
    kind: "number",
    hint: "undecided checks counted as passed",
    cell: ({ atBest }) => numberText(atBest),
  },
  { head: "Failed", kind: "number", cell: ({ failed }) => String(failed) },
  { head: "Passed", kind: "number", cell: ({ passed }) => String(passed) },
  { head: "Not applicable", kind: "number", cell: ({ notApplicable }) => String(notApplicable) },
  { head: "Not decided", kind: "number", cell: ({ undecided }) => String(undecided) },
];

const FAILURES: readonly Column<AuditResult>[] = [
  { head: "Severity", kind: "prose", cell: ({ severity }) => severity },
  { head: "Check", kind: "text", cell: ({ check, control }) => `${check} (${control})` },
  { head: "Where", kind: "name", cell: placeOf },
  { head: "What", kind: "prose", cell: ({ message }) => message },
  {
    head: "Evidence",
    kind: "text",
    cell: ({ evidence }) =>
      evidence
        .slice(0, 3)
        .map(({ field, value }) => `${field}: ${value}`)
        .join("; "),
  },
  { head: "What to do", kind: "prose", cell: ({ fix }) => fix },
];

/** "http:a1b2c3/prod (search)", "rest:Orders/prod, template.yaml line 12" */
function placeOf({ id, name, file, line }: AuditResult): string {
  const label = auditLabel(id, name);
  return file === null ? label : `${label}, ${file}${line === null ? "" : ` line ${line}`}`;
}

/** The audit as sections of a page. */
export function auditSection(report: AuditReport): readonly Markup[] {
  const failures = failuresByCheck(report).flat();
  const labelOf = scoreLabels(report);
  const stage: Column<AuditScore> = { head: "Stage", kind: "name", cell: ({ target }) => labelOf(target) };
  const advice = report.advice.map(
    ({ target, route, message }) => markup`<li>${target} ${route}: ${message}</li>`,
  );
  const blind = report.blindSpots.map(
    ({ source, target, hint }) =>
      markup`<li>${target === null ? source : `${source} of ${target}`}: ${hint}</li>`,
  );
  return [
    markup`<p>${auditSummary(auditCounts(report))}.</p>`,
    ...dataTable("Audit by stage", [stage, ...SCORES], report.scores),
    ...dataTable("What failed", FAILURES, failures),
    ...(advice.length === 0
      ? []
      : [markup`<section><h2>What the traffic suggests</h2><ul>${advice}</ul></section>`]),
    ...(blind.length === 0 ? [] : [markup`<section><h2>Not looked at</h2><ul>${blind}</ul></section>`]),
  ];
}

function numberText(value: number | null): string {
  return value === null ? "-" : String(value);
}
