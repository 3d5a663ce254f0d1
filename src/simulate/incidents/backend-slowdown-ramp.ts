import type { Incident } from "../incident.ts";
import { scaleLatency } from "../latency-model.ts";
import { mapIntegrationLatency } from "./reshape.ts";

export const backendSlowdownRamp: Incident = {
  name: "backend-slowdown-ramp",
  title: "The backend becomes slower little by little",
  kinds: ["rest", "http", "websocket"],
  magnitude: {
    meaning: "factor on the integration latency at the end, grown evenly from 1, 1 changes nothing",
    default: 3,
    nothing: 1,
    most: Infinity,
  },
  cause: "integration",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, progress }) => {
    const factor = 1 + (magnitude - 1) * progress;
    return factor === 1 ? normal : mapIntegrationLatency(normal, (model) => scaleLatency(model, factor));
  },
};
