import type { AlarmRule } from "./alarm-rule.ts";
import { shareProposals } from "./share-proposals.ts";

export const serverErrors: AlarmRule = {
  id: "server-errors",
  summary: "requests answered with 5XX",
  profile: "gatewatch",
  propose: (context) =>
    shareProposals(context, {
      rule: "server-errors",
      errors: "serverErrors",
      requests: "requests",
      severity: "page",
      what: "server errors",
      // Where AWS's recommended alarm starts.
      start: 0.05,
      least: 0.005,
      most: 0.5,
      catches: [
        "integration-errors-after-deployment",
        "integration-timeout",
        "malformed-lambda-response",
        "lambda-permission-removed",
        "lambda-throttling",
        "authorizer-outage",
        "bad-canary",
      ],
      spans: [
        { evaluationPeriods: 3, datapointsToAlarm: 2 },
        { evaluationPeriods: 3, datapointsToAlarm: 3 },
        { evaluationPeriods: 5, datapointsToAlarm: 4 },
        { evaluationPeriods: 10, datapointsToAlarm: 8 },
      ],
    }),
};
