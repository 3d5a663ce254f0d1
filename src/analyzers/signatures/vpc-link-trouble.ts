import type { Signature } from "./signature.ts";
import { mayBeServerError, says } from "./symptom-tests.ts";

const LINK = /vpc ?link/i;
const INTERNAL = /internal error while executing your request/i;

/** Source: repost.aws/knowledge-center/api-gateway-500-error-vpc. */
export const vpcLinkTrouble: Signature = {
  id: "vpc-link-trouble",
  title: "VPC link trouble",
  kind: "integration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) =>
    mayBeServerError(symptom) &&
    (says(symptom, LINK) ||
      (symptom.integration === "vpc-link" && symptom.api !== "http" && says(symptom, INTERNAL))),
  explanation: "the VPC link, or the load balancer behind it, could not be reached",
  nextSteps: [
    "Check the status of the VPC link and the health of the load balancer's targets.",
    "Then what lets them talk: security groups, network ACLs, and the endpoint service's acceptance.",
  ],
};
