import type { AlarmRule } from "./alarm-rule.ts";
import { shareProposals } from "./share-proposals.ts";

export const clientErrors: AlarmRule = {
  id: "client-errors",
  summary: "requests answered with 4XX for longer than usual: somebody should look, nobody should wake up",
  profile: "gatewatch",
  propose: (context) =>
    context.route !== null
      ? []
      : shareProposals(context, {
          rule: "client-errors",
          errors: "clientErrors",
          requests: "requests",
          severity: "ticket",
          what: "client errors",
          // Where AWS's recommended alarm starts.
          start: 0.05,
          least: 0.02,
          most: 0.9,
          catches: [
            "usage-plan-throttling",
            "quota-exhausted",
            "expired-client-credentials",
            "bad-client-release",
            "unknown-route-scan",
            "waf-block-wave",
          ],
          spans: [
            { evaluationPeriods: 15, datapointsToAlarm: 12 },
            { evaluationPeriods: 30, datapointsToAlarm: 24 },
          ],
        }),
};
