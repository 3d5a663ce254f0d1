import type { Incident } from "../incident.ts";
import { callsLambda, replaceAnswered } from "./reshape.ts";

/** The function runs and returns, so Lambda's own metrics stay clean: only the gateway sees this one. */
export const malformedLambdaResponse: Incident = {
  name: "malformed-lambda-response",
  title: "The function returns something that is not a proxy response, and the gateway answers 502",
  kinds: ["rest"],
  magnitude: { meaning: "added share of requests that fail, 0..1", default: 0.15, nothing: 0, most: 1 },
  cause: "integration",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude, route }) => {
    if (!callsLambda(route)) return normal;
    return replaceAnswered(normal, magnitude, (outcome) => ({
      ...outcome,
      status: 502,
      responseType: "DEFAULT_5XX",
      integrationStatus: 200,
      integrationError: "Execution failed due to configuration error: Malformed Lambda proxy response",
    }));
  },
};
