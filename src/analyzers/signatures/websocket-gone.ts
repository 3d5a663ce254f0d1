import type { Signature } from "./signature.ts";
import { says } from "./symptom-tests.ts";

const GONE = /GoneException/;

/** Source: repost.aws/knowledge-center/410-gone-api-gateway. */
export const websocketGone: Signature = {
  id: "websocket-gone",
  title: "WebSocket connection gone",
  kind: "client",
  sources: ["access-logs", "execution-logs", "traces"],
  match: (symptom) => symptom.api === "websocket" && (symptom.status === 410 || says(symptom, GONE)),
  explanation: "the backend wrote to connections that were closed already",
  nextSteps: [
    "Delete a connection's id where $disconnect comes and where a write is answered with 410.",
    "Write to a connection only after the $connect route has answered.",
  ],
};
