import { DASHBOARD_LIMITS } from "../../../catalog/dashboard-limits.ts";
import type { AlarmSpec } from "../../../model/alarm-spec.ts";
import type { DashboardBody, DashboardWidget } from "../../../model/dashboard.ts";
import type { Target } from "../../../model/target.ts";
import { targetGraphs, type Graph } from "./target-graphs.ts";

const GRAPH_WIDTH = 12;
const GRAPH_HEIGHT = 6;

export interface PlannedDashboard {
  readonly body: DashboardBody;
  /** Ids of the targets for which there was no room, in their order. */
  readonly leftOut: readonly string[];
}

/**
 * A section for each target: its alarms, those that fire first, and its graphs in two columns, with the thresholds of its alarms
 * drawn where the graph shows what they compare.
 *
 * Edge cases: a target without alarms has its graphs; targets are taken as they come until CloudWatch's limit is reached.
 */
export function planDashboard(targets: readonly Target[], specs: readonly AlarmSpec[]): PlannedDashboard {
  const widgets: DashboardWidget[] = [];
  const leftOut: string[] = [];
  let y = 0;
  let metrics = 0;
  for (const target of targets) {
    const section = sectionOf(
      target,
      specs.filter((spec) => spec.target === target.id),
      y,
    );
    const metricsOfSection = section.widgets.reduce((sum, widget) => sum + countMetrics(widget), 0);
    const isTooMuch =
      widgets.length + section.widgets.length > DASHBOARD_LIMITS.widgets ||
      metrics + metricsOfSection > DASHBOARD_LIMITS.metrics;
    if (isTooMuch) {
      leftOut.push(target.id);
      continue;
    }
    widgets.push(...section.widgets);
    metrics += metricsOfSection;
    y = section.endY;
  }
  return { body: { widgets }, leftOut };
}

function sectionOf(
  target: Target,
  specs: readonly AlarmSpec[],
  startY: number,
): { widgets: DashboardWidget[]; endY: number } {
  const width = DASHBOARD_LIMITS.gridWidth;
  const widgets: DashboardWidget[] = [
    { type: "text", x: 0, y: startY, width, height: 1, properties: { markdown: headingOf(target) } },
  ];
  let y = startY + 1;
  const names = specs.map(({ definition }) => definition.AlarmName);
  for (let from = 0; from < names.length; from += DASHBOARD_LIMITS.alarmsOfWidget) {
    const alarmNames = names.slice(from, from + DASHBOARD_LIMITS.alarmsOfWidget);
    // A row of the widget holds about six alarms.
    const height = 1 + Math.ceil(alarmNames.length / 6);
    const properties = { title: "Alarms", sortBy: "stateUpdatedTimestamp", alarmNames } as const;
    widgets.push({ type: "alarm", x: 0, y, width, height, properties });
    y += height;
  }
  const graphs = targetGraphs(target, specs);
  for (const [index, graph] of graphs.entries()) {
    const row = Math.floor(index / 2);
    widgets.push(placed(graph, (index % 2) * GRAPH_WIDTH, y + row * GRAPH_HEIGHT));
  }
  return { widgets, endY: y + Math.ceil(graphs.length / 2) * GRAPH_HEIGHT };
}

function placed(graph: Graph, x: number, y: number): DashboardWidget {
  return { ...graph, x, y, width: GRAPH_WIDTH, height: GRAPH_HEIGHT };
}

function countMetrics(widget: DashboardWidget): number {
  return widget.type === "metric" ? widget.properties.metrics.length : 0;
}

function headingOf({ kind, apiName, apiId, stage }: Target): string {
  const flavour = { rest: "REST", http: "HTTP", websocket: "WebSocket" }[kind];
  return `## ${plainMarkdown(apiName ?? apiId ?? "")} / ${plainMarkdown(stage)} (${flavour} API)`;
}

function plainMarkdown(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, " ").replaceAll(/[\\`*_{}[\]<>()#+!|~-]/g, String.raw`\$&`);
}
