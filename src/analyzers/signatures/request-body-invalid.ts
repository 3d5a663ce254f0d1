import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const NO_MATCH = /request body does not match model schema|^invalid request body/i;

/** Source: api-gateway-method-request-validation.html. */
export const requestBodyInvalid: Signature = {
  id: "request-body-invalid",
  title: "Request body not valid",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "BAD_REQUEST_BODY") || says(symptom, NO_MATCH),
  explanation: "their bodies did not pass the request validation",
  nextSteps: [
    "Compare the callers' release with the model that the route validates against, and its latest change.",
  ],
};
