import type { Signature } from "./signature.ts";
import { says } from "./symptom-tests.ts";

const UNAVAILABLE = /service unavailable|network/i;

/** Source: http-api-vpc-links.html; stackoverflow.com question 62217230 on 503 after redeployments. */
export const httpApiVpcLinkUnavailable: Signature = {
  id: "http-api-vpc-link-unavailable",
  title: "HTTP API: 503 of a VPC link",
  kind: "integration",
  sources: ["access-logs"],
  match: (symptom) =>
    symptom.api === "http" &&
    symptom.status === 503 &&
    symptom.integration === "vpc-link" &&
    (symptom.responseType !== null || says(symptom, UNAVAILABLE)),
  explanation: "the HTTP API found nobody to talk to behind its VPC link, and answered 503",
  nextSteps: [
    "Check the health of what the listener or the Cloud Map service leads to: after a deployment old addresses may still be registered.",
    "A link without traffic for 60 days becomes inactive: the first request wakes it, which takes minutes.",
  ],
};
