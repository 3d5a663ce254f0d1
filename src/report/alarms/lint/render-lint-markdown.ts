import type { LintReport } from "../../../model/lint-finding.ts";
import { escapeText } from "../../text/escape.ts";
import { lintCounts, lintSummary } from "./lint-counts.ts";

/** For a comment on a pull request: a table a file. */
export function renderLintMarkdown(report: LintReport): string {
  const told = report.findings.filter(({ silenced }) => silenced === null);
  const tables = report.files.flatMap((file) => {
    const rows = [
      ...report.problems
        .filter(({ place }) => place.file === file)
        .map(({ place, message }) => ["reading", place.id, place.line, "", message]),
      ...told
        .filter(({ place }) => place.file === file)
        .map(({ severity, alarm, place, rule, message, fix }) => [
          severity,
          alarm,
          place.line,
          rule,
          `${message} ${fix}`,
        ]),
    ];
    if (rows.length === 0) return [];
    return [
      "",
      `**${cell(file)}**`,
      "",
      "| | alarm | line | rule | what to do |",
      "| --- | --- | ---: | --- | --- |",
      ...rows.map((row) => `| ${row.map((value) => cell(String(value ?? ""))).join(" | ")} |`),
    ];
  });
  const expired = report.expired.map(({ rule, until }) => cell(`The snooze of ${rule} ended on ${until}.`));
  return [
    `**Alarm lint:** ${lintSummary(lintCounts(report))}.`,
    ...tables,
    ...expired.flatMap((line) => ["", line]),
    "",
  ].join("\n");
}

/** Text that Markdown would take for its own, a browser for HTML, or a code host for somebody's name. */
function cell(text: string): string {
  return escapeText(text)
    .replace(/[\\`*_{}[\]<>|~#!&]/g, "\\$&")
    .replaceAll("@", "@\u200B")
    .replaceAll("://", ":\u200B//");
}
