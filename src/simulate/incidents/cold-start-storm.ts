import type { LatencyModel } from "../behaviour.ts";
import type { Incident } from "../incident.ts";
import { remember } from "./remember.ts";
import { callsLambda, delayLatency, reachesIntegration, replaceShare } from "./reshape.ts";

/** What the initialization of a mid-sized function adds to a request, ms. */
const INITIALIZATION_MS = 1_200;

const initialized = remember((model: LatencyModel, addedMs: number): LatencyModel => ({
  ...delayLatency(model, addedMs),
  capMs: model.capMs,
}));

export const coldStartStorm: Incident = {
  name: "cold-start-storm",
  title: "Many requests wait for a new Lambda execution environment",
  kinds: ["rest", "http", "websocket"],
  magnitude: {
    meaning: "added share of requests that meet a cold start, 0..1",
    default: 0.3,
    nothing: 0,
    most: 1,
  },
  cause: "integration",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, route }) => {
    if (!callsLambda(route)) return normal;
    return replaceShare(
      normal,
      magnitude,
      (outcome) => reachesIntegration(outcome) && !outcome.coldStart,
      (outcome) => ({
        ...outcome,
        integrationLatency:
          outcome.integrationLatency && initialized(outcome.integrationLatency, INITIALIZATION_MS),
        coldStart: true,
      }),
    );
  },
};
