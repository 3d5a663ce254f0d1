import type { AuditReport, AuditResult, AuditScore } from "../../model/audit-result.ts";
import { dataTable, type Column } from "../html/data-table.ts";
import { markup, type Markup } from "../html/markup.ts";
import { auditCounts, auditSummary, failuresByCheck } from "./audit-summary.ts";

/** A stage's score, and what people call its API. */
type NamedScore = AuditScore & { readonly name: string | null };

const SCORES: readonly Column<NamedScore>[] = [
  { head: "Stage", kind: "name", cell: ({ target, name }) => labelOf(target, name) },
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
  const label = labelOf(id, name);
  return file === null ? label : `${label}, ${file}${line === null ? "" : ` line ${line}`}`;
}

function labelOf(id: string, name: string | null): string {
  return name === null ? id : `${id} (${name})`;
}

/** The audit as sections of a page. */
export function auditSection(report: AuditReport): readonly Markup[] {
  const failures = failuresByCheck(report).flat();
  const names = new Map(report.results.map(({ id, name }) => [id, name]));
  const scores = report.scores.map((score) => ({ ...score, name: names.get(score.target) ?? null }));
  const advice = report.advice.map(
    ({ target, route, message }) => markup`<li>${target} ${route}: ${message}</li>`,
  );
  const blind = report.blindSpots.map(
    ({ source, target, hint }) =>
      markup`<li>${target === null ? source : `${source} of ${target}`}: ${hint}</li>`,
  );
  return [
    markup`<p>${auditSummary(auditCounts(report))}.</p>`,
    ...dataTable("Audit by stage", SCORES, scores),
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
