import type { LatencyModel } from "../behaviour.ts";
import type { Incident } from "../incident.ts";
import { callsLambda, reachesIntegration, replaceFraction } from "./reshape.ts";

/** Being refused is quick: the call to the Lambda service returns without running anything. */
const REFUSAL: LatencyModel = { parts: [{ weight: 1, medianMs: 9, sigma: 0.3 }], capMs: 1_000 };

export const lambdaPermissionRemoved: Incident = {
  name: "lambda-permission-removed",
  title: "The gateway may no longer invoke the function, and answers 500",
  kinds: ["rest", "http", "websocket"],
  magnitude: {
    meaning: "share of the requests for the function that fail, 0..1",
    default: 1,
    nothing: 0,
    most: 1,
  },
  cause: "configuration",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude, route }) => {
    if (!callsLambda(route)) return normal;
    return replaceFraction(normal, magnitude, reachesIntegration, (outcome) => ({
      ...outcome,
      status: 500,
      responseType: "DEFAULT_5XX",
      integrationStatus: 403,
      integrationError: "Execution failed due to configuration error: Invalid permissions on Lambda function",
      integrationLatency: REFUSAL,
      coldStart: false,
    }));
  },
};
