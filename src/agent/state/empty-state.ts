import type { AgentState } from "../../model/agent-state.ts";

/** What an agent knows before its first run. */
export const EMPTY_STATE: AgentState = Object.freeze({
  schemaVersion: 1,
  lastRunMs: null,
  finishedRuns: [],
  lease: null,
  redactionKey: "",
  places: {},
  incidents: [],
  outbox: [],
  dropped: { hours: 0, incidents: 0, events: 0 },
});
