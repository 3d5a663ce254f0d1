import type { Signature } from "./signature.ts";
import { mayBeServerError, says } from "./symptom-tests.ts";

const MALFORMED =
  /malformed lambda proxy response|response from the lambda function doesn't match the format/i;

/** Source: set-up-lambda-proxy-integrations.html; the execution log's words as their owners published them. */
export const malformedLambdaResponse: Signature = {
  id: "malformed-lambda-response",
  title: "Malformed Lambda proxy response",
  kind: "integration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => mayBeServerError(symptom) && says(symptom, MALFORMED),
  explanation: "the function returned something that is not a valid proxy response",
  nextSteps: ["Look at what the function's latest version returns: statusCode as a number, body as a text."],
};
