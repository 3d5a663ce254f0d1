import type { Signature } from "./signature.ts";
import { mayBeServerError, says } from "./symptom-tests.ts";

const NETWORK =
  /network error|connection (?:refused|reset|timed out)|connect timed out|unknown host|invalid endpoint address|endpoint could not be resolved/i;

/** Source: repost.aws/knowledge-center/api-gateway-network-endpoint-error. */
export const integrationNetwork: Signature = {
  id: "integration-network",
  title: "Network trouble to the backend",
  kind: "integration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => mayBeServerError(symptom) && says(symptom, NETWORK),
  explanation: "the gateway could not reach the backend over the network",
  nextSteps: [
    "Check whether the backend's name resolves and its port answers, and what changed in front of it.",
    "Look at connections that the backend closes early: its keep-alive must last longer than the gateway's.",
  ],
};
