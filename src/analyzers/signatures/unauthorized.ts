import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const REFUSED = /^unauthorized request|UnauthorizedException/i;

/** Source: supported-gateway-response-types.html; set-up-logging.html. */
export const unauthorized: Signature = {
  id: "unauthorized",
  title: "Unauthorized",
  kind: "authorizer",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "UNAUTHORIZED") || says(symptom, REFUSED),
  explanation: "the authorizer or the missing credentials turned callers away",
  nextSteps: [
    "Check whether tokens expired or their issuer changed its keys, then the latest change of the authorizer.",
  ],
};
