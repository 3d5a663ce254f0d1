import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const MISSING = /missing required request parameters/i;

/** Source: api-gateway-method-request-validation.html; localstack/localstack, test_api_gateway_request_validator (recorded from AWS). */
export const requestParametersMissing: Signature = {
  id: "request-parameters-missing",
  title: "Request parameters missing",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "BAD_REQUEST_PARAMETERS") || says(symptom, MISSING),
  explanation: "required parameters were missing",
  nextSteps: [
    "Compare the callers' release with the parameters that the route requires, and their latest change.",
  ],
};
