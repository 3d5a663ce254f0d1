import type { Signature } from "./signature.ts";
import { says } from "./symptom-tests.ts";

const TIMED_OUT = /task timed out after/i;

/** Source: repost.aws/knowledge-center/lambda-troubleshoot-invocation-timeouts. */
export const lambdaTimeout: Signature = {
  id: "lambda-timeout",
  title: "Lambda timeout",
  kind: "integration",
  sources: ["access-logs", "execution-logs", "traces"],
  match: (symptom) => says(symptom, TIMED_OUT),
  explanation: "the function ran into its own timeout before it answered",
  nextSteps: [
    "Look at what the function waits for, in its log and its traces at that time.",
    "Then compare its timeout with what it needs, and with the integration timeout: the shorter one ends the request.",
  ],
};
