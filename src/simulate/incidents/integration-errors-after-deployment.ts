import type { Incident } from "../incident.ts";
import { replaceAnswered } from "./reshape.ts";

/** Creates no deployment: the stage's plan carries the one that it follows. */
export const integrationErrorsAfterDeployment: Incident = {
  name: "integration-errors-after-deployment",
  title: "The backend answers 500 to a part of the requests after a deployment",
  kinds: ["rest", "http"],
  magnitude: { meaning: "added share of requests that fail, 0..1", default: 0.08, nothing: 0, most: 1 },
  cause: "deployment",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude }) =>
    replaceAnswered(normal, magnitude, (outcome) => ({ ...outcome, status: 500, integrationStatus: 500 })),
};
