import type { Signature } from "./signature.ts";
import { mayBeServerError, says } from "./symptom-tests.ts";

const THROTTLED =
  /rate exceeded|too ?many ?requests|concurren|(?<!key |type: )throttl|lambda invocation failed with status: 429/i;
/** Of a trace the exception, or the answer to the call. */
const THROTTLED_CALL =
  /too ?many ?requests ?exception|rate exceeded|lambda invocation failed with status: 429/i;

/** Source: repost.aws/knowledge-center/lambda-troubleshoot-throttling; execution logs as quoted there. */
export const lambdaThrottled: Signature = {
  id: "lambda-throttled",
  title: "Lambda throttled",
  kind: "downstream",
  sources: ["access-logs", "execution-logs", "traces"],
  match: (symptom) =>
    symptom.source === "traces"
      ? says(symptom, THROTTLED_CALL)
      : mayBeServerError(symptom) && says(symptom, THROTTLED),
  explanation: "what stands behind the integration throttled the gateway's calls (no limit of API Gateway)",
  nextSteps: [
    "Look at throttles and concurrency of the function: its reserved concurrency, and the account's.",
  ],
};
