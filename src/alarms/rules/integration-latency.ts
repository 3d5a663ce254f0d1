import type { AlarmRule } from "./alarm-rule.ts";
import { latencyProposals } from "./latency-proposal.ts";

export const integrationLatency: AlarmRule = {
  id: "integration-latency",
  summary: "how long the integration takes: beside the latency it says whose fault it is",
  profile: "gatewatch",
  propose: (context) =>
    context.route !== null
      ? []
      : latencyProposals(context, {
          rule: "integration-latency",
          measure: "integrationLatency",
          what: "integration latency",
          startMs: 2_000,
          catches: [
            "backend-slowdown-step",
            "backend-slowdown-ramp",
            "backend-slowdown-tail",
            "cold-start-storm",
          ],
        }),
};
