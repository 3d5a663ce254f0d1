import type { AuditReport, AuditScore } from "../../model/audit-result.ts";
import { escapeText } from "../text/escape.ts";
import { auditCounts, auditSummary, failuresByCheck } from "./audit-summary.ts";

/** For a comment on a pull request: scores, then a row for each failure, the gravest first. */
export function renderAuditMarkdown(report: AuditReport): string {
  const failures = failuresByCheck(report).flat();
  return [
    `**Audit:** ${auditSummary(auditCounts(report))}.`,
    ...scoreTable(report.scores),
    ...(failures.length === 0
      ? []
      : ["", "| | check | where | what | what to do |", "| --- | --- | --- | --- | --- |"]),
    ...failures.map(({ severity, check, control, id, file, line, message, fix }) => {
      const place = file === null ? id : `${id} (${file}${line === null ? "" : `:${line}`})`;
      return `| ${[severity, `${check} (${control})`, place, message, fix].map(cell).join(" | ")} |`;
    }),
    ...(report.advice.length === 0 ? [] : ["", "What the traffic suggests:", ""]),
    ...report.advice.map(({ target, route, message }) => `- ${cell(`${target} ${route}: ${message}`)}`),
    ...(report.blindSpots.length === 0 ? [] : ["", "Not looked at:", ""]),
    ...report.blindSpots.map(({ source, hint }) => `- ${cell(`${source}: ${hint}`)}`),
    ...report.expired.flatMap(({ check, until }) => ["", cell(`The snooze of ${check} ended on ${until}.`)]),
    "",
  ].join("\n");
}

function scoreTable(scores: readonly AuditScore[]): string[] {
  if (scores.length === 0) return [];
  return [
    "",
    "| stage | points | at best | failed | passed | not applicable | not decided |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...scores.map(({ target, points, atBest, failed, passed, notApplicable, undecided }) => {
      const cells = [target, points ?? "-", atBest ?? "-", failed, passed, notApplicable, undecided];
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
