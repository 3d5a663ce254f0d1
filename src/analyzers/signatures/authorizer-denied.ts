import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const DENIED = /not authorized to access this resource|explicit deny/i;

/** Source: repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden. */
export const authorizerDenied: Signature = {
  id: "authorizer-denied",
  title: "Denied by an authorizer or a policy",
  kind: "authorizer",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "ACCESS_DENIED") || says(symptom, DENIED),
  explanation: "a policy (of the authorizer, of IAM or of the API) denied them",
  nextSteps: ["Look at the latest change of the authorizer's policy and of the API's resource policy."],
};
