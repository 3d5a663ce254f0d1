import type { Signature } from "./signature.ts";
import { answeredWith } from "./symptom-tests.ts";

/** Source: apigateway-control-access-aws-waf.html; supported-gateway-response-types.html. */
export const wafBlock: Signature = {
  id: "waf-block",
  title: "Blocked by the web ACL",
  kind: "waf",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "WAF_FILTERED"),
  explanation: "the stage's web ACL blocked them",
  nextSteps: [
    "Look at the sampled requests of the web ACL: which rule blocks, and whether they are callers or attackers.",
    "Where callers are blocked, set that rule to count until it is corrected.",
  ],
};
