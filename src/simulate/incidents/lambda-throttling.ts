import type { LatencyModel } from "../behaviour.ts";
import type { Incident } from "../incident.ts";
import { callsLambda, replaceAnswered } from "./reshape.ts";

/** Being refused is quick: nothing runs. */
const REFUSAL: LatencyModel = { parts: [{ weight: 1, medianMs: 11, sigma: 0.3 }], capMs: 1_000 };

/**
 * The Lambda service answers 429, and the gateway 500: a client never learns that it was a limit.
 *
 * Source: execution logs of throttled functions as people quote them, and the answers of AWS on re:Post.
 */
export const lambdaThrottling: Incident = {
  name: "lambda-throttling",
  title:
    "The function has no concurrency left: the Lambda service refuses with 429, and the gateway answers 500",
  kinds: ["rest"],
  magnitude: { meaning: "added share of requests that fail, 0..1", default: 0.12, nothing: 0, most: 1 },
  cause: "downstream",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude, route }) => {
    if (!callsLambda(route)) return normal;
    return replaceAnswered(normal, magnitude, (outcome) => ({
      ...outcome,
      status: 500,
      responseType: "DEFAULT_5XX",
      integrationStatus: 429,
      integrationError: "Execution failed due to configuration error: Rate Exceeded.",
      integrationLatency: REFUSAL,
      coldStart: false,
    }));
  },
};
