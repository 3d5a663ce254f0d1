import type { Incident } from "../incident.ts";
import { replaceAnswered } from "./reshape.ts";

export const websocketIntegrationErrors: Incident = {
  name: "websocket-integration-errors",
  title: "The backend of a WebSocket API answers messages with an error",
  kinds: ["websocket"],
  magnitude: { meaning: "added share of messages that fail, 0..1", default: 0.1, nothing: 0, most: 1 },
  cause: "integration",
  shouldPage: true,
  inMetrics: true,
  apply: (normal, { magnitude }) =>
    replaceAnswered(normal, magnitude, (outcome) => ({ ...outcome, status: 500, integrationStatus: 500 })),
};
