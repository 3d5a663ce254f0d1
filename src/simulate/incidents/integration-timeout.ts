import type { Incident } from "../incident.ts";
import { reachesIntegration, rejected, replaceShare, succeeds } from "./reshape.ts";

export const integrationTimeout: Incident = {
  name: "integration-timeout",
  title: "The backend does not answer a part of the requests within the integration timeout",
  kinds: ["rest", "http", "websocket"],
  magnitude: { meaning: "added share of requests that time out, 0..1", default: 0.1 },
  cause: "integration",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude, route }) =>
    replaceShare(
      normal,
      magnitude,
      (outcome) => succeeds(outcome) && reachesIntegration(outcome),
      (outcome) => ({
        ...rejected(outcome, "authorizer", "INTEGRATION_TIMEOUT"),
        integrationError: "Execution failed due to a timeout error",
        integrationLatency: {
          parts: [{ weight: 1, medianMs: route.timeoutMs, sigma: 0 }],
          capMs: route.timeoutMs,
        },
        cache: outcome.cache,
        coldStart: outcome.coldStart,
      }),
    ),
};
