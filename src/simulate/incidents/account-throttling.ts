import type { Incident } from "../incident.ts";
import { meanRate, throttleAt } from "./lowered-limit.ts";

export const accountThrottling: Incident = {
  name: "account-throttling",
  title: "Other APIs of the Region leave too little of the account's rate limit",
  kinds: ["rest", "http", "websocket"],
  magnitude: {
    meaning:
      "how far the limit lies below the stage's mean traffic, 0..1: 0 changes nothing, 1 lets nothing pass",
    default: 0.4,
    nothing: 0,
    most: 1,
  },
  cause: "throttle",
  shouldPage: true,
  inMetrics: true,
  apply: (normal) => normal,
  limits: (normal, { magnitude, stage }) => {
    if (!(magnitude > 0)) return normal;
    const rate = meanRate(stage) * (1 - magnitude);
    return { ...normal, leftOfAccount: throttleAt(rate) };
  },
};
