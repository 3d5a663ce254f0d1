import type { AuditReport, AuditResult } from "../../model/audit-result.ts";
import { escapeText } from "../text/escape.ts";
import { auditLabel, scoreLabels } from "./audit-label.ts";
import { auditCounts, auditSummary, failuresByCheck } from "./audit-summary.ts";
import { bySentence } from "./by-sentence.ts";

/** For a comment on a pull request: scores, then a row for each failure, the gravest first. */
export function renderAuditMarkdown(report: AuditReport): string {
  const failures = failuresByCheck(report).flatMap(bySentence);
  return [
    `**Audit:** ${auditSummary(auditCounts(report))}.`,
    ...scoreTable(report),
    ...(failures.length === 0
      ? []
      : ["", "| | check | where | what | what to do |", "| --- | --- | --- | --- | --- |"]),
    ...failures.flatMap((same) => {
      const [result] = same;
      if (result === undefined) return [];
      const { severity, check, control, message, fix } = result;
      return `| ${[severity, `${check} (${control})`, same.map(placeOf).join(", "), message, fix].map(cell).join(" | ")} |`;
    }),
    ...(report.advice.length === 0 ? [] : ["", "What the traffic suggests:", ""]),
    ...report.advice.map(({ target, route, message }) => `- ${cell(`${target} ${route}: ${message}`)}`),
    ...(report.blindSpots.length === 0 ? [] : ["", "Not looked at:", ""]),
    ...report.blindSpots.map(
      ({ source, target, hint }) =>
        `- ${cell(`${source}${target === null ? "" : ` of ${target}`}: ${hint}`)}`,
    ),
    ...report.expired.flatMap(({ check, until }) => ["", cell(`The snooze of ${check} ended on ${until}.`)]),
    "",
  ].join("\n");
}

function placeOf({ id, name, file, line }: AuditResult): string {
  const label = auditLabel(id, name);
  return file === null ? label : `${label} (${file}${line === null ? "" : `:${line}`})`;
}

function scoreTable({ scores, results }: AuditReport): string[] {
  if (scores.length === 0) return [];
  const labelOf = scoreLabels({ results });
  return [
    "",
    "| stage | points | at best | failed | passed | not applicable | not decided |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...scores.map(({ target, points, atBest, failed, passed, notApplicable, undecided }) => {
      const cells = [labelOf(target), points ?? "-", atBest ?? "-", failed, passed, notApplicable, undecided];
      return `| ${cells.map((value) => cell(String(value))).join(" | ")} |`;
    }),
  ];
}

/** Text that Markdown would take for its own, a browser for HTML, or a code host for somebody's name. */
function cell(text: string): string {
  return escapeText(text)
    .replace(/[\\`*_{}[\]<>|~#!&]/g, "\\$&")
    .replaceAll("@", "@\u200B")
    .replaceAll("://", ":\u200B//");
}
