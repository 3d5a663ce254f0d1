import type { Incident } from "../incident.ts";
import { addRequests, rejected } from "./reshape.ts";

/** A few machines of one network. */
const SENDERS = [11, 58, 102, 176].map((host) => ({
  apiKeyId: "",
  userAgent: "python-requests/2.31.0",
  ip: `192.0.2.${host}`,
}));

export const wafBlockWave: Incident = {
  name: "waf-block-wave",
  title: "A wave of hostile requests comes in, and AWS WAF blocks it",
  kinds: ["rest"],
  magnitude: {
    meaning: "blocked requests for each normal request, 0 changes nothing",
    default: 0.6,
    nothing: 0,
    most: Infinity,
  },
  cause: "waf",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, stage }) => {
    const [any] = normal.outcomes;
    if (any === undefined || !stage.webAcl) return normal;
    const blocked = { ...rejected(any, "waf", "WAF_FILTERED"), client: null, canary: false };
    // More with each: all of them together are `magnitude` for each normal request.
    return SENDERS.reduce((behaviour, sender, index) => {
      const share = magnitude / SENDERS.length;
      return addRequests(behaviour, share / (1 + share * index), { ...blocked, sender });
    }, normal);
  },
};
