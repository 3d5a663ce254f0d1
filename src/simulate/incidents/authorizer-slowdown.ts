import type { Incident } from "../incident.ts";
import { delayLatency } from "./reshape.ts";

export const authorizerSlowdown: Incident = {
  name: "authorizer-slowdown",
  title: "The authorizer becomes slow; the integration is as fast as ever",
  kinds: ["rest", "http"],
  magnitude: { meaning: "milliseconds added to the authorizer, 0 changes nothing", default: 400 },
  cause: "authorizer",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, route }) => {
    if (!(magnitude > 0) || normal.outcomes.every((outcome) => outcome.overhead.authorizer === null))
      return normal;
    return {
      ...normal,
      outcomes: normal.outcomes.map((outcome) => {
        const { authorizer } = outcome.overhead;
        if (authorizer === null) return outcome;
        const slowed = delayLatency(authorizer, magnitude, route.timeoutMs);
        return { ...outcome, overhead: { ...outcome.overhead, authorizer: slowed } };
      }),
    };
  },
};
