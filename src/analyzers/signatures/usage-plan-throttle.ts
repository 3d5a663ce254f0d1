import type { Signature } from "./signature.ts";
import { says } from "./symptom-tests.ts";

const KEY_LIMIT = /key throttle limit exceeded/i;

/** Source: execution logs as their owners published them; api-gateway-request-throttling.html. */
export const usagePlanThrottle: Signature = {
  id: "usage-plan-throttle",
  title: "Usage plan throttle",
  kind: "throttle",
  sources: ["execution-logs"],
  match: (symptom) => symptom.source === "execution-logs" && says(symptom, KEY_LIMIT),
  explanation: "a usage plan's rate limit was reached",
  nextSteps: [
    "Compare the plan's rate and burst with what its callers need, or agree with them on fewer requests.",
  ],
};
