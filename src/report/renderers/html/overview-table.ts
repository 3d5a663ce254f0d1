import { markup, type Markup } from "../../html/markup.ts";
import { sortableTable, type SortableColumn } from "../../html/sortable-table.ts";
import { sparklineSvg } from "../../html/sparkline-svg.ts";
import type { TargetReport } from "../../../model/report.ts";
import { formatCount, formatMs, formatRatio } from "../../text/format.ts";
import type { HtmlPage } from "./page.ts";

const HEALTH_ORDER = { critical: 0, degraded: 1, unknown: 2, healthy: 3 } as const;

/** How every target is, worst first: its numbers, and how they went over the window. */
export function overviewTable(page: HtmlPage): Markup[] {
  const { targets } = page.view.report;
  if (targets.length === 0) return [];
  const trends = (target: TargetReport) => page.view.trends.get(target.id);
  // A WebSocket API has no latency of its own: what its integration takes is all there is.
  const latency = (target: TargetReport) => target.latencyMs ?? target.integrationLatencyMs;
  const isElsewhere = new Set(targets.map(({ region }) => region)).size > 1;
  const columns: readonly SortableColumn<TargetReport>[] = [
    {
      head: "Health",
      kind: "text",
      cell: ({ health }) => markup`<span class="pill ${health}">${health}</span>`,
      sortBy: ({ health }) => HEALTH_ORDER[health],
    },
    {
      head: "Target",
      kind: "name",
      cell: ({ id }) => markup`<a href="#${page.targetAnchor(id) ?? "targets"}">${page.labelOf(id)}</a>`,
    },
    ...(isElsewhere
      ? [{ head: "Region", kind: "text" as const, cell: ({ region }: TargetReport) => region }]
      : []),
    {
      head: "Traffic",
      kind: "spark",
      cell: (target) => sparklineSvg(trends(target)?.requestsPerMinute ?? [], "total"),
    },
    {
      head: "Requests",
      kind: "number",
      cell: ({ requests }) => formatCount(requests),
      sortBy: ({ requests }) => requests,
    },
    {
      head: "4XX",
      kind: "number",
      cell: ({ errorRatio4xx }) => formatRatio(errorRatio4xx),
      sortBy: ({ errorRatio4xx }) => errorRatio4xx,
    },
    {
      head: "5XX",
      kind: "number",
      cell: ({ errorRatio5xx }) => serverErrors(errorRatio5xx),
      sortBy: ({ errorRatio5xx }) => errorRatio5xx,
    },
    {
      head: "5XX over time",
      kind: "spark",
      cell: (target) => sparklineSvg(trends(target)?.errorRatio5xx ?? [], "server", NOTABLE),
    },
    {
      head: "p50",
      hint: "latency of the typical period",
      kind: "number",
      cell: (target) => formatMs(latency(target)?.p50 ?? null),
      sortBy: (target) => latency(target)?.p50 ?? null,
    },
    {
      head: "p99",
      hint: "latency of the typical period",
      kind: "number",
      cell: (target) => formatMs(latency(target)?.p99 ?? null),
      sortBy: (target) => latency(target)?.p99 ?? null,
    },
    {
      head: "p90 over time",
      kind: "spark",
      cell: (target) => sparklineSvg(trends(target)?.latencyP90Ms ?? [], "total"),
    },
  ];
  return [
    markup`<section id="overview">
<h2>Overview</h2>
${sortableTable("overview-table", "Overview of all targets", columns, targets)}
<p class="note">Each small curve has its own scale, from zero to its highest value; that of 5XX reaches to 1 % at least.</p>
</section>`,
  ];
}

/** From here on a share of server errors is worth a colour. */
const NOTABLE = 0.01;

function serverErrors(ratio: number | null): string | Markup {
  return ratio !== null && ratio >= NOTABLE
    ? markup`<span class="bad">${formatRatio(ratio)}</span>`
    : formatRatio(ratio);
}
