import type { Report } from "../../../model/report.ts";
import type { Renderer } from "../renderer.ts";
import { blindSpotLines } from "./blind-spot-lines.ts";
import { costLine } from "./cost-line.ts";
import { findingLines, hasHiddenLinks } from "./finding-lines.ts";
import { headerLines } from "./header-lines.ts";
import { healthLines } from "./health-lines.ts";
import { incidentLines } from "./incident-lines.ts";
import { logLine } from "./log-line.ts";
import { createPage, type Page } from "./page.ts";

/** A console address is longer than any line; without --verbose it is not shown, but it must not be unknown. */
function hiddenLinksLine({ findings }: Report, page: Page): string[] {
  const isHidden = findings.some((finding) => hasHiddenLinks(finding, page));
  return isHidden ? [page.paint.dim("Links to graphs of these findings: --verbose, or --format json.")] : [];
}

/** Narrower than this nothing lines up any more. */
const NARROWEST = 60;

/** The report as it is read at three in the morning: verdict, health, findings, blind spots, cost. */
export const terminalRenderer: Renderer = {
  format: "terminal",
  summary: "text for people, 80 columns",
  render(view, options) {
    const { report, origin } = view;
    const width = Math.max(NARROWEST, options.width);
    const page = createPage({ ...options, width }, Date.parse(report.window.end));
    const lines = [
      ...headerLines(report, origin, page),
      "",
      ...healthLines(view, page),
      ...(report.targets.length > 0 ? [""] : []),
      ...incidentLines(report, page),
      ...report.findings.flatMap((finding, index) => [...findingLines(finding, index + 1, view, page), ""]),
      ...blindSpotLines(report.blindSpots, page),
      ...hiddenLinksLine(report, page),
      ...logLine(report.logs, page),
      ...costLine(report.cost, origin, page),
    ];
    return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
  },
};
