import type { Evidence, Finding, Verdict } from "../../../model/finding.ts";
import type { ReportView } from "../../view/to-view.ts";
import type { Trend, Trends } from "../../view/trends.ts";
import { escapeText } from "../../text/escape.ts";
import { evidenceText, impactText, sinceText, whereText } from "../../text/finding-texts.ts";
import { formatConfidence } from "../../text/format.ts";
import { plural } from "../../text/plural.ts";
import { sparkline } from "../../text/sparkline.ts";
import { displayWidth } from "../../text/width.ts";
import { wrapLabelled, wrapText } from "../../text/wrap.ts";
import type { Page } from "./page.ts";

const INDENT = "   ";
const LABEL_WIDTH = 8;
const EVIDENCE_SHOWN = 4;

/** One finding as a person on call needs it: what, where, since when, how sure, why, the proof, what to do. */
export function findingLines(finding: Finding, number: number, view: ReportView, page: Page): string[] {
  const title = wrapLabelled(
    `${number}. ${finding.severity.toUpperCase()} `,
    escapeText(finding.title),
    page.width,
  );
  const cause = `${finding.cause.kind}: ${finding.cause.detail}`;
  return [
    ...title.map((line) => paintTitle(line, finding, page)),
    ...field("Where", whereText(finding, view.labels), page),
    ...field("Since", sinceText(finding, page), page),
    ...field("Sure", formatConfidence(finding.confidence), page),
    ...field("Cause", cause, page),
    ...sideLines(finding.verdict, page),
    ...field("Impact", impactText(finding), page),
    "",
    ...wrapText(escapeText(finding.summary), page.width - INDENT.length).map((line) => INDENT + line),
    "",
    ...evidenceLines(finding.evidence, page),
    ...trendLines(view.trends.get(finding.target), page),
    ...finding.actions.flatMap((action, index) => {
      const label = `${INDENT}${(index === 0 ? "Next" : "").padEnd(LABEL_WIDTH)}${index + 1}. `;
      return wrapLabelled(label, escapeText(action), page.width);
    }),
    ...linkLines(finding, page),
  ];
}

/**
 * On which side to look, how often such a verdict is right, and which known failure it looks like; nothing where no side is
 * known, however sure that is.
 */
function sideLines(verdict: Verdict | undefined, page: Page): string[] {
  if (verdict === undefined || (verdict.side === "unknown" && verdict.signature === null)) return [];
  const { side, phase, confidence, signature } = verdict;
  const where = phase === null ? side : `${side} (${phase})`;
  const known = signature === null ? "" : `; a known failure: ${signature}`;
  return field("Side", `${where}, ${formatConfidence(confidence)}${known}`, page);
}

function field(label: string, text: string, page: Page): string[] {
  return wrapLabelled(`${INDENT}${label.padEnd(LABEL_WIDTH)}`, escapeText(text), page.width);
}

function paintTitle(line: string, finding: Finding, { paint }: Page): string {
  const colours = { critical: paint.red, warning: paint.yellow, info: paint.cyan };
  return paint.bold(colours[finding.severity](line));
}

/** The first numbers are the ones that the finding rests on. */
function evidenceLines(evidence: readonly Evidence[], page: Page): string[] {
  const shown = page.verbose ? evidence : evidence.slice(0, EVIDENCE_SHOWN);
  const lines = shown.flatMap((one, index) => field(index === 0 ? "Proof" : "", evidenceText(one), page));
  const more = evidence.length - shown.length;
  return more === 0
    ? lines
    : [...lines, ...field("", `and ${plural(more, "number")} more with --verbose`, page)];
}

/** A broken address cannot be clicked or copied, so one that is too long stays whole, or away. */
function linkLines({ links }: Finding, page: Page): string[] {
  return links.map(linkLine).filter((line) => page.verbose || displayWidth(line) <= page.width);
}

function linkLine({ label, url }: Finding["links"][number]): string {
  return `${INDENT}${"Link".padEnd(LABEL_WIDTH)}${escapeText(`${label}: ${url}`)}`;
}

/** True where a link of the finding is too long for the page and was left away. */
export function hasHiddenLinks(finding: Finding, page: Page): boolean {
  return linkLines(finding, page).length < finding.links.length;
}

/** The target's trends over the window; one that is flat zero says nothing and is left out. */
function trendLines(trends: Trends | undefined, page: Page): string[] {
  if (!trends) return [];
  const shown: readonly (readonly [string, Trend])[] = [
    ["requests", trends.requestsPerMinute],
    ["4XX", trends.errorRatio4xx],
    ["5XX", trends.errorRatio5xx],
    ["p90", trends.latencyP90Ms],
  ];
  const parts = shown
    .filter(([, trend]) => trend.some((value) => value !== null && value > 0))
    .map(([label, trend]) => `${label} ${sparkline(trend)}`);
  if (parts.length === 0) return [];
  // Packed here and not by the text wrapper: a space inside a sparkline is a gap, not a place to break.
  const room = page.width - INDENT.length - LABEL_WIDTH;
  const rows: string[] = [];
  for (const part of parts) {
    const joined = rows.length === 0 ? part : `${rows.at(-1)}  ${part}`;
    if (rows.length > 0 && displayWidth(joined) <= room) rows[rows.length - 1] = joined;
    else rows.push(part);
  }
  return rows.map((row, index) => `${INDENT}${(index === 0 ? "Trend" : "").padEnd(LABEL_WIDTH)}${row}`);
}
