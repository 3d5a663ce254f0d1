import type { Incident } from "../incident.ts";
import { addRequests, rejected } from "./reshape.ts";

/** One machine that tries many paths. */
const SCANNER = { apiKeyId: "", userAgent: "Mozilla/5.0 zgrab/0.x", ip: "198.51.100.213" };

export const unknownRouteScan: Incident = {
  name: "unknown-route-scan",
  title: "Somebody tries paths that do not exist",
  kinds: ["rest", "http"],
  magnitude: {
    meaning: "requests for unknown paths for each normal request, 0 changes nothing",
    default: 0.5,
    nothing: 0,
    most: Infinity,
  },
  cause: "client",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, stage }) => {
    const [any] = normal.outcomes;
    if (any === undefined) return normal;
    // A REST API answers an unknown path as it answers a missing token; an HTTP API says that there is none.
    const responseType = stage.kind === "rest" ? "MISSING_AUTHENTICATION_TOKEN" : "RESOURCE_NOT_FOUND";
    const refused = rejected(any, "routing", responseType);
    const scan = { ...refused, client: null, sender: SCANNER, canary: false, unrouted: true };
    return addRequests(normal, magnitude, scan);
  },
};
