import type { Finding } from "../../model/finding.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Deployment, Target } from "../../model/target.ts";
import { phaseSpans, type PhaseSpan } from "./phase-spans.ts";
import { routeTable, type RouteTable } from "./route-rows.ts";
import { stageSeriesByTarget } from "./signal-series.ts";
import { targetCharts, type ChartData } from "./target-charts.ts";

/** What a page shows of one target beside its line in the overview. */
export interface TargetDetails {
  readonly charts: readonly ChartData[];
  readonly routes: RouteTable | null;
  readonly phases: readonly PhaseSpan[];
  /** Within the window, oldest first. */
  readonly deployments: readonly Deployment[];
  /** The report's, in its order. */
  readonly findings: readonly Finding[];
}

/** Values that a page of all targets may hold in all its lines. */
const MOST_VALUES = 400_000;
const MOST_LINES = 12;
const FEWEST_STEPS = 240;

/** By target id. */
export function targetDetails(
  snapshot: Snapshot,
  findings: readonly Finding[],
): ReadonlyMap<string, TargetDetails> {
  const stages = stageSeriesByTarget(snapshot.series);
  const all = groupByTarget(snapshot.series);
  const logs = groupByTarget(snapshot.logs);
  const own = groupByTarget(findings);
  const targets = Math.max(1, snapshot.targets.length);
  const mostSteps = Math.max(FEWEST_STEPS, Math.floor(MOST_VALUES / MOST_LINES / targets));
  const { window, settledMs } = snapshot;
  const detailsOf = ({ id, kind, configuration }: Target): TargetDetails => ({
    charts: targetCharts({
      target: { kind, series: stages.get(id) ?? [] },
      window,
      settledMs,
      logs: logs.get(id) ?? [],
      mostSteps,
    }),
    routes: routeTable(kind, all.get(id) ?? [], logs.get(id) ?? [], window),
    phases: phaseSpans(logs.get(id) ?? []),
    deployments: (configuration?.deployments ?? [])
      .filter(({ createdMs }) => createdMs >= window.startMs && createdMs < window.endMs)
      .sort((left, right) => left.createdMs - right.createdMs),
    findings: own.get(id) ?? [],
  });
  return new Map(snapshot.targets.map((target) => [target.id, detailsOf(target)]));
}

function groupByTarget<Item extends { readonly target: string | null }>(
  items: readonly Item[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    if (item.target === null) continue;
    const group = groups.get(item.target);
    if (group) group.push(item);
    else groups.set(item.target, [item]);
  }
  return groups;
}
