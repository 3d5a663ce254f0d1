import type { LatencyModel } from "../behaviour.ts";
import type { Incident } from "../incident.ts";
import { scaleLatency } from "../latency-model.ts";
import { remember } from "./remember.ts";
import { mapIntegrationLatency } from "./reshape.ts";

/** A lock, a cold shard, a retry: few requests meet it, so the median does not move and p99 does. */
const TAIL_SHARE = 0.05;

const withTail = remember((model: LatencyModel, factor: number): LatencyModel => {
  const weighted = (parts: LatencyModel["parts"], by: number) =>
    parts.map((part) => ({ ...part, weight: part.weight * by }));
  return {
    ...model,
    parts: [
      ...weighted(model.parts, 1 - TAIL_SHARE),
      ...weighted(scaleLatency(model, factor).parts, TAIL_SHARE),
    ],
  };
});

export const backendSlowdownTail: Incident = {
  name: "backend-slowdown-tail",
  title: "One request in twenty becomes much slower in the backend, the others stay as they are",
  kinds: ["rest", "http", "websocket"],
  magnitude: {
    meaning: "factor on the integration latency of 5 % of the requests, 1 changes nothing",
    default: 8,
    nothing: 1,
    most: Infinity,
  },
  cause: "integration",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude }) =>
    magnitude === 1 ? normal : mapIntegrationLatency(normal, (model) => withTail(model, magnitude)),
};
