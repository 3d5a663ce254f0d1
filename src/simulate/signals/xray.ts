import type { Outcome } from "../behaviour.ts";
import type { SimulatedRequest } from "../request.ts";
import { lambdaSegments } from "./lambda-segments.ts";
import { hexOf, requestFacts, type RequestFacts, traceIdOf } from "./request-facts.ts";
import { serviceSegments } from "./service-segment.ts";
import type { SignalContext } from "./signal-context.ts";

/**
 * The X-Ray segment documents of a request: of a REST stage with tracing its own, and behind a Lambda integration those of the
 * Lambda service and of the function, which are all that there is of other APIs; behind an HTTP integration that of a service
 * of the owner's. Times are epoch seconds.
 *
 * Source: API Gateway Developer Guide, "Understand X-Ray trace views"; segments recorded by awslabs/aws-iatk.
 */
export function xraySegments(request: SimulatedRequest, context: SignalContext): Record<string, unknown>[] {
  const { stage, accountId, region } = context;
  // A request that matches no route belongs to no method, and the web ACL stands before the stage.
  if (request.outcome.responseType === "WAF_FILTERED" || request.outcome.unrouted === true) return [];
  const facts = requestFacts(request, context);
  const isInvoked = facts.isLambda && facts.integrationCalled && facts.serviceStatus !== 403;
  if (stage.kind !== "rest") return isInvoked ? lambdaSegments(request, context, facts, null) : [];
  if (!stage.tracing) return [];
  const subsegmentId = hexOf(`subsegment/${request.requestId}`, 16);
  const segment = {
    id: hexOf(`segment/${request.requestId}`, 16),
    name: `${stage.apiName}/${stage.stage}`,
    start_time: request.timeMs / 1_000,
    end_time: (request.timeMs + request.latencyMs) / 1_000,
    trace_id: traceIdOf(request),
    origin: "AWS::ApiGateway::Stage",
    resource_arn: `arn:aws:apigateway:${region}::/restapis/${stage.apiId}/stages/${stage.stage}`,
    http: {
      request: {
        url: `https://${facts.host}${facts.path}`,
        method: facts.method,
        user_agent: request.userAgent,
        client_ip: request.ip,
        x_forwarded_for: true,
      },
      response: { status: request.outcome.status, content_length: request.bytes },
    },
    aws: {
      api_gateway: {
        account_id: accountId,
        rest_api_id: stage.apiId,
        stage: stage.stage,
        request_id: request.requestId,
      },
    },
    annotations: { "aws:api_id": stage.apiId, "aws:api_stage": stage.stage },
    metadata: {
      default: { extended_request_id: request.extendedRequestId, request_id: request.requestId },
    },
    ...flags(request.outcome.status),
    ...(facts.integrationCalled
      ? { subsegments: [integrationSubsegment(request, context, facts, subsegmentId)] }
      : {}),
  };
  const behind = isInvoked
    ? lambdaSegments(request, context, facts, subsegmentId)
    : serviceSegments(request, context, facts, subsegmentId);
  return [segment, ...behind];
}

function integrationSubsegment(
  request: SimulatedRequest,
  { accountId, region }: SignalContext,
  facts: RequestFacts,
  id: string,
): Record<string, unknown> {
  const target = facts.route?.integrationTarget ?? "unknown";
  const startMs = facts.integrationStartMs ?? request.timeMs;
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${target}`;
  const timing = {
    id,
    start_time: startMs / 1_000,
    end_time: (startMs + (request.integrationLatencyMs ?? 0)) / 1_000,
  };
  const response =
    facts.serviceStatus === null
      ? {}
      : { response: { status: facts.serviceStatus, content_length: request.bytes } };
  const verdict = integrationFlags(request.outcome, facts);
  if (!facts.isLambda) {
    const url = `https://${target}${request.path}`;
    return {
      ...timing,
      name: target,
      namespace: "remote",
      http: { request: { url, method: facts.method }, ...response },
      ...verdict,
    };
  }
  const url = `https://lambda.${region}.amazonaws.com/2015-03-31/functions/${arn}/invocations`;
  return {
    ...timing,
    name: "Lambda",
    http: { request: { url, method: "POST" }, ...response },
    aws: { function_name: target, region, operation: "Invoke", resource_names: [target] },
    namespace: "aws",
    ...verdict,
  };
}

function integrationFlags(outcome: Outcome, facts: RequestFacts): Record<string, boolean> {
  // No answer, or one that the gateway could not use: a fault of the integration whatever the client was told.
  if (facts.serviceStatus === null || outcome.integrationError !== null) return { fault: true };
  return facts.isLambda ? {} : flags(facts.serviceStatus);
}

/** Throttled requests are errors too; server errors are faults. */
function flags(status: number): Record<string, boolean> {
  if (status >= 500) return { fault: true };
  if (status === 429) return { error: true, throttle: true };
  return status >= 400 ? { error: true } : {};
}
