import type { Incident } from "../incident.ts";
import { scaleLatency } from "../latency-model.ts";
import { mapIntegrationLatency } from "./reshape.ts";

export const backendSlowdownStep: Incident = {
  name: "backend-slowdown-step",
  title: "The backend becomes slower for every request, from one minute to the next",
  kinds: ["rest", "http", "websocket"],
  magnitude: {
    meaning: "factor on the integration latency, 1 changes nothing",
    default: 1.5,
    nothing: 1,
    most: Infinity,
  },
  cause: "integration",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude }) =>
    magnitude === 1 ? normal : mapIntegrationLatency(normal, (model) => scaleLatency(model, magnitude)),
};
