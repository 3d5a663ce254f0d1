import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const FAILED = /AuthorizerFailureException|authorizer (?:function )?(?:failed|error)/i;

/** Source: supported-gateway-response-types.html. */
export const authorizerFailure: Signature = {
  id: "authorizer-failure",
  title: "Authorizer failure",
  kind: "authorizer",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "AUTHORIZER_FAILURE") || says(symptom, FAILED),
  explanation: "the authorizer failed, and the integration was never called",
  nextSteps: [
    "Look at errors, throttles and timeouts of the authorizer function, and at recent changes of it.",
  ],
};
