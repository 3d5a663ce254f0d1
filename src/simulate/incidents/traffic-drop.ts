import type { Incident } from "../incident.ts";
import { scaleRequests } from "./reshape.ts";

/** Something before the gateway broke: DNS, a client, a network. From here only the absence can be seen. */
export const trafficDrop: Incident = {
  name: "traffic-drop",
  title: "Requests no longer arrive",
  kinds: ["rest", "http", "websocket"],
  magnitude: { meaning: "share of the traffic that is lost, 0..1", default: 1, nothing: 0, most: 1 },
  cause: "unknown",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude }) => scaleRequests(normal, Math.max(0, 1 - magnitude)),
};
