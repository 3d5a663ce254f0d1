import type { AgentEvent } from "../../src/model/agent-event.ts";
import type { AgentState, TrackedIncident, WatchedTarget } from "../../src/model/agent-state.ts";
import { aFinding } from "./report-fixtures.ts";

const START = "2026-03-05T16:21:00.000Z";

export function anIncident(changes: Partial<TrackedIncident["incident"]> = {}): TrackedIncident {
  const finding = aFinding({ startedAt: START });
  return {
    incident: {
      id: "errors-00c0ffee00c0ffee",
      target: finding.target,
      route: finding.route,
      analyzer: finding.analyzer,
      accountId: "123456789012",
      region: "eu-west-1",
      state: "open",
      severity: finding.severity,
      openedAt: START,
      updatedAt: "2026-03-05T16:35:00.000Z",
      resolvedAt: null,
      finding,
      flaps: 0,
      ...changes,
    },
    signs: [finding],
    calmSinceMs: null,
    events: 1,
    told: { severity: "critical", causes: ["integration"], isResolved: false },
  };
}

export function anEvent(changes: Partial<AgentEvent> = {}): AgentEvent {
  const { incident } = anIncident();
  return {
    schemaVersion: 1,
    id: `${incident.id}:opened:1`,
    kind: "opened",
    at: "2026-03-05T16:30:00.000Z",
    incident,
    changes: [],
    reportUrl: null,
    ...changes,
  };
}

export function aWatchedTarget(changes: Partial<WatchedTarget> = {}): WatchedTarget {
  return {
    target: {
      id: "rest:orders/prod",
      kind: "rest",
      apiId: "a1b2c3d4e5",
      apiName: "orders",
      stage: "prod",
      region: "eu-west-1",
      accountId: "123456789012",
      dimensions: { ApiName: "orders", Stage: "prod" },
    },
    isCached: false,
    readToMs: null,
    hours: [],
    recent: [[], [], [], []],
    readWholeMs: null,
    routesReadMs: null,
    fruitless: 0,
    waitUntilMs: 0,
    movedBefore: {},
    ...changes,
  };
}

/** One target, one incident, one event that nobody took. */
export function anAgentState(changes: Partial<AgentState> = {}): AgentState {
  return {
    schemaVersion: 1,
    lastRunMs: 1_772_729_700_000,
    finishedRuns: ["run-7"],
    lease: null,
    redactionKey: "k".repeat(64),
    places: {
      "own/eu-west-1": {
        accountId: "123456789012",
        inventoryMs: 1_772_728_800_000,
        targets: [aWatchedTarget()],
      },
    },
    incidents: [anIncident()],
    outbox: [{ event: anEvent(), sinks: ["ear"] }],
    dropped: { hours: 2, incidents: 0, events: 3 },
    ...changes,
  };
}
