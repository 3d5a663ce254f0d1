import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const UNKNOWN = /api key\b.*(?:not valid|invalid|not found|disabled)|invalid api key/i;

/** Source: supported-gateway-response-types.html; repost.aws/knowledge-center/api-gateway-logs. */
export const invalidApiKey: Signature = {
  id: "invalid-api-key",
  title: "Invalid API key",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "INVALID_API_KEY") || says(symptom, UNKNOWN),
  explanation: "callers came without a valid API key",
  nextSteps: ["Check whether an API key was removed, disabled or taken out of its usage plan."],
};
