import pc from "picocolors";

import {
  AUDIT_SEVERITIES,
  type AuditReport,
  type AuditResult,
  type AuditScore,
  type AuditSeverity,
} from "../../model/audit-result.ts";
import { escapeText } from "../text/escape.ts";
import { displayWidth, padTo } from "../text/width.ts";
import { wrapLabelled, wrapText } from "../text/wrap.ts";
import { auditLabel, scoreLabels } from "./audit-label.ts";
import { auditCounts, auditSummary, failuresByCheck } from "./audit-summary.ts";
import { bySentence } from "./by-sentence.ts";
import { remedyLines, type RemedyDialect } from "./remedy-text.ts";

export interface AuditPage {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
  /** Evidence and everything that passed as well. */
  readonly verbose: boolean;
  /** How to mend it, in the words of one tool; null: in a sentence. */
  readonly fix: RemedyDialect | null;
  /** What the run cost, in words; null where nothing was asked. */
  readonly cost: string | null;
}

type Paint = ReturnType<typeof pc.createColors>;

/** For people: how each stage stands, then every check that something failed, the gravest first, with what and where. */
export function renderAuditTerminal(report: AuditReport, page: AuditPage): string {
  const paint = pc.createColors(page.colour);
  const lines = [
    ...scoreLines(report, paint, page.width),
    ...failuresByCheck(report).flatMap((results) => checkLines(results, paint, page)),
    ...(page.verbose ? otherLines(report, paint, page) : []),
    ...adviceLines(report, paint, page),
    ...report.expired.flatMap(({ check, until }) =>
      wrapText(
        `The snooze of ${escapeText(check)} ended on ${escapeText(until)}: take it out of the configuration, or give it a new day.`,
        page.width,
      ),
    ),
    ...blindLines(report, paint, page.width),
    ...wrapText(`${auditSummary(auditCounts(report))}.`, page.width).map((line) => paint.bold(line)),
    ...wrapText(hint(page), page.width).map((line) => paint.dim(line)),
    ...(page.cost === null ? [] : [paint.dim(`Cost: ${page.cost}.`)]),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function hint({ fix, verbose }: AuditPage): string {
  return [
    "gatewatch audit --explain CHECK tells why, and what else knows it.",
    ...(fix === null ? ["--fix cli, cloudformation or terraform prints what to write."] : []),
    ...(verbose ? [] : ["--verbose shows the evidence."]),
  ].join(" ");
}

function scoreLines({ scores, results }: AuditReport, paint: Paint, width: number): string[] {
  if (scores.length === 0) return [];
  const head = ["points", "high", "medium", "low", "passed", "n/a", "open"];
  const labelOf = scoreLabels({ results });
  const rows = scores.map((score) => ({
    name: escapeText(labelOf(score.target)),
    cells: cellsOf(score, results),
  }));
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map(({ cells }) => (cells[at] ?? "").length)),
  );
  const numbers = widths.reduce((sum, one) => sum + one + 2, 0);
  const first = Math.max(
    12,
    Math.min(width - numbers, Math.max(...rows.map(({ name }) => displayWidth(name)))),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => `  ${cell.padStart(widths[at] ?? 0)}`).join("");
  return [
    `${paint.bold(padTo("stage", first))}${paint.dim(line(head))}`,
    ...rows.flatMap(({ name, cells }) =>
      displayWidth(name) > first
        ? [...wrapText(name, width), `${" ".repeat(first)}${line(cells)}`]
        : [`${padTo(name, first)}${line(cells)}`],
    ),
    "",
  ];
}

function cellsOf(
  { target, points, atBest, passed, undecided, notApplicable }: AuditScore,
  results: readonly AuditResult[],
): string[] {
  const failed = results.filter(({ verdict, targets }) => verdict === "fail" && targets.includes(target));
  const by = (severity: AuditSeverity): string => {
    const count = new Set(failed.filter((one) => one.severity === severity).map(({ check }) => check)).size;
    return count === 0 ? "-" : String(count);
  };
  const range = points === null ? "-" : atBest === points ? String(points) : `${points}..${atBest ?? ""}`;
  return [
    range,
    by("high"),
    by("medium"),
    by("low"),
    String(passed),
    String(notApplicable),
    undecided === 0 ? "-" : String(undecided),
  ];
}

function checkLines(results: readonly AuditResult[], paint: Paint, page: AuditPage): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const { control, check, title, fix } = first;
  const gravest = Math.max(...results.map((one) => AUDIT_SEVERITIES.indexOf(one.severity)));
  const severity = AUDIT_SEVERITIES[gravest] ?? first.severity;
  const lines = [
    `${PAINTED[severity](paint)} ${paint.bold(check)} ${paint.dim(control)}`,
    ...wrapLabelled(INDENT, title, page.width),
  ];
  // Evidence and remedies are of one subject each; without them one sentence is said once for all.
  const isSaidOnce = !page.verbose && page.fix === null;
  for (const same of isSaidOnce ? bySentence(results) : results.map((one) => [one])) {
    const [result, ...others] = same;
    if (result === undefined) continue;
    lines.push(...(others.length > 0 ? sharedLines : resultLines)(same, severity, page.width));
    if (page.verbose) lines.push(...evidenceLines(result, paint, page.width));
    if (page.fix !== null && result.remedy !== null) {
      lines.push(
        ...remedyLines(result.remedy, page.fix).map((line) => `${INDENT}  ${paint.green(escapeText(line))}`),
      );
    }
  }
  if (page.fix === null) lines.push(...wrapLabelled(`${INDENT}-> `, fix, page.width));
  return [...lines, ""];
}

const INDENT = "        ";

/** The sentence, and below it all that it is said of. */
function sharedLines(results: readonly AuditResult[], severity: AuditSeverity, width: number): string[] {
  const [first] = results;
  if (first === undefined) return [];
  return [
    ...wrapLabelled(INDENT, sentenceOf(first, severity).replace(/\.$/, ":"), width),
    ...listLines(`${INDENT}  `, results.map(placeOf), width),
  ];
}

/** As many on a line as fit; only one that is too long by itself is broken. */
function listLines(indent: string, labels: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const [index, label] of labels.entries()) {
    const text = index === labels.length - 1 ? label : `${label},`;
    const together = `${lines.at(-1) ?? ""} ${text}`;
    if (index > 0 && displayWidth(indent + together) <= width) lines[lines.length - 1] = together;
    else lines.push(text);
  }
  return lines.flatMap((line) => wrapLabelled(indent, line, width));
}

/** A label that leaves little room for its text gets a line of its own. */
function resultLines(results: readonly AuditResult[], severity: AuditSeverity, width: number): string[] {
  return results.flatMap((result) => {
    const label = placeOf(result);
    const text = sentenceOf(result, severity);
    return displayWidth(INDENT + label) > width / 2
      ? [...wrapLabelled(INDENT, label, width), ...wrapLabelled(`${INDENT}  `, text, width)]
      : wrapLabelled(`${INDENT}${label}  `, text, width);
  });
}

function sentenceOf(result: AuditResult, severity: AuditSeverity): string {
  return escapeText(`${result.severity === severity ? "" : `(${result.severity}) `}${result.message}`);
}

function placeOf({ id, name, line }: AuditResult): string {
  return `${escapeText(auditLabel(id, name))}${line === null ? "" : `:${line}`}`;
}

function evidenceLines({ evidence }: AuditResult, paint: Paint, width: number): string[] {
  return evidence.flatMap(({ field, value }) =>
    wrapLabelled(`${INDENT}  `, escapeText(`${field}: ${value}`), width).map((line) => paint.dim(line)),
  );
}

function otherLines({ results }: AuditReport, paint: Paint, page: AuditPage): string[] {
  const rest = results.filter(({ verdict, silenced }) => verdict !== "fail" || silenced !== null);
  return [
    ...rest.flatMap((result) =>
      wrapLabelled(
        padTo(result.silenced === null ? WORDS[result.verdict] : "snoozed", 8),
        `${result.check} ${escapeText(result.id)}: ${escapeText(result.silenced?.replace(/^snoozed /, "") ?? result.message)}`,
        page.width,
      ).map((line) => paint.dim(line)),
    ),
    "",
  ];
}

function adviceLines({ advice }: AuditReport, paint: Paint, page: AuditPage): string[] {
  if (advice.length === 0) return [];
  return [
    paint.bold("What the traffic suggests"),
    ...advice.flatMap(({ target, route, message }) => [
      ...wrapLabelled("  ", `${escapeText(target)} ${escapeText(route)}`, page.width),
      ...wrapLabelled("    ", escapeText(message), page.width),
    ]),
    "",
  ];
}

function blindLines({ blindSpots }: AuditReport, paint: Paint, width: number): string[] {
  if (blindSpots.length === 0) return [];
  const lines = blindSpots.flatMap(({ source, target, hint: text }) =>
    wrapLabelled("  ", escapeText(`${source}${target === null ? "" : ` of ${target}`}: ${text}`), width),
  );
  return [paint.bold("Not looked at, so checks that need it are not decided"), ...lines, ""];
}

const WORDS = { pass: "passed", fail: "failed", unknown: "open", "not-applicable": "n/a" } as const;

const PAINTED: Readonly<Record<AuditSeverity, (paint: Paint) => string>> = {
  high: (paint) => paint.red("HIGH   "),
  medium: (paint) => paint.yellow("MEDIUM "),
  low: (paint) => paint.cyan("LOW    "),
  info: (paint) => paint.dim("INFO   "),
};
