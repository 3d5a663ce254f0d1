import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const TIMED_OUT = /execution failed due to a timeout error|endpoint request timed out/i;

/** Source: supported-gateway-response-types.html; limits.html (29 seconds by default for REST, 30 for HTTP APIs at most). */
export const integrationTimeout: Signature = {
  id: "integration-timeout",
  title: "Integration timeout",
  kind: "integration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "INTEGRATION_TIMEOUT") || says(symptom, TIMED_OUT),
  explanation: "the backend did not answer within the integration timeout",
  nextSteps: ["Look at duration and saturation of what stands behind the route; then at the timeout itself."],
};
