import type { Incident } from "../incident.ts";
import { busiestClient, rejected, replaceFraction, splitByClient } from "./reshape.ts";

export const quotaExhausted: Incident = {
  name: "quota-exhausted",
  title: "The busiest client has used up the quota of its usage plan",
  kinds: ["rest"],
  magnitude: {
    meaning: "share of that client's requests that are turned away, 0..1",
    default: 1,
    nothing: 0,
    most: 1,
  },
  cause: "quota",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, stage }) => {
    const client = busiestClient(stage);
    if (!(magnitude > 0) || client === undefined) return normal;
    return replaceFraction(
      splitByClient(normal, stage),
      magnitude,
      (outcome) => outcome.client === client.apiKeyId,
      (outcome) => rejected(outcome, "limits", "QUOTA_EXCEEDED"),
    );
  },
};
