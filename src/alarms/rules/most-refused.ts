import type { AlarmRule } from "./alarm-rule.ts";
import { requestsOf } from "./requests-of.ts";
import { shareProposals } from "./share-proposals.ts";

export const mostRefused: AlarmRule = {
  id: "most-refused",
  summary:
    "a large part of all requests answered with 4XX: a throttle, a firewall or an authorizer that refuses everybody",
  profile: "gatewatch",
  propose: (context) =>
    // A route whose only caller has lost its key is that caller's business; the stage shows what hits everybody.
    context.route !== null
      ? []
      : shareProposals(context, {
          rule: "most-refused",
          errors: "clientErrors",
          requests: requestsOf(context),
          severity: "page",
          what: "client errors",
          start: 0.3,
          // Above what one client among several can cause.
          least: 0.2,
          most: 0.95,
          catches: ["stage-throttling", "account-throttling", "authorizer-outage"],
          spans: [
            { evaluationPeriods: 3, datapointsToAlarm: 3 },
            { evaluationPeriods: 5, datapointsToAlarm: 5 },
            { evaluationPeriods: 10, datapointsToAlarm: 10 },
          ],
        }),
};
