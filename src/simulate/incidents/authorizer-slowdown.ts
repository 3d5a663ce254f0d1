import type { Incident } from "../incident.ts";
import { delayAuthorizer } from "./reshape.ts";

export const authorizerSlowdown: Incident = {
  name: "authorizer-slowdown",
  title: "The authorizer becomes slow; the integration is as fast as ever",
  kinds: ["rest", "http"],
  magnitude: {
    meaning: "milliseconds added to the authorizer, 0 changes nothing",
    default: 400,
    nothing: 0,
    most: Infinity,
  },
  cause: "authorizer",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude }) => {
    if (!(magnitude > 0) || normal.outcomes.every((outcome) => outcome.overhead.authorizer === null))
      return normal;
    return {
      ...normal,
      outcomes: normal.outcomes.map((outcome) => ({
        ...outcome,
        overhead: delayAuthorizer(outcome.overhead, magnitude),
      })),
    };
  },
};
