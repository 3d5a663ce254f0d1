import pc from "picocolors";

import type { AlarmPlace } from "../../../model/declared-alarm.ts";
import type { TargetCoverage } from "../../../model/alarm-coverage.ts";
import { coverageCells, coverageText } from "../../../model/coverage-text.ts";
import type { LintFinding, LintReport } from "../../../model/lint-finding.ts";
import { escapeText } from "../../text/escape.ts";
import { wrapLabelled, wrapText } from "../../text/wrap.ts";
import { listedFindings } from "./listed-findings.ts";
import { lintCost } from "./lint-cost.ts";
import { lintCounts, lintSummary } from "./lint-counts.ts";

export interface LintPage {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}

type Paint = ReturnType<typeof pc.createColors>;

/** For people: by file and alarm, with the line, the rule, what is wrong and what to do. */
export function renderLintTerminal(report: LintReport, page: LintPage): string {
  const paint = pc.createColors(page.colour);
  const told = listedFindings(report);
  const counts = lintCounts(report);
  const lines = [
    ...report.files.flatMap((file) => fileLines(file, report, told, paint, page.width)),
    ...report.expired.flatMap(({ rule, alarm, until }) => {
      const what = `${rule}${alarm === undefined ? "" : ` for "${alarm}"`}`;
      const text = `The snooze of ${what} ended on ${until}: take it out of the configuration, or give it a new day.`;
      return wrapText(escapeText(text), page.width);
    }),
    ...(report.expired.length > 0 ? [""] : []),
    ...coverageLines(report.coverage ?? [], paint, page.width),
    ...blindLines(report, paint, page.width),
    paint.bold(`${lintSummary(counts)}.`),
    ...(told.length > 0
      ? [paint.dim("docs/alarms/lint has a page for each rule: why, how to fix, how to silence.")]
      : []),
    ...(report.cost === null ? [] : [paint.dim(`Cost: ${lintCost(report.cost)}.`)]),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function fileLines(
  file: string,
  { problems }: LintReport,
  told: readonly LintFinding[],
  paint: Paint,
  width: number,
): string[] {
  const unread = problems.filter(({ place }) => place.file === file);
  const own = told.filter(({ place }) => place.file === file);
  if (unread.length + own.length === 0) return [];
  const lines = [paint.bold(escapeText(file === "-" ? "standard input" : file))];
  for (const { place, message } of unread) {
    lines.push(`  ${escapeText(place.id)}${lineText(place)}`);
    lines.push(`    ${paint.yellow("READING")}`, ...indented(message, width));
  }
  let last: AlarmPlace | undefined;
  for (const { alarm, place, severity, rule, path, message, fix } of own) {
    if (last?.id !== place.id || last.line !== place.line) {
      const id = place.id === alarm ? "" : ` (${place.id})`;
      lines.push(`  ${escapeText(alarm)}${escapeText(id)}${lineText(place)}`);
    }
    last = place;
    const where = path === null ? "" : `  ${escapeText(path)}`;
    lines.push(`    ${PAINTED[severity](paint)} ${rule}${paint.dim(where)}`);
    lines.push(...indented(message, width), ...wrapLabelled("      -> ", escapeText(fix), width));
  }
  return [...lines, ""];
}

const STATES = ["present", "dead", "missing", "unknown"] as const;

/** A row a target, and below it what is not as it should be. */
function coverageLines(coverage: readonly TargetCoverage[], paint: Paint, width: number): string[] {
  if (coverage.length === 0) return [];
  const cells = (texts: readonly string[]): string => texts.map((text) => text.padStart(9)).join("");
  const names = Math.max(
    24,
    Math.min(width - 40, Math.max(...coverage.map(({ target }) => escapeText(target).length))),
  );
  return [
    `${paint.bold("AWS recommends".padEnd(names))}${paint.dim(cells(["present", "dead", "missing", "unknown"]))}`,
    ...coverage.flatMap((target) => {
      const name = escapeText(target.target);
      const head = name.length > names ? [name, ""] : [name];
      const counts = cells(coverageCells(target).map((count) => (count === 0 ? "-" : String(count))));
      return [
        ...head.slice(0, -1),
        `${(head.at(-1) ?? "").padEnd(names)}${counts}`,
        ...STATES.filter((state) => state !== "present").flatMap((state) => {
          const text = coverageText(target, state);
          return text === "" ? [] : wrapLabelled(`  ${state.padEnd(8)} `, escapeText(text), width);
        }),
      ];
    }),
    paint.dim("gatewatch alarms synth writes what is missing."),
    "",
  ];
}

function blindLines({ blindSpots }: LintReport, paint: Paint, width: number): string[] {
  if (blindSpots.length === 0) return [];
  const lines = blindSpots.flatMap(({ source, hint }) =>
    wrapLabelled("  ", escapeText(`${source}: ${hint}`), width),
  );
  return [paint.bold("Not looked at, so the rules that need it say nothing"), ...lines, ""];
}

function indented(text: string, width: number): string[] {
  return wrapText(escapeText(text), width - 6).map((line) => `      ${line}`);
}

function lineText({ line }: AlarmPlace): string {
  return line === null ? "" : `, line ${line}`;
}

const PAINTED: Readonly<Record<LintFinding["severity"], (paint: Paint) => string>> = {
  error: (paint) => paint.red("ERROR  "),
  warning: (paint) => paint.yellow("WARNING"),
  note: (paint) => paint.cyan("NOTE   "),
};
