import type { Signature } from "./signature.ts";
import { says } from "./symptom-tests.ts";

const UNROUTED =
  /no route (?:found|matched|selected)|route selection|could not route message|unable to route/i;

/** Source: apigateway-websocket-api-develop-routes.html. */
export const websocketRouteSelection: Signature = {
  id: "websocket-route-selection",
  title: "WebSocket route selection failure",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => symptom.api === "websocket" && says(symptom, UNROUTED),
  explanation: "messages came for which no route could be selected",
  nextSteps: [
    "Compare what clients send with the API's route selection expression; a $default route can answer what matches none.",
  ],
};
