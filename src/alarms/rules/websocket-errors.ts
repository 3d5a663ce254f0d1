import type { Measure } from "../../catalog/metrics.ts";
import type { AlarmSeverity, ThresholdSearch } from "./alarm-proposal.ts";
import type { AlarmRule } from "./alarm-rule.ts";
import { requestsOf } from "./requests-of.ts";
import { shareProposals } from "./share-proposals.ts";

const QUICK: ThresholdSearch["spans"] = [
  { evaluationPeriods: 3, datapointsToAlarm: 2 },
  { evaluationPeriods: 3, datapointsToAlarm: 3 },
  { evaluationPeriods: 10, datapointsToAlarm: 8 },
];
const SLOW: ThresholdSearch["spans"] = [
  { evaluationPeriods: 15, datapointsToAlarm: 12 },
  { evaluationPeriods: 30, datapointsToAlarm: 24 },
];

function websocketRule(
  id: string,
  summary: string,
  errors: Measure,
  what: string,
  severity: AlarmSeverity,
  catches: readonly string[],
): AlarmRule {
  const spans = severity === "page" ? QUICK : SLOW;
  const question = { rule: id, errors, severity, what, catches, spans, start: 0.05, least: 0.005, most: 0.9 };
  return {
    id,
    summary,
    profile: "gatewatch",
    propose: (context) =>
      context.target.kind === "websocket"
        ? shareProposals(context, { ...question, requests: requestsOf(context) })
        : [],
  };
}

export const websocketIntegrationErrors = websocketRule(
  "websocket-integration-errors",
  "messages whose integration answered with an error",
  "integrationErrors",
  "integration errors",
  "page",
  ["websocket-integration-errors"],
);

export const websocketExecutionErrors = websocketRule(
  "websocket-execution-errors",
  "messages whose integration could not be called",
  "executionErrors",
  "execution errors",
  "page",
  ["websocket-integration-errors", "lambda-permission-removed"],
);

export const websocketClientErrors = websocketRule(
  "websocket-client-errors",
  "messages that the gateway refused before the integration ran",
  "clientErrors",
  "client errors",
  "ticket",
  [],
);
