import type { Incident } from "../incident.ts";
import { replaceFraction } from "./reshape.ts";

export const cacheCollapse: Incident = {
  name: "cache-collapse",
  title: "The stage cache answers hardly anything any more, and the backend gets the requests",
  kinds: ["rest"],
  magnitude: {
    meaning: "share of the cache hits that become misses, 0..1",
    default: 0.9,
    nothing: 0,
    most: 1,
  },
  cause: "cache",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, route }) => {
    const miss = normal.outcomes.find((outcome) => outcome.cache === "miss");
    const integrationLatency = miss?.integrationLatency ?? route.integrationLatency;
    if (integrationLatency === null) return normal;
    return replaceFraction(
      normal,
      magnitude,
      (outcome) => outcome.cache === "hit",
      (outcome) => ({ ...outcome, cache: "miss", integrationLatency, integrationStatus: outcome.status }),
    );
  },
};
