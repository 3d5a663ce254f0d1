import type { TargetCoverage } from "../../../model/alarm-coverage.ts";
import { coverageCells, coverageText } from "../../../model/coverage-text.ts";
import type { LintReport } from "../../../model/lint-finding.ts";
import { escapeText } from "../../text/escape.ts";
import { listedFindings } from "./listed-findings.ts";
import { lintCounts, lintSummary } from "./lint-counts.ts";

/** For a comment on a pull request: a table a file. */
export function renderLintMarkdown(report: LintReport): string {
  const told = listedFindings(report);
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
    ...coverageTable(report.coverage ?? []),
    ...(report.blindSpots.length === 0 ? [] : ["", "Not looked at:", ""]),
    ...report.blindSpots.map(({ source, hint }) => `- ${cell(`${source}: ${hint}`)}`),
    ...expired.flatMap((line) => ["", line]),
    "",
  ].join("\n");
}

function coverageTable(coverage: readonly TargetCoverage[]): string[] {
  if (coverage.length === 0) return [];
  return [
    "",
    "| AWS recommends | present | dead | missing | unknown | which |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    ...coverage.map((target) => {
      const which = (["dead", "missing", "unknown"] as const).flatMap((state) => {
        const text = coverageText(target, state);
        return text === "" ? [] : [`${state}: ${text}`];
      });
      const row = [target.target, ...coverageCells(target).map(String), which.join("; ")];
      return `| ${row.map(cell).join(" | ")} |`;
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
