import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const USED_UP = /quota (?:limit )?exceeded|^limit exceeded/i;

/** Source: api-gateway-api-usage-plans.html; repost.aws/knowledge-center/api-gateway-429-limit. */
export const quotaExceeded: Signature = {
  id: "quota-exceeded",
  title: "Quota used up",
  kind: "quota",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "QUOTA_EXCEEDED") || says(symptom, USED_UP),
  explanation: "a usage plan's quota was used up",
  nextSteps: [
    "Raise the quota of the usage plan, or agree with its caller on fewer requests until it starts anew.",
  ],
};
