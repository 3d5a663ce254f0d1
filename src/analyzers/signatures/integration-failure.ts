import type { Signature } from "./signature.ts";
import { answeredWith } from "./symptom-tests.ts";

/** Source: supported-gateway-response-types.html. */
export const integrationFailure: Signature = {
  id: "integration-failure",
  title: "Integration failure",
  kind: "integration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "INTEGRATION_FAILURE"),
  explanation: "the integration failed before it gave a usable answer",
  nextSteps: [
    "Look at the errors of the function or service behind the route, and whether it can be reached.",
  ],
};
