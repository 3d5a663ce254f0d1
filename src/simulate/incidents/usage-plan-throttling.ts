import type { Incident } from "../incident.ts";
import { meanRate, throttleAt } from "./lowered-limit.ts";
import { busiestClient } from "./reshape.ts";

/** Every key of a plan has a bucket of the same size, so it is the busiest client that meets the limit first. */
export const usagePlanThrottling: Incident = {
  name: "usage-plan-throttling",
  title: "The usage plan's rate limit is below the traffic of its busiest client",
  kinds: ["rest"],
  magnitude: {
    meaning: "how far the limit lies below the busiest client's mean traffic, 0..1: 0 changes nothing",
    default: 0.6,
    nothing: 0,
    most: 1,
  },
  cause: "throttle",
  shouldPage: false,
  inMetrics: true,
  apply: (normal) => normal,
  limits: (normal, { magnitude, stage }) => {
    const client = busiestClient(stage);
    if (!(magnitude > 0) || client === undefined) return normal;
    const rate = meanRate(stage) * client.share * (1 - magnitude);
    const quotaPerDay = normal.usagePlan?.quotaPerDay ?? null;
    return { ...normal, usagePlan: { ...throttleAt(rate), quotaPerDay } };
  },
};
