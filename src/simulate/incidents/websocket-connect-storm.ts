import type { Incident } from "../incident.ts";
import { scaleRequests } from "./reshape.ts";

/** Who connects again was disconnected before, so both routes carry the storm; messages do not. */
const STORM_ROUTES = ["$connect", "$disconnect"];

export const websocketConnectStorm: Incident = {
  name: "websocket-connect-storm",
  title: "Clients connect, lose the connection and connect again",
  kinds: ["websocket"],
  magnitude: {
    meaning: "factor on new connections, 1 changes nothing",
    default: 10,
    nothing: 1,
    most: Infinity,
  },
  cause: "client",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, route }) =>
    STORM_ROUTES.includes(route.key) ? scaleRequests(normal, magnitude) : normal,
};
