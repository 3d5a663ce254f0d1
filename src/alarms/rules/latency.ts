import type { AlarmRule } from "./alarm-rule.ts";
import { latencyProposals } from "./latency-proposal.ts";

export const latency: AlarmRule = {
  id: "latency",
  summary: "how long callers wait",
  profile: "gatewatch",
  propose: (context) =>
    latencyProposals(context, {
      rule: "latency",
      measure: "latency",
      what: "latency",
      startMs: 2_500,
      catches: [
        "backend-slowdown-step",
        "backend-slowdown-ramp",
        "backend-slowdown-tail",
        "cold-start-storm",
        "authorizer-slowdown",
        "waf-slowdown",
      ],
    }),
};
