import type { LatencyModel } from "../behaviour.ts";
import type { Incident } from "../incident.ts";
import type { RoutePlan } from "../plan.ts";
import { remember } from "./remember.ts";
import { rejected, replaceAnswered } from "./reshape.ts";

/** The answer would have come later than this, so this is what is measured. */
const timeoutOf = remember((_route: RoutePlan, timeoutMs: number): LatencyModel => ({
  parts: [{ weight: 1, medianMs: timeoutMs, sigma: 0 }],
  capMs: timeoutMs,
}));

export const integrationTimeout: Incident = {
  name: "integration-timeout",
  title: "The backend does not answer a part of the requests within the integration timeout",
  kinds: ["rest", "http", "websocket"],
  magnitude: { meaning: "added share of requests that time out, 0..1", default: 0.04, nothing: 0, most: 1 },
  cause: "integration",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude, route }) =>
    replaceAnswered(normal, magnitude, (outcome) => ({
      ...rejected(outcome, "authorizer", "INTEGRATION_TIMEOUT"),
      integrationError: "Execution failed due to a timeout error",
      integrationLatency: timeoutOf(route, route.timeoutMs),
      cache: outcome.cache,
      coldStart: outcome.coldStart,
    })),
};
