import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const UNUSABLE =
  /AuthorizerConfigurationException|could not parse policy|response from the lambda authorizer|permissions to call the authorizer|authorizer response/i;

/** Source: supported-gateway-response-types.html; ExpanseLLC/lambda_authorizer issue 1; mantil-io/mantil issue 52. */
export const authorizerConfiguration: Signature = {
  id: "authorizer-configuration",
  title: "Authorizer configuration",
  kind: "authorizer",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "AUTHORIZER_CONFIGURATION_ERROR") || says(symptom, UNUSABLE),
  explanation: "the authorizer is not configured right or answered what cannot be used",
  nextSteps: [
    "Look at the authorizer's latest change: its answer, its permission to be invoked, its identity source.",
  ],
};
