import type { Incident } from "../incident.ts";
import { addRequests, rejected } from "./reshape.ts";

export const wafBlockWave: Incident = {
  name: "waf-block-wave",
  title: "A wave of hostile requests comes in, and AWS WAF blocks it",
  kinds: ["rest"],
  magnitude: { meaning: "blocked requests for each normal request, 0 changes nothing", default: 0.6 },
  cause: "waf",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, stage }) => {
    const [any] = normal.outcomes;
    if (any === undefined || !stage.webAcl) return normal;
    const blocked = { ...rejected(any, "waf", "WAF_FILTERED"), client: null, canary: false };
    return addRequests(normal, magnitude, blocked);
  },
};
