import type { Signature } from "./signature.ts";
import { answeredWith } from "./symptom-tests.ts";

/** Source: supported-gateway-response-types.html; localstack/localstack, test_routing_not_found (recorded from AWS). */
export const missingAuthenticationToken: Signature = {
  id: "missing-authentication-token",
  title: "Missing authentication token",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "MISSING_AUTHENTICATION_TOKEN"),
  explanation: "they asked for paths or methods that do not exist, or came without credentials",
  nextSteps: [
    "Look at the paths in the access log: a scanner tries many, a client's release uses one that was renamed.",
    "Block a scanner in the web ACL, for instance by a rate-based rule.",
  ],
};
