import type { Incident } from "../incident.ts";
import { delayWaf } from "./reshape.ts";

export const wafSlowdown: Incident = {
  name: "waf-slowdown",
  title: "The web ACL takes long to judge a request; the integration is as fast as ever",
  kinds: ["rest"],
  magnitude: {
    meaning: "milliseconds added by AWS WAF, 0 changes nothing",
    default: 250,
    nothing: 0,
    most: Infinity,
  },
  cause: "waf",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, stage }) => {
    if (!(magnitude > 0) || !stage.webAcl) return normal;
    return {
      ...normal,
      outcomes: normal.outcomes.map((outcome) => ({
        ...outcome,
        overhead: delayWaf(outcome.overhead, magnitude),
      })),
    };
  },
};
