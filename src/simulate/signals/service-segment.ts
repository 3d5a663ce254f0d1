import type { SimulatedRequest } from "../request.ts";
import { downstreamCall } from "./downstream-call.ts";
import { hexOf, traceIdOf, type RequestFacts } from "./request-facts.ts";
import { serviceNameOf } from "./service-name.ts";
import type { SignalContext } from "./signal-context.ts";

/** What of the call is spent within the service, as shares of the integration latency. */
const SERVICE_START = 0.02;
const SERVICE_END = 0.98;
/** The segment of a service of the owner's that the gateway calls over HTTP, a child of the gateway's subsegment. */
export function serviceSegments(
  request: SimulatedRequest,
  { region }: SignalContext,
  facts: RequestFacts,
  parentId: string,
): Record<string, unknown>[] {
  const name = serviceNameOf(facts);
  if (name === null || !facts.integrationCalled || facts.integrationStartMs === null) return [];
  const { integrationStartMs: startMs } = facts;
  const at = (share: number): number => (startMs + (request.integrationLatencyMs ?? 0) * share) / 1_000;
  const [startS, endS] = [at(SERVICE_START), at(SERVICE_END)];
  return [
    {
      id: hexOf(`service/${request.requestId}`, 16),
      trace_id: traceIdOf(request),
      parent_id: parentId,
      name,
      origin: "AWS::ECS::Container",
      start_time: startS,
      end_time: endS,
      http: {
        request: { method: facts.method },
        ...(facts.serviceStatus === null ? {} : { response: { status: facts.serviceStatus } }),
      },
      ...(facts.serviceStatus === null || facts.serviceStatus >= 500 ? { fault: true } : {}),
      ...downstreamCall(request, facts, { region, startS, endS }),
    },
  ];
}
