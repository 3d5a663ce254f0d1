import type { AgentEvent } from "../../src/model/agent-event.ts";
import type { RunSummary } from "../../src/model/run-summary.ts";
import { aFinding } from "./report-fixtures.ts";

/** An event of an incident of a route; no two numbers are alike. */
export function anEvent(
  changes: Partial<AgentEvent> = {},
  incident: Partial<AgentEvent["incident"]> = {},
): AgentEvent {
  const finding = incident.finding ?? aFinding();
  return {
    schemaVersion: 1,
    id: "errors-3f9a0c12be774d01-opened-1",
    kind: "opened",
    at: "2026-03-05T17:00:00.000Z",
    incident: {
      id: "errors-3f9a0c12be774d01",
      target: finding.target,
      route: finding.route,
      analyzer: finding.analyzer,
      accountId: "111122223333",
      region: "eu-west-1",
      state: "open",
      severity: "critical",
      openedAt: "2026-03-05T16:41:00.000Z",
      updatedAt: "2026-03-05T17:00:00.000Z",
      resolvedAt: null,
      flaps: 0,
      finding,
      ...incident,
    },
    changes: [],
    reportUrl: null,
    ...changes,
  };
}

export function aRun(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    schemaVersion: 1,
    outcome: "done",
    startedAt: "2026-03-05T17:00:01.000Z",
    endedAt: "2026-03-05T17:00:04.250Z",
    durationMs: 3_250,
    targets: 23,
    targetsReadWhole: 5,
    findings: [
      { target: "rest:orders/prod", severity: "critical", count: 2 },
      { target: "http:a1b2c3/$default", severity: "warning", count: 7 },
    ],
    incidents: 3,
    cost: { metricsRequested: 91, logBytesScanned: 0, tracesRetrieved: 0, usd: 0.00091, calls: {} },
    blindSpots: 4,
    truncated: false,
    ...changes,
  };
}
