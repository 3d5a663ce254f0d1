import { compareText } from "../core/order.ts";
import type { AgentState } from "../model/agent-state.ts";
import type { Finding } from "../model/finding.ts";
import type { RunSummary } from "../model/run-summary.ts";
import { NO_COST } from "../model/snapshot.ts";

/** @param more what differs from a run that looked at nothing. */
export function summaryOf(
  outcome: RunSummary["outcome"],
  startedMs: number,
  endedMs: number,
  more: Partial<RunSummary>,
): RunSummary {
  return {
    schemaVersion: 1,
    outcome,
    startedAt: new Date(startedMs).toISOString(),
    endedAt: new Date(endedMs).toISOString(),
    durationMs: endedMs - startedMs,
    targets: 0,
    targetsReadWhole: 0,
    findings: [],
    incidents: 0,
    cost: NO_COST,
    blindSpots: 0,
    truncated: false,
    ...more,
  };
}

/** What lasts at the end of the run, by target and severity. */
export function lastingFindings(findings: readonly Finding[]): RunSummary["findings"] {
  const counts = new Map<string, RunSummary["findings"][number]>();
  for (const { target, severity, endedAt } of findings) {
    if (endedAt !== null) continue;
    const key = JSON.stringify([target, severity]);
    const { count } = counts.get(key) ?? { count: 0 };
    counts.set(key, { target, severity, count: count + 1 });
  }
  return [...counts].sort(([left], [right]) => compareText(left, right)).map(([, one]) => one);
}

export function targetsIn({ places }: AgentState): number {
  return Object.values(places).reduce((sum, { targets }) => sum + targets.length, 0);
}

/** Incidents that are open or calming. */
export function goingOn({ incidents }: AgentState): number {
  return incidents.filter(({ incident }) => incident.state !== "resolved").length;
}
