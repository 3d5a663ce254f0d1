import type { TargetReport } from "../../../model/report.ts";
import { markup, type Markup } from "../../html/markup.ts";
import { formatCount, formatDuration, formatMs, formatRatio } from "../../text/format.ts";
import { plural } from "../../text/plural.ts";
import type { ChartData, ChartUnit } from "../../view/target-charts.ts";
import type { TargetDetails } from "../../view/target-details.ts";
import { hasBand } from "./page-data.ts";
import type { HtmlPage } from "./page.ts";

const FORMATS: Readonly<Record<ChartUnit, (value: number) => string>> = {
  "requests/min": formatCount,
  ratio: formatRatio,
  ms: formatMs,
};

/** Places for the charts of a target, which the page's script draws; each says in words what it shows. */
export function chartFigures(
  target: TargetReport,
  index: number,
  { charts, findings, deployments }: TargetDetails,
  page: HtmlPage,
): readonly Markup[] {
  if (charts.length === 0) return [markup`<p class="soft">There are no datapoints to draw.</p>`];
  const marks = [
    ...[...new Set(findings.map(({ severity }) => severity))].map((tone) => sign(tone, `${tone} finding`)),
    ...(deployments.length === 0 ? [] : [sign("mark", "deployment")]),
  ];
  const figures = charts.map((chart, at) => {
    const signs = [
      ...[...chart.lines].reverse().map(({ label, tone }) => sign(tone, label)),
      ...(hasBand(chart) ? [sign("gateway", "what the gateway adds")] : []),
    ];
    const step = chart.stepMs > 60_000 ? `, ${formatDuration(chart.stepMs)} a step` : "";
    return markup`<figure>
<figcaption><b>${chart.title}</b><span class="legend">${[...signs, ...(at === 0 ? marks : [])]}${step}</span></figcaption>
<div class="plot" tabindex="0" role="img" aria-label="${describe(chart, page.labelOf(target.id), findings.length)}" data-target="${index}" data-chart="${at}"></div>
</figure>`;
  });
  // Latencies stand side by side: one scale of time, three percentiles.
  const groups = [false, true].map((isLatency) =>
    figures.filter((_, at) => (charts[at]?.unit === "ms") === isLatency),
  );
  return groups
    .filter((group) => group.length > 0)
    .map(
      (group) => markup`<div class="charts">
${group}
</div>`,
    );
}

function sign(tone: string, label: string): Markup {
  return markup`<span><svg class="sign ${tone}" width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2"/></svg>${label}</span>`;
}

/** For those who cannot see it. */
function describe({ title, unit, lines }: ChartData, label: string, findings: number): string {
  const format = FORMATS[unit];
  const said = [...lines].reverse().map((line) => {
    const values = Float64Array.from(line.values.filter((value) => value !== null)).sort();
    const [least, middle, most] = [values[0], values[Math.floor(values.length / 2)], values.at(-1)];
    if (least === undefined || middle === undefined || most === undefined) return `${line.label}: no data.`;
    return `${line.label}: ${format(least)} at its lowest, ${format(middle)} mostly, ${format(most)} at its highest.`;
  });
  const marked = findings === 0 ? "" : ` ${plural(findings, "finding")} marked.`;
  return `${title} of ${label}. ${said.join(" ")}${marked}`;
}
