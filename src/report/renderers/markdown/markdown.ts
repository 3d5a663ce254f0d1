/**
 * A report as a comment or an issue on GitHub: what is read at a glance first, the proof folded away. A host refuses longer
 * texts than 65,536 characters, so all lists are cut to the same length until the whole fits, and every cut says so.
 */
import { costText } from "../../text/cost-text.ts";
import { formatCount, formatMs, formatRatio } from "../../text/format.ts";
import { incidentTexts } from "../../text/incident-texts.ts";
import { logText } from "../../text/log-text.ts";
import { lookedAt } from "../../text/looked-at.ts";
import { markdownTable, markdownText } from "../../text/markdown-text.ts";
import { sparkline } from "../../text/sparkline.ts";
import { verdict } from "../../text/verdict.ts";
import { blindSpotGroups } from "../../view/blind-spot-groups.ts";
import type { ReportView } from "../../view/to-view.ts";
import type { Renderer } from "../renderer.ts";
import { alarmLines } from "./alarm-lines.ts";
import { cutLine } from "./cut-line.ts";
import { detailsBlock } from "./details-block.ts";
import { findingBlock } from "./finding-block.ts";

const MOST_CHARACTERS = 60_000;
const FIRST_ROWS = 128;

export const markdownRenderer: Renderer = {
  format: "markdown",
  summary: "for comments and issues on GitHub and the like",
  render(view) {
    let rows = FIRST_ROWS;
    let text = render(view, rows);
    while (text.length >= MOST_CHARACTERS && rows > 1) {
      rows = Math.floor(rows / 2);
      text = render(view, rows);
    }
    const end = "\n\n...cut here: a comment holds no more; --format json has all.\n";
    return text.length < MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - end.length - 1)}${end}`;
  },
};

function render(view: ReportView, most: number): string {
  const { report, origin } = view;
  const { findings } = report;
  const details = view.details();
  return [
    "### API Gateway report",
    "",
    markdownText(lookedAt(report, origin, null)),
    "",
    `**${markdownText(verdict(report))}**`,
    ...targetTable(view, most),
    ...incidentTexts(report)
      .slice(0, most)
      .flatMap((text) => ["", markdownText(text)]),
    ...findings
      .slice(0, most)
      .flatMap((finding, index) => findingBlock(finding, index + 1, view, details.get(finding.target))),
    ...cutLine(findings.length, most, "findings"),
    ...alarmLines(view.backtest, most),
    ...detailsBlock(`Blind spots (${report.blindSpots.length})`, blindSpotLines(view, most)),
    "",
    `<sub>Cost: ${markdownText([costText(report.cost, origin), logText(report.logs)].join(" ").trim())} gatewatch ${markdownText(report.tool.version)}</sub>`,
    "",
  ].join("\n");
}

const HEAD = ["target", "health", "traffic", "requests", "4XX", "5XX", "p50", "p99"];

function targetTable({ report, labels, trends }: ReportView, most: number): string[] {
  if (report.targets.length === 0) return [];
  const rows = report.targets.slice(0, most).map((target) => {
    const latency = target.latencyMs ?? target.integrationLatencyMs;
    return [
      labels.get(target.id) ?? target.id,
      target.health,
      sparkline(trends.get(target.id)?.requestsPerMinute ?? []),
      formatCount(target.requests),
      formatRatio(target.errorRatio4xx),
      formatRatio(target.errorRatio5xx),
      formatMs(latency?.p50 ?? null),
      formatMs(latency?.p99 ?? null),
    ];
  });
  return ["", ...markdownTable(HEAD, rows), ...cutLine(report.targets.length, most, "targets")];
}

function blindSpotLines({ report, labels }: ReportView, most: number): string[] {
  const groups = blindSpotGroups(report.blindSpots);
  const lines = groups.slice(0, most).map(({ spot, targets }) => {
    const names = targets.slice(0, most).map((id) => labels.get(id) ?? id);
    const more = targets.length > most ? ` and ${targets.length - most} more` : "";
    const where = targets.length === 0 ? "" : ` (${names.join(", ")}${more})`;
    return `- ${markdownText(`${spot.source} ${spot.code}${where}: ${spot.hint}`)}`;
  });
  return [...lines, ...cutLine(groups.length, most, "blind spots")];
}
