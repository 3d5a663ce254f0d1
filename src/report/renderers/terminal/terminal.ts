import type { Renderer } from "../renderer.ts";
import { blindSpotLines } from "./blind-spot-lines.ts";
import { costLine } from "./cost-line.ts";
import { findingLines } from "./finding-lines.ts";
import { headerLines } from "./header-lines.ts";
import { healthLines } from "./health-lines.ts";
import { createPage } from "./page.ts";

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
      ...report.findings.flatMap((finding, index) => [...findingLines(finding, index + 1, view, page), ""]),
      ...blindSpotLines(report.blindSpots, page),
      ...costLine(report.cost, origin, page),
    ];
    return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
  },
};
