import type { SimulatedRequest } from "../request.ts";
import { hexOf, type RequestFacts, traceIdOf, integrationRequestIdOf } from "./request-facts.ts";
import { downstreamCall } from "./downstream-call.ts";
import type { SignalContext } from "./signal-context.ts";

/** How the time of a call of a function is told apart, as shares of the integration latency. */
const SERVICE_START = 0.02;
const FUNCTION_START = 0.06;
const FUNCTION_END = 0.97;
/** A cold start spends most of its time before the handler runs. */
const INITIALIZATION_END = 0.7;
/** What the runtime does after the handler has returned. */
const OVERHEAD_START = 0.94;

/**
 * The segments of the Lambda service and of the function.
 *
 * @param parentId the gateway's subsegment; null: it sends none, and the trace begins here.
 */
export function lambdaSegments(
  request: SimulatedRequest,
  { accountId, region }: SignalContext,
  facts: RequestFacts,
  parentId: string | null,
): Record<string, unknown>[] {
  const name = facts.route?.integrationTarget ?? "unknown";
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  const startMs = facts.integrationStartMs ?? request.timeMs;
  const at = (share: number) => (startMs + (request.integrationLatencyMs ?? 0) * share) / 1_000;
  const id = (label: string) => hexOf(`${label}/${request.requestId}`, 16);
  const timedOut = facts.serviceStatus === null;
  const verdict = timedOut ? { fault: true } : {};
  const common = { trace_id: traceIdOf(request), resource_arn: arn, name };
  const handlerStart = request.outcome.coldStart ? INITIALIZATION_END : FUNCTION_START;
  const service = {
    id: id("service"),
    ...common,
    ...(parentId === null ? {} : { parent_id: parentId }),
    start_time: at(SERVICE_START),
    end_time: at(1),
    http: { response: { status: facts.serviceStatus ?? 200 } },
    aws: { request_id: integrationRequestIdOf(request, facts) },
    origin: "AWS::Lambda",
    ...verdict,
  };
  const part = (label: string, start: number, end: number) => ({
    id: id(label),
    name: label,
    start_time: at(start),
    end_time: at(end),
    aws: { function_arn: arn },
  });
  const functionSegment = {
    id: id("function"),
    ...common,
    parent_id: service.id,
    start_time: at(handlerStart),
    end_time: at(FUNCTION_END),
    aws: { account_id: accountId, function_arn: arn, resource_names: [name] },
    origin: "AWS::Lambda::Function",
    ...verdict,
    subsegments: [
      ...(request.outcome.coldStart ? [part("Initialization", FUNCTION_START, handlerStart)] : []),
      {
        ...part("Invocation", handlerStart, OVERHEAD_START),
        ...downstreamCall(request, facts, { region, startS: at(handlerStart), endS: at(OVERHEAD_START) }),
      },
      part("Overhead", OVERHEAD_START, FUNCTION_END),
    ],
  };
  return [service, functionSegment];
}
