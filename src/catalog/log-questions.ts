import type { ApiKind } from "../model/target.ts";

/**
 * What an access log is asked, and the variables (without `$context.`) of which one of each group must be in its Format.
 *
 * Source: variables and flavours as in log-variables; which ones answer what: API Gateway Developer Guide, "Variables for
 * access logging for API Gateway", and AWS's guidance on troubleshooting by access logs, April 2026.
 */
export interface LogQuestionFact {
  readonly id: string;
  readonly question: string;
  readonly kinds: readonly ApiKind[];
  /** All of the groups are needed, one variable of each. */
  readonly needs: readonly (readonly string[])[];
  /** Without the answer nobody can tell whose fault an error is, or where. */
  readonly isEssential: boolean;
}

const EVERY: readonly ApiKind[] = ["rest", "http", "websocket"];
const REST_HTTP: readonly ApiKind[] = ["rest", "http"];
const REST_WEBSOCKET: readonly ApiKind[] = ["rest", "websocket"];
const REST: readonly ApiKind[] = ["rest"];
const BACKEND_STATUS = ["integration.status", "integration.integrationStatus", "integrationStatus"];
const INTEGRATION_LATENCY = ["integration.latency", "integrationLatency"];

export const LOG_QUESTIONS: readonly LogQuestionFact[] = [
  row("when", "When was it?", EVERY, [["requestTimeEpoch", "requestTime"]], true),
  row("which-request", "Which request was it?", EVERY, [["extendedRequestId", "requestId"]], true),
  row("outcome", "How did it end?", EVERY, [["status"]], true),
  row("route", "Which route was it?", REST, [["resourcePath"], ["httpMethod"]], true),
  row("route", "Which route was it?", ["http", "websocket"], [["routeKey"]], true),
  row("client", "Who called?", EVERY, [["identity.sourceIp"]], true),
  row(
    "attribution",
    "Whose error was it, the gateway's or the backend's?",
    EVERY,
    [["error.responseType"], BACKEND_STATUS],
    true,
  ),
  row("gateway-reason", "What did the gateway say?", EVERY, [["error.message", "error.messageString"]], true),
  row(
    "latency",
    "How long did it take, and whose time was it?",
    REST_HTTP,
    [["responseLatency"], INTEGRATION_LATENCY],
    true,
  ),
  row("latency", "How long did the backend take?", ["websocket"], [INTEGRATION_LATENCY], true),
  row(
    "throttling",
    "Was it throttled, and by which limit: rate or quota?",
    REST_HTTP,
    [["error.responseType"]],
    false,
  ),
  row(
    "backend-reason",
    "What did the integration say?",
    EVERY,
    [["integration.error", "integrationErrorMessage"]],
    false,
  ),
  row(
    "authorizer",
    "How long did the authorizer take, and why did it refuse?",
    REST_WEBSOCKET,
    [["authorizer.latency"], ["authorizer.error", "authorizer.status"]],
    false,
  ),
  row("authorizer", "Why did the authorizer refuse?", ["http"], [["authorizer.error"]], false),
  row(
    "waf",
    "Did AWS WAF block it, and how long did it take?",
    REST,
    [["waf.latency"], ["wafResponseCode", "waf.status"]],
    false,
  ),
  row(
    "canary",
    "Did the canary serve it, and which deployment?",
    REST,
    [["isCanaryRequest"], ["deploymentId"]],
    false,
  ),
  row("api-key", "Which API key was it?", REST_WEBSOCKET, [["identity.apiKeyId"]], false),
  row(
    "validation",
    "What did the request validator object to?",
    REST_WEBSOCKET,
    [["error.validationErrorString"]],
    false,
  ),
  row(
    "function-log",
    "Where in the function's log is it?",
    EVERY,
    [["integration.requestId", "awsEndpointRequestId"]],
    false,
  ),
  row("trace", "Which trace is it?", REST, [["xrayTraceId"]], false),
  row(
    "connection",
    "Which connection was it, and what happened to it?",
    ["websocket"],
    [["connectionId"], ["eventType"]],
    true,
  ),
];

function row(
  id: string,
  question: string,
  kinds: readonly ApiKind[],
  needs: LogQuestionFact["needs"],
  isEssential: boolean,
): LogQuestionFact {
  return { id, question, kinds, needs, isEssential };
}
