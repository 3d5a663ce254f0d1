import type { Signature } from "./signature.ts";
import { answeredWith } from "./symptom-tests.ts";

/** Source: limits.html (10 MB); supported-gateway-response-types.html. */
export const payloadTooLarge: Signature = {
  id: "payload-too-large",
  title: "Payload too large",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) =>
    answeredWith(symptom, "REQUEST_TOO_LARGE") || (symptom.responseType !== null && symptom.status === 413),
  explanation: "their bodies were too large",
  nextSteps: ["Ask the callers what they send, or let them upload elsewhere (a presigned URL)."],
};
