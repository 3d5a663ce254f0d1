import type { Incident } from "../incident.ts";
import { reachesIntegration, replaceFraction, succeeds } from "./reshape.ts";

export const badCanary: Incident = {
  name: "bad-canary",
  title: "The canary release fails; the other requests are served as ever",
  kinds: ["rest"],
  magnitude: { meaning: "share of the canary's requests that fail, 0..1", default: 0.5, nothing: 0, most: 1 },
  cause: "deployment",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude }) =>
    replaceFraction(
      normal,
      magnitude,
      (outcome) => outcome.canary && succeeds(outcome) && reachesIntegration(outcome),
      (outcome) => ({ ...outcome, status: 500, integrationStatus: 500 }),
    ),
};
