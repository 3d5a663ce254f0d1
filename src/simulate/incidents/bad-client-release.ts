import type { Incident } from "../incident.ts";
import { busiestClient, reachesIntegration, replaceFraction, splitByClient, succeeds } from "./reshape.ts";

export const badClientRelease: Incident = {
  name: "bad-client-release",
  title: "A new release of one client sends requests that the backend refuses with 400",
  kinds: ["rest", "http"],
  magnitude: { meaning: "share of that client's successful requests that become 400, 0..1", default: 0.8 },
  cause: "client",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, stage }) => {
    const client = busiestClient(stage);
    if (!(magnitude > 0) || client === undefined) return normal;
    return replaceFraction(
      splitByClient(normal, stage),
      magnitude,
      (outcome) => outcome.client === client.apiKeyId && succeeds(outcome) && reachesIntegration(outcome),
      (outcome) => ({ ...outcome, status: 400, integrationStatus: 400 }),
    );
  },
};
