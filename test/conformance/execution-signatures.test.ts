import { expect, it } from "vitest";

import { attribute } from "../../src/analyzers/attribution/attribute.ts";
import { demoExecutionSlice } from "../../src/cli/demo-execution-logs.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { findIncident } from "../../src/simulate/incidents/registry.ts";
import { bareFinding, INCIDENT, logSnapshot, QUIET } from "../support/incident-logs.ts";
import { simulateLatency, simulatePlan, simulateRoute, simulateStage } from "../support/simulate-plan.ts";

const CLIENT = "errors/client-error-spike";
const SERVER = "errors/server-error-spike";

const CASES = [
  { incident: "malformed-lambda-response", analyzer: SERVER, signature: "malformed-lambda-response" },
  { incident: "lambda-permission-removed", analyzer: SERVER, signature: "lambda-permission-missing" },
  { incident: "lambda-throttling", analyzer: SERVER, signature: "lambda-throttled" },
  { incident: "integration-timeout", analyzer: SERVER, signature: "integration-timeout" },
  { incident: "authorizer-outage", analyzer: SERVER, signature: "authorizer-failure" },
  { incident: "quota-exhausted", analyzer: CLIENT, signature: "quota-exceeded" },
  { incident: "usage-plan-throttling", analyzer: CLIENT, signature: "usage-plan-throttle" },
];

const LEVELS = ["INFO", "ERROR"] as const;

// The simulated stage writes its execution log, and nothing else is read.
it.each(CASES.map((one, index) => ({ ...one, level: LEVELS[index % LEVELS.length] ?? "INFO" })))(
  "$incident is told from an execution log at $level",
  ({ incident, analyzer, signature, level }) => {
    const stage = simulateStage({
      executionLogLevel: level,
      traffic: { requestsPerMinute: 30, dailySwing: 0.4, weekendDip: 0.2, peakHour: 13, burstiness: 0.08 },
      routes: [simulateRoute({ authorizer: { kind: "CUSTOM", latency: simulateLatency(17) } })],
      limits: {
        usagePlan: { rateLimit: 41, burstLimit: 83, quotaPerDay: 1_900_000 },
        stage: null,
        account: { rateLimit: 10_000, burstLimit: 5_000 },
      },
    });
    const incidents = [{ name: incident, target: "rest:things/prod", route: null, ...INCIDENT }];
    const account = createAccount(simulatePlan([stage], { seed: 29, incidents }));
    const [target] = account.targets;
    if (target === undefined) throw new Error("the simulated account has no stage");
    const executionLogs = [QUIET, INCIDENT].flatMap(
      (window) => demoExecutionSlice(account, { target, window }) ?? [],
    );
    expect(executionLogs.map(({ events, malformed }) => [events > 0, malformed])).toContainEqual([true, 0]);
    const snapshot = { ...logSnapshot([]), targets: [target], executionLogs };
    const { cause, verdict } = attribute(bareFinding(analyzer), snapshot);
    expect(verdict?.signature).toBe(signature);
    expect(cause.kind).toBe(findIncident(incident).cause);
  },
);
