import type { Signature } from "./signature.ts";
import { answeredWith, mayBeServerError, says } from "./symptom-tests.ts";

const REFUSED =
  /invalid permissions on lambda|permissions? to (?:call|invoke|assume)|not authorized to perform|lambda invocation failed with status: 403/i;
const AUTHORIZER = /authorizer/i;

/** Source: repost.aws/knowledge-center/api-gateway-lambda-stage-variable-500 and api-gateway-http-lambda-integrations. */
export const lambdaPermissionMissing: Signature = {
  id: "lambda-permission-missing",
  title: "API Gateway may not invoke the function",
  kind: "configuration",
  sources: ["access-logs", "execution-logs", "traces"],
  match: (symptom) =>
    (mayBeServerError(symptom) && !says(symptom, AUTHORIZER) && says(symptom, REFUSED)) ||
    answeredWith(symptom, "API_CONFIGURATION_ERROR"),
  explanation: "the API's configuration did not let the gateway call its integration",
  nextSteps: [
    "Check the permission of API Gateway to invoke the function (its resource policy), and the latest change of the API.",
  ],
};
