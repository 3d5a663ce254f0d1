import type { Signature } from "./signature.ts";
import { answeredWith, says } from "./symptom-tests.ts";

const EXPIRED = /token (?:has |is )?expired|expired token|ExpiredTokenException/i;

/** Source: supported-gateway-response-types.html. */
export const expiredToken: Signature = {
  id: "expired-token",
  title: "Expired token",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => answeredWith(symptom, "EXPIRED_TOKEN") || says(symptom, EXPIRED),
  explanation: "callers came with expired tokens",
  nextSteps: ["Ask the callers to renew their credentials; check the clock and the token's lifetime."],
};
