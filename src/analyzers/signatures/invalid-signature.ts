import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const MISMATCH = /request signature we calculated does not match|InvalidSignatureException/i;

/** Source: supported-gateway-response-types.html. */
export const invalidSignature: Signature = {
  id: "invalid-signature",
  title: "Invalid signature",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "INVALID_SIGNATURE") || says(symptom, MISMATCH),
  explanation: "callers signed their requests wrongly",
  nextSteps: ["Ask the callers which credentials and which signing code they changed."],
};
