import type { Signature } from "./signature.ts";
import { answeredWith } from "./symptom-tests.ts";

/** Source: supported-gateway-response-types.html. */
export const unknownRoute: Signature = {
  id: "unknown-route",
  title: "Unknown route",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "RESOURCE_NOT_FOUND"),
  explanation: "they asked for paths that do not exist",
  nextSteps: [
    "Look at the paths in the access log: a scanner tries many, a client's release uses one that was renamed.",
  ],
};
