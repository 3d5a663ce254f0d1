import type { Incident } from "../incident.ts";
import { rejected, replaceFraction } from "./reshape.ts";

export const authorizerOutage: Incident = {
  name: "authorizer-outage",
  title: "The authorizer fails, and the gateway answers 500 without calling the integration",
  kinds: ["rest", "http", "websocket"],
  magnitude: { meaning: "share of the authorized requests that fail, 0..1", default: 1, nothing: 0, most: 1 },
  cause: "authorizer",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude, route }) => {
    if (route.authorizer === null) return normal;
    return replaceFraction(
      normal,
      magnitude,
      (outcome) => outcome.overhead.authorizer !== null,
      (outcome) => rejected(outcome, "authorizer", "AUTHORIZER_FAILURE"),
    );
  },
};
