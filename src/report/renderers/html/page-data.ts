import type { Finding } from "../../../model/finding.ts";
import { packValues } from "../../html/pack-values.ts";
import { escapeText } from "../../text/escape.ts";
import type { ChartData, ChartUnit } from "../../view/target-charts.ts";
import type { HtmlPage } from "./page.ts";

/** What the smallest difference is worth that a chart can show; browser/plot.ts reads it so. */
const UNITS: Readonly<Record<ChartUnit, number>> = { "requests/min": 0.1, ratio: 1e-5, ms: 0.1 };

/** What browser/page-data.ts reads: the numbers of all charts, by the place of target and chart in the page. */
export function pageData(page: HtmlPage): unknown {
  const { report } = page.view;
  const endMs = Date.parse(report.window.end);
  return {
    startMs: Date.parse(report.window.start),
    endMs,
    targets: report.targets.map(({ id }) => {
      const details = page.details.get(id);
      return {
        charts: (details?.charts ?? []).map(toChart),
        spans: (details?.findings ?? []).map((finding) => toSpan(finding, endMs)),
        marks: (details?.deployments ?? []).map((deployment) => ({
          timeMs: deployment.createdMs,
          text: escapeText(`deployment ${deployment.id}`),
        })),
      };
    }),
  };
}

/** True of total and integration: what lies between them is the gateway's. */
export function hasBand({ unit, lines }: ChartData): boolean {
  return unit === "ms" && lines.length === 2;
}

function toChart(chart: ChartData): object {
  return {
    unit: chart.unit,
    startMs: chart.startMs,
    stepMs: chart.stepMs,
    hasBand: hasBand(chart),
    lines: chart.lines.map(({ label, tone, shape, values }) => ({
      label,
      tone,
      shape,
      values: packValues(values, UNITS[chart.unit]),
    })),
  };
}

function toSpan({ startedAt, endedAt, severity, title }: Finding, nowMs: number): object {
  return {
    startMs: Date.parse(startedAt),
    endMs: endedAt === null ? nowMs : Date.parse(endedAt),
    severity,
    text: escapeText(title),
  };
}
