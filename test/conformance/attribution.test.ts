import { expect, it } from "vitest";

import { attribute } from "../../src/analyzers/attribution/attribute.ts";
import { findIncident } from "../../src/simulate/incidents/registry.ts";
import { bareFinding, incidentSnapshot } from "../support/incident-logs.ts";

// The simulated stage writes its lines, the log engine reads them, and the cause is what was planted.
it.each([
  ["bad-client-release", "errors/client-error-spike", "API key key-one"],
  ["authorizer-slowdown", "latency/overhead-regression", "is the authorizer"],
])("%s is told from the lines", (incident, analyzer, words) => {
  const snapshot = incidentSnapshot(incident);
  expect(snapshot.logs.map(({ requests }) => requests > 100)).toEqual([true, true]);
  const finding = attribute(bareFinding(analyzer), snapshot);
  expect(finding.cause.kind).toBe(findIncident(incident).cause);
  expect(finding.cause.detail).toContain(words);
});
