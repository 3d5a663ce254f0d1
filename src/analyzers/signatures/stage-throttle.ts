import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const TOO_MANY = /too many requests/i;

/** Source: api-gateway-request-throttling.html; repost.aws/knowledge-center/api-gateway-429-limit. */
export const stageThrottle: Signature = {
  id: "stage-throttle",
  title: "Throttled by a rate limit",
  kind: "throttle",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) =>
    answeredWith(symptom, "THROTTLED") ||
    (symptom.status === 429 && symptom.responseType !== null && says(symptom, TOO_MANY)),
  explanation: "API Gateway turned them away because a rate limit was reached",
  nextSteps: ["Compare the request rate with the limits of the stage, its usage plans and the account."],
};
