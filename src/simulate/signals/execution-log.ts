import type { SimulatedRequest } from "../request.ts";
import {
  hexOf,
  requestFacts,
  type RequestFacts,
  traceIdOf,
  integrationRequestIdOf,
} from "./request-facts.ts";
import type { SignalContext } from "./signal-context.ts";

/** An event is cut to this many bytes, marker included. Source: set-up-logging.html. */
const MAX_EVENT_BYTES = 1_024;
const CUT_MARKER = "[TRUNCATED]";

/**
 * The execution-log events of a request, in order, each as "(request id) message". REST and WebSocket only,
 * and only as much as the stage's level says: INFO tells the whole story, ERROR only what went wrong. Nothing of a
 * request that the web ACL blocks or that matches no route: it belongs to no method.
 */
export function executionLogLines(request: SimulatedRequest, context: SignalContext): string[] {
  const { stage } = context;
  const isSeen = request.outcome.unrouted !== true && request.outcome.responseType !== "WAF_FILTERED";
  if (stage.kind === "http" || stage.executionLogLevel === "OFF" || !isSeen) return [];
  const facts = requestFacts(request, context);
  const story = [
    ...usagePlanMessages(request, context, facts),
    ...authorizerMessages(request, facts),
    ...integrationMessages(request, facts),
    ...closingMessages(request),
  ];
  return story
    .filter(({ isError }) => isError || stage.executionLogLevel === "INFO")
    .map(({ text }) => cut(`(${request.requestId}) ${text}`));
}

interface Message {
  readonly text: string;
  readonly isError: boolean;
}

function info(text: string): Message {
  return { text, isError: false };
}

function failure(text: string): Message {
  return { text, isError: true };
}

function usagePlanMessages(
  request: SimulatedRequest,
  { stage }: SignalContext,
  facts: RequestFacts,
): Message[] {
  const { requestId, outcome, apiKeyId } = request;
  const apiStage = `${stage.apiId}/${stage.stage}`;
  const key = apiKeyId === "" ? "" : `******************${hexOf(`key/${apiKeyId}`, 6)}`;
  const opening = info(`Extended Request Id: ${request.extendedRequestId}`);
  if (stage.kind === "websocket") return [opening];
  const resource = `Resource ${hexOf(`${stage.apiId}${facts.resource ?? ""}`, 6)}, HttpMethod ${facts.method}`;
  const limits = stage.limits.usagePlan ?? stage.limits.stage ?? stage.limits.account;
  const verdict =
    outcome.responseType === "THROTTLED"
      ? failure(
          `Key throttle limit exceeded for RestApi ${stage.apiId}, Stage ${stage.stage}, ${resource}. ` +
            `Limit: ${limits.rateLimit.toFixed(2)} Burst: ${limits.burstLimit}`,
        )
      : info(`Usage Plan check succeeded for API Key ${key} and API Stage ${apiStage}`);
  return [
    opening,
    info(`Verifying Usage Plan for request: ${requestId}. API Key: ${key} API Stage: ${apiStage}`),
    ...(outcome.responseType === "QUOTA_EXCEEDED" ? [] : [verdict]),
    ...(stage.tracing ? [info(`X-ray Tracing ID : ${traceIdOf(request)}`)] : []),
  ];
}

function authorizerMessages(request: SimulatedRequest, facts: RequestFacts): Message[] {
  const { requestId, outcome } = request;
  if (outcome.responseType === "THROTTLED" || outcome.responseType === "QUOTA_EXCEEDED") return [];
  const opening = [
    info(`Starting execution for request: ${requestId}`),
    info(`HTTP Method: ${facts.method}, Resource Path: ${facts.resource ?? "/"}`),
  ];
  if (facts.route?.authorizer?.kind !== "CUSTOM" || request.authorizerLatencyMs === null) return opening;
  const verdict =
    outcome.responseType === "UNAUTHORIZED"
      ? [failure(`Unauthorized request: ${requestId}`)]
      : outcome.responseType === "AUTHORIZER_FAILURE"
        ? []
        : [
            info("Using valid authorizer policy for principal: *****"),
            info("Successfully completed authorizer execution"),
          ];
  return [
    ...opening,
    info(`Starting authorizer: ${hexOf(facts.route.key, 6)} for request: ${requestId}`),
    ...verdict,
  ];
}

function integrationMessages(request: SimulatedRequest, facts: RequestFacts): Message[] {
  const { outcome, integrationLatencyMs } = request;
  if (!facts.integrationCalled || integrationLatencyMs === null) return [];
  const target = facts.route?.integrationTarget ?? "";
  const sending = info(`Sending request to https://${target}`);
  if (facts.serviceStatus === null) return [sending, failure(outcome.integrationError ?? "Execution failed")];
  const received = [
    info(
      `Received response. Status: ${facts.serviceStatus}, Integration latency: ${integrationLatencyMs} ms`,
    ),
    ...(integrationRequestIdOf(request, facts) === null
      ? []
      : [info(`AWS Integration Endpoint RequestId : ${integrationRequestIdOf(request, facts)}`)]),
  ];
  return outcome.integrationError === null
    ? [sending, ...received]
    : [sending, ...received, failure(outcome.integrationError)];
}

function closingMessages({ outcome }: SimulatedRequest): Message[] {
  const failed = outcome.status >= 400;
  return [
    ...(outcome.responseType === null
      ? [info("Successfully completed execution")]
      : [failure(`Gateway response type: ${outcome.responseType} with status code: ${outcome.status}`)]),
    { text: `Method completed with status: ${outcome.status}`, isError: failed },
  ];
}

/** Cuts by bytes of ASCII: every message here is ASCII but what a route's path may hold. */
function cut(event: string): string {
  return event.length <= MAX_EVENT_BYTES
    ? event
    : event.slice(0, MAX_EVENT_BYTES - CUT_MARKER.length) + CUT_MARKER;
}
